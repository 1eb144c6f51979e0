import type { Span } from '../../../model/located.js';
import type { BinaryOperator } from '../hcl/syntax.js';
import { type Datum, EvaluationError, equal, scalarOf, unknownFrom } from './datum.js';

/**
 * The truth of a condition; undefined when it is not known.
 *
 * @throws EvaluationError when it is no truth value.
 */
export function truth(datum: Datum): boolean | undefined {
  if (datum.kind === 'unknown') return undefined;
  if (datum.kind === 'boolean') return datum.value;
  if (datum.kind === 'text' && datum.value === 'true') return true;
  if (datum.kind === 'text' && datum.value === 'false') return false;
  throw new EvaluationError('a condition that is neither true nor false');
}

/** `!x`, `-x`. */
export function negate(operator: '!' | '-', operand: Datum, expression: string, span: Span): Datum {
  if (operand.kind === 'unknown') return unknownFrom([operand], expression, span);
  if (operator === '!') return { kind: 'boolean', value: !truth(operand), span };
  return { kind: 'number', value: -numberOf(operand), span };
}

/** Applies a binary operator; the right side is evaluated only when the left does not decide. */
export function binary(
  operator: BinaryOperator,
  left: Datum,
  right: () => Datum,
  expression: string,
  span: Span,
): Datum {
  switch (operator) {
    case '&&':
      return logic(left, right, false, expression, span);
    case '||':
      return logic(left, right, true, expression, span);
    case '==':
    case '!=': {
      const other = right();
      const outcome = equal(left, other);
      if (outcome === undefined) return unknownFrom([left, other], expression, span);
      return { kind: 'boolean', value: outcome === (operator === '=='), span };
    }
    case '<':
    case '>':
    case '<=':
    case '>=':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return numeric(operator, left, right(), expression, span);
  }
}

/** `&&` and `||`: one operand that is `decisive` decides, whatever the other is. */
function logic(left: Datum, right: () => Datum, decisive: boolean, expression: string, span: Span): Datum {
  const first = truth(left);
  if (first === decisive) return { kind: 'boolean', value: decisive, span };
  const other = right();
  const second = truth(other);
  if (second === decisive) return { kind: 'boolean', value: decisive, span };
  if (first === undefined || second === undefined) return unknownFrom([left, other], expression, span);
  return { kind: 'boolean', value: !decisive, span };
}

type NumericOperator = Exclude<BinaryOperator, '&&' | '||' | '==' | '!='>;

function numeric(operator: NumericOperator, left: Datum, right: Datum, expression: string, span: Span): Datum {
  if (left.kind === 'unknown' || right.kind === 'unknown') return unknownFrom([left, right], expression, span);
  const value = compute(operator, numberOf(left), numberOf(right));
  return typeof value === 'number' ? { kind: 'number', value, span } : { kind: 'boolean', value, span };
}

function compute(operator: NumericOperator, a: number, b: number): number | boolean {
  switch (operator) {
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0) throw new EvaluationError('a division by zero');
      return a / b;
    case '%':
      if (b === 0) throw new EvaluationError('a division by zero');
      return a % b;
  }
}

/**
 * The number of a scalar.
 *
 * @throws EvaluationError when it is none.
 */
export function numberOf(datum: Datum): number {
  const text = datum.kind === 'boolean' ? undefined : scalarOf(datum);
  const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(number)) throw new EvaluationError('a number is wanted here');
  return number;
}
