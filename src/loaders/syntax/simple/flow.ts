import type { Entry, Node } from '../tree.js';
import { COLON, COMMA, type Cursor, isFlowIndicator, LINE_FEED, SPACE } from './cursor.js';
import { readScalar } from './scalars.js';
import { readTag } from './tag.js';

const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_MAP = 123;
const CLOSE_MAP = 125;

/** Whether a code opens a collection in brackets. */
export function opensFlow(code: number): boolean {
  return code === OPEN_LIST || code === OPEN_MAP;
}

/**
 * A list or mapping in brackets, JSON's included, over several lines too. The cursor is left after the closing one.
 *
 * @param indent the column that each further line must reach.
 */
export function readFlow(cursor: Cursor, indent: number, tag: string | undefined): Node {
  cursor.enter();
  const node = cursor.code() === OPEN_LIST ? readList(cursor, indent, tag) : readMap(cursor, indent, tag);
  cursor.leave();
  return node;
}

function readList(cursor: Cursor, indent: number, tag: string | undefined): Node {
  const start = cursor.at++;
  const items: Node[] = [];
  while (!closes(cursor, CLOSE_LIST, indent)) {
    items.push(readNode(cursor, indent));
    separate(cursor, CLOSE_LIST, indent);
  }
  return cursor.list(start, items, tag);
}

function readMap(cursor: Cursor, indent: number, tag: string | undefined): Node {
  const start = cursor.at++;
  const entries: Entry[] = [];
  while (!closes(cursor, CLOSE_MAP, indent)) {
    const key = readScalar(cursor, true, undefined);
    if (key.plain && key.text === '<<') cursor.unsure();
    if (key.plain) cursor.skipSpaces();
    else skipGap(cursor, indent);
    if (cursor.code() !== COLON) cursor.unsure();
    cursor.at++;
    skipGap(cursor, indent);
    entries.push({ key, value: readNode(cursor, indent) });
    separate(cursor, CLOSE_MAP, indent);
  }
  return cursor.map(start, entries, tag);
}

/** Whether the collection ends here; steps over its closing bracket. */
function closes(cursor: Cursor, bracket: number, indent: number): boolean {
  skipGap(cursor, indent);
  if (cursor.code() !== bracket) return false;
  cursor.at++;
  return true;
}

/** After a member: steps over a comma, stays at the closing bracket; anything else is not simple. */
function separate(cursor: Cursor, bracket: number, indent: number): void {
  skipGap(cursor, indent);
  const code = cursor.code();
  if (code === COMMA) cursor.at++;
  else if (code !== bracket) cursor.unsure();
}

function readNode(cursor: Cursor, indent: number): Node {
  const tag = readTag(cursor);
  if (opensFlow(cursor.code())) return readFlow(cursor, indent, tag);
  const scalar = readScalar(cursor, true, tag);
  if (scalar.plain && continues(cursor)) cursor.unsure();
  return scalar;
}

/** Whether a plain scalar may go on in the next line: it does unless a comma or a bracket stands there. */
function continues({ text, at }: Cursor): boolean {
  let broken = false;
  for (let code = text.charCodeAt(at); code === SPACE || code === LINE_FEED; code = text.charCodeAt(++at))
    broken ||= code === LINE_FEED;
  return broken && !isFlowIndicator(text.charCodeAt(at));
}

/** Spaces and line ends between the words of a collection; the line that they lead to must be indented. */
function skipGap(cursor: Cursor, indent: number): void {
  cursor.skipSpaces();
  if (cursor.code() !== LINE_FEED) return;
  while (cursor.code() === LINE_FEED) {
    cursor.lineStart = ++cursor.at;
    cursor.skipSpaces();
  }
  if (cursor.column < indent) cursor.unsure();
}
