import type { Change, Check, Script, Step } from '../../model/change.js';
import type { ChangeReview, SeenStep } from '../../model/change-review.js';
import { readScripts } from './read-scripts.js';

/** How a change differs from what was reviewed, one entry per step that differs, in order. */
export interface Difference {
  readonly step: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  /** What differs, one sentence each: `runs "b" instead of "a"`. */
  readonly what: readonly string[];
}

/** A step as a reviewer reads it: by meaning, so that layout, quotes and comments make no difference. */
export function seenStep(step: Step): SeenStep {
  return {
    title: oneLine(step.title.text),
    does: [...words(step.action?.text), ...commands(step.commands)],
    expects: oneLine(step.expected?.text ?? ''),
    check: checked(step.check),
    rollback: [...words(step.rollback?.text?.text), ...commands(step.rollback?.commands ?? [])],
    rollbackCheck: checked(step.rollback?.check),
    irreversible: step.irreversible ? oneLine(step.irreversible.reason?.text ?? 'no reason') : '',
  };
}

function words(text: string | undefined): string[] {
  return text === undefined
    ? []
    : text
        .split('\n')
        .map(oneLine)
        .filter((line) => line !== '');
}

/** Commands spelled one way; two that the shell runs the same are the same text. */
function commands(scripts: readonly Script[]): readonly string[] {
  return readScripts(scripts).identity;
}

function checked(check: Check | undefined): string[] {
  return check ? [...words(check.text?.text), ...commands(check.commands)] : [];
}

function oneLine(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** What changed since a review, by meaning: steps added, removed, moved, and what of a step is another. */
export function changesSince(review: ChangeReview, change: Change): Difference[] {
  const before = new Map(review.steps.map((step) => [step.name, step.seen]));
  const names = new Set(change.steps.map((step) => step.name));
  const kept = review.steps.filter((step) => names.has(step.name)).map((step) => step.name);
  const now = change.steps.filter((step) => before.has(step.name)).map((step) => step.name);
  const differences = change.steps.flatMap((step): Difference[] => {
    const seen = before.get(step.name);
    if (!seen)
      return [{ step: step.name, kind: 'added', what: [`"${oneLine(step.title.text)}" is not in the review`] }];
    const what = differencesOf(seen, seenStep(step));
    if (what.length > 0) return [{ step: step.name, kind: 'changed', what }];
    return kept.indexOf(step.name) === now.indexOf(step.name)
      ? []
      : [{ step: step.name, kind: 'moved', what: [`"${seen.title}" stands elsewhere in the order`] }];
  });
  const gone = review.steps.filter((step) => !names.has(step.name));
  return [
    ...differences,
    ...gone.map((step): Difference => ({ step: step.name, kind: 'removed', what: [`"${step.seen.title}" is gone`] })),
  ];
}

const PARTS: readonly (readonly [keyof SeenStep, string])[] = [
  ['title', 'is called'],
  ['does', 'does'],
  ['expects', 'expects'],
  ['check', 'is checked by'],
  ['rollback', 'is undone by'],
  ['rollbackCheck', 'is seen to be undone by'],
  ['irreversible', 'cannot be undone because'],
];

function differencesOf(before: SeenStep, now: SeenStep): string[] {
  return PARTS.flatMap(([part, says]) => {
    const old = textOf(before[part]);
    const fresh = textOf(now[part]);
    return old === fresh
      ? []
      : [`${says} ${fresh === '' ? 'nothing' : `"${fresh}"`}, was ${old === '' ? 'nothing' : `"${old}"`}`];
  });
}

function textOf(part: string | readonly string[]): string {
  return typeof part === 'string' ? part : part.join('; ');
}
