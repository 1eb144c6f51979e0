import type { Hole, Part, Span } from '../../../model/located.js';

/** What an expression evaluates to: a value with the place it stands at, or what is known of one that nothing resolves. */
export type Datum = TextDatum | NumberDatum | BooleanDatum | NullDatum | ListDatum | ObjectDatum | UnknownDatum;

interface DatumBase {
  readonly span: Span;
  /** How it became known when it is not a literal: `default of variable stage`. */
  readonly from?: string;
  /** The resource, data source or module call in sight that it was read from. */
  readonly origin?: Origin;
  /** As item of a list or an object: present only under a condition that is not resolved. */
  readonly optional?: boolean;
}

/** A block that a value was read from: `aws_codebuild_project.build`, which instance of it, and the module that it stands in. */
export interface Origin {
  /** `module.build["eu"]`; empty for the module that nothing calls. */
  readonly module: string;
  readonly address: string;
  readonly index: Datum | undefined;
}

/** A text. */
export interface TextDatum extends DatumBase, Embedding {
  readonly kind: 'text';
  readonly value: string;
}

/** How a text came about, for looking into documents that stand inside texts. */
export interface Embedding {
  /** What was encoded (`jsonencode`): its structure with its own positions. */
  readonly decoded?: Datum;
  /** Where the stretches of the text stand in the source, in order. */
  readonly pieces?: readonly TextPiece[];
}

/** A stretch of a text and where it stands. Same lengths mean that it stands there letter by letter. */
export interface TextPiece {
  readonly parts: readonly Part[];
  readonly span: Span;
}

export interface NumberDatum extends DatumBase {
  readonly kind: 'number';
  readonly value: number;
}

export interface BooleanDatum extends DatumBase {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface NullDatum extends DatumBase {
  readonly kind: 'null';
}

/** A list, tuple or set. Items may be optional, and an unknown item with `spread` stands for any number of them. */
export interface ListDatum extends DatumBase {
  readonly kind: 'list';
  readonly items: readonly Datum[];
  /** Made of set elements: `for_each` keys are the elements themselves. */
  readonly set?: boolean;
}

/** An object or map. */
export interface ObjectDatum extends DatumBase {
  readonly kind: 'object';
  readonly entries: ReadonlyMap<string, Datum>;
  /** Present when further entries may exist that are not known. */
  readonly rest?: UnknownDatum;
}

/** Something that nothing at hand resolves: literal and unknown parts in order. */
export interface UnknownDatum extends DatumBase, Embedding {
  readonly kind: 'unknown';
  readonly expression: string;
  readonly parts: readonly Part[];
  /** In a list: stands for any number of items. */
  readonly spread?: boolean;
  /** The path of the file whose content this is, when that is what is out of sight. */
  readonly file?: string;
}

/** An expression that is wrong as it stands (a missing attribute, an index out of range): what `try` and `can` look for. */
export class EvaluationError extends Error {}

/** Something unknown with one hole. */
export function unknownHole(hole: Hole, span: Span): UnknownDatum {
  return { kind: 'unknown', expression: hole.expression, parts: [hole], span };
}

/** Something unknown that rests on several things: only what is unknown about them is kept. */
export function unknownFrom(sources: readonly Datum[], expression: string, span: Span): UnknownDatum {
  const holes = distinctHoles(sources);
  const hole: Hole = {
    kind: 'open',
    expression,
    label: '',
    settledBy: 'check the plan instead (terraform show -json)',
  };
  return { kind: 'unknown', expression, parts: holes.length > 0 ? holes : [hole], span };
}

/** Everything unknown inside the given values, once each. */
export function distinctHoles(sources: readonly Datum[]): Hole[] {
  const holes = new Map<string, Hole>();
  const visit = (datum: Datum): void => {
    if (datum.kind === 'unknown') {
      for (const part of datum.parts) if (typeof part !== 'string') holes.set(`${part.kind} ${part.expression}`, part);
    } else if (datum.kind === 'list') datum.items.forEach(visit);
    else if (datum.kind === 'object') {
      datum.entries.forEach(visit);
      if (datum.rest) visit(datum.rest);
    }
  };
  sources.forEach(visit);
  return [...holes.values()];
}

/** What would settle a value, as one phrase. */
export function settledBy(datum: Datum): string {
  const steps = [...new Set(distinctHoles([datum]).map((hole) => hole.settledBy))];
  return steps.length > 0 ? steps.slice(0, 3).join('; ') : 'check the plan instead (terraform show -json)';
}

/** Whether a value and all that it holds is known and certain to be there. */
export function isKnown(datum: Datum): boolean {
  switch (datum.kind) {
    case 'unknown':
      return false;
    case 'list':
      return datum.items.every((item) => !item.optional && isKnown(item));
    case 'object':
      return !datum.rest && [...datum.entries.values()].every((item) => !item.optional && isKnown(item));
    case 'text':
    case 'number':
    case 'boolean':
    case 'null':
      return true;
  }
}

/** Whether the number of a list's items is known. */
export function isExact(list: ListDatum): boolean {
  return list.items.every((item) => !item.optional && !(item.kind === 'unknown' && item.spread));
}

/** The text of a scalar, as Terraform converts it; undefined for null, collections and unknowns. */
export function scalarOf(datum: Datum): string | undefined {
  return datum.kind === 'text' || datum.kind === 'number' || datum.kind === 'boolean' ? String(datum.value) : undefined;
}

/** The parts of a scalar or unknown as text; undefined for null and collections. */
export function textParts(datum: Datum): readonly Part[] | undefined {
  if (datum.kind === 'unknown') return datum.parts;
  const text = scalarOf(datum);
  return text === undefined ? undefined : text === '' ? [] : [text];
}

/** A text when all parts are known, else something unknown with these parts. */
export function fromParts(
  parts: readonly Part[],
  expression: string,
  span: Span,
  from?: string,
): TextDatum | UnknownDatum {
  const merged: Part[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else if (part !== '') merged.push(part);
  }
  if (merged.every((part) => typeof part === 'string'))
    return { kind: 'text', value: merged.join(''), span, ...(from === undefined ? {} : { from }) };
  return { kind: 'unknown', expression, parts: merged, span };
}

/** The plain JavaScript value of something wholly known. */
export function plain(datum: Datum): unknown {
  switch (datum.kind) {
    case 'text':
    case 'number':
    case 'boolean':
      return datum.value;
    case 'null':
      return null;
    case 'list':
      return datum.items.map(plain);
    case 'object':
      return Object.fromEntries([...datum.entries].map(([key, item]) => [key, plain(item)]));
    case 'unknown':
      throw new EvaluationError(`${datum.expression} is not known`);
  }
}

/** A datum of a plain JavaScript value, all of it standing at one place. */
export function datumOf(value: unknown, span: Span, from?: string): Datum {
  const base = from === undefined ? { span } : { span, from };
  if (typeof value === 'string') return { kind: 'text', value, ...base };
  if (typeof value === 'number') return { kind: 'number', value, ...base };
  if (typeof value === 'boolean') return { kind: 'boolean', value, ...base };
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => datumOf(item, span, from)), ...base };
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, item]) => [key, datumOf(item, span, from)] as const);
    return { kind: 'object', entries: new Map(entries), ...base };
  }
  return { kind: 'null', ...base };
}

/** Whether two known values are equal; undefined when that is not known. */
export function equal(left: Datum, right: Datum): boolean | undefined {
  if (left.kind === 'unknown' || right.kind === 'unknown') return unknownEqual(left, right);
  if (left.kind === 'list' && right.kind === 'list') {
    if (!isExact(left) || !isExact(right)) return undefined;
    if (left.items.length !== right.items.length) return false;
    return everyEqual(left.items.map((item, index) => [item, right.items[index]!]));
  }
  if (left.kind === 'object' && right.kind === 'object') {
    if (left.rest || right.rest) return undefined;
    if (left.entries.size !== right.entries.size || [...left.entries.keys()].some((key) => !right.entries.has(key)))
      return false;
    return everyEqual([...left.entries].map(([key, item]) => [item, right.entries.get(key)!]));
  }
  if (left.kind === 'null' || right.kind === 'null') return left.kind === right.kind;
  const a = scalarOf(left);
  // Terraform's == does not convert ("1" == 1 is false), but true == "true" is written everywhere and meant.
  return a !== undefined && a === scalarOf(right);
}

function everyEqual(pairs: readonly (readonly [Datum, Datum])[]): boolean | undefined {
  const outcomes = pairs.map(([a, b]) => equal(a, b));
  return outcomes.includes(false) ? false : outcomes.includes(undefined) ? undefined : true;
}

/** A text with unknown parts is no text that its literal parts or its closed list of choices rule out. */
function unknownEqual(left: Datum, right: Datum): boolean | undefined {
  const [unknown, other] = left.kind === 'unknown' ? [left, right] : [right, left];
  const text = scalarOf(other);
  if (unknown.kind !== 'unknown' || text === undefined) return undefined;
  const [first] = unknown.parts;
  if (unknown.parts.length === 1 && typeof first === 'object')
    return first.choices?.includes(text) === false ? false : undefined;
  const last = unknown.parts.at(-1);
  if (typeof first === 'string' && !text.startsWith(first)) return false;
  if (typeof last === 'string' && !text.endsWith(last)) return false;
  return unknown.parts.some((part) => typeof part === 'string' && !text.includes(part)) ? false : undefined;
}
