import { type AndOr, type Command, forEachChild, parse, type Redirection, type SyntaxNode } from 'unbash';
import { holds } from './constant-conditions.js';
import { powershellCommands } from './powershell.js';
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
  /** What it reads, as far as that stands there: here-documents, here-strings, what `echo` pipes into it. */
  readonly input: string;
  /** Files that it writes by redirection. */
  readonly writes: readonly string[];
  /** Files that it reads by redirection. */
  readonly reads: readonly string[];
  /** Something is piped into it or redirected to it. */
  readonly isFed: boolean;
  /** Variables set for it alone: `VERSION=2`. */
  readonly assignments: readonly string[];
  /** It runs on another machine or in a container, so that files there are not the typist's own. */
  readonly remote: boolean;
  /** Runs only when something was tested before: inside `if`, or after `&&`. The text of the test. */
  readonly tests: readonly string[];
  /** It cannot run, or does nothing itself: behind `false`, in a function that nobody calls, or the call of one that stands here. */
  readonly idle: boolean;
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

/** Where a script inside a script stands, and what it is given. */
interface Inside {
  readonly depth: number;
  readonly input: string;
  readonly remote: boolean;
}

const OUTERMOST: Inside = { depth: 0, input: '', remote: false };

/** Reads a shell script: every command that it may run, substitutions and wrapped commands included. */
export function parseShell(text: string, inside: Inside = OUTERMOST): ParsedShell {
  if (inside.depth > 0) return parseAfresh(text, inside);
  let parsed = PARSED.get(text);
  if (!parsed) {
    parsed = parseAfresh(text, inside);
    if (PARSED.size >= MAX_PARSED) PARSED.clear();
    PARSED.set(text, parsed);
  }
  return parsed;
}

/** Steps, rollbacks, plan and revision ask about the same scripts: the last ones read are kept. */
const PARSED = new Map<string, ParsedShell>();
const MAX_PARSED = 4096;

function parseAfresh(text: string, inside: Inside): ParsedShell {
  const source = withoutPlaceholders(text);
  const script = parse(source);
  const reader = new Reader(source, text, inside);
  for (const error of script.errors ?? []) reader.errors.push({ message: error.message, offset: error.pos });
  reader.visit(script, []);
  return {
    commands: reader.read(),
    identity: inside.depth === 0 ? identityOf(script, source) : [],
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
  /** What the command before in a pipe prints, when it stands there. */
  private piped: string | undefined;
  /** Where a condition that never holds is being read. */
  private idle = false;
  /** Functions that are defined, with the stretch of commands that each holds. */
  private readonly functions = new Map<string, { readonly from: number; readonly to: number }>();
  /** Everything from here on is typed on another machine: after `ssh host` on a line of its own. */
  private remote: boolean;

  constructor(
    private readonly source: string,
    private readonly written: string,
    private readonly inside: Inside,
  ) {
    this.remote = inside.remote;
  }

  /** All commands, those of functions that nobody calls and the calls themselves as idle. */
  read(): readonly SimpleCommand[] {
    if (this.functions.size === 0) return this.commands;
    const called = new Set(this.commands.map(({ words }) => words[0]!));
    const uncalled = [...this.functions].filter(([name]) => !called.has(name)).map(([, stretch]) => stretch);
    return this.commands.map((command, at) =>
      this.functions.has(command.words[0]!) || uncalled.some(({ from, to }) => at >= from && at < to)
        ? { ...command, idle: true }
        : command,
    );
  }

  visit(node: SyntaxNode, tests: readonly string[]): void {
    switch (node.type) {
      case 'Command':
        this.command(node, tests);
        return;
      case 'If': {
        this.visit(node.clause, tests);
        const clause = this.slice(node.clause);
        const inside = [...tests, clause];
        this.unless(holds(clause) === false, () => this.visit(node.then, inside));
        for (const elif of node.elif) this.visit(elif, inside);
        if (node.else) this.visit(node.else, inside);
        return;
      }
      case 'AndOr':
        this.andOr(node, tests);
        return;
      case 'While': {
        this.visit(node.clause, tests);
        const clause = this.slice(node.clause);
        this.unless(holds(clause) === (node.kind === 'until'), () => this.visit(node.body, tests));
        return;
      }
      case 'Function': {
        const from = this.commands.length;
        this.visit(node.body, tests);
        this.functions.set(node.name.value, { from, to: this.commands.length });
        return;
      }
      case 'Pipeline':
        for (const [index, command] of node.commands.entries()) {
          this.piped = index === 0 ? undefined : printed(node.commands[index - 1]!);
          this.visit(command, tests);
        }
        this.piped = undefined;
        return;
      default:
        forEachChild(node, (child) => this.visit(child, tests));
    }
  }

  private andOr(node: AndOr, tests: readonly string[]): void {
    let before = tests;
    let succeeds: boolean | undefined;
    for (const [index, command] of node.commands.entries()) {
      // What is known to succeed or fail decides whether the next one runs; one that is left out changes nothing.
      const operator = node.operators[index - 1];
      const leftOut = operator === '&&' ? succeeds === false : operator === '||' && succeeds === true;
      this.unless(leftOut, () => this.visit(command, before));
      if (!leftOut) succeeds = index === 0 || succeeds !== undefined ? holds(this.slice(command)) : undefined;
      if (node.operators[index] === '&&') before = [...before, this.slice(command)];
    }
  }

  /** Reads something that runs unless its condition never holds. */
  private unless(idle: boolean, read: () => void): void {
    const before = this.idle;
    this.idle ||= idle;
    read();
    this.idle = before;
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
    const { piped } = this;
    this.piped = undefined;
    const args = node.args.map((arg) => (arg.type === 'Assignment' ? arg.text : arg.value));
    const writes = redirects.flatMap((redirect) =>
      redirect.type === 'Redirect' && />/.test(redirect.operator) ? (redirect.target?.value ?? '') : [],
    );
    // `> file` alone empties the file.
    if (node.name === undefined && writes.length === 0) return;
    const reads = redirects.flatMap((redirect) =>
      redirect.type === 'Redirect' && redirect.operator === '<' ? (redirect.target?.value ?? '') : [],
    );
    const assignments = node.prefix.flatMap((part) => (part.type === 'Assignment' ? part.text : []));
    const input = inputOf(redirects) || (piped ?? '') || (reads.length > 0 ? '' : this.inside.input);
    const isFed = piped !== undefined || input !== '' || reads.length > 0;
    this.add([node.name?.value ?? ':', ...args], node, { tests, input, writes, reads, isFed, assignments });
  }

  private add(
    words: readonly string[],
    node: Command,
    about: Pick<SimpleCommand, 'tests' | 'input' | 'writes' | 'reads' | 'isFed' | 'assignments'>,
  ): void {
    const inner = unwrap(words, about.input);
    const remote = this.remote || inner.remote === true;
    const assignments = inner.assignments ? [...about.assignments, ...inner.assignments] : about.assignments;
    const text = this.written.slice(node.pos, node.end);
    const { tests, input, writes, reads, isFed } = about;
    const offset = node.pos;
    const { idle } = this;
    switch (inner.kind) {
      case 'plain':
        // Named members cost a tenth of what spreading them does.
        this.commands.push({
          words: inner.words,
          text,
          offset,
          input,
          writes,
          reads,
          isFed,
          assignments,
          remote,
          tests,
          idle,
        });
        if (inner.words[0] === 'ssh') this.remote = true;
        return;
      case 'powershell':
        for (const typed of powershellCommands(inner.script))
          this.commands.push({ ...about, words: typed.words, text: typed.text, offset, assignments, remote, idle });
        return;
      case 'script': {
        const { depth } = this.inside;
        if (depth >= MAX_DEPTH) return;
        const parsed = parseShell(inner.script, { depth: depth + 1, input: inner.input ?? '', remote });
        for (const command of parsed.commands)
          this.commands.push({
            ...command,
            idle: idle || command.idle,
            offset: node.pos,
            tests: [...about.tests, ...command.tests],
            assignments: [...assignments, ...command.assignments],
          });
        for (const error of parsed.errors)
          this.errors.push({ message: `inside ${words[0]}: ${error.message}`, offset: node.pos });
      }
    }
  }

  private slice(node: { pos: number; end: number }): string {
    return this.source.slice(node.pos, node.end).trim();
  }
}

/** What a command prints, when that stands in its line: `echo 'DROP TABLE x'`, `cat <<E`. */
function printed(node: SyntaxNode): string {
  if (node.type !== 'Command') return '';
  const args = node.args.map((arg) => (arg.type === 'Assignment' ? arg.text : arg.value));
  switch (node.name?.value) {
    case 'echo':
      return args.filter((arg) => !/^-[neE]+$/.test(arg)).join(' ');
    case 'printf':
      return args.join(' ').replace(/\\n/g, '\n');
    case 'cat':
      return args.length === 0 ? inputOf(node.redirects) : '';
    default:
      return '';
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
