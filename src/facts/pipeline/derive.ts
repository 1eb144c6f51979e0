import { flatMap } from '../../model/flat.js';
import { display } from '../../model/located.js';
import type { Action, Pipeline } from '../../model/pipeline.js';
import { type Bake, bakeBetween } from './bake.js';
import { withChangeSets } from './change-sets.js';
import { approvalsBefore, readTests, type Test, testGates } from './coverage.js';
import { readEnvironments } from './environments.js';
import { isBefore, readSteps } from './order.js';
import { type Parity, readParity } from './parity.js';
import { withKnownConditions } from './pipeline-type.js';
import { type Path, pathTo, readWaves, type Wave } from './progression.js';
import { overAll, type Rollback, rollbackOnAlarm, rollbackOnFailure } from './rollback.js';
import { UPSTREAM } from './settle.js';
import { startedPipelines } from './started.js';
import type { ReadStep } from './types.js';
import {
  type Activity,
  DEPLOYED_TESTS,
  type Declarations,
  type Deployment,
  type Environment,
  type Step,
  type Truth,
} from './types.js';

/** Everything that is derived from one pipeline under one scenario. */
export interface PipelineFacts {
  readonly pipeline: Pipeline;
  readonly steps: readonly ReadStep[];
  readonly deployments: readonly Deployment[];
  readonly environments: readonly Environment[];
  readonly production: 'named' | 'assumed' | 'none' | 'undetermined';
  /** Why production is undetermined, when that lies in the pipeline itself. */
  readonly openBecause: { readonly text: string; readonly settledBy: string } | undefined;
  readonly waves: readonly Wave[];
  readonly tests: readonly Test[];
  /** Why what came before this pipeline is not known, when another one starts it. */
  readonly upstream: string | undefined;
  /** One for each production deployment, or for each that may be one while production is undetermined. */
  readonly targets: readonly TargetFacts[];
}

/** What is derived for one deployment to production. */
export interface TargetFacts {
  readonly deployment: Deployment;
  readonly environment: Environment;
  readonly wave: number;
  readonly path: Path;
  readonly gamma: readonly Environment[];
  readonly loadTest: Gate;
  readonly test: Gate;
  readonly approval: Truth;
  readonly bake: Bake;
  /** What the bake before it stands after. */
  readonly bakeAfter: 'nothing' | 'gamma' | 'one-box' | 'first-wave' | 'later-wave';
  readonly onFailure: Rollback;
  readonly onAlarm: Rollback;
  readonly parity: Parity | undefined;
}

/** Whether a kind of test gates production, and which tests do. */
export interface Gate {
  readonly gates: Truth;
  readonly tests: readonly Test[];
}

const LOAD_TEST: ReadonlySet<Activity> = new Set(['load-test']);

/** What the surroundings of a pipeline tell about it. */
export interface DeriveOptions {
  /** Whether the pipeline that an action starts is among those that are judged. */
  readonly startsKnown: (action: Action) => boolean;
}

const ALONE: DeriveOptions = { startsKnown: () => false };

/** Why something may be deployed that is out of sight: a pipeline that this one starts. */
function startsUnknown(pipeline: Pipeline, steps: readonly ReadStep[], options: DeriveOptions): string | undefined {
  const step = steps.find(
    ({ action, activity }) =>
      startedPipelines(action, pipeline).length > 0 &&
      !(display(action.provider) === 'CodePipeline' && activity === 'deploy') &&
      !options.startsKnown(action),
  );
  return step && `${step.action.address} starts another pipeline that is not among the files`;
}

/** Derives the facts of a pipeline. */
export function derivePipeline(
  definition: Pipeline,
  declarations: Declarations,
  options: DeriveOptions = ALONE,
): PipelineFacts {
  const stated = withChangeSets(definition);
  const pipeline = withKnownConditions(stated);
  const steps = readSteps(pipeline, declarations);
  const { deployments, environments, production, openBecause } = readEnvironments(
    pipeline,
    steps,
    declarations,
    startsUnknown(pipeline, steps, options),
  );
  const waves = readWaves(environments);
  const tests = readTests(steps, environments);
  const upstream = unknownUpstream(pipeline, steps);
  const context: Context = {
    pipeline,
    declarations,
    steps,
    environments,
    waves,
    tests,
    upstream,
    gates: new Map(),
    bakes: new Map(),
    bakesBefore: new Map(),
  };
  const tier = production === 'undetermined' ? 'undetermined' : 'production';
  const targets = deployments.filter((it) => it.reading.tier === tier).map((it) => deriveTarget(it, context));
  return {
    pipeline: stated,
    steps,
    deployments,
    environments,
    production,
    openBecause,
    waves,
    tests,
    upstream,
    targets,
  };
}

interface Context {
  readonly pipeline: Pipeline;
  readonly declarations: Declarations;
  readonly steps: readonly ReadStep[];
  readonly environments: readonly Environment[];
  readonly waves: readonly Wave[];
  readonly tests: readonly Test[];
  readonly upstream: string | undefined;
  readonly gates: Map<Deployment, Pick<TargetFacts, 'loadTest' | 'test' | 'approval'>>;
  readonly bakes: Map<Environment, Bake>;
  readonly bakesBefore: Map<readonly Environment[], Map<string, Bake>>;
}

function deriveTarget(deployment: Deployment, context: Context): TargetFacts {
  const { environments, waves, upstream } = context;
  const environment = environments.find((it) => it.deployments.includes(deployment))!;
  const wave = waves.find((it) => it.environments.includes(environment))?.number ?? 1;
  const own = pathTo(deployment, environments);
  const path = upstream === undefined ? own : { ...own, atMost: Number.POSITIVE_INFINITY };
  const gamma = path.links.at(-1) ?? [];
  const first = firstOf(deployment, waves);
  return {
    deployment,
    environment,
    wave,
    path,
    gamma,
    ...gatesBefore(first, context),
    ...bakeBefore(deployment, wave, gamma, context),
    onFailure: rollbackOnFailure(deployment),
    onAlarm: rollbackOnAlarm(deployment),
    parity: gamma.length === 0 ? undefined : parityOf(gamma, deployment, environment, context),
  };
}

/** The first production deployment: what gates production stands before it. */
function firstOf(deployment: Deployment, waves: readonly Wave[]): Deployment {
  const first = waves[0]?.environments.flatMap((it) => it.deployments) ?? [];
  return first.find((it) => first.every((other) => other === it || !isBefore(other.step, it.step))) ?? deployment;
}

function gate(found: Gate, upstream: string | undefined): Gate {
  return { ...found, gates: open(found.gates, upstream) };
}

/** What gates a deployment: asked once for the first of a wave, and kept. */
function gatesBefore(first: Deployment, context: Context): Pick<TargetFacts, 'loadTest' | 'test' | 'approval'> {
  const { tests, steps, upstream, gates } = context;
  let found = gates.get(first);
  if (!found) {
    found = {
      loadTest: gate(testGates(tests, LOAD_TEST, first), upstream),
      test: gate(testGates(tests, DEPLOYED_TESTS, first), upstream),
      approval: open(approvalGates(approvalsBefore(steps, first)), upstream),
    };
    gates.set(first, found);
  }
  return found;
}

/** An approval that may not be there, depending on a condition, may not gate. */
function approvalGates(approvals: readonly Step[]): Truth {
  if (approvals.some((step) => !step.skippable)) return true;
  return approvals.some((step) => step.action.optional) ? 'undetermined' : false;
}

/** What another pipeline did before is not known: no is then undetermined. */
function open(truth: Truth, upstream: string | undefined): Truth {
  return truth === false && upstream !== undefined ? 'undetermined' : truth;
}

function bakeBefore(
  deployment: Deployment,
  wave: number,
  gamma: readonly Environment[],
  context: Context,
): Pick<TargetFacts, 'bake' | 'bakeAfter'> {
  const { pipeline, steps, declarations, waves, upstream } = context;
  const previous = waves[wave - 2];
  const before = previous ? previous.environments : gamma;
  const bake = onceFor(context.bakesBefore, before, deployment, () =>
    bakeBetween(pipeline, steps, before, deployment, declarations),
  );
  const bakeAfter = previous ? kindOf(previous, waves) : gamma.length > 0 ? 'gamma' : 'nothing';
  if (bakeAfter !== 'nothing' || upstream === undefined) return { bake, bakeAfter };
  return {
    bake: { ...bake, atMost: Number.POSITIVE_INFINITY, unknown: [upstream], settledBy: [UPSTREAM] },
    bakeAfter: 'gamma',
  };
}

/** What bakes before a deployment bakes before every other that starts together with it after the same environments. */
function onceFor(
  known: Context['bakesBefore'],
  before: readonly Environment[],
  { step }: Deployment,
  read: () => Bake,
): Bake {
  const bakes = known.get(before) ?? new Map<string, Bake>();
  known.set(before, bakes);
  const start = `${step.stageIndex} ${step.runOrder}`;
  const bake = bakes.get(start) ?? read();
  bakes.set(start, bake);
  return bake;
}

function kindOf(wave: Wave, waves: readonly Wave[]): TargetFacts['bakeAfter'] {
  if (wave.oneBox) return 'one-box';
  return waves.find((it) => !it.oneBox) === wave ? 'first-wave' : 'later-wave';
}

function parityOf(
  gamma: readonly Environment[],
  deployment: Deployment,
  production: Environment,
  context: Context,
): Parity {
  const { pipeline, steps, environments, declarations, tests } = context;
  return readParity(gamma, deployment, {
    tests,
    production,
    bakeAfter: (environment) => {
      const before = context.bakes.get(environment);
      if (before) return before;
      const next = nextAfter(environment, environments) ?? pipelineEnd(environment, pipeline);
      const bake = bakeBetween(pipeline, steps, [environment], next, declarations);
      context.bakes.set(environment, bake);
      return bake;
    },
  });
}

/** The first deployment that comes after an environment. */
function nextAfter(environment: Environment, environments: readonly Environment[]): Deployment | undefined {
  return flatMap(
    environments.filter((it) => it !== environment),
    (it) => it.deployments,
  )
    .filter((it) => environment.deployments.every((own) => isBefore(own.step, it.step)))
    .sort((a, b) => a.step.stageIndex - b.step.stageIndex || (a.step.runOrder ?? 1) - (b.step.runOrder ?? 1))[0];
}

/** A deployment beyond the last stage, so that everything after an environment counts. */
function pipelineEnd(environment: Environment, pipeline: Pipeline): Deployment {
  const last = environment.deployments[0]!;
  return { ...last, step: { ...last.step, stageIndex: pipeline.stages.length } };
}

/**
 * Why what came before is not known: another pipeline's event starts this one, or an image push does and this pipeline
 * hands images on itself, so that one instance feeds the next.
 */
function unknownUpstream(pipeline: Pipeline, steps: readonly ReadStep[]): string | undefined {
  const byPipeline = pipeline.startedBy.find((it) => it.kind === 'pipeline');
  if (byPipeline) return 'another pipeline starts this one, and is not among the files';
  const byImage = pipeline.startedBy.some((it) => it.kind === 'image');
  const handsOn = steps.some((step) => step.activity === 'publish' && step.stageIndex > 0);
  return byImage && handsOn
    ? 'an image push starts this pipeline, and it pushes images on: what came before it is out of sight'
    : undefined;
}

/** What is said of a whole pipeline, over its production deployments: the members of `tollgate facts`. */
export interface PipelineSummary {
  readonly preProductionStages: number | undefined;
  readonly gamma: readonly string[];
  readonly waves: number | undefined;
  readonly loadTestGatesProduction: Truth;
  readonly testGatesProduction: Truth;
  readonly approvalGatesProduction: Truth;
  readonly watchedBakeMinutesBeforeProduction: number | 'undetermined';
  readonly rollbackOnFailure: 'all' | 'some' | 'none' | 'undetermined';
  readonly rollbackOnAlarm: 'all' | 'some' | 'none' | 'undetermined';
}

/** Sums a pipeline up. */
export function summarize(facts: PipelineFacts): PipelineSummary {
  const { targets, production, waves } = facts;
  const first = firstTarget(targets);
  const unknown = production === 'undetermined';
  if (!first) return nothingToSummarize(unknown);
  // Which of them is production is not known: what is said has to hold for whichever it is.
  const candidates = unknown ? targets : [first];
  return {
    preProductionStages: unknown ? undefined : first.path.links.length,
    gamma: unknown ? [] : first.gamma.map((it) => it.name),
    waves: unknown ? undefined : waves.length,
    loadTestGatesProduction: same(candidates.map((it) => it.loadTest.gates)),
    testGatesProduction: same(candidates.map((it) => it.test.gates)),
    approvalGatesProduction: same(candidates.map((it) => it.approval)),
    watchedBakeMinutesBeforeProduction: same(
      candidates.map(({ bake }) => (bake.atLeast === bake.atMost ? bake.atLeast : 'undetermined')),
    ),
    rollbackOnFailure: overAll(targets.map((it) => it.onFailure.truth)),
    rollbackOnAlarm: overAll(targets.map((it) => it.onAlarm.truth)),
  };
}

/** What all say alike; undetermined when they differ. */
function same<T>(answers: readonly (T | 'undetermined')[]): T | 'undetermined' {
  return answers.every((it) => it === answers[0]) ? answers[0]! : 'undetermined';
}

function firstTarget(targets: readonly TargetFacts[]): TargetFacts | undefined {
  return targets.find((it) =>
    targets.every((other) => other === it || !isBefore(other.deployment.step, it.deployment.step)),
  );
}

function nothingToSummarize(unknown: boolean): PipelineSummary {
  const truth: Truth = unknown ? 'undetermined' : false;
  return {
    preProductionStages: unknown ? undefined : 0,
    gamma: [],
    waves: unknown ? undefined : 0,
    loadTestGatesProduction: truth,
    testGatesProduction: truth,
    approvalGatesProduction: truth,
    watchedBakeMinutesBeforeProduction: unknown ? 'undetermined' : 0,
    rollbackOnFailure: unknown ? 'undetermined' : 'none',
    rollbackOnAlarm: unknown ? 'undetermined' : 'none',
  };
}
