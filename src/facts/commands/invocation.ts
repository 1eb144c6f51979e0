/** A program and its arguments, wrappers taken off. */
export interface Invocation {
  /** As written: `./node_modules/.bin/cdk`. */
  readonly program: string;
  /** Without folder and extension, in lower case: `cdk`. */
  readonly name: string;
  readonly args: readonly string[];
  /** Runs on another machine: over ssh, or against a remote docker host. */
  readonly remote: boolean;
  /** Its output goes into a file or into another command that is no filter of text. */
  readonly outputTaken: boolean;
  /** The command whose output it reads through a pipe, or empty. */
  readonly input: string;
}

/** The value of a flag, `--flag value` or `--flag=value`, the first that stands there. */
export function flagValue(args: readonly string[], ...flags: readonly string[]): string | undefined {
  return flagValues(args, flags)[0];
}

/** All values of some flags, in order. */
export function flagValues(args: readonly string[], flags: readonly string[]): string[] {
  const values: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (flags.includes(arg)) {
      const next = args[at + 1];
      if (next !== undefined) values.push(next);
      continue;
    }
    const equals = arg.indexOf('=');
    if (equals > 0 && flags.includes(arg.slice(0, equals))) values.push(arg.slice(equals + 1));
  }
  return values;
}

/** Whether a flag is given and not switched off (`--dry-run=false`, `--dry-run=none`). */
export function hasFlag(args: readonly string[], ...flags: readonly string[]): boolean {
  return args.some((arg) => {
    if (flags.includes(arg)) return true;
    const equals = arg.indexOf('=');
    return equals > 0 && flags.includes(arg.slice(0, equals)) && !/^(false|none|no|0)$/i.test(arg.slice(equals + 1));
  });
}

/** Arguments that are no flags, with whether a flag stands right before (whose value it may be). */
export function positionals(args: readonly string[]): { readonly text: string; readonly afterFlag: boolean }[] {
  const found: { text: string; afterFlag: boolean }[] = [];
  let afterFlag = false;
  for (const text of args) {
    if (text.startsWith('-') && text.length > 1) {
      afterFlag = text !== '--' && !text.includes('=') && !SWITCHES.has(text);
      continue;
    }
    found.push({ text, afterFlag });
    afterFlag = false;
  }
  return found;
}

/** Flags, of whatever tool, that never take the next word as their value. */
const SWITCHES: ReadonlySet<string> = new Set(
  (
    '--all --yes -y --force --ci --quiet -q --verbose --debug --wait --atomic --install --recursive --silent -s ' +
    '--exclusively --no-color -no-color --auto-approve -auto-approve --no-fail-on-empty-changeset --watch --detach -d ' +
    '--skip-preview --non-interactive --prod --production --rm -it -ti -i -t --no-cache --if-exists --headless --batch'
  ).split(' '),
);

/**
 * What stands after a wrapper's own options.
 *
 * @param valueFlags options of the wrapper that take the next word
 * @param skip how many words of the wrapper's own come first (`timeout 10m cmd`: 1)
 */
export function afterOptions(args: readonly string[], valueFlags: readonly string[] = [], skip = 0): string[] {
  let left = skip;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === '--') return args.slice(at + 1);
    if (arg.startsWith('-') && arg.length > 1) {
      if (valueFlags.includes(arg)) at++;
      continue;
    }
    if (left === 0) return args.slice(at);
    left--;
  }
  return [];
}

/** The name a program goes by: without folder, script or binary extension, in lower case; `python3.11` is `python`. */
export function programName(program: string): string {
  const base = program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
  const name = base.replace(/\.(exe|cmd|bat)$/i, '').toLowerCase();
  return name.replace(/^(python|pip|ruby|php|node|perl|docker-compose)-?v?[\d.]+$/, '$1');
}
