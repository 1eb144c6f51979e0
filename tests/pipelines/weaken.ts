import type { ActionSketch, Sketch, StageSketch } from './sketch.js';

/** A pipeline that lacks something that another one has. */
export interface Weakened {
  readonly what: string;
  readonly sketch: Sketch;
  /** Where it was taken away: gamma is compared with production, so less in production makes them more alike. */
  readonly in: 'before' | 'gamma' | 'production';
}

/** A way of taking something away from one stage; undefined when the stage does not have it. */
type Weakening = (stage: StageSketch) => StageSketch | undefined;

/** Every way to weaken a stage that is still there. */
export const WEAKENINGS: Readonly<Record<string, Weakening>> = {
  'without its last test': (stage) => withoutLast(stage, 'test'),
  'without all its tests': (stage) =>
    has(stage, 'test') ? { ...stage, actions: stage.actions.filter((it) => it.does !== 'test') } : undefined,
  'with its last test beside the deployment': (stage) => {
    const last = stage.actions.findLast((it) => it.does === 'test');
    const order = Math.min(...stage.actions.filter((it) => it.does === 'deploy').map((it) => it.runOrder ?? 1));
    return last && change(stage, last, { ...last, runOrder: order });
  },
  'with its tests only echoing': (stage) =>
    has(stage, 'test')
      ? { ...stage, actions: stage.actions.map((it) => (it.does === 'test' ? echoing(it) : it)) }
      : undefined,
  'without its approval': (stage) => withoutLast(stage, 'approval'),
  'without its bake': ({ onSuccess, ...rest }) => onSuccess && rest,
  'with a shorter bake': (stage) =>
    stage.onSuccess && stage.onSuccess.minutes > 0
      ? { ...stage, onSuccess: { ...stage.onSuccess, minutes: Math.floor(stage.onSuccess.minutes / 2) } }
      : undefined,
  'with a bake that only fails': (stage) =>
    stage.onSuccess?.result === 'ROLLBACK'
      ? { ...stage, onSuccess: { ...stage.onSuccess, result: 'FAIL' } }
      : undefined,
  'with its bake as an entry condition': ({ onSuccess, ...rest }) =>
    onSuccess && { ...rest, beforeEntry: { ...onSuccess, result: 'FAIL' } },
  'without its rollback': ({ onFailure, ...rest }) => onFailure && rest,
  'with a retry in place of its rollback': (stage) =>
    stage.onFailure === 'ROLLBACK' ? { ...stage, onFailure: 'RETRY' } : undefined,
  'without its entry condition': ({ beforeEntry, ...rest }) => beforeEntry && rest,
};

function has(stage: StageSketch, does: ActionSketch['does']): boolean {
  return stage.actions.some((it) => it.does === does);
}

function withoutLast(stage: StageSketch, does: ActionSketch['does']): StageSketch | undefined {
  const last = stage.actions.findLast((it) => it.does === does);
  return last && { ...stage, actions: stage.actions.filter((it) => it !== last) };
}

function change(stage: StageSketch, from: ActionSketch, to: ActionSketch): StageSketch {
  return { ...stage, actions: stage.actions.map((it) => (it === from ? to : it)) };
}

function echoing(action: ActionSketch): ActionSketch {
  return { ...action, category: 'Compute', provider: 'Commands', configuration: {}, commands: [`echo ${action.name}`] };
}

/** A sketch weakened in one way, once in every stage that allows it. */
export function weaken(sketch: Sketch, name: string): Weakened[] {
  const gamma = sketch.stages.findLastIndex((stage) => stage.tier === 'pre-production');
  return sketch.stages.flatMap((stage, index): Weakened[] => {
    const weaker = stage.tier && WEAKENINGS[name]!(stage);
    if (!weaker) return [];
    const stages = sketch.stages.map((it, at) => (at === index ? weaker : it));
    const place = stage.tier === 'production' ? 'production' : index === gamma ? 'gamma' : 'before';
    return [{ what: `${stage.name} ${name}`, sketch: { stages }, in: place }];
  });
}

/** A sketch without each of its pre-production stages. */
export function withoutStages(sketch: Sketch): Weakened[] {
  const gamma = sketch.stages.findLastIndex((stage) => stage.tier === 'pre-production');
  return sketch.stages.flatMap((stage, index): Weakened[] =>
    stage.tier === 'pre-production'
      ? [
          {
            what: `without ${stage.name}`,
            sketch: { stages: sketch.stages.filter((it) => it !== stage) },
            in: index === gamma ? 'gamma' : 'before',
          },
        ]
      : [],
  );
}
