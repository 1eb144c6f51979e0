/** A place in an input, as people and editors count: lines and columns start at 1, columns are UTF-16 code units. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Exclusive end, when the place is more than a point. */
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** A text and the name it goes by in reports. Line starts are found once, when somebody first asks for a line. */
export class SourceText {
  private starts: number[] | undefined;
  private readonly located = new Map<number, Location>();

  constructor(
    readonly file: string,
    readonly text: string,
  ) {}

  /** Line and column, both from 1, of a zero-based offset. */
  position(offset: number): { line: number; column: number } {
    const starts = this.lineStarts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  }

  /** The text of a line (from 1) without its line end; empty when there is no such line. */
  line(number: number): string {
    const starts = this.lineStarts();
    const start = starts[number - 1];
    if (start === undefined) return '';
    return this.text.slice(start, starts[number] ?? this.text.length).replace(/\r?\n$/, '');
  }

  /** {@link locate} for a span of this text. Much is said about few places: what was worked out is shared. */
  locate(start: number, end: number): Location {
    const key = start * (this.text.length + 1) + Math.max(start, end);
    let location = this.located.get(key);
    if (!location) {
      const from = this.position(start);
      const to = this.position(Math.max(start, end));
      location = { file: this.file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
      this.located.set(key, location);
    }
    return location;
  }

  private lineStarts(): number[] {
    if (this.starts) return this.starts;
    const starts = [0];
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
    return starts;
  }
}

/** A stretch of a source text: zero-based offsets, end exclusive. Cheap to carry; {@link locate} makes it readable. */
export interface Span {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** The line and column of a span, for people. */
export function locate(span: Span): Location {
  return span.source.locate(span.start, span.end);
}

/** A value that is known, or an expression that nothing at hand resolves. A `!Ref` is never the string "X". */
export type Value<T = string> = Known<T> | Unresolved;

/** A value that is known, where it stands, and what it went through to become known. */
export interface Known<T> {
  readonly known: true;
  readonly value: T;
  readonly span: Span;
  /** How it became known when it is not a literal: `default of parameter Stage`. */
  readonly from?: string;
}

/** A value that nothing at hand resolves: its expression as written, and its literal and unknown parts in order. */
export interface Unresolved {
  readonly known: false;
  readonly expression: string;
  readonly parts: readonly Part[];
  readonly span: Span;
}

/** Part of an unresolved text: literal text, or a hole where something unknown stands. */
export type Part = string | Hole;

/**
 * What is not known inside a value.
 * - `open`: could be anything (a parameter without default, a run-time variable): it may name any environment.
 * - `neutral`: given by the provider and names no environment (`AWS::Region`, `AWS::StackName`).
 * - `reference`: a concrete thing defined elsewhere (`!Ref`, `!ImportValue`): read by its label.
 */
export interface Hole {
  readonly kind: 'open' | 'neutral' | 'reference';
  /** As written: `!Ref Stage`, `var.environment`. */
  readonly expression: string;
  /** The words that stand for it: `Stage`, `prod-cluster`. */
  readonly label: string;
  /** What would settle it: `--parameters Stage=…`. */
  readonly settledBy: string;
  /** The closed list of values it may take, when there is one. */
  readonly choices?: readonly string[];
}

/** A known value that stands at a span. */
export function known<T>(value: T, span: Span, from?: string): Known<T> {
  return from === undefined ? { known: true, value, span } : { known: true, value, span, from };
}

/** The text of a value for people: its value when known, else its expression. */
export function display(value: Value<unknown>): string {
  return value.known ? String(value.value) : value.expression;
}
