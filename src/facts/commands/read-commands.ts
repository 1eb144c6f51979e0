import type { CommandEffect } from './effects.js';
import type { ProgramReading } from './read-program.js';
import { readShell } from './read-shell.js';
import type { ShellOptions } from './shell-state.js';

export type { CommandEffect } from './effects.js';
export { SHELLS_OF } from './read-shell.js';
export type { ShellOptions } from './shell-state.js';

/** What a simple command does, and what may keep it from counting. */
export interface CommandReading {
  readonly effect: CommandEffect;
  /** `cdk deploy`, `terraform apply`, `k6 run`. */
  readonly tool: string;
  /** Index in the list given. */
  readonly line: number;
  /** The simple command as written, line continuations joined. */
  readonly text: string;
  /** Minutes that it certainly waits; absent when it waits for something (`aws … wait`, a loop that ends early). */
  readonly waitMinutes?: number;
  /** Words that may name what it changes: stack, stage, workspace, cluster, namespace, file, folder. */
  readonly targets: readonly string[];
  /** It cannot stop the pipeline: `|| true`, `set +e`, `&`, or it only starts something that nobody waits for. */
  readonly mayFail: boolean;
  /** It may not run: inside `if`, `case` or `while`, after a test and `&&`, after `||`, or after an `exit 0`. */
  readonly conditional: boolean;
}

/**
 * Reads what a list of shell command lines does: one reading for each simple command in the order of their running,
 * `echo` and the like as `nothing`. Items may hold several lines; functions are read where they are called.
 * Never throws: what is no shell comes out as `unknown`.
 *
 * @param options how the platform runs the lines; absent, each failing command stops them, pipes included
 */
export function readCommands(lines: readonly string[], options?: ShellOptions): CommandReading[] {
  return readShell(lines, options);
}

/** Programs that only show something, or end. */
const SHOWING: ReadonlySet<ProgramReading['tool']> = new Set(
  'echo printf true : exit set export pwd ls date env printenv whoami hostname id uname write-host write-output rem'.split(
    ' ',
  ),
);

/** Whether the lines only show text: they deploy nothing and test nothing. True for no lines at all. */
export function isOnlyEcho(lines: readonly string[]): boolean {
  return readCommands(lines).every((reading) => reading.effect === 'nothing' && SHOWING.has(reading.tool));
}
