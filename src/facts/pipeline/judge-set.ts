import type { Judgeable } from '../../model/facts.js';
import { display } from '../../model/located.js';
import type { Action, LoadedPipeline, Pipeline } from '../../model/pipeline.js';
import { type DeriveOptions, derivePipeline, type PipelineFacts } from './derive.js';
import { judgeablePipeline } from './judge.js';
import { isSame, type Link, linkPipelines, selfStarts, type WholePath, wholePaths } from './links.js';
import { DEPLOY_PROVIDERS } from './providers.js';
import type { Declarations, Deployment } from './types.js';

/** What was derived for one loaded pipeline: one way for each scenario and each path that leads to it. */
export interface PipelineWays {
  readonly loaded: LoadedPipeline;
  readonly ways: readonly Way[];
}

/** A pipeline under one scenario, along one path. */
export interface Way {
  readonly facts: PipelineFacts;
  /** The pipelines before it on this path. */
  readonly links: readonly Link[];
  /** Whether an action is the pipeline's own, and not one of a pipeline before it. */
  readonly isOwn: (action: Action) => boolean;
}

/** Derives a set of pipelines: each along every way that leads to it through the others. */
export function deriveSet(set: readonly LoadedPipeline[], declarations: Declarations): PipelineWays[] {
  const pipelines = set.flatMap((loaded) => loaded.scenarios);
  const links = linkPipelines(pipelines);
  const inSet = new Set(links.map((link) => link.by));
  const options: DeriveOptions = { startsKnown: (action) => [...inSet].some((by) => isSame(by, action)) };
  return set.map((loaded) => ({
    loaded,
    ways: loaded.scenarios.flatMap((scenario) => waysOf(scenario, links, declarations, options)),
  }));
}

function waysOf(pipeline: Pipeline, links: readonly Link[], declarations: Declarations, options: DeriveOptions): Way[] {
  const alone: Way = { facts: derivePipeline(pipeline, declarations, options), links: [], isOwn: () => true };
  if (alone.facts.production === 'none') return [alone];
  const own = pipeline.stages.flatMap((stage) => stage.actions);
  const isOwn = (action: Action) => own.some((it) => isSame(it, action));
  const paths = wholePaths(pipeline, links).filter((path) => path.links.length > 0);
  if (paths.length === 0) return [alone];
  return paths.map(
    (path): Way => ({
      facts: derivePipeline(named(path, paths.length > 1), declarations, options),
      links: path.links,
      isOwn,
    }),
  );
}

/** With several ways to one pipeline, a finding says on which it holds. */
function named(path: WholePath, several: boolean): Pipeline {
  if (!several) return path.pipeline;
  const through = `through ${path.links.map((link) => link.from.id).join(', ')}`;
  const { scenario } = path.pipeline;
  const text = scenario.pinned ? through : `${scenario.text}, ${through}`;
  return { ...path.pipeline, scenario: { ...scenario, text, pinned: false } };
}

/** Makes derived pipelines ready for rules, each knowing of the others that deploy to the same place. */
export function judgeableSet(
  set: readonly PipelineWays[],
  options: { readonly requireProduction: boolean },
): Judgeable[][] {
  const reached = byPlace(set.flatMap(({ loaded, ways }) => ways.flatMap((way) => reachedBy(loaded.id, way))));
  return set.map(({ loaded, ways }) =>
    ways.map((way) =>
      judgeablePipeline(way.facts, {
        requireProduction: options.requireProduction,
        isOwn: way.isOwn,
        comesThrough: way.links.map((link) => link.how),
        otherPaths: (deployment) => [...otherPaths(loaded.id, deployment, way, reached), ...ownStarts(way)],
      }),
    ),
  );
}

/** A production deployment as others see it: where it goes, and how many stages come before it. */
interface Reached {
  readonly pipeline: string;
  readonly address: string;
  readonly place: string;
  readonly stages: number;
}

function reachedBy(pipeline: string, way: Way): Reached[] {
  return way.facts.targets.flatMap((target) => {
    const place = placeOf(target.deployment);
    if (place === undefined || !way.isOwn(target.deployment.step.action)) return [];
    return [{ pipeline, address: target.deployment.step.action.address, place, stages: target.path.links.length }];
  });
}

function byPlace(reached: readonly Reached[]): Map<string, Reached[]> {
  const places = new Map<string, Reached[]>();
  for (const it of reached) {
    const list = places.get(it.place);
    if (list) list.push(it);
    else places.set(it.place, [it]);
  }
  return places;
}

/** Sources that start the pipeline without what comes before it on this path. */
function ownStarts(way: Way): string[] {
  const own = {
    ...way.facts.pipeline,
    stages: way.facts.pipeline.stages.filter((stage) => stage.actions.some(way.isOwn)),
  };
  const before = way.links.at(-1)?.from.id;
  return selfStarts(own, way.links).map((source) => `${source.address} starts it without ${before}`);
}

function otherPaths(
  pipeline: string,
  deployment: Deployment,
  way: Way,
  reached: ReadonlyMap<string, readonly Reached[]>,
): string[] {
  const place = placeOf(deployment);
  if (place === undefined) return [];
  const own = way.facts.targets.find((target) => target.deployment === deployment)?.path.links.length ?? 0;
  return (reached.get(place) ?? [])
    .filter((other) => other.pipeline !== pipeline && other.stages < own)
    .map((other) => `${other.address} deploys to the same place after ${other.stages} pre-production stages`);
}

/** What a deployment changes, for telling that two change the same; undefined when it is not fully known. */
function placeOf({ step, deploys, region, account }: Deployment): string | undefined {
  const keys = DEPLOY_PROVIDERS[display(step.action.provider)]?.targets.filter((key) => PLACE_KEYS.has(key)) ?? [];
  const values = keys.flatMap((key) => step.action.configuration.get(key) ?? []);
  if (values.length === 0 || values.some((value) => !value.known)) return undefined;
  return [deploys.kind, region, account, ...values.map(display)].join('\n');
}

/** Configuration keys that say which resource is changed. */
const PLACE_KEYS = new Set([
  'StackName',
  'StackSetName',
  'ClusterName',
  'ServiceName',
  'DeploymentGroupName',
  'ApplicationName',
  'EnvironmentName',
  'FunctionName',
  'FunctionAlias',
  'BucketName',
]);
