import { Closings } from './shell-closings.js';

/** A word of a shell text, quotes removed; `$VAR` and substitutions stay as text. */
export interface Word {
  readonly kind: 'word';
  readonly text: string;
  /** Nothing in it is quoted or escaped, so it may be a keyword, an assignment or a comment. */
  readonly plain: boolean;
  /** Begins with an unquoted `NAME=`. */
  readonly assigns: boolean;
  /** Zero-based offsets into the script, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Command substitutions inside it, `$(…)`, `` `…` `` and `<(…)`: where their insides stand. */
  readonly scripts: readonly Range[];
}

/** `&&`, `||`, `|`, `;`, `;;`, `&`, `(`, `)` or the end of a line. */
export interface Operator {
  readonly kind: 'operator';
  readonly operator: string;
  readonly start: number;
  readonly end: number;
}

/** A redirection; `body` is the text of a here-document or here-string. */
export interface Redirect {
  readonly kind: 'redirect';
  readonly operator: string;
  readonly target: string;
  body: Range | undefined;
  readonly start: number;
  readonly end: number;
}

/** What a shell text is cut into. */
export type Token = Word | Operator | Redirect;

/** Zero-based offsets, end exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

const PLAIN_RUN = /[^\s'"\\$`;&|()<>]+/y;
const OPERATOR = /&&|\|\||;;&|;;|;&|\|&|[|;()]|&(?!>)/y;
const REDIRECT = /\d*(?:<<-|<<<|<<|<>|<&|>&|>>|>\||<|>)|&>>|&>/y;
const SPACE = /(?:[ \t\r\f\v\u00a0]|[\\`]\r?\n)+/y;
const ASSIGNMENT = /[A-Za-z_][A-Za-z0-9_]*(?:\[[^\]\n]{0,80}\])?\+?=/y;
const TEST_END = /\s\]\](?=[\s;)&|]|$)/g;
const EXPRESSION = /\$\{\{[\s\S]*?\}\}/y;

/**
 * Cuts a shell text into words, operators and redirections. Tolerant: what is not shell still comes out as words, an
 * opening quote that is never closed is a character, and nothing throws.
 *
 * @param text the script
 * @param itemEnds offsets, ascending, that quotes must not cross: the ends of the list items that were joined
 */
export function shellTokens(text: string, itemEnds: readonly number[] = [text.length]): Token[] {
  return new Lexer(text, itemEnds).tokens();
}

interface Pending {
  readonly redirect: Redirect;
  readonly delimiter: string;
}

class Lexer {
  private at = 0;
  private item = 0;
  /** Delimiters that stand on no line any more. */
  private readonly missing = new Set<string>();
  private readonly closings: Closings;
  private readonly found: Token[] = [];
  private pending: Pending[] = [];

  constructor(
    private readonly text: string,
    private readonly itemEnds: readonly number[],
  ) {
    this.closings = new Closings(text);
    this.grant();
  }

  private grant(): void {
    this.closings.grant((this.itemEnds[this.item] ?? this.text.length) - (this.itemEnds[this.item - 1] ?? 0));
  }

  tokens(): Token[] {
    const { text } = this;
    while (this.at < text.length) {
      this.skip(SPACE);
      if (this.at >= text.length) break;
      const character = text[this.at]!;
      if (character === '\n') this.lineEnd();
      else if (character === '#') this.comment();
      else if (!this.arithmetic() && !this.redirect() && !this.operator()) this.word();
    }
    return this.found;
  }

  private skip(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match) return undefined;
    this.at = pattern.lastIndex;
    return match[0];
  }

  private lineEnd(): void {
    this.found.push({ kind: 'operator', operator: '\n', start: this.at, end: this.at + 1 });
    this.at++;
    const pending = this.pending;
    this.pending = [];
    for (const { redirect, delimiter } of pending) redirect.body = this.hereDocument(delimiter);
  }

  /** The body that starts here, up to a line holding only the delimiter; nothing is taken when there is none. */
  private hereDocument(delimiter: string): Range | undefined {
    const start = this.at;
    if (this.missing.has(delimiter)) return undefined;
    for (let line = start; line < this.text.length; ) {
      const newline = this.text.indexOf('\n', line);
      const end = newline < 0 ? this.text.length : newline;
      if (this.text.slice(line, end).trim() === delimiter) {
        this.at = end;
        return { start, end: line };
      }
      line = end + 1;
    }
    this.missing.add(delimiter);
    return undefined;
  }

  private comment(): void {
    const newline = this.text.indexOf('\n', this.at);
    this.at = newline < 0 ? this.text.length : newline;
  }

  private operator(): boolean {
    const start = this.at;
    const operator = this.skip(OPERATOR);
    if (operator === undefined) return false;
    this.found.push({ kind: 'operator', operator: operator === '|&' ? '|' : operator, start, end: this.at });
    return true;
  }

  private redirect(): boolean {
    const start = this.at;
    const operator = this.skip(REDIRECT);
    if (operator === undefined) return false;
    if (this.text[this.at] === '(') {
      this.at = start;
      return false;
    }
    this.skip(SPACE);
    const target = this.wordHere();
    const sign = operator.replace(/^\d+/, '');
    const body = sign === '<<<' && target ? { start: target.start, end: target.end } : undefined;
    const token: Redirect = { kind: 'redirect', operator: sign, target: target?.text ?? '', body, start, end: this.at };
    this.found.push(token);
    if (target && (sign === '<<' || sign === '<<-')) this.pending.push({ redirect: token, delimiter: target.text });
    return true;
  }

  private word(): void {
    const word = this.wordHere();
    if (!word) {
      this.at++;
      return;
    }
    this.found.push(word);
    if (word.plain && word.text === '[[') this.test();
  }

  /** Takes what stands between `[[` and `]]` as one word: its `&&`, `<` and `(` are no operators. */
  private test(): void {
    TEST_END.lastIndex = this.at;
    const match = TEST_END.exec(this.text);
    if (match && match.index < this.limit()) this.pushRaw(TEST_END.lastIndex);
  }

  /** Takes `((…))` as one word. */
  private arithmetic(): boolean {
    if (this.text[this.at] !== '(' || this.text[this.at + 1] !== '(') return false;
    const end = this.text.indexOf('))', this.at + 2);
    if (end < 0 || end >= this.limit()) return false;
    this.pushRaw(end + 2);
    return true;
  }

  private pushRaw(end: number): void {
    const start = this.at;
    this.at = end;
    const text = this.text.slice(start, end);
    this.found.push({ kind: 'word', text, plain: false, assigns: false, start, end, scripts: [] });
  }

  private wordHere(): Word | undefined {
    const start = this.at;
    const { text } = this;
    const scripts: Range[] = [];
    let value = '';
    let plain = true;
    const limit = this.limit();
    while (this.at < text.length) {
      const run = this.skip(PLAIN_RUN);
      if (run !== undefined) value += run;
      const piece = this.piece(limit, scripts, value);
      if (piece === undefined) break;
      value += piece.text;
      if (piece.quoted) plain = false;
    }
    if (this.at === start) return undefined;
    ASSIGNMENT.lastIndex = start;
    return { kind: 'word', text: value, plain, assigns: ASSIGNMENT.test(text), start, end: this.at, scripts };
  }

  /** The end of the list item that is being read. */
  private limit(): number {
    while (this.item < this.itemEnds.length - 1 && this.itemEnds[this.item]! < this.at) {
      this.item++;
      this.grant();
    }
    return this.itemEnds[this.item] ?? this.text.length;
  }

  /** A quoted, escaped or substituted piece of a word, or undefined where the word ends. */
  private piece(limit: number, scripts: Range[], before: string): { text: string; quoted: boolean } | undefined {
    const { text } = this;
    switch (text[this.at]) {
      case "'":
        return this.singleQuoted(limit);
      case '"':
        return this.doubleQuoted(limit, scripts);
      case '\\':
        return this.escaped();
      case '$':
        return this.dollar(limit, scripts);
      case '`':
        return this.backquoted(limit, scripts);
      case '(':
        return before.endsWith('=') ? this.raw(this.closings.after(')', this.at + 1, limit)) : undefined;
      case '<':
      case '>':
        return this.processSubstitution(limit, scripts, before);
      default:
        return undefined;
    }
  }

  private raw(end: number): { text: string; quoted: boolean } {
    const start = this.at;
    this.at = end < 0 ? start + 1 : end;
    return { text: this.text.slice(start, this.at), quoted: false };
  }

  private singleQuoted(limit: number): { text: string; quoted: boolean } {
    const end = this.text.indexOf("'", this.at + 1);
    if (end < 0 || end >= limit) return this.raw(-1);
    const text = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return { text, quoted: true };
  }

  private doubleQuoted(limit: number, scripts: Range[]): { text: string; quoted: boolean } {
    const end = this.closings.after('"', this.at + 1, limit);
    if (end < 0) return this.raw(-1);
    const inside = this.text.slice(this.at + 1, end - 1);
    if (/[$`]/.test(inside)) this.substitutions(this.at + 1, end - 1, scripts);
    this.at = end;
    return { text: inside.includes('\\') ? inside.replace(/\\(\r?\n|["$`\\])/g, unescaped) : inside, quoted: true };
  }

  private escaped(): { text: string; quoted: boolean } | undefined {
    const next = this.text[this.at + 1];
    if (next === undefined || next === '\r' || next === '\n') {
      this.at += next === undefined ? 1 : 2;
      if (next === '\r' && this.text[this.at] === '\n') this.at++;
      return { text: '', quoted: false };
    }
    const wordStart = this.at === 0 || /\s/.test(this.text[this.at - 1]!);
    this.at += 2;
    // A backslash inside a word before a letter is a Windows path far more often than an escaped letter.
    return { text: !wordStart && /[A-Za-z_]/.test(next) ? `/${next}` : next, quoted: true };
  }

  private dollar(limit: number, scripts: Range[]): { text: string; quoted: boolean } {
    const expression = this.skip(EXPRESSION);
    if (expression !== undefined) return { text: expression, quoted: false };
    const next = this.text[this.at + 1];
    if (next === '(') return this.substitution(limit, scripts, this.at + 2);
    if (next === '{') return this.raw(this.closings.after('}', this.at + 2, limit));
    if (next === "'") {
      this.at++;
      return this.singleQuoted(limit);
    }
    return this.raw(-1);
  }

  private substitution(limit: number, scripts: Range[], inside: number): { text: string; quoted: boolean } {
    const end = this.closings.after(')', inside, limit);
    if (end > 0 && this.text[inside] !== '(') scripts.push({ start: inside, end: end - 1 });
    return this.raw(end);
  }

  private backquoted(limit: number, scripts: Range[]): { text: string; quoted: boolean } {
    const end = this.text.indexOf('`', this.at + 1);
    if (end < 0 || end >= limit) return this.raw(-1);
    scripts.push({ start: this.at + 1, end });
    return this.raw(end + 1);
  }

  private processSubstitution(
    limit: number,
    scripts: Range[],
    before: string,
  ): { text: string; quoted: boolean } | undefined {
    if (before !== '' || this.text[this.at + 1] !== '(') return undefined;
    return this.substitution(limit, scripts, this.at + 2);
  }

  /** Records the substitutions inside a stretch of double-quoted text. */
  private substitutions(start: number, end: number, scripts: Range[]): void {
    for (let at = start; at < end; at++) {
      const character = this.text[at];
      if (character === '\\') at++;
      else if (character === '`') {
        const close = this.text.indexOf('`', at + 1);
        if (close < 0 || close >= end) return;
        scripts.push({ start: at + 1, end: close });
        at = close;
      } else if (character === '$' && this.text[at + 1] === '(') {
        const close = this.closings.after(')', at + 2, end);
        if (close < 0) return;
        if (this.text[at + 2] !== '(') scripts.push({ start: at + 2, end: close - 1 });
        at = close - 1;
      }
    }
  }
}

function unescaped(_: string, character: string): string {
  return /\n$/.test(character) ? '' : character;
}
