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
  else if (node.kind === 'list') for (const item of node.items) parameters.set(...pair(item));
  else throw wrong(node);
  return parameters;
}

/** `{ParameterKey, ParameterValue}`, or `Name=Value` as the AWS CLI takes it too. */
function pair(item: Node): [name: string, value: string] {
  const [name, value] = [get(item, 'ParameterKey'), get(item, 'ParameterValue')];
  if (name && value) return [text(name), text(value)];
  const [, key, rest] = /^([^=]+)=([\s\S]*)$/.exec(scalarText(item) ?? '') ?? [];
  if (key === undefined || rest === undefined) throw wrong(item);
  return [key, rest];
}

function text(node: Node): string {
  const value = scalarText(node);
  if (value !== undefined) return value;
  if (node.kind === 'list') return node.items.map(text).join(',');
  throw wrong(node);
}

function wrong(node: Node): TollgateError {
  return new TollgateError('PARAMETERS', 'not a value of a parameter', {
    location: locate(spanOf(node)),
    hint: 'Write {"Name": "value"}, or [{"ParameterKey": "Name", "ParameterValue": "value"}].',
  });
}
