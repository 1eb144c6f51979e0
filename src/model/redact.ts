import { isReference, namesSecret } from './secret-names.js';

/** What stands in an output where a secret stood. */
export const REDACTED = '[redacted]';

/** A stretch of a text that no output may show: zero-based offsets, end exclusive. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
}

/** The text with every secret in it replaced by {@link REDACTED}. Doing it twice changes nothing more. */
export function redact(text: string): string {
  const secrets = findSecrets(text);
  if (secrets.length === 0) return text;
  let shown = '';
  let from = 0;
  for (const { start, end } of secrets) {
    shown += text.slice(from, start) + REDACTED;
    from = end;
  }
  return shown + text.slice(from);
}

/**
 * The secrets in a text, in order and without overlaps: values of things named like secrets, and values that look like
 * well-known secrets wherever they stand. Linear in the length of the text, also for hostile text.
 */
export function findSecrets(text: string): readonly SecretRange[] {
  if (!WORTH_A_LOOK.test(text) && !(text.length >= 40 && LONG_RUN.test(text))) return [];
  return merged([...shapes(text), ...assignments(text), ...namedPairs(text)], text);
}

/** Everything below needs one of these words or a run of forty letters; most texts have none. */
const WORTH_A_LOOK =
  /token|secret|passw|pwd|passphrase|pass\b|key|credential|connection|:\\?\/\\?\/|gh[a-z]_|github_pat|glpat|xox|npm_|eyJ|AIza|bearer|basic|-----BEGIN|A[BKSC]CA|AKIA|ASIA|\s(?:-u|--user)\s/i;

/** Apart, because looking for it costs more than all the words above, and most texts are too short to hold one. */
const LONG_RUN = /[/+\w]{40}/;

/**
 * Secrets known by their own shape. `secret` is the part that is hidden. Every repetition over hostile text is bounded
 * or starts at a literal, so that no line of any length takes more than linear time.
 */
const SHAPES: readonly RegExp[] = [
  // AWS access key ids: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  /(?<![A-Za-z0-9])(?<secret>(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,28})(?![A-Za-z0-9])/dg,
  // GitHub, GitLab, Slack, npm, Stripe and Google API tokens.
  /(?<secret>gh[pousr]_[A-Za-z0-9]{10,255})/dg,
  /(?<secret>github_pat_[A-Za-z0-9_]{10,255})/dg,
  /(?<secret>glpat-[\w-]{10,255})/dg,
  /(?<secret>xox[abeoprs]-[\w-]{8,255})/dg,
  /(?<secret>npm_[A-Za-z0-9]{30,64})/dg,
  /(?<secret>[rs]k_live_[A-Za-z0-9]{10,255})/dg,
  /(?<secret>AIza[\w-]{35})/dg,
  /hooks\.slack\.com\\?\/services\\?\/(?<secret>[\w/\\-]{8,128})/dg,
  // JSON web tokens, signed (three parts) and encrypted (five).
  /(?<secret>eyJ[\w-]{4,4000}(?:\.[\w-]{0,8000}){1,4})/dg,
  /(?<secret>-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$))/dg,
  // user:password@ in URLs; the second form also when the password holds a slash or an @.
  /:\\?\/\\?\/(?<secret>[^\s/?#@"'<>\\]{1,400})@/dg,
  /:\\?\/\\?\/(?<secret>[^\s/?#:@"'<>\\]{0,100}:(?!\d{1,5}(?:[/?#\s\\]|$))[^\s"'<>]{1,400})@/dg,
  /\bbearer\s+(?!(?:tokens?|auth\w*|schemes?|headers?|credentials?)\b)(?<secret>[\w.~+/=-]{6,8000})/dgi,
  /\b[Bb]asic\s+(?<secret>(?=[A-Za-z0-9+/]{0,400}(?:[0-9=]|[a-z][A-Z]))[A-Za-z0-9+/]{8,400}={0,2})/dg,
  /\bcurl\b[^\n]{0,400}?\s(?:-u|--user)[\s=]+(?:\\{0,3}["'])?(?<secret>[^\s:"'$\\]{1,100}:[^\s"'$\\]{1,200})/dg,
];

/** Literals of which every shape needs one; one look for them all spares most texts seventeen. */
const MAY_HAVE_SHAPE =
  /A(?:KIA|SIA|BIA|CCA)|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|npm_|k_live_|AIza|hooks\.slack|eyJ|-----BEGIN|:\\?\/\\?\/|bearer|basic|curl|[a-z0-9/+]{40}/i;

function* shapes(text: string): Generator<SecretRange> {
  if (!MAY_HAVE_SHAPE.test(text)) return;
  for (const shape of SHAPES)
    for (const match of text.matchAll(shape)) {
      const [start, end] = match.indices!.groups!.secret!;
      if (!isReference(text.slice(start, end))) yield { start, end };
    }
  for (const match of text.matchAll(/(?<![\w/+=.-])[A-Za-z0-9/+]{40}(?![\w/+=.-])/g))
    if (looksRandom(match[0])) yield { start: match.index, end: match.index + 40 };
}

/**
 * Whether forty letters read as an AWS secret access key and not as a name, a path or a commit: random base64 changes
 * between capitals, small letters and digits about 25 times in 40, a name at most about 20 times.
 */
function looksRandom(text: string): boolean {
  if (/^[0-9a-f]+$/i.test(text)) return false;
  let changes = 0;
  for (let at = 1; at < text.length; at += 1) if (letterKind(text[at]!) !== letterKind(text[at - 1]!)) changes += 1;
  return changes >= 21;
}

function letterKind(letter: string): number {
  if (letter >= 'a' && letter <= 'z') return 0;
  if (letter >= 'A' && letter <= 'Z') return 1;
  return letter >= '0' && letter <= '9' ? 2 : 3;
}

/** A word that may name a secret, and the sign that gives it a value. The word is judged by {@link namesSecret}. */
const ASSIGNMENT =
  /(?<![\w.-])(?<flag>(?<![^\s"'=(])--?)?(?<name>[A-Za-z_][\w.-]{0,100})(?<close>\\{0,15}["'`]|\])?(?<sign>[ \t]*(?:=>|:=|={1,2}|(?<![:])(?:[?+])?:(?!:)|[ \t]is(?=[ \t]+["'`]))|[ \t]+(?=\S))/dg;

function* assignments(text: string): Generator<SecretRange> {
  for (const match of text.matchAll(ASSIGNMENT)) {
    const { name, flag, sign } = match.groups!;
    if (!namesSecret(name!)) continue;
    const before = text.slice(Math.max(0, match.index - 2), match.index);
    if (before.endsWith(':')) continue; // arn:…:secret:…, AWS::X::Secret, {{resolve:…}}
    const start = match.index + match[0].length;
    const colon = sign!.endsWith(':');
    // ${TOKEN:-literal} gives a value; ${TOKEN:0:4}, $TOKEN: and {{resolve:ssm:/a/token:1}} do not.
    if (colon && before.endsWith('$')) continue;
    if (colon && before === '${') {
      const fallback = /^[-=]([^}\s]*)/.exec(text.slice(start, start + 400));
      if (fallback && !isReference(fallback[1]!)) yield { start: start + 1, end: start + fallback[0].length };
      continue;
    }
    if (insideResolve(text, match.index)) continue;
    const bare = sign!.trim() === '';
    // `password "x"` and `--password x` give a value; `the password x` and `'password ' + x` do not.
    if (bare && flag === undefined && !/^["'`][^\s+]/.test(text.slice(start, start + 2))) continue;
    const range = valueAt(text, start, colon);
    if (range) yield range;
  }
}

/** Whether an offset stands inside `{{resolve:…}}`, which says where a secret is kept. */
function insideResolve(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 300), at);
  const open = before.lastIndexOf('{{');
  return open >= 0 && !before.includes('}}', open);
}

/** The value that starts at or after an offset: quoted, in a block of its own, or bare up to where such a value ends. */
function valueAt(text: string, from: number, yaml: boolean): SecretRange | undefined {
  let start = from;
  while (text[start] === ' ' || text[start] === '\t') start += 1;
  const block = yaml ? blockAt(text, start) : undefined;
  if (block) return block;
  const rest = text.slice(start, start + 80);
  const sub = /^!Sub[ \t]+/.exec(rest);
  if (sub) start += sub[0].length;
  const list = /^\[[ \t]*(?=\\{0,15}["'])/.exec(text.slice(start, start + 40));
  if (list) start += list[0].length;
  const quote = /^(\\{0,15})(["'`])/.exec(text.slice(start, start + 17));
  if (quote) start += quote[0].length;
  const end = quote ? quoteEnd(text, start, quote[2]!, quote[1]!.length) : bareEnd(text, start, yaml);
  const value = text.slice(start, end);
  if (isReference(value) || isReference(value.replace(/[,;)}\]\s]+$/, '')) || (!quote && /^[{[(]/.test(value)))
    return undefined;
  return { start, end };
}

/** A YAML block scalar (`|`, `>-`) or a plain value on the next line: all lines that are further in. */
function blockAt(text: string, start: number): SecretRange | undefined {
  const head = /^(?:[|>][+-]?\d?[+-]?[ \t]*(?:#[^\n]*)?)?\r?\n/.exec(text.slice(start, start + 200));
  if (!head) return undefined;
  const from = start + head[0].length;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const outer = /^[ \t]*(?:- +)*/.exec(text.slice(lineStart, lineStart + 400))![0].length;
  const first = /^([ \t]*)([^\n]*)/.exec(text.slice(from, from + 4000))!;
  const indent = first[1]!.length;
  if (indent <= outer) return undefined;
  if (head[0].trim() === '' && /^(?:- |["']?[\w.:-]+["']?\s*:(?:\s|$)|[{[!&*])/.test(first[2]!)) return undefined;
  let end = from;
  for (let at = from; at < text.length; ) {
    const next = text.indexOf('\n', at);
    const line = text.slice(at, next < 0 ? text.length : next);
    if (line.trim() !== '' && line.length - line.trimStart().length < indent) break;
    end = at + line.trimEnd().length;
    at = next < 0 ? text.length : next + 1;
  }
  const shown = from + indent;
  return end > shown && !isReference(text.slice(shown, end)) ? { start: shown, end } : undefined;
}

/**
 * The end of a quoted value whose opening quote stands behind `depth` backslashes (JSON inside JSON). An unclosed one
 * ends with its text.
 */
function quoteEnd(text: string, start: number, quote: string, depth: number): number {
  for (let at = text.indexOf(quote, start); at >= 0; at = text.indexOf(quote, at + 1)) {
    if (quote === "'" && depth === 0) {
      if (text[at + 1] !== "'") return at;
      at += 1;
      continue;
    }
    let slashes = 0;
    while (at - slashes > start && text[at - slashes - 1] === '\\') slashes += 1;
    if (slashes >= depth && (slashes - depth) % (2 * (depth + 1)) === 0) return at - depth;
  }
  return text.length;
}

/**
 * The end of an unquoted value: in a shell or a query it holds no spaces; in YAML it may, and ends with its line, before
 * a comment, or, in `{a: b, c: d}` or inside quotes, before what closes it.
 */
function bareEnd(text: string, start: number, yaml: boolean): number {
  const near = text.slice(Math.max(0, start - 400), start);
  const line = near.slice(near.lastIndexOf('\n') + 1);
  const stop = !yaml
    ? /[\s&;"'`<>]|\\[n"]/g
    : /[{[]/.test(line)
      ? /\r?\n|,(?=\s)|[}\]]|\s#|\\n|\\?"/g
      : line.includes('"')
        ? /\r?\n|\s#|\\n|\\?"/g
        : /\r?\n|\s#|\\n/g;
  stop.lastIndex = start;
  const end = stop.exec(text)?.index ?? text.length;
  return start + text.slice(start, end).trimEnd().length;
}

const NAME_OF_PAIR =
  /(?<![\w.-])(?:name|key|parameterkey|parameter_key)\\{0,15}["']?[ \t]*[:=][ \t]*(?:\\{0,15}["'])?(?<name>[A-Za-z_][\w.-]{0,100})/dgi;
const VALUE_OF_PAIR = /(?<![\w.-])(?:value|parametervalue|parameter_value|default)\\{0,15}["']?[ \t]*[:=](?!=)/gi;

/** How far the two halves of `{name: …, value: …}` may stand apart, in characters. */
const PAIR_REACH = 300;

/** `{"name": "GITHUB_TOKEN", "value": "…"}` in either order, in JSON, YAML and HCL. */
function* namedPairs(text: string): Generator<SecretRange> {
  for (const match of text.matchAll(NAME_OF_PAIR)) {
    if (!namesSecret(match.groups!.name!)) continue;
    const [nameStart, nameEnd] = match.indices!.groups!.name!;
    const before = text.slice(Math.max(0, nameStart - PAIR_REACH), nameStart);
    const after = text.slice(nameEnd, nameEnd + PAIR_REACH);
    const open = Math.max(0, before.lastIndexOf('{') + 1, itemStart(before));
    const close = Math.min(indexOrEnd(after, /\}/), indexOrEnd(after, /\n[ \t]*-[ \t]/));
    for (const [offset, part] of [
      [nameStart - before.length + open, before.slice(open)],
      [nameEnd, after.slice(0, close)],
    ] as const)
      for (const value of part.matchAll(VALUE_OF_PAIR)) {
        const range = valueAt(text, offset + value.index + value[0].length, value[0].endsWith(':'));
        if (range) yield range;
      }
  }
}

function itemStart(text: string): number {
  const items = [...text.matchAll(/(?:^|\n)[ \t]*-[ \t]/g)];
  return items.at(-1)?.index ?? 0;
}

function indexOrEnd(text: string, pattern: RegExp): number {
  const at = text.search(pattern);
  return at < 0 ? text.length : at;
}

/** Sorted, joined where they touch, and without what already is {@link REDACTED}. */
function merged(ranges: SecretRange[], text: string): SecretRange[] {
  const result: { start: number; end: number }[] = [];
  for (const range of ranges.sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (range.end <= range.start || text.slice(range.start, range.end) === REDACTED) continue;
    const last = result.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else result.push({ ...range });
  }
  return result;
}
