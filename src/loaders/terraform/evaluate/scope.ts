import type { Datum } from './datum.js';

/** Names that hold only in one place: `each`, `count`, a dynamic block's iterator, the variables of a `for`. */
export interface Scope {
  readonly names: ReadonlyMap<string, Datum>;
}

/** No local names. */
export const EMPTY_SCOPE: Scope = { names: new Map() };

/** A scope with more names. */
export function extend(scope: Scope, names: Iterable<readonly [string, Datum]>): Scope {
  return { names: new Map([...scope.names, ...names]) };
}
