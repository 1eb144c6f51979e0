import { hasHalfPair, type Json } from './canonical.js';

/** A signed document is nested a few levels deep; deeper ones only attack the reader. */
const MAX_DEPTH = 64;

/** A text is not JSON that every reader understands alike. `offset` counts UTF-16 code units from 0. */
export class StrictJsonError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
    this.name = 'StrictJsonError';
  }
}

/**
 * Parses JSON that has one meaning only. What two readers could understand differently is refused: a key that stands
 * twice (one takes the first, another the last), half a surrogate pair, a number that loses digits, a byte order mark.
 *
 * @throws StrictJsonError saying what and where.
 */
export function parseStrictJson(text: string): Json {
  return new Reader(text).document();
}

/**
 * Like {@link parseStrictJson}, from bytes, which must be UTF-8.
 *
 * @throws StrictJsonError
 */
export function parseStrictJsonBytes(bytes: Uint8Array): Json {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new StrictJsonError('not UTF-8', 0);
  }
  return parseStrictJson(text);
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these in a string
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  document(): Json {
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length) throw this.error('something stands after the end of the document');
    return value;
  }

  private value(depth: number): Json {
    if (depth > MAX_DEPTH) throw this.error(`nested more than ${MAX_DEPTH} levels deep`);
    this.space();
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.list(depth);
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  private object(depth: number): Json {
    const members = new Map<string, Json>();
    this.at++;
    if (this.take('}')) return {};
    do {
      this.space();
      const start = this.at;
      if (this.text[this.at] !== '"') throw this.error('a key in quotes is expected');
      const key = this.string();
      if (members.has(key)) throw new StrictJsonError(`the key ${JSON.stringify(key)} stands twice`, start);
      if (!this.take(':')) throw this.error('":" is expected');
      members.set(key, this.value(depth + 1));
    } while (this.take(','));
    if (!this.take('}')) throw this.error('"," or "}" is expected');
    // fromEntries defines own members, so that a key "__proto__" is a key like any other.
    return Object.fromEntries(members);
  }

  private list(depth: number): Json {
    const items: Json[] = [];
    this.at++;
    if (this.take(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.take(','));
    if (!this.take(']')) throw this.error('"," or "]" is expected');
    return items;
  }

  private string(): string {
    const start = this.at;
    const value = JSON.parse(this.match(STRING, 'a string that JSON allows is expected')) as string;
    if (hasHalfPair(value)) throw new StrictJsonError('a string holds half a surrogate pair', start);
    return value;
  }

  private number(): number {
    const start = this.at;
    const value = Number(this.match(NUMBER, 'a JSON value is expected'));
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)) || Object.is(value, -0))
      throw new StrictJsonError('a number that not every reader keeps exactly', start);
    return value;
  }

  private word<T extends Json>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw this.error('a JSON value is expected');
    this.at += word.length;
    return value;
  }

  private match(pattern: RegExp, otherwise: string): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) throw this.error(otherwise);
    this.at += found.length;
    return found;
  }

  private take(character: string): boolean {
    this.space();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private space(): void {
    while (' \t\n\r'.includes(this.text[this.at] ?? 'x')) this.at++;
  }

  private error(message: string): StrictJsonError {
    return new StrictJsonError(message, this.at);
  }
}
