import { elements, indexOf } from './evaluate/access.js';
import { type Datum, EvaluationError, scalarOf } from './evaluate/datum.js';
import type { Evaluator } from './evaluate/evaluator.js';
import { EMPTY_SCOPE, type Scope } from './evaluate/scope.js';
import type { Block } from './hcl/syntax.js';
import { countScope, eachScope, isSet, unknownElement } from './instance-scopes.js';
import { attributeNamed } from './module.js';

/** More instances than this are not unrolled. */
const MAX_INSTANCES = 500;

/** One instance of a block: its index, when it has `count` or `for_each`, and the names that hold in it. */
export interface Instance {
  readonly index: Datum | undefined;
  readonly scope: Scope;
}

/** The instances of a block, or one that stands for all when their number is not known. */
export interface Instances {
  readonly instances: readonly Instance[];
  /** What `count` or `for_each` rests on, when it is not known. */
  readonly unknown: Datum | undefined;
}

/** The instances of a resource, data source or module call. */
export function instancesOf(block: Block, evaluator: Evaluator): Instances {
  const forEach = attributeNamed(block.body, 'for_each');
  const count = attributeNamed(block.body, 'count');
  if (forEach) return forEachInstances(block, evaluator.value(forEach, EMPTY_SCOPE), evaluator);
  if (count) return countInstances(block, evaluator.value(count, EMPTY_SCOPE), evaluator);
  return { instances: [{ index: undefined, scope: EMPTY_SCOPE }], unknown: undefined };
}

/** The names that hold in the instance of a block with the given index; without one, in any of them. */
export function instanceScope(block: Block, index: Datum | undefined, evaluator: Evaluator): Scope {
  const forEach = attributeNamed(block.body, 'for_each');
  if (!forEach)
    return attributeNamed(block.body, 'count')
      ? countScope(index ?? { kind: 'number', value: 0, span: block.span })
      : EMPTY_SCOPE;
  const collection = evaluator.value(forEach, EMPTY_SCOPE);
  if (!index) return eachScope(unknownElement('each', collection, 'key'), unknownElement('each', collection, 'value'));
  try {
    return eachScope(index, isSet(collection) ? index : indexOf(collection, index, index.span));
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return eachScope(index, unknownElement('each', collection, 'value'));
  }
}

function forEachInstances(block: Block, collection: Datum, evaluator: Evaluator): Instances {
  if (collection.kind === 'unknown' || scalarOf(collection) !== undefined) return single(block, collection, evaluator);
  const members = collection.kind === 'null' ? [] : elements(collection);
  const open = members.find((member) => member.spread || member.optional || scalarOf(member.key) === undefined);
  if (open && members.every((member) => member.spread)) return single(block, collection, evaluator);
  if (members.length > MAX_INSTANCES) return single(block, collection, evaluator);
  const instances = members
    .filter((member) => !member.spread)
    .map(({ key, value }) => ({ index: key, scope: eachScope(key, value) }));
  return { instances, unknown: open ? collection : undefined };
}

function countInstances(block: Block, count: Datum, evaluator: Evaluator): Instances {
  const number = count.kind === 'boolean' ? Number(count.value) : Number(scalarOf(count) ?? Number.NaN);
  if (!(number <= MAX_INSTANCES)) return single(block, count, evaluator);
  const instances = Array.from({ length: Math.max(0, Math.floor(number)) }, (_, value): Instance => {
    const index: Datum = { kind: 'number', value, span: count.span };
    return { index, scope: countScope(index) };
  });
  return { instances, unknown: undefined };
}

function single(block: Block, unknown: Datum, evaluator: Evaluator): Instances {
  return { instances: [{ index: undefined, scope: instanceScope(block, undefined, evaluator) }], unknown };
}
