import { afterOptions, flagValue, type Invocation, programName } from './invocation.js';
import { DOCKER_RUN_VALUES, WRAPPERS, type Wrapper } from './wrappers.js';

/** What stands inside a wrapper: a command given as words, or a script given as text. */
export type Inner =
  | {
      readonly kind: 'words';
      readonly words: readonly string[];
      readonly remote: boolean;
      readonly targets: readonly string[];
    }
  | { readonly kind: 'script'; readonly text: string; readonly remote: boolean; readonly targets: readonly string[] };

/** Words joined with spaces are a script for these, not one command. */
const JOINING: ReadonlySet<string> = new Set(['eval', 'ssh', 'watch', 'heroku', 'invoke-expression', 'iex']);

/**
 * The command or script that a wrapper runs; undefined when this is no wrapper, or wraps nothing.
 *
 * @param isTool whether a program is known: `docker run image X` runs X when it is, else X is for the image's program
 */
export function unwrap(invocation: Invocation, isTool: (name: string) => boolean): Inner | undefined {
  const special = SPECIAL[invocation.name];
  if (special && Object.hasOwn(SPECIAL, invocation.name)) return special(invocation, isTool);
  return unwrapByTable(invocation, invocation.name);
}

type Unwrap = (invocation: Invocation, isTool: (name: string) => boolean) => Inner | undefined;

/** Wrappers that a table of options does not describe. */
const SPECIAL: Readonly<Record<string, Unwrap>> = {
  bash: shellScript,
  sh: shellScript,
  zsh: shellScript,
  dash: shellScript,
  ash: shellScript,
  ksh: shellScript,
  docker: container,
  podman: container,
  nerdctl: container,
  find: foundCommand,
  fd: foundCommand,
  parallel: parallelCommand,
  aws: sentCommands,
  cmd: ({ args, remote }) =>
    words(
      args.filter((arg) => !/^\/[a-z]$/i.test(arg)),
      remote,
    ),
  trap: ({ args, remote }) => (args.length > 1 ? { kind: 'script', text: args[0]!, remote, targets: [] } : undefined),
  command: (invocation) =>
    /^-[vV]/.test(invocation.args[0] ?? '') ? undefined : words(afterOptions(invocation.args), invocation.remote),
};

function words(inner: readonly string[], remote: boolean): Inner | undefined {
  return inner.length === 0 ? undefined : { kind: 'words', words: inner, remote, targets: [] };
}

function unwrapByTable(invocation: Invocation, name: string): Inner | undefined {
  const found = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name]! : [];
  for (const wrapper of isList(found) ? found : [found]) {
    const inner = unwrapBy(wrapper, invocation);
    if (inner) return inner;
  }
  return undefined;
}

function isList(wrappers: Wrapper | readonly Wrapper[]): wrappers is readonly Wrapper[] {
  return Array.isArray(wrappers);
}

/** A container's command. Started on another machine and left there, the container itself is what is deployed. */
function container(invocation: Invocation, isTool: (name: string) => boolean): Inner | undefined {
  const { args, remote } = invocation;
  if (remote && args.some((arg) => /^(--detach|-[a-z]*d[a-z]*)$/.test(arg))) return undefined;
  const run = containerCommand(args, isTool);
  return run ? words(run, remote) : unwrapByTable(invocation, 'docker');
}

/** `parallel command ::: a b`, or `parallel ::: "command a" "command b"`. */
function parallelCommand({ args, remote }: Invocation): Inner | undefined {
  const own = afterOptions(args, ['-j', '--jobs', '--retries', '--delay', '-a', '--timeout', '-I', '-N', '-n']);
  const from = own.findIndex((word) => /^:::\+?$/.test(word));
  if (from === 0) return { kind: 'script', text: own.slice(1).join('\n'), remote, targets: [] };
  return words(from < 0 ? own : own.slice(0, from), remote);
}

/** `aws ssm send-command --parameters 'commands=["a","b"]'`: what is run on the instances. */
function sentCommands({ args }: Invocation): Inner | undefined {
  if (!args.includes('send-command')) return undefined;
  const commands = /commands["']?\s*[=:]\s*(.*)/s.exec(flagValue(args, '--parameters') ?? '')?.[1];
  if (commands === undefined) return undefined;
  const text = commands.replace(/^\[?\s*["']|["']\s*\]?\s*\}?$/g, '').replace(/["']\s*,\s*["']/g, '\n');
  return { kind: 'script', text, remote: true, targets: [] };
}

/** `find … -exec command {} \;` */
function foundCommand({ args, remote }: Invocation): Inner | undefined {
  const from = args.findIndex((arg) => /^(-exec|-execdir|--exec|-x)$/.test(arg));
  if (from < 0 || args[from + 1] === undefined) return undefined;
  return {
    kind: 'words',
    words: args.slice(from + 1).filter((arg) => !/^(;|\+|\{\})$/.test(arg)),
    remote,
    targets: [],
  };
}

function unwrapBy(wrapper: Wrapper, { name, args, remote }: Invocation): Inner | undefined {
  const own = afterSub(args, wrapper.sub ?? [], wrapper.values ?? []);
  if (!own) return undefined;
  const isRemote = remote || wrapper.remote === true;
  const script = wrapper.script && flagValue(ownOptions(own, wrapper), ...wrapper.script);
  if (script !== undefined) return { kind: 'script', text: script, remote: isRemote, targets: [] };
  if (wrapper.scriptOnly) return undefined;
  const inner = wrapper.dashes ? afterDashes(own) : afterOptions(own, wrapper.values, wrapper.skip);
  const command = name === 'retry' ? inner.slice(inner.findIndex((word) => !/^\d+[smh]?$/.test(word))) : inner;
  if (command.length === 0) return undefined;
  const targets = wrapper.names ? ownNames(own.slice(0, own.length - inner.length), wrapper.values ?? []) : [];
  if (JOINING.has(name)) return { kind: 'script', text: command.join(' '), remote: isRemote, targets };
  return { kind: 'words', words: command, remote: isRemote, targets };
}

/** Where an option that takes a script may stand: `-c` after the command is that command's own (`npx cdk deploy -c env=prod`). */
function ownOptions(own: readonly string[], wrapper: Wrapper): readonly string[] {
  if (wrapper.scriptOnly) return own;
  const dashes = own.indexOf('--');
  if (dashes >= 0 || wrapper.dashes) return dashes < 0 ? own : own.slice(0, dashes);
  const inner = afterOptions(own, [...(wrapper.values ?? []), ...(wrapper.script ?? [])], wrapper.skip);
  return own.slice(0, own.length - inner.length);
}

/** The wrapper's own words that may name what is changed: a host, a profile, `-n` of kubectl; no key files. */
function ownNames(own: readonly string[], values: readonly string[]): string[] {
  return own.filter((word, at) => {
    const before = own[at - 1] ?? '';
    return !word.startsWith('-') && (!values.includes(before) || /^(-n|--namespace|--context|--cluster)$/.test(before));
  });
}

/** Arguments after the sub command words, with options before and between them skipped. */
function afterSub(
  args: readonly string[],
  sub: readonly string[],
  values: readonly string[],
): readonly string[] | undefined {
  let rest = args;
  for (const word of sub) {
    const from = rest.findIndex((arg, at) => !arg.startsWith('-') && !isOptionValue(rest, at, values));
    if (from < 0 || rest[from] !== word) return undefined;
    rest = rest.slice(from + 1);
  }
  return rest;
}

function isOptionValue(args: readonly string[], at: number, values: readonly string[]): boolean {
  const before = args[at - 1];
  if (before === undefined) return false;
  return values.includes(before) || /^(-f|--file|-p|--project-name|--profile|--env-file|-H|--context)$/.test(before);
}

function afterDashes(args: readonly string[]): string[] {
  const dashes = args.indexOf('--');
  return dashes < 0 ? [] : args.slice(dashes + 1);
}

/** `bash -c "…"`, `sh -lc "…"`. A script file is read by its name, not here. */
function shellScript({ args, remote }: Invocation): Inner | undefined {
  const at = args.findIndex((arg) => /^-[a-z]*c$/.test(arg));
  const text = at < 0 ? undefined : args[at + 1];
  if (text === undefined || args.slice(0, at).some((arg) => !arg.startsWith('-') && arg !== 'pipefail'))
    return undefined;
  return { kind: 'script', text, remote, targets: [] };
}

/** `docker run [options] image [command]`: the command, or the image as a program when it is one. */
function containerCommand(args: readonly string[], isTool: (name: string) => boolean): readonly string[] | undefined {
  const own = afterSub(args, ['run'], []) ?? afterSub(args, ['container', 'run'], []);
  if (!own) return undefined;
  const [image, ...command] = afterOptions(own, DOCKER_RUN_VALUES);
  if (image === undefined) return undefined;
  const entrypoint = flagValue(own, '--entrypoint');
  if (entrypoint) return [entrypoint, ...command];
  const program = imageProgram(image);
  const first = command[0];
  if (first === undefined || first.startsWith('-')) return [program, ...command];
  return isTool(programName(first)) || COMMAND_WORD.test(first) ? command : [program, ...command];
}

/** A word that is a script rather than a sub command of the image's own program. */
const COMMAND_WORD = /\/|\.(sh|py|js|rb)$/;

/** `grafana/k6:latest` is `k6`; images named otherwise than what they run are listed. */
function imageProgram(image: string): string {
  const base = image
    .slice(image.lastIndexOf('/') + 1)
    .replace(/[:@].*$/, '')
    .toLowerCase();
  return IMAGE_PROGRAMS[base] ?? base;
}

const IMAGE_PROGRAMS: Readonly<Record<string, string>> = {
  'aws-cli': 'aws',
  'google-cloud-cli': 'gcloud',
  'azure-cli': 'az',
  zap2docker: 'zap-baseline.py',
  'zap2docker-stable': 'zap-baseline.py',
  zaproxy: 'zap-baseline.py',
  'sonar-scanner-cli': 'sonar-scanner',
  cfn_nag: 'cfn_nag_scan',
};
