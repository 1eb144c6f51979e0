import type { ErrorCode } from '../../errors.js';
import { flatMap } from '../../model/flat.js';
import { type Location, locate } from '../../model/located.js';
import { nearest } from '../../model/nearest.js';
import type { Problem } from '../../model/report.js';
import { get, isNull, type MapNode, type Node, scalarText, spanOf } from './tree.js';

/** A document that was read: what it says, if it can be believed, and everything that is wrong with it. */
export interface Loaded<T> {
  readonly value?: T;
  readonly problems: readonly Problem[];
}

/** Collects what is wrong with a document, each at its line, so that people mend it once. */
export class Problems {
  readonly list: Problem[] = [];

  constructor(private readonly code: ErrorCode) {}

  /** Notes a problem at a node. */
  at(node: Node, message: string, hint?: string): void {
    this.list.push({
      code: this.code,
      message,
      location: locate(spanOf(node)),
      ...(hint === undefined ? {} : { hint }),
    });
  }

  /** Everything that is wrong, from the top of the file down. */
  inOrder(): Problem[] {
    const line = ({ location }: Problem) => location?.line ?? 0;
    return [...this.list].sort((a, b) => line(a) - line(b));
  }

  /** The fields of a mapping; a problem when it is none, and one for each key that nobody knows. */
  fields(node: Node | undefined, what: string, known: readonly string[], within: Node): Fields {
    if (node === undefined || isNull(node)) return new Fields(this, undefined, what, within);
    if (node.kind !== 'map') {
      this.at(node, `${what} must be a mapping`);
      return new Fields(this, undefined, what, node, true);
    }
    for (const { key } of node.entries)
      if (!known.includes(key.text)) this.at(key, `unknown key "${key.text}" in ${what}`, hintFor(key.text, known));
    return new Fields(this, node, what, node);
  }
}

/** Reads the fields of one mapping. Every reader notes what is wrong and gives back something harmless. */
export class Fields {
  constructor(
    private readonly problems: Problems,
    readonly node: MapNode | undefined,
    private readonly what: string,
    /** Where to point when a field is missing. */
    private readonly within: Node,
    /** Something else stands where the mapping should: that is said, and that its keys are missing need not be. */
    readonly broken = false,
  ) {}

  /** The value of a key, unless it is absent or null. */
  raw(key: string): Node | undefined {
    const node = get(this.node, key);
    return node && !isNull(node) ? node : undefined;
  }

  /** Whether a key stands there, with a value or without. */
  has(key: string): boolean {
    return this.node?.entries.some((entry) => entry.key.text === key) ?? false;
  }

  /** Notes every key that stands there without a value: where much rests on a word, nothing is not "as usual". */
  refuseEmpty(hint: string): void {
    for (const { key, value } of this.node?.entries ?? [])
      if (value === undefined || isNull(value)) this.problems.at(key, `"${key.text}" of ${this.what} is empty`, hint);
  }

  /** Where a key's value stands, or the mapping itself. */
  location(key?: string): Location {
    return locate(spanOf((key === undefined ? undefined : this.raw(key)) ?? this.node ?? this.within));
  }

  /** A text that must be there. */
  text(key: string): string {
    const node = this.raw(key);
    if (!node) {
      this.missing(key);
      return '';
    }
    const text = this.asText(key, node);
    if (text?.trim() === '') this.problems.at(node, `"${key}" of ${this.what} is empty`);
    return text ?? '';
  }

  /** A text that may be absent. */
  optionalText(key: string): string | undefined {
    const node = this.raw(key);
    return node && this.asText(key, node);
  }

  /** One of a closed list of words; the fallback when absent, a problem when there is no fallback. */
  oneOf<T extends string>(key: string, choices: readonly T[], fallback?: T): T {
    const node = this.raw(key);
    if (!node) {
      if (fallback === undefined) this.missing(key, `Give one of ${choices.join(', ')}.`);
      return fallback ?? choices[0]!;
    }
    const text = this.asText(key, node);
    const choice = choices.find((one) => one === text);
    if (choice === undefined && text !== undefined)
      this.problems.at(node, `"${key}" is "${text}"; it must be one of ${choices.join(', ')}`, hintFor(text, choices));
    return choice ?? fallback ?? choices[0]!;
  }

  /** A number that may be absent. */
  number(key: string): number | undefined {
    const node = this.raw(key);
    if (!node) return undefined;
    const text = scalarText(node);
    const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isFinite(number)) return number;
    this.problems.at(node, `"${key}" of ${this.what} must be a number`);
    return undefined;
  }

  /** A day, `YYYY-MM-DD`, that may be absent. */
  day(key: string): string | undefined {
    const node = this.raw(key);
    const text = node && this.asText(key, node);
    if (node === undefined || text === undefined) return undefined;
    if (isDay(text)) return text;
    this.problems.at(node, `"${key}" is "${text}"; it must be a day written YYYY-MM-DD`);
    return undefined;
  }

  /** True or false; the fallback when absent. */
  boolean(key: string, fallback: boolean): boolean {
    const node = this.raw(key);
    if (!node) return fallback;
    const text = scalarText(node);
    if (text === 'true' || text === 'false') return text === 'true';
    this.problems.at(node, `"${key}" of ${this.what} must be true or false`);
    return fallback;
  }

  /** The members of a list; empty when absent. */
  list(key: string): readonly Node[] {
    const node = this.raw(key);
    if (!node) return [];
    if (node.kind === 'list') return node.items;
    this.problems.at(node, `"${key}" of ${this.what} must be a list`);
    return [];
  }

  /** A list of texts; a single text stands for a list of one. */
  texts(key: string): string[] {
    const node = this.raw(key);
    if (node?.kind === 'scalar') return [node.text];
    return flatMap(this.list(key), (item) => {
      const text = scalarText(item);
      if (text === undefined) this.problems.at(item, `each of "${key}" must be a text`);
      return text ?? [];
    });
  }

  /** The fields of a nested mapping. */
  nested(key: string, what: string, known: readonly string[]): Fields {
    return this.problems.fields(this.raw(key), what, known, this.node ?? this.within);
  }

  /** Notes a problem at a key's value. */
  problem(key: string, message: string, hint?: string): void {
    if (!this.broken) this.problems.at(this.raw(key) ?? this.node ?? this.within, message, hint);
  }

  /** A key that nobody filled in is pointed at itself, one that is not there at what lacks it. */
  private missing(key: string, hint?: string): void {
    if (this.broken) return;
    const empty = this.node?.entries.find((entry) => entry.key.text === key);
    this.problems.at(empty?.key ?? this.node ?? this.within, `${this.what} has no "${key}"`, hint);
  }

  private asText(key: string, node: Node): string | undefined {
    const text = scalarText(node);
    if (text === undefined) this.problems.at(node, `"${key}" of ${this.what} must be a text`);
    return text;
  }
}

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function hintFor(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean "${near}"?`;
}
