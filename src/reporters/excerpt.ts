import type { Location } from '../model/located.js';
import { printable } from '../model/printable.js';
import { findSecrets, REDACTED, type SecretRange } from '../model/redact.js';
import { displayWidth } from './display-width.js';
import type { ReportOptions } from './options.js';

/** One line of an input as a reader may see it: secrets hidden, tabs widened, cut to a window around the place. */
export interface Excerpt {
  readonly line: number;
  readonly text: string;
  /** Where the place begins in `text`, in display columns from 0. */
  readonly caret: number;
  /** How many display columns it takes, at least one. */
  readonly length: number;
  /** The place in `text` as offsets, end exclusive. */
  readonly mark: { readonly start: number; readonly end: number };
}

/** Reads excerpts. A reader keeps what it found out about a line, so that a thousand findings in one line stay cheap. */
export type ExcerptReader = (location: Location, width: number) => Excerpt | undefined;

/** Lines before and after that are read to see whether a value belongs to a secret's name. */
const CONTEXT = 4;
/** Lines before that are searched for the head of a private key: an RSA key of 8,192 bits takes about 110. */
const KEY_LINES = 130;
const TAB = '  ';

/** Makes a reader over the inputs that `options` can see. Nothing else in the reporters reads a source line. */
export function createExcerptReader(source: ReportOptions['excerpt']): ExcerptReader {
  const known = new Map<string, { raw: string; secrets: readonly SecretRange[] } | undefined>();
  return (location, width) => {
    const key = JSON.stringify([location.file, location.line]);
    if (!known.has(key)) known.set(key, readLine(source, location));
    const line = known.get(key);
    return line && cutOut(line.raw, line.secrets, location, Math.max(10, width));
  };
}

function readLine(source: ReportOptions['excerpt'], { file, line }: Location) {
  const raw = source(file, line);
  if (raw === undefined || raw.trim() === '') return undefined;
  const reach = /^\s*["']?[\w+/=-]{40,}/.test(raw) ? KEY_LINES : CONTEXT;
  const before: string[] = [];
  for (let at = Math.max(1, line - reach); at < line; at += 1) before.push(clip(source(file, at)));
  const after: string[] = [];
  for (let at = line + 1; at <= line + CONTEXT; at += 1) after.push(clip(source(file, at)));
  const head = before.map((text) => `${text}\n`).join('');
  const secrets = findSecrets(`${head}${raw}\n${after.join('\n')}`)
    .map(({ start, end }) => ({
      start: Math.max(0, start - head.length),
      end: Math.min(raw.length, end - head.length),
    }))
    .filter(({ start, end }) => start < end);
  return { raw, secrets };
}

/** A neighbouring line helps to understand a line; the end of a very long one does not. */
function clip(line: string | undefined): string {
  return (line ?? '').slice(0, 1000);
}

/** A piece of the shown line and the stretch of the source it stands for. */
interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function cutOut(raw: string, secrets: readonly SecretRange[], location: Location, width: number): Excerpt {
  const from = Math.min(location.column - 1, raw.length);
  const sameLine = location.endLine === undefined || location.endLine === location.line;
  const end = (location.endColumn ?? location.column + 1) - 1;
  const shown = around(pieces(raw, secrets, from, width), from, width);
  // What goes on past the line or the window is marked where it begins.
  const to = sameLine && end <= (shown.at(-1)?.end ?? 0) ? end : from + 1;
  const marked = join(shown.filter((piece) => piece.end > from && piece.start < to)).trimEnd();
  const cutBefore = (shown[0]?.start ?? 0) > raw.length - raw.trimStart().length;
  const cutAfter = (shown.at(-1)?.end ?? 0) < raw.trimEnd().length;
  const before = `${cutBefore ? '…' : ''}${join(shown.filter((piece) => piece.end <= from))}`;
  return {
    line: location.line,
    text: `${cutBefore ? '…' : ''}${join(shown)}${cutAfter ? '…' : ''}`.trimEnd(),
    caret: displayWidth(before),
    length: Math.max(1, displayWidth(marked)),
    mark: { start: before.length, end: before.length + marked.length },
  };
}

function join(list: readonly Piece[]): string {
  return list.map((piece) => piece.text).join('');
}

/** The line in pieces of one character, tab or secret each: only what may come into a window around the place. */
function pieces(raw: string, secrets: readonly SecretRange[], from: number, width: number): Piece[] {
  const list: Piece[] = [];
  const reach = width * 2;
  let next = secrets.findIndex((secret) => secret.end > from - reach);
  const indent = raw.length - raw.trimStart().length;
  let at = from <= width ? Math.min(indent, from) : Math.max(indent, from - reach);
  if (isLowSurrogate(raw, at)) at -= 1;
  while (at < raw.length && at < from + reach) {
    const secret = next >= 0 ? secrets[next] : undefined;
    if (secret && at >= secret.start) {
      list.push({ text: REDACTED, start: at, end: secret.end });
      at = secret.end;
      next += 1;
      continue;
    }
    const character = String.fromCodePoint(raw.codePointAt(at)!);
    list.push({ text: character === '\t' ? TAB : printable(character), start: at, end: at + character.length });
    at += character.length;
  }
  return list;
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return at > 0 && code >= 0xdc00 && code <= 0xdfff;
}

/** As many whole pieces around the place as fit: about a third of the width before it, the rest after. */
function around(list: readonly Piece[], from: number, width: number): readonly Piece[] {
  const room = width - 2;
  const place = list.findIndex((piece) => piece.end > from);
  const middle = place < 0 ? list.length : place;
  let first = middle;
  let used = 0;
  const total = list.reduce((sum, piece) => sum + displayWidth(piece.text), 0);
  const limit = total <= room ? room : Math.floor(room / 3);
  while (first > 0 && used + displayWidth(list[first - 1]!.text) <= limit) {
    first -= 1;
    used += displayWidth(list[first]!.text);
  }
  let last = middle;
  while (last < list.length && used + displayWidth(list[last]!.text) <= room) {
    used += displayWidth(list[last]!.text);
    last += 1;
  }
  return list.slice(first, last);
}
