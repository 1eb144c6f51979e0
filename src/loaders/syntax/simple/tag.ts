import { type Cursor, isGap } from './cursor.js';

const EXCLAMATION = 33;
const SHORT_TAG = /!\w[\w.:-]*/y;

/** A short tag such as `!Sub`, and the spaces after it; undefined when there is none here. */
export function readTag(cursor: Cursor): string | undefined {
  const { text, at } = cursor;
  if (text.charCodeAt(at) !== EXCLAMATION) return undefined;
  SHORT_TAG.lastIndex = at;
  if (!SHORT_TAG.test(text) || !isGap(text.charCodeAt(SHORT_TAG.lastIndex))) cursor.unsure();
  cursor.at = SHORT_TAG.lastIndex;
  cursor.skipSpaces();
  return text.slice(at, SHORT_TAG.lastIndex);
}
