import type { RiskExpression } from '../../model/checklist.js';

/** Assignments tried before giving up: far more than any checklist needs, a bound against contrived ones. */
const MAX_STEPS = 200_000;

/**
 * Looks for statements that make a risk condition true.
 *
 * @returns the ids that hold in one solution, `unsatisfiable`, or `undecided` when the search became too large.
 */
export function satisfy(expression: RiskExpression): readonly string[] | 'unsatisfiable' | 'undecided' {
  const names = [...new Set(namesIn(expression))];
  const assigned = new Map<string, boolean>();
  let steps = 0;
  const search = (at: number): boolean | 'undecided' => {
    const value = partial(expression, assigned);
    if (value !== undefined) return value;
    if (++steps > MAX_STEPS) return 'undecided';
    const name = names[at]!;
    for (const choice of [true, false]) {
      assigned.set(name, choice);
      const found = search(at + 1);
      if (found !== false) return found;
    }
    assigned.delete(name);
    return false;
  };
  const found = search(0);
  if (found === 'undecided') return found;
  return found ? names.filter((name) => assigned.get(name) === true) : 'unsatisfiable';
}

/** The statements that a condition mentions, in the order written. */
export function namesIn(expression: RiskExpression): string[] {
  return mentionsOf(expression).map(({ id }) => id);
}

/** The statements that a condition mentions, with their offsets in its text. */
export function mentionsOf(expression: RiskExpression): { readonly id: string; readonly offset: number }[] {
  switch (expression.kind) {
    case 'default':
      return [];
    case 'statement':
      return [expression];
    case 'not':
      return mentionsOf(expression.operand);
    case 'and':
    case 'or':
      return [...mentionsOf(expression.left), ...mentionsOf(expression.right)];
  }
}

/** The value under an assignment that may be incomplete; undefined when it is still open. */
function partial(expression: RiskExpression, assigned: ReadonlyMap<string, boolean>): boolean | undefined {
  switch (expression.kind) {
    case 'default':
      return true;
    case 'statement':
      return assigned.get(expression.id);
    case 'not': {
      const operand = partial(expression.operand, assigned);
      return operand === undefined ? undefined : !operand;
    }
    case 'and':
    case 'or': {
      const decides = expression.kind === 'or';
      const left = partial(expression.left, assigned);
      if (left === decides) return decides;
      const right = partial(expression.right, assigned);
      if (right === decides) return decides;
      return left === undefined || right === undefined ? undefined : !decides;
    }
  }
}
