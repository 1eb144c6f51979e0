import { sqlOf } from './effects.js';
import type { SimpleCommand } from './shell.js';
import { statementKeys } from './sql.js';

/** Flags that change what is shown or asked, not what is done. */
const HARMLESS =
  /^(-v+|--verbose|-q|--quiet|--silent|-y|--yes|--assume-yes|--debug|--no-pager|--no-color|--no-cli-pager|--color(=\S+)?|--progress(=\S+)?|--wait|--no-wait|-auto-approve|--auto-approve|-input=false|--approve|--no-input|--non-interactive|--trace|--log-level(=\S+)?|--timeout(=\S+)?|--record(=\S+)?|--install|-i|--atomic|--cleanup-on-fail|--create-namespace|--server-side|--force-conflicts|--overwrite|--debug)$/;

/** Harmless flags that take the next word with them. */
const HARMLESS_WITH_VALUE = new Set([
  '--timeout',
  '--log-level',
  '--color',
  '--progress',
  '--request-timeout',
  '--cli-read-timeout',
]);

/** Options that say where or how much at a time: a command that has one more of them does not do the opposite. */
const SCOPE =
  /^(--region|--profile|--context|--kubeconfig|--namespace|-n|--cluster|--limit|-l|--tags|-t|--parallelism|-parallelism|--forks|-f|--concurrency|--field-manager|-chdir|--chdir|--inventory|-i|-j\d*|--jobs|-v|--v|-h|-U|-u|-p|-P|-d|--host|--user|--port|--username|--dbname|--force|-C|--directory)([ =]|$)/;

/** Options that turn a command into its opposite. */
const REVERSES =
  /^--?(un[a-z]|dis|de(stroy|lete|grade|register|tach|activate|provision|scale)|down|revert|revers|roll-?back|undo|remove|off|back|restore|prev|old|clean|drop|stop|no-|reset)|^-[RDdur]$/i;

const OUTPUT = /^(--output|-o)$/;

/** Tools whose `-o` chooses how the answer is shown; elsewhere (`mount -o ro`) it is part of what is done. */
const SHOWS_BY_O = /^(kubectl|oc|aws|az|helm|gcloud|argocd|istioctl|flux)$/;

/** Short options that take a value, for the tools that let them stand anywhere. */
const VALUE_FLAGS: Readonly<Record<string, readonly string[]>> = {
  kubectl: ['-n', '-f', '-l', '-c', '-k', '-p'],
  oc: ['-n', '-f', '-l', '-c', '-k', '-p'],
  helm: ['-n', '-f'],
  argocd: ['-N', '-p'],
  docker: ['-f', '-H'],
  'docker-compose': ['-f', '-p'],
  psql: ['-h', '-U', '-d', '-p', '-c', '-f', '-v'],
  mysql: ['-h', '-u', '-D', '-P', '-e'],
  'ansible-playbook': ['-i', '-l', '-t', '-e'],
  ssh: ['-i', '-p', '-l', '-o'],
};

/**
 * What a command does, spelled one way: harmless flags gone, `--flag=value` apart, flags sorted behind the words. Two
 * commands with the same key do the same.
 */
export function commandKey(command: SimpleCommand): string {
  const { plain, flags } = partsOf(command);
  const body = inputKey(command);
  const reads = command.reads.map((file) => `<${file}`);
  const input = body === '' ? [] : [`<<${body}`];
  return [...tellingAssignments(command), ...plain, ...flags, ...reads, ...input].join(' ');
}

/** How one command differs from another: not, by an option that may or may not matter, or in what it does. */
export type Difference = 'same' | 'more' | 'other';

/** Whether a command does what another did: the same words, and no option that sets something else. */
export function compared(one: SimpleCommand, other: SimpleCommand): Difference {
  if (beginOtherwise(one.words, other.words)) return 'other';
  const [a, b] = [partsOf(one), partsOf(other)];
  if (a.plain.join(' ') !== b.plain.join(' ')) return 'other';
  if (commandKey(one) === commandKey(other)) return 'same';
  const fixed = (command: SimpleCommand, plain: readonly string[]) =>
    JSON.stringify([tellingAssignments(command), command.reads, inputKey(command), plain]);
  if (fixed(one, a.plain) !== fixed(other, b.plain)) return 'other';
  const added = a.flags.filter((flag) => !b.flags.includes(flag));
  const missing = b.flags.filter((flag) => !a.flags.includes(flag));
  const all = [...added, ...missing];
  const nameOf = (flag: string) => flag.replace(/[ =][\s\S]*$/, '');
  // The same option with another value aims at something else.
  if (added.some((flag) => missing.some((gone) => nameOf(gone) === nameOf(flag)))) return 'other';
  const telling = all.filter((flag) => !SCOPE.test(flag));
  if (telling.length === 0) return 'same';
  if (telling.some((flag) => flag.includes(' ') || REVERSES.test(flag))) return 'other';
  return added.length > 0 && missing.length > 0 ? 'other' : 'more';
}

/** Whether the first two words tell that commands do different things, as those of most do: `kubectl set`, `kubectl rollout`. */
function beginOtherwise(
  [program = '', verb = '']: readonly string[],
  [other = '', otherVerb = '']: readonly string[],
): boolean {
  if (program !== other)
    return BARE.test(program) && BARE.test(other) && !RUNNERS.test(program) && !RUNNERS.test(other);
  if (verb === otherVerb || !VERBS.test(program)) return false;
  return /^[a-z]/.test(verb) && /^[a-z]/.test(otherVerb);
}

/** A program by its bare name: `./deploy.sh` and `deploy.sh` are the same. */
const BARE = /^[\w-]+$/;

/** Programs that run what their first argument names, so that they may be left away. */
const RUNNERS = /^(bash|sh|zsh|dash|ksh|source|\.|python3?)$/;

/** Programs whose first argument is a verb, where it is no option. */
const VERBS = /^(kubectl|oc|helm|aws|gcloud|az|git|docker|systemctl|terraform|tofu)$/;

/** Kinds of objects by the names that everybody uses for them. */
const KINDS: Readonly<Record<string, string>> = {
  deploy: 'deployment',
  deployments: 'deployment',
  sts: 'statefulset',
  statefulsets: 'statefulset',
  ds: 'daemonset',
  daemonsets: 'daemonset',
  svc: 'service',
  services: 'service',
  cm: 'configmap',
  ing: 'ingress',
  ns: 'namespace',
  po: 'pod',
  pods: 'pod',
};

/** The words that stand for themselves, in order, and the options, sorted. */
function partsOf(command: SimpleCommand): Parts {
  let parts = PARTS.get(command);
  if (!parts) {
    parts = readParts(command);
    PARTS.set(command, parts);
  }
  return parts;
}

interface Parts {
  readonly plain: readonly string[];
  readonly flags: readonly string[];
}

/** Commands that were taken apart before: a step and its rollback ask about the same ones. */
const PARTS = new WeakMap<SimpleCommand, Parts>();

function readParts(command: SimpleCommand): Parts {
  const sql = sqlOf(command);
  if (sql !== undefined) return { plain: [command.words[0] ?? '', ...statementKeys(sql)], flags: [] };
  const words = asTyped(command.words).flatMap(apart);
  const [program = ''] = words;
  const plain: string[] = [];
  const flags: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (at === 0 || word === '-' || !word.startsWith('-')) plain.push(word);
    else at += optionAt(words, at, program, flags);
  }
  return { plain: /^(kubectl|oc)$/.test(program) ? kindsNamed(plain) : plain, flags: flags.sort() };
}

/** Takes an option in, unless it is harmless. Gives back how many words after it belong to it. */
function optionAt(words: readonly string[], at: number, program: string, flags: string[]): number {
  const word = words[at]!;
  const next = words[at + 1];
  const shows = HARMLESS_WITH_VALUE.has(word) || (OUTPUT.test(word) && SHOWS_BY_O.test(program));
  if (shows) return next === undefined || next.startsWith('-') ? 0 : 1;
  if (HARMLESS.test(word) && !VALUE_FLAGS[program]?.includes(word)) return 0;
  const takes = word !== '--force' && takesValue(program, word, next);
  flags.push(takes ? `${longName(program, word)} ${next}` : word);
  return takes ? 1 : 0;
}

/** A script is itself whichever shell is told to run it; `--` says nothing. */
function asTyped(words: readonly string[]): readonly string[] {
  const [program = '', file = ''] = words;
  const run = RUNNERS.test(program) && /^[\w./]/.test(file) ? words.slice(1) : words;
  return [(run[0] ?? '').replace(/^\.\//, ''), ...run.slice(1).filter((word) => word !== '--')];
}

function longName(program: string, flag: string): string {
  return flag === '-n' && /^(kubectl|oc|helm)$/.test(program) ? '--namespace' : flag;
}

/** `deploy x`, `deploy/x` and `deployment/x` are one object. */
function kindsNamed(plain: readonly string[]): string[] {
  const named = plain.map((word) => {
    const [kind = '', ...rest] = word.split('/');
    return [KINDS[kind] ?? kind, ...rest].join('/');
  });
  const at = named.findIndex((word, index) => index > 0 && Object.values(KINDS).includes(word));
  return at > 0 && named[at + 1] !== undefined && !named[at + 1]!.includes('=')
    ? [...named.slice(0, at), `${named[at]}/${named[at + 1]}`, ...named.slice(at + 2)]
    : named;
}

/** Variables that only say how much is shown, or who asks. */
const TALK =
  /^(\w*DEBUG|\w*VERBOSE|\w*LOG(_LEVEL)?|NO_COLOR|TERM|LANG|LC_\w+|PAGER|AWS_(PROFILE|PAGER|REGION|DEFAULT_REGION)|KUBECONFIG|PGPASSWORD|MYSQL_PWD|DEBIAN_FRONTEND)=/;

function tellingAssignments(command: SimpleCommand): readonly string[] {
  return command.assignments.filter((assignment) => !TALK.test(assignment));
}

function inputKey(command: SimpleCommand): string {
  if (sqlOf(command) !== undefined) return '';
  return command.input.replace(/\s+/g, ' ').trim();
}

function takesValue(program: string, flag: string, next: string | undefined): boolean {
  if (next === undefined || next.startsWith('-')) return false;
  return flag.startsWith('--') || VALUE_FLAGS[program]?.includes(flag) === true;
}

/** `--flag=value` as two words. */
function apart(word: string): string[] {
  if (!word.startsWith('--') || !/^--[\w-]+=/.test(word)) return [word];
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

/** Prose reduced to its words, for telling whether two texts say the same. */
export function wordsKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
