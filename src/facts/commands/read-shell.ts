import { abandon, type Draft, effects, markConditional, markMayFail, settle } from './drafts.js';
import type { CommandEffect } from './effects.js';
import { programName } from './invocation.js';
import type { CommandReading } from './read-commands.js';
import { type ProgramReading, readProgram } from './read-program.js';
import { asksForSuccess, endsInCheck, isFilter, isTest, leavesEarly, readsInput, takesOutput } from './shell-flow.js';
import type { AndOr, If, List, Loop, Pipeline, ShellNode, Simple } from './shell-nodes.js';
import { type ShellOptions, ShellState } from './shell-state.js';
import { parseShell } from './shell-tree.js';
import { type Range, shellTokens, type Word } from './shell-words.js';
import { assignedNames } from './targets.js';
import { findTool } from './tools.js';
import { repetitions } from './waits.js';

/** How the platforms run the lines that they are given, unless the lines say otherwise. */
export const SHELLS_OF: Readonly<Record<'codebuild' | 'github-actions' | 'gitlab' | 'azure-pipelines', ShellOptions>> =
  {
    codebuild: { stopsOnError: false, pipefail: false },
    'github-actions': { stopsOnError: true, pipefail: false },
    gitlab: { stopsOnError: true, pipefail: true },
    'azure-pipelines': { stopsOnError: false, pipefail: false },
  };

/** Nested scripts and functions deeper than this, and readings beyond this many, are left out: nobody writes them. */
const MAX_DEPTH = 16;
const MAX_READINGS = 20_000;

/** More words than this are files or hosts, not environments. */
const MAX_LOOP_WORDS = 8;

/** Reads a list of command lines; see `readCommands`. */
export function readShell(
  lines: readonly string[],
  options: ShellOptions = { stopsOnError: true, pipefail: true },
): CommandReading[] {
  const ends: number[] = [];
  let length = -1;
  for (const line of lines) {
    length += line.length + 1;
    ends.push(length);
  }
  return settle(new ShellReader(lines.join('\n'), ends, options).read());
}

class ShellReader {
  private readonly shell: ShellState;
  private lineAt: (offset: number) => number;
  private depth = 0;
  private readings = 0;
  private remote = false;
  /** What the functions and hosts around are called with. */
  private extra: readonly string[] = [];

  constructor(
    private text: string,
    private readonly ends: readonly number[],
    options: ShellOptions,
  ) {
    this.lineAt = (offset) => itemAt(ends, offset);
    this.shell = new ShellState(options);
  }

  read(): Draft[] {
    return this.list(parseShell(shellTokens(this.text, this.ends)));
  }

  private list(list: List): Draft[] {
    return list.flatMap((item, at) => {
      const unheeded = !this.shell.stopsOnError && !this.isHeeded(list, at);
      const drafts = this.andOr(item);
      if (unheeded && !this.shell.stopsOnError) markMayFail(drafts);
      return drafts;
    });
  }

  /** Without `set -e` a status counts at the end of an item, or where a later command looks at it. */
  private isHeeded(list: List, at: number): boolean {
    const next = list[at + 1];
    if (next === undefined || this.lineAt(next.start) !== this.lineAt(list[at]!.start))
      return !this.shell.isSwitchedOff;
    const rest = this.text.slice(next.start, this.itemEnd(next.start));
    return /^[^\n;]*\$\?/.test(rest) && /\b(?:exit|return)\s+["']?(?:\$|[1-9])/.test(rest);
  }

  private itemEnd(offset: number): number {
    return this.depth === 0 ? (this.ends[this.lineAt(offset)] ?? this.text.length) : this.text.length;
  }

  private andOr(item: AndOr): Draft[] {
    let drafts = this.pipeline(item.pipelines[0]!);
    let afterTest = isTest(item.pipelines[0]!);
    for (const [at, operator] of item.operators.entries()) {
      const pipeline = item.pipelines[at + 1]!;
      const guarded = afterTest || operator === '||';
      const next = guarded ? this.shell.uncertainly(() => this.pipeline(pipeline)) : this.pipeline(pipeline);
      if (operator === '&&') {
        if (afterTest) markConditional(next);
      } else {
        afterTest = (afterTest || isTest(item.pipelines[at]!)) && !this.stops(pipeline);
        this.alternative(drafts, next, pipeline);
      }
      drafts = [...drafts, ...next];
    }
    if (item.background) for (const draft of drafts) abandon(draft);
    return drafts;
  }

  /** `a || b`: a failure of `a` is swallowed unless `b` does the same work or stops the script. */
  private alternative(before: readonly Draft[], after: readonly Draft[], pipeline: Pipeline): void {
    const same = effects(after.filter((draft) => !draft.mayFail));
    if (!this.stops(pipeline)) for (const draft of before) if (!same.has(draft.effect)) draft.mayFail = true;
    markConditional(after, effects(before.filter((draft) => !draft.conditional)));
  }

  private pipeline(pipeline: Pipeline): Draft[] {
    let input = '';
    return pipeline.commands.flatMap((command, at) => {
      const last = at === pipeline.commands.length - 1;
      const next = pipeline.commands[at + 1];
      const drafts = this.command(command, input, next !== undefined && !isFilter(next));
      if (!last && !this.shell.pipefail) markMayFail(endsInCheck(pipeline) ? drafts.filter(isNoRequest) : drafts);
      if (pipeline.negated) markMayFail(drafts);
      input = command.kind === 'simple' ? command.words.map((word) => word.text).join(' ') : '';
      return drafts;
    });
  }

  private command(node: ShellNode, input: string, outputTaken: boolean): Draft[] {
    if (this.readings > MAX_READINGS) return [];
    switch (node.kind) {
      case 'simple':
        return this.simple(node, input, outputTaken);
      case 'group':
        return this.list(node.body);
      case 'if':
        return this.if(node);
      case 'loop':
        return this.loop(node);
      case 'case':
        return this.branches(node.bodies, node.total);
      case 'function':
        this.shell.functions.set(node.name, node.body);
        return [];
    }
  }

  private if(node: If): Draft[] {
    const conditions = node.branches.flatMap((branch) => this.condition(branch.condition, node, branch.body));
    const bodies = node.branches.map((branch) => branch.body);
    const [asked] = node.branches[0]!.condition;
    if (
      node.branches[0]!.condition.length === 1 &&
      asked?.pipelines.length === 1 &&
      asksForSuccess(asked.pipelines[0]!)
    )
      return [...conditions, ...this.list(bodies[0]!)];
    return [
      ...conditions,
      ...this.branches(node.otherwise ? [...bodies, node.otherwise] : bodies, node.otherwise !== undefined),
    ];
  }

  /** A command asked in `if`: its failure only stops the script when the branch then taken does. */
  private condition(condition: List, node: If, body: List): Draft[] {
    const drafts = this.list(condition);
    const negated = condition.some((item) => item.pipelines.some((pipeline) => pipeline.negated));
    const onFailure = negated ? body : node.otherwise;
    const heeded = onFailure !== undefined && this.listStops(onFailure);
    for (const draft of drafts) draft.mayFail = !heeded;
    return drafts;
  }

  /** What stands in every branch runs in any case. */
  private branches(bodies: readonly List[], total: boolean): Draft[] {
    const read = bodies.map((body) => this.shell.uncertainly(() => this.list(body)));
    const certain = read.map((drafts) => effects(drafts.filter((draft) => !draft.conditional)));
    const shared = new Set<CommandEffect>();
    if (total) for (const effect of certain[0] ?? []) if (certain.every((each) => each.has(effect))) shared.add(effect);
    for (const drafts of read) markConditional(drafts, shared);
    return read.flat();
  }

  private loop(node: Loop): Draft[] {
    const condition = node.condition ? this.list(node.condition) : [];
    markMayFail(condition);
    const counted = node.keyword === 'for';
    this.bindLoopVariable(node);
    const body = counted ? this.list(node.body) : this.shell.uncertainly(() => this.list(node.body));
    if (!counted) markConditional(body);
    const times =
      counted && !leavesEarly(node.body)
        ? repetitions(node.over.map((word) => this.shell.expand(word.text)))
        : undefined;
    for (const draft of [...condition, ...body])
      if (draft.waitMinutes !== undefined) {
        if (times === undefined) delete draft.waitMinutes;
        else draft.waitMinutes *= times;
      }
    return [...condition, ...body];
  }

  /** A variable that runs over written words stands for all of them: `for env in dev qa`. */
  private bindLoopVariable(node: Loop): void {
    const [name, keyword, ...words] = node.over.map((word) => word.text);
    if (name === undefined || keyword !== 'in' || words.length > MAX_LOOP_WORDS || !/^\w+$/.test(name)) return;
    this.shell.assign(`${name}=${words.join(' ')}`);
  }

  private simple(node: Simple, input: string, outputTaken: boolean): Draft[] {
    const { shell } = this;
    const ended = shell.mayHaveEnded;
    const inner = [...node.assignments, ...node.words].flatMap((word) => this.substitutions(word, node));
    if (node.words.length === 0) {
      for (const word of node.assignments) shell.assign(word.text);
      return this.afterEnd(inner, ended);
    }
    const words = this.commandWords(node);
    const name = programName(words[0] ?? '');
    const called = shell.functions.get(words[0] ?? '');
    const drafts = called
      ? this.call(called, words.slice(1))
      : this.program(node, words, { input, outputTaken: outputTaken || takesOutput(node) });
    shell.remember(name, words);
    return this.afterEnd([...inner, ...drafts], ended);
  }

  private afterEnd(drafts: Draft[], ended: boolean): Draft[] {
    if (ended) markConditional(drafts);
    return drafts;
  }

  /** The words that run, a known variable in command position replaced by what it holds. */
  private commandWords(node: Simple): string[] {
    const words = node.words.map((word) => word.text);
    const head = this.shell.expand(words[0]!);
    return head === words[0] ? words : [...head.split(/\s+/).filter(Boolean), ...words.slice(1)];
  }

  private program(node: Simple, words: readonly string[], context: { input: string; outputTaken: boolean }): Draft[] {
    if (words.length === 0) return [];
    const body = node.redirects.find((redirect) => redirect.body)?.body;
    const read = readProgram(
      words.map((word) => (word.length < 400 ? this.shell.expand(word) : word)),
      { ...context, remote: this.remote },
    );
    const named = this.namedBefore(node);
    if ('script' in read) {
      // `ssh host bash <<EOF`: the script is what the document holds.
      if (body && readsInput(read.script))
        return this.nested(this.slice(body), node, read.remote, [...named, ...read.targets]);
      return this.nested(read.script, node, read.remote, [...named, ...read.targets]);
    }
    if (body && readsInput(words.join(' ')))
      return this.nested(this.slice(body), node, this.remote || REMOTE_SHELL.test(words[0]!), [
        ...named,
        ...words.slice(1),
      ]);
    return read.map((reading) => this.draft(reading, node, named));
  }

  private draft(reading: ProgramReading, node: Simple, named: readonly string[]): Draft {
    this.readings++;
    const carries = reading.effect !== 'nothing' && reading.effect !== 'build';
    const targets = carries
      ? [...named, ...reading.targets, ...this.extra, ...this.shell.surroundings(reading.tool.split(' ', 1)[0]!)]
      : [];
    return {
      effect: reading.effect,
      tool: reading.tool,
      line: this.lineAt(node.start),
      text: this.text.slice(node.start, node.end).replace(/\s*[\\`]\r?\n\s*/g, ' '),
      targets: [...new Set(targets.map((target) => this.shell.expand(target)))].filter((target) => target !== ''),
      mayFail: false,
      conditional: false,
      awaitedBy: reading.awaitedBy,
      ...(reading.waitMinutes === undefined ? {} : { waitMinutes: reading.waitMinutes }),
    };
  }

  /** Values of naming assignments before the command: `STAGE=prod npm run deploy`. */
  private namedBefore(node: Simple): string[] {
    return node.assignments.flatMap((word) => assignedNames(word.text));
  }

  private substitutions(word: Word, node: Simple): Draft[] {
    if (this.depth >= MAX_DEPTH) return [];
    const drafts = word.scripts.flatMap((range) => {
      const script = this.slice(range);
      // Azure writes variables as $(Name): a single word that is no program we know.
      if (/^\s*[\w.-]+\s*$/.test(script) && !findTool(programName(script.trim()))) return [];
      return this.nested(script, node, this.remote, []);
    });
    // Only an assignment passes the status on.
    if (node.words.length > 0 && node.words[0]!.scripts.length === 0) markMayFail(drafts);
    return drafts;
  }

  private slice(range: Range): string {
    return this.text.slice(range.start, range.end);
  }

  /** Reads a script that stands inside a command. */
  private nested(script: string, node: Simple, remote: boolean, targets: readonly string[]): Draft[] {
    if (this.depth >= MAX_DEPTH) return [];
    const { text, lineAt, extra } = this;
    const line = lineAt(node.start);
    const wasRemote = this.remote;
    this.depth++;
    this.text = script;
    this.lineAt = () => line;
    this.remote = remote;
    this.extra = [...extra, ...targets];
    const drafts = this.shell.apart(() => this.list(parseShell(shellTokens(script))));
    this.depth--;
    this.text = text;
    this.lineAt = lineAt;
    this.remote = wasRemote;
    this.extra = extra;
    return drafts;
  }

  /** A call of a function: its body, with what it is handed. */
  private call(body: List, args: readonly string[]): Draft[] {
    if (this.depth >= MAX_DEPTH) return [];
    const { extra } = this;
    this.depth++;
    this.extra = [...extra, ...args.filter((arg) => /^[\w./-]{2,40}$/.test(arg))];
    const drafts = this.shell.called(args, () => this.list(body));
    this.extra = extra;
    this.depth--;
    return drafts;
  }

  /** Whether a pipeline ends the script with a failure: `exit 1`, `false`, a function that does. */
  private stops(pipeline: Pipeline): boolean {
    return pipeline.commands.some((command) => this.nodeStops(command, 0));
  }

  private listStops(list: List, depth = 0): boolean {
    return list.some((item) =>
      item.pipelines.some((pipeline) => pipeline.commands.some((command) => this.nodeStops(command, depth))),
    );
  }

  private nodeStops(node: ShellNode, depth: number): boolean {
    if (depth > MAX_DEPTH) return false;
    if (node.kind === 'group') return this.listStops(node.body, depth + 1);
    if (node.kind !== 'simple') return false;
    const [name = '', status] = node.words.map((word) => word.text);
    if (/^(exit|return)$/.test(name)) return status === undefined || status !== '0';
    const called = this.shell.functions.get(name);
    if (called) return this.listStops(called, depth + 1);
    return /^(false|die|fail|abort|error_exit|throw)$/.test(name);
  }
}

/** `curl … | grep ok`: an answer that does not come is not found either. */
function isNoRequest({ tool }: Draft): boolean {
  return !/^(?:curl|wget|http)\b/.test(tool);
}

const REMOTE_SHELL = /(^|\/)ssh$/;

/** Index of the item that holds an offset. */
function itemAt(ends: readonly number[], offset: number): number {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
