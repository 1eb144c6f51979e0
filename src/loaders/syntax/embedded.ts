import { TollgateError } from '../../errors.js';
import { locate, SourceText } from '../../model/located.js';
import { parseDocument } from './parse.js';
import type { Node, ScalarNode } from './tree.js';

/**
 * Parses a document that stands as one text inside another: `Content: |` of a template, or JSON in a string. Its nodes
 * stand where they are written in the file around it.
 *
 * @throws TollgateError SYNTAX at the place in the file around it.
 */
export function parseEmbedded(holder: ScalarNode): Node | undefined {
  const offsets = offsetsOf(holder);
  const at = (offset: number) => offsets[Math.min(offset, offsets.length - 1)] ?? holder.start;
  const inner = new SourceText(holder.source.file, holder.text);
  try {
    const root = parseDocument(inner);
    return root && moved(root, holder.source, at);
  } catch (error) {
    if (!(error instanceof TollgateError)) throw error;
    const { line = 1, column = 1 } = error.location ?? {};
    const lineStart =
      holder.text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    const start = at(lineStart + column - 1);
    throw new TollgateError(error.code, error.message, {
      location: locate({ source: holder.source, start, end: start }),
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}

function moved(node: Node, source: SourceText, at: (offset: number) => number): Node {
  const place = { source, start: at(node.start), end: at(node.end) };
  switch (node.kind) {
    case 'scalar':
      return { ...node, ...place };
    case 'list':
      return { ...node, ...place, items: node.items.map((item) => moved(item, source, at)) };
    case 'map':
      return {
        ...node,
        ...place,
        entries: node.entries.map(({ key, value }) => ({
          key: moved(key, source, at) as ScalarNode,
          value: moved(value, source, at),
        })),
      };
  }
}

/** Where each character of a scalar's text is written, and where the scalar ends. */
export function offsetsOf({ source, start, end, text }: ScalarNode): number[] {
  // A scalar stands between its quotes, and a block begins on a line of its own.
  const quote = source.text[start - 1];
  if (quote === '"' || quote === "'") return quotedOffsets(source.text, start, end, text);
  const offsets: number[] = [];
  let from = start;
  for (const line of text.split('\n')) {
    const wanted = line.trim();
    const found = wanted === '' ? -1 : source.text.indexOf(wanted, from);
    const indent = line.length - line.trimStart().length;
    const begin = found >= 0 && found < end ? found - indent : from;
    for (let at = 0; at <= line.length; at++) offsets.push(Math.min(begin + at, end));
    if (found >= 0 && found < end) from = found + wanted.length;
  }
  return offsets;
}

/** One step for each character: an escape is several characters in the file, a fold of the line is any number. */
function quotedOffsets(written: string, start: number, end: number, text: string): number[] {
  const isSingle = written[start - 1] === "'";
  const offsets: number[] = [];
  let at = start;
  for (const letter of text.split('')) {
    offsets.push(Math.min(at, end));
    if (isSingle && letter === "'") at += 2;
    else if (written[at] === letter && (isSingle || letter !== '\\')) at += 1;
    else at += stepOver(written, at, end);
  }
  return [...offsets, Math.min(at, end)];
}

function stepOver(written: string, at: number, end: number): number {
  const rest = written.slice(at, Math.min(at + 10, end));
  const escaped = /^\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[^\r\n])/.exec(rest);
  if (escaped) return escaped[0].length;
  const fold = /^[ \t]*\\?\r?\n[ \t\r\n]*/.exec(written.slice(at, end));
  return fold ? fold[0].length : 1;
}
