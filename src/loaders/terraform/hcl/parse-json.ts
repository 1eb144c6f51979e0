import { TollgateError } from '../../../errors.js';
import { locate, type SourceText } from '../../../model/located.js';
import { parseDocument } from '../../syntax/parse.js';
import { type Entry, isNull, type Node, type ScalarNode, spanOf, toPlain } from '../../syntax/tree.js';
import { parseSoleExpression } from './parse-body.js';
import { parseTemplateText } from './parse-template.js';
import type { Attribute, Block, Body, Expression, ObjectItem } from './syntax.js';
import { WrittenInJson } from './written-in-json.js';

/** The labels that each type of block at the top of a file has: in JSON they are keys, one inside the other. */
const LABELS: Readonly<Record<string, number>> = {
  data: 2,
  locals: 0,
  module: 1,
  output: 1,
  resource: 2,
  variable: 1,
};

/** Attributes of blocks at the top whose text is a text, or an expression, and no template. */
const READ_AS: Readonly<Record<string, Readonly<Record<string, 'text' | 'expression'>>>> = {
  module: { source: 'text', version: 'text' },
  variable: { default: 'text', description: 'text', type: 'expression' },
};

/**
 * Parses a `.tf.json` file: what HCL writes as blocks and expressions, as objects and texts. Which members are blocks only
 * the provider's schema tells, so that an object is both: who asks for an attribute gets one, and who asks for blocks gets those.
 *
 * @throws TollgateError SYNTAX, naming file, line and column.
 */
export function parseJsonSyntax(source: SourceText): Body {
  const root = parseDocument(source);
  if (root === undefined) return { attributes: [], blocks: [] };
  if (root.kind !== 'map') throw unexpected(root, 'a .tf.json file holds one object');
  const blocks = root.entries.flatMap(({ key, value }) => {
    const labels = LABELS[key.text];
    return labels === undefined ? [] : labelled(key, value, labels, []);
  });
  return { attributes: [], blocks };
}

/** Blocks below their labels. At each level several may be written as a list. */
function labelled(type: ScalarNode, node: Node, missing: number, labels: readonly ScalarNode[]): Block[] {
  if (node.kind === 'list') return node.items.flatMap((item) => labelled(type, item, missing, labels));
  if (node.kind !== 'map') throw unexpected(node, `${[type, ...labels].map((it) => it.text).join('.')} is no object`);
  if (missing > 0)
    return entriesOf(node).flatMap(({ key, value }) => labelled(type, value, missing - 1, [...labels, key]));
  const at = labels.at(-1) ?? type;
  const special = READ_AS[type.text] ?? {};
  return [{ type: type.text, labels: labels.map((it) => it.text), body: bodyOf(node, special), span: spanOf(at) }];
}

function bodyOf(node: Node, special: Readonly<Record<string, 'text' | 'expression'>> = {}): Body {
  const entries = entriesOf(node);
  return {
    attributes: entries.map(({ key, value }): Attribute => {
      const name = key.text;
      return { name, nameSpan: spanOf(key), value: expressionOf(value, special[name] ?? 'template') };
    }),
    blocks: entries.flatMap(({ key, value }) => nestedBlocks(key, value)),
  };
}

function nestedBlocks(key: ScalarNode, value: Node): Block[] {
  const items = value.kind === 'list' ? value.items : [value];
  if (key.text === 'dynamic') return items.flatMap((item) => entriesOf(item).flatMap(dynamicBlocks));
  return items.flatMap((item) =>
    item.kind === 'map' ? [{ type: key.text, labels: [], body: bodyOf(item), span: spanOf(key) }] : [],
  );
}

function dynamicBlocks({ key, value }: Entry): Block[] {
  const items = value.kind === 'list' ? value.items : [value];
  const body = (item: Node) => bodyOf(item, { iterator: 'expression' });
  return items.map((item) => ({ type: 'dynamic', labels: [key.text], body: body(item), span: spanOf(key) }));
}

/** `//` is a comment. */
function entriesOf(node: Node): readonly Entry[] {
  return node.kind === 'map' ? node.entries.filter(({ key }) => key.text !== '//') : [];
}

function expressionOf(node: Node, as: 'template' | 'text' | 'expression'): Expression {
  const span = spanOf(node);
  switch (node.kind) {
    case 'list':
      return { kind: 'tuple', items: node.items.map((item) => expressionOf(item, as)), span };
    case 'map':
      return { kind: 'object', items: entriesOf(node).map((entry) => objectItem(entry, as)), span };
    case 'scalar':
      return scalarExpression(node, as);
  }
}

function objectItem({ key, value }: Entry, as: 'template' | 'text' | 'expression'): ObjectItem {
  return { key: textExpression(key, as), value: expressionOf(value, as) };
}

function scalarExpression(node: ScalarNode, as: 'template' | 'text' | 'expression'): Expression {
  const span = spanOf(node);
  if (isNull(node)) return { kind: 'literal', value: null, span };
  const value = toPlain(node);
  if (typeof value === 'number' || typeof value === 'boolean') return { kind: 'literal', value, span };
  return textExpression(node, as);
}

function textExpression(node: ScalarNode, as: 'template' | 'text' | 'expression'): Expression {
  if (as === 'expression' && node.text.trim() !== '') return parseSoleExpression(new WrittenInJson(node));
  // Most texts are no templates: nothing has to be carried back for them.
  if (as === 'template' && /[$%]\{/.test(node.text)) return parseTemplateText(new WrittenInJson(node));
  const { text } = node;
  const isVerbatim = text.length === node.end - node.start;
  const span = isVerbatim ? spanOf(node) : { source: new WrittenInJson(node), start: 0, end: text.length };
  return { kind: 'template', parts: [{ kind: 'text', text, span }], span };
}

function unexpected(node: Node, message: string): TollgateError {
  return new TollgateError('SYNTAX', `not valid Terraform: ${message}`, {
    location: locate(spanOf(node)),
    hint: 'Mend the file (terraform validate shows the same place); nothing in it was judged.',
  });
}
