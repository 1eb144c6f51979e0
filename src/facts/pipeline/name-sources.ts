import { flatMap } from '../../model/flat.js';
import { display, type Hole, type Span, type Value } from '../../model/located.js';
import type { Action, Pipeline, Stage } from '../../model/pipeline.js';
import type { CommandReading } from '../commands/read-commands.js';
import { DEPLOY_PROVIDERS, NAMING_KEYS } from './providers.js';
import { type NameUse, splitWords } from './words.js';

/** A name that may tell an environment. */
export interface NameSource {
  /** What it is: `stage`, `StackName`, `variable ENV`. */
  readonly what: string;
  /** Its value as people may know it: in quotes when it is known, else the expression. */
  readonly text: string;
  /** What was read in its place, where that is another text: the labels of what an expression refers to. */
  readonly readAs: string;
  /** What patterns in `tollgate.yaml` are held against: the value, else the expression. */
  readonly target: string;
  readonly words: readonly string[];
  /** Names of stages, clusters, accounts, environments and stacks outweigh the others (semantics §3). */
  readonly strong: boolean;
  readonly use: NameUse;
  readonly span: Span;
  /** Unknown parts of a value that names the environment: as long as they are open, so is the tier. */
  readonly open: readonly Hole[];
}

/** Configuration keys whose words outweigh others. */
const STRONG_KEYS = new Set([
  'StackName',
  'StackSetName',
  'ClusterName',
  'EnvironmentName',
  'Environment',
  'Stack',
  'DeploymentTargets',
]);

/** What names a target for some provider: for one that is not known, any of these may. */
const ANY_TARGETS = [...new Set(flatMap(Object.values(DEPLOY_PROVIDERS), ({ targets }) => targets))];

/** Configuration keys that name the environment: an open value there leaves the tier open. */
const OPEN_KEYS = new Set([...STRONG_KEYS, 'FunctionAlias', 'ServiceName', 'DeploymentGroupName', 'Namespace']);

/** Variables and parameters that name an environment outright. NODE_ENV is no such: libraries set it everywhere. */
const ENVIRONMENT_VARIABLE =
  /(^|[_a-z])(ENV|Env|env|ENVIRONMENT|Environment|environment|STAGE|Stage|stage|TIER|Tier|tier|PROFILE|Profiles?|PROFILES_ACTIVE|WORKSPACE|Workspace|workspace)(NAME|Name|_NAME|TYPE|Type|_TYPE)?$/;

/** Variables and parameters that name what is deployed to. */
const TARGET_VARIABLE =
  /stack|cluster|service|account|namespace|group|target|bucket|function|deployment|instance|config|host|domain|context/i;

/** Every name that may tell which environment a deployment changes, the stage's first. */
export function nameSources(
  stage: Stage,
  action: Action,
  commands: readonly CommandReading[] | undefined,
): NameSource[] {
  const sources: NameSource[] = [source('stage', stage.name, { strong: true, use: 'part', naming: true })];
  const targets = action.provider.known ? (DEPLOY_PROVIDERS[action.provider.value]?.targets ?? []) : ANY_TARGETS;
  for (const [key, value] of action.configuration) {
    if (key === 'ObjectKey')
      sources.push(source(key, folderOf(value), { strong: false, use: 'target', naming: false }));
    else if (targets.includes(key))
      sources.push(source(key, value, { strong: STRONG_KEYS.has(key), use: 'target', naming: OPEN_KEYS.has(key) }));
    else if (NAMING_KEYS.has(key)) sources.push(source(key, value, { strong: false, use: 'target', naming: false }));
  }
  for (const [name, value] of [...action.parameters, ...projectVariables(action), ...action.environment])
    sources.push(...variable(name, value));
  sources.push(source('action', action.name, { strong: false, use: 'part', naming: true }));
  if (action.roleArn)
    sources.push(source('role', roleName(action.roleArn), { strong: false, use: 'target', naming: false }));
  sources.push(...resourceSources(action), ...commandSources(action, commands));
  return sources;
}

function projectVariables(action: Action): ReadonlyMap<string, Value> {
  return action.resources.project?.environment ?? new Map();
}

function variable(name: string, value: Value): NameSource[] {
  if (/^NODE_ENV$/.test(name)) return [];
  if (ENVIRONMENT_VARIABLE.test(name))
    return [source(`variable ${name}`, value, { strong: true, use: 'target', naming: true })];
  if (!TARGET_VARIABLE.test(name)) return [];
  return [
    source(`variable ${name}`, value, {
      strong: /stack|cluster|account/i.test(name),
      use: 'target',
      naming: /stack|cluster|service|account/i.test(name),
    }),
  ];
}

function resourceSources(action: Action): NameSource[] {
  const { project, deploymentGroup } = action.resources;
  const sources: NameSource[] = [];
  if (project?.name) sources.push(source('project', project.name, { strong: false, use: 'target', naming: false }));
  if (project?.description)
    sources.push(source('project description', project.description, { strong: false, use: 'target', naming: false }));
  for (const value of deploymentGroup?.environment ?? [])
    sources.push(source('deployment group target', value, { strong: false, use: 'target', naming: false }));
  return sources;
}

function commandSources(action: Action, commands: readonly CommandReading[] | undefined): NameSource[] {
  const deploying = commands?.filter((reading) => reading.effect === 'deploy' || reading.effect === 'migrate') ?? [];
  return flatMap(deploying, (reading) =>
    reading.targets
      .filter((target) => !target.includes('$'))
      .map((target) => ({
        what: `\`${reading.tool}\` target`,
        text: `"${target}"`,
        readAs: target,
        target,
        words: splitWords(target),
        strong: false,
        use: 'target' as const,
        span: action.span,
        open: [],
      })),
  );
}

/** The folder of an object key: the object's own name is a file, no environment. */
function folderOf(key: Value): Value {
  return key.known ? { ...key, value: key.value.split('/').slice(0, -1).join('/') } : key;
}

/** The words of a role's name, without the account in its ARN: an id is no word. */
function roleName(role: Value): Value {
  return role.known ? { ...role, value: role.value.split('/').at(-1)! } : role;
}

/** Words that a parameter's own name may carry without naming an environment: they say what it is for. */
const GENERIC = new Set(['stage', 'test', 'tests', 'load', 'int', 'review', 'live', 'ci']);

function source(what: string, value: Value, how: { strong: boolean; use: NameUse; naming: boolean }): NameSource {
  const pieces = value.known
    ? [value.value]
    : value.parts.map((part) => (typeof part === 'string' ? part : holeText(part)));
  const open = value.known ? [] : value.parts.filter((part): part is Hole => leavesOpen(part, how.naming));
  const words = flatMap(pieces, splitWords);
  const from = value.known && value.from !== undefined ? ` (${value.from})` : '';
  const target = display(value);
  const text = value.known ? `"${target}"${from}` : target;
  return {
    what,
    text,
    readAs: value.known ? target : pieces.join(''),
    target,
    words,
    strong: how.strong,
    use: how.use,
    span: value.span,
    open,
  };
}

/**
 * Whether an unknown part leaves the environment open: any in a value that names one, elsewhere (a project's name) only one
 * that says itself that it names an environment.
 */
export function leavesOpen(part: string | Hole, naming: boolean): boolean {
  if (typeof part === 'string' || part.kind !== 'open') return false;
  return naming || /(^|[^a-z])env|environment|stage(?!d)|tier/i.test(part.label);
}

/** What a hole says: a reference its label, an open one its own name unless that only says that it is a stage or a test. */
function holeText(hole: Hole): string {
  switch (hole.kind) {
    case 'neutral':
      return '';
    case 'reference':
      return hole.label;
    case 'open':
      return splitWords(hole.label).some((word) => GENERIC.has(word)) ? '' : hole.label;
  }
}

/** The words of the repositories that the pipeline is built from: an application's name, no environment. */
export function repositoryNames(pipeline: Pipeline): (readonly string[])[] {
  const sources = flatMap(pipeline.stages, (stage) => stage.actions).filter(
    (action) => display(action.category) === 'Source',
  );
  return flatMap(
    flatMap(sources, (action) =>
      flatMap(['FullRepositoryId', 'Repo', 'RepositoryName'], (key) => action.configuration.get(key) ?? []),
    ),
    (value) => (value.known ? [splitWords(value.value.split('/').at(-1)!)] : []),
  ).filter((words) => words.length > 0);
}

/** Cells that names tell: `prod-cell-2` is another slice of production than `prod-cell-1`. */
export function cellsOf(sources: readonly NameSource[]): string[] {
  const cells = flatMap(sources, ({ words }) =>
    flatMap(words, (word, at) => (word === 'cell' ? (words[at + 1] ?? []) : [])),
  );
  return [...new Set(cells)].filter((name) => /^(\d+|[a-z])$/.test(name)).map((name) => `cell${name}`);
}
