import type { Block, Expression } from './hcl/syntax.js';
import { attributeNamed } from './module.js';

/** The closed list of values that a variable's validation lets through; undefined when it does not close it. */
export function choicesOf(block: Block, name: string): readonly string[] | undefined {
  const validations = block.body.blocks.filter((nested) => nested.type === 'validation');
  for (const validation of validations) {
    const condition = attributeNamed(validation.body, 'condition');
    const choices = condition && choicesIn(condition, name);
    if (choices && choices.length > 0) return [...new Set(choices)];
  }
  return undefined;
}

/** `contains([…], var.x)`, `var.x == "a" || var.x == "b"`, `can(regex("^(a|b)$", var.x))`; of `a && b`, whichever closes it. */
function choicesIn(condition: Expression, name: string): readonly string[] | undefined {
  if (condition.kind === 'call') return choicesOfCall(condition, name);
  if (condition.kind !== 'binary') return undefined;
  const { left, right } = condition;
  switch (condition.operator) {
    case '||': {
      const [a, b] = [choicesIn(left, name), choicesIn(right, name)];
      return a && b && [...a, ...b];
    }
    case '&&':
      return choicesIn(left, name) ?? choicesIn(right, name);
    case '==': {
      const text = isVariable(left, name)
        ? literalText(right)
        : isVariable(right, name)
          ? literalText(left)
          : undefined;
      return text === undefined ? undefined : [text];
    }
    default:
      return undefined;
  }
}

function choicesOfCall(call: Expression & { kind: 'call' }, name: string): readonly string[] | undefined {
  const [first, second] = call.arguments;
  if (!first) return undefined;
  if (call.name === 'can' || call.name === 'anytrue' || call.name === 'length') return choicesIn(first, name);
  if (!second || !isVariable(second, name)) return undefined;
  if (call.name === 'contains') return literalList(first);
  return call.name === 'regex' || call.name === 'regexall' ? alternatives(literalText(first)) : undefined;
}

function alternatives(pattern: string | undefined): readonly string[] | undefined {
  const inner = pattern === undefined ? undefined : /^\^\((?:\?:)?([\w|-]+)\)\$$/.exec(pattern)?.[1];
  return inner?.split('|');
}

function isVariable(expression: Expression, name: string): boolean {
  if (expression.kind === 'call' && /^(lower|tostring|trimspace)$/.test(expression.name))
    return expression.arguments[0] !== undefined && isVariable(expression.arguments[0], name);
  if (expression.kind !== 'traversal' || expression.root !== 'var' || expression.steps.length !== 1) return false;
  const [step] = expression.steps;
  return step?.kind === 'attribute' && step.name === name;
}

function literalList(expression: Expression): readonly string[] | undefined {
  if (expression.kind === 'call' && /^(toset|tolist)$/.test(expression.name) && expression.arguments[0])
    return literalList(expression.arguments[0]);
  if (expression.kind !== 'tuple') return undefined;
  const texts = expression.items.map(literalText);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** The text of a template without anything in it; undefined for other expressions. */
export function literalText(expression: Expression): string | undefined {
  if (expression.kind !== 'template' || expression.parts.some((part) => part.kind !== 'text')) return undefined;
  return expression.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}
