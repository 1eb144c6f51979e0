import type { Unresolved, Value } from '../model/located.js';
import type { Unexpanded } from '../model/pipeline.js';
import type { Entry, Node } from './syntax/tree.js';

/**
 * How a format turns nodes into values. A plain document takes them as they stand; a template resolves its intrinsics.
 * Every reader of pipelines and resources is written against this, so that it works on all of them.
 */
export interface ValueReader {
  /** The text of a node; undefined when the node is absent, null, or removed by a condition. */
  text(node: Node | undefined): Value | undefined;
  /** The items of a list after conditions; what cannot be known is reported as unexpanded. */
  items(node: Node | undefined): ItemList;
  /** The members of a mapping after conditions. */
  members(node: Node | undefined): readonly Entry[];
  /** The node itself after conditions: what to look into. Undefined when removed, unresolved when not known. */
  structure(node: Node | undefined): Node | Unresolved | undefined;
}

/** Items of a list. */
export interface ItemList {
  readonly items: readonly Item[];
  readonly unexpanded: readonly Unexpanded[];
}

/** An item, and whether it may not be there at all. */
export interface Item {
  readonly node: Node;
  readonly optional: boolean;
}

/** Whether a structure is a node to look into. */
export function isNode(structure: Node | Unresolved | undefined): structure is Node {
  return structure !== undefined && 'kind' in structure;
}

/** A whole number, also when written as a string. Unresolved stays so; anything else is not a number. */
export function readNumber(value: Value | undefined): Value<number> | undefined {
  if (value === undefined) return undefined;
  if (!value.known) return value;
  const number = Number(value.value.trim());
  if (value.value.trim() === '' || !Number.isFinite(number)) {
    const hole = { kind: 'open', expression: value.value, label: '', settledBy: 'write a number' } as const;
    return { known: false, expression: value.value, parts: [hole], span: value.span };
  }
  return { known: true, value: number, span: value.span };
}

/** A yes or no, also when written as a string; undefined when absent or unresolved. */
export function readBoolean(value: Value | undefined): boolean | undefined {
  if (!value?.known) return undefined;
  if (/^true$/i.test(value.value)) return true;
  if (/^false$/i.test(value.value)) return false;
  return undefined;
}
