import { type Datum, EvaluationError, type ListDatum, scalarOf, unknownFrom } from '../evaluate/datum.js';
import { numberOf, truth } from '../evaluate/operators.js';
import { argument, type Call, type TerraformFunction } from './call-types.js';

/** Functions that change the type of a value and nothing else. */
export const CONVERSION_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  tostring: (call) => scalar(call, (datum) => ({ kind: 'text', value: scalarOf(datum)!, span: call.span })),
  tonumber: (call) => scalar(call, (datum) => ({ kind: 'number', value: numberOf(datum), span: call.span })),
  tobool: (call) => scalar(call, (datum) => ({ kind: 'boolean', value: truth(datum) ?? false, span: call.span })),
  toset: (call) => toSet(argument(call, 0)),
  tolist: (call) => toList(argument(call, 0)),
  tomap: (call) => argument(call, 0),
  sensitive: (call) => argument(call, 0),
  nonsensitive: (call) => argument(call, 0),
  ephemeralasnull: (call) => argument(call, 0),
  type: (call) => unknownFrom(call.args, call.text, call.span),
};

function scalar(call: Call, convert: (datum: Datum) => Datum): Datum {
  const datum = argument(call, 0);
  if (datum.kind === 'unknown' || datum.kind === 'null') return datum;
  if (scalarOf(datum) === undefined) throw new EvaluationError(`${call.text} wants a text, a number or a truth value`);
  return { ...convert(datum), ...(datum.from === undefined ? {} : { from: datum.from }) };
}

/** A set: no element twice, and in Terraform's order, which for texts is alphabetical whatever was written. */
export function toSet(datum: Datum): Datum {
  if (datum.kind !== 'list') {
    if (datum.kind === 'unknown' || datum.kind === 'null') return datum;
    throw new EvaluationError('a set is made of a list');
  }
  const byText = new Map<string, Datum>();
  const others: Datum[] = [];
  for (const item of datum.items) {
    const text = scalarOf(item);
    const before = text === undefined ? undefined : byText.get(text);
    if (text === undefined) others.push(item);
    else if (!before || before.optional) byText.set(text, item);
  }
  const sorted = [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
  return { ...datum, items: [...sorted, ...others], set: true };
}

function toList(datum: Datum): Datum {
  if (datum.kind === 'list') {
    const { set: _, ...list }: ListDatum = datum;
    return list;
  }
  return datum;
}
