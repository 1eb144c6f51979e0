import type { SimpleCommand } from './shell.js';

/** Flags that change what is shown or asked, not what is done. */
const HARMLESS =
  /^(-v+|--verbose|-q|--quiet|--silent|-y|--yes|--assume-yes|--debug|--no-pager|--no-color|--no-cli-pager|--color(=\S+)?|--progress(=\S+)?|--wait|--no-wait|-auto-approve|--auto-approve|-input=false|--approve|--no-input|--non-interactive|--trace|--log-level(=\S+)?|--timeout(=\S+)?)$/;

/** Harmless flags that take the next word with them. */
const HARMLESS_WITH_VALUE = new Set([
  '--timeout',
  '--log-level',
  '--color',
  '--progress',
  '--request-timeout',
  '--cli-read-timeout',
]);

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
  psql: ['-h', '-U', '-d', '-p', '-c', '-f'],
  mysql: ['-h', '-u', '-D', '-P', '-e'],
  'ansible-playbook': ['-i', '-l', '-t', '-e'],
  ssh: ['-i', '-p', '-l', '-o'],
};

/**
 * What a command does, spelled one way: harmless flags gone, `--flag=value` apart, flags sorted behind the words. Two
 * commands with the same key do the same.
 */
export function commandKey(command: SimpleCommand): string {
  const words = command.words.flatMap(apart);
  const plain: string[] = [];
  const flags: string[] = [];
  const [program = ''] = command.words;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const next = words[at + 1];
    if (!word.startsWith('-')) {
      plain.push(word);
      continue;
    }
    const shows = HARMLESS_WITH_VALUE.has(word) || (OUTPUT.test(word) && SHOWS_BY_O.test(program));
    if (HARMLESS.test(word) || shows) {
      if (shows && !/^-/.test(next ?? '-')) at++;
    } else if (at > 0) {
      const takes = takesValue(program, word, next);
      flags.push(takes ? `${word} ${next}` : word);
      if (takes) at++;
    } else plain.push(word);
  }
  const body = command.input.replace(/\s+/g, ' ').trim();
  return [...plain, ...flags.sort(), ...(body === '' ? [] : [`<<${body}`])].join(' ');
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
