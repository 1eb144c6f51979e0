/** What a wrapped command comes down to: words, or a script of its own. */
export type Unwrapped = (
  | { readonly kind: 'plain'; readonly words: readonly string[] }
  | { readonly kind: 'script'; readonly script: string; readonly input?: string }
  | { readonly kind: 'powershell'; readonly script: string }
) & {
  /** Variables that the wrapper sets for it: `VERSION=2`. */
  readonly assignments?: readonly string[];
  /** It runs on another machine than the one it is typed on. */
  readonly remote?: boolean;
};

/** Options that take a value, by wrapper, so that the value is not taken for the command. */
const WITH_VALUE: Readonly<Record<string, readonly string[]>> = {
  sudo: ['-u', '-g', '-h', '-p', '-C', '-r', '-t', '-U', '-D'],
  doas: ['-u', '-C'],
  env: ['-u', '-C', '-S'],
  nice: ['-n'],
  ionice: ['-c', '-n', '-p'],
  timeout: ['-s', '-k'],
  watch: ['-n'],
  xargs: ['-I', '-n', '-P', '-L', '-d', '-s', '-a', '-E'],
  ssh: ['-i', '-p', '-l', '-o', '-F', '-J', '-L', '-R', '-D', '-b', '-c', '-E', '-m', '-S', '-W', '-w'],
  stdbuf: ['-i', '-o', '-e'],
  chroot: [],
  nsenter: ['-t', '-S', '-G'],
  nohup: [],
  time: ['-f', '-o'],
  command: [],
  exec: ['-a'],
  builtin: [],
  setsid: [],
  strace: ['-e', '-o', '-p'],
  flock: ['-w', '-E'],
  'systemd-run': ['-u', '-p', '-t', '-M', '--unit', '--property', '--uid', '--on-active', '--on-calendar'],
  unbuffer: [],
  caffeinate: ['-t', '-w'],
  busybox: [],
  npx: ['-p', '--package', '-w'],
  bunx: [],
};

/** Words to skip after the options before the command begins. */
const SKIPPED: Readonly<Record<string, number>> = { timeout: 1, chroot: 1, flock: 1 };

const SHELLS = new Set(['bash', 'sh', 'zsh', 'ksh', 'dash', 'ash']);

/** Programs that run the rest of their line somewhere else, as one script. */
const MANY_HOSTS: Readonly<Record<string, readonly string[]>> = {
  pdsh: ['-w', '-x', '-g', '-l', '-t', '-u', '-f', '-R'],
  pssh: ['-h', '-H', '-l', '-p', '-t', '-o', '-e', '-O', '-x'],
  'parallel-ssh': ['-h', '-H', '-l', '-p', '-t', '-o', '-e', '-O', '-x'],
  clush: ['-w', '-x', '-g', '-l', '-t', '-u', '-f', '-o'],
};

/** Tools that run what stands behind one of their words: `bundle exec rake`. */
const RUNS_REST: Readonly<Record<string, RegExp>> = {
  bundle: /^exec$/,
  poetry: /^run$/,
  uv: /^run$/,
  pipenv: /^run$/,
  pnpm: /^(exec|dlx)$/,
  yarn: /^(exec|dlx)$/,
};

type Unwrap = (words: readonly string[], input: string) => Unwrapped;

/** Wrappers that are more than options before a command. */
const OWN_WAY: Readonly<Record<string, Unwrap>> = {
  su: (words) => afterFlag(words, '-c'),
  ssh: remote,
  find: findExec,
  eval: (words) => (words.length > 1 ? { kind: 'script', script: words.slice(1).join(' ') } : { kind: 'plain', words }),
  trap: (words) =>
    words.length > 2 && words[1] !== '-' ? { kind: 'script', script: words[1]! } : { kind: 'plain', words },
  at: (words, input) => (input === '' ? { kind: 'plain', words } : { kind: 'script', script: input }),
  batch: (words, input) => (input === '' ? { kind: 'plain', words } : { kind: 'script', script: input }),
  parallel: (words, input) => {
    const end = words.findIndex((word) => word.startsWith(':::'));
    const line = afterOptions(words.slice(0, end < 0 ? undefined : end), ['-j', '-a', '-S', '--jobs'], false);
    return line.length > 0 ? unwrap(line, input) : { kind: 'plain', words };
  },
  pwsh: powershell,
  powershell,
  'powershell.exe': powershell,
};

function powershell(words: readonly string[]): Unwrapped {
  const at = words.findIndex((word) => /^-(c|command)$/i.test(word));
  return at > 0 ? { kind: 'powershell', script: words.slice(at + 1).join(' ') } : { kind: 'plain', words };
}

const CONTAINERS =
  /^(kubectl|oc|docker|podman|docker-compose|nerdctl|aws-vault|nomad|chamber|doppler|lxc|incus|multipass)$/;

/**
 * Takes wrappers off a command line.
 *
 * @param input what the command reads from a here-document or a pipe: a shell without arguments runs it.
 */
export function unwrap(words: readonly string[], input: string): Unwrapped {
  const program = baseName(words[0] ?? '');
  const named = [program, ...words.slice(1)];
  const plain: Unwrapped = { kind: 'plain', words: named };
  if (SHELLS.has(program)) return shell(words, input);
  const own = OWN_WAY[program];
  if (own) return own(named, input);
  if (CONTAINERS.test(program)) return inContainer(program, words);
  if (/^python[\d.]*$/.test(program) && /(^|\/)manage\.py$/.test(words[1] ?? ''))
    return { kind: 'plain', words: ['manage.py', ...words.slice(2)] };
  const rest = RUNS_REST[program];
  if (rest) return rest.test(words[1] ?? '') && words.length > 2 ? unwrap(words.slice(2), input) : plain;
  const hosts = MANY_HOSTS[program];
  const sent = hosts ? afterOptions(words, hosts, false).join(' ') : sentScript(program, words);
  return sent === undefined ? behindOptions(program, words, input, plain) : elsewhere(sent, plain);
}

function behindOptions(program: string, words: readonly string[], input: string, plain: Unwrapped): Unwrapped {
  const values = WITH_VALUE[program];
  if (values === undefined) return plain;
  const sets = program === 'env' || program === 'sudo';
  const inner = afterOptions(words, values, sets).slice(SKIPPED[program] ?? 0);
  if (inner.length === 0) return plain;
  if (program === 'watch') return { kind: 'script', script: inner.join(' ') };
  const before = sets ? words.slice(1, words.length - inner.length).filter((word) => /^\w+=/.test(word)) : [];
  const unwrapped = unwrap(inner, input);
  return before.length === 0 ? unwrapped : { ...unwrapped, assignments: [...before, ...(unwrapped.assignments ?? [])] };
}

function elsewhere(script: string, plain: Unwrapped): Unwrapped {
  return script.trim() === '' ? plain : { kind: 'script', script, remote: true };
}

/** A script that a tool takes as an option and runs on machines of its own choice. */
function sentScript(program: string, words: readonly string[]): string | undefined {
  const after = (pattern: RegExp): string | undefined => {
    const at = words.findIndex((word) => pattern.test(word));
    const joined = words.find(
      (word) => word.startsWith('--') && pattern.test(word.replace(/=[\s\S]*$/, '')) && word.includes('='),
    );
    return joined ? joined.slice(joined.indexOf('=') + 1) : at > 0 ? words[at + 1] : undefined;
  };
  switch (program) {
    case 'gcloud':
      return words.includes('ssh') ? after(/^--command$/) : undefined;
    case 'az':
      return words.includes('run-command') ? after(/^--scripts$/) : undefined;
    case 'vagrant':
      return words.includes('ssh') ? after(/^(-c|--command)$/) : undefined;
    case 'ansible':
      return /^(shell|command|raw|ansible\.builtin\.(shell|command|raw)|)$/.test(after(/^(-m|--module-name)$/) ?? '')
        ? after(/^(-a|--args)$/)
        : undefined;
    case 'salt':
      return words.some((word) => /^cmd\.(run|shell)$/.test(word)) ? after(/^cmd\.(run|shell)$/) : undefined;
    case 'aws':
      if (words.includes('execute-command')) return after(/^--command$/);
      return words.includes('send-command') ? sentBySsm(after(/^--parameters$/) ?? '') : undefined;
    default:
      return undefined;
  }
}

/** `commands=["a","b"]`, `commands=a` and `{"commands":["a"]}` are all the same to Systems Manager. */
function sentBySsm(parameters: string): string | undefined {
  const commands = /\bcommands"?\s*[=:]\s*([\s\S]+)$/.exec(parameters)?.[1];
  if (commands === undefined) return undefined;
  const quotedOnes = [...commands.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g)].map((match) => match[1] ?? match[2]!);
  return (quotedOnes.length > 0 ? quotedOnes : [commands.replace(/^\[|\]\}?$/g, '')]).join('\n');
}

function shell(words: readonly string[], input: string): Unwrapped {
  const flag = words.findIndex((word) => /^-[a-z]*c$/.test(word));
  const script = flag > 0 ? words[flag + 1] : undefined;
  if (script !== undefined) return { kind: 'script', script, input };
  const reads = words.slice(1).every((word) => word.startsWith('-')) || words.includes('-s');
  return reads && input !== '' ? { kind: 'script', script: input } : { kind: 'plain', words };
}

function remote(words: readonly string[], input: string): Unwrapped {
  const [, ...command] = afterOptions(words, WITH_VALUE.ssh!, false);
  const [first = ''] = command;
  // `ssh host -p 22 command`: options may stand behind the host.
  const typed = first.startsWith('-') ? afterOptions(['ssh', ...command], WITH_VALUE.ssh!, false) : command;
  const script = typed.length > 0 ? typed.join(' ') : input;
  return script.trim() === ''
    ? { kind: 'plain', words, remote: true }
    : { kind: 'script', script, remote: true, ...(typed.length > 0 ? { input } : {}) };
}

const POD_VALUES = ['-n', '--namespace', '-c', '--container', '--context', '-p', '--project', '--index'];
const RUN_VALUES = ['-e', '--env', '-u', '--user', '-w', '--workdir', '--env-file', '--index'];

/** `kubectl exec pod -- command`, `docker exec web command`, `aws-vault exec role -- command`. */
function inContainer(program: string, words: readonly string[]): Unwrapped {
  const plain: Unwrapped = { kind: 'plain', words: [program, ...words.slice(1)] };
  const throwAway = /^(kubectl|oc)$/.test(program) && words.includes('run') && words.includes('--rm');
  const verb = words.findIndex(
    (word) => word === 'exec' || (word === 'run' && (program === 'chamber' || program === 'doppler' || throwAway)),
  );
  const dashes = words.indexOf('--');
  const inside = (rest: readonly string[]): Unwrapped => ({
    ...unwrap(rest, ''),
    remote: !/^(aws-vault|chamber|doppler)$/.test(program),
  });
  if (verb > 0 && dashes > verb && dashes < words.length - 1) return inside(words.slice(dashes + 1));
  if (verb > 0 && !throwAway && /^(docker|podman|nerdctl|docker-compose|kubectl|oc)$/.test(program)) {
    const rest = afterOptions(words.slice(verb), /^(kubectl|oc)$/.test(program) ? POD_VALUES : RUN_VALUES, false);
    const command = afterOptions(rest, POD_VALUES, false);
    if (command.length > 0) return inside(command);
  }
  return plain;
}

function findExec(words: readonly string[]): Unwrapped {
  const at = words.findIndex((word) => /^-(exec|execdir|ok)$/.test(word));
  if (at < 0) return { kind: 'plain', words };
  const end = words.findIndex((word, index) => index > at && (word === ';' || word === '+'));
  return unwrap(words.slice(at + 1, end < 0 ? undefined : end), '');
}

function afterFlag(words: readonly string[], flag: string): Unwrapped {
  const script = words[words.indexOf(flag) + 1];
  return words.includes(flag) && script !== undefined ? { kind: 'script', script } : { kind: 'plain', words };
}

/** What stands after the options of a wrapper; for `env`, also after its assignments. */
function afterOptions(words: readonly string[], values: readonly string[], assignments: boolean): readonly string[] {
  let at = 1;
  while (at < words.length) {
    const word = words[at]!;
    if (word === '--') return words.slice(at + 1);
    if (values.includes(word)) at += 2;
    else if (word.startsWith('-') || (assignments && /^\w+=/.test(word))) at += 1;
    else break;
  }
  return words.slice(at);
}

/** Names that everybody gives to the same tool. */
const ALIASES: Readonly<Record<string, string>> = { k: 'kubectl', kc: 'kubectl', tf: 'terraform' };

/** `/usr/bin/rm` is `rm`; a path into the project (`./deploy.sh`) stays a path. */
function baseName(program: string): string {
  const name = program.replace(/^\/(?:usr\/|opt\/)?(?:local\/)?s?bin\//, '').replace(/^(?:\.\/)(?=manage\.py$)/, '');
  return ALIASES[name] ?? name;
}
