/** Substitutions nested deeper than anybody writes are taken as text. */
const MAX_DEPTH = 12;

/** Characters looked at for the ends of what opens, for each character of an item; then openers are taken as text. */
const LOOKS = 40;

/** Looks that even the shortest item may take. */
const FIRST_LOOKS = 2000;

/** Finds where quotes, braces and parentheses of a shell text close, within a budget that keeps hostile input linear. */
export class Closings {
  private looks = 0;

  constructor(private readonly text: string) {}

  /** Grants the looks for an item of so many characters. */
  grant(length: number): void {
    this.looks = FIRST_LOOKS + LOOKS * length;
  }

  /** Offset after the character that closes what opened before `from`; -1 when it does not close before the limit. */
  after(close: '"' | ')' | '}', from: number, limit: number): number {
    return this.closing(from, limit, 0, close);
  }

  private closing(from: number, limit: number, depth: number, close: string): number {
    if (depth > MAX_DEPTH) return -1;
    for (let at = from; at < limit && this.looks > 0; this.looks--) {
      const character = this.text[at]!;
      if (character === close) return at + 1;
      const end = this.nestedEnd(character, at, limit, depth, close);
      at = end > 0 ? end : at + 1;
    }
    return -1;
  }

  /** Offset after something that nests and starts at `at`, or -1 when nothing does. */
  private nestedEnd(character: string, at: number, limit: number, depth: number, close: string): number {
    if (character === '\\') return at + 2;
    if (character === '$') {
      const next = this.text[at + 1];
      if (next === '(') return this.closing(at + 2, limit, depth + 1, ')');
      if (next === '{') return this.closing(at + 2, limit, depth + 1, '}');
      return -1;
    }
    if (close === '"') return -1;
    if (character === '"') return this.closing(at + 1, limit, depth + 1, '"');
    if (character === "'") {
      const end = this.text.indexOf("'", at + 1);
      return end < 0 || end >= limit ? -1 : end + 1;
    }
    if (close === ')' && character === '(') return this.closing(at + 1, limit, depth + 1, ')');
    return -1;
  }
}
