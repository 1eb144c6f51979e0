import {
  type AliasEvent,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
  YAMLException,
} from 'js-yaml';
import { TollgateError } from '../../errors.js';
import { locate, type SourceText } from '../../model/located.js';
import { readSimpleDocument } from './simple/read.js';
import { looseJson, placeholderHint, syntaxError } from './syntax-error.js';
import type { Entry, ListNode, MapNode, Node, ScalarNode } from './tree.js';

/** Aliases may share nodes; a document whose expanded size passes this is a bomb, not a pipeline. */
const MAX_EXPANDED_NODES = 2_000_000;

/** Nesting that no definition has; deeper ones would only overflow stacks. */
const MAX_DEPTH = 200;

/**
 * Parses YAML or JSON (which YAML's flow style covers) into one tree per document, with exact offsets.
 * Only events and slices are used: no schema, no conversion, no second pass.
 *
 * @param onDuplicate told of a key that stands twice in one mapping; the last one counts, as in CloudFormation's own parser.
 *   Without it such a key is an error.
 * @param onLooseJson told of what JSON does not take in a text that means to be JSON, and YAML does. Without it that is an error.
 * @throws TollgateError SYNTAX, naming file, line and column.
 */
export function parseDocuments(
  source: SourceText,
  onDuplicate?: OnDuplicate,
  onLooseJson?: (error: TollgateError) => void,
): Node[] {
  const simple = readSimpleDocument(source);
  const documents = simple ? [simple] : parseAnyDocuments(source, onDuplicate);
  const loose = looseJson(source);
  if (loose && !onLooseJson) throw loose;
  if (loose) onLooseJson?.(loose);
  return documents;
}

/** {@link parseDocuments} for all of YAML. The simple reader agrees with it on every document that it reads. */
export function parseAnyDocuments(source: SourceText, onDuplicate?: OnDuplicate): Node[] {
  try {
    const events = parseEvents(source.text, { maxDepth: MAX_DEPTH });
    return new TreeBuilder(source, events, source.text, [], onDuplicate).documents();
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const repaired = repairIndentation(source.text, error);
    if (!repaired) throw syntaxError(source, error);
    return new TreeBuilder(source, repaired.events, repaired.text, repaired.insertions, onDuplicate).documents();
  }
}

/** Told of the second key of two alike. */
export type OnDuplicate = (key: ScalarNode) => void;

/** Spaces that were added to a text so that it parses. */
interface Insertion {
  /** Offset in the repaired text. */
  readonly at: number;
  readonly count: number;
}

/** More lines than this are not a style, but a broken file. */
const MAX_REPAIRS = 400;

/**
 * YAML wants continuation lines of brackets and quotes indented deeper than their parent; the parsers behind CloudFormation
 * (SnakeYAML, libyaml) do not insist, and real templates close a bracket right under its key. Such lines are indented by
 * one more space in a copy, where leading space means nothing; positions are those of the original.
 */
function repairIndentation(
  original: string,
  first: YAMLException,
): { events: Event[]; text: string; insertions: Insertion[] } | undefined {
  let text = original;
  let error = first;
  const insertions: Insertion[] = [];
  for (let repairs = 0; repairs < MAX_REPAIRS; repairs++) {
    if (error.reason !== 'deficient indentation' || !error.mark) return undefined;
    const at = text.lastIndexOf('\n', error.mark.position - 1) + 1;
    text = `${text.slice(0, at)} ${text.slice(at)}`;
    insertions.push({ at, count: 1 });
    try {
      const events = parseEvents(text, { maxDepth: MAX_DEPTH });
      return { events, text, insertions: insertions.sort((a, b) => a.at - b.at) };
    } catch (next) {
      if (!(next instanceof YAMLException)) throw next;
      error = next;
    }
  }
  return undefined;
}

/**
 * Parses a text that must hold one document.
 *
 * @returns the document, or undefined when the text is empty.
 * @throws TollgateError SYNTAX, also when there is more than one document.
 */
export function parseDocument(source: SourceText): Node | undefined {
  const documents = parseDocuments(source);
  if (documents.length > 1) {
    const second = documents[1]!;
    throw new TollgateError('SYNTAX', 'more than one YAML document where one is expected', {
      location: locate({ source, start: second.start, end: second.start }),
      hint: 'Keep one document per file.',
    });
  }
  return documents[0];
}

class TreeBuilder {
  private at = 0;
  private anchors = new Map<string, Node | undefined>();
  private weights = new Map<Node, number>();

  constructor(
    private readonly source: SourceText,
    private readonly events: Event[],
    /** The text that was parsed: the source's own, or a repaired copy of it. */
    private readonly text: string,
    private readonly insertions: readonly Insertion[],
    private readonly onDuplicate: OnDuplicate | undefined,
  ) {}

  /** The offset in the source of an offset in the parsed text. */
  private original(offset: number): number {
    if (this.insertions.length === 0) return offset;
    let added = 0;
    for (const { at, count } of this.insertions) if (at < offset) added += count;
    return offset - added;
  }

  documents(): Node[] {
    const documents: Node[] = [];
    while (this.at < this.events.length) {
      const event = this.events[this.at++]!;
      if (event.type !== EVENT_ID.DOCUMENT) continue;
      this.anchors = new Map();
      this.weights = new Map();
      if (this.events[this.at]?.type === EVENT_ID.POP) continue;
      documents.push(this.node());
    }
    return documents;
  }

  private node(): Node {
    const event = this.events[this.at++]!;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.anchored(event, this.scalar(event));
      case EVENT_ID.MAPPING:
        return this.collection(event, () => this.map(event));
      case EVENT_ID.SEQUENCE:
        return this.collection(event, () => this.list(event));
      case EVENT_ID.ALIAS:
        return this.alias(event);
      default:
        throw new Error(`unexpected YAML event ${event.type}`);
    }
  }

  private scalar(event: ScalarEvent): ScalarNode {
    const { text } = this;
    const plain = event.style === SCALAR_STYLE.PLAIN;
    const value = event.fast ? text.slice(event.valueStart, event.valueEnd) : getScalarValue(text, event);
    return {
      kind: 'scalar',
      source: this.source,
      start: this.original(event.valueStart < 0 ? this.previousEnd(event) : event.valueStart),
      end: this.original(event.valueStart < 0 ? this.previousEnd(event) : event.valueEnd),
      tag: this.tag(event),
      text: value,
      plain,
    };
  }

  /** Where an absent value would stand: after its tag or anchor, else nowhere better than the start. */
  private previousEnd(event: ScalarEvent): number {
    return Math.max(event.tagEnd, event.anchorEnd, 0);
  }

  private map(event: MappingEvent): MapNode {
    const entries: Entry[] = [];
    const keys = new Set<string>();
    let merges: Node[] | undefined;
    while (this.events[this.at]!.type !== EVENT_ID.POP) {
      const key = this.node();
      const value = this.node();
      if (key.kind !== 'scalar')
        throw this.error(key.start, 'a mapping key that is itself a mapping or a list', placeholderHint(key));
      if (key.text === '<<' && key.plain) {
        merges = [...(merges ?? []), value];
        continue;
      }
      if (keys.has(key.text)) {
        if (!this.onDuplicate) throw this.error(key.start, `the key "${key.text}" stands twice in one mapping`);
        this.onDuplicate(key);
        entries[entries.findIndex((entry) => entry.key.text === key.text)] = { key, value };
        continue;
      }
      keys.add(key.text);
      entries.push({ key, value });
    }
    this.at++;
    if (merges) for (const merge of merges) this.merge(merge, entries, keys);
    const start = this.original(event.start);
    const end = this.endOf(start, entries[entries.length - 1]?.value);
    return { kind: 'map', source: this.source, start, end, tag: this.tag(event), entries };
  }

  private merge(from: Node, entries: Entry[], keys: Set<string>): void {
    if (from.kind === 'list') {
      for (const item of from.items) this.merge(item, entries, keys);
      return;
    }
    if (from.kind !== 'map') throw this.error(from.start, 'a merge key "<<" that does not name a mapping');
    for (const entry of from.entries) {
      if (keys.has(entry.key.text)) continue;
      keys.add(entry.key.text);
      entries.push(entry);
    }
  }

  private list(event: SequenceEvent): ListNode {
    const items: Node[] = [];
    while (this.events[this.at]!.type !== EVENT_ID.POP) items.push(this.node());
    this.at++;
    const start = this.original(event.start);
    const end = this.endOf(start, items[items.length - 1]);
    return { kind: 'list', source: this.source, start, end, tag: this.tag(event), items };
  }

  /** Where a collection ends, as far as its members tell. */
  private endOf(start: number, last: Node | undefined): number {
    return last ? Math.max(last.end, start + 1) : start + 1;
  }

  private collection(event: MappingEvent | SequenceEvent, build: () => Node): Node {
    const anchor = this.anchor(event);
    if (anchor !== undefined) this.anchors.set(anchor, undefined);
    return this.anchored(event, build());
  }

  private anchored(event: ScalarEvent | MappingEvent | SequenceEvent, node: Node): Node {
    const anchor = this.anchor(event);
    if (anchor !== undefined) this.anchors.set(anchor, node);
    return node;
  }

  private alias(event: AliasEvent): Node {
    const name = this.text.slice(event.anchorStart, event.anchorEnd);
    if (!this.anchors.has(name))
      throw this.error(this.original(event.anchorStart), `the alias *${name} names no anchor before it`);
    const node = this.anchors.get(name);
    if (!node)
      throw this.error(this.original(event.anchorStart), `the alias *${name} stands inside the very node it names`);
    if (this.weight(node) > MAX_EXPANDED_NODES)
      throw this.error(this.original(event.anchorStart), `the aliases expand to more than ${MAX_EXPANDED_NODES} nodes`);
    return node;
  }

  /** How many nodes a node stands for when its aliases are followed. */
  private weight(node: Node): number {
    const cached = this.weights.get(node);
    if (cached !== undefined) return cached;
    let weight = 1;
    if (node.kind === 'map') for (const entry of node.entries) weight += this.weight(entry.value);
    if (node.kind === 'list') for (const item of node.items) weight += this.weight(item);
    this.weights.set(node, weight);
    return weight;
  }

  private anchor(event: ScalarEvent | MappingEvent | SequenceEvent): string | undefined {
    return event.anchorStart < 0 ? undefined : this.text.slice(event.anchorStart, event.anchorEnd);
  }

  private tag(event: ScalarEvent | MappingEvent | SequenceEvent): string | undefined {
    return event.tagStart < 0 ? undefined : this.text.slice(event.tagStart, event.tagEnd);
  }

  private error(offset: number, message: string, hint = 'Mend the file; nothing in it was judged.'): TollgateError {
    return new TollgateError('SYNTAX', message, {
      location: locate({ source: this.source, start: offset, end: offset }),
      hint,
    });
  }
}
