import type { Json } from './canonical.js';

/**
 * Checks that JSON has a shape and gives it back with its type. The path says where, for the message.
 *
 * @throws ShapeError
 */
export type Shape<T> = (json: Json | undefined, path: string) => T;

/** A document does not have the shape it must have. */
export class ShapeError extends Error {}

/** A text that is not empty. */
export const text: Shape<string> = (json, path) => {
  if (typeof json !== 'string' || json === '') throw new ShapeError(`${path} is not a text`);
  return json;
};

/** A text, empty or not. */
export const anyText: Shape<string> = (json, path) => (json === '' ? '' : text(json, path));

export const flag: Shape<boolean> = (json, path) => {
  if (typeof json !== 'boolean') throw new ShapeError(`${path} is neither true nor false`);
  return json;
};

/** A whole number from 0. */
export const count: Shape<number> = (json, path) => {
  if (typeof json !== 'number' || !Number.isInteger(json) || json < 0) throw new ShapeError(`${path} is no count`);
  return json;
};

/** One of some words. */
export function oneOf<const T extends string>(...words: readonly T[]): Shape<T> {
  return (json, path) => {
    const word = words.find((known) => known === json);
    if (word === undefined) throw new ShapeError(`${path} is not one of ${words.join(', ')}`);
    return word;
  };
}

/** A text that passes a test; `what` completes "… is not". */
export function textThat(what: string, test: (text: string) => boolean): Shape<string> {
  return (json, path) => {
    const value = text(json, path);
    if (!test(value)) throw new ShapeError(`${path} is not ${what}`);
    return value;
  };
}

export function listOf<T>(item: Shape<T>): Shape<readonly T[]> {
  return (json, path) => {
    if (!Array.isArray(json)) throw new ShapeError(`${path} is not a list`);
    return json.map((each: Json, at) => item(each, `${path}[${at}]`));
  };
}

/** An object with free keys. */
export function mapOf<T>(value: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (json, path) =>
    Object.fromEntries(Object.entries(members(json, path)).map(([key, each]) => [key, value(each, `${path}.${key}`)]));
}

/** An object with these members and no others. */
export function record<T extends object>(shapes: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  return (json, path) => {
    const found = members(json, path);
    for (const key of Object.keys(found))
      if (!Object.hasOwn(shapes, key)) throw new ShapeError(`${path} has an unknown member ${JSON.stringify(key)}`);
    const entries = Object.entries<Shape<unknown>>(shapes).map(([key, shape]) => [
      key,
      shape(found[key], `${path}.${key}`),
    ]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as T;
  };
}

export function nullOr<T>(shape: Shape<T>): Shape<T | null> {
  return (json, path) => (json === null ? null : shape(json, path));
}

/** A member that may be absent. */
export function maybe<T>(shape: Shape<T>): Shape<T | undefined> {
  return (json, path) => (json === undefined ? undefined : shape(json, path));
}

/** The first of two shapes that fits. */
export function either<A, B>(first: Shape<A>, second: Shape<B>): Shape<A | B> {
  return (json, path) => {
    try {
      return first(json, path);
    } catch (error) {
      if (error instanceof ShapeError) return second(json, path);
      throw error;
    }
  };
}

function members(json: Json | undefined, path: string): Record<string, Json | undefined> {
  if (json === null || typeof json !== 'object' || Array.isArray(json))
    throw new ShapeError(`${path} is not an object`);
  return json as Record<string, Json | undefined>;
}
