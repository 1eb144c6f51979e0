import type { Part } from '../../model/located.js';
import { type Datum, scalarOf, textParts } from './evaluate/datum.js';
import type { ResourceBlock, Resources } from './resource-block.js';

/** The resource that a value names: the one it was read from, else one of the same name. */
export function findResource(
  resources: Resources,
  datum: Datum | undefined,
  type: string,
  nameAttribute: string,
): ResourceBlock | undefined {
  if (!datum) return undefined;
  const origin = resources.origin(datum, type);
  if (origin) return origin;
  const wanted = spelled(datum);
  if (wanted === '') return undefined;
  const isNamed = (candidate: ResourceBlock) => {
    const name = candidate.attribute(nameAttribute);
    return name !== undefined && namesSame(wanted, spelled(name));
  };
  const near = resources.all(type).find(isNamed);
  // What is not known may be spelled alike in two modules and be two things.
  return near || scalarOf(datum) === undefined ? near : resources.elsewhere(type).find(isNamed);
}

/** A name matches itself and the ARN that ends with it. */
function namesSame(wanted: string, name: string): boolean {
  return (
    name !== '' &&
    (wanted === name ||
      (wanted.startsWith('arn:') && /[:/]/.test(wanted.at(-name.length - 1) ?? '') && wanted.endsWith(name)))
  );
}

/** An address, and the module in which it is one. */
export interface Place {
  readonly module: string;
  readonly address: string;
}

/** Whether a text holds a name, or refers to the resource at an address. */
export function speaksOf(datum: Datum, { module, address }: Place, name: Datum | undefined): boolean {
  if (datum.origin?.module === module && datum.origin.address === address) return true;
  const parts = textParts(datum) ?? [];
  if (parts.some((part) => typeof part !== 'string' && part.expression === address)) return true;
  const wanted = name ? spelled(name) : '';
  return wanted.length > 2 && spelled(datum).includes(wanted);
}

/** A value as one text, unknown parts by their expressions: equal texts name the same thing. */
function spelled(datum: Datum): string {
  const text = scalarOf(datum);
  if (text !== undefined) return text;
  return (textParts(datum) ?? [])
    .map((part: Part) => (typeof part === 'string' ? part : `\u0000${part.expression}\u0000`))
    .join('');
}
