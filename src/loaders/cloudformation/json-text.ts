import { flatMap } from '../../model/flat.js';
import { display, known, type Span, type Value } from '../../model/located.js';
import { concatenate } from '../placeholders.js';
import { type Node, spanOf } from '../syntax/tree.js';
import type { ValueReader } from '../value-reader.js';
import { asIntrinsic } from './intrinsic.js';

/** A structure where text is wanted (`Configuration` is typed Json): its JSON, unresolved where a leaf is. */
export function jsonText(node: Node, reader: ValueReader): Value {
  const span = spanOf(node);
  const pieces = jsonPieces(node, span, reader);
  return concatenate(pieces, span, pieces.map(display).join(''));
}

function jsonPieces(node: Node, span: Span, reader: ValueReader): Value[] {
  if (node.kind === 'list' && !asIntrinsic(node)) {
    const items = reader.items(node).items.map((item) => jsonPieces(item.node, span, reader));
    return [known('[', span), ...separated(items, span), known(']', span)];
  }
  if (node.kind === 'map' && !asIntrinsic(node)) {
    const members = reader
      .members(node)
      .map((entry) => [known(`${JSON.stringify(entry.key.text)}:`, span), ...jsonPieces(entry.value, span, reader)]);
    return [known('{', span), ...separated(members, span), known('}', span)];
  }
  const value = reader.text(node);
  if (value === undefined) return [known('null', span)];
  const inner = value.known ? known(JSON.stringify(value.value).slice(1, -1), span) : value;
  return [known('"', span), inner, known('"', span)];
}

function separated(groups: readonly Value[][], span: Span): Value[] {
  return flatMap(groups, (group, index) => (index === 0 ? group : [known(',', span), ...group]));
}
