import { dryOr, isHelp, kindOf, overridden } from './adjust-effect.js';
import { CHANGING, type CommandEffect } from './effects.js';
import { effectWithoutScript, interpreted, isInterpreter } from './interpreters.js';
import { type Invocation, positionals, programName } from './invocation.js';
import { scriptEffect } from './script-effect.js';
import { assignedNames, flagTargets, targetsOf } from './targets.js';
import { type Task, tasksOf } from './task-runners.js';
import { PLAIN } from './tools/plain.js';
import { findTool, type Tool } from './tools.js';
import { unwrap } from './unwrap.js';
import { sleepMinutes } from './waits.js';

/** What one program does. */
export interface ProgramReading {
  readonly effect: CommandEffect;
  /** `cdk deploy`, `npm run e2e`, `./scripts/deploy.sh`. */
  readonly tool: string;
  readonly targets: readonly string[];
  readonly waitMinutes?: number;
  /** Only starts something; a later command whose tool matches this pattern would see how it ends. */
  readonly awaitedBy?: string;
}

/** A script given as text to something that runs it. */
export interface InnerScript {
  readonly script: string;
  readonly remote: boolean;
  readonly targets: readonly string[];
}

/** Where a program is run from. */
export interface ProgramContext {
  readonly remote: boolean;
  readonly outputTaken: boolean;
  readonly input: string;
}

/** Plain programs that run nothing that is handed to them: most lines begin with one, and need no second look. */
const SHOWING: ReadonlySet<string> = new Set(
  PLAIN.flatMap((facts) => facts.names.split(' ')).filter(
    (name) => !/^(env|xargs|command|source|\.|trap|find|fd)$/.test(name),
  ),
);

/** Wrappers inside wrappers: `sudo env time npx …`. */
const MAX_WRAPPERS = 12;

/** What the words of a simple command do: one reading for each task, or the script that is run inside. */
export function readProgram(
  words: readonly string[],
  context: ProgramContext,
  targets: readonly string[] = [],
  depth = 0,
): readonly ProgramReading[] | InnerScript {
  const start = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  if (start < 0) return [];
  if (start > 0)
    return readProgram(
      words.slice(start),
      context,
      [...targets, ...words.slice(0, start).flatMap(assignedNames)],
      depth,
    );
  const powerShell = /^\$[\w:]+$/.test(words[0]!) && words[1] === '=' ? 2 : 0;
  const [first, ...args] = words.slice(powerShell) as [string | undefined, ...string[]];
  if (first === undefined) return [];
  const program = first.replace(/^\$[\w:]+=(?=[A-Za-z])/, '');
  const invocation: Invocation = { program, name: programName(program), args, ...context };
  if (SHOWING.has(program)) return [{ effect: 'nothing', tool: program, targets: [] }];
  const minutes = sleepMinutes(invocation);
  if (minutes !== 'none') return [{ effect: 'wait', tool: invocation.name, targets: [], ...minutesOf(minutes) }];
  const inner = depth < MAX_WRAPPERS ? (unwrap(invocation, isProgram) ?? interpreted(invocation)) : undefined;
  if (inner?.kind === 'script')
    return { script: inner.text, remote: inner.remote, targets: [...targets, ...inner.targets] };
  if (inner)
    return readProgram(inner.words, { ...context, remote: inner.remote }, [...targets, ...inner.targets], depth + 1);
  return readInvocation(invocation).map((reading) => ({ ...reading, targets: [...targets, ...reading.targets] }));
}

function minutesOf(minutes: number | undefined): { waitMinutes?: number } {
  return minutes === undefined ? {} : { waitMinutes: minutes };
}

/** `test` and the like are builtins, but also what people call the tasks of an image. */
function isProgram(name: string): boolean {
  const tool = findTool(name);
  return tool !== undefined && (!PLAIN.includes(tool.facts) || /^(echo|cat|ls|printenv|env)$/.test(name))
    ? true
    : isInterpreter(name);
}

function readInvocation(invocation: Invocation): readonly ProgramReading[] {
  const shown = effectWithoutScript(invocation);
  if (shown) return [{ effect: shown, tool: invocation.program, targets: [] }];
  const tasks = tasksOf(invocation);
  if (tasks && tasks.length > 0) return tasks.map((task) => readTask(invocation, task, tasks));
  const tool = toolOf(invocation);
  return [
    tool ? readTool(invocation, tool) : readScript(invocation, invocation.program, invocation.args, invocation.program),
  ];
}

/** A program in the project's own folder may share its name with a builtin: `./test`, `./install`. */
function toolOf({ program, name }: Invocation): Tool | undefined {
  const tool = findTool(name) ?? (OWN_SCRIPTS.has(name) ? findTool(name.replace(/\.\w+$/, '')) : undefined);
  if (!tool || !PLAIN.includes(tool.facts)) return tool;
  return program.includes('/') && !/^(\/|~)|node_modules|\/?\.venv/.test(program) ? undefined : tool;
}

/** Scripts that frameworks put into every project. */
const OWN_SCRIPTS: ReadonlySet<string> = new Set(['manage.py', 'artisan', 'console']);

/** A task is read by its runner's own table, as a tool (`yarn cdk deploy`), or by the words of its name. */
function readTask(invocation: Invocation, task: Task, all: readonly Task[]): ProgramReading {
  const { name } = invocation;
  const own = findTool(name);
  // Gradle names a task by the path of its project: `:app:test`.
  const said = own?.subCommands.get(
    name.startsWith('gradle') ? task.name.slice(task.name.lastIndexOf(':') + 1) : task.name,
  );
  const script = `${name}${SCRIPT_RUNNERS.has(name) && task.name !== 'test' ? ' run' : ''} ${task.name}`;
  if (said && !own!.facts.decide) {
    const effect = dryOr(own!.facts.kindInArguments ? kindOf(said, invocation.args) : said, invocation.args);
    return { effect, tool: script, targets: taskTargets(invocation, task, all, own) };
  }
  const tool = SCRIPT_RUNNERS.has(name) && !GENERIC_TASKS.test(task.name) ? findTool(task.name) : undefined;
  if (tool && !PLAIN.includes(tool.facts))
    return readTool({ ...invocation, program: task.name, name: task.name, args: task.args }, tool);
  if (own?.facts.decide) {
    const decided = own.facts.decide(invocation);
    if (decided)
      return {
        effect: dryOr(decided, invocation.args),
        tool: script,
        targets: taskTargets(invocation, task, all, own),
      };
  }
  const reading = readScript(invocation, task.name, task.args, script);
  return { ...reading, targets: taskTargets(invocation, task, all, own) };
}

const SCRIPT_RUNNERS: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn', 'bun', 'yarnpkg', 'composer', 'poe']);

/** Names of scripts that are also names of programs. */
const GENERIC_TASKS =
  /^(test|tests|build|start|deploy|up|migrate|manage|ecs|service|now|dep|task|serve|dev|sync|check|host|install|console|render|pack|mail|stress|chaos|safety)$/;

/** Tasks beside it may be environments: `make production deploy`. */
function taskTargets(invocation: Invocation, task: Task, all: readonly Task[], tool: Tool | undefined): string[] {
  return [
    ...new Set([
      task.name,
      ...all.map((other) => other.name),
      ...targetsOf(task.args, [], []),
      ...flagTargets(invocation.args, tool?.targetFlags ?? []),
    ]),
  ];
}

function readTool(invocation: Invocation, tool: Tool): ProgramReading {
  const { facts } = tool;
  const { args, name } = invocation;
  const sub = subCommand(args, tool);
  const label = [name, ...(sub ? sub.words : firstWord(args, facts.otherwise === undefined))].join(' ');
  const stated = facts.decide?.(invocation) ?? sub?.effect ?? facts.otherwise ?? 'unknown';
  const effect = isHelp(args)
    ? 'nothing'
    : overridden(facts.kindInArguments ? kindOf(stated, args) : stated, args, tool);
  const targets = CARRIES_TARGETS.has(effect)
    ? targetsOf(args, tool.targetFlags, sub?.words ?? [], facts.targetWords)
    : [];
  const pattern =
    facts.asynchronous?.[sub?.words.join(' ') ?? ''] ?? facts.asynchronous?.[label.slice(name.length + 1)];
  return { effect, tool: label, targets, ...(pattern === undefined ? {} : { awaitedBy: pattern }) };
}

/** What effects say which environment they touch. */
const CARRIES_TARGETS: ReadonlySet<CommandEffect> = new Set<CommandEffect>([
  ...CHANGING,
  'load-test',
  'integration-test',
  'plan',
  'wait',
  'unknown',
]);

function firstWord(args: readonly string[], wanted: boolean): string[] {
  if (!wanted) return [];
  const words = positionals(args).filter((word) => !word.afterFlag);
  const plain = words.slice(0, 2).map((word) => word.text);
  return plain.every((word) => /^[a-z][\w:-]*$/i.test(word))
    ? plain
    : plain.slice(0, 1).filter((word) => /^[a-z][\w:-]*$/i.test(word));
}

/** The longest sub command that the words spell, options and their values skipped. */
function subCommand(args: readonly string[], tool: Tool): { words: string[]; effect: CommandEffect } | undefined {
  if (tool.depth === 0) return undefined;
  const all = positionals(args);
  const certain = all.filter((word) => !word.afterFlag && !tool.transparent.has(word.text)).map((word) => word.text);
  const found = spelled(certain, tool);
  if (found) return found;
  // A word after an unknown option may be its value, or the sub command itself: `helm --debug upgrade`.
  for (let from = 0; from < all.length; from++) {
    const match = spelled(
      all.slice(from).map((word) => word.text),
      tool,
    );
    if (match) return match;
    if (!all[from]!.afterFlag) return undefined;
  }
  return undefined;
}

function spelled(words: readonly string[], tool: Tool): { words: string[]; effect: CommandEffect } | undefined {
  for (let length = Math.min(tool.depth, words.length); length > 0; length--) {
    const candidate = words.slice(0, length);
    const effect = tool.subCommands.get(candidate.join(' '));
    if (effect) return { words: candidate, effect };
  }
  return undefined;
}

/** A script is read by its name, then its folder, then the first word or action handed to it. */
function readScript(invocation: Invocation, script: string, args: readonly string[], label: string): ProgramReading {
  const effect = isHelp(args) ? 'nothing' : dryOr(scriptEffect(script, args), args);
  const name = script.slice(script.lastIndexOf('/') + 1);
  const targets = CARRIES_TARGETS.has(effect) ? [...new Set([name, ...targetsOf(args, ['-e', '-s', '-n'], [])])] : [];
  return { effect, tool: (invocation.program === script ? script : label).replace(/^\.\//, ''), targets };
}
