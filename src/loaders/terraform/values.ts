import { type Hole, known, type Part, type Span, type Value } from '../../model/located.js';
import { readPlaceholders } from '../placeholders.js';
import { type Datum, textParts } from './evaluate/datum.js';
import { jsonPieces } from './functions/encodings.js';
import type { ResourceBlock } from './resource-block.js';

/** CodePipeline's own variables, filled in at run time. */
const RUN_TIME = /#\{[^}]*\}/g;

const UNCERTAIN = 'give the variables that its dynamic block rests on (--parameters or a .tfvars file)';

/** The text of a value, structures as JSON; undefined for null. */
export function toValue(datum: Datum | undefined): Value | undefined {
  if (!datum || datum.kind === 'null') return undefined;
  const parts = textParts(datum) ?? jsonPieces(datum).flatMap((piece) => piece.parts);
  const value = valueOfParts(parts, datum);
  return datum.optional ? uncertain(value) : value;
}

function valueOfParts(parts: readonly Part[], datum: Datum): Value {
  const values = parts.map(
    (part): Value => (typeof part === 'string' ? runTime(part, datum.span) : unresolved([part], datum.span)),
  );
  if (values.every((value) => value.known))
    return known(values.map((value) => value.value).join(''), datum.span, datum.from);
  const expression =
    datum.kind === 'unknown'
      ? datum.expression
      : values.map((value) => (value.known ? value.value : value.expression)).join('');
  const spelled = values.flatMap((value) => (value.known ? [value.value] : value.parts));
  return { known: false, expression, parts: spelled, span: datum.span };
}

function runTime(text: string, span: Span): Value {
  return readPlaceholders(text, span, RUN_TIME, (match) => ({
    kind: 'open',
    expression: match,
    label: match.slice(2, -1).replace(/^variables\./, ''),
    settledBy: 'declare the environment in tollgate.yaml',
  }));
}

function unresolved(parts: readonly Hole[], span: Span): Value {
  return { known: false, expression: parts.map((part) => part.expression).join(''), parts, span };
}

/** A value of something that may not be there at all: it may be so, or nothing. */
export function uncertain<T>(value: Value<T>): Value<T> {
  if (!value.known) return value;
  const text = String(value.value);
  const hole: Hole = { kind: 'open', expression: text, label: '', settledBy: UNCERTAIN };
  return { known: false, expression: text, parts: [hole], span: value.span };
}

/** The text of an attribute. Empty texts, which plans are full of, say nothing. */
export function text(block: ResourceBlock | undefined, name: string): Value | undefined {
  const value = toValue(block?.attribute(name));
  if (value === undefined || (value.known && value.value === '')) return undefined;
  return value;
}

/** The number of an attribute, also when it is written as a text; undefined when it is none. */
export function number(block: ResourceBlock | undefined, name: string): Value<number> | undefined {
  const value = text(block, name);
  if (!value?.known) return value;
  const parsed = Number(value.value);
  return Number.isFinite(parsed) ? known(parsed, value.span, value.from) : undefined;
}

/** Whether an attribute is known to be true. */
export function isTrue(block: ResourceBlock | undefined, name: string): boolean {
  const value = text(block, name);
  return value?.known === true && value.value === 'true';
}

/** The texts of a list; one that is unknown is one unresolved text. */
export function texts(datum: Datum | undefined): Value[] {
  if (!datum || datum.kind === 'null') return [];
  const items = datum.kind === 'list' ? datum.items : [datum];
  return items.flatMap((item) => toValue(item) ?? []);
}
