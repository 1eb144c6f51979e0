import type { CommandEffect } from '../effects.js';
import type { Invocation } from '../invocation.js';

/** What is known of a program: which of its sub commands does what, and the flags that change that. */
export interface ToolFacts {
  /** Program names, lower case, separated by spaces. */
  readonly names: string;
  /** Sub commands by what they do, separated by commas: `{ deploy: 'apply, rollout restart' }`. */
  readonly does?: Partial<Readonly<Record<CommandEffect, string>>>;
  /** Words that may stand among a sub command and change nothing about it: `gcloud beta run deploy`. */
  readonly transparent?: string;
  /** What it does with any other sub command, or with none. Absent: unknown. */
  readonly otherwise?: CommandEffect;
  /** Flags that decide, given a sub command that would do `deploy`, `publish` … (`-destroy`: tear-down). */
  readonly flags?: Readonly<Record<string, CommandEffect>>;
  /** Flags whose value may name what is changed, besides those of every tool; separated by spaces. */
  readonly targetFlags?: string;
  /** Which of its words may name what is changed; absent: all. `last`: the last one, when it is an address or a path. */
  readonly targetWords?: 'last' | 'none';
  /** Its tasks are told apart by the words of their names and arguments (`pytest tests/e2e`). */
  readonly kindInArguments?: boolean;
  /** Returns at once and nothing of the outcome is seen, unless one of these sub commands of the tool comes later. */
  readonly asynchronous?: Readonly<Record<string, string>>;
  /** What tables cannot say; undefined leaves it to them. */
  readonly decide?: (invocation: Invocation) => CommandEffect | undefined;
}
