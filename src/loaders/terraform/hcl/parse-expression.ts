import { parseHeredoc, parseQuoted } from './parse-template.js';
import { MAX_DEPTH, type Scanner } from './scanner.js';
import type { BinaryOperator, Expression, ForExpression, ObjectItem, Step } from './syntax.js';

/** Binding strength of the binary operators, weakest first; longer spellings before their prefixes. */
const OPERATORS: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const NUMBER = /\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y;

/**
 * Parses one expression, leaving the scanner behind it.
 *
 * @throws TollgateError SYNTAX.
 */
export function parseExpression(scanner: Scanner): Expression {
  return scanner.nested(scanner.newlinesCount, () => parseConditional(scanner));
}

function parseConditional(scanner: Scanner): Expression {
  scanner.skip();
  const start = scanner.at;
  const condition = parseBinary(scanner, 0);
  scanner.skip();
  if (!scanner.take('?')) return condition;
  const whenTrue = parseExpression(scanner);
  scanner.skip();
  if (!scanner.take(':')) throw scanner.expected('":" of the conditional');
  const whenFalse = parseExpression(scanner);
  return { kind: 'conditional', condition, whenTrue, whenFalse, span: scanner.from(start) };
}

function parseBinary(scanner: Scanner, level: number): Expression {
  const operators = OPERATORS[level];
  if (!operators) return parseUnary(scanner);
  scanner.skip();
  const start = scanner.at;
  let left = parseBinary(scanner, level + 1);
  for (let length = 0; ; length++) {
    const end = scanner.at;
    scanner.skip();
    const operator = operators.find((candidate) => scanner.take(candidate));
    if (!operator) {
      scanner.at = end;
      return left;
    }
    if (length > MAX_DEPTH) throw scanner.error('a longer chain of operators than any module has', start);
    const right = parseBinary(scanner, level + 1);
    left = { kind: 'binary', operator, left, right, span: scanner.from(start) };
  }
}

function parseUnary(scanner: Scanner): Expression {
  scanner.skip();
  const start = scanner.at;
  const operator = scanner.take('!') ? '!' : scanner.take('-') ? '-' : undefined;
  if (!operator) return parsePostfix(scanner);
  const operand = scanner.nested(scanner.newlinesCount, () => parseUnary(scanner));
  return { kind: 'unary', operator, operand, span: scanner.from(start) };
}

function parsePostfix(scanner: Scanner): Expression {
  const start = scanner.at;
  const root = parsePrimary(scanner);
  const steps = parseSteps(scanner);
  if (typeof root !== 'string' && steps.length === 0) return root;
  return { kind: 'traversal', root, steps, span: scanner.from(start) };
}

function parseSteps(scanner: Scanner): Step[] {
  const steps: Step[] = [];
  for (;;) {
    if (steps.length > MAX_DEPTH) throw scanner.error('a longer chain of attributes than any module has', scanner.at);
    const end = scanner.at;
    scanner.skip();
    if (scanner.looksAt('.') && !scanner.looksAt('...')) {
      scanner.take('.');
      steps.push(parseAttributeStep(scanner));
    } else if (scanner.take('[')) {
      steps.push(parseIndexStep(scanner));
    } else {
      scanner.at = end;
      return steps;
    }
  }
}

function parseAttributeStep(scanner: Scanner): Step {
  scanner.skip();
  if (scanner.take('*')) return { kind: 'splat', full: false };
  const start = scanner.at;
  const digits = scanner.match(/\d+/y);
  if (digits !== undefined) {
    const index: Expression = { kind: 'literal', value: Number(digits), span: scanner.from(start) };
    return { kind: 'index', index };
  }
  const name = scanner.identifier();
  if (name === undefined) throw scanner.expected('an attribute name after "."');
  return { kind: 'attribute', name };
}

function parseIndexStep(scanner: Scanner): Step {
  const open = scanner.at - 1;
  return scanner.nested(false, (): Step => {
    scanner.skip();
    if (scanner.take('*')) {
      close(scanner, ']', open);
      return { kind: 'splat', full: true };
    }
    const index = parseExpression(scanner);
    close(scanner, ']', open);
    return { kind: 'index', index };
  });
}

/** A primary expression; a bare name is returned as text, for the traversal that it begins. */
function parsePrimary(scanner: Scanner): Expression | string {
  const start = scanner.at;
  if (scanner.take('(')) return parseParenthesis(scanner, start);
  if (scanner.take('[')) return parseTuple(scanner, start);
  if (scanner.take('{')) return parseObject(scanner, start);
  if (scanner.take('"')) return parseQuoted(scanner);
  if (scanner.looksAt('<<')) return parseHeredoc(scanner);
  const number = scanner.match(NUMBER);
  if (number !== undefined) return { kind: 'literal', value: Number(number), span: scanner.from(start) };
  const name = scanner.match(/(?:[\p{ID_Start}_][\p{ID_Continue}-]*::)*[\p{ID_Start}_][\p{ID_Continue}-]*/uy);
  if (name === undefined) throw scanner.expected('a value');
  if (scanner.take('(')) return parseCall(scanner, name, start);
  const literal = LITERALS.get(name);
  return literal === undefined ? name : { kind: 'literal', value: literal, span: scanner.from(start) };
}

const LITERALS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function parseParenthesis(scanner: Scanner, start: number): Expression {
  return scanner.nested(false, () => {
    const inner = parseExpression(scanner);
    close(scanner, ')', start);
    return inner;
  });
}

function parseCall(scanner: Scanner, name: string, start: number): Expression {
  const open = scanner.at - 1;
  const args: Expression[] = [];
  let spread = false;
  scanner.nested(false, () => {
    for (;;) {
      scanner.skip();
      if (scanner.take(')')) return;
      args.push(parseExpression(scanner));
      scanner.skip();
      spread = scanner.take('...');
      scanner.skip();
      if (!scanner.take(',')) return close(scanner, ')', open);
    }
  });
  return { kind: 'call', name, arguments: args, spread, span: scanner.from(start) };
}

function parseTuple(scanner: Scanner, start: number): Expression {
  return scanner.nested(false, (): Expression => {
    scanner.skip();
    if (scanner.word('for')) return parseFor(scanner, start, ']');
    const items: Expression[] = [];
    for (;;) {
      scanner.skip();
      if (scanner.take(']')) break;
      items.push(parseExpression(scanner));
      scanner.skip();
      if (scanner.take(',')) continue;
      close(scanner, ']', start);
      break;
    }
    return { kind: 'tuple', items, span: scanner.from(start) };
  });
}

function parseObject(scanner: Scanner, start: number): Expression {
  return scanner.nested(true, (): Expression => {
    scanner.skipLines();
    if (startsFor(scanner)) return scanner.nested(false, () => parseFor(scanner, start, '}'));
    const items: ObjectItem[] = [];
    for (;;) {
      scanner.skipLines();
      if (scanner.take('}')) return { kind: 'object', items, span: scanner.from(start) };
      if (scanner.atEnd()) throw scanner.error('the "{" that opens here is never closed', start);
      items.push(parseObjectItem(scanner));
      scanner.skip();
      if (!scanner.take(',') && !scanner.looksAt('\n') && !scanner.looksAt('}'))
        throw scanner.expected('"," or a new line after an item of the object');
    }
  });
}

/** `{ for k, v in … }` is a loop, `{ for = 1 }` an attribute. */
function startsFor(scanner: Scanner): boolean {
  const start = scanner.at;
  if (scanner.word('for')) {
    scanner.skipLines();
    if (!scanner.looksAt('=') && !scanner.looksAt(':')) return true;
  }
  scanner.at = start;
  return false;
}

function parseObjectItem(scanner: Scanner): ObjectItem {
  const computed = scanner.looksAt('(');
  const written = parseBinary(scanner, 0);
  const key = computed ? written : objectKey(written);
  scanner.skip();
  if (!scanner.take('=') && !scanner.take(':')) throw scanner.expected('"=" after a key of the object');
  scanner.skipLines();
  return { key, value: parseExpression(scanner) };
}

/** A bare name as key stands for its own text. */
function objectKey(key: Expression): Expression {
  if (key.kind !== 'traversal' || typeof key.root !== 'string' || key.steps.length > 0) return key;
  return { kind: 'template', parts: [{ kind: 'text', text: key.root, span: key.span }], span: key.span };
}

function parseFor(scanner: Scanner, start: number, end: ']' | '}'): ForExpression {
  const [key, item] = parseLoopNames(scanner);
  const collection = parseExpression(scanner);
  scanner.skip();
  if (!scanner.take(':')) throw scanner.expected('":" after the collection of the for expression');
  let result = parseExpression(scanner);
  let resultKey: Expression | undefined;
  scanner.skip();
  if (end === '}') {
    if (!scanner.take('=>')) throw scanner.expected('"=>" in the for expression of an object');
    resultKey = result;
    result = parseExpression(scanner);
    scanner.skip();
  }
  const grouped = scanner.take('...');
  scanner.skip();
  const condition = scanner.word('if') ? parseExpression(scanner) : undefined;
  close(scanner, end, start);
  return { kind: 'for', key, item, collection, resultKey, result, grouped, condition, span: scanner.from(start) };
}

/** `k, v in` or `v in`: the key's name when there is one, and the item's. */
export function parseLoopNames(scanner: Scanner): [string | undefined, string] {
  scanner.skip();
  const first = scanner.identifier();
  if (first === undefined) throw scanner.expected('a name after "for"');
  scanner.skip();
  let second: string | undefined;
  if (scanner.take(',')) {
    scanner.skip();
    second = scanner.identifier();
    if (second === undefined) throw scanner.expected('a second name after "for"');
    scanner.skip();
  }
  if (!scanner.word('in')) throw scanner.expected('"in"');
  return second === undefined ? [undefined, first] : [first, second];
}

function close(scanner: Scanner, token: string, open: number): void {
  scanner.skip();
  if (scanner.take(token)) return;
  if (scanner.atEnd()) throw scanner.error(`the "${scanner.source.text[open]}" that opens here is never closed`, open);
  throw scanner.expected(`"${token}"`);
}
