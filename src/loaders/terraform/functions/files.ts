import type { Span } from '../../../model/located.js';
import { SourceText } from '../../../model/located.js';
import { type Datum, EvaluationError, unknownFrom, unknownHole } from '../evaluate/datum.js';
import { EMPTY_SCOPE, extend } from '../evaluate/scope.js';
import { parseTemplateText } from '../hcl/parse-template.js';
import { argument, type Call, pure, type TerraformFunction, textArgument } from './call-types.js';

/** Functions on files: they read what is in sight and nothing else. */
export const FILE_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  file: (call) =>
    read(call, (text, span) => ({ kind: 'text', value: text, span: call.span, pieces: [{ parts: [text], span }] })),
  templatefile: (call) => read(call, (text, span) => renderTemplate(call, text, span)),
  fileexists: (call) => unknownFrom(call.args, call.text, call.span),
  fileset: (call) => unknownFrom(call.args, call.text, call.span),
  abspath: (call) => argument(call, 0),
  pathexpand: (call) => argument(call, 0),
  dirname: pure((path: string) => (path.includes('/') ? path.replace(/\/[^/]*$/, '') : '.')),
  basename: pure((path: string) => path.replace(/^.*\//, '')),
};

function read(call: Call, use: (text: string, span: Span) => Datum): Datum {
  const path = textArgument(call, 0);
  if (path === undefined) return unknownFrom(call.args, call.text, call.span);
  const found = call.evaluator.files.find(path, call.span.source.file);
  if (found) return use(found.text, found.span);
  const name = path.replace(/^(\.\/)+/, '');
  const settledBy = `check ${name} together with the module`;
  return {
    ...unknownHole({ kind: 'open', expression: call.text, label: name.replace(/^.*\//, ''), settledBy }, call.span),
    file: name,
  };
}

function renderTemplate(call: Call, text: string, span: Span): Datum {
  const variables = argument(call, 1);
  if (variables.kind !== 'object') return unknownFrom(call.args, call.text, call.span);
  if (call.span.source.file === span.source.file) throw new EvaluationError('a template that renders itself');
  const template = parseTemplateText(new SourceText(span.source.file, text));
  return call.evaluator.evaluate(template, extend(EMPTY_SCOPE, variables.entries));
}
