import { TollgateError } from '../errors.js';
import { OUTCOMES, type Outcome, SEVERITIES, type Severity } from '../model/finding.js';
import { locate, type SourceText, type Span } from '../model/located.js';
import type { ParamValue, Rule, RuleExample, RuleParam } from '../model/rule.js';
import { parseDocument } from './syntax/parse.js';
import { get, type MapNode, type Node, scalarText, spanOf, toPlain } from './syntax/tree.js';

/** Keys of a rule file; anything else is a typing error. */
const KEYS = [
  'title',
  'severity',
  'subject',
  'params',
  'when',
  'require',
  'message',
  'rationale',
  'remedy',
  'references',
  'examples',
] as const;
const REQUIRED = ['title', 'severity', 'subject', 'require', 'message', 'rationale', 'remedy', 'examples'] as const;

/** Keys of an example that are not the definition itself. */
const EXAMPLE_KEYS = new Set(['name', 'expect', 'params', 'config']);

const PARAM_TYPES = ['int', 'double', 'bool', 'string', 'list<string>'] as const;

/**
 * Reads a rule file.
 *
 * @param id the rule's id, which is its path below the pack's folder without extension.
 * @throws TollgateError PACK, naming file and line, for the first thing that is wrong.
 */
export function readRule(id: string, source: SourceText): Rule {
  const root = parseDocument(source);
  if (root?.kind !== 'map') throw wrong(`the rule ${id} is not a mapping`, { source, start: 0, end: 0 });
  for (const { key } of root.entries)
    if (!(KEYS as readonly string[]).includes(key.text))
      throw wrong(`unknown key ${key.text}; known are ${KEYS.join(', ')}`, spanOf(key));
  for (const key of REQUIRED) if (!get(root, key)) throw wrong(`the rule ${id} has no ${key}`, spanOf(root));
  const severity = oneOf(text(root, 'severity'), SEVERITIES, get(root, 'severity')!) as Severity;
  return {
    id,
    title: text(root, 'title'),
    severity,
    subject: text(root, 'subject'),
    params: readParams(get(root, 'params')),
    when: scalarText(get(root, 'when')),
    require: text(root, 'require'),
    message: text(root, 'message'),
    rationale: text(root, 'rationale').trim(),
    remedy: text(root, 'remedy').trim(),
    references: readReferences(get(root, 'references')),
    examples: items(get(root, 'examples'), 'examples').map(readExample),
    spans: Object.fromEntries(root.entries.map(({ key, value }) => [key.text, spanOf(value)])),
  };
}

function readParams(node: Node | undefined): Record<string, RuleParam> {
  if (node === undefined) return {};
  return Object.fromEntries(
    map(node, 'params').entries.map(({ key, value }) => {
      const type = oneOf(text(value, 'type'), PARAM_TYPES, value) as RuleParam['type'];
      const fallback = get(value, 'default');
      if (!fallback) throw wrong(`the parameter ${key.text} has no default`, spanOf(key));
      return [key.text, { type, default: paramValue(fallback, type), description: text(value, 'description') }];
    }),
  );
}

/** Reads a value of a parameter's type. @throws TollgateError PACK when it is of another. */
export function paramValue(node: Node, type: RuleParam['type']): ParamValue {
  const plain = toPlain(node);
  const fits: Record<RuleParam['type'], boolean> = {
    int: typeof plain === 'number' && Number.isInteger(plain),
    double: typeof plain === 'number',
    bool: typeof plain === 'boolean',
    string: typeof plain === 'string',
    'list<string>': Array.isArray(plain) && plain.every((item) => typeof item === 'string'),
  };
  if (!fits[type]) throw wrong(`${JSON.stringify(plain)} is not of type ${type}`, spanOf(node));
  return plain as ParamValue;
}

function readReferences(node: Node | undefined): { title: string; url: string }[] {
  if (node === undefined) return [];
  return items(node, 'references').map((item) => ({ title: text(item, 'title'), url: text(item, 'url') }));
}

function readExample(node: Node): RuleExample {
  const example = map(node, 'an example');
  const definition = example.entries.find(({ key }) => !EXAMPLE_KEYS.has(key.text));
  if (!definition) throw wrong('the example holds no definition (pipeline, change, review …)', spanOf(node));
  const { value } = definition;
  const config = get(example, 'config');
  return {
    name: text(example, 'name'),
    expect: oneOf(text(example, 'expect'), OUTCOMES, get(example, 'expect') ?? node) as Outcome,
    kind: definition.key.text,
    text: value.kind === 'scalar' ? value.text : JSON.stringify(toPlain(value)),
    params: exampleParams(get(example, 'params')),
    config: config && (config.kind === 'scalar' ? config.text : JSON.stringify(toPlain(config))),
    span: spanOf(get(example, 'name') ?? node),
  };
}

function exampleParams(node: Node | undefined): Record<string, ParamValue> {
  return node ? (toPlain(map(node, 'params')) as Record<string, ParamValue>) : {};
}

function text(node: Node, key: string): string {
  const value = scalarText(get(node, key));
  if (value === undefined || value.trim() === '')
    throw wrong(`${key} is missing or empty`, spanOf(get(node, key) ?? node));
  return value;
}

function map(node: Node, what: string): MapNode {
  if (node.kind !== 'map') throw wrong(`${what} is not a mapping`, spanOf(node));
  return node;
}

function items(node: Node | undefined, what: string): readonly Node[] {
  if (node?.kind !== 'list') throw wrong(`${what} is not a list`, node ? spanOf(node) : undefined);
  return node.items;
}

function oneOf(value: string, choices: readonly string[], node: Node): string {
  if (!choices.includes(value)) throw wrong(`${value} is none of ${choices.join(', ')}`, spanOf(node));
  return value;
}

function wrong(message: string, span: Span | undefined): TollgateError {
  return new TollgateError('PACK', message, {
    ...(span ? { location: locate(span) } : {}),
    hint: 'See «Rules» in the README for what a rule file holds.',
  });
}
