import { flatMap } from '../../model/flat.js';
import { display, type Value } from '../../model/located.js';
import type { Action, Pipeline, Stage } from '../../model/pipeline.js';
import { startedPipelines } from './started.js';

/** One pipeline feeds or starts another: everything before its handing action comes before the other's first action. */
export interface Link {
  readonly from: Pipeline;
  /** The action that starts the other pipeline, or puts the object or image that the other one takes. */
  readonly by: Action;
  readonly to: Pipeline;
  /** How, for people: `Release/StartProd starts it`. */
  readonly how: string;
}

/** Finds every link in a set of pipelines: invokes, objects and images handed on, event rules. */
export function linkPipelines(pipelines: readonly Pipeline[]): Link[] {
  const index = new PipelineIndex(pipelines);
  const links = flatMap(pipelines, (from) =>
    flatMap(
      flatMap(from.stages, (stage) => stage.actions),
      (by) => linksOf(from, by, index),
    ),
  );
  const events = flatMap(pipelines, (to) => eventLinks(to, index));
  return [
    ...links,
    ...events.filter((event) => !links.some((link) => link.from === event.from && link.to === event.to)),
  ];
}

function linksOf(from: Pipeline, by: Action, index: PipelineIndex): Link[] {
  const starting = flatMap(startedPipelines(by, from), (name) => index.named(name));
  const fed = index.takers(by);
  return [
    ...starting.map((to): Link => ({ from, by, to, how: `${by.address} starts ${to.id}` })),
    ...fed.map((to): Link => ({ from, by, to, how: `${by.address} hands ${to.id} what it deploys` })),
  ].filter((link) => !isOneDefinition(link.to, from));
}

/** Whether two are the same definition, perhaps under different scenarios. */
function isOneDefinition(a: Pipeline, b: Pipeline): boolean {
  return a === b || (a.id === b.id && a.span.source === b.span.source);
}

/** Pipelines that an event of another one starts: all of that one comes before. */
function eventLinks(to: Pipeline, index: PipelineIndex): Link[] {
  return flatMap(to.startedBy, (start) => {
    if (start.kind !== 'pipeline' || start.name === undefined) return [];
    return flatMap(index.named(start.name), (from): Link[] => {
      const by = from.stages.at(-1)?.actions.at(-1);
      return by && !isOneDefinition(from, to) ? [{ from, by, to, how: `the end of ${from.id} starts ${to.id}` }] : [];
    });
  });
}

/** Pipelines by what others call them, and by what they take. */
class PipelineIndex {
  private readonly byName = new Map<string, Pipeline[]>();
  private readonly bySource = new Map<string, Pipeline[]>();

  constructor(pipelines: readonly Pipeline[]) {
    for (const pipeline of pipelines) {
      for (const name of namesOf(pipeline)) add(this.byName, name, pipeline);
      for (const key of takenBy(pipeline)) add(this.bySource, key, pipeline);
    }
  }

  /** Pipelines of a name, or those whose resource a value refers to. */
  named(value: Value): readonly Pipeline[] {
    return [...new Set(flatMap(namesIn(value), (name) => this.byName.get(name) ?? []))];
  }

  /** Pipelines whose source is what an action puts. */
  takers(action: Action): readonly Pipeline[] {
    const key = putBy(action);
    return key === undefined ? [] : (this.bySource.get(key) ?? []);
  }
}

/** What others may call a pipeline. */
function namesOf(pipeline: Pipeline): ReadonlySet<string> {
  return new Set([pipeline.id, ...(pipeline.name ? [display(pipeline.name)] : [])]);
}

/** What a value that names a pipeline may call it: its name, or the resource it refers to. */
function namesIn(value: Value): string[] {
  const labels = value.known
    ? [value.value]
    : flatMap(value.parts, (part) => (typeof part === 'string' ? [] : [part.label.split(' ', 1)[0]!]));
  return [display(value), ...labels];
}

/** Keys of what the sources of a pipeline take. */
function takenBy(pipeline: Pipeline): string[] {
  return flatMap(sourcesOf(pipeline), (source) =>
    flatMap(FEEDS, (feed) =>
      display(source.provider) === feed.source ? (feedKey(feed.source, source, feed.of) ?? []) : [],
    ),
  );
}

/** The key of what an action puts for another pipeline to take. */
function putBy(action: Action): string | undefined {
  const feed = FEEDS.find((it) => it.provider === display(action.provider) && display(action.category) !== 'Source');
  return feed && feedKey(feed.source, action, feed.puts);
}

/** What may link a pipeline with others: a link needs something that one offers and another wants. */
export interface Ties {
  readonly offers: readonly string[];
  readonly wants: readonly string[];
}

/** The ties of a pipeline: every link that {@link linkPipelines} finds between two joins an offer and a want of theirs. */
export function tiesOf(pipeline: Pipeline): Ties {
  const actions = flatMap(pipeline.stages, (stage) => stage.actions);
  const started = [
    ...flatMap(actions, (action) => startedPipelines(action, pipeline)),
    ...flatMap(pipeline.startedBy, (start) => (start.kind === 'pipeline' ? (start.name ?? []) : [])),
  ];
  return {
    offers: [...namesOf(pipeline), ...takenBy(pipeline)],
    wants: [...flatMap(started, namesIn), ...flatMap(actions, (action) => putBy(action) ?? [])],
  };
}

function add(index: Map<string, Pipeline[]>, key: string, pipeline: Pipeline): void {
  const list = index.get(key);
  if (list) list.push(pipeline);
  else index.set(key, [pipeline]);
}

function feedKey(provider: string, action: Action, keys: readonly string[]): string | undefined {
  const values = keys.map((key) => action.configuration.get(key));
  return values.every((value) => value !== undefined)
    ? [provider, ...values.map((value) => display(value!))].join('\n')
    : undefined;
}

function sourcesOf(pipeline: Pipeline): Action[] {
  return flatMap(pipeline.stages, (stage) => stage.actions).filter((action) => display(action.category) === 'Source');
}

/** Keys of a source and of the actions that put what it takes. */
const FEEDS = [
  { source: 'S3', of: ['S3Bucket', 'S3ObjectKey'], provider: 'S3', puts: ['BucketName', 'ObjectKey'] },
  { source: 'ECR', of: ['RepositoryName'], provider: 'ECRBuildAndPublish', puts: ['ECRRepositoryName'] },
] as const;

/** Sources of a pipeline that start it by themselves, and that no link of a path feeds. */
export function selfStarts(pipeline: Pipeline, links: readonly Link[]): Action[] {
  const last = links.at(-1);
  if (!last) return [];
  const feed = FEEDS.find((it) => it.provider === display(last.by.provider));
  const fed = feed && feedKey(feed.source, last.by, feed.puts);
  return sourcesOf(pipeline).filter((source) => {
    const own = feed && display(source.provider) === feed.source ? feedKey(feed.source, source, feed.of) : undefined;
    const polls = ['PollForSourceChanges', 'DetectChanges'].every(
      (key) => !/^false$/i.test(display(source.configuration.get(key) ?? source.name)),
    );
    return polls && (own === undefined || own !== fed);
  });
}

/** A way from the first source to a pipeline's end, over every pipeline before it. */
export interface WholePath {
  /** The stages of all of them in turn, under the last one's name. */
  readonly pipeline: Pipeline;
  /** The links taken, first to last; empty for a pipeline that nothing in the set feeds. */
  readonly links: readonly Link[];
}

/** More ways to one pipeline than this are not followed one by one. */
const MAX_PATHS = 16;

/** Every way to a pipeline over the links of the set. A pipeline that nothing feeds is its own only way. */
export function wholePaths(pipeline: Pipeline, links: readonly Link[], seen: readonly Pipeline[] = []): WholePath[] {
  const incoming = links.filter((link) => link.to === pipeline && !seen.includes(link.from));
  if (incoming.length === 0) return [{ pipeline, links: [] }];
  const paths = flatMap(incoming, (link) =>
    wholePaths(link.from, links, [...seen, pipeline]).map((before) => ({
      pipeline: join(before.pipeline, link.by, pipeline),
      links: [...before.links, link],
    })),
  );
  return paths.slice(0, MAX_PATHS);
}

/** What comes before an action in one pipeline, then all of another. */
function join(before: Pipeline, by: Action, after: Pipeline): Pipeline {
  return {
    ...after,
    stages: [...stagesBefore(before, by), ...after.stages],
    unexpanded: [...before.unexpanded, ...after.unexpanded],
    // What starts it is in the set now: it is no longer unknown.
    startedBy: before.startedBy,
    declared: new Map([...before.declared, ...after.declared]),
  };
}

function stagesBefore(pipeline: Pipeline, by: Action): Stage[] {
  const index = pipeline.stages.findIndex((stage) => stage.actions.some((action) => isSame(action, by)));
  if (index < 0) return [...pipeline.stages];
  const stage = pipeline.stages[index]!;
  const order = orderOf(by);
  const earlier = stage.actions.filter((action) => orderOf(action) < order);
  // The stage has not ended when it hands on: what it does on success is no bake before the next pipeline.
  const partial: Stage = { ...stage, actions: earlier, onSuccess: [] };
  return [...pipeline.stages.slice(0, index), ...(earlier.length > 0 ? [partial] : [])];
}

function orderOf(action: Action): number {
  return action.runOrder.known ? action.runOrder.value : Number.POSITIVE_INFINITY;
}

/** Whether two actions are the same one in its file. */
export function isSame(a: Action, b: Action): boolean {
  return a.address === b.address && a.span.start === b.span.start && a.span.source.file === b.span.source.file;
}
