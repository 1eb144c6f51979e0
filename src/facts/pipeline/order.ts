import { flatMap } from '../../model/flat.js';
import type { Value } from '../../model/located.js';
import type { Pipeline } from '../../model/pipeline.js';
import { readAction } from './activities.js';
import { withStageWords } from './stage-says.js';
import type { Declarations, ReadStep, Step } from './types.js';

/** The actions of a pipeline in the order in which they run, each with what it does. */
export function readSteps(pipeline: Pipeline, declarations: Declarations): ReadStep[] {
  const steps = flatMap(pipeline.stages, (stage, stageIndex) =>
    stage.actions.map((action): ReadStep => {
      // Readings have many shapes: named members cost a fifth of what spreading them does.
      const { activity, because, also, deploys, commands } = readAction(pipeline, stage, action, declarations);
      return {
        activity,
        because,
        also,
        deploys,
        commands,
        action,
        stage,
        stageIndex,
        runOrder: action.runOrder.known ? action.runOrder.value : undefined,
        fireAndForget: isFireAndForget(action),
        skippable: action.optional || isSkippable(stage),
      };
    }),
  );
  return [...withStageWords(steps)].sort(
    (a, b) => a.stageIndex - b.stageIndex || (a.runOrder ?? 1) - (b.runOrder ?? 1),
  );
}

/** A stage that its entry condition may skip, or that is passed over when it fails: nothing in it stops a run. */
function isSkippable({ beforeEntry, onFailure }: Pipeline['stages'][number]): boolean {
  const skips = (result: Value | undefined) => result?.known === true && result.value === 'SKIP';
  return (
    beforeEntry.some(({ result }) => !result?.known || skips(result)) ||
    skips(onFailure?.result) ||
    (onFailure?.conditions.some(({ result }) => skips(result)) ?? false)
  );
}

/**
 * Actions whose success only says that something was started: the invoke of another pipeline (its permission cannot even
 * watch the child) and an Express state machine, which succeeds the moment it starts.
 */
function isFireAndForget(action: Step['action']): boolean {
  const provider = action.provider.known ? action.provider.value : '';
  if (provider === 'CodePipeline') return true;
  const type = action.resources.stateMachine?.type;
  return provider === 'StepFunctions' && type?.known === true && type.value.toUpperCase() === 'EXPRESS';
}

/** Whether `b` cannot start until `a` has succeeded. Stages run in turn; in a stage, run orders in turn. */
export function isBefore(a: Step, b: Step): boolean {
  if (a.fireAndForget) return false;
  if (a.stageIndex !== b.stageIndex) return a.stageIndex < b.stageIndex;
  return a.runOrder !== undefined && b.runOrder !== undefined && a.runOrder < b.runOrder;
}

/** Whether every one of `some` is before every one of `others`. */
export function allBefore(some: readonly Step[], others: readonly Step[]): boolean {
  return some.every((a) => others.every((b) => isBefore(a, b)));
}
