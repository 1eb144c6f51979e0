import { TollgateError } from '../../../errors.js';
import { locate, type SourceText, type Span } from '../../../model/located.js';

/** Nesting and chains that no module has; longer ones would only overflow stacks. */
export const MAX_DEPTH = 200;

const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const SPACES = /[ \t\r\ufeff]+/y;
const ALL_SPACES = /[ \t\r\n\ufeff]+/y;

/** A cursor over HCL text. Newlines end attributes, but not inside brackets: {@link newlinesCount} tells which holds. */
export class Scanner {
  at = 0;
  newlinesCount = true;
  private depth = 0;

  constructor(
    readonly source: SourceText,
    private readonly end = source.text.length,
  ) {}

  /** Skips spaces and comments, and newlines where they do not count. */
  skip(): void {
    const { text } = this.source;
    for (;;) {
      this.match(this.newlinesCount ? SPACES : ALL_SPACES);
      const char = text[this.at];
      if (char === '#' || (char === '/' && text[this.at + 1] === '/')) this.skipLineComment();
      else if (char === '/' && text[this.at + 1] === '*') this.skipBlockComment();
      else return;
    }
  }

  /** Skips spaces, comments and newlines, also where newlines count. */
  skipLines(): void {
    const before = this.newlinesCount;
    this.newlinesCount = false;
    this.skip();
    this.newlinesCount = before;
  }

  /** Whether the text goes on with a token here. */
  looksAt(token: string): boolean {
    return this.source.text.startsWith(token, this.at);
  }

  /** Takes a token when it stands here. */
  take(token: string): boolean {
    if (!this.looksAt(token)) return false;
    this.at += token.length;
    return true;
  }

  /** Takes what a sticky pattern matches here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Takes an identifier. */
  identifier(): string | undefined {
    return this.match(IDENTIFIER);
  }

  /** Takes a word when it stands here as a whole identifier. */
  word(word: string): boolean {
    const start = this.at;
    if (this.identifier() === word) return true;
    this.at = start;
    return false;
  }

  atEnd(): boolean {
    return this.at >= this.end;
  }

  /** The span from an offset to here. */
  from(start: number): Span {
    return { source: this.source, start, end: this.at };
  }

  /** Parses something nested, with newlines counting or not inside it. */
  nested<T>(newlinesCount: boolean, parse: () => T): T {
    const before = this.newlinesCount;
    if (++this.depth > MAX_DEPTH) throw this.error('nested more deeply than any module is', this.at);
    this.newlinesCount = newlinesCount;
    const result = parse();
    this.newlinesCount = before;
    this.depth--;
    return result;
  }

  /** What stands here, for messages. */
  found(): string {
    if (this.atEnd()) return 'the end of the file';
    const char = this.source.text[this.at]!;
    if (char === '\n') return 'the end of the line';
    return `"${this.match(IDENTIFIER) ?? String.fromCodePoint(this.source.text.codePointAt(this.at)!)}"`;
  }

  /** An error that says what was expected and what stands here instead. */
  expected(what: string): TollgateError {
    const at = this.at;
    return this.error(`expected ${what}, found ${this.found()}`, at);
  }

  /** A syntax error at an offset. */
  error(
    message: string,
    offset: number,
    hint = 'Mend the file (terraform fmt shows the same place); nothing in it was judged.',
  ) {
    const at = Math.min(offset, this.source.text.length);
    const location = locate({ source: this.source, start: at, end: at });
    return new TollgateError('SYNTAX', `not valid Terraform: ${message}`, { location, hint });
  }

  private skipLineComment(): void {
    const end = this.source.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.end : Math.min(end, this.end);
  }

  private skipBlockComment(): void {
    const end = this.source.text.indexOf('*/', this.at + 2);
    if (end < 0) throw this.error('the comment that opens here with /* is never closed', this.at);
    this.at = end + 2;
  }
}
