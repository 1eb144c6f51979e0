import type { List } from './shell-nodes.js';
import { flagTargets, namesEnvironment } from './targets.js';

/** How a platform runs command lines. */
export interface ShellOptions {
  /** A failing command ends the script (`set -e`). Without it only the last command of an item counts. */
  readonly stopsOnError: boolean;
  /** A failing command ends the pipe that it stands in (`set -o pipefail`). */
  readonly pipefail: boolean;
}

/** What the commands read so far have set, as far as later ones depend on it. */
export class ShellState {
  /** Bodies of functions, by name. */
  readonly functions = new Map<string, List>();
  /** What a tool was pointed at before: `kubectl config use-context prod`. By tool name. */
  private readonly pointed = new Map<string, readonly string[]>();
  private readonly variables = new Map<string, string>();
  /** Values of variables whose names say that they name an environment. */
  private readonly naming = new Map<string, string>();
  private folder = '';
  private ended = false;
  private returned = false;
  stopsOnError: boolean;
  pipefail: boolean;
  /** The script itself said `set +e`: then not even the end of an item counts for sure. */
  isSwitchedOff = false;

  constructor(options: ShellOptions) {
    this.stopsOnError = options.stopsOnError;
    this.pipefail = options.pipefail;
  }

  /** Whether an `exit 0` or a `return` before may have ended what is being read. */
  get mayHaveEnded(): boolean {
    return this.ended || this.returned;
  }

  /** Replaces variables whose value the script itself has set. */
  expand(text: string): string {
    if (!text.includes('$')) return text;
    return text.replace(VARIABLE, (whole, braced: string | undefined, plain: string | undefined) => {
      return this.variables.get(braced ?? plain ?? '') ?? whole;
    });
  }

  /** What was set before and still holds for a tool: naming variables, the context it was pointed at, its folder. */
  surroundings(tool: string): string[] {
    const folder = FOLDER_TOOLS.has(tool) && this.folder !== '' ? [this.folder] : [];
    return [...this.naming.values(), ...(this.pointed.get(tool) ?? []), ...folder];
  }

  /** Keeps what a command sets: variables, folder, options of the shell, a tool's context, an early end. */
  remember(name: string, words: readonly string[]): void {
    const [, first] = words;
    switch (name) {
      case 'export':
      case 'declare':
      case 'readonly':
      case 'local':
        for (const word of words.slice(1)) this.assign(word);
        return;
      case 'unset':
      case 'read':
        for (const word of words.slice(1)) this.forget(word);
        return;
      case 'cd':
      case 'pushd':
        this.folder = this.expand(words.find((word, at) => at > 0 && !word.startsWith('-')) ?? '');
        return;
      case 'set':
        this.setOptions(words.slice(1));
        return;
      case 'exit':
        if (first === '0') this.ended = true;
        return;
      case 'return':
        if (first === undefined || first === '0') this.returned = true;
        return;
      default:
        this.point(name, words);
    }
  }

  /** Keeps `NAME=value`; a value that rests on something unknown leaves the name unknown. */
  assign(text: string): void {
    const match = /^([A-Za-z_]\w*)(\+?)=(.*)$/s.exec(text);
    if (!match) return;
    const [, name = '', append = '', value = ''] = match;
    const expanded = this.expand(value);
    if (append !== '' || /[$`(]/.test(expanded)) this.variables.delete(name);
    else this.variables.set(name, expanded);
    if (namesEnvironment(name) && expanded !== '') this.naming.set(name, expanded);
  }

  /** Reads what may not run: what it sets is not known afterwards. */
  uncertainly<T>(read: () => T): T {
    const variables = new Map(this.variables);
    const naming = new Map(this.naming);
    const { folder, ended, returned } = this;
    this.ended = false;
    this.returned = false;
    const result = read();
    for (const [name, value] of [...this.variables]) if (variables.get(name) !== value) this.variables.delete(name);
    for (const [name, value] of [...this.naming]) if (naming.get(name) !== value) this.naming.set(name, `$${name}`);
    this.folder = folder;
    this.ended ||= ended;
    this.returned ||= returned;
    return result;
  }

  /** Reads what runs in a shell of its own: how that shell ends and what options it sets stays there. */
  apart<T>(read: () => T): T {
    const { ended, returned, stopsOnError, pipefail, isSwitchedOff, folder } = this;
    const result = read();
    Object.assign(this, { ended, returned, stopsOnError, pipefail, isSwitchedOff, folder });
    return result;
  }

  /** Reads the body of a function that is handed some words. */
  called<T>(args: readonly string[], read: () => T): T {
    const names = args.map((_, at) => String(at + 1));
    const before = names.map((name) => this.variables.get(name));
    const { returned } = this;
    for (const [at, name] of names.entries()) this.variables.set(name, this.expand(args[at]!));
    const result = read();
    this.returned = returned;
    for (const [at, name] of names.entries()) {
      const value = before[at];
      if (value === undefined) this.variables.delete(name);
      else this.variables.set(name, value);
    }
    return result;
  }

  private forget(name: string): void {
    this.variables.delete(name);
    this.naming.delete(name);
  }

  private setOptions(words: readonly string[]): void {
    for (const [at, word] of words.entries()) {
      const option = /^[-+][a-z]*o$/.test(word) ? words[at + 1] : undefined;
      if (/^[-+][a-z]*e/.test(word) || option === 'errexit') {
        this.stopsOnError = word.startsWith('-');
        this.isSwitchedOff = !this.stopsOnError;
      }
      if (option === 'pipefail') this.pipefail = word.startsWith('-');
    }
  }

  private point(name: string, words: readonly string[]): void {
    if (!POINTING.has(name)) return;
    const text = [name, ...words.slice(1, 4)].join(' ');
    for (const [pattern, tools] of POINTERS) {
      const own = pattern.exec(text)?.[0].split(' ').length;
      if (own === undefined) continue;
      const flags = flagTargets(words.slice(1), POINTING_FLAGS);
      const names = [...new Set([...flags, ...words.slice(own).filter((word) => !word.startsWith('-'))])];
      for (const tool of tools) this.pointed.set(tool, names);
    }
  }
}

const VARIABLE = /\$(?:\{([A-Za-z_]\w*|\d)\}|([A-Za-z_]\w*|\d))/g;

/** Flags by which the commands below name what they point at. */
const POINTING_FLAGS = ['-n', '-s', '-g', '--name', '-backend-config', '--backend-config'];

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
