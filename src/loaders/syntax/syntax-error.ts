import type { YAMLException } from 'js-yaml';
import { TollgateError } from '../../errors.js';
import { locate, type SourceText } from '../../model/located.js';
import type { Node } from './tree.js';

/**
 * What is no JSON in a text that is called JSON, or plainly begins as JSON: YAML's flow style forgives commas after the last
 * member, comments and single quotes, and JSON does not.
 */
export function looseJson(source: SourceText): TollgateError | undefined {
  const { file, text } = source;
  const means = /\.json$/i.test(file) ? /^\s*([[{]|\/[/*])/ : /^\s*(\[\s*)?\{\s*"/;
  if (/\.ya?ml$/i.test(file) || !means.test(text)) return undefined;
  const error = jsonError(source);
  if (!error) return undefined;
  return new TollgateError('SYNTAX', error.message, {
    location: locate({ source, start: error.offset, end: error.offset + 1 }),
    hint: hintFor(source) ?? 'Mend the file: JSON takes nothing of the kind. Nothing in it was judged.',
  });
}

/** `{{ name }}` without quotes is a mapping in a mapping. */
export function placeholderHint({ source, start }: Node): string | undefined {
  const braces = source.text.slice(0, start + 1).endsWith('{{') || source.text.startsWith('{{', start);
  return braces
    ? 'Put quotes around the text that begins with {{; if this is a template of a template (Jinja, Go templates), render it first and check the result.'
    : undefined;
}

/** The YAML parser's error in our words, or JSON's where the text means to be JSON. */
export function syntaxError(source: SourceText, error: YAMLException): TollgateError {
  const json = jsonError(source);
  const offset = json?.offset ?? error.mark?.position ?? 0;
  const words = REASONS[error.reason];
  const message = json?.message ?? `not valid YAML: ${words?.message ?? error.reason}`;
  return new TollgateError('SYNTAX', message, {
    location: locate({ source, start: offset, end: offset }),
    hint: hintFor(source) ?? (json ? undefined : words?.hint) ?? 'Mend the file; nothing in it was judged.',
  });
}

/** What the parser's words mean to whoever wrote the file, and what to do. */
const REASONS: Readonly<Record<string, { message: string; hint: string }>> = {
  'deficient indentation': {
    message: 'a quote or bracket that opens above is not closed before this line',
    hint: 'Close it, or indent this line deeper if it belongs to it.',
  },
  'bad indentation of a mapping entry': {
    message: 'this line is indented like nothing around it',
    hint: 'Give it the indentation of its neighbours, or quote the value above it if that goes on here.',
  },
  'tab characters must not be used in indentation': {
    message: 'this line is indented with a tab',
    hint: 'Indent with spaces: YAML takes no tabs.',
  },
};

/** A broken JSON file deserves JSON's own words, not YAML's about indentation. */
function jsonError(source: SourceText): { message: string; offset: number } | undefined {
  const { text } = source;
  if (!/^\s*([[{]|\/[/*])/.test(text) || /^\s*\{[%{#]/.test(text)) return undefined;
  const error = refusal(text);
  if (!error) return undefined;
  const offset = error.offset ?? firstRefused(text);
  if (offset === undefined || offset >= text.trimEnd().length) return truncated(source);
  const comma = /,\s*$/.exec(text.slice(0, offset));
  if (comma && /[\]}]/.test(text[offset]!))
    return { message: 'not valid JSON: nothing comes after this comma', offset: comma.index };
  return { message: `not valid JSON: ${error.what}`, offset };
}

/** Why a text is no JSON: undefined when it is; an offset as far as the JavaScript engine tells one. */
function refusal(text: string): { what: string; offset: number | undefined } | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    if (/Unexpected end|Unterminated string/.test(message)) return { what: 'it ends too early', offset: text.length };
    const position = /at position (\d+)/.exec(message)?.[1];
    const what = message
      .replace('token', 'character')
      .replace(/,? ?(in JSON )?at position.*$/s, '')
      .replace(/, (\.\.\.)?"[\s\S]*$/, '');
    return { what, offset: position === undefined ? undefined : Number(position) };
  }
}

/** The first character that no JSON can go on with: what stands before it only ends too early. */
function firstRefused(text: string): number | undefined {
  let good = 0;
  let bad = text.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const error = refusal(text.slice(0, middle));
    if (!error || (error.offset !== undefined && error.offset >= middle)) good = middle;
    else bad = middle;
  }
  return bad - 1;
}

function truncated(source: SourceText): { message: string; offset: number } {
  return {
    message: 'not valid JSON: the text ends too early (is the file truncated?)',
    offset: source.text.trimEnd().length,
  };
}

function hintFor(source: SourceText): string | undefined {
  if (/\{%-?\s*\w|\{\{-?\s*[\w.]+.*\}\}/.test(source.text))
    return 'It looks like a template of a template (Jinja, Go templates): render it first and check the result.';
  return undefined;
}
