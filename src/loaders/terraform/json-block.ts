import type { Hole } from '../../model/located.js';
import type { Unexpanded } from '../../model/pipeline.js';
import { get, isNull, type Node, scalarText, spanOf, toPlain } from '../syntax/tree.js';
import { type Datum, type UnknownDatum, unknownHole } from './evaluate/datum.js';
import type { ResourceBlock } from './resource-block.js';

const APPLY = 'apply the plan and check the state instead (terraform show -json)';

/** The three parallel trees that a plan tells a block by. */
export interface PlannedTrees {
  /** The values that are known. */
  readonly values: Node;
  /** `true` where a value is known only after apply. */
  readonly unknown: Node | undefined;
  /** The configuration's expressions: what unknown values refer to. */
  readonly expressions: Node | undefined;
}

/** A block as it stands in a plan or a state, where every nested block is a list. */
export class JsonBlock implements ResourceBlock {
  readonly optional = false;
  readonly span;

  constructor(
    private readonly trees: PlannedTrees,
    at: Node,
  ) {
    this.span = spanOf(at);
  }

  attribute(name: string): Datum | undefined {
    const unknown = get(this.trees.unknown, name);
    const value = get(this.trees.values, name);
    const references = referencesOf(get(this.trees.expressions, name));
    const datum = readDatum(value, unknown, references, name, this.trees.values);
    return datum?.kind === 'null' ? undefined : datum;
  }

  blocks(type: string): readonly ResourceBlock[] {
    const values = get(this.trees.values, type);
    const unknown = get(this.trees.unknown, type);
    const expressions = get(this.trees.expressions, type);
    return itemsOf(values).flatMap((item, index): ResourceBlock[] => {
      if (item.kind !== 'map') return [];
      // A dynamic block stands once in the configuration whatever it makes: then positions do not correspond.
      const same = itemsOf(expressions).length === itemsOf(values).length;
      const trees = {
        values: item,
        unknown: itemsOf(unknown)[index],
        expressions: same ? itemsOf(expressions)[index] : undefined,
      };
      return [new JsonBlock(trees, item)];
    });
  }

  unexpanded(type: string): readonly Unexpanded[] {
    const unknown = get(this.trees.unknown, type);
    return unknown && isMarked(unknown)
      ? [{ expression: type, span: spanOf(this.trees.values), settledBy: APPLY }]
      : [];
  }
}

function itemsOf(node: Node | undefined): readonly Node[] {
  if (!node) return [];
  return node.kind === 'list' ? node.items : node.kind === 'map' ? [node] : [];
}

function isMarked(node: Node): boolean {
  return node.kind === 'scalar' && node.plain && node.text === 'true';
}

/** The value of a node, with what `after_unknown` adds to it. */
function readDatum(
  node: Node | undefined,
  unknown: Node | undefined,
  references: readonly string[],
  name: string,
  at: Node,
): Datum | undefined {
  if (unknown && isMarked(unknown)) return afterApply(name, references, at);
  if (!node) return undefined;
  const span = spanOf(node);
  switch (node.kind) {
    case 'scalar': {
      if (isNull(node)) return { kind: 'null', span };
      const value = toPlain(node);
      if (typeof value === 'number') return { kind: 'number', value, span };
      if (typeof value === 'boolean') return { kind: 'boolean', value, span };
      return { kind: 'text', value: node.text, span };
    }
    case 'list': {
      const items = node.items.flatMap(
        (item, index) => readDatum(item, itemsOf(unknown)[index], references, name, item) ?? [],
      );
      return { kind: 'list', items, span };
    }
    case 'map': {
      const keys = new Set([...keysOf(node), ...keysOf(unknown)]);
      const entries = new Map<string, Datum>();
      for (const key of keys) {
        const datum = readDatum(get(node, key), get(unknown, key), references, key, node);
        if (datum) entries.set(key, datum);
      }
      return { kind: 'object', entries, span };
    }
  }
}

function keysOf(node: Node | undefined): string[] {
  return node?.kind === 'map' ? node.entries.map((entry) => entry.key.text) : [];
}

/** A value that is known only after apply: read by the names of what it refers to, when the plan says that. */
function afterApply(name: string, references: readonly string[], at: Node): UnknownDatum {
  const addresses = [...new Set(references.flatMap((reference) => blockAddress(reference) ?? []))];
  const expression = addresses.length > 0 ? addresses.join(', ') : `${name} (known after apply)`;
  const label = addresses.map((address) => address.split('.').at(-1)).join(' ');
  const hole: Hole = { kind: addresses.length > 0 ? 'reference' : 'open', expression, label, settledBy: APPLY };
  const [only, ...others] = addresses;
  const origin =
    only !== undefined && others.length === 0 ? { origin: { module: '', address: only, index: undefined } } : {};
  return { ...unknownHole(hole, spanOf(at)), ...origin };
}

/** `aws_sfn_state_machine.deploy` of `aws_sfn_state_machine.deploy.arn`; undefined for variables and loop names. */
function blockAddress(reference: string): string | undefined {
  const parts = reference.replace(/\[[^\]]*\]/g, '').split('.');
  if (/^(var|local|each|count|path|terraform|self)$/.test(parts[0]!)) return undefined;
  const length = parts[0] === 'data' ? 3 : 2;
  return parts.length < length ? undefined : parts.slice(0, length).join('.');
}

/** All references that an attribute's expression names, or the expressions nested in it. */
function referencesOf(expression: Node | undefined): readonly string[] {
  const references = get(expression, 'references');
  return references?.kind === 'list' ? references.items.flatMap((item) => scalarText(item) ?? []) : [];
}
