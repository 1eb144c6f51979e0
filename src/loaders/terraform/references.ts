import type { Hole, Part, Span } from '../../model/located.js';
import { sourceOf } from './evaluate/access.js';
import { type Datum, distinctHoles, scalarOf, type UnknownDatum, unknownHole } from './evaluate/datum.js';
import type { Resolved } from './evaluate/evaluator.js';
import type { Step } from './hcl/syntax.js';

/** The attribute of a resource says nothing beyond its kind; outputs and data have telling ones. */
export function withoutAttribute(address: string, steps: readonly Step[]): readonly Step[] {
  return address.startsWith('data.') || address.startsWith('module.') || steps[0]?.kind !== 'attribute'
    ? steps
    : steps.slice(1);
}

/**
 * A reference to a thing: its words as label, an instance key among them, and beside it whatever open values it rests on.
 */
export function reference(
  address: string,
  words: readonly string[],
  index: Datum | undefined,
  open: readonly Hole[],
  settledBy: string,
  span: Span,
  module: string,
): UnknownDatum {
  const key = index && scalarOf(index);
  const label = [...new Set(key === undefined || index?.kind === 'number' ? words : [...words, key])].join('.');
  const hole: Hole = { kind: 'reference', expression: address, label, settledBy };
  const inIndex = index && key === undefined ? distinctHoles([index]) : [];
  const holes = new Map([...open, ...inIndex].map((part) => [part.expression, part]));
  const parts: Part[] = [hole, ...holes.values()];
  return { kind: 'unknown', expression: sourceOf(span), parts, span, origin: { module, address, index } };
}

/** Something that names no environment. */
export function neutral(expression: string, span: Span): UnknownDatum {
  return unknownHole(
    { kind: 'neutral', expression, label: '', settledBy: 'check the plan instead (terraform show -json)' },
    span,
  );
}

/** A name that stands for nothing that Terraform knows. */
export function unresolvable(root: string, span: Span): Resolved {
  const settledBy = `mend the expression (nothing is called ${root})`;
  return { datum: unknownHole({ kind: 'open', expression: sourceOf(span), label: root, settledBy }, span), rest: [] };
}

/** An unknown output of a module: the words of the call stand before those of the thing inside it. */
export function throughCall(datum: UnknownDatum, call: UnknownDatum): UnknownDatum {
  const words = call.parts.flatMap((part) =>
    typeof part !== 'string' && part.kind === 'reference' ? [part.label] : [],
  );
  const parts = datum.parts.map((part): Part => {
    if (typeof part === 'string' || part.kind !== 'reference') return part;
    return { ...part, label: [...words, part.label].filter((word) => word !== '').join('.') };
  });
  return { ...datum, parts };
}
