import type { SourceText, Span } from '../../../model/located.js';
import { parseExpression, parseLoopNames } from './parse-expression.js';
import { Scanner } from './scanner.js';
import type { Template, TemplatePart } from './syntax.js';

/** Pieces of a template before directives are put together. */
type Piece =
  | Exclude<TemplatePart, { kind: 'if' | 'for' }>
  | { readonly kind: 'directive'; readonly directive: Directive; readonly span: Span };

type Directive =
  | { readonly word: 'if'; readonly condition: Parameters<typeof ifPart>[0] }
  | {
      readonly word: 'for';
      readonly names: [string | undefined, string];
      readonly collection: Parameters<typeof ifPart>[0];
    }
  | { readonly word: 'else' | 'endif' | 'endfor' };

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Parses a quoted template; the scanner stands behind its opening quote. */
export function parseQuoted(scanner: Scanner): Template {
  const open = scanner.at - 1;
  const start = scanner.at;
  const reader = new PieceReader(scanner);
  for (;;) {
    const char = scanner.source.text[scanner.at];
    if (char === undefined || char === '\n')
      throw scanner.error('the text that opens here with a quote is not closed on its line', open);
    if (char === '"') break;
    if (char === '\\') reader.respelled(readEscape(scanner));
    else reader.step();
  }
  const pieces = reader.done();
  const span = scanner.from(start);
  scanner.at++;
  return { kind: 'template', parts: assemble(scanner, pieces), span };
}

function readEscape(scanner: Scanner): { text: string; length: number } {
  const { text } = scanner.source;
  const letter = text[scanner.at + 1] ?? '';
  const simple = ESCAPES[letter];
  if (simple !== undefined) return { text: simple, length: 2 };
  const digits = letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  const code = text.slice(scanner.at + 2, scanner.at + 2 + digits);
  if (digits > 0 && /^[0-9a-fA-F]+$/.test(code) && code.length === digits && Number.parseInt(code, 16) <= 0x10ffff)
    return { text: String.fromCodePoint(Number.parseInt(code, 16)), length: 2 + digits };
  throw scanner.error(`"\\${letter}" is no escape: write "\\\\" for a backslash`, scanner.at);
}

/** Parses `<<EOT` and `<<-EOT`; the scanner stands before it. */
export function parseHeredoc(scanner: Scanner): Template {
  const open = scanner.at;
  const head = scanner.match(/<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t]*\r?\n/uy);
  if (head === undefined) throw scanner.error('a heredoc "<<NAME" must end its line with its name', open);
  const name = head.replace(/^<<-?/, '').trim();
  const start = scanner.at;
  const end = findMarker(scanner, name, open);
  const inner = new Scanner(scanner.source, end);
  inner.at = start;
  const reader = new PieceReader(inner);
  while (inner.at < end) reader.step();
  if (inner.at > end) throw scanner.error(`the heredoc ends with ${name} inside a "\${" that is not closed`, open);
  const pieces = reader.done();
  const span = inner.from(start);
  scanner.at = end;
  scanner.match(/[ \t]*/y);
  scanner.at += name.length;
  const flat = head.startsWith('<<-') ? stripIndentation(pieces, scanner.source) : pieces;
  return { kind: 'template', parts: assemble(scanner, flat), span };
}

/** Parses a whole text as a template: a file given to `templatefile`. */
export function parseTemplateText(source: SourceText): Template {
  const scanner = new Scanner(source);
  const reader = new PieceReader(scanner);
  while (!scanner.atEnd()) reader.step();
  const pieces = reader.done();
  return { kind: 'template', parts: assemble(scanner, pieces), span: scanner.from(0) };
}

/** The offset where the line with the closing name begins. */
function findMarker(scanner: Scanner, name: string, open: number): number {
  const { text } = scanner.source;
  for (let line = scanner.at; line < text.length; ) {
    const next = text.indexOf('\n', line);
    const end = next < 0 ? text.length : next;
    if (text.slice(line, end).trim() === name) return line;
    if (next < 0) break;
    line = next + 1;
  }
  throw scanner.error(`the heredoc that opens here is never closed with ${name} on a line of its own`, open);
}

/** Cuts text into literal stretches, interpolations and directives. */
class PieceReader {
  private readonly pieces: Piece[] = [];
  private literal: number;
  private trimNext = false;

  constructor(private readonly scanner: Scanner) {
    this.literal = scanner.at;
  }

  /** Takes one character of literal text, or a whole interpolation or directive. */
  step(): void {
    const { scanner } = this;
    if (scanner.looksAt('$${') || scanner.looksAt('%%{')) {
      this.respelled({ text: scanner.source.text.slice(scanner.at + 1, scanner.at + 3), length: 3 });
    } else if (scanner.looksAt('${')) this.sequence((start) => this.interpolation(start));
    else if (scanner.looksAt('%{')) this.sequence((start) => this.directive(start));
    else this.plain();
  }

  /** Takes text that reads differently than it is written. */
  respelled(respelled: { text: string; length: number }): void {
    this.flush();
    const start = this.scanner.at;
    this.scanner.at += respelled.length;
    this.pieces.push({ kind: 'text', text: respelled.text, span: this.scanner.from(start) });
    this.literal = this.scanner.at;
  }

  done(): Piece[] {
    this.flush();
    return this.pieces;
  }

  /** Literal text up to the next character that may mean something. */
  private plain(): void {
    const { scanner } = this;
    const start = scanner.at;
    scanner.match(/[^$%"\\\n]+|[$%"\\\n]/y);
    if (this.trimNext) this.trimStart(start);
  }

  private trimStart(start: number): void {
    const text = this.scanner.source.text.slice(start, this.scanner.at);
    const blank = text.length - text.trimStart().length;
    if (this.literal === start) this.literal += blank;
    if (blank < text.length) this.trimNext = false;
  }

  private sequence(parse: (start: number) => Piece): void {
    this.flush();
    const { scanner } = this;
    const start = scanner.at;
    scanner.at += 2;
    if (scanner.take('~')) this.trimBefore();
    const piece = scanner.nested(false, () => parse(start));
    scanner.skip();
    this.trimNext = scanner.take('~');
    if (!scanner.take('}'))
      throw scanner.atEnd()
        ? scanner.error('the "${" that opens here is never closed', start)
        : scanner.expected('"}"');
    this.pieces.push({ ...piece, span: scanner.from(start) });
    this.literal = scanner.at;
  }

  private interpolation(start: number): Piece {
    return { kind: 'value', value: parseExpression(this.scanner), span: this.scanner.from(start) };
  }

  private directive(start: number): Piece {
    const { scanner } = this;
    scanner.skip();
    const at = scanner.at;
    const word = scanner.identifier();
    const directive = this.directiveOf(word);
    if (!directive) throw scanner.error(`"%{${word ?? ''}" is no directive: if, else, endif, for and endfor are`, at);
    return { kind: 'directive', directive, span: scanner.from(start) };
  }

  private directiveOf(word: string | undefined): Directive | undefined {
    switch (word) {
      case 'if':
        return { word, condition: parseExpression(this.scanner) };
      case 'for':
        return { word, names: parseLoopNames(this.scanner), collection: parseExpression(this.scanner) };
      case 'else':
      case 'endif':
      case 'endfor':
        return { word };
      default:
        return undefined;
    }
  }

  /** `~` takes away the white space before it. */
  private trimBefore(): void {
    for (let last = this.pieces.at(-1); last?.kind === 'text'; last = this.pieces.at(-1)) {
      this.pieces.pop();
      const text = last.text.trimEnd();
      if (text === '') continue;
      this.pieces.push({ kind: 'text', text, span: { ...last.span, end: last.span.start + text.length } });
      return;
    }
  }

  private flush(): void {
    const { scanner } = this;
    if (scanner.at > this.literal) {
      const span = scanner.from(this.literal);
      this.pieces.push({ kind: 'text', text: scanner.source.text.slice(span.start, span.end), span });
    }
    this.literal = scanner.at;
  }
}

/** `<<-` takes away the indentation that all lines share. */
function stripIndentation(pieces: readonly Piece[], source: SourceText): Piece[] {
  const lines = pieces.flatMap((piece): Piece[] => (piece.kind === 'text' ? splitLines(piece) : [piece]));
  const startsLine = (piece: Piece) => piece.span.start === 0 || source.text[piece.span.start - 1] === '\n';
  let shared = Number.POSITIVE_INFINITY;
  for (const piece of lines) {
    if (!startsLine(piece)) continue;
    if (piece.kind !== 'text') shared = 0;
    else if (piece.text.trim() !== '' || !piece.text.endsWith('\n'))
      shared = Math.min(shared, /^[ \t]*/.exec(piece.text)![0].length);
  }
  if (!Number.isFinite(shared) || shared === 0) return lines;
  return lines.map((piece) => {
    if (piece.kind !== 'text' || !startsLine(piece)) return piece;
    const cut = Math.min(shared, /^[ \t]*/.exec(piece.text)![0].length);
    return { ...piece, text: piece.text.slice(cut), span: { ...piece.span, start: piece.span.start + cut } };
  });
}

function splitLines(piece: Piece & { kind: 'text' }): Piece[] {
  if (piece.text.length !== piece.span.end - piece.span.start) return [piece];
  let start = piece.span.start;
  return (piece.text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((text): Piece => {
    const span = { source: piece.span.source, start, end: start + text.length };
    start = span.end;
    return { kind: 'text', text, span };
  });
}

/** Puts directives and what they enclose together. */
function assemble(scanner: Scanner, pieces: readonly Piece[]): TemplatePart[] {
  let at = 0;
  const sequence = (ends: readonly string[], open: Span | undefined, depth: number): TemplatePart[] => {
    const parts: TemplatePart[] = [];
    for (; at < pieces.length; at++) {
      const piece = pieces[at]!;
      if (piece.kind !== 'directive') parts.push(piece);
      else if (ends.includes(piece.directive.word)) return parts;
      else parts.push(enclosed(piece, depth + 1));
    }
    if (open) throw scanner.error(`the directive that opens here is never closed with %{ ${ends.at(-1)} }`, open.start);
    return parts;
  };
  const enclosed = (piece: Piece & { kind: 'directive' }, depth: number): TemplatePart => {
    const { directive, span } = piece;
    if (depth > 50) throw scanner.error('directives nested more deeply than any template is', span.start);
    if (directive.word !== 'if' && directive.word !== 'for')
      throw scanner.error(`%{ ${directive.word} } closes nothing that is open`, span.start);
    at++;
    if (directive.word === 'for') {
      const body = sequence(['endfor'], span, depth);
      const [key, item] = directive.names;
      return { kind: 'for', key, item, collection: directive.collection, body, span };
    }
    const whenTrue = sequence(['else', 'endif'], span, depth);
    const middle = pieces[at];
    if (middle?.kind !== 'directive' || middle.directive.word !== 'else')
      return ifPart(directive.condition, whenTrue, [], span);
    at++;
    return ifPart(directive.condition, whenTrue, sequence(['endif'], span, depth), span);
  };
  return sequence([], undefined, 0);
}

function ifPart(
  condition: (TemplatePart & { kind: 'if' })['condition'],
  whenTrue: readonly TemplatePart[],
  whenFalse: readonly TemplatePart[],
  span: Span,
): TemplatePart {
  return { kind: 'if', condition, whenTrue, whenFalse, span };
}
