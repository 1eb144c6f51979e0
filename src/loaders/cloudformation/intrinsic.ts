import { type Node, scalarText } from '../syntax/tree.js';

/** An intrinsic function call, short or long form. */
export interface Intrinsic {
  /** Without prefix: `Ref`, `Sub`, `GetAtt`, `If`, `ForEach` … */
  readonly name: string;
  readonly argument: Node;
}

/** Reads a node as an intrinsic call; undefined when it is none. */
export function asIntrinsic(node: Node): Intrinsic | undefined {
  if (node.tag?.startsWith('!') && !node.tag.startsWith('!!'))
    return { name: node.tag.slice(1), argument: { ...node, tag: undefined } };
  if (node.kind !== 'map' || node.entries.length !== 1) return undefined;
  const { key, value } = node.entries[0]!;
  if (key.text === 'Ref') return { name: 'Ref', argument: value };
  if (key.text.startsWith('Fn::')) return { name: key.text.slice(4), argument: value };
  return undefined;
}

/** The arguments of a call that takes a list. */
export function argumentList(argument: Node): readonly Node[] {
  return argument.kind === 'list' ? argument.items : [argument];
}

/** A call as people write it: `!If [IsProd, …]`. */
export function describeCall(node: Node): string {
  const call = asIntrinsic(node);
  if (!call) return '…';
  const first = argumentList(call.argument)[0];
  const word = first ? (scalarText(first) ?? '…') : '';
  return call.argument.kind === 'list' ? `!${call.name} [${word}, …]` : `!${call.name} ${word}`;
}
