import { TollgateError } from '../errors.js';
import { locate, type SourceText } from '../model/located.js';
import { parseDocument } from './syntax/parse.js';
import { get, type Node, scalarText, spanOf } from './syntax/tree.js';

/**
 * Reads values of template parameters from a file: `{Name: value}`, CloudFormation's `[{ParameterKey, ParameterValue}]` or
 * `["Name=Value"]`, or a
 * template configuration file (`{Parameters: {…}}`).
 *
 * @throws TollgateError PARAMETERS when it is none of these.
 */
export function readParameterFile(source: SourceText): Map<string, string> {
  const root = parseDocument(source);
  const parameters = new Map<string, string>();
  if (root === undefined)
    throw new TollgateError('PARAMETERS', `${source.file}: the file is empty`, {
      hint: 'Give values, or leave it away.',
    });
  const node = get(root, 'Parameters') ?? root;
  if (node.kind === 'map') for (const { key, value } of node.entries) parameters.set(key.text, text(value));
  else if (node.kind === 'list')
    for (const item of node.items) {
      const [name, value] = pair(item);
      if (parameters.has(name)) throw wrong(item, `the parameter ${name} stands twice`, 'Keep one value for it.');
      parameters.set(name, value);
    }
  else throw wrong(node);
  return parameters;
}

/** `{ParameterKey, ParameterValue}`, or `Name=Value` as the AWS CLI takes it too. */
function pair(item: Node): [name: string, value: string] {
  const [name, value] = [get(item, 'ParameterKey'), get(item, 'ParameterValue')];
  if (name && value) return [text(name), text(value)];
  if (name && scalarText(get(item, 'UsePreviousValue')) === 'true')
    throw wrong(
      item,
      `the value of ${text(name)} is that of the stack, which no file holds`,
      'Write ParameterValue instead of UsePreviousValue, or leave the parameter out.',
    );
  const [, key, rest] = /^([^=]+)=([\s\S]*)$/.exec(scalarText(item) ?? '') ?? [];
  if (key === undefined || rest === undefined) throw wrong(item);
  return [key, rest];
}

function text(node: Node): string {
  const value = parameterText(node);
  if (value === undefined) throw wrong(node);
  return value;
}

/** The value of a parameter: a text, or a list of texts as CloudFormation takes it, between commas; undefined for anything else. */
export function parameterText(node: Node): string | undefined {
  const value = scalarText(node);
  if (value !== undefined) return value;
  if (node.kind !== 'list') return undefined;
  const items = node.items.map(scalarText);
  return items.includes(undefined) ? undefined : items.join(',');
}

const SHAPES = 'Write {"Name": "value"}, or [{"ParameterKey": "Name", "ParameterValue": "value"}].';

function wrong(node: Node, message = 'not a value of a parameter', hint = SHAPES): TollgateError {
  return new TollgateError('PARAMETERS', message, { location: locate(spanOf(node)), hint });
}
