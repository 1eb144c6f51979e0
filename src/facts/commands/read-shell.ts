import type { CommandEffect } from './effects.js';
import { programName } from './invocation.js';
import type { CommandReading } from './read-commands.js';
import { type ProgramReading, readProgram } from './read-program.js';
import {
  type AndOr,
  type If,
  type List,
  type Loop,
  type Pipeline,
  parseShell,
  type ShellNode,
  type Simple,
} from './shell-tree.js';
import { type Range, shellTokens, type Word } from './shell-words.js';
import { assignedNames, flagTargets, namesEnvironment } from './targets.js';
import { findTool } from './tools.js';
import { repetitions } from './waits.js';

/** How a platform runs command lines. */
export interface ShellOptions {
  /** A failing command ends the script (`set -e`). Without it only the last command of an item counts. */
  readonly stopsOnError: boolean;
  /** A failing command ends the pipe that it stands in (`set -o pipefail`). */
  readonly pipefail: boolean;
}

/** How the platforms run the lines that they are given, unless the lines say otherwise. */
export const SHELLS_OF: Readonly<Record<'codebuild' | 'github-actions' | 'gitlab' | 'azure-pipelines', ShellOptions>> =
  {
    codebuild: { stopsOnError: false, pipefail: false },
    'github-actions': { stopsOnError: true, pipefail: false },
    gitlab: { stopsOnError: true, pipefail: true },
    'azure-pipelines': { stopsOnError: false, pipefail: false },
  };

/** A reading that is still being decided. */
type Draft = { -readonly [Key in keyof CommandReading]: CommandReading[Key] } & { awaitedBy: string | undefined };

/** Nested scripts and functions deeper than this, and readings beyond this many, are left out: nobody writes them. */
const MAX_DEPTH = 16;
const MAX_READINGS = 20_000;

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
  const drafts = new ShellReader(lines.join('\n'), ends, options).read();
  return drafts.map((draft, at) => {
    const { awaitedBy, ...reading } = draft;
    return awaitedBy !== undefined && !isAwaited(awaitedBy, drafts, at) ? { ...reading, mayFail: true } : reading;
  });
}

function isAwaited(pattern: string, drafts: readonly Draft[], at: number): boolean {
  const awaiting = new RegExp(`\\b(?:${pattern})`);
  return drafts.slice(at + 1).some((later) => awaiting.test(later.text));
}

/** What the commands read so far have set. */
interface Shell {
  readonly variables: Map<string, string>;
  /** Values of variables whose names say that they name an environment. */
  readonly naming: Map<string, string>;
  readonly functions: Map<string, List>;
  /** What a tool was pointed at before: `kubectl config use-context prod`. By tool name. */
  readonly pointed: Map<string, readonly string[]>;
  folder: string;
  stopsOnError: boolean;
  pipefail: boolean;
  /** An `exit 0` that may have ended it stands before. */
  mayHaveEnded: boolean;
  /** A `return` that may have ended the function being read stands before. */
  mayHaveReturned: boolean;
  readings: number;
}

class ShellReader {
  private readonly shell: Shell;
  private text: string;
  private lineAt: (offset: number) => number;
  private depth = 0;
  private remote = false;
  private extra: readonly string[] = [];

  constructor(text: string, ends: readonly number[], options: ShellOptions) {
    this.text = text;
    this.ends = ends;
    this.lineAt = (offset) => itemAt(ends, offset);
    this.shell = {
      variables: new Map(),
      naming: new Map(),
      functions: new Map(),
      pointed: new Map(),
      folder: '',
      stopsOnError: options.stopsOnError,
      pipefail: options.pipefail,
      mayHaveEnded: false,
      mayHaveReturned: false,
      readings: 0,
    };
  }

  private readonly ends: readonly number[];

  read(): Draft[] {
    return this.list(parseShell(shellTokens(this.text, this.ends)));
  }

  private list(list: List): Draft[] {
    return list.flatMap((item, at) => {
      const unheeded = !this.shell.stopsOnError && !this.isHeeded(list, at);
      const drafts = this.andOr(item);
      if (unheeded && !this.shell.stopsOnError) for (const draft of drafts) draft.mayFail = true;
      return drafts;
    });
  }

  /** Without `set -e` a status counts at the end of an item, or where a later command looks at it. */
  private isHeeded(list: List, at: number): boolean {
    const next = list[at + 1];
    if (next === undefined || this.lineAt(next.start) !== this.lineAt(list[at]!.start)) return !this.isSwitchedOff;
    const rest = this.text.slice(next.start, this.itemEnd(next.start));
    return /^[^\n;]*\$\?/.test(rest) && /\b(?:exit|return)\s+["']?(?:\$|[1-9])/.test(rest);
  }

  private itemEnd(offset: number): number {
    return this.depth === 0 ? (this.ends[this.lineAt(offset)] ?? this.text.length) : this.text.length;
  }

  /** The script itself said `set +e`: then not even the end of an item counts for sure. */
  private isSwitchedOff = false;

  private andOr(item: AndOr): Draft[] {
    let drafts = this.pipeline(item.pipelines[0]!);
    let afterTest = isTest(item.pipelines[0]!);
    for (const [at, operator] of item.operators.entries()) {
      const pipeline = item.pipelines[at + 1]!;
      const guarded = afterTest || operator === '||';
      const next = guarded ? this.maybe(() => this.pipeline(pipeline)) : this.pipeline(pipeline);
      if (operator === '&&') {
        if (afterTest) markConditional(next, NO_EFFECTS);
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
      if (!last && !this.shell.pipefail) for (const draft of drafts) draft.mayFail = true;
      if (pipeline.negated) for (const draft of drafts) draft.mayFail = true;
      input = command.kind === 'simple' ? command.words.map((word) => word.text).join(' ') : '';
      return drafts;
    });
  }

  private command(node: ShellNode, input: string, outputTaken: boolean): Draft[] {
    if (this.shell.readings > MAX_READINGS) return [];
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
    const read = bodies.map((body) => this.maybe(() => this.list(body)));
    const certain = read.map((drafts) => effects(drafts.filter((draft) => !draft.conditional)));
    const shared = new Set<CommandEffect>();
    if (total) for (const effect of certain[0] ?? []) if (certain.every((each) => each.has(effect))) shared.add(effect);
    for (const drafts of read) markConditional(drafts, shared);
    return read.flat();
  }

  private loop(node: Loop): Draft[] {
    const condition = node.condition ? this.list(node.condition) : [];
    for (const draft of condition) draft.mayFail = true;
    const counted = node.keyword === 'for';
    const body = counted ? this.list(node.body) : this.maybe(() => this.list(node.body));
    if (!counted) markConditional(body, NO_EFFECTS);
    const times =
      counted && !leavesEarly(node.body) ? repetitions(node.over.map((word) => this.expand(word.text))) : undefined;
    for (const draft of [...condition, ...body])
      if (draft.waitMinutes !== undefined) {
        if (times === undefined) delete draft.waitMinutes;
        else draft.waitMinutes *= times;
      }
    return [...condition, ...body];
  }

  /** Reads what may not run: what it sets is not known afterwards. */
  private maybe(read: () => Draft[]): Draft[] {
    const { shell } = this;
    const before = new Map(shell.variables);
    const { folder, mayHaveEnded, mayHaveReturned } = shell;
    shell.mayHaveEnded = false;
    shell.mayHaveReturned = false;
    const drafts = read();
    for (const [name, value] of [...shell.variables]) if (before.get(name) !== value) shell.variables.delete(name);
    shell.folder = folder;
    shell.mayHaveEnded ||= mayHaveEnded;
    shell.mayHaveReturned ||= mayHaveReturned;
    return drafts;
  }

  private simple(node: Simple, input: string, outputTaken: boolean): Draft[] {
    const { shell } = this;
    const ended = shell.mayHaveEnded || shell.mayHaveReturned;
    const inner = [...node.assignments, ...node.words].flatMap((word) => this.substitutions(word, node));
    if (node.words.length === 0) {
      for (const word of node.assignments) this.assign(word.text);
      return this.afterEnd(inner, ended);
    }
    const words = this.commandWords(node);
    const name = programName(words[0] ?? '');
    const called = shell.functions.get(words[0] ?? '');
    const drafts = called
      ? this.call(called, words.slice(1))
      : this.program(node, words, { input, outputTaken: outputTaken || takesOutput(node) });
    this.remember(name, words);
    return this.afterEnd([...inner, ...drafts], ended);
  }

  private afterEnd(drafts: Draft[], ended: boolean): Draft[] {
    if (ended) markConditional(drafts, NO_EFFECTS);
    return drafts;
  }

  /** The words that run, a known variable in command position replaced by what it holds. */
  private commandWords(node: Simple): string[] {
    const words = node.words.map((word) => word.text);
    const head = this.expand(words[0]!);
    return head === words[0] ? words : [...head.split(/\s+/).filter(Boolean), ...words.slice(1)];
  }

  private program(node: Simple, words: readonly string[], context: { input: string; outputTaken: boolean }): Draft[] {
    if (words.length === 0) return [];
    const body = node.redirects.find((redirect) => redirect.body)?.body;
    const read = readProgram(this.expandArguments(words), { ...context, remote: this.remote });
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
    this.shell.readings++;
    const carries = reading.effect !== 'nothing' && reading.effect !== 'build';
    const targets = carries ? [...named, ...reading.targets, ...this.surroundings(reading)] : [];
    return {
      effect: reading.effect,
      tool: reading.tool,
      line: this.lineAt(node.start),
      text: this.text.slice(node.start, node.end).replace(/\s*[\\`]\r?\n\s*/g, ' '),
      targets: [...new Set(targets.map((target) => this.expand(target)))].filter((target) => target !== ''),
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

  /** What was set before and still holds: exported names, the context a tool was pointed at, the folder of a plan. */
  private surroundings(reading: ProgramReading): string[] {
    const tool = reading.tool.split(' ', 1)[0]!;
    const folder = FOLDER_TOOLS.has(tool) && this.shell.folder !== '' ? [this.shell.folder] : [];
    return [...this.extra, ...this.shell.naming.values(), ...(this.shell.pointed.get(tool) ?? []), ...folder];
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
    if (node.words.length > 0 && node.words[0]!.scripts.length === 0) for (const draft of drafts) draft.mayFail = true;
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
    const { mayHaveEnded, mayHaveReturned, stopsOnError, pipefail, folder } = this.shell;
    this.depth++;
    this.text = script;
    this.lineAt = () => line;
    this.remote = remote;
    this.extra = [...extra, ...targets];
    const drafts = this.list(parseShell(shellTokens(script)));
    this.depth--;
    this.text = text;
    this.lineAt = lineAt;
    this.remote = wasRemote;
    this.extra = extra;
    Object.assign(this.shell, { mayHaveEnded, mayHaveReturned, stopsOnError, pipefail, folder });
    return drafts;
  }

  /** A call of a function: its body, with what it is handed. */
  private call(body: List, args: readonly string[]): Draft[] {
    if (this.depth >= MAX_DEPTH) return [];
    const { variables, mayHaveReturned } = this.shell;
    const before = args.map((_, at) => variables.get(String(at + 1)));
    const { extra } = this;
    this.depth++;
    for (const [at, arg] of args.entries()) variables.set(String(at + 1), this.expand(arg));
    this.extra = [...extra, ...args.filter((arg) => /^[\w./-]{2,40}$/.test(arg))];
    const drafts = this.list(body);
    this.extra = extra;
    this.shell.mayHaveReturned = mayHaveReturned;
    for (const [at, value] of before.entries())
      if (value === undefined) variables.delete(String(at + 1));
      else variables.set(String(at + 1), value);
    this.depth--;
    return drafts;
  }

  /** Keeps what later commands depend on: variables, folder, options of the shell, a tool's context, an early end. */
  private remember(name: string, words: readonly string[]): void {
    const { shell } = this;
    switch (name) {
      case 'export':
      case 'declare':
      case 'readonly':
      case 'local':
        for (const word of words.slice(1)) this.assign(word);
        return;
      case 'unset':
        for (const word of words.slice(1)) this.forget(word);
        return;
      case 'read':
        for (const word of words.slice(1)) shell.variables.delete(word);
        return;
      case 'cd':
      case 'pushd':
        shell.folder = this.expand(words.find((word, at) => at > 0 && !word.startsWith('-')) ?? '');
        return;
      case 'set':
        this.setOptions(words.slice(1));
        return;
      case 'exit':
        if (/^0?$/.test(words[1] ?? '') && words[1] !== undefined) shell.mayHaveEnded = true;
        return;
      case 'return':
        if (/^0?$/.test(words[1] ?? '')) shell.mayHaveReturned = true;
        return;
      default:
        this.point(name, words);
    }
  }

  private point(name: string, words: readonly string[]): void {
    if (!POINTING.has(name)) return;
    const text = [name, ...words.slice(1, 4)].join(' ');
    for (const [pattern, tools] of POINTERS) {
      if (!pattern.test(text)) continue;
      const names = [
        ...flagTargets(words.slice(1), ['-n', '-s', '-g', '--name']),
        ...words.slice(3).filter((word) => !word.startsWith('-')),
      ];
      for (const tool of tools) this.shell.pointed.set(tool, names);
    }
  }

  private setOptions(words: readonly string[]): void {
    const { shell } = this;
    for (const [at, word] of words.entries()) {
      const option = words[at + 1];
      if (/^-[a-z]*e/.test(word) || (/^-[a-z]*o$/.test(word) && option === 'errexit')) this.setStops(true);
      if (/^\+[a-z]*e/.test(word) || (/^\+[a-z]*o$/.test(word) && option === 'errexit')) this.setStops(false);
      if (option === 'pipefail' && /^[-+][a-z]*o$/.test(word)) shell.pipefail = word.startsWith('-');
    }
  }

  private setStops(stops: boolean): void {
    this.shell.stopsOnError = stops;
    this.isSwitchedOff = !stops;
  }

  private assign(text: string): void {
    const match = /^([A-Za-z_]\w*)(\+?)=(.*)$/s.exec(text);
    if (!match) return;
    const [, name, append, value] = match as unknown as [string, string, string, string];
    const expanded = this.expand(value);
    if (append || /[$`(]/.test(expanded)) this.shell.variables.delete(name);
    else this.shell.variables.set(name, expanded);
    if (namesEnvironment(name) && expanded !== '') this.shell.naming.set(name, expanded);
  }

  private forget(name: string): void {
    this.shell.variables.delete(name);
    this.shell.naming.delete(name);
  }

  private expandArguments(words: readonly string[]): string[] {
    return words.map((word) => (word.length < 400 && word.includes('$') ? this.expand(word) : word));
  }

  /** Replaces variables whose value the script itself has set. */
  private expand(text: string): string {
    if (!text.includes('$')) return text;
    return text.replace(
      /\$(?:\{([A-Za-z_]\w*|\d)\}|([A-Za-z_]\w*|\d))/g,
      (whole, braced: string | undefined, plain: string | undefined) => {
        return this.shell.variables.get(braced ?? plain ?? '') ?? whole;
      },
    );
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

const NO_EFFECTS: ReadonlySet<CommandEffect> = new Set();

/** Tools whose folder is the environment they change: one folder, one state. */
const FOLDER_TOOLS: ReadonlySet<string> = new Set([
  'terraform',
  'tofu',
  'terragrunt',
  'pulumi',
  'kustomize',
  'helmfile',
  'ansible-playbook',
]);

/** Commands that point a tool at what it changes from then on. */
const POINTERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^kubectl config (use-context|set-context)/, ['kubectl', 'helm', 'helmfile', 'argocd', 'flux']],
  [/^aws eks update-kubeconfig/, ['kubectl', 'helm', 'helmfile', 'flux']],
  [/^gcloud container clusters get-credentials/, ['kubectl', 'helm', 'helmfile']],
  [/^az aks get-credentials/, ['kubectl', 'helm', 'helmfile']],
  [/^(terraform|tofu) workspace (select|new)/, ['terraform', 'tofu']],
  [/^(terraform|tofu) init/, ['terraform', 'tofu']],
  [/^pulumi stack (select|init)/, ['pulumi']],
  [/^cf target/, ['cf']],
  [/^gcloud config set/, ['gcloud']],
  [/^az account set/, ['az']],
  [/^firebase use/, ['firebase']],
];

const POINTING: ReadonlySet<string> = new Set([
  'kubectl',
  'aws',
  'gcloud',
  'az',
  'terraform',
  'tofu',
  'pulumi',
  'cf',
  'firebase',
]);

const REMOTE_SHELL = /(^|\/)ssh$/;

/** A shell without a script of its own: it reads what is sent to it. */
function readsInput(text: string): boolean {
  return /^(?:sudo\s+(?:-\S+\s+(?:\w+\s+)?)?)?(?:\/bin\/)?(?:ba|z|da|k|a)?sh(?:\s+-(?!c)\S+)*(?:\s+--)?$|^ssh\s/.test(
    text.trim(),
  );
}

function isTest(pipeline: Pipeline): boolean {
  if (pipeline.negated) return true;
  const last = pipeline.commands.at(-1);
  if (last?.kind !== 'simple') return false;
  const words = last.words.map((word) => word.text);
  const [name = '', first] = words;
  if (/^(\[|\[\[|test|which|type|hash|grep|egrep|true|false|let|diff|cmp)$/.test(name) || name.startsWith('(('))
    return true;
  if (name === 'command') return first === '-v' || first === '-V';
  if (name === 'git') return words.includes('diff') && words.some((word) => /^--(quiet|exit-code)$/.test(word));
  return /^\$\{?\w+\}?$/.test(name) && words.length === 1;
}

/** Filters keep what a command shows in sight; anything else takes it away. */
function isFilter(node: ShellNode): boolean {
  return (
    node.kind === 'simple' && /^(grep|egrep|jq|tee|head|tail|cat|sort|wc|tr|sed|awk)$/.test(node.words[0]?.text ?? '')
  );
}

function takesOutput(node: Simple): boolean {
  return node.redirects.some((redirect) => /^>/.test(redirect.operator) && !/^(&?\d|\/dev\/)/.test(redirect.target));
}

/** A loop that may end before its count is through waits for something, not for a time. */
function leavesEarly(list: List): boolean {
  return list.some((item) =>
    item.pipelines.some((pipeline) =>
      pipeline.commands.some((node) => {
        if (node.kind === 'simple') return /^(break|exit|return)$/.test(node.words[0]?.text ?? '');
        if (node.kind === 'group' || node.kind === 'loop') return leavesEarly(node.body);
        if (node.kind === 'if')
          return [...node.branches.map((branch) => branch.body), node.otherwise ?? []].some(leavesEarly);
        return node.kind === 'case' && node.bodies.some(leavesEarly);
      }),
    ),
  );
}

function effects(drafts: readonly Draft[]): Set<CommandEffect> {
  return new Set(drafts.map((draft) => draft.effect).filter((effect) => effect !== 'nothing'));
}

function markConditional(drafts: readonly Draft[], except: ReadonlySet<CommandEffect>): void {
  for (const draft of drafts) if (!except.has(draft.effect)) draft.conditional = true;
}

/** Nobody waits for a command in the background: it cannot fail the run, and its sleeping delays nothing. */
function abandon(draft: Draft): void {
  draft.mayFail = true;
  if (draft.effect !== 'wait') return;
  draft.effect = 'nothing';
  delete draft.waitMinutes;
}

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
