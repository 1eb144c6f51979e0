import { flatMap } from '../model/flat.js';
import type { Hole, Part, Span, Unresolved, Value } from '../model/located.js';
import { known } from '../model/located.js';

/**
 * Text in which run-time or template-time placeholders may stand. A literal text stays known; one with placeholders is
 * unresolved, with its literal parts kept: `prod-#{variables.Cell}` still says `prod`.
 */
export function readPlaceholders(text: string, span: Span, syntax: RegExp, describe: (match: string) => Hole): Value {
  syntax.lastIndex = 0;
  if (!syntax.test(text)) return known(text, span);
  // matchAll begins where the last test ended.
  syntax.lastIndex = 0;
  const parts: Part[] = [];
  let last = 0;
  for (const match of text.matchAll(syntax)) {
    if (match.index > last) parts.push(text.slice(last, match.index));
    parts.push(describe(match[0]));
    last = match.index + match[0].length;
  }
  if (last < text.length) parts.push(text.slice(last));
  return { known: false, expression: text, parts, span };
}

/** Joins values into one text: known when all are known. */
export function concatenate(values: readonly Value[], span: Span, expression: string): Value {
  if (values.every((value) => value.known)) {
    const from = values.map((value) => value.from).find((text) => text !== undefined);
    return known(values.map((value) => value.value).join(''), span, from);
  }
  return { known: false, expression, parts: flatMap(values, partsOf), span };
}

/** The parts of a value: itself when known. */
export function partsOf(value: Value): readonly Part[] {
  return value.known ? [value.value] : value.parts;
}

/** A value of which only one hole is known. */
export function hole(span: Span, description: Hole): Unresolved {
  return { known: false, expression: description.expression, parts: [description], span };
}

/**
 * Reads JSON that stands inside a string (`ParameterOverrides`, `EnvironmentVariables`), also when parts of the string
 * are unresolved: every string member gets its own value.
 *
 * @returns the JSON value with strings as {@link Value}s, or undefined when it is not JSON.
 */
export function readEmbeddedJson(value: Value): EmbeddedJson | undefined {
  const holes: Hole[] = [];
  const text = value.known ? value.value : quoteHoles(value.parts, holes);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  return revive(parsed, holes, value.span);
}

/** The text with a mark for each hole. One outside quotes (`"Count": ${N}`) would not be JSON: it is quoted. */
function quoteHoles(parts: readonly Part[], holes: Hole[]): string {
  return parts
    .map((part) => (typeof part === 'string' ? part : `\ue000${holes.push(part) - 1}\ue001`))
    .join('')
    .replace(/(:\s*|,\s*|\[\s*)\ue000(\d+)\ue001(?=\s*[,}\]])/g, '$1"\ue000$2\ue001"');
}

/** JSON whose strings may be unresolved. */
export type EmbeddedJson = Value | readonly EmbeddedJson[] | { readonly [key: string]: EmbeddedJson };

function revive(json: unknown, holes: readonly Hole[], span: Span): EmbeddedJson {
  if (Array.isArray(json)) return json.map((item) => revive(item, holes, span));
  if (json !== null && typeof json === 'object') {
    // No prototype: a member may be called `__proto__`.
    const revived: { [key: string]: EmbeddedJson } = Object.create(null);
    for (const key of Object.keys(json)) revived[key] = revive((json as Record<string, unknown>)[key], holes, span);
    return revived;
  }
  const text = json === null ? '' : String(json);
  if (!text.includes('\ue000')) return known(text, span);
  const parts = flatMap(text.split(/\ue000(\d+)\ue001/), (piece, index): Part[] => {
    if (index % 2 === 1) return [holes[Number(piece)]!];
    return piece === '' ? [] : [piece];
  });
  const expression = parts.map((part) => (typeof part === 'string' ? part : part.expression)).join('');
  return { known: false, expression, parts, span };
}

/** The members of embedded JSON that are texts: nested structures (`Fn::GetParam`) become references by their words. */
export function embeddedMembers(json: EmbeddedJson | undefined, span: Span): Map<string, Value> {
  const members = new Map<string, Value>();
  if (json === undefined || Array.isArray(json) || isValue(json)) return members;
  for (const [key, item] of Object.entries(json as { [key: string]: EmbeddedJson })) {
    if (isValue(item)) members.set(key, item);
    else members.set(key, hole(span, referenceHole(describeJson(item))));
  }
  return members;
}

/** Whether embedded JSON is a text. */
export function isValue(json: EmbeddedJson): json is Value {
  return !Array.isArray(json) && typeof (json as { known?: unknown }).known === 'boolean' && 'span' in json;
}

function describeJson(json: EmbeddedJson): string {
  if (isValue(json)) return json.known ? json.value : json.expression;
  if (Array.isArray(json)) return json.map(describeJson).join(' ');
  return Object.values(json as { [key: string]: EmbeddedJson })
    .map(describeJson)
    .join(' ');
}

function referenceHole(expression: string): Hole {
  return { kind: 'reference', expression, label: expression, settledBy: `check the file that defines ${expression}` };
}

/** The text of a value with its holes written out as `${…}`: for reading what is embedded in it. */
export function writtenText(value: Value): string {
  if (value.known) return value.value;
  return value.parts.map((part) => (typeof part === 'string' ? part : `\${${part.label || 'unknown'}}`)).join('');
}
