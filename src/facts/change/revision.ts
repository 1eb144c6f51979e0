import { createHash } from 'node:crypto';
import type { Change, Check, Script, Step } from '../../model/change.js';
import { readScripts } from './read-scripts.js';

/** How many characters of a revision a trial or an approval must at least name. */
export const SHORTEST_REVISION = 12;

const revisions = new WeakMap<Change, string>();

/**
 * The revision of a change: a digest of what will be done and how it is undone, by meaning. Steps, their commands, order,
 * checks and rollbacks count; people, window, targets, layout, quotes and comments do not, so that what was tried in
 * pre-production is the same revision as what goes to production.
 *
 * @returns 16 hexadecimal digits of a SHA-256.
 */
export function revisionOf(change: Change): string {
  const before = revisions.get(change);
  if (before !== undefined) return before;
  const content = JSON.stringify(change.steps.map(stepContent));
  const revision = createHash('sha256').update(content).digest('hex').slice(0, 16);
  revisions.set(change, revision);
  return revision;
}

/** What of a step counts, in a fixed order. */
export function stepContent(step: Step): readonly unknown[] {
  return [
    plain(step.title.text),
    plain(step.action?.text ?? ''),
    scripts(step.commands),
    check(step.check),
    plain(step.expected?.text ?? ''),
    step.rollback
      ? [plain(step.rollback.text?.text ?? ''), scripts(step.rollback.commands), check(step.rollback.check)]
      : null,
    step.irreversible ? plain(step.irreversible.reason?.text ?? '') : null,
    check(step.guard),
  ];
}

function scripts(all: readonly Script[]): readonly string[] {
  return readScripts(all).identity;
}

function check(of: Check | undefined): readonly unknown[] | null {
  return of ? [plain(of.text?.text ?? ''), scripts(of.commands)] : null;
}

/** A text but for how it is broken into lines. */
function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** Whether a revision that somebody wrote down is this one. */
export function isRevision(written: string, revision: string): boolean {
  const plain = written
    .trim()
    .toLowerCase()
    .replace(/^sha256:/, '');
  return plain.length >= SHORTEST_REVISION && revision.startsWith(plain.slice(0, revision.length));
}
