import type { RiskExpression, RiskRule } from '../../model/checklist.js';
import type { Lint } from './lint-message.js';
import { mentionsOf, satisfy } from './satisfy.js';

/** What is wrong with the risk rules of one question: the first true one wins, so order matters. */
export function lintRules(options: readonly { readonly id: string }[], rules: readonly RiskRule[]): Lint[] {
  const known = new Set(options.map((option) => option.id));
  return [...rules.flatMap((rule, index) => lintRule(known, rules, rule, index)), ...lintDefault(rules)];
}

function lintRule(known: ReadonlySet<string>, rules: readonly RiskRule[], rule: RiskRule, index: number): Lint[] {
  const { expression, text } = rule.condition;
  const { location } = rule;
  const unknown = [...new Set(mentionsOf(expression).map(({ id }) => id))].filter((id) => !known.has(id));
  if (unknown.length > 0)
    return unknown.map((id) => ({
      level: 'error',
      message: `the rule "${text}" names "${id}", which is none of the choices`,
      location,
      hint: `The choices are ${[...known].join(', ')}.`,
    }));
  if (rules.slice(0, index).some((earlier) => earlier.risk === rule.risk))
    return [{ level: 'error', message: `a second rule gives ${rule.risk} risk; one per level is allowed`, location }];
  if (expression.kind === 'default') return [];
  if (satisfy(expression) === 'unsatisfiable')
    return [
      {
        level: 'error',
        message: `the rule "${text}" can never be true, so nobody ever gets ${rule.risk} risk from it`,
        location,
        hint: 'Look for a choice that must hold and not hold at once.',
      },
    ];
  const left = rules
    .slice(0, index)
    .reduce<RiskExpression>(
      (rest, earlier) => ({ kind: 'and', left: rest, right: { kind: 'not', operand: earlier.condition.expression } }),
      expression,
    );
  if (satisfy(left) === 'unsatisfiable')
    return [
      {
        level: 'error',
        message: `the rule "${text}" never decides: whenever it is true, an earlier rule is too`,
        location,
        hint: 'Put it before the rule that is wider, or narrow that one.',
      },
    ];
  return [];
}

function lintDefault(rules: readonly RiskRule[]): Lint[] {
  const at = rules.findIndex((rule) => rule.condition.expression.kind === 'default');
  if (at < 0) {
    const location = rules[0]?.location;
    return location
      ? [
          {
            level: 'error',
            message: 'there is no default rule: an answer that no rule foresees has no risk level',
            location,
            hint: 'End with a rule whose condition is default, and give it the worst risk.',
          },
        ]
      : [];
  }
  if (at === rules.length - 1) return [];
  const { location } = rules[at]!;
  return [{ level: 'error', message: 'the default rule is not the last: the rules after it never decide', location }];
}
