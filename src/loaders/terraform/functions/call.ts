import { sourceOf, spreadArguments } from '../evaluate/access.js';
import { type Datum, EvaluationError, unknownFrom } from '../evaluate/datum.js';
import type { Evaluator } from '../evaluate/evaluator.js';
import type { Scope } from '../evaluate/scope.js';
import type { Expression } from '../hcl/syntax.js';
import type { Call, TerraformFunction } from './call-types.js';
import { COLLECTION_FUNCTIONS } from './collections.js';
import { CONVERSION_FUNCTIONS } from './conversions.js';
import { ENCODING_FUNCTIONS } from './encodings.js';
import { FILE_FUNCTIONS } from './files.js';
import { NEUTRAL_FUNCTIONS } from './neutral.js';
import { NUMBER_FUNCTIONS } from './numbers.js';
import { TEXT_FUNCTIONS } from './texts.js';

/** Every function that is evaluated, by name. What is not listed leaves an unknown. */
const FUNCTIONS: ReadonlyMap<string, TerraformFunction> = new Map([
  ...Object.entries(TEXT_FUNCTIONS),
  ...Object.entries(NUMBER_FUNCTIONS),
  ...Object.entries(COLLECTION_FUNCTIONS),
  ...Object.entries(CONVERSION_FUNCTIONS),
  ...Object.entries(ENCODING_FUNCTIONS),
  ...Object.entries(FILE_FUNCTIONS),
  ...Object.entries(NEUTRAL_FUNCTIONS),
]);

/**
 * Calls one of Terraform's functions.
 *
 * @throws EvaluationError when its arguments are wrong.
 */
export function callFunction(evaluator: Evaluator, expression: Expression & { kind: 'call' }, scope: Scope): Datum {
  const name = expression.name.replace(/^core::/, '');
  if (name === 'try') return attempt(evaluator, expression, scope);
  if (name === 'can') return can(evaluator, expression, scope);
  const given = expression.arguments.map((argument) => evaluator.evaluate(argument, scope));
  const args = expression.spread ? spreadLast(given) : given;
  const text = sourceOf(expression.span);
  const implementation = FUNCTIONS.get(name);
  if (!args || !implementation) return unknownFrom(given, text, expression.span);
  const call: Call = {
    args,
    text,
    span: expression.span,
    evaluator,
    argumentSpans: expression.arguments.map((argument) => argument.span),
  };
  return implementation(call);
}

function spreadLast(given: readonly Datum[]): readonly Datum[] | undefined {
  const last = given.at(-1);
  const items = last && spreadArguments(last);
  return items && [...given.slice(0, -1), ...items];
}

/** The first argument that evaluates. An unknown one may fail or not: what comes after it can no longer be told. */
function attempt(evaluator: Evaluator, expression: Expression & { kind: 'call' }, scope: Scope): Datum {
  for (const argument of expression.arguments) {
    try {
      return evaluator.evaluate(argument, scope);
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
    }
  }
  throw new EvaluationError('no argument of try evaluates');
}

function can(evaluator: Evaluator, expression: Expression & { kind: 'call' }, scope: Scope): Datum {
  const { span } = expression;
  try {
    const value = evaluator.evaluate(expression.arguments[0]!, scope);
    return value.kind === 'unknown'
      ? unknownFrom([value], sourceOf(span), span)
      : { kind: 'boolean', value: true, span };
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return { kind: 'boolean', value: false, span };
  }
}
