import { flatMap } from '../../model/flat.js';
import { known, type Value } from '../../model/located.js';
import { type Entry, type Node, type ScalarNode, scalarText } from '../syntax/tree.js';
import type { ValueReader } from '../value-reader.js';
import { argumentList, asIntrinsic } from './intrinsic.js';

/** Values of loop variables; undefined for one whose collection is not known. */
export type Bindings = ReadonlyMap<string, string | undefined>;

/** What a loop whose collection is not known makes, once, its variable left open. */
export function readOnce(entry: Entry): { key: ScalarNode; value: Node; bindings: Bindings }[] {
  const [variable, , body] = argumentList(entry.value);
  const name = scalarText(variable);
  if (name === undefined || body?.kind !== 'map') return [];
  return body.entries.map(({ key, value }) => ({ key, value, bindings: new Map([[name, undefined]]) }));
}

/** Expands `Fn::ForEach::Name: [Variable, [values], { "Key${Variable}": body }]` when the values are known. */
export function expandForEach(
  resolver: ValueReader,
  entry: Entry,
): { key: ScalarNode; value: Node; bindings: Bindings }[] {
  const [variable, collection, body] = argumentList(entry.value);
  const name = scalarText(variable);
  if (name === undefined || !collection || body?.kind !== 'map') return [];
  const call = asIntrinsic(collection);
  const texts = call
    ? splitList(resolver.text(collection))
    : resolver.items(collection).items.map(({ node }) => resolver.text(node));
  if (texts.some((text) => !text?.known)) return [];
  return flatMap(texts, (text) => {
    const value = text?.known ? text.value : '';
    const bindings = new Map([[name, value]]);
    return body.entries.map(({ key, value: node }) => ({
      key: { ...key, text: key.text.replace(/[$&]\{(\w+)\}/g, (all, word: string) => (word === name ? value : all)) },
      value: node,
      bindings,
    }));
  });
}

function splitList(value: Value | undefined): (Value | undefined)[] {
  if (!value?.known) return [value];
  return value.value.split(',').map((text) => known(text.trim(), value.span, value.from));
}
