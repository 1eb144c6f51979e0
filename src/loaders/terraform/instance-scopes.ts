import { type Datum, settledBy, type UnknownDatum, unknownHole } from './evaluate/datum.js';
import { EMPTY_SCOPE, extend, type Scope } from './evaluate/scope.js';

/** Whether the elements of a collection are their own keys. */
export function isSet(collection: Datum): boolean {
  return collection.kind === 'list' && (collection.set ?? false);
}

/** `each` in one instance. */
export function eachScope(key: Datum, value: Datum): Scope {
  const each: Datum = {
    kind: 'object',
    entries: new Map([
      ['key', key],
      ['value', value],
    ]),
    span: key.span,
  };
  return extend(EMPTY_SCOPE, [['each', each]]);
}

/** `count` in one instance. */
export function countScope(index: Datum): Scope {
  const count: Datum = { kind: 'object', entries: new Map([['index', index]]), span: index.span };
  return extend(EMPTY_SCOPE, [['count', count]]);
}

/** What is known of the element of a collection that is not known. */
export function unknownElement(iterator: string, collection: Datum, member: 'key' | 'value'): UnknownDatum {
  const expression = `${iterator}.${member}`;
  return unknownHole(
    { kind: 'open', expression, label: expression, settledBy: settledBy(collection) },
    collection.span,
  );
}
