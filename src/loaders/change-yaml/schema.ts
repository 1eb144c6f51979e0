import type { ErrorObject } from 'ajv';
import { locate } from '../../model/located.js';
import type { Problem } from '../../model/report.js';
import { type Entry, type Node, nearest, spanOf, toPlain } from '../syntax/tree.js';
import { validate } from './validator.js';

/**
 * Everything in which a manifest departs from its published schema, one problem per place, in the order of the file.
 *
 * @returns an empty list when the manifest can be read.
 */
export function schemaProblems(root: Node): Problem[] {
  if (validate(toPlain(root))) return [];
  return onePerPlace(validate.errors ?? [])
    .map((error) => problemOf(error, root))
    .sort((a, b) => a.location!.line - b.location!.line || a.location!.column - b.location!.column);
}

/** A failed `anyOf` reports each branch; the deepest error is the one that the author meant to get right. */
function onePerPlace(errors: readonly ErrorObject[]): ErrorObject[] {
  const kept = new Map<string, ErrorObject>();
  for (const error of errors) {
    if (error.keyword === 'anyOf' || error.keyword === 'if') continue;
    const key = `${error.instancePath} ${error.params.additionalProperty ?? error.params.missingProperty ?? ''}`;
    const before = kept.get(key);
    if (before === undefined) kept.set(key, error);
    else if (before.keyword === 'type' && error.keyword === 'type') kept.set(key, bothTypes(before, error));
  }
  const all = [...kept.values()];
  const goesDeeper = (type: ErrorObject, other: ErrorObject) =>
    other !== type &&
    (other.instancePath === type.instancePath || other.instancePath.startsWith(`${type.instancePath}/`));
  return all.filter((error) => error.keyword !== 'type' || !all.some((other) => goesDeeper(error, other)));
}

function bothTypes(first: ErrorObject, second: ErrorObject): ErrorObject {
  const types = [...new Set([first.params.type, second.params.type].flat())];
  return { ...first, params: { type: types } };
}

function problemOf(error: ErrorObject, root: Node): Problem {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  const node = nearest(root, path);
  const where = path.length > 0 ? describePath(path) : 'the manifest';
  const unknownKey = error.keyword === 'additionalProperties' ? String(error.params.additionalProperty) : undefined;
  const at = unknownKey === undefined ? node : (entryOf(node, unknownKey)?.key ?? node);
  return { code: 'CHANGE', location: locate(spanOf(at)), ...wording(error, where) };
}

function wording(error: ErrorObject, where: string): { message: string; hint: string } {
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(error, where);
    case 'required':
      return {
        message: `${where} has no ${error.params.missingProperty}`,
        hint: `Add "${error.params.missingProperty}:".`,
      };
    case 'type':
      return {
        message: `${where} must be ${named([error.params.type].flat())}`,
        hint: `Write ${named([error.params.type].flat())}.`,
      };
    case 'enum':
      return {
        message: `${where} is not one of ${error.params.allowedValues.join(', ')}`,
        hint: `Write one of ${error.params.allowedValues.join(', ')}.`,
      };
    case 'const':
      return {
        message: `${where} can only be "${error.params.allowedValue}"`,
        hint: `Write "${error.params.allowedValue}", or leave it out.`,
      };
    default:
      return {
        message: `${where} ${error.message ?? 'is not valid'}`,
        hint: 'Mend it; nothing in the file was judged.',
      };
  }
}

function unknownKey(error: ErrorObject, where: string): { message: string; hint: string } {
  const key = String(error.params.additionalProperty);
  const allowed = Object.keys((error.parentSchema as { properties?: object }).properties ?? {});
  const near = allowed.find((name) => distance(name.toLowerCase(), key.toLowerCase()) <= 2);
  return {
    message: `${where} has an unknown key "${key}"`,
    hint: near ? `Did you mean "${near}"?` : `Known keys: ${allowed.join(', ')}.`,
  };
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  array: 'a list',
  object: 'a mapping',
  null: 'nothing',
};

function named(types: readonly string[]): string {
  return types
    .filter((type) => type !== 'null')
    .map((type) => TYPE_NAMES[type] ?? type)
    .join(' or ');
}

/** `steps/2/rollback` as people count: `rollback of step 3`. */
function describePath(path: readonly string[]): string {
  const index = path.findIndex((part) => /^\d+$/.test(part));
  if (index < 0) return `"${path.join('.')}"`;
  const rest = path.slice(index + 1).join('.');
  const item = `entry ${Number(path[index]) + 1} of "${path.slice(0, index).join('.')}"`;
  return rest === '' ? item : `"${rest}" in ${item}`;
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function entryOf(node: Node, key: string): Entry | undefined {
  return node.kind === 'map' ? node.entries.find((entry) => entry.key.text === key) : undefined;
}

/** How many letters must be changed, added or left out to come from one word to the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
