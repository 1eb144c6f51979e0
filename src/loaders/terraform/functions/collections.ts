import { attributeOf, elements, indexOf } from '../evaluate/access.js';
import {
  type Datum,
  EvaluationError,
  equal,
  isExact,
  isKnown,
  type ListDatum,
  plain,
  scalarOf,
  unknownFrom,
} from '../evaluate/datum.js';
import { EvaluationLimit } from '../evaluate/limits.js';
import { numberOf, truth } from '../evaluate/operators.js';
import { argument, type Call, listArgument, pure, type TerraformFunction } from './call-types.js';
import { toSet } from './conversions.js';

/** Terraform's own limit for `range`. */
const MAX_RANGE = 1024;

/** Products of sets beyond this are not real. */
const MAX_PRODUCT = 10_000;

/** Functions on lists, sets, objects and maps. Elements keep their own positions. */
export const COLLECTION_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  concat: (call) =>
    list(
      call,
      call.args.flatMap((_, index) => listArgument(call, index).items),
    ),
  flatten: (call) => list(call, flatten(listArgument(call, 0).items)),
  compact: (call) =>
    list(
      call,
      listArgument(call, 0).items.filter((item) => item.kind !== 'null' && scalarOf(item) !== ''),
    ),
  distinct: (call) => list(call, distinct(listArgument(call, 0).items)),
  reverse: (call) => list(call, [...listArgument(call, 0).items].reverse()),
  sort: (call) => exact(call, (items) => sorted(items)),
  slice: (call) => exact(call, (items) => items.slice(numberOf(argument(call, 1)), numberOf(argument(call, 2)))),
  chunklist: (call) => exact(call, (items) => chunks(call, items, numberOf(argument(call, 1)))),
  range: pure(range),
  length,
  element,
  index: (call) => position(call),
  one: (call) => one(call),
  keys: (call) => members(call, (element) => element.key),
  values: (call) => members(call, (element) => element.value),
  lookup,
  merge,
  zipmap,
  contains,
  coalesce: (call) => coalesce(call, (datum) => datum.kind === 'null' || scalarOf(datum) === ''),
  coalescelist: (call) => coalesce(call, (datum) => datum.kind === 'list' && datum.items.length === 0),
  alltrue: (call) => quantified(call, false),
  anytrue: (call) => quantified(call, true),
  sum: pure((values: (number | string)[]) => values.reduce((total: number, value) => total + Number(value), 0)),
  setunion: (call) =>
    toSet(
      list(
        call,
        call.args.flatMap((_, index) => listArgument(call, index).items),
      ),
    ),
  setintersection: (call) =>
    toSet(combined(call, (first, others) => first.filter((item) => others.every((other) => has(other, item))))),
  setsubtract: (call) => toSet(combined(call, (first, [second = []]) => first.filter((item) => !has(second, item)))),
  setproduct: (call) => product(call),
  transpose: pure((map: Record<string, string[]>) => {
    const turned = new Map<string, string[]>();
    for (const key of Object.keys(map).sort())
      for (const value of map[key]!) turned.set(value, [...(turned.get(value) ?? []), key]);
    return Object.fromEntries(turned);
  }),
};

function list(call: Call, items: readonly Datum[]): ListDatum {
  return { kind: 'list', items, span: call.span };
}

/** A change that needs the exact number of items. */
function exact(call: Call, change: (items: readonly Datum[]) => readonly Datum[]): Datum {
  const given = listArgument(call, 0);
  return isExact(given) ? list(call, change(given.items)) : unknownFrom(call.args, call.text, call.span);
}

function flatten(items: readonly Datum[]): Datum[] {
  return items.flatMap((item): Datum[] => {
    // An unknown item may be a list itself.
    if (item.kind === 'unknown') return [{ ...item, spread: true }];
    if (item.kind !== 'list') return [item];
    const inner = flatten(item.items);
    return item.optional ? inner.map((member): Datum => ({ ...member, optional: true })) : inner;
  });
}

function distinct(items: readonly Datum[]): Datum[] {
  const kept: Datum[] = [];
  const seen = new Set<string>();
  for (const item of items) {
    if (!isKnown(item) || item.optional) {
      kept.push(item);
      continue;
    }
    const text = JSON.stringify(plain(item));
    if (!seen.has(text)) kept.push(item);
    seen.add(text);
  }
  return kept;
}

function sorted(items: readonly Datum[]): Datum[] {
  if (!items.every(isKnown)) throw new EvaluationLimit('a list with unknown items cannot be sorted');
  return [...items].sort((a, b) => (scalarOf(a)! < scalarOf(b)! ? -1 : 1));
}

function chunks(call: Call, items: readonly Datum[], size: number): Datum[] {
  if (!(size >= 1)) throw new EvaluationError('chunklist wants a size');
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    list(call, items.slice(index * size, (index + 1) * size)),
  );
}

function range(first: number, second?: number, third?: number): number[] | undefined {
  const [start, limit] = second === undefined ? [0, first] : [first, second];
  const step = third ?? (limit < start ? -1 : 1);
  if (step === 0 || Math.abs((limit - start) / step) > MAX_RANGE) return undefined;
  const numbers: number[] = [];
  for (let value = start; step > 0 ? value < limit : value > limit; value += step) numbers.push(value);
  return numbers;
}

function length(call: Call): Datum {
  const datum = argument(call, 0);
  const count =
    datum.kind === 'text'
      ? [...datum.value].length
      : datum.kind === 'list' && isExact(datum)
        ? datum.items.length
        : datum.kind === 'object' && !datum.rest && ![...datum.entries.values()].some((item) => item.optional)
          ? datum.entries.size
          : undefined;
  return count === undefined
    ? unknownFrom([datum], call.text, call.span)
    : { kind: 'number', value: count, span: call.span };
}

function element(call: Call): Datum {
  const given = listArgument(call, 0);
  const index = argument(call, 1);
  if (!isExact(given) || index.kind === 'unknown') return unknownFrom(call.args, call.text, call.span);
  const { length: count } = given.items;
  if (count === 0) throw new EvaluationError('element of an empty list');
  const at = numberOf(index) % count;
  return given.items[at < 0 ? at + count : at] ?? unknownFrom(call.args, call.text, call.span);
}

function position(call: Call): Datum {
  const given = listArgument(call, 0);
  const wanted = argument(call, 1);
  for (const [at, item] of given.items.entries()) {
    const same = item.optional ? undefined : equal(item, wanted);
    if (same === undefined) return unknownFrom(call.args, call.text, call.span);
    if (same) return { kind: 'number', value: at, span: call.span };
  }
  throw new EvaluationError('index of an item that is not there');
}

function one(call: Call): Datum {
  const given = listArgument(call, 0);
  if (!isExact(given))
    return given.items.length === 1
      ? { ...given.items[0]!, optional: false }
      : unknownFrom(call.args, call.text, call.span);
  if (given.items.length > 1) throw new EvaluationError('one of several');
  return given.items[0] ?? { kind: 'null', span: call.span };
}

function members(call: Call, pick: (element: { key: Datum; value: Datum }) => Datum): Datum {
  const datum = argument(call, 0);
  if (datum.kind === 'unknown') return unknownFrom([datum], call.text, call.span);
  const items = elements(datum).map((member): Datum => {
    const item = pick(member);
    if (member.spread) return { ...unknownFrom([item], call.text, call.span), spread: true };
    return member.optional ? { ...item, optional: true } : item;
  });
  return list(call, items);
}

function lookup(call: Call): Datum {
  const map = argument(call, 0);
  const key = argument(call, 1);
  const name = scalarOf(key);
  if (map.kind === 'unknown' || name === undefined) return indexOf(map, key, call.span);
  try {
    return attributeOf(map, name, call.span);
  } catch (error) {
    if (error instanceof EvaluationError && call.args[2]) return call.args[2];
    throw error;
  }
}

/** Later entries win; behind an unknown object, the entries before it may have been replaced. */
function merge(call: Call): Datum {
  const entries = new Map<string, Datum>();
  let rest: Datum | undefined;
  for (const datum of call.args) {
    if (datum.kind === 'null') continue;
    if (datum.kind !== 'object' && datum.kind !== 'unknown')
      throw new EvaluationError('merge of something that is no object');
    const unknown = datum.kind === 'unknown' ? datum : datum.rest;
    if (unknown) {
      for (const [key, item] of entries) entries.set(key, unknownFrom([unknown, item], call.text, call.span));
      rest = unknown;
    }
    if (datum.kind === 'object') for (const [key, item] of datum.entries) entries.set(key, item);
  }
  return {
    kind: 'object',
    entries,
    span: call.span,
    ...(rest ? { rest: unknownFrom([rest], call.text, call.span) } : {}),
  };
}

function zipmap(call: Call): Datum {
  const names = listArgument(call, 0);
  const items = listArgument(call, 1);
  if (!isExact(names) || !isExact(items)) return unknownFrom(call.args, call.text, call.span);
  const entries = names.items.map((name, index) => [scalarOf(name), items.items[index]] as const);
  if (entries.some(([name]) => name === undefined)) return unknownFrom(call.args, call.text, call.span);
  return { kind: 'object', entries: new Map(entries as [string, Datum][]), span: call.span };
}

function contains(call: Call): Datum {
  const wanted = argument(call, 1);
  const outcomes = listArgument(call, 0).items.map((item) => {
    const same = item.kind === 'unknown' && item.spread ? undefined : equal(item, wanted);
    return item.optional && same === true ? undefined : same;
  });
  if (outcomes.includes(true)) return { kind: 'boolean', value: true, span: call.span };
  if (outcomes.includes(undefined)) return unknownFrom(call.args, call.text, call.span);
  return { kind: 'boolean', value: false, span: call.span };
}

function coalesce(call: Call, absent: (datum: Datum) => boolean): Datum {
  for (const [at, datum] of call.args.entries()) {
    if (datum.kind === 'unknown')
      return at === call.args.length - 1 ? datum : unknownFrom(call.args.slice(at), call.text, call.span);
    if (!absent(datum)) return datum;
  }
  throw new EvaluationError('coalesce of nothing');
}

function quantified(call: Call, decisive: boolean): Datum {
  const outcomes = listArgument(call, 0).items.map((item) => (item.optional ? undefined : truth(item)));
  if (outcomes.includes(decisive)) return { kind: 'boolean', value: decisive, span: call.span };
  if (outcomes.includes(undefined)) return unknownFrom(call.args, call.text, call.span);
  return { kind: 'boolean', value: !decisive, span: call.span };
}

function combined(
  call: Call,
  change: (first: readonly Datum[], others: readonly (readonly Datum[])[]) => readonly Datum[],
): Datum {
  const lists = call.args.map((_, index) => listArgument(call, index));
  if (!lists.every(isKnown)) return unknownFrom(call.args, call.text, call.span);
  const [first = [], ...others] = lists.map((given) => given.items);
  return list(call, change(first, others));
}

function has(items: readonly Datum[], wanted: Datum): boolean {
  return items.some((item) => equal(item, wanted) === true);
}

function product(call: Call): Datum {
  const lists = call.args.map((_, index) => listArgument(call, index));
  if (!lists.every(isExact)) return unknownFrom(call.args, call.text, call.span);
  if (lists.reduce((size, given) => size * given.items.length, 1) > MAX_PRODUCT)
    throw new EvaluationLimit('a product too large to evaluate');
  let rows: Datum[][] = [[]];
  for (const given of lists) rows = rows.flatMap((row) => given.items.map((item) => [...row, item]));
  return list(
    call,
    rows.map((row) => list(call, row)),
  );
}
