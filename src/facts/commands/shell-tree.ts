import type { AndOr, Case, Group, If, List, Loop, Pipeline, ShellNode, Simple } from './shell-nodes.js';
import type { Operator, Redirect, Token, Word } from './shell-words.js';

/** Compound commands nested deeper than this are read as if they were flat. */
const MAX_DEPTH = 50;

/** Builds the tree of a script from its tokens. Stray keywords are skipped, what is not closed ends with the text. */
export function parseShell(tokens: readonly Token[]): List {
  return new Parser(tokens).script();
}

class Parser {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  script(): List {
    const all: AndOr[] = [];
    while (this.at < this.tokens.length) {
      all.push(...this.list(NEVER));
      // Whatever stopped the list belongs to nothing that is open: step over it.
      this.at++;
    }
    return all;
  }

  /** Commands up to a word in `ends` in command position, a `)` or a `;;`. */
  private list(ends: ReadonlySet<string>): AndOr[] {
    const items: AndOr[] = [];
    while (this.at < this.tokens.length) {
      if (this.isOperator(';', '\n', '&')) {
        this.at++;
        continue;
      }
      if (this.isOperator(')', ';;', ';&', ';;&')) break;
      const keyword = this.keyword();
      if (keyword !== undefined && ends.has(keyword)) break;
      if (keyword !== undefined && CLOSERS.has(keyword)) {
        if (this.depth > 0) break;
        this.at++;
        continue;
      }
      const before = this.at;
      items.push(this.andOr());
      if (this.at === before) this.at++;
    }
    return items;
  }

  private andOr(): AndOr {
    const start = this.tokens[this.at]!.start;
    const pipelines = [this.pipeline()];
    const operators: ('&&' | '||')[] = [];
    while (this.isOperator('&&', '||')) {
      operators.push((this.tokens[this.at] as Operator).operator as '&&' | '||');
      this.at++;
      this.newlines();
      pipelines.push(this.pipeline());
    }
    return { pipelines, operators, background: this.isOperator('&'), start };
  }

  private pipeline(): Pipeline {
    let negated = false;
    while (this.keyword() === '!') {
      negated = !negated;
      this.at++;
    }
    const commands: ShellNode[] = [this.command()];
    while (this.isOperator('|')) {
      this.at++;
      this.newlines();
      commands.push(this.command());
    }
    return { commands, negated };
  }

  private command(): ShellNode {
    const keyword = this.keyword();
    if (this.depth < MAX_DEPTH) {
      const compound = this.compound(keyword);
      if (compound) {
        this.redirects();
        return compound;
      }
    }
    return this.simple();
  }

  private compound(keyword: string | undefined): ShellNode | undefined {
    this.depth++;
    try {
      if (this.isOperator('(')) return this.parentheses();
      switch (keyword) {
        case '{':
          return this.braces();
        case 'if':
          return this.if();
        case 'for':
        case 'select':
          return this.for(keyword);
        case 'while':
        case 'until':
          return this.while(keyword);
        case 'case':
          return this.case();
        case 'function':
          return this.functionKeyword();
        default:
          return this.function();
      }
    } finally {
      this.depth--;
    }
  }

  private parentheses(): ShellNode {
    this.at++;
    const body = this.list(NEVER);
    if (this.isOperator(')')) this.at++;
    return { kind: 'group', body };
  }

  private braces(): Group {
    this.at++;
    const body = this.list(BRACE);
    this.take('}');
    return { kind: 'group', body };
  }

  private if(): If {
    const branches: { condition: List; body: List }[] = [];
    do {
      this.at++;
      const condition = this.list(THEN);
      this.take('then');
      branches.push({ condition, body: this.list(BRANCH_END) });
    } while (this.keyword() === 'elif');
    const otherwise = this.take('else') ? this.list(FI) : undefined;
    this.take('fi');
    return { kind: 'if', branches, otherwise };
  }

  private for(keyword: string): Loop {
    this.at++;
    const over: Word[] = [];
    while (this.at < this.tokens.length && this.keyword() !== 'do' && this.keyword() !== '{') {
      const token = this.tokens[this.at++]!;
      if (token.kind === 'word') over.push(token);
    }
    return { kind: 'loop', keyword, over, condition: undefined, body: this.doBlock() };
  }

  private while(keyword: string): Loop {
    this.at++;
    const condition = this.list(DO);
    return { kind: 'loop', keyword, over: [], condition, body: this.doBlock() };
  }

  private doBlock(): List {
    if (this.keyword() === '{') return this.braces().body;
    this.take('do');
    const body = this.list(DONE);
    this.take('done');
    return body;
  }

  private case(): Case {
    const bodies: List[] = [];
    let total = false;
    while (this.at < this.tokens.length && this.keyword() !== 'in') this.at++;
    this.at++;
    while (this.at < this.tokens.length) {
      while (this.isOperator('\n', ';', ';;', ';&', ';;&', '(')) this.at++;
      if (this.at >= this.tokens.length || this.take('esac')) break;
      if (this.casePattern()) total = true;
      bodies.push(this.list(ESAC));
      if (this.isOperator(')')) this.at++;
    }
    return { kind: 'case', bodies, total };
  }

  /** Steps over `pattern | pattern )`. @returns whether one of them takes everything. */
  private casePattern(): boolean {
    let everything = false;
    while (this.at < this.tokens.length && !this.isOperator(')', '\n')) {
      const token = this.tokens[this.at++]!;
      if (token.kind === 'word' && token.text === '*') everything = true;
    }
    if (this.isOperator(')')) this.at++;
    return everything;
  }

  private functionKeyword(): ShellNode {
    this.at++;
    const name = this.tokens[this.at];
    if (name?.kind !== 'word') return { kind: 'group', body: [] };
    this.at++;
    if (this.isOperator('(')) this.at++;
    if (this.isOperator(')')) this.at++;
    return this.functionBody(name.text);
  }

  private function(): ShellNode | undefined {
    const name = this.tokens[this.at];
    const open = this.tokens[this.at + 1];
    const close = this.tokens[this.at + 2];
    if (name?.kind !== 'word' || !name.plain || open?.kind !== 'operator' || close?.kind !== 'operator')
      return undefined;
    if (open.operator !== '(' || close.operator !== ')') return undefined;
    this.at += 3;
    return this.functionBody(name.text);
  }

  private functionBody(name: string): ShellNode {
    this.newlines();
    if (this.at >= this.tokens.length) return { kind: 'function', name, body: [] };
    if (this.keyword() === '{') return { kind: 'function', name, body: this.braces().body };
    const start = this.tokens[this.at]!.start;
    const body = [
      { pipelines: [{ commands: [this.command()], negated: false }], operators: [], background: false, start },
    ];
    return { kind: 'function', name, body };
  }

  private simple(): Simple {
    const first = this.tokens[this.at];
    const assignments: Word[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    let end = first?.start ?? 0;
    for (let token = first; token && token.kind !== 'operator'; token = this.tokens[++this.at]) {
      if (token.kind === 'redirect') redirects.push(token);
      else if (words.length === 0 && token.assigns) assignments.push(token);
      else words.push(token);
      end = token.end;
    }
    // `name(` is no shell: another language, or a pattern. Its parenthesis is stepped over with it.
    if (this.isOperator('(')) this.at++;
    return { kind: 'simple', assignments, words, redirects, start: first?.start ?? 0, end };
  }

  private redirects(): void {
    while (this.tokens[this.at]?.kind === 'redirect') this.at++;
  }

  private newlines(): void {
    while (this.isOperator('\n')) this.at++;
  }

  private isOperator(...operators: string[]): boolean {
    const token = this.tokens[this.at];
    return token?.kind === 'operator' && operators.includes(token.operator);
  }

  /** The unquoted word here, which may be a keyword. */
  private keyword(): string | undefined {
    const token = this.tokens[this.at];
    return token?.kind === 'word' && token.plain ? token.text : undefined;
  }

  private take(keyword: string): boolean {
    if (this.keyword() !== keyword) return false;
    this.at++;
    return true;
  }
}

const NEVER: ReadonlySet<string> = new Set();
const BRACE: ReadonlySet<string> = new Set(['}']);
const THEN: ReadonlySet<string> = new Set(['then']);
const FI: ReadonlySet<string> = new Set(['fi']);
const BRANCH_END: ReadonlySet<string> = new Set(['elif', 'else', 'fi']);
const DO: ReadonlySet<string> = new Set(['do']);
const DONE: ReadonlySet<string> = new Set(['done']);
const ESAC: ReadonlySet<string> = new Set(['esac']);
const CLOSERS: ReadonlySet<string> = new Set(['}', 'then', 'elif', 'else', 'fi', 'do', 'done', 'esac']);
