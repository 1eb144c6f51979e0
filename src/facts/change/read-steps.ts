import type { Change, Step } from '../../model/change.js';
import { Unknown } from '../../model/facts.js';
import { locate } from '../../model/located.js';
import { matchPlan, type OpenStep } from './plan.js';
import { proseEffect } from './prose.js';
import { type Reading, readScripts } from './read-scripts.js';
import { judgeRollback, noRollback, type RollbackJudgement } from './rollback.js';

/** A step with what its commands and words show. */
export interface ReadStep {
  readonly step: Step;
  readonly forward: Reading;
  readonly changes: boolean | Unknown;
  /** Why it is taken to change something or not, as a clause. */
  readonly because: string;
  readonly judgement: RollbackJudgement;
}

/** Reads every step of a change: its commands, whether it changes something, and its rollback. */
export function readSteps(change: Change): ReadStep[] {
  const first = change.steps.map((step) => {
    const forward = readScripts(step.commands);
    return { step, forward, ...changesOf(step, forward) };
  });
  const open: OpenStep[] = first.filter(
    ({ step, changes }) => step.rollback === undefined && step.irreversible === undefined && changes !== false,
  );
  const planned = matchPlan(change, open);
  return first.map((read) => ({ ...read, judgement: judgementOf(read.step, read.forward, change, planned) }));
}

function judgementOf(
  step: Step,
  forward: Reading,
  change: Change,
  planned: ReturnType<typeof matchPlan>,
): RollbackJudgement {
  if (step.rollback) return judgeRollback(step, step.rollback, forward);
  const found = planned.get(step);
  if (found && 'rollback' in found) return judgeRollback(step, found.rollback, forward);
  if (found) return noRollback(found.unknown, 'states no rollback of its own');
  const empty =
    change.rollbackPlan && change.rollbackPlan.items.length === 0
      ? ` ("${change.rollbackPlan.title.text}" is empty)`
      : '';
  return noRollback(false, `states no rollback${empty}`);
}

interface Changes {
  readonly changes: boolean | Unknown;
  readonly because: string;
}

/** Whether a step changes something, from its commands, then its words, then what it declares. */
export function changesOf(step: Step, forward: Reading): Changes {
  const changing = forward.operations.find((operation) => /changes|destroys/.test(operation.effect.effect));
  if (changing) return { changes: true, because: `"${changing.text}" changes something` };
  const opaque = forward.operations.find((operation) => operation.effect.effect === 'unknown');
  const words = step.automation ? 'unknown' : proseEffect(step.title.text, step.action?.text);
  if (step.changesNothing) return declaredHarmless(step, words, opaque !== undefined);
  if (opaque && words !== 'changes') return unknown(step, `what "${opaque.text}" does is out of sight`);
  if (forward.operations.length > 0 && (words !== 'changes' || step.automation))
    return { changes: false, because: 'its commands only look' };
  if (words === 'changes') return { changes: true, because: `"${step.title.text}" changes something` };
  if (words === 'reads') return { changes: false, because: `"${step.title.text}" only looks, waits or tells` };
  return unknown(step, 'nothing shows whether it changes something');
}

function declaredHarmless(step: Step, words: ReturnType<typeof proseEffect>, isOpaque: boolean): Changes {
  if (step.automation) return { changes: false, because: `${step.automation.action.text} changes nothing` };
  if (words === 'changes' && (step.commands.length === 0 || isOpaque))
    return unknown(step, `it declares that it changes nothing, but says "${step.title.text}"`);
  return { changes: false, because: 'it declares that it changes nothing' };
}

function unknown(step: Step, reason: string): Changes {
  const settledBy = ['Give the step a rollback, or declare "changes: nothing" when it only looks.'];
  return { changes: new Unknown(`${step.name}: ${reason}`, settledBy, locate(step.span)), because: reason };
}
