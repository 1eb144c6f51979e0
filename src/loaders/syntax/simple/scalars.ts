import { CHOMPING_MODE, EVENT_ID, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { ScalarNode } from '../tree.js';
import {
  COLON,
  type Cursor,
  DASH,
  DOUBLE_QUOTE,
  HASH,
  isFlowIndicator,
  isGap,
  LINE_FEED,
  SINGLE_QUOTE,
  SPACE,
} from './cursor.js';

/** What a plain scalar does not start with: `! # % & * , : > ? @ [ ] { | } "` and the backtick, the quote, the hyphen of a list. */
const NO_PLAIN_START = new Set([...'!#%&*,:>?@[]{}|`"\''].map((character) => character.charCodeAt(0)));

/**
 * A quoted or plain scalar of one line. A plain one ends before `: `, before ` #`, and inside brackets before theirs.
 * Whoever calls looks at what follows.
 */
export function readScalar(cursor: Cursor, inFlow: boolean, tag: string | undefined): ScalarNode {
  const code = cursor.code();
  if (code === SINGLE_QUOTE) return readSingleQuoted(cursor, tag);
  if (code === DOUBLE_QUOTE) return readDoubleQuoted(cursor, tag);
  return readPlain(cursor, inFlow, tag);
}

function readPlain(cursor: Cursor, inFlow: boolean, tag: string | undefined): ScalarNode {
  const { text, at: start } = cursor;
  let code = text.charCodeAt(start);
  if (NO_PLAIN_START.has(code)) cursor.unsure();
  if (code === DASH) {
    const next = text.charCodeAt(start + 1);
    if (isGap(next) || isFlowIndicator(next)) cursor.unsure();
  }
  let at = start;
  let end = start;
  for (; code >= 0 && code !== LINE_FEED; code = text.charCodeAt(++at)) {
    if (code === SPACE) continue;
    if (code === COLON) {
      const next = text.charCodeAt(at + 1);
      if (isGap(next) || (inFlow && isFlowIndicator(next))) break;
    } else if (code === HASH) {
      if (text.charCodeAt(at - 1) === SPACE) break;
    } else if (inFlow && isFlowIndicator(code)) break;
    end = at + 1;
  }
  if (end === start) cursor.unsure();
  cursor.at = end;
  return cursor.scalar(start, end, text.slice(start, end), true, tag);
}

function readSingleQuoted(cursor: Cursor, tag: string | undefined): ScalarNode {
  const { text } = cursor;
  const start = cursor.at + 1;
  let doubled = false;
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    if (code === SINGLE_QUOTE) {
      if (text.charCodeAt(at + 1) !== SINGLE_QUOTE) {
        cursor.at = at + 1;
        const raw = text.slice(start, at);
        return cursor.scalar(start, at, doubled ? raw.replaceAll("''", "'") : raw, false, tag);
      }
      doubled = true;
      at++;
    } else if (code === LINE_FEED || !(code >= 0)) cursor.unsure();
  }
}

const BACKSLASH = 92;

/** The escapes that JSON knows; YAML has more. */
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y;

function readDoubleQuoted(cursor: Cursor, tag: string | undefined): ScalarNode {
  const { text } = cursor;
  const start = cursor.at + 1;
  let escaped = false;
  let at = start;
  for (let code = text.charCodeAt(at); code !== DOUBLE_QUOTE; code = text.charCodeAt(++at)) {
    if (code === BACKSLASH) {
      escaped = true;
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(text)) cursor.unsure();
      at = ESCAPE.lastIndex - 1;
    } else if (code === LINE_FEED || !(code >= 0)) cursor.unsure();
  }
  cursor.at = at + 1;
  const value = escaped
    ? decode(text, start, at, SCALAR_STYLE.DOUBLE_QUOTED, -1, CHOMPING_MODE.CLIP)
    : text.slice(start, at);
  return cursor.scalar(start, at, value, false, tag);
}

type Style = (typeof SCALAR_STYLE)[keyof typeof SCALAR_STYLE];
type Chomping = (typeof CHOMPING_MODE)[keyof typeof CHOMPING_MODE];

/** What the parser itself makes of the text of such a scalar. */
function decode(text: string, start: number, end: number, style: Style, indent: number, chomping: Chomping): string {
  return getScalarValue(text, {
    type: EVENT_ID.SCALAR,
    valueStart: start,
    valueEnd: end,
    anchorStart: -1,
    anchorEnd: -1,
    tagStart: -1,
    tagEnd: -1,
    style,
    chomping,
    indent,
    fast: false,
  });
}

const PIPE = 124;

/**
 * A literal (`|`) or folded (`>`) block that has text and finds its own indentation. The cursor is left at the first
 * word of the line after it.
 *
 * @param parentIndent the column that its text must pass.
 */
export function readBlockScalar(cursor: Cursor, parentIndent: number, tag: string | undefined): ScalarNode {
  const { text } = cursor;
  const style = cursor.code() === PIPE ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.FOLDED_BLOCK;
  cursor.at++;
  const chomping = readChomping(cursor);
  const headerEnd = text.indexOf('\n', cursor.at);
  if (headerEnd < 0 || !/^(?: *| +#.*)$/.test(text.slice(cursor.at, headerEnd))) cursor.unsure();
  const start = headerEnd + 1;
  const indent = indentOfFirstLine(cursor, start, parentIndent);
  let end = start;
  for (;;) {
    cursor.lineStart = cursor.at = end;
    cursor.skipSpaces();
    if (cursor.atEnd) {
      if (cursor.column > indent) cursor.unsure();
      break;
    }
    if (cursor.code() !== LINE_FEED && cursor.column < indent) break;
    const lineEnd = text.indexOf('\n', cursor.at);
    end = lineEnd < 0 ? text.length : lineEnd + 1;
  }
  return cursor.scalar(start, end, decode(text, start, end, style, indent, chomping), false, tag);
}

function readChomping(cursor: Cursor): Chomping {
  switch (cursor.code()) {
    case 43:
      cursor.at++;
      return CHOMPING_MODE.KEEP;
    case DASH:
      cursor.at++;
      return CHOMPING_MODE.STRIP;
    default:
      return CHOMPING_MODE.CLIP;
  }
}

/** The indentation of the first line with text. Empty lines before it must not be longer. */
function indentOfFirstLine(cursor: Cursor, start: number, parentIndent: number): number {
  let longest = 0;
  cursor.at = cursor.lineStart = start;
  cursor.skipSpaces();
  while (cursor.code() === LINE_FEED) {
    longest = Math.max(longest, cursor.column);
    cursor.lineStart = ++cursor.at;
    cursor.skipSpaces();
  }
  if (cursor.atEnd || cursor.column <= parentIndent || cursor.column < longest) cursor.unsure();
  return cursor.column;
}
