import type { OnFailure, Pipeline } from '../../model/pipeline.js';

/**
 * A pipeline without what its type does not know: conditions that bake or roll back are V2's, and a definition that says V1
 * gets none of them. What might skip a stage stays, for that never helps.
 */
export function withKnownConditions(pipeline: Pipeline): Pipeline {
  const type = pipeline.pipelineType;
  if (!type?.known || type.value !== 'V1') return pipeline;
  if (pipeline.stages.every(({ onSuccess, onFailure }) => onSuccess.length === 0 && onFailure === undefined))
    return pipeline;
  const stages = pipeline.stages.map((stage) => ({
    ...stage,
    onSuccess: [],
    onFailure: skips(stage.onFailure) ? stage.onFailure : undefined,
  }));
  return { ...pipeline, stages };
}

function skips(onFailure: OnFailure | undefined): boolean {
  const results = [onFailure?.result, ...(onFailure?.conditions.map((condition) => condition.result) ?? [])];
  return !results.some((result) => result?.known && result.value === 'ROLLBACK');
}
