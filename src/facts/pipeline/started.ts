import { display, type Value } from '../../model/located.js';
import type { Action, Pipeline } from '../../model/pipeline.js';
import { readCommands, SHELLS_OF } from '../commands/read-commands.js';
import { commandTexts } from './activities.js';

/** The other pipelines that an action starts, by its provider or by a command: their names as far as they are known. */
export function startedPipelines(action: Action, own: Pipeline): Value[] {
  return [...byProvider(action), ...byCommands(action)].filter((name) => !isNameOf(name, own));
}

function byProvider(action: Action): Value[] {
  if (display(action.provider) !== 'CodePipeline') return [];
  return [action.configuration.get('PipelineName') ?? action.name];
}

const START = 'start-pipeline-execution';

function byCommands(action: Action): Value[] {
  const lines = commandTexts(action)?.map(display) ?? [];
  if (!lines.some((line) => line.includes(START))) return [];
  return readCommands(lines, SHELLS_OF.codebuild)
    .filter(({ effect, text }) => effect === 'start-pipeline' && text.includes(`codepipeline ${START}`))
    .map(({ targets }) => ({ known: true, value: targets[0] ?? '', span: action.span }));
}

function isNameOf(name: Value, pipeline: Pipeline): boolean {
  return [pipeline.id, ...(pipeline.name ? [display(pipeline.name)] : [])].includes(display(name));
}
