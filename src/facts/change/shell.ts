import { type Command, forEachChild, parse, type Redirection, type SyntaxNode } from 'unbash';
import { identityOf } from './shell-identity.js';
import { unwrap } from './wrappers.js';

/** One command with its arguments, as the shell would see it once wrappers (`sudo`, `ssh host`, `bash -c`) are taken off. */
export interface SimpleCommand {
  /** Program and arguments, quotes removed. */
  readonly words: readonly string[];
  /** As written. */
  readonly text: string;
  /** Offset in the script. */
  readonly offset: number;
  /** Bodies of here-documents and here-strings that it reads. */
  readonly input: string;
  /** Files that it writes by redirection. */
  readonly writes: readonly string[];
  /** Runs only when something was tested before: inside `if`, or after `&&`. The text of the test. */
  readonly tests: readonly string[];
}

/** Something that the shell would refuse. */
export interface ShellError {
  readonly message: string;
  readonly offset: number;
}

/** What a script consists of. */
export interface ParsedShell {
  readonly commands: readonly SimpleCommand[];
  /** The script statement by statement, the same for two scripts only when they do the same. */
  readonly identity: readonly string[];
  readonly errors: readonly ShellError[];
}

/** Scripts inside scripts inside scripts: deeper than this nobody writes by hand. */
const MAX_DEPTH = 8;

/** Reads a shell script: every command that it may run, substitutions and wrapped commands included. */
export function parseShell(text: string, depth = 0): ParsedShell {
  if (depth > 0) return parseAfresh(text, depth);
  let parsed = PARSED.get(text);
  if (!parsed) {
    parsed = parseAfresh(text, depth);
    if (PARSED.size >= MAX_PARSED) PARSED.clear();
    PARSED.set(text, parsed);
  }
  return parsed;
}

/** Steps, rollbacks, plan and revision ask about the same scripts: the last ones read are kept. */
const PARSED = new Map<string, ParsedShell>();
const MAX_PARSED = 4096;

function parseAfresh(text: string, depth: number): ParsedShell {
  const source = withoutPlaceholders(text);
  const script = parse(source);
  const reader = new Reader(source, text, depth);
  for (const error of script.errors ?? []) reader.errors.push({ message: error.message, offset: error.pos });
  reader.visit(script, []);
  return {
    commands: reader.commands,
    identity: depth === 0 ? identityOf(script, source) : [],
    errors: reader.errors,
  };
}

/** A placeholder such as `<instance>` reads as two redirections; a word of the same length takes its place. */
function withoutPlaceholders(text: string): string {
  return text.replace(
    /<[A-Za-z][\w.:/|-]*(?: [\w.:/|-]+)*>/g,
    (hole) => `_${hole.slice(1, -1).replace(/[^\w]/g, '_')}_`,
  );
}

class Reader {
  readonly commands: SimpleCommand[] = [];
  readonly errors: ShellError[] = [];

  constructor(
    private readonly source: string,
    private readonly written: string,
    private readonly depth: number,
  ) {}

  visit(node: SyntaxNode, tests: readonly string[]): void {
    switch (node.type) {
      case 'Command':
        this.command(node, tests);
        return;
      case 'If': {
        this.visit(node.clause, tests);
        const inside = [...tests, this.slice(node.clause)];
        this.visit(node.then, inside);
        for (const elif of node.elif) this.visit(elif, inside);
        if (node.else) this.visit(node.else, inside);
        return;
      }
      case 'AndOr': {
        let before = tests;
        for (const [index, command] of node.commands.entries()) {
          this.visit(command, before);
          if (node.operators[index] === '&&') before = [...before, this.slice(command)];
        }
        return;
      }
      default:
        forEachChild(node, (child) => this.visit(child, tests));
    }
  }

  private command(node: Command, tests: readonly string[]): void {
    // Words are only gone into for what runs inside them: substitutions.
    if (/\$\(|`|[<>]\(|\$\{/.test(this.source.slice(node.pos, node.end)) || node.redirects.length > 0)
      forEachChild(node, (child) => this.visit(child, tests));
    const redirects = node.redirects;
    for (const redirect of redirects)
      if (redirect.type === 'HereDoc' && redirect.closing === undefined)
        this.errors.push({
          message: `here-document "${redirect.delimiter?.value ?? ''}" is never closed`,
          offset: redirect.pos,
        });
    if (node.name === undefined) return;
    const args = node.args.map((arg) => (arg.type === 'Assignment' ? arg.text : arg.value));
    this.add([node.name.value, ...args], node, tests, redirects);
  }

  private add(
    words: readonly string[],
    node: Command,
    tests: readonly string[],
    redirects: readonly Redirection[],
  ): void {
    const inner = unwrap(words, inputOf(redirects));
    switch (inner.kind) {
      case 'plain':
        this.commands.push({
          words: inner.words,
          text: this.written.slice(node.pos, node.end),
          offset: node.pos,
          input: inputOf(redirects),
          writes: redirects.flatMap((redirect) =>
            redirect.type === 'Redirect' && />/.test(redirect.operator) ? (redirect.target?.value ?? '') : [],
          ),
          tests,
        });
        return;
      case 'script': {
        if (this.depth >= MAX_DEPTH) return;
        const parsed = parseShell(inner.script, this.depth + 1);
        for (const command of parsed.commands)
          this.commands.push({ ...command, offset: node.pos, tests: [...tests, ...command.tests] });
        for (const error of parsed.errors)
          this.errors.push({ message: `inside ${words[0]}: ${error.message}`, offset: node.pos });
      }
    }
  }

  private slice(node: { pos: number; end: number }): string {
    return this.source.slice(node.pos, node.end).trim();
  }
}

function inputOf(redirects: readonly Redirection[]): string {
  return redirects
    .flatMap((redirect) => {
      if (redirect.type === 'HereDoc') return [redirect.body.text];
      return redirect.type === 'HereString' ? [redirect.target?.value ?? ''] : [];
    })
    .join('\n');
}
