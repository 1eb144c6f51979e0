import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';

/**
 * Declares one command: its words, options and help. The work itself is imported when the command runs, so that
 * `tollgate check` never pays for prompts, signatures or Terraform.
 */
export type DefineCommand = (program: Command, terminal: Terminal, exit: (code: ExitCode) => void) => void;

/** Gathers an option that may be given several times. */
export function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}
