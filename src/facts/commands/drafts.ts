import type { CommandEffect } from './effects.js';
import type { CommandReading } from './read-commands.js';

/** A reading that is still being decided; `awaitedBy` is a pattern of later commands that would see how it ends. */
export type Draft = { -readonly [Key in keyof CommandReading]: CommandReading[Key] } & {
  awaitedBy: string | undefined;
};

/** The readings once the whole script is known: what is only started, and never looked at again, cannot stop it. */
export function settle(drafts: readonly Draft[]): CommandReading[] {
  return drafts.map((draft, at) => {
    const { awaitedBy, ...reading } = draft;
    return awaitedBy !== undefined && !isAwaited(awaitedBy, drafts, at) ? { ...reading, mayFail: true } : reading;
  });
}

function isAwaited(pattern: string, drafts: readonly Draft[], at: number): boolean {
  const awaiting = new RegExp(`\\b(?:${pattern})`);
  return drafts.slice(at + 1).some((later) => awaiting.test(later.text));
}

/** What some readings do, apart from nothing. */
export function effects(drafts: readonly Draft[]): Set<CommandEffect> {
  return new Set(drafts.map((draft) => draft.effect).filter((effect) => effect !== 'nothing'));
}

/** Marks what may not run, save for effects that come about in any case. */
export function markConditional(drafts: readonly Draft[], except: ReadonlySet<CommandEffect> = NO_EFFECTS): void {
  for (const draft of drafts) if (!except.has(draft.effect)) draft.conditional = true;
}

/** Nobody waits for a command in the background: it cannot fail the run, and its sleeping delays nothing. */
export function abandon(draft: Draft): void {
  draft.mayFail = true;
  if (draft.effect !== 'wait') return;
  draft.effect = 'nothing';
  delete draft.waitMinutes;
}

/** Marks what cannot stop the script. */
export function markMayFail(drafts: readonly Draft[]): void {
  for (const draft of drafts) draft.mayFail = true;
}

const NO_EFFECTS: ReadonlySet<CommandEffect> = new Set();
