import { flagValues, type Invocation, positionals } from './invocation.js';

/** A task that a runner (make, npm, gradle …) is told to run, with what is handed on to it. */
export interface Task {
  readonly name: string;
  readonly args: readonly string[];
}

/** Own options of runners that take the next word. */
const RUNNER_VALUES: Readonly<Record<string, readonly string[]>> = {
  make: ['-C', '-f', '-I', '-o', '-W', '--directory', '--file', '--makefile'],
  just: ['-f', '--justfile', '-d', '--working-directory', '--set', '--shell'],
  task: ['-d', '--dir', '-t', '--taskfile', '-o', '--output'],
  rake: ['-f', '-R', '-I', '-r'],
  gradle: ['-p', '-b', '-c', '-x', '-I', '-g', '--project-dir', '--build-file', '--exclude-task', '--init-script'],
  mvn: ['-P', '-f', '-pl', '-s', '-rf', '-T', '-t', '--projects', '--settings', '--file', '--activate-profiles'],
  ant: ['-f', '-buildfile', '-file', '-lib'],
  nx: ['-c', '--configuration', '--parallel', '--base', '--head', '--projects', '-p', '--exclude'],
  turbo: ['--filter', '-F', '--concurrency', '--cwd', '--scope'],
  lerna: ['--scope', '--ignore', '--since', '--concurrency'],
  invoke: ['-c', '-r', '-f', '--collection'],
  fab: ['-H', '-i', '-u', '-f', '-R', '--hosts', '--identity'],
  cap: ['-f', '-s', '-S'],
  fastlane: ['--env'],
};

const NPM_VALUES = [
  '--prefix',
  '-w',
  '--workspace',
  '-C',
  '--dir',
  '--cwd',
  '--filter',
  '-F',
  '--scope',
  '-s',
  '--stage',
];

/** Names under which a runner also goes. */
const ALIASES: Readonly<Record<string, string>> = {
  gmake: 'make',
  'make.exe': 'make',
  gradlew: 'gradle',
  mvnw: 'mvn',
  inv: 'invoke',
  'go-task': 'task',
  gulp: 'grunt',
  bun: 'npm',
  pnpm: 'npm',
  npm: 'npm',
  yarn: 'yarn',
  yarnpkg: 'yarn',
};

/** Runners whose words are all tasks: `make build deploy`. */
const LISTS: ReadonlySet<string> = new Set(['make', 'rake', 'gradle', 'mvn', 'ant', 'grunt', 'task', 'invoke', 'fab']);

/** Runners whose first word is the task and whose others are its arguments. */
const SINGLE: ReadonlySet<string> = new Set(['just', 'mage', 'poe', 'composer', 'doit', 'fastlane']);

/** Sub commands of package managers that run a script given by name. */
const RUN: ReadonlySet<string> = new Set(['run', 'run-script', 'rum', 'urn']);

/** Sub commands of package managers that are no scripts. */
const NPM_OWN: ReadonlySet<string> = new Set(
  (
    'ci install i add remove rm uninstall update up upgrade audit publish pack version config set get cache login logout ' +
    'whoami link unlink outdated list ls view info init prune dedupe rebuild doctor fund ping owner dist-tag token why ' +
    'exec x dlx create import plugin policies npm cdk-noop setup store fetch env bin root help adduser pkg sbom query'
  ).split(' '),
);

/** The tasks that a runner is told to run; undefined when the program is no runner or runs nothing by name. */
export function tasksOf(invocation: Invocation): readonly Task[] | undefined {
  const runner = ALIASES[invocation.name] ?? invocation.name;
  if (runner === 'npm' || runner === 'yarn') return packageScript(runner, invocation.args);
  if (runner === 'nx') return nxTargets(invocation.args);
  if (runner === 'turbo' || runner === 'lerna') return runTasks(invocation.args, runner === 'turbo');
  if (runner === 'bazel' || runner === 'bazelisk') return bazelTargets(invocation.args);
  if (runner === 'earthly')
    return words(invocation.args).map((name) => ({ name: name.replace(/^.*\+/, ''), args: [] }));
  if (runner === 'tox' || runner === 'nox') return sessions(runner, invocation.args);
  if (LISTS.has(runner)) return listed(runner, invocation.args);
  if (SINGLE.has(runner)) return single(runner, invocation.args);
  return undefined;
}

function listed(runner: string, args: readonly string[]): Task[] {
  const variables = args.filter(isVariable);
  const names = ownWords(args, RUNNER_VALUES[runner] ?? []).filter((arg) => !isVariable(arg));
  return names.map((name) => ({ name: name.replace(/\[.*$/, ''), args: [...variables, ...taskArguments(name)] }));
}

/** `rake deploy[prod]` hands `prod` to the task. */
function taskArguments(name: string): string[] {
  return /\[(.*)\]$/.exec(name)?.[1]?.split(',') ?? [];
}

function single(runner: string, args: readonly string[]): Task[] {
  const [first, ...rest] = ownWords(args, RUNNER_VALUES[runner] ?? []);
  if (first === undefined) return [];
  if (runner === 'composer')
    return COMPOSER_OWN.test(first) ? [] : single('', RUN.has(first) ? rest : [first, ...rest]);
  // `fastlane ios beta`: the platform comes first.
  const platform = runner === 'fastlane' && /^(ios|android|mac)$/.test(first) && rest[0] !== undefined;
  return platform ? [{ name: rest[0]!, args: rest.slice(1) }] : [{ name: first, args: rest }];
}

const COMPOSER_OWN = /^(install|update|require|dump-autoload|validate|audit|config|global|self-update)$/;

/** `npm run X`, `yarn X`, `pnpm -r run X`, `npm test`. */
function packageScript(runner: string, args: readonly string[]): Task[] | undefined {
  const from = firstOwn(args, NPM_VALUES);
  if (from < 0) return undefined;
  const first = args[from]!;
  const rest = args.slice(from + 1);
  if (first === 'recursive' || first === 'workspaces' || first === 'foreach') return packageScript(runner, rest);
  if (first === 'workspace') return packageScript(runner, rest.slice(1));
  if (RUN.has(first)) return namedScript(rest);
  if (NPM_OWN.has(first)) return undefined;
  if (first === 't' || first === 'tst') return [{ name: 'test', args: withoutDashes(rest) }];
  return [{ name: first, args: withoutDashes(rest) }];
}

function namedScript(args: readonly string[]): Task[] | undefined {
  const from = firstOwn(args, NPM_VALUES);
  if (from < 0) return undefined;
  return [{ name: args[from]!, args: withoutDashes(args.slice(from + 1)) }];
}

function withoutDashes(args: readonly string[]): string[] {
  return args.filter((arg) => arg !== '--');
}

/** `nx run app:deploy:prod`, `nx deploy app`, `nx run-many -t build,deploy`, `nx affected --target=deploy`. */
function nxTargets(args: readonly string[]): Task[] {
  const targets = flagValues(args, ['-t', '--target', '--targets']).flatMap((value) => value.split(','));
  const [first, second, ...rest] = words(args);
  if (targets.length > 0) return targets.map((name) => ({ name, args: [] }));
  if (first === 'run' && second !== undefined) {
    const [project, target, configuration] = second.split(':');
    return [{ name: target ?? second, args: [project ?? '', configuration ?? '', ...rest].filter(Boolean) }];
  }
  return first === undefined
    ? []
    : [{ name: first.replace(/^affected:/, ''), args: [second ?? '', ...rest].filter(Boolean) }];
}

function runTasks(args: readonly string[], several: boolean): Task[] {
  const names = ownWords(args, RUNNER_VALUES.turbo!);
  const tasks = RUN.has(names[0] ?? '') ? names.slice(1) : names;
  return (several ? tasks : tasks.slice(0, 1)).map((name) => ({ name, args: [] }));
}

function bazelTargets(args: readonly string[]): Task[] {
  const [verb, ...targets] = words(args);
  if (verb === undefined) return [];
  if (verb !== 'run') return [{ name: verb, args: targets }];
  return targets.slice(0, 1).map((name) => ({ name: name.replace(/^.*[:/]/, ''), args: targets.slice(1) }));
}

/** `tox -e integration`, `nox -s tests`; without a choice, the tests. */
function sessions(runner: string, args: readonly string[]): Task[] {
  const flags = runner === 'tox' ? ['-e', '--env', 'run'] : ['-s', '--session', '--sessions'];
  const names = flagValues(args, flags).flatMap((value) => value.split(','));
  if (names.length === 0) return [{ name: 'test', args: [] }];
  // Environments of tox are Python versions (py311) unless their name says otherwise.
  return names.map((name) => ({ name: /^py[\d.]*$/.test(name) ? 'test' : name, args: [] }));
}

/** Words that are neither options nor the values of the options listed. */
function ownWords(args: readonly string[], values: readonly string[]): string[] {
  const found: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (arg.startsWith('-')) {
      if (values.includes(arg)) at++;
    } else found.push(arg);
  }
  return found;
}

function firstOwn(args: readonly string[], values: readonly string[]): number {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (!arg.startsWith('-')) return at;
    // `-s` is yarn's switch for silence and takes nothing.
    if (values.includes(arg) && arg !== '-s' && arg !== '-w') at++;
    else if (arg === '-w' && !RUN.has(args[at + 1] ?? '')) at++;
  }
  return -1;
}

function words(args: readonly string[]): string[] {
  return positionals(args)
    .filter((word) => !word.afterFlag)
    .map((word) => word.text);
}

function isVariable(arg: string): boolean {
  return /^[A-Za-z_]\w*[:?+]?=/.test(arg);
}
