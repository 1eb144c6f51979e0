import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { defineChange } from './change.js';
import { defineCheck } from './check.js';
import { defineFacts } from './facts.js';
import { defineInit } from './init.js';
import { defineKeys } from './keys.js';
import { defineOrr } from './orr.js';
import { defineExplain, defineRules } from './rules.js';
import { defineSign } from './sign.js';
import { defineVerify } from './verify.js';

/**
 * Declares one command: its words, options and help. The work itself is imported when the command runs, so that
 * `tollgate check` never pays for prompts, signatures or Terraform.
 */
export type DefineCommand = (program: Command, terminal: Terminal, exit: (code: ExitCode) => void) => void;

/** Every command, in the order of `--help`. This is the only list. */
export const COMMANDS: readonly DefineCommand[] = [
  defineCheck,
  defineInit,
  defineOrr,
  defineFacts,
  defineRules,
  defineExplain,
  defineChange,
  defineSign,
  defineVerify,
  defineKeys,
];
