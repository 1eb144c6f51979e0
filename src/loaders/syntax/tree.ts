import type { SourceText, Span } from '../../model/located.js';

/** A node of a YAML or JSON document: what was written, and the offsets where it stands. */
export type Node = ScalarNode | MapNode | ListNode;

interface NodeBase {
  readonly source: SourceText;
  /** Zero-based offsets into the source, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** An explicit tag as written (`!Sub`), absent for most nodes. */
  readonly tag?: string | undefined;
}

/** A scalar, always as text: CloudFormation and CodePipeline mix strings and numbers freely. */
export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly text: string;
  /** Written without quotes, so that `null`, `true` and `12` are not strings. */
  readonly plain: boolean;
}

/** A mapping, entries in the order written. Keys are unique: the parser refuses duplicates. */
export interface MapNode extends NodeBase {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
}

/** One `key: value`. */
export interface Entry {
  readonly key: ScalarNode;
  readonly value: Node;
}

/** A sequence. */
export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

/** The span of a node. */
export function spanOf(node: Node): Span {
  return { source: node.source, start: node.start, end: node.end };
}

/** The value under a key, spelled exactly so. */
export function get(node: Node | undefined, key: string): Node | undefined {
  if (node?.kind !== 'map') return undefined;
  for (const entry of node.entries) if (entry.key.text === key) return entry.value;
  return undefined;
}

/**
 * The value under a key whose first letter may have either case: CloudFormation writes `Stages`, the API `stages`, and
 * real files (AWS's own samples among them) mix the two.
 */
export function getEitherCase(node: Node | undefined, key: string): Node | undefined {
  return entryEitherCase(node, key)?.value;
}

/** Like {@link getEitherCase}, with the key. */
export function entryEitherCase(node: Node | undefined, key: string): Entry | undefined {
  if (node?.kind !== 'map') return undefined;
  const other = otherCase(key);
  for (const entry of node.entries) {
    const { text } = entry.key;
    if (text.length === key.length && (text === key || text === other)) return entry;
  }
  return undefined;
}

/** A key with its first letter in the other case. */
function otherCase(key: string): string {
  let other = OTHER_CASE.get(key);
  if (other === undefined) {
    const lower = key[0]!.toLowerCase();
    other = (lower === key[0] ? key[0].toUpperCase() : lower) + key.slice(1);
    OTHER_CASE.set(key, other);
  }
  return other;
}

/** Keys are few, and asked for in every action of every file. */
const OTHER_CASE = new Map<string, string>();

/** Whether a node is written null: `null`, `~`, or nothing at all. */
export function isNull(node: Node): boolean {
  return node.kind === 'scalar' && node.plain && node.tag === undefined && node.text.length <= 4 && NULL.has(node.text);
}

/** How YAML's core schema and JSON write null (yaml.org/spec/1.2.2, 10.3.2). */
const NULL = new Set(['null', 'Null', 'NULL', '~', '']);

/** The text of a scalar; undefined for maps, lists and null. */
export function scalarText(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && !isNull(node) ? node.text : undefined;
}

/** The plain JavaScript value of a node: for handing to a schema validator, never for reading positions. */
export function toPlain(node: Node): unknown {
  switch (node.kind) {
    case 'map':
      return Object.fromEntries(node.entries.map((entry) => [entry.key.text, toPlain(entry.value)]));
    case 'list':
      return node.items.map(toPlain);
    case 'scalar':
      return plainScalar(node);
  }
}

function plainScalar(node: ScalarNode): unknown {
  if (!node.plain || node.tag === '!!str') return node.text;
  if (isNull(node)) return null;
  if (/^(true|True|TRUE)$/.test(node.text)) return true;
  if (/^(false|False|FALSE)$/.test(node.text)) return false;
  if (/^[-+]?(\d+|\d*\.\d+|\d+\.\d*)([eE][-+]?\d+)?$/.test(node.text)) return Number(node.text);
  return node.text;
}

/** The node at a path of keys and indexes, or the deepest one that exists on the way there. */
export function nearest(root: Node, path: readonly (string | number)[]): Node {
  let node = root;
  for (const step of path) {
    const next = node.kind === 'list' ? node.items[Number(step)] : get(node, String(step));
    if (!next) return node;
    node = next;
  }
  return node;
}
