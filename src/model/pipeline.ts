import type { Location, Span, Value } from './located.js';

/** A deployment pipeline as its definition states it, whatever format it was written in. Nothing here is judged. */
export interface Pipeline {
  /** The logical id, resource name or declared name it goes by: the first part of every address. */
  readonly id: string;
  readonly name: Value | undefined;
  readonly format: PipelineFormat;
  readonly span: Span;
  /** `V1` or `V2`; absent when the file does not say. */
  readonly pipelineType: Value | undefined;
  /** `SUPERSEDED` (the default), `QUEUED` or `PARALLEL`. */
  readonly executionMode: Value | undefined;
  readonly stages: readonly Stage[];
  /** Places where stages may stand that could not be expanded: what is there is unknown. */
  readonly unexpanded: readonly Unexpanded[];
  /** Run-time variables with their defaults. */
  readonly variables: ReadonlyMap<string, Value | undefined>;
  /** Things outside that start it, as far as the file shows: event rules on images or on other pipelines. */
  readonly startedBy: readonly PipelineStart[];
  /** How conditions were resolved to get this pipeline; empty when there were none. */
  readonly scenario: Scenario;
  /** Environment declared in the file's own metadata. */
  readonly declared: DeclaredEnvironments;
}

/** The formats a pipeline can be read from. */
export type PipelineFormat = 'codepipeline-api' | 'cloudformation' | 'terraform' | 'terraform-json';

/** Truth values of the named conditions that shaped a pipeline, and what they rest on. */
export interface Scenario {
  readonly conditions: Readonly<Record<string, boolean>>;
  /** `IsProd = true, HasTests = false`; empty when there is only one scenario. */
  readonly text: string;
  /** Whether the truth values come from values given or defaults, not from exploring. */
  readonly pinned: boolean;
  /** Parameters without a value that the conditions rest on. */
  readonly restsOn?: readonly string[];
}

/** The scenario of a definition without conditions. */
export const ONLY_SCENARIO: Scenario = { conditions: {}, text: '', pinned: true };

/** Tier declared in the definition file, by stage or action name. */
export type DeclaredEnvironments = ReadonlyMap<string, { readonly environment: string; readonly span: Span }>;

/** A part of the definition that may hold stages or actions and is not known. */
export interface Unexpanded {
  readonly expression: string;
  readonly span: Span;
  /** What would settle it. */
  readonly settledBy: string;
}

/** Something that starts the pipeline. */
export interface PipelineStart {
  /** `pipeline`: another pipeline's event or action; `image`, `object`: a push that another pipeline may make. */
  readonly kind: 'pipeline' | 'image' | 'object';
  /** What is named there, as far as known. */
  readonly name: Value | undefined;
  readonly span: Span;
}

/** A stage: actions ordered by run order, with conditions at its entry and its end. */
export interface Stage {
  readonly name: Value;
  /** `Pipeline/Prod`. */
  readonly address: string;
  readonly span: Span;
  readonly actions: readonly Action[];
  readonly unexpanded: readonly Unexpanded[];
  readonly beforeEntry: readonly StageCondition[];
  readonly onSuccess: readonly StageCondition[];
  readonly onFailure: OnFailure | undefined;
}

/** What happens when a stage fails. */
export interface OnFailure {
  /** `ROLLBACK`, `RETRY`, `FAIL` or `SKIP`. */
  readonly result: Value | undefined;
  readonly conditions: readonly StageCondition[];
  readonly span: Span;
}

/** A condition of a stage: when one of its rules fails, its result is engaged. */
export interface StageCondition {
  readonly result: Value | undefined;
  readonly rules: readonly ConditionRule[];
  readonly span: Span;
}

/** One rule of a condition, as the provider reads it. */
export interface ConditionRule {
  readonly name: Value | undefined;
  /** `CloudWatchAlarm`, `CodeBuild`, `Commands`, `DeploymentWindow`, `LambdaInvoke`, `VariableCheck`. */
  readonly provider: Value;
  readonly configuration: Configuration;
  readonly commands: readonly Value[];
  readonly span: Span;
}

/** Key to value, keys as the provider spells them. Structured values are JSON text. */
export type Configuration = ReadonlyMap<string, Value>;

/** One action. */
export interface Action {
  readonly name: Value;
  /** `Pipeline/Prod/Deploy`. */
  readonly address: string;
  readonly span: Span;
  /** A stage's condition (`OnFailure` …) that was written into the action, where CodePipeline knows none. */
  readonly strayCondition?: { readonly key: string; readonly span: Span };
  /** `Source`, `Build`, `Test`, `Deploy`, `Invoke`, `Approval`, `Compute`. */
  readonly category: Value;
  /** `AWS`, `ThirdParty`, `Custom`. */
  readonly owner: Value | undefined;
  readonly provider: Value;
  /** Actions with the same run order run in parallel; absent means 1. */
  readonly runOrder: Value<number>;
  readonly configuration: Configuration;
  /** Commands of the action itself (Compute/Commands). */
  readonly commands: readonly Value[];
  /** Environment variables of the action, `EnvironmentVariables` of CodeBuild included. */
  readonly environment: ReadonlyMap<string, Value>;
  /** Parameters handed to what it deploys or starts: `ParameterOverrides`, `Parameters`, `Variables`, `UserParameters`. */
  readonly parameters: ReadonlyMap<string, Value>;
  readonly region: Value | undefined;
  readonly roleArn: Value | undefined;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** Present only under a condition or a loop that is not resolved: it may not be there at all. */
  readonly optional: boolean;
  /** What its configuration refers to, as far as it is in sight. */
  readonly resources: ActionResources;
}

/** Resources that an action's configuration refers to and that stand in the same set of files. */
export interface ActionResources {
  readonly project?: BuildProject;
  readonly deploymentGroup?: DeploymentGroup;
  readonly service?: EcsService;
  readonly stateMachine?: StateMachine;
  readonly lambda?: LambdaFunction;
  readonly bucket?: Bucket;
  readonly beanstalk?: BeanstalkEnvironment;
  readonly appConfig?: AppConfigTarget;
}

/** A CodeBuild project in sight. */
export interface BuildProject {
  readonly name: Value | undefined;
  readonly description: Value | undefined;
  /** What it runs, line by line; undefined when the buildspec is out of sight. */
  readonly commands: readonly Value[] | undefined;
  /** The buildspec file it names, when it is not inline (absent: `buildspec.yml` of the source). */
  readonly buildspecFile: Value | undefined;
  readonly environment: ReadonlyMap<string, Value>;
  /** Minutes after which CodeBuild stops it; CodeBuild's default is 60. */
  readonly timeoutMinutes: Value<number> | undefined;
  readonly span: Span;
}

/** A CodeDeploy deployment group in sight, with its configuration looked up. */
export interface DeploymentGroup {
  readonly name: Value | undefined;
  /** Name of the deployment configuration (`CodeDeployDefault.ECSCanary10Percent5Minutes`); absent: the default. */
  readonly configurationName: Value | undefined;
  /** Traffic shifting of a configuration declared in sight. */
  readonly trafficRouting: TrafficRouting | undefined;
  readonly autoRollback: { readonly enabled: boolean; readonly events: readonly string[] } | undefined;
  readonly alarms: { readonly enabled: boolean; readonly names: readonly Value[]; readonly span: Span } | undefined;
  /** Minutes that the old version is kept after a blue/green shift. */
  readonly terminationWaitMinutes: Value<number> | undefined;
  readonly environment: readonly Value[];
  readonly span: Span;
}

/** How traffic moves to the new version: all at once, in one canary step, or linearly. Minutes and percent. */
export type TrafficRouting =
  | { readonly kind: 'all-at-once' }
  | { readonly kind: 'canary'; readonly percent: number; readonly minutes: number }
  | { readonly kind: 'linear'; readonly percent: number; readonly minutes: number };

/** An ECS service in sight. */
export interface EcsService {
  readonly name: Value | undefined;
  readonly strategy: Value | undefined;
  /** Minutes after the full shift during which alarms can still roll back. */
  readonly bakeMinutes: Value<number> | undefined;
  readonly circuitBreakerRollback: boolean;
  readonly alarms:
    | { readonly enabled: boolean; readonly rollback: boolean; readonly names: readonly Value[] }
    | undefined;
  readonly span: Span;
}

/** An Elastic Beanstalk environment in sight. */
export interface BeanstalkEnvironment {
  readonly name: Value | undefined;
  /** `AllAtOnce`, `Rolling`, `Immutable`, `TrafficSplitting` …; absent: `.ebextensions` of the source may say it. */
  readonly policy: Value | undefined;
  /** Minutes for which the health of a part of the traffic is watched, when traffic is split; absent: 5. */
  readonly evaluationMinutes: Value<number> | undefined;
  readonly span: Span;
}

/** What an AppConfig action deploys by and to, as far as it is in sight. */
export interface AppConfigTarget {
  readonly strategy: AppConfigStrategy | undefined;
  /** Alarms that the environment watches during a deployment; undefined when it is out of sight. */
  readonly monitors: readonly Value[] | undefined;
  readonly span: Span;
}

/** How an AppConfig deployment grows, and how long it is watched at 100 percent. */
export interface AppConfigStrategy {
  readonly durationMinutes: Value<number> | undefined;
  readonly bakeMinutes: Value<number> | undefined;
}

/** A Step Functions state machine in sight. */
export interface StateMachine {
  readonly name: Value | undefined;
  /** `STANDARD` (the default) or `EXPRESS`, which succeeds the moment it starts. */
  readonly type: Value | undefined;
  /** Sum of its Wait states on the shortest path, in minutes; undefined when the definition is out of sight. */
  readonly waitMinutes: number | undefined;
  /** Whether an alarm is read on the way. */
  readonly readsAlarms: boolean;
  readonly span: Span;
}

/** A Lambda function in sight. */
export interface LambdaFunction {
  readonly name: Value | undefined;
  readonly description?: Value | undefined;
  /** Inline code, when the template holds it. */
  readonly code: string | undefined;
  readonly span: Span;
}

/** An S3 bucket in sight. */
export interface Bucket {
  readonly name: Value | undefined;
  /** Has a website configuration or is the origin of a distribution in sight. */
  readonly publishes: boolean;
  readonly span: Span;
}

/** What a loader found in a file. */
export interface Loaded {
  readonly pipelines: readonly LoadedPipeline[];
  /** Why the file holds nothing to judge, or what in it could not be read. */
  readonly notes: readonly LoadNote[];
  /** Names of the parameters and variables that it declares: what a run may give values for. */
  readonly parameters?: readonly string[];
}

/** A pipeline under every scenario it stands for: one unless conditions leave several open. */
export interface LoadedPipeline {
  readonly id: string;
  readonly scenarios: readonly Pipeline[];
}

/** Something to say about an input that is no error. */
export interface LoadNote {
  readonly text: string;
  readonly location: Location | undefined;
}
