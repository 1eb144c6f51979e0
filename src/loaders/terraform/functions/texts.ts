import type { Part } from '../../../model/located.js';
import {
  type Datum,
  EvaluationError,
  fromParts,
  isExact,
  scalarOf,
  textParts,
  unknownFrom,
} from '../evaluate/datum.js';
import { EvaluationLimit } from '../evaluate/limits.js';
import {
  argument,
  type Call,
  listArgument,
  originOf,
  pure,
  type TerraformFunction,
  textArgument,
} from './call-types.js';

/** Characters that padding and repeating may make. */
const MAX_WIDTH = 10_000;

/** Functions on texts. Where a text is partly unknown, its known words are kept. */
export const TEXT_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  upper: perPart((text) => text.toUpperCase()),
  lower: perPart((text) => text.toLowerCase()),
  title: perPart((text) =>
    text.replace(/(^|[\s\p{P}])(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase()),
  ),
  trimspace: perPart((text, at) => trimEnds(text, at, /^\s+/, /\s+$/)),
  chomp: perPart((text, at) => trimEnds(text, at, /(?!)/, /[\r\n]+$/)),
  trim: trimming(true, true),
  trimprefix: (call) => trimAffix(call, true),
  trimsuffix: (call) => trimAffix(call, false),
  strrev: pure((text: string) => [...text].reverse().join('')),
  startswith: pure((text: string, prefix: string) => text.startsWith(prefix)),
  endswith: pure((text: string, suffix: string) => text.endsWith(suffix)),
  strcontains: pure((text: string, part: string) => text.includes(part)),
  indent: pure((spaces: number, text: string) => text.replace(/\n/g, `\n${' '.repeat(width(spaces))}`)),
  substr: pure((text: string, offset: number, length: number) => substring(text, offset, length)),
  split: pure((separator: string, text: string) =>
    text === '' ? [''] : separator === '' ? [...text] : text.split(separator),
  ),
  replace,
  join,
  format: (call) => format(call, call.args),
  formatlist,
};

/** Applies a change to every literal stretch; `at` tells whether it is the first and the last. */
function perPart(change: (text: string, at: { first: boolean; last: boolean }) => string): TerraformFunction {
  return (call) => {
    const datum = argument(call, 0);
    const parts = partsOf(call, datum);
    const changed = parts.map((part, index) =>
      typeof part === 'string' ? change(part, { first: index === 0, last: index === parts.length - 1 }) : part,
    );
    return fromParts(changed, call.text, call.span, datum.from);
  };
}

function partsOf(call: Call, datum: Datum): readonly Part[] {
  const parts = textParts(datum);
  if (!parts) throw new EvaluationError(`${call.text} wants a text`);
  return parts;
}

function trimEnds(text: string, at: { first: boolean; last: boolean }, start: RegExp, end: RegExp): string {
  const begun = at.first ? text.replace(start, '') : text;
  return at.last ? begun.replace(end, '') : begun;
}

function trimming(start: boolean, end: boolean): TerraformFunction {
  return (call) => {
    const cut = new Set(textArgument(call, 1) ?? '');
    return perPart((text, at) => {
      let from = 0;
      let to = text.length;
      while (start && at.first && from < to && cut.has(text[from]!)) from++;
      while (end && at.last && to > from && cut.has(text[to - 1]!)) to--;
      return text.slice(from, to);
    })(call);
  };
}

function trimAffix(call: Call, prefix: boolean): Datum {
  const affix = textArgument(call, 1);
  if (affix === undefined) return unknownFrom(call.args, call.text, call.span);
  return perPart((text, at) => {
    if (prefix) return at.first && text.startsWith(affix) ? text.slice(affix.length) : text;
    return at.last && affix !== '' && text.endsWith(affix) ? text.slice(0, -affix.length) : text;
  })(call);
}

function substring(text: string, offset: number, length: number): string {
  const letters = [...text];
  const start = offset < 0 ? letters.length + offset : offset;
  return letters.slice(Math.max(0, start), length < 0 ? undefined : Math.max(0, start) + length).join('');
}

/** Plain texts are replaced; regular expressions (`/…/`) are not run on behalf of inputs. */
function replace(call: Call): Datum {
  const search = textArgument(call, 1);
  const substitute = textArgument(call, 2);
  const isPattern = search !== undefined && search.length > 1 && search.startsWith('/') && search.endsWith('/');
  if (search === undefined || substitute === undefined || isPattern)
    return unknownFrom(call.args, call.text, call.span);
  return perPart((text) => {
    const pieces = search === '' ? [text] : text.split(search);
    if (text.length + pieces.length * substitute.length > 1_000_000)
      throw new EvaluationLimit('a text too large to evaluate');
    return pieces.join(substitute);
  })(call);
}

/** Joins lists. A sole optional item is read as present (`one or none`); among others it may be there or not. */
function join(call: Call): Datum {
  const separator = textArgument(call, 0);
  if (separator === undefined) return unknownFrom(call.args, call.text, call.span);
  const lists = call.args.slice(1).map((_, index) => listArgument(call, index + 1));
  const items = lists.flatMap((list) => list.items);
  const parts = items.flatMap((item, index) => [
    ...(index > 0 ? [separator] : []),
    ...joined(call, item, items.length),
  ]);
  const origin = items.length === 1 ? items[0]!.origin : undefined;
  const text = fromParts(parts, call.text, call.span, originOf([...call.args, ...items]));
  return origin ? { ...text, origin } : text;
}

function joined(call: Call, item: Datum, count: number): readonly Part[] {
  if (!item.optional || count === 1 || item.kind === 'unknown') return partsOf(call, item);
  const settledBy = 'give the variables that it rests on (--parameters or a .tfvars file)';
  return [{ kind: 'open', expression: partsOf(call, item).join(''), label: '', settledBy }];
}

const VERB = /%(?:(%)|(?:\[(\d+)\])?([-+ #0]*)(\d+)?(?:\.(\d+))?([vsdqfgetxXbo]))/g;

/** `format`: unknown arguments keep their place in the text. */
function format(call: Call, args: readonly Datum[]): Datum {
  const [spec, ...values] = args;
  const pattern = spec && scalarOf(spec);
  if (pattern === undefined) return unknownFrom(args, call.text, call.span);
  const parts: Part[] = [];
  let last = 0;
  let next = 0;
  for (const match of pattern.matchAll(VERB)) {
    parts.push(pattern.slice(last, match.index));
    last = match.index + match[0].length;
    if (match[1] !== undefined) {
      parts.push('%');
      continue;
    }
    if (match[2] !== undefined) next = Number(match[2]) - 1;
    const value = values[next++];
    if (!value) throw new EvaluationError(`${call.text} lacks an argument`);
    parts.push(...formatted(call, value, match));
  }
  parts.push(pattern.slice(last));
  return fromParts(parts, call.text, call.span, originOf(args));
}

function formatted(
  call: Call,
  value: Datum,
  [, , , flags = '', size, precision, verb]: RegExpMatchArray,
): readonly Part[] {
  const parts = textParts(value);
  if (!parts) return unknownFrom([value], call.text, call.span).parts;
  if (value.kind === 'unknown') return parts;
  const pad = width(Number(size ?? 0));
  const text = spell(parts.join(''), verb!, precision === undefined ? undefined : width(Number(precision)));
  if (flags.includes('-')) return [text.padEnd(pad)];
  return [text.padStart(pad, flags.includes('0') && verb !== 's' ? '0' : ' ')];
}

function spell(text: string, verb: string, precision: number | undefined): string {
  const number = Number(text);
  switch (verb) {
    case 'd':
      return String(Math.trunc(number));
    case 'q':
      return JSON.stringify(text);
    case 'f':
      return number.toFixed(Math.min(precision ?? 6, 100));
    case 'x':
    case 'X':
    case 'b':
    case 'o': {
      const digits = Math.trunc(number).toString(verb === 'b' ? 2 : verb === 'o' ? 8 : 16);
      return verb === 'X' ? digits.toUpperCase() : digits;
    }
    default:
      return precision !== undefined && verb === 's' ? [...text].slice(0, precision).join('') : text;
  }
}

function width(count: number): number {
  if (!(count <= MAX_WIDTH)) throw new EvaluationLimit('a text too large to evaluate');
  return Math.max(0, count);
}

function formatlist(call: Call): Datum {
  const lists = call.args.filter((datum) => datum.kind === 'list');
  const length = Math.max(0, ...lists.map((list) => list.items.length));
  if (lists.some((list) => list.items.length !== length || !isExact(list)) || lists.length === 0)
    return unknownFrom(call.args, call.text, call.span);
  const items = Array.from({ length }, (_, index) =>
    format(
      call,
      call.args.map((datum) => (datum.kind === 'list' ? datum.items[index]! : datum)),
    ),
  );
  return { kind: 'list', items, span: call.span };
}
