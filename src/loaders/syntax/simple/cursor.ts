import type { SourceText } from '../../../model/located.js';
import type { Entry, ListNode, MapNode, Node, ScalarNode } from '../tree.js';

export const LINE_FEED = 10;
export const SPACE = 32;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const SINGLE_QUOTE = 39;
export const COMMA = 44;
export const DASH = 45;
export const COLON = 58;

/** Thrown by {@link Cursor.unsure} and caught by the reader: no error, but a word that the real parser must decide. */
export const UNSURE = Symbol('unsure');

/** Deeper nesting is left to the parser that counts it. */
const MAX_DEPTH = 64;

/** Above so many keys a set finds the second of two alike, below a look at each is faster. */
const FEW_KEYS = 12;

/** A place in a text that holds line feeds, but no tab, no carriage return and nothing that does not print. */
export class Cursor {
  readonly text: string;
  at = 0;
  /** Where the line of `at` starts. */
  lineStart = 0;
  private depth = 0;

  constructor(readonly source: SourceText) {
    this.text = source.text;
  }

  get column(): number {
    return this.at - this.lineStart;
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The code at an offset from here; NaN past the end, which equals nothing. */
  code(offset = 0): number {
    return this.text.charCodeAt(this.at + offset);
  }

  /** Leaves the document to the real parser. */
  unsure(): never {
    throw UNSURE;
  }

  enter(): void {
    if (++this.depth > MAX_DEPTH) this.unsure();
  }

  leave(): void {
    this.depth--;
  }

  skipSpaces(): void {
    const { text } = this;
    let { at } = this;
    while (text.charCodeAt(at) === SPACE) at++;
    this.at = at;
  }

  /** From the end of a value to the first word of a later line: only spaces and comments may stand between. */
  skipToContent(): void {
    const { text } = this;
    for (;;) {
      this.skipSpaces();
      const code = text.charCodeAt(this.at);
      if (code === HASH && (this.at === this.lineStart || text.charCodeAt(this.at - 1) === SPACE)) {
        const end = text.indexOf('\n', this.at);
        this.at = end < 0 ? text.length : end;
      }
      if (this.at >= text.length || text.charCodeAt(this.at) !== LINE_FEED) return;
      this.lineStart = ++this.at;
    }
  }

  scalar(start: number, end: number, text: string, plain: boolean, tag: string | undefined): ScalarNode {
    return { kind: 'scalar', source: this.source, start, end, tag, text, plain };
  }

  map(start: number, entries: Entry[], tag: string | undefined): MapNode {
    if (haveTwoAlike(entries)) this.unsure();
    const end = endOf(start, entries[entries.length - 1]?.value);
    return { kind: 'map', source: this.source, start, end, tag, entries };
  }

  list(start: number, items: Node[], tag: string | undefined): ListNode {
    return { kind: 'list', source: this.source, start, end: endOf(start, items[items.length - 1]), tag, items };
  }
}

function endOf(start: number, last: Node | undefined): number {
  return last ? Math.max(last.end, start + 1) : start + 1;
}

function haveTwoAlike(entries: readonly Entry[]): boolean {
  if (entries.length > FEW_KEYS) return new Set(entries.map((entry) => entry.key.text)).size < entries.length;
  for (let second = 1; second < entries.length; second++)
    for (let first = 0; first < second; first++)
      if (entries[first]!.key.text === entries[second]!.key.text) return true;
  return false;
}

/** Whether a code ends a word: space, line feed, or (NaN) the end of the text. */
export function isGap(code: number): boolean {
  return code === SPACE || code === LINE_FEED || !(code >= 0);
}

/** Whether a code is one of `,[]{}`. */
export function isFlowIndicator(code: number): boolean {
  return code === COMMA || code === 91 || code === 93 || code === 123 || code === 125;
}
