/** What a wrapped command comes down to: words, or a script of its own. */
export type Unwrapped =
  | { readonly kind: 'plain'; readonly words: readonly string[] }
  | { readonly kind: 'script'; readonly script: string };

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
  nohup: [],
  time: ['-f', '-o'],
  command: [],
  exec: ['-a'],
  builtin: [],
  setsid: [],
  strace: ['-e', '-o', '-p'],
  flock: ['-w', '-E'],
};

/** Words to skip after the options before the command begins. */
const SKIPPED: Readonly<Record<string, number>> = { timeout: 1, chroot: 1, flock: 1 };

const SHELLS = new Set(['bash', 'sh', 'zsh', 'ksh', 'dash', 'ash']);

/**
 * Takes wrappers off a command line.
 *
 * @param input what the command reads from a here-document: a shell without arguments runs it.
 */
export function unwrap(words: readonly string[], input: string): Unwrapped {
  const program = baseName(words[0] ?? '');
  if (SHELLS.has(program)) return shell(words, input);
  if (program === 'su') return afterFlag(words, '-c');
  if (program === 'ssh') return remote(words, input);
  if (program === 'find') return findExec(words);
  if (/^(kubectl|oc|docker|podman|docker-compose|nerdctl|aws-vault|nomad|chamber|doppler)$/.test(program))
    return inContainer(program, words);
  const values = WITH_VALUE[program];
  if (values === undefined) return { kind: 'plain', words: [program, ...words.slice(1)] };
  const rest = afterOptions(words, values, program === 'env').slice(SKIPPED[program] ?? 0);
  if (rest.length === 0) return { kind: 'plain', words: [program, ...words.slice(1)] };
  if (program === 'watch') return { kind: 'script', script: rest.join(' ') };
  return unwrap(rest, input);
}

function shell(words: readonly string[], input: string): Unwrapped {
  const flag = words.findIndex((word) => /^-[a-z]*c$/.test(word));
  const script = flag > 0 ? words[flag + 1] : undefined;
  if (script !== undefined) return { kind: 'script', script };
  const file = words.slice(1).find((word) => !word.startsWith('-'));
  return file === undefined && input !== '' ? { kind: 'script', script: input } : { kind: 'plain', words };
}

function remote(words: readonly string[], input: string): Unwrapped {
  const [, ...command] = afterOptions(words, WITH_VALUE.ssh!, false);
  const script = command.length > 0 ? command.join(' ') : input;
  return script.trim() === '' ? { kind: 'plain', words } : { kind: 'script', script };
}

/** `kubectl exec pod -- command`, `docker exec web command`, `aws-vault exec role -- command`. */
function inContainer(program: string, words: readonly string[]): Unwrapped {
  const verb = words.findIndex((word) => word === 'exec' || (word === 'run' && program === 'chamber'));
  const dashes = words.indexOf('--');
  if (verb > 0 && dashes > verb && dashes < words.length - 1) return unwrap(words.slice(dashes + 1), '');
  if (verb > 0 && /^(docker|podman|nerdctl|docker-compose)$/.test(program)) {
    const rest = afterOptions(
      words.slice(verb),
      ['-e', '--env', '-u', '--user', '-w', '--workdir', '--env-file'],
      false,
    );
    if (rest.length > 1) return unwrap(rest.slice(1), '');
  }
  return { kind: 'plain', words: [program, ...words.slice(1)] };
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

/** `/usr/bin/rm` is `rm`; a path into the project (`./deploy.sh`) stays a path. */
function baseName(program: string): string {
  return program.replace(/^\/(?:usr\/|opt\/)?(?:local\/)?s?bin\//, '');
}
