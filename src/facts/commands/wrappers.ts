import { afterOptions, flagValue, type Invocation, programName } from './invocation.js';

/** What stands inside a wrapper: a command given as words, or a script given as text. */
export type Inner =
  | {
      readonly kind: 'words';
      readonly words: readonly string[];
      readonly remote: boolean;
      readonly targets: readonly string[];
    }
  | { readonly kind: 'script'; readonly text: string; readonly remote: boolean; readonly targets: readonly string[] };

/** How a wrapper's own words are told from the command it runs. */
interface Wrapper {
  /** Words that must follow the name: `exec` of `aws-vault exec`. */
  readonly sub?: readonly string[];
  /** Own options that take the next word. */
  readonly values?: readonly string[];
  /** Own words before the command. */
  readonly skip?: number;
  /** The command stands after `--` only. */
  readonly dashes?: boolean;
  /** Options whose value is a script. */
  readonly script?: readonly string[];
  /** Without such an option it runs nothing that is written here. */
  readonly scriptOnly?: boolean;
  /** Own words are names of what is changed (a profile, a host). */
  readonly names?: boolean;
  readonly remote?: boolean;
}

const DOCKER_RUN_VALUES = (
  '-v -e -p -w -u -m -h -l --name --network --net --env --env-file --volume --publish --workdir --user --mount ' +
  '--platform --add-host --hostname --label --memory --cpus --restart --log-driver --log-opt --shm-size --pull --gpus ' +
  '--tmpfs --cap-add --cap-drop --security-opt --ulimit --device --dns --ip --pid --ipc --link --volumes-from --expose ' +
  '--entrypoint --stop-timeout --userns --group-add --cidfile --runtime --health-cmd --index --service'
).split(' ');

const KUBECTL_VALUES = '-n --namespace -c --container --context --kubeconfig --cluster --image --overrides -l'.split(
  ' ',
);
const NPX_VALUES = ['-p', '--package', '--registry', '-w', '--workspace'];
const SSH_VALUES = '-i -p -o -l -F -J -L -R -D -E -b -c -m -S -W -w'.split(' ');

const WRAPPERS: Readonly<Record<string, Wrapper | readonly Wrapper[]>> = {
  sudo: { values: ['-u', '-g', '-h', '-p', '-C', '-r', '-t', '--user', '--group'] },
  doas: { values: ['-u'] },
  env: { values: ['-u', '-C', '--unset', '--chdir'] },
  time: { values: ['-f', '-o'] },
  nohup: {},
  exec: { values: ['-a'] },
  builtin: {},
  command: {},
  nice: { values: ['-n'] },
  ionice: { values: ['-c', '-n'] },
  stdbuf: { values: ['-o', '-e', '-i'] },
  unbuffer: {},
  setsid: {},
  chronic: {},
  winpty: {},
  tini: {},
  'dumb-init': {},
  'xvfb-run': { values: ['-s', '--server-args', '-n', '--server-num', '-e'] },
  timeout: { values: ['-s', '-k', '--signal', '--kill-after'], skip: 1 },
  gtimeout: { values: ['-s', '-k'], skip: 1 },
  flock: { values: ['-w', '-E', '--timeout'], skip: 1 },
  watch: { values: ['-n'] },
  retry: { values: ['-n', '-t', '-d', '-s', '-m', '--times', '--delay', '--tries', '--sleep', '--max'] },
  travis_retry: {},
  xargs: { values: ['-n', '-I', '-P', '-L', '-d', '-a', '-s', '-E'] },
  gosu: { skip: 1 },
  'su-exec': { skip: 1 },
  eval: {},
  su: { script: ['-c', '--command'], scriptOnly: true },
  script: { script: ['-c'], scriptOnly: true },
  'aws-vault': { sub: ['exec'], skip: 1, names: true, values: ['-d', '--duration', '--region'] },
  saml2aws: { sub: ['exec'], dashes: true },
  chamber: { sub: ['exec'], dashes: true, names: true },
  doppler: { sub: ['run'], dashes: true, values: ['-p', '-c', '--project', '--config'], script: ['--command'] },
  op: { sub: ['run'], dashes: true },
  infisical: { sub: ['run'], dashes: true },
  dotenv: { values: ['-e', '-f'] },
  dotenvx: { sub: ['run'], dashes: true },
  'env-cmd': { values: ['-f', '-e', '--file', '--environments'] },
  'cross-env': {},
  'cross-env-shell': {},
  mise: [
    { sub: ['exec'], dashes: true },
    { sub: ['x'], dashes: true },
  ],
  asdf: { sub: ['exec'] },
  direnv: { sub: ['exec'], skip: 1 },
  nvm: { sub: ['exec'], skip: 1 },
  poetry: { sub: ['run'] },
  pipenv: { sub: ['run'] },
  pipx: { sub: ['run'] },
  uv: { sub: ['run'], values: ['--with', '--group', '--extra', '-p', '--python', '--env-file', '--directory'] },
  uvx: { values: ['--with', '--from'] },
  pdm: { sub: ['run'] },
  rye: { sub: ['run'] },
  conda: { sub: ['run'], values: ['-n', '--name', '-p'] },
  coverage: { sub: ['run'], values: ['--source', '--rcfile', '--omit'] },
  bundle: { sub: ['exec'] },
  rbenv: { sub: ['exec'] },
  npx: { values: NPX_VALUES, script: ['-c', '--call'] },
  pnpx: { values: NPX_VALUES },
  npm: [
    { sub: ['exec'], values: NPX_VALUES, script: ['-c', '--call'] },
    { sub: ['x'], values: NPX_VALUES },
  ],
  pnpm: [
    { sub: ['exec'], values: NPX_VALUES },
    { sub: ['dlx'], values: NPX_VALUES },
  ],
  yarn: [
    { sub: ['exec'], values: NPX_VALUES },
    { sub: ['dlx'], values: NPX_VALUES },
  ],
  bun: { sub: ['x'] },
  bunx: { values: NPX_VALUES },
  docker: [
    { sub: ['exec'], values: DOCKER_RUN_VALUES, skip: 1 },
    { sub: ['container', 'exec'], values: DOCKER_RUN_VALUES, skip: 1 },
    { sub: ['compose', 'exec'], values: DOCKER_RUN_VALUES, skip: 1 },
    { sub: ['compose', 'run'], values: DOCKER_RUN_VALUES, skip: 1 },
  ],
  'docker-compose': [
    { sub: ['exec'], values: DOCKER_RUN_VALUES, skip: 1 },
    { sub: ['run'], values: DOCKER_RUN_VALUES, skip: 1 },
  ],
  kubectl: { sub: ['exec'], values: KUBECTL_VALUES, dashes: true, names: true, remote: true },
  oc: { sub: ['exec'], values: KUBECTL_VALUES, dashes: true, names: true, remote: true },
  heroku: { sub: ['run'], values: ['-a', '--app', '-r', '--remote', '-s', '--size'], remote: true },
  ssh: { values: SSH_VALUES, skip: 1, names: true, remote: true },
  sshpass: { values: ['-p', '-f'] },
  gcloud: { sub: ['compute', 'ssh'], script: ['--command'], scriptOnly: true, remote: true },
};

const SHELLS: ReadonlySet<string> = new Set(['bash', 'sh', 'zsh', 'dash', 'ash', 'ksh']);

/** Words joined with spaces are a script for these, not one command. */
const JOINING: ReadonlySet<string> = new Set(['eval', 'ssh', 'watch', 'heroku']);

/**
 * The command or script that a wrapper runs; undefined when this is no wrapper, or wraps nothing.
 *
 * @param isTool whether a program is known: `docker run image X` runs X when it is, else X is for the image's program
 */
export function unwrap(invocation: Invocation, isTool: (name: string) => boolean): Inner | undefined {
  const { name, args, remote } = invocation;
  if (SHELLS.has(name)) return shellScript(args, remote);
  if (name === 'command' && /^-[vV]/.test(args[0] ?? '')) return undefined;
  if (name === 'trap' && args.length > 1) return { kind: 'script', text: args[0]!, remote, targets: [] };
  if (name === 'find' || name === 'fd') return foundCommand(args, remote);
  if (name === 'docker' || name === 'podman' || name === 'nerdctl') {
    const run = containerCommand(args, isTool);
    if (run) return { kind: 'words', words: run, remote, targets: [] };
  }
  const found = WRAPPERS[name === 'podman' ? 'docker' : name];
  if (!found || !Object.hasOwn(WRAPPERS, name === 'podman' ? 'docker' : name)) return undefined;
  for (const wrapper of Array.isArray(found) ? (found as readonly Wrapper[]) : [found as Wrapper]) {
    const inner = unwrapBy(wrapper, invocation);
    if (inner) return inner;
  }
  return undefined;
}

/** `find … -exec command {} \;` */
function foundCommand(args: readonly string[], remote: boolean): Inner | undefined {
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
  const script = wrapper.script && flagValue(own, ...wrapper.script);
  if (script !== undefined) return { kind: 'script', text: script, remote: isRemote, targets: [] };
  if (wrapper.scriptOnly) return undefined;
  const inner = wrapper.dashes ? afterDashes(own) : afterOptions(own, wrapper.values, wrapper.skip);
  const words = name === 'retry' ? inner.slice(inner.findIndex((word) => !/^\d+[smh]?$/.test(word))) : inner;
  if (words.length === 0) return undefined;
  const before = own.slice(0, own.length - inner.length).filter((word) => !word.startsWith('-'));
  const targets = wrapper.names ? before : [];
  if (JOINING.has(name)) return { kind: 'script', text: words.join(' '), remote: isRemote, targets };
  return { kind: 'words', words, remote: isRemote, targets };
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
function shellScript(args: readonly string[], remote: boolean): Inner | undefined {
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
