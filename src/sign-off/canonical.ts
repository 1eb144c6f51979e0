/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The one way to write a JSON value (RFC 8785): keys sorted by UTF-16 code units, no spaces, ECMAScript's shortest
 * numbers. Same value, same bytes, on every machine.
 *
 * @throws RangeError for what has no canonical form: NaN, infinities, lone surrogates.
 */
export function canonicalize(value: Json): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${value} is no JSON number`);
  if (typeof value === 'string') return canonicalText(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalize).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${canonicalText(key)}:${canonicalize(value[key]!)}`);
  return `{${members.join(',')}}`;
}

function canonicalText(text: string): string {
  if (hasHalfPair(text)) throw new RangeError('a text with half a surrogate pair has no UTF-8 form');
  return JSON.stringify(text);
}

/** Whether a text holds half of a surrogate pair, which has no UTF-8 form. */
export function hasHalfPair(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

function isList(value: readonly Json[] | { readonly [key: string]: Json }): value is readonly Json[] {
  return Array.isArray(value);
}
