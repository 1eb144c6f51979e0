import type { SourceText } from '../../../model/located.js';
import { parseExpression } from './parse-expression.js';
import { Scanner } from './scanner.js';
import type { Attribute, Block, Body, Expression } from './syntax.js';

/**
 * Parses the text of a `.tf` or `.tfvars` file in HCL's native syntax, with exact offsets.
 *
 * @throws TollgateError SYNTAX, naming file, line and column.
 */
export function parseHcl(source: SourceText): Body {
  const scanner = new Scanner(source);
  const body = parseBody(scanner);
  if (!scanner.atEnd()) throw scanner.expected('an attribute or a block');
  return body;
}

/**
 * Parses a text that must be one expression: a value given on the command line for a variable of structured type.
 *
 * @throws TollgateError SYNTAX.
 */
export function parseSoleExpression(source: SourceText): Expression {
  const scanner = new Scanner(source);
  scanner.newlinesCount = false;
  const expression = parseExpression(scanner);
  scanner.skip();
  if (!scanner.atEnd()) throw scanner.expected('the end of the value');
  return expression;
}

function parseBody(scanner: Scanner): Body {
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  const names = new Set<string>();
  for (;;) {
    scanner.skipLines();
    if (scanner.atEnd() || scanner.looksAt('}')) return { attributes, blocks };
    const start = scanner.at;
    const name = scanner.identifier() ?? quotedName(scanner);
    if (name === undefined) throw scanner.expected('an attribute or a block');
    const nameSpan = scanner.from(start);
    scanner.skip();
    if (scanner.looksAt('=') && !scanner.looksAt('==')) {
      scanner.take('=');
      if (names.has(name)) throw scanner.error(`the attribute "${name}" stands twice in one block`, start);
      names.add(name);
      attributes.push({ name, nameSpan, value: parseExpression(scanner) });
    } else {
      blocks.push(parseBlock(scanner, name, start));
    }
    endOfItem(scanner, name);
  }
}

/**
 * Variable files written by JSON's habits quote their keys, and before Terraform 0.12 types of blocks could be quoted too; Terraform reads
 * neither now, but a message should not be about that.
 */
function quotedName(scanner: Scanner): string | undefined {
  const quoted = scanner.match(/"[^"\\\n$%]*"(?=[ \t]*[={])/y);
  return quoted?.slice(1, -1);
}

function parseBlock(scanner: Scanner, type: string, start: number): Block {
  const labels: string[] = [];
  let span = { ...scanner.from(start), end: start + type.length };
  for (;;) {
    scanner.skip();
    if (scanner.take('{')) break;
    const label = scanner.identifier() ?? quotedLabel(scanner);
    if (label === undefined) throw scanner.expected(`"=" or "{" after "${type}"`);
    labels.push(label);
    span = scanner.from(start);
  }
  const body = scanner.nested(true, () => parseBody(scanner));
  if (!scanner.take('}')) {
    const title = [type, ...labels.map((label) => `"${label}"`)].join(' ');
    throw scanner.error(
      `the block ${title} that opens here is never closed`,
      start,
      'Add the missing "}" (is the file truncated?).',
    );
  }
  return { type, labels, body, span };
}

function quotedLabel(scanner: Scanner): string | undefined {
  const quoted = scanner.match(/"(?:[^"\\\n]|\\.)*"/y);
  return quoted?.slice(1, -1).replace(/\\(["\\])/g, '$1');
}

function endOfItem(scanner: Scanner, name: string): void {
  scanner.skip();
  if (scanner.atEnd() || scanner.looksAt('\n') || scanner.looksAt('}')) return;
  throw scanner.expected(`the end of the line after "${name}"`);
}
