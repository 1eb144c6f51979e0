import { defineChange } from './change.js';
import { defineCheck } from './check.js';
import type { DefineCommand } from './define.js';
import { defineFacts } from './facts.js';
import { defineInit } from './init.js';
import { defineKeys } from './keys.js';
import { defineOrr } from './orr.js';
import { defineExplain, defineRules } from './rules.js';
import { defineSign } from './sign.js';
import { defineVerify } from './verify.js';

/** Every command, in the order of `--help`. This is the only list. */
export const COMMANDS: readonly DefineCommand[] = [
  defineCheck,
  defineInit,
  defineFacts,
  defineExplain,
  defineRules,
  defineOrr,
  defineChange,
  defineSign,
  defineVerify,
  defineKeys,
];
