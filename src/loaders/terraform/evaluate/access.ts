import type { Span } from '../../../model/located.js';
import { type Datum, EvaluationError, isExact, scalarOf, type UnknownDatum, unknownFrom } from './datum.js';

/** One element of a collection, with the key that loops see. */
export interface Element {
  readonly key: Datum;
  readonly value: Datum;
  readonly optional: boolean;
  /** Stands for any number of elements that are not known. */
  readonly spread: boolean;
}

/**
 * The elements of a collection in the order in which Terraform visits them: objects and maps by key, sets sorted.
 *
 * @throws EvaluationError when it is no collection.
 */
export function elements(collection: Datum): Element[] {
  if (collection.kind === 'list')
    return collection.items.map((value, index) => ({
      key: collection.set ? value : { kind: 'number', value: index, span: value.span },
      value,
      optional: value.optional ?? false,
      spread: value.kind === 'unknown' && (value.spread ?? false),
    }));
  if (collection.kind === 'object') {
    const known = [...collection.entries].sort(([a], [b]) => (a < b ? -1 : 1));
    const found = known.map(([key, value]): Element => {
      return {
        key: { kind: 'text', value: key, span: value.span },
        value,
        optional: value.optional ?? false,
        spread: false,
      };
    });
    const { rest } = collection;
    return rest ? [...found, { key: rest, value: rest, optional: true, spread: true }] : found;
  }
  throw new EvaluationError(`${sourceOf(collection.span)} is no collection`);
}

/**
 * An attribute of a value.
 *
 * @throws EvaluationError when it is known to be missing.
 */
export function attributeOf(datum: Datum, name: string, span: Span): Datum {
  if (datum.kind === 'unknown') return refine(datum, `.${name}`, name, span);
  if (datum.kind === 'object') {
    const entry = datum.entries.get(name);
    if (entry) return entry;
    if (datum.rest) return refine(datum.rest, `.${name}`, name, span);
  }
  throw new EvaluationError(`there is no attribute ${name}`);
}

/**
 * An element of a value.
 *
 * @throws EvaluationError when it is known to be missing.
 */
export function indexOf(datum: Datum, index: Datum, span: Span): Datum {
  const key = scalarOf(index);
  if (datum.kind === 'unknown') {
    if (key !== undefined) return refine(datum, `[${index.kind === 'number' ? key : JSON.stringify(key)}]`, key, span);
    return { ...unknownFrom([datum, index], sourceOf(span), span), ...(datum.origin ? { origin: datum.origin } : {}) };
  }
  if (key === undefined) return unknownFrom([index, datum], sourceOf(span), span);
  if (datum.kind === 'object') return attributeOf(datum, key, span);
  if (datum.kind !== 'list') throw new EvaluationError(`${sourceOf(datum.span)} has no elements`);
  const sure = datum.items.findIndex((item) => item.optional || (item.kind === 'unknown' && item.spread));
  const position = Number(key);
  // An optional first element that is indexed is used where it is present.
  if (
    sure >= 0 &&
    sure <= position &&
    !(position === 0 && datum.items.length === 1 && datum.items[0]!.kind !== 'unknown')
  )
    return unknownFrom(datum.items.slice(sure), sourceOf(span), span);
  const item = datum.items[position];
  if (!item) throw new EvaluationError(`there is no element ${key}`);
  return item;
}

/** What is known of a member of something unknown: the same thing with a longer name. */
function refine(datum: UnknownDatum, suffix: string, word: string, span: Span): UnknownDatum {
  const expression = `${datum.expression}${suffix}`;
  const [only] = datum.parts;
  const base = { kind: 'unknown' as const, expression, span, ...(datum.origin ? { origin: datum.origin } : {}) };
  if (datum.parts.length !== 1 || typeof only !== 'object')
    return { ...base, parts: datum.parts.filter((part) => typeof part !== 'string') };
  const { choices: _, ...hole } = only;
  return {
    ...base,
    parts: [
      { ...hole, expression: `${hole.expression}${suffix}`, label: hole.label === '' ? '' : `${hole.label}.${word}` },
    ],
  };
}

/** A list whose items are all there, expanded; undefined when their number is not known. */
export function spreadArguments(datum: Datum): readonly Datum[] | undefined {
  return datum.kind === 'list' && isExact(datum) ? datum.items : undefined;
}

/** An expression as written, on one line. */
export function sourceOf(span: Span): string {
  const text = span.source.text.slice(span.start, span.end);
  return text.includes('\n') ? text.replace(/\s*\n\s*/g, ' ') : text;
}
