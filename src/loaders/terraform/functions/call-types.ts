import type { Span } from '../../../model/located.js';
import {
  type Datum,
  datumOf,
  EvaluationError,
  isKnown,
  type ListDatum,
  plain,
  scalarOf,
  unknownFrom,
} from '../evaluate/datum.js';
import type { Evaluator } from '../evaluate/evaluator.js';

/** One call of a function. */
export interface Call {
  readonly args: readonly Datum[];
  /** The call as written. */
  readonly text: string;
  readonly span: Span;
  readonly argumentSpans: readonly Span[];
  readonly evaluator: Evaluator;
}

/**
 * A function of Terraform.
 *
 * @throws EvaluationError when its arguments are wrong.
 */
export type TerraformFunction = (call: Call) => Datum;

/** A function of plain values: unknown as soon as an argument is, wrong when it throws or gives undefined. */
export function pure(compute: (...args: never[]) => unknown): TerraformFunction {
  return ({ args, text, span }) => {
    if (!args.every(isKnown)) return unknownFrom(args, text, span);
    const result = compute(...(args.map(plain) as never[]));
    if (result === undefined) throw new EvaluationError(`${text} does not evaluate`);
    return datumOf(result, span, originOf(args));
  };
}

/** Where the first argument that says so came from. */
export function originOf(args: readonly Datum[]): string | undefined {
  return args.find((argument) => argument.from !== undefined)?.from;
}

/**
 * An argument.
 *
 * @throws EvaluationError when it is missing.
 */
export function argument(call: Call, index: number): Datum {
  const datum = call.args[index];
  if (!datum) throw new EvaluationError(`${call.text} lacks an argument`);
  return datum;
}

/**
 * A text argument; undefined when it is not known.
 *
 * @throws EvaluationError when it is no text.
 */
export function textArgument(call: Call, index: number): string | undefined {
  const datum = argument(call, index);
  if (datum.kind === 'unknown') return undefined;
  const text = scalarOf(datum);
  if (text === undefined) throw new EvaluationError(`${call.text} wants a text`);
  return text;
}

/** A list argument, an unknown one as any number of items. An object gives its values. */
export function listArgument(call: Call, index: number): ListDatum {
  const datum = argument(call, index);
  if (datum.kind === 'list') return datum;
  if (datum.kind === 'unknown') return { kind: 'list', items: [{ ...datum, spread: true }], span: datum.span };
  throw new EvaluationError(`${call.text} wants a list`);
}
