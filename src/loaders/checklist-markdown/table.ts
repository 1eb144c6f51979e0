import type { Nodes, Table, TableCell, TableRow } from 'mdast';
import type { SourceText } from '../../model/located.js';
import { offsetOf } from '../change-markdown/document.js';
import { isBox, plain, tidy, withoutTags } from './plain.js';
import { type Found, type FoundQuestion, ownNumber, sortBeside } from './question.js';
import { criticalityIn } from './words.js';

/** What the columns of a table of checks mean. */
interface Columns {
  readonly heads: readonly string[];
  readonly name: number;
  /** The column that says it in a sentence. */
  readonly text: number | undefined;
  readonly id: number | undefined;
  readonly level: number | undefined;
}

const CHECK =
  /^(checks?|check(list)? ?(name|item)s?|checklist|items?|questions?|requirements?|controls?|criteri(on|a)|tasks?|activit(y|ies)|verifications?|gates?|best practices?)$/i;
const NAME = /^(names?|titles?|what|descriptions?|area|topic)$/i;
const STATUS =
  /^(level|status|done|done\?|priority|severity|criticality|owner|evidence|complete[d]?|result|pass(ed)?|y\/n|yes\/no|ok|answer|response|comments?|notes?|scope)$/i;
const TEXT = /(description|detail|question|requirement|explanation|guidance)/i;
const LEVEL = /^(level|priority|severity|criticality|risk|importance)$/i;

/** The rows of a table as questions; undefined when it is no table of checks. */
export function questionsOfTable(source: SourceText, table: Table): Found | undefined {
  const [head, ...rows] = table.children;
  const columns = head && columnsOf(source, head, rows);
  if (!columns) return undefined;
  const found = rows.map((row) => questionOfRow(source, row, columns));
  return {
    questions: found.flatMap((one) => (typeof one === 'string' ? [] : one)),
    text: found.filter((one) => typeof one === 'string'),
  };
}

function columnsOf(source: SourceText, head: TableRow, rows: readonly TableRow[]): Columns | undefined {
  const heads = head.children.map((cell) => plain([cell as Nodes]).text);
  const box = heads.findIndex((_, at) => {
    const texts = rows.map((row) => wordsIn(source, row.children[at]).text).filter((text) => text !== '');
    return texts.length > 0 && texts.every(isBox);
  });
  const find = (pattern: RegExp) => {
    const at = heads.findIndex((one) => pattern.test(one));
    return at < 0 ? undefined : at;
  };
  const named = find(CHECK) ?? (find(STATUS) === undefined ? undefined : find(NAME));
  // Boxes for ticking make it a table of checks, whatever its head says; ticks alone compare things.
  const open = box >= 0 && rows.some((row) => /^(\[ ?\]|[☐□❏❑])/u.test(wordsIn(source, row.children[box]).text));
  const name = named ?? (open ? heads.findIndex((_, at) => at !== box) : -1);
  if (name < 0) return undefined;
  const text = heads.findIndex((one, at) => at !== name && TEXT.test(one));
  const id = find(/^(#|no\.?|id|ref\.?|nr\.?|key)$/i);
  const level = find(LEVEL);
  return { heads, name, text: text < 0 ? undefined : text, id, level };
}

/** A row as a question, or as text when it names nothing. */
function questionOfRow(source: SourceText, row: TableRow, columns: Columns): FoundQuestion | string {
  const cell = (at: number | undefined) => (at === undefined ? undefined : wordsIn(source, row.children[at]));
  const name = cell(columns.name)!;
  const sentence = cell(columns.text);
  const number = cell(columns.id)?.text ?? '';
  if (name.text === '' && (sentence?.text ?? '') === '') return rawRow(source, row);
  const beside = columns.heads.flatMap((head, at) => {
    if (at === columns.name || at === columns.text) return [];
    if (at === columns.id && ownNumber(number) !== undefined) return [];
    return besideOf(head, wordsIn(source, row.children[at]).text);
  });
  const urls = row.children.flatMap((one) => wordsIn(source, one).urls);
  const text = sentence?.text || name.text;
  const level = cell(columns.level)?.text;
  const criticality = level === undefined ? undefined : criticalityIn(level);
  const id = ownNumber(number);
  return {
    ...(id === undefined ? {} : { id }),
    ...(text === name.text || name.text === '' ? {} : { title: name.text }),
    text,
    ...sortBeside([...name.more, ...(sentence?.more ?? []), ...beside, ...urls.map((url) => `See ${url}`)]),
    ...(criticality ? { criticality } : {}),
    ticked: row.children.some((one) => /^(\[[xX]\]|☑|☒)/u.test(wordsIn(source, one).text)),
    offset: offsetOf(row),
  };
}

function besideOf(head: string, text: string): string[] {
  if (text === '' || /^(\[[ xX]?\]|[☐☑☒□❏❑])$/u.test(text)) return [];
  const said = isBox(text) ? (/^[❌✗✘]/u.test(text) ? 'no' : 'yes') : text;
  return [head === '' ? said : `${head}: ${said}`];
}

interface Cell {
  readonly text: string;
  /** What opens under a summary. */
  readonly more: readonly string[];
  readonly urls: readonly string[];
}

/** The words of a cell. A summary that opens into more is the name, and the rest is said beside. */
function wordsIn(source: SourceText, cell: TableCell | undefined): Cell {
  if (!cell) return { text: '', more: [], urls: [] };
  const written = source.text.slice(offsetOf(cell), cell.position?.end.offset);
  const folded = /<summary>([\s\S]*?)<\/summary>([\s\S]*)/i.exec(written.replace(/\s*\|\s*$/, ''));
  if (folded) {
    const more = tidy(withoutTags(folded[2]!));
    return { text: tidy(withoutTags(folded[1]!)), more: more === '' ? [] : [more], urls: [] };
  }
  // A tick written as a shortcode is a tick.
  const ticks = /^\s*\|?\s*((:(white_check_mark|heavy_check_mark|x|heavy_multiplication_x):)\s*)+\|?\s*$/.exec(written);
  if (ticks) return { text: /:x:|multiplication/.test(written) ? '❌' : '✅', more: [], urls: [] };
  const { text, urls } = plain([cell as Nodes]);
  return { text, more: [], urls };
}

function rawRow(source: SourceText, row: TableRow): string {
  return source.text.slice(offsetOf(row), row.position?.end.offset).trim();
}
