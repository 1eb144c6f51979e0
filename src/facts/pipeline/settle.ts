import { flatMap } from '../../model/flat.js';
import { display, type Value } from '../../model/located.js';
import type { ReadStep } from './types.js';

/** What would show what came before a pipeline that something else starts. */
export const UPSTREAM = 'check this pipeline together with the one that starts it';

/** That nobody can see what an action runs: one text, so that all rules that it leaves open say the same. */
export function insideUnseen({ action }: ReadStep): string {
  return `what ${action.address} does inside is out of sight`;
}

/** What would show how an action that is out of sight rolls back: only CodeBuild runs what a repository holds. */
export function settleRollback(step: ReadStep): string {
  return showsBuildspec(step)
    ? 'check the folder that holds its buildspec'
    : `let its stage roll back (onFailure, and an alarm in onSuccess: result ROLLBACK), or, if it deploys nothing, declare what it does in tollgate.yaml under activities`;
}

/** What would show how long an action that is out of sight bakes. */
export function settleBake(step: ReadStep): string {
  const declare = `declare the bake of ${step.action.address} in tollgate.yaml`;
  return showsBuildspec(step) ? `check the folder that holds its buildspec, or ${declare}` : declare;
}

function showsBuildspec({ action }: ReadStep): boolean {
  return display(action.provider) === 'CodeBuild';
}

/** What would settle a value that is not known: its parameters, else to look at what it rests on. */
export function settleValue(value: Value<unknown>): string {
  const holes = value.known ? [] : flatMap(value.parts, (part) => (typeof part === 'string' ? [] : [part.settledBy]));
  return [...new Set(holes.filter((text) => text !== ''))].join(' and ') || `give ${display(value)} a value`;
}
