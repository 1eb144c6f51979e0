import type { Evidence } from '../../model/finding.js';
import type { Span } from '../../model/located.js';
import type { Action, Pipeline, Stage } from '../../model/pipeline.js';
import type { CommandReading } from '../commands/read-commands.js';

/** What an environment is for. */
export type Tier = 'pre-production' | 'production';

/** Kinds of evidence for an environment, strongest first; `unresolved` is the lack of it. */
export type EvidenceKind = 'declared' | 'structural' | 'name' | 'position' | 'unresolved';

/** What an action does. Its list and order are those of the documentation. */
export const ACTIVITIES = [
  'source',
  'build',
  'unit-test',
  'integration-test',
  'load-test',
  'fault-injection',
  'synthetic-canary',
  'security-scan',
  'approval',
  'bake',
  'deploy',
  'plan',
  'publish',
  'tear-down',
  'notify',
  'other',
] as const;

/** One of {@link ACTIVITIES}. */
export type Activity = (typeof ACTIVITIES)[number];

/** Activities that exercise what was deployed. Unit tests and scans look at the source. */
export const DEPLOYED_TESTS: ReadonlySet<Activity> = new Set([
  'integration-test',
  'load-test',
  'fault-injection',
  'synthetic-canary',
]);

/** An answer that may not be known. */
export type Truth = boolean | 'undetermined';

/** An action with its place in the order and what it does. */
export interface Step {
  readonly action: Action;
  readonly stage: Stage;
  readonly stageIndex: number;
  /** Run order; undefined when it is not known. */
  readonly runOrder: number | undefined;
  readonly activity: Activity;
  /** Why it is taken for that activity. */
  readonly because: Evidence;
  /** Further activities inside the same action, after its deployment: tests in a deploying job. */
  readonly also: readonly Activity[];
  /** The deployment it makes, when it makes one. */
  readonly deploys: Deploys | undefined;
  /** Its success says nothing about what it started: it is before nothing. */
  readonly fireAndForget: boolean;
  /** A run that reaches the end may have skipped it. */
  readonly skippable: boolean;
}

/** How an action deploys. */
export interface Deploys {
  /** The provider or tool: `CloudFormation`, `CodeDeploy`, `cdk deploy`. */
  readonly mechanism: string;
  /** A coarser kind by which two deployments are compared: `stack`, `code-deploy`, `commands`. */
  readonly kind: string;
  /** It does not look like a deployment: another category deploys. */
  readonly hidden: boolean;
  /** What it runs is out of sight. */
  readonly opaque: boolean;
  /** Regions of a StackSet, when it deploys to several at once. */
  readonly regions: readonly string[];
  /** Deploys a test harness or delivery tooling: not the product. */
  readonly tooling: boolean;
  /** It may fail, or do nothing, and the run goes on: `cdk deploy || true`. What comes after it proves nothing of it. */
  readonly mayFail: boolean;
  /** Its commands stand in a branch that a run may not take. */
  readonly mayNotRun: boolean;
  /** Only a word says that it deploys, and another that it may not: it is judged as a deployment, and proves no stage. */
  readonly doubtful: boolean;
}

/** The tier of a deployment and why. */
export interface TierReading {
  readonly tier: Tier | 'undetermined';
  readonly kind: EvidenceKind;
  /** Name of the environment without region and account; empty when it has none. */
  readonly environment: string;
  readonly evidence: readonly Evidence[];
  /** What would settle it, when it is undetermined. */
  readonly settledBy: readonly string[];
  readonly span: Span;
}

/** A deployment: a step, and the environment it changes. */
export interface Deployment {
  readonly step: Step;
  readonly deploys: Deploys;
  readonly reading: TierReading;
  /** Identity of the environment: its name, account and region. */
  readonly environmentKey: string;
  readonly region: string;
  readonly account: string;
}

/** Deployments that change the same environment. */
export interface Environment {
  readonly key: string;
  /** As shown: `gamma`, `prod eu-west-1`, `(unnamed)`. */
  readonly name: string;
  readonly tier: Tier | 'undetermined';
  readonly deployments: readonly Deployment[];
}

/** What tollgate.yaml and the pipeline's own metadata declare. */
export interface Declarations {
  /** Tier and name of the environment that an action deploys to, when declared. */
  environment(
    pipeline: Pipeline,
    stage: Stage,
    action: Action,
    targets: readonly string[],
  ): DeclaredEnvironment | undefined;
  /** What an action does, when declared. */
  activity(pipeline: Pipeline, stage: Stage, action: Action): DeclaredActivity | undefined;
  /** A bake that stands where no file shows it. */
  bake(pipeline: Pipeline, stage: Stage, action: Action): DeclaredBake | undefined;
}

/** A declared environment. */
export interface DeclaredEnvironment {
  readonly name: string;
  readonly tier: Tier;
  readonly evidence: Evidence;
}

/** A declared activity. */
export interface DeclaredActivity {
  readonly activity: Activity;
  readonly evidence: Evidence;
}

/** A declared bake, in minutes. */
export interface DeclaredBake {
  readonly minutes: number;
  readonly watched: boolean;
  readonly evidence: Evidence;
}

/** Declarations of somebody who declares nothing. */
export const NO_DECLARATIONS: Declarations = {
  environment: () => undefined,
  activity: () => undefined,
  bake: () => undefined,
};

/** A step with the command text it was read from, when that is in sight. */
export interface ReadStep extends Step {
  readonly commands: readonly CommandReading[] | undefined;
}
