import type { Script } from '../../model/change.js';
import { type Node, type ScalarNode, scalarText, spanOf } from '../syntax/tree.js';

/** The commands under a `run:`, one script per entry. */
export function scriptsIn(node: Node | undefined, language: string): Script[] {
  if (node === undefined) return [];
  if (node.kind === 'list') return node.items.flatMap((item) => scriptsIn(item, language));
  const text = scalarText(node);
  if (text === undefined || node.kind !== 'scalar') return [];
  return [{ text, language, span: spanOf(node), lineStarts: lineStartsOf(node, text) }];
}

/**
 * Where each line of a scalar stands in the source. A block scalar loses its indentation when it is read, so its lines
 * are found again one after the other; a folded or escaped line that does not stand as such keeps the last place known.
 */
function lineStartsOf(node: ScalarNode, text: string): number[] {
  const starts: number[] = [];
  let from = node.start;
  for (const line of text.split('\n')) {
    const wanted = line.trim();
    const at = wanted === '' ? -1 : node.source.text.indexOf(wanted, from);
    const found = at >= 0 && at <= node.end;
    if (found) from = at + wanted.length;
    starts.push(found ? at - (line.length - line.trimStart().length) : from);
  }
  return starts;
}
