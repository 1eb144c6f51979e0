import type { Span } from '../../model/located.js';
import type { Unexpanded } from '../../model/pipeline.js';
import type { Datum } from './evaluate/datum.js';

/**
 * A block of a resource with its values, whether it was written in HCL or stands in a plan: everything that reads
 * resources is written against this, so that both come out alike.
 */
export interface ResourceBlock {
  readonly span: Span;
  /** Present only under a condition that is not resolved. */
  readonly optional: boolean;
  /** The value of an attribute; undefined when it is absent or null. */
  attribute(name: string): Datum | undefined;
  /** The nested blocks of a type in order, dynamic ones unrolled. */
  blocks(type: string): readonly ResourceBlock[];
  /** Places where nested blocks of a type may stand that are not known. */
  unexpanded(type: string): readonly Unexpanded[];
}

/** The first nested block of a type. */
export function firstBlock(block: ResourceBlock | undefined, type: string): ResourceBlock | undefined {
  return block?.blocks(type)[0];
}

/** The nested block at a path of types, when it is certain to be there: what may be missing protects nothing. */
export function sureBlock(block: ResourceBlock | undefined, ...path: readonly string[]): ResourceBlock | undefined {
  let inner = block;
  for (const type of path) inner = inner?.blocks(type).find((candidate) => !candidate.optional);
  return inner;
}

/** Resources in sight, for looking up what a pipeline names. */
export interface Resources {
  /** All resources of a type in the same module, in order. */
  all(type: string): readonly ResourceBlock[];
  /** All resources of a type in the other modules in sight. */
  elsewhere(type: string): readonly ResourceBlock[];
  /** The resource that a value was read from, when it was read from one of this type. */
  origin(datum: Datum, type: string): ResourceBlock | undefined;
  /** The call of a module whose output a value is. */
  moduleCall(datum: Datum | undefined): ResourceBlock | undefined;
}

/** All resources of a type in all modules in sight, those of the same module first. */
export function everywhere(resources: Resources, type: string): readonly ResourceBlock[] {
  return [...resources.all(type), ...resources.elsewhere(type)];
}
