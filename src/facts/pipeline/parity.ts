import type { Evidence } from '../../model/finding.js';
import { flatMap } from '../../model/flat.js';
import { display, type Value } from '../../model/located.js';
import type { Bake } from './bake.js';
import { activitiesAfter, type Test } from './coverage.js';
import { seen } from './evidence.js';
import { DEPLOY_PROVIDERS } from './providers.js';
import { rollbackOnAlarm, rollbackOnFailure } from './rollback.js';
import { shiftOf } from './shifting.js';
import type { Deployment, Environment, Truth } from './types.js';
import { readPhrases, splitWords } from './words.js';

/** One thing in which gamma is compared with production. */
export interface Aspect {
  readonly truth: Truth;
  readonly evidence: readonly Evidence[];
  readonly settledBy: readonly string[];
}

/** The aspects of semantics §7, gamma against one production deployment. */
export interface Parity {
  readonly mechanism: Aspect;
  readonly trafficShifting: Aspect;
  readonly rollbackOnFailure: Aspect;
  readonly rollbackOnAlarm: Aspect;
  readonly bake: Aspect;
  readonly tests: Aspect;
}

/** What parity needs to know of the pipeline around the two environments. */
export interface ParityContext {
  readonly tests: readonly Test[];
  /** Production environment of the deployment. */
  readonly production: Environment;
  bakeAfter(environment: Environment): Bake;
}

/** Whether each aspect is at least as strong in every gamma environment as in production. */
export function readParity(gamma: readonly Environment[], deployment: Deployment, context: ParityContext): Parity {
  const pairs = gamma.map((it) => ({ environment: it, match: counterpart(it, deployment) }));
  const over = (compare: (pair: Pair) => Aspect) => merge(pairs.map(compare));
  return {
    mechanism: over((pair) => sameMechanism(pair, deployment)),
    trafficShifting: over((pair) => shiftingAsStrong(pair, deployment)),
    rollbackOnFailure: over((pair) => rollbackAsStrong(pair, deployment, rollbackOnFailure, 'on failure')),
    rollbackOnAlarm: over((pair) => rollbackAsStrong(pair, deployment, rollbackOnAlarm, 'on alarm')),
    bake: over((pair) => bakeAsStrong(pair, context)),
    tests: over((pair) => testsAsStrong(pair, context)),
  };
}

interface Pair {
  readonly environment: Environment;
  /** The deployment of gamma that does what the production deployment does, if there is one. */
  readonly match: Deployment | undefined;
}

function counterpart(environment: Environment, deployment: Deployment): Deployment | undefined {
  const sameKind = environment.deployments.filter((it) => it.deploys.kind === deployment.deploys.kind);
  return sameKind.find((it) => sameUnit(it, deployment)) ?? sameKind[0];
}

function merge(aspects: readonly Aspect[]): Aspect {
  const worst = aspects.find((it) => it.truth === false) ?? aspects.find((it) => it.truth === 'undetermined');
  return worst ?? { truth: true, evidence: flatMap(aspects, (it) => it.evidence), settledBy: [] };
}

function sameMechanism({ environment, match }: Pair, deployment: Deployment): Aspect {
  const { mechanism } = deployment.deploys;
  if (match)
    return {
      truth: true,
      evidence: [seen(`${environment.name} is deployed by ${mechanism} too`, match.step.action.span)],
      settledBy: [],
    };
  const used = [...new Set(environment.deployments.map((it) => it.deploys.mechanism))].join(', ');
  const text = `${environment.name} is deployed by ${used}, production by ${mechanism}`;
  return { truth: false, evidence: [seen(text, deployment.step.action.span)], settledBy: [] };
}

function shiftingAsStrong({ environment, match }: Pair, deployment: Deployment): Aspect {
  if (!match) return equal(environment, deployment, 'it has no deployment to compare traffic shifting with');
  const gamma = shiftOf(match);
  const production = shiftOf(deployment);
  if (production && production.minutes === 0 && !production.inBatches)
    return equal(environment, deployment, 'production takes the new version all at once, so it lacks nothing there');
  if (gamma && production) {
    const truth = gamma.minutes > 0 || (gamma.inBatches && production.minutes === 0);
    const text =
      gamma.minutes > 0 || production.minutes > 0
        ? `traffic shifts over ${gamma.minutes} minutes in ${environment.name} and over ${production.minutes} in production`
        : `production replaces its instances in batches, ${environment.name} ${gamma.inBatches ? 'too' : 'all at once'}`;
    return { truth, evidence: [seen(text, match.step.action.span)], settledBy: [] };
  }
  if (sameUnit(match, deployment))
    return equal(environment, deployment, 'one and the same unit deploys it and production');
  return {
    truth: 'undetermined',
    evidence: [
      seen(
        `how traffic shifts in ${environment.name} and in production is out of sight, and they are not one unit`,
        match.step.action.span,
      ),
    ],
    settledBy: ['check the files that define both, or deploy both from the same one'],
  };
}

function rollbackAsStrong(
  { environment, match }: Pair,
  deployment: Deployment,
  read: (deployment: Deployment) => { truth: Truth; evidence: readonly Evidence[]; settledBy: readonly string[] },
  when: string,
): Aspect {
  const production = read(deployment);
  if (production.truth === false)
    return equal(environment, deployment, `production does not roll back ${when}, so it lacks nothing there`);
  // Where another mechanism deploys, that alone is a difference; what is said of it has to be true all the same.
  const readings = (match ? [match] : environment.deployments).map(read);
  const gamma = readings.find(({ truth }) => truth === true) ?? readings.find(({ truth }) => truth === 'undetermined');
  if (gamma?.truth === true) return { truth: true, evidence: gamma.evidence, settledBy: [] };
  if (match && production.truth === 'undetermined' && gamma?.truth === 'undetermined' && sameUnit(match, deployment))
    return equal(
      environment,
      deployment,
      `one and the same unit deploys it and production, and rolls both back ${when} or neither`,
    );
  if (production.truth === true && gamma === undefined)
    return {
      truth: false,
      evidence: [
        seen(`production rolls back ${when}, ${environment.name} does not`, (match ?? deployment).step.action.span),
      ],
      settledBy: [],
    };
  return {
    truth: 'undetermined',
    evidence: [
      seen(
        `whether ${environment.name} rolls back ${when} as production does is out of sight`,
        deployment.step.action.span,
      ),
    ],
    settledBy: [...(gamma?.settledBy ?? []), ...production.settledBy],
  };
}

function bakeAsStrong({ environment, match }: Pair, context: ParityContext): Aspect {
  const production = context.bakeAfter(context.production);
  const gamma = context.bakeAfter(environment);
  const at = (match ?? environment.deployments[0])!.step.action.span;
  if (production.atMost === 0 || gamma.atLeast > 0) return { truth: true, evidence: [], settledBy: [] };
  const [deployment] = context.production.deployments;
  if (production.atLeast === 0 && match && deployment && gamma.atMost > 0 && sameUnit(match, deployment))
    return { truth: true, evidence: [], settledBy: [] };
  if (production.atLeast > 0 && gamma.atMost === 0)
    return {
      truth: false,
      evidence: [seen(`production bakes under watch, ${environment.name} does not`, at)],
      settledBy: [],
    };
  return {
    truth: 'undetermined',
    evidence: [seen(`whether ${environment.name} bakes under watch as production does is out of sight`, at)],
    settledBy: [...gamma.settledBy, ...production.settledBy],
  };
}

function testsAsStrong({ environment }: Pair, context: ParityContext): Aspect {
  const production = activitiesAfter(context.production, context.tests);
  const gamma = activitiesAfter(environment, context.tests);
  const missing = [...production].filter((activity) => !gamma.has(activity));
  const counts = [testCount(context.production, context), testCount(environment, context)] as const;
  if (missing.length === 0 && counts[1] >= counts[0]) return { truth: true, evidence: [], settledBy: [] };
  const at = environment.deployments[0]!.step.action.span;
  const text =
    missing.length > 0
      ? `${missing.join(', ')} after production, and not after ${environment.name}`
      : `${counts[0]} tests after production, and ${counts[1]} after ${environment.name}`;
  return {
    truth: false,
    evidence: [seen(text, at)],
    settledBy: [],
  };
}

function testCount(environment: Environment, context: ParityContext): number {
  return context.tests.filter((test) => test.covers === environment).length;
}

function equal(environment: Environment, deployment: Deployment, text: string): Aspect {
  return { truth: true, evidence: [seen(`${environment.name}: ${text}`, deployment.step.action.span)], settledBy: [] };
}

/**
 * Whether two deployments run the very same unit (a template, a project, a buildspec), also when its name differs only in the
 * environment's own word: `assembly-Beta` and `assembly-Prod`. What it does is then the same, seen or not.
 */
export function sameUnit(a: Deployment, b: Deployment): boolean {
  if (a.deploys.kind !== b.deploys.kind) return false;
  if (isOneTarget(a, b)) return true;
  const one = unitValues(a);
  const other = unitValues(b);
  if (one.length === 0 || one.length !== other.length) return false;
  return one.every((value, index) => sameButForEnvironment(value, other[index]!));
}

/**
 * Whether two deployments of a provider that names no unit change the very same thing (one CodeDeploy group, one service): what
 * stands there is then the same for both. Groups that differ in a word are two, and so are those of two regions or accounts.
 */
function isOneTarget(a: Deployment, b: Deployment): boolean {
  const provider = DEPLOY_PROVIDERS[display(a.step.action.provider)];
  if (!provider || provider.unit.length > 0 || a.deploys.hidden || b.deploys.hidden) return false;
  const place = ({ step }: Deployment) => [
    step.action.region,
    step.action.roleArn,
    ...provider.targets.map((key) => step.action.configuration.get(key)),
  ];
  const [one, other] = [place(a), place(b)].map((values) => values.map((it) => (it ? display(it) : '')));
  return texts(place(a).slice(2)).length > 0 && one!.every((value, index) => value === other![index]);
}

function unitValues({ step, deploys }: Deployment): string[] {
  const { action } = step;
  const keys = DEPLOY_PROVIDERS[display(action.provider)]?.unit;
  if (keys && !deploys.hidden) return texts(keys.map((key) => action.configuration.get(key)));
  const { project } = action.resources;
  // A project in sight is what it runs: the same buildspec of the same source is the same unit.
  if (project)
    return [
      ...texts([project.buildspecFile]),
      project.commands?.map(display).join('\n') ?? '',
      ...action.inputs.map(display),
    ];
  if (action.commands.length > 0) return [action.commands.map(display).join('\n'), ...action.inputs.map(display)];
  // An ARN's account and region belong to the environment, not to what stands there.
  return texts([
    action.configuration.get('ProjectName'),
    action.configuration.get('FunctionName'),
    action.configuration.get('StateMachineArn'),
  ]).map((text) => (text.startsWith('arn:') ? text.split(':').slice(5).join(':') : text));
}

function texts(values: readonly (Value | undefined)[]): string[] {
  return flatMap(values, (value) => (value === undefined ? [] : [display(value)]));
}

/**
 * Two names of units alike but for the environment's own words. A file in an artifact is the same unit only in the same artifact:
 * what is built once for each environment may differ in anything.
 */
export function sameButForEnvironment(a: string, b: string): boolean {
  if (a === b) return true;
  const [artifact, path] = splitArtifact(a);
  const [otherArtifact, otherPath] = splitArtifact(b);
  return artifact === otherArtifact && skeleton(path) === skeleton(otherPath);
}

/** `Artifact::path/file.yaml` as CodePipeline writes it. */
function splitArtifact(text: string): [artifact: string, path: string] {
  const at = text.indexOf('::');
  return at < 0 ? ['', text] : [text.slice(0, at), text.slice(at + 2)];
}

/** A name with each environment phrase replaced by `*`. */
function skeleton(text: string): string {
  const assembly = /^(assembly-[^/]+)\/([^/]+?)(?:[0-9A-F]{8})?(\.nested)?\.template\.json$/.exec(text);
  return assembly
    ? `${plainSkeleton(assembly[1]!)}/${withoutFolderWords(assembly[2]!, assembly[1]!)}`
    : plainSkeleton(text);
}

function plainSkeleton(text: string): string {
  const words = splitWords(text);
  let joined = ` ${words.join(' ')} `;
  for (const phrase of readPhrases(words, 'target')) joined = joined.replace(` ${phrase.text} `, ' * ');
  return joined;
}

/**
 * The CDK writes the path of constructs into a template's name without separators (`PipelineStackProd1Stack1`): what its
 * folder (`assembly-PipelineStack-Prod1`) says is taken out, and then environments' words wherever they stand.
 */
function withoutFolderWords(name: string, folder: string): string {
  const words = splitWords(folder);
  const phrases = readPhrases(words, 'target').map((phrase) => phrase.words.join(''));
  const known = [...phrases, ...words.filter((word) => !/^\d+$/.test(word))].sort((a, b) => b.length - a.length);
  let rest = name.toLowerCase();
  for (const word of known) rest = rest.replaceAll(word, '');
  return rest.replace(
    /(pre|non)?(production|prod|prd)|staging|stage|stg|development|dev|alpha|beta|gamma|uat|qa|test/g,
    '',
  );
}
