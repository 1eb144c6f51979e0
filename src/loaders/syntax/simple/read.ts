import type { SourceText } from '../../../model/located.js';
import type { Entry, Node, ScalarNode } from '../tree.js';
import { COLON, Cursor, DASH, HASH, isGap, LINE_FEED, UNSURE } from './cursor.js';
import { opensFlow, readFlow } from './flow.js';
import { readBlockScalar, readScalar } from './scalars.js';
import { readTag } from './tag.js';

/** Tabs, carriage returns, marks and surrogates: where line ends, columns and what prints need more care. */
const UNCOMMON = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/**
 * Reads the YAML and JSON that people and tools mostly write, several times faster than the YAML parser: block mappings and
 * lists, brackets, scalars of one line, literal and folded blocks, short tags, comments; one document.
 *
 * @returns the very tree that the parser would give; undefined for anything beyond, and for anything wrong: the parser decides.
 */
export function readSimpleDocument(source: SourceText): Node | undefined {
  if (UNCOMMON.test(source.text)) return undefined;
  try {
    return readDocument(new Cursor(source));
  } catch (thrown) {
    if (thrown === UNSURE) return undefined;
    throw thrown;
  }
}

function readDocument(cursor: Cursor): Node {
  const { text } = cursor;
  cursor.skipToContent();
  if (cursor.column !== 0) cursor.unsure();
  if (isMarker(text, cursor.at)) {
    cursor.at += 3;
    const line = cursor.lineStart;
    cursor.skipToContent();
    if (cursor.lineStart === line) cursor.unsure();
  }
  if (cursor.atEnd || cursor.column !== 0 || hasMarkerAfter(text, cursor.at)) cursor.unsure();
  const code = cursor.code();
  const root = opensFlow(code)
    ? readFlow(cursor, 0, undefined)
    : startsItem(cursor)
      ? readBlockList(cursor, undefined)
      : readBlockMap(cursor, readKey(cursor) ?? cursor.unsure(), undefined);
  cursor.skipToContent();
  return cursor.atEnd ? root : cursor.unsure();
}

function isMarker(text: string, at: number): boolean {
  return text.startsWith('---', at) && isGap(text.charCodeAt(at + 3));
}

/** Whether a line may start or end a document: other documents, or none, follow. */
function hasMarkerAfter(text: string, at: number): boolean {
  return (
    text.startsWith('---', at) ||
    text.startsWith('...', at) ||
    text.indexOf('\n---', at) >= 0 ||
    text.indexOf('\n...', at) >= 0
  );
}

function startsItem(cursor: Cursor): boolean {
  return cursor.code() === DASH && isGap(cursor.code(1));
}

/** A mapping whose first key was read; its column is the mapping's. */
function readBlockMap(cursor: Cursor, first: BlockKey, tag: string | undefined): Node {
  cursor.enter();
  const { start, column: indent } = first;
  const entries: Entry[] = [];
  for (let key = first.key; ; key = (readKey(cursor) ?? cursor.unsure()).key) {
    entries.push({ key, value: readMapValue(cursor, indent) });
    cursor.skipToContent();
    if (cursor.atEnd || cursor.column < indent) break;
    if (cursor.lineStart <= key.start || cursor.column > indent) cursor.unsure();
  }
  cursor.leave();
  return cursor.map(start, entries, tag);
}

interface BlockKey {
  readonly key: ScalarNode;
  /** Where it starts, its quote included, and the column of that. */
  readonly start: number;
  readonly column: number;
}

/** The key that stands here and the colon after it; undefined, and nothing read, when no colon follows. */
function readKey(cursor: Cursor): BlockKey | undefined {
  const { at: start, column } = cursor;
  const key = readScalar(cursor, false, undefined);
  cursor.skipSpaces();
  if (cursor.code() !== COLON || !isGap(cursor.code(1))) {
    cursor.at = start;
    return undefined;
  }
  if (key.plain && key.text === '<<') cursor.unsure();
  cursor.at++;
  return { key, start, column };
}

/** The value after a key: in its line, below it, or (a list) right under it. */
function readMapValue(cursor: Cursor, indent: number): Node {
  cursor.skipSpaces();
  let tag = readTag(cursor);
  let tagEnd = tag === undefined ? 0 : endOfTag(cursor);
  if (!endsLine(cursor)) return readInline(cursor, indent, tag);
  cursor.skipToContent();
  if (cursor.atEnd || cursor.column < indent) return cursor.scalar(tagEnd, tagEnd, '', true, tag);
  if (cursor.column === indent)
    return startsItem(cursor) ? readBlockList(cursor, tag) : cursor.scalar(tagEnd, tagEnd, '', true, tag);
  if (tag === undefined) {
    tag = readTag(cursor);
    if (tag !== undefined) {
      tagEnd = endOfTag(cursor);
      return endsLine(cursor) ? cursor.unsure() : readInline(cursor, indent, tag);
    }
  }
  return readBelow(cursor, indent, tag);
}

/** A list; the cursor is at its first hyphen. */
function readBlockList(cursor: Cursor, tag: string | undefined): Node {
  cursor.enter();
  const { at: start, column: indent } = cursor;
  const items: Node[] = [];
  while (startsItem(cursor)) {
    const line = cursor.lineStart;
    cursor.at++;
    items.push(readItem(cursor, indent));
    cursor.skipToContent();
    if (cursor.atEnd || cursor.column < indent) break;
    if (cursor.lineStart === line || cursor.column > indent) cursor.unsure();
  }
  cursor.leave();
  return cursor.list(start, items, tag);
}

/** What stands after a hyphen: unlike a key's value it may start a mapping or list in the same line. */
function readItem(cursor: Cursor, indent: number): Node {
  cursor.skipSpaces();
  if (endsLine(cursor)) {
    cursor.skipToContent();
    if (cursor.atEnd || cursor.column <= indent) return cursor.scalar(0, 0, '', true, undefined);
  }
  const tag = readTag(cursor);
  if (tag === undefined) return readBelow(cursor, indent, undefined);
  const tagEnd = endOfTag(cursor);
  if (!endsLine(cursor)) return readInline(cursor, indent, tag);
  cursor.skipToContent();
  if (cursor.atEnd || cursor.column <= indent) return cursor.scalar(tagEnd, tagEnd, '', true, tag);
  return readBelow(cursor, indent, tag);
}

/** A node where a mapping or list may start, deeper than `indent`. */
function readBelow(cursor: Cursor, indent: number, tag: string | undefined): Node {
  if (startsItem(cursor)) return readBlockList(cursor, tag);
  if (opensFlow(cursor.code()) || opensBlockScalar(cursor)) return readInline(cursor, indent, tag);
  const key = readKey(cursor);
  return key ? readBlockMap(cursor, key, tag) : readInline(cursor, indent, tag);
}

/** A scalar or brackets. That nothing follows in its line, and nothing deeper below, is for the collection around to see. */
function readInline(cursor: Cursor, indent: number, tag: string | undefined): Node {
  if (opensFlow(cursor.code())) return readFlow(cursor, indent + 1, tag);
  if (opensBlockScalar(cursor)) return readBlockScalar(cursor, indent, tag);
  return readScalar(cursor, false, tag);
}

function opensBlockScalar(cursor: Cursor): boolean {
  const code = cursor.code();
  return code === 124 || code === 62;
}

/** Whether only a comment, or nothing, is left of the line. */
function endsLine(cursor: Cursor): boolean {
  const code = cursor.code();
  return code === LINE_FEED || code === HASH || cursor.atEnd;
}

/** Where the tag before the cursor ends: before the spaces that were skipped. */
function endOfTag(cursor: Cursor): number {
  let { at } = cursor;
  while (cursor.text.charCodeAt(at - 1) === 32) at--;
  return at;
}
