import { forEachChild, type ParsedScript, type Statement, type SyntaxNode, type Word } from 'unbash';

/** A stretch of a statement that is kept: a word, or the body of a here-document. */
interface Leaf {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What only lines of plain words lack. */
const NOT_PLAIN = /[^\w@%+=:,./ \t\n-]/;

/** A line that begins or ends something of more than one line. */
const KEYWORD = /^[ \t]*(?:if|then|else|elif|fi|for|while|until|do|done|case|esac|select|function|time|coproc)\b/m;

/**
 * A script statement by statement, spelled one way: everything that the shell acts on is kept (hosts, variables, files,
 * operators), while layout, comments and the way in which a fixed word is quoted are not. Two scripts with the same lines
 * do the same.
 */
export function identityOf(script: ParsedScript, source: string): string[] {
  // Most scripts are plain words, and spell themselves.
  if (!NOT_PLAIN.test(source) && !KEYWORD.test(source))
    return source.split('\n').flatMap((line) => line.trim().replace(/[ \t]+/g, ' ') || []);
  // What no shell can read is only itself.
  if ((script.errors ?? []).length > 0) return source.split('\n').flatMap((line) => line.trim() || []);
  return script.commands.map((statement) => spelled(statement, source));
}

function spelled(statement: Statement, source: string): string {
  const leaves: Leaf[] = [];
  collect(statement, source, leaves);
  leaves.sort((a, b) => a.start - b.start);
  let text = '';
  let at = statement.pos;
  for (const leaf of leaves) {
    if (leaf.start < at) continue;
    text += between(source.slice(at, leaf.start)) + leaf.text;
    at = leaf.end;
  }
  return (text + between(source.slice(at, Math.max(at, statement.end)))).trim();
}

function collect(node: SyntaxNode, source: string, leaves: Leaf[]): void {
  switch (node.type) {
    case 'Word':
      leaves.push({ start: node.pos, end: node.end, text: wordText(node) });
      return;
    case 'HereDoc':
      if (node.delimiter) leaves.push({ ...stretch(node.delimiter), text: node.delimiter.quoted ? "'END'" : 'END' });
      leaves.push({ ...stretch(node.body), text: `\n${node.body.text}` });
      return;
    case 'ArithmeticWord':
    case 'TestCommand':
    case 'ArithmeticCommand':
      leaves.push({ ...stretch(node), text: source.slice(node.pos, node.end) });
      return;
    default:
      forEachChild(node, (child) => collect(child, source, leaves));
  }
}

function stretch({ pos, end }: { readonly pos: number; readonly end: number }): { start: number; end: number } {
  return { start: pos, end };
}

const PLAIN = /^[\w@%+=:,./^-]+$/;

/** A word: one that the shell takes as it stands is quoted one way; one that it expands stays as written. */
function wordText(word: Word): string {
  if (PLAIN.test(word.text)) return word.text;
  if (word.text.startsWith('~') || (word.parts ?? []).some(expands)) return word.text;
  return PLAIN.test(word.value) ? word.value : `'${word.value.replaceAll("'", "'\\''")}'`;
}

function expands(part: NonNullable<Word['parts']>[number]): boolean {
  if (part.type === 'DoubleQuoted') return part.parts.some((inner) => inner.type !== 'Literal');
  return part.type !== 'Literal' && part.type !== 'SingleQuoted' && part.type !== 'AnsiCQuoted';
}

/** Tokens after which a new line separates nothing. */
const OPEN = /^(;|;;|;&|;;&|&|&&|\|\||\||\|&|then|do|else|elif|if|while|until|in|\{|\(|!|\))$/;

/** Operators and keywords between two words, with new lines as `;` where they end a command. */
function between(gap: string): string {
  let spelled = GAPS.get(gap);
  if (spelled === undefined) {
    spelled = readGap(gap);
    // Nearly all gaps are spaces and line ends; one that holds a comment does not come again.
    if (gap.length < 40 && GAPS.size < 1000) GAPS.set(gap, spelled);
  }
  return spelled;
}

const GAPS = new Map<string, string>();

function readGap(gap: string): string {
  if (gap.trim() === '' && !gap.includes('\n')) return gap === '' ? '' : ' ';
  const tokens = gap
    .replace(/\\\r?\n/g, ' ')
    .replace(/(^|\s)#[^\n]*/g, '$1')
    .replace(/\n/g, ' \n ')
    .split(/[ \t\r]+/);
  const kept: string[] = [];
  for (const token of tokens) {
    if (token !== '\n') kept.push(token);
    else if (!OPEN.test(kept.findLast((before) => before !== '') ?? 'word')) kept.push(';');
  }
  return kept.join(' ').replace(/ {2,}/g, ' ').replace(/ ;/g, ';');
}
