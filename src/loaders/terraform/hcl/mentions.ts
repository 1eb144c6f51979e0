import type { Expression, TemplatePart } from './syntax.js';

/** Whether an expression takes anything from a name. A `for` variable of the same name counts too: better once too often. */
export function mentions(expression: Expression, name: string): boolean {
  const any = (expressions: readonly (Expression | undefined)[]) =>
    expressions.some((inner) => inner !== undefined && mentions(inner, name));
  switch (expression.kind) {
    case 'literal':
      return false;
    case 'template':
      return expression.parts.some((part) => partMentions(part, name));
    case 'tuple':
      return any(expression.items);
    case 'object':
      return expression.items.some((item) => any([item.key, item.value]));
    case 'for':
      return any([expression.collection, expression.resultKey, expression.result, expression.condition]);
    case 'conditional':
      return any([expression.condition, expression.whenTrue, expression.whenFalse]);
    case 'unary':
      return mentions(expression.operand, name);
    case 'binary':
      return any([expression.left, expression.right]);
    case 'call':
      return any(expression.arguments);
    case 'traversal': {
      const indexes = expression.steps.map((step) => (step.kind === 'index' ? step.index : undefined));
      return (
        expression.root === name || any([typeof expression.root === 'string' ? undefined : expression.root, ...indexes])
      );
    }
  }
}

function partMentions(part: TemplatePart, name: string): boolean {
  switch (part.kind) {
    case 'text':
      return false;
    case 'value':
      return mentions(part.value, name);
    case 'if':
      return (
        mentions(part.condition, name) ||
        [...part.whenTrue, ...part.whenFalse].some((inner) => partMentions(inner, name))
      );
    case 'for':
      return mentions(part.collection, name) || part.body.some((inner) => partMentions(inner, name));
  }
}
