import type { Value } from '../../model/located.js';
import type { ResourceBlock } from './resource-block.js';

/** Stands for something that must be there and is not. */
export function missing(block: ResourceBlock, what: string): Value {
  const hole = { kind: 'open', expression: `(no ${what})`, label: '', settledBy: `write the ${what}` } as const;
  return { known: false, expression: `(no ${what})`, parts: [hole], span: block.span };
}
