import type { Judgeable } from '../../model/facts.js';
import { flatMap } from '../../model/flat.js';
import { display } from '../../model/located.js';
import type { Action, LoadedPipeline, Pipeline } from '../../model/pipeline.js';
import { type DeriveOptions, derivePipeline, type PipelineFacts } from './derive.js';
import { judgeablePipeline } from './judge.js';
import {
  isSame,
  type Link,
  linkPipelines,
  selfStarts,
  type Ties,
  tiesOf,
  type WholePath,
  wholePaths,
} from './links.js';
import { DEPLOY_PROVIDERS } from './providers.js';
import type { Declarations, Deployment } from './types.js';

/** A pipeline under one scenario, along one path. */
export interface Way {
  readonly facts: PipelineFacts;
  /** The pipelines before it on this path. */
  readonly links: readonly Link[];
  /** Whether an action is the pipeline's own, and not one of a pipeline before it. */
  readonly isOwn: (action: Action) => boolean;
}

/**
 * A set of pipelines that are judged together: linked where one starts or feeds another, and aware of others that deploy to
 * the same place. Each is derived when it is asked for and kept only if others need it, so that large sets stay small.
 */
export class PipelineSet {
  private readonly links: readonly Link[];
  private readonly options: DeriveOptions;
  /** Pipelines by the places that their actions change. */
  private readonly atPlace = new Map<string, Set<LoadedPipeline>>();
  private readonly kept = new Map<LoadedPipeline, readonly Way[]>();

  constructor(
    set: readonly LoadedPipeline[],
    private readonly declarations: Declarations,
  ) {
    this.links = linkPipelines(flatMap(set, (loaded) => loaded.scenarios));
    const starting = this.links.map((link) => link.by);
    this.options = { startsKnown: (action) => starting.some((by) => isSame(by, action)) };
    for (const loaded of set) for (const place of placesOf(loaded)) this.note(place, loaded);
  }

  private note(place: string, loaded: LoadedPipeline): void {
    const pipelines = this.atPlace.get(place);
    if (pipelines) pipelines.add(loaded);
    else this.atPlace.set(place, new Set([loaded]));
  }

  /** A pipeline along every way that leads to it: one for each scenario and each path through the others. */
  ways(loaded: LoadedPipeline): readonly Way[] {
    const before = this.kept.get(loaded);
    if (before) return before;
    return flatMap(loaded.scenarios, (scenario) => waysOf(scenario, this.links, this.declarations, this.options));
  }

  /** The ways of a pipeline made ready for rules. */
  judgeables(
    loaded: LoadedPipeline,
    ways: readonly Way[],
    options: { readonly requireProduction: boolean },
  ): Judgeable[] {
    return ways.map((way) =>
      judgeablePipeline(way.facts, {
        requireProduction: options.requireProduction,
        isOwn: way.isOwn,
        comesThrough: way.links.map((link) => link.how),
        otherPaths: (deployment) => [...this.otherPaths(loaded, deployment, way), ...ownStarts(way)],
      }),
    );
  }

  /** Other pipelines of the set that deploy to the same place after fewer stages. */
  private otherPaths(loaded: LoadedPipeline, deployment: Deployment, way: Way): string[] {
    const place = placeOf(deployment.step.action);
    const others = place === undefined ? [] : [...(this.atPlace.get(place) ?? [])].filter((it) => it !== loaded);
    if (others.length === 0) return [];
    const own = way.facts.targets.find((target) => target.deployment === deployment)?.path.links.length ?? 0;
    return flatMap(others, (other) => flatMap(this.keptWays(other), (it) => reachedBy(it)))
      .filter((other) => other.place === fullPlace(deployment) && other.stages < own)
      .map((other) => `${other.address} deploys to the same place after ${other.stages} pre-production stages`);
  }

  private keptWays(loaded: LoadedPipeline): readonly Way[] {
    const ways = this.ways(loaded);
    this.kept.set(loaded, ways);
    return ways;
  }
}

function waysOf(pipeline: Pipeline, links: readonly Link[], declarations: Declarations, options: DeriveOptions): Way[] {
  const alone: Way = { facts: derivePipeline(pipeline, declarations, options), links: [], isOwn: () => true };
  if (alone.facts.production === 'none') return [alone];
  const own = flatMap(pipeline.stages, (stage) => stage.actions);
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

/** A production deployment as others see it: where it goes, and how many stages come before it. */
interface Reached {
  readonly address: string;
  readonly place: string;
  readonly stages: number;
}

function reachedBy(way: Way): Reached[] {
  return flatMap(way.facts.targets, ({ deployment, path }) => {
    const { action } = deployment.step;
    const place = fullPlace(deployment);
    return place === undefined || !way.isOwn(action)
      ? []
      : [{ address: action.address, place, stages: path.links.length }];
  });
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

/** The places that the actions of a pipeline change, without region and account. */
function placesOf(loaded: LoadedPipeline): string[] {
  const actions = flatMap(
    flatMap(loaded.scenarios, (pipeline) => pipeline.stages),
    (stage) => stage.actions,
  );
  return flatMap(actions, (action) => placeOf(action) ?? []);
}

/** What may tie pipelines to others outside their file: names and feeds, and the places that they change. */
export function tiesOfAll(pipelines: readonly LoadedPipeline[]): Ties {
  const ties = flatMap(pipelines, (loaded) => loaded.scenarios).map(tiesOf);
  const places = flatMap(pipelines, placesOf);
  return {
    offers: [...flatMap(ties, (it) => it.offers), ...places],
    wants: [...flatMap(ties, (it) => it.wants), ...places],
  };
}

/**
 * Puts together what is tied: the indexes of those that must be judged as one set, in order. Whoever stands alone stays alone.
 */
export function tiedTogether(ties: readonly Ties[]): number[][] {
  const offering = new Map<string, number[]>();
  ties.forEach(({ offers }, index) => {
    for (const key of offers) {
      const list = offering.get(key);
      if (list) list.push(index);
      else offering.set(key, [index]);
    }
  });
  const leaders = ties.map((_, index) => index);
  const leader = (index: number): number => {
    while (leaders[index] !== index) index = leaders[index] = leaders[leaders[index]!]!;
    return index;
  };
  ties.forEach(({ wants }, index) => {
    for (const other of flatMap(wants, (key) => offering.get(key) ?? [])) {
      const [one, two] = [leader(index), leader(other)];
      leaders[Math.max(one, two)] = Math.min(one, two);
    }
  });
  const groups = new Map<number, number[]>();
  ties.forEach((_, index) => {
    const first = leader(index);
    const group = groups.get(first);
    if (group) group.push(index);
    else groups.set(first, [index]);
  });
  return [...groups.values()];
}

/** What an action changes, for telling that two change the same; undefined when it is not fully known. */
function placeOf(action: Action): string | undefined {
  const provider = display(action.provider);
  const keys = DEPLOY_PROVIDERS[provider]?.targets.filter((key) => PLACE_KEYS.has(key)) ?? [];
  const values = flatMap(keys, (key) => action.configuration.get(key) ?? []);
  if (values.length === 0 || values.some((value) => !value.known)) return undefined;
  return [provider, ...values.map(display)].join('\n');
}

function fullPlace({ step, region, account }: Deployment): string | undefined {
  const place = placeOf(step.action);
  return place && [place, region, account].join('\n');
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
