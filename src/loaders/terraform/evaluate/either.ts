import type { Hole, Span } from '../../../model/located.js';
import {
  type Datum,
  equal,
  type ListDatum,
  type ObjectDatum,
  scalarOf,
  settledBy,
  type UnknownDatum,
  unknownHole,
} from './datum.js';

/** Above this many comparisons, items of two lists are not matched one by one. */
const MAX_COMPARISONS = 10_000;

/**
 * The value of a conditional whose condition is not known: what both branches have in common is certain, items that only
 * one of them has are optional, and texts become a choice.
 */
export function either(condition: Datum, whenTrue: Datum, whenFalse: Datum, expression: string, span: Span): Datum {
  if (equal(whenTrue, whenFalse) === true) return whenTrue;
  const [a, b] = [emptyLike(whenTrue, whenFalse), emptyLike(whenFalse, whenTrue)];
  if (a.kind === 'list' && b.kind === 'list') return eitherList(a, b, span);
  if (a.kind === 'object' && b.kind === 'object') return eitherObject(condition, a, b, expression, span);
  return choice(condition, whenTrue, whenFalse, expression, span);
}

/** `[]` and `{}` are written for "none" of either kind, and so is `null`. */
function emptyLike(datum: Datum, other: Datum): Datum {
  const empty =
    datum.kind === 'null' ||
    (datum.kind === 'list' && datum.items.length === 0) ||
    (datum.kind === 'object' && datum.entries.size === 0 && !datum.rest);
  if (empty && other.kind === 'list') return { kind: 'list', items: [], span: datum.span };
  if (empty && other.kind === 'object') return { kind: 'object', entries: new Map(), span: datum.span };
  return datum;
}

function eitherList(a: ListDatum, b: ListDatum, span: Span): ListDatum {
  const left = [...b.items];
  const comparable = a.items.length * b.items.length <= MAX_COMPARISONS;
  const items = a.items.map((item): Datum => {
    const match = comparable ? left.findIndex((other) => equal(item, other) === true) : -1;
    if (match < 0) return { ...item, optional: true };
    const [other] = left.splice(match, 1);
    return other!.optional && !item.optional ? { ...item, optional: true } : item;
  });
  const only = left.map((item): Datum => ({ ...item, optional: true }));
  return { kind: 'list', items: [...items, ...only], span, ...(a.set || b.set ? { set: true } : {}) };
}

function eitherObject(condition: Datum, a: ObjectDatum, b: ObjectDatum, expression: string, span: Span): ObjectDatum {
  const entries = new Map<string, Datum>();
  for (const key of new Set([...a.entries.keys(), ...b.entries.keys()])) {
    const [left, right] = [a.entries.get(key), b.entries.get(key)];
    if (left && right) entries.set(key, either(condition, left, right, expression, left.span));
    else entries.set(key, { ...(left ?? right)!, optional: true });
  }
  const rest = a.rest ?? b.rest;
  return { kind: 'object', entries, span, ...(rest ? { rest } : {}) };
}

function choice(condition: Datum, whenTrue: Datum, whenFalse: Datum, expression: string, span: Span): UnknownDatum {
  const choices = [choicesOf(whenTrue), choicesOf(whenFalse)];
  const hole: Hole = {
    kind: 'open',
    expression,
    // The words of the condition name no environment: `is_production` chooses between two, one of which is not.
    label: '',
    settledBy: settledBy(condition),
    ...(choices[0] && choices[1] ? { choices: [...new Set([...choices[0], ...choices[1]])] } : {}),
  };
  return unknownHole(hole, span);
}

/** The texts that a branch may take, references by their labels; undefined when it could be anything. */
function choicesOf(datum: Datum): readonly string[] | undefined {
  const text = scalarOf(datum);
  if (text !== undefined) return [text];
  if (datum.kind !== 'unknown') return undefined;
  const [only] = datum.parts;
  if (datum.parts.length === 1 && typeof only === 'object' && only.kind === 'open') return only.choices;
  if (datum.parts.some((part) => typeof part !== 'string' && part.kind === 'open')) return undefined;
  return [datum.parts.map((part) => (typeof part === 'string' ? part : part.label)).join('')];
}
