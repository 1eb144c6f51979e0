import type { Action } from '../../model/pipeline.js';
import type { Deployment } from './types.js';

/** What the surroundings of a pipeline add to its facts. */
export interface JudgeOptions {
  /** Having no production is a failure. */
  readonly requireProduction: boolean;
  /** Whether an action is the pipeline's own; those of pipelines before it are judged with these. */
  readonly isOwn?: (action: Action) => boolean;
  /** How the pipelines before it lead to it. */
  readonly comesThrough?: readonly string[];
  /** Other ways by which changes reach the place that a deployment changes. */
  readonly otherPaths?: (deployment: Deployment) => readonly string[];
}
