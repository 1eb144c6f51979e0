import { dayTrouble, parseDay } from '../model/day.js';
import { locate, type SourceText } from '../model/located.js';
import { nameTrouble } from '../model/person-name.js';
import type { Waiver, WaiverFile } from '../model/waiver.js';
import { type Fields, type Loaded, Problems } from './syntax/fields.js';
import { parseDocument } from './syntax/parse.js';
import { isNull, type Node, spanOf } from './syntax/tree.js';

/** Keys of the file and of a waiver. The published JSON Schema says the same; a test holds the two together. */
export const WAIVER_KEYS = {
  file: ['version', 'waivers'],
  waiver: ['rule', 'subject', 'reason', 'owner', 'approver', 'ticket', 'from', 'expires'],
} as const;

/** What people write when they have no reason. */
const NO_REASON =
  /^(n\/?a|none|tbd|tba|todo|fixme|x+|-+|\?+|\.+|later|see (above|below|ticket)|because|temporary|test)\.?$/i;

/**
 * Reads a file of waivers.
 *
 * @returns the waivers when nothing is wrong with any, and everything that is wrong, each at its line.
 * @throws TollgateError SYNTAX when it is no YAML.
 */
export function loadWaivers(source: SourceText): Loaded<WaiverFile> {
  const problems = new Problems('WAIVER');
  const root = parseDocument(source);
  if (root === undefined || isNull(root)) return { value: { file: source.file, waivers: [] }, problems: [] };
  const file = problems.fields(root, 'the waiver file', WAIVER_KEYS.file, root);
  if (file.node && file.optionalText('version') !== '1')
    file.problem('version', 'the waiver file has no "version: 1"', 'Write `version: 1` at its top.');
  const waivers = file.list('waivers').map((node) => readWaiver(problems, node));
  return problems.list.length > 0
    ? { problems: problems.list }
    : { value: { file: source.file, waivers }, problems: [] };
}

function readWaiver(problems: Problems, node: Node): Waiver {
  const fields = problems.fields(node, 'the waiver', WAIVER_KEYS.waiver, node);
  if (isNull(node)) problems.at(node, 'the waiver is empty');
  const waiver = {
    rule: fields.text('rule'),
    subject: fields.text('subject'),
    reason: fields.text('reason'),
    owner: readName(fields, 'owner'),
    approver: readName(fields, 'approver'),
    ticket: fields.text('ticket'),
    ...(fields.has('from') ? { from: readDay(fields, 'from') } : {}),
    expires: readDay(fields, 'expires'),
    location: locate(spanOf(node)),
  };
  checkWords(fields, waiver);
  return waiver;
}

function checkWords(fields: Fields, { rule, subject, reason, from, expires }: Waiver): void {
  if (rule !== '' && !/^[\w.-]+(\/[\w.-]+)+$/.test(rule))
    fields.problem('rule', `"${rule}" is not the id of one rule`, 'One waiver names one rule: `pipeline/bake-time`.');
  if (/\.(ya?ml|json|tf|md)(:\d+)*$|:\d+$/i.test(subject))
    fields.problem(
      'subject',
      `"${subject}" is a place in a file`,
      'Name the address that the finding shows: lines move.',
    );
  if (NO_REASON.test(reason.trim()))
    fields.problem('reason', `"${reason}" is no reason`, 'Say why it is safe for now, and what will be done.');
  if (from !== undefined && from !== '' && expires !== '' && from > expires)
    fields.problem('from', `the waiver begins on ${from} and ends before, on ${expires}`);
}

/** A name that is what it looks like; a waiver names people, and code cannot ask them. */
function readName(fields: Fields, key: 'owner' | 'approver'): string {
  const name = fields.text(key);
  const trouble = name === '' ? undefined : nameTrouble(name);
  if (trouble) fields.problem(key, `the ${key} "${name}" ${trouble}`, 'Type the name again in plain letters.');
  return name;
}

function readDay(fields: Fields, key: 'from' | 'expires'): string {
  const text = fields.text(key);
  if (text !== '' && parseDay(text) === undefined) fields.problem(key, dayTrouble(text));
  return text;
}
