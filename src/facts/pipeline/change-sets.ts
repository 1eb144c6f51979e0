import { flatMap } from '../../model/flat.js';
import { display } from '../../model/located.js';
import type { Action, Pipeline } from '../../model/pipeline.js';

/**
 * Completes actions that execute a change set with what the action that made it says: template, parameters and template
 * configuration stand only there. The two are matched by stack (and change set) name.
 */
export function withChangeSets(pipeline: Pipeline): Pipeline {
  const actions = flatMap(pipeline.stages, (stage) => stage.actions);
  const made = actions.filter((action) => mode(action) === 'CHANGE_SET_REPLACE');
  if (made.length === 0) return pipeline;
  return {
    ...pipeline,
    stages: pipeline.stages.map((stage) => ({
      ...stage,
      actions: stage.actions.map((action) => complete(action, made)),
    })),
  };
}

function complete(action: Action, made: readonly Action[]): Action {
  if (mode(action) !== 'CHANGE_SET_EXECUTE') return action;
  const sameStack = made.filter((it) => text(it, 'StackName') === text(action, 'StackName'));
  const origin = sameStack.find((it) => text(it, 'ChangeSetName') === text(action, 'ChangeSetName')) ?? sameStack[0];
  if (!origin) return action;
  return {
    ...action,
    configuration: new Map([...origin.configuration, ...action.configuration]),
    parameters: new Map([...origin.parameters, ...action.parameters]),
  };
}

function mode(action: Action): string {
  return text(action, 'ActionMode');
}

function text(action: Action, key: string): string {
  const value = action.configuration.get(key);
  return value ? display(value) : '';
}
