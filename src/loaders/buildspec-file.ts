import type { SourceText, Span } from '../model/located.js';
import type { Action, BuildProject, LoadedPipeline, Pipeline } from '../model/pipeline.js';
import { buildspecCommands, buildspecVariables } from './buildspec.js';
import { parseDocument } from './syntax/parse.js';
import { get } from './syntax/tree.js';

/** A project whose buildspec stands in a file of its own that nobody has read yet. */
export interface UnreadBuildspec {
  /** As the project names it, from the top of its source: `ci/deploy.yml`. */
  readonly name: string;
  /** Whether the definition says so; else it is CodeBuild's own default. */
  readonly stated: boolean;
  readonly span: Span;
}

/** CodeBuild reads this file at the top of the source when a project names none. */
export const DEFAULT_BUILDSPEC = 'buildspec.yml';

/** Every buildspec file that the projects of a pipeline name, each once. */
export function unreadBuildspecs({ scenarios }: LoadedPipeline): UnreadBuildspec[] {
  const found = new Map<string, UnreadBuildspec>();
  for (const scenario of scenarios)
    for (const stage of scenario.stages)
      for (const { resources } of stage.actions) {
        const unread = resources.project && unreadOf(resources.project);
        if (unread && !found.get(unread.name)?.stated) found.set(unread.name, unread);
      }
  return [...found.values()];
}

function unreadOf({ commands, buildspecFile, span }: BuildProject): UnreadBuildspec | undefined {
  if (commands !== undefined || !buildspecFile?.known) return undefined;
  const name = buildspecFile.value.trim().replace(/^(\.?\/)+/, '');
  // An ARN names an object in S3; a path that leaves the source is none that CodeBuild reads.
  if (name === '' || name.startsWith('arn:') || name.split('/').includes('..')) return undefined;
  return { name, stated: buildspecFile.from === undefined, span };
}

/** Where the buildspec that a project names was looked for, and what came of it. */
export type ChosenBuildspec = { readonly file: string } | { readonly ambiguous: readonly string[] } | undefined;

/**
 * Chooses among the files at hand the one that a project means. The top of a source is a folder that the definition stands
 * in or below, the nearest first; else, for a name that the definition states, a folder elsewhere when there is only one.
 *
 * @param definition path of the file that defines the pipeline, with `/`.
 * @param candidates paths of files whose end is the name.
 */
export function chooseBuildspec(
  unread: UnreadBuildspec,
  definition: string,
  candidates: readonly string[],
): ChosenBuildspec {
  const folder = folderOf(definition);
  const tops = candidates
    .filter((path) => path === unread.name || path.endsWith(`/${unread.name}`))
    .map((path) => ({ path, top: path.slice(0, Math.max(0, path.length - unread.name.length - 1)) }));
  const above = tops.filter(({ top }) => isWithin(folder, top)).sort((a, b) => b.top.length - a.top.length);
  if (above[0]) return { file: above[0].path };
  const below = tops.filter(({ top }) => isWithin(top, folder));
  const others = unread.stated && below.length === 0 ? tops : below;
  if (others.length === 1) return { file: others[0]!.path };
  return tops.length === 0 ? undefined : { ambiguous: tops.map(({ path }) => path).sort() };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function isWithin(folder: string, top: string): boolean {
  return top === '' || folder === top || folder.startsWith(`${top}/`);
}

/** What a buildspec file says. @throws TollgateError SYNTAX when it is no YAML. */
export type BuildspecText = Pick<BuildProject, 'commands' | 'environment'>;

/**
 * Reads a buildspec that stands in a file of its own: every command at its own place.
 *
 * @returns undefined when the file is no buildspec.
 * @throws TollgateError SYNTAX when it cannot be parsed.
 */
export function readBuildspecFile(source: SourceText): BuildspecText | undefined {
  const root = parseDocument(source);
  if (root?.kind !== 'map' || get(root, 'phases')?.kind !== 'map') return undefined;
  return { commands: buildspecCommands(root), environment: buildspecVariables(root) };
}

/** A pipeline whose projects know what their buildspec files say. */
export function withBuildspecs(
  loaded: LoadedPipeline,
  texts: ReadonlyMap<string, BuildspecText | undefined>,
): LoadedPipeline {
  return { ...loaded, scenarios: loaded.scenarios.map((scenario) => fillScenario(scenario, texts)) };
}

function fillScenario(pipeline: Pipeline, texts: ReadonlyMap<string, BuildspecText | undefined>): Pipeline {
  const stages = pipeline.stages.map((stage) => ({
    ...stage,
    actions: stage.actions.map((action) => fillAction(action, texts)),
  }));
  return { ...pipeline, stages };
}

function fillAction(action: Action, texts: ReadonlyMap<string, BuildspecText | undefined>): Action {
  const { project } = action.resources;
  const unread = project && unreadOf(project);
  const text = unread && texts.get(unread.name);
  if (!project || !text) return action;
  // The project's own variables win over those of its buildspec's file in what CodeBuild runs: it passes them in last.
  const environment = new Map([...text.environment, ...project.environment]);
  return { ...action, resources: { ...action.resources, project: { ...project, ...text, environment } } };
}
