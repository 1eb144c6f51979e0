import type { Span, Value } from '../../model/located.js';
import type { Action, AppConfigTarget, BeanstalkEnvironment } from '../../model/pipeline.js';
import type { Truth } from './types.js';

/** How a service that manages its own deployments (Elastic Beanstalk, AppConfig) carries one out. */
export interface Managed {
  readonly rollsBackOnFailure: Truth;
  readonly rollsBackOnAlarm: Truth;
  /** Minutes over which traffic moves; undefined when it is not known. */
  readonly shiftMinutes: number | undefined;
  /** Whether instances are replaced a part at a time, so that both versions serve for a while. */
  readonly inBatches: boolean;
  /** Minutes for which the new version is watched before it is final; undefined when it is not known. */
  readonly bakeMinutes: number | undefined;
  /** Whether anything watches it meanwhile and takes it back. */
  readonly watched: Truth;
  /** What was seen, or what is missing. */
  readonly text: string;
  readonly settledBy: string;
  readonly span: Span;
}

/** What is in sight of the service that an action deploys by; undefined when nothing is. */
export function readManaged({ resources, address }: Action): Managed | undefined {
  const { beanstalk, appConfig } = resources;
  if (beanstalk) return fromBeanstalk(beanstalk, address);
  return appConfig && fromAppConfig(appConfig, address);
}

/** Minutes for which Elastic Beanstalk watches split traffic when no setting says otherwise. */
const DEFAULT_EVALUATION = 5;

/**
 * What becomes of a failed deployment by each policy: immutable and traffic-splitting ones take their new instances away, the
 * others leave what failed and are mended by deploying again.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.deploy-existing-version.html
 */
const POLICIES: Readonly<Record<string, { readonly rollsBack: boolean; readonly inBatches: boolean }>> = {
  AllAtOnce: { rollsBack: false, inBatches: false },
  Rolling: { rollsBack: false, inBatches: true },
  RollingWithAdditionalBatch: { rollsBack: false, inBatches: true },
  Immutable: { rollsBack: true, inBatches: true },
  TrafficSplitting: { rollsBack: true, inBatches: true },
};

function fromBeanstalk({ policy, evaluationMinutes, span }: BeanstalkEnvironment, address: string): Managed {
  const known = policy?.known ? POLICIES[policy.value] : undefined;
  if (!policy?.known || known === undefined)
    return {
      ...UNKNOWN,
      text: 'no DeploymentPolicy in sight: .ebextensions of the source may set it',
      settledBy: `set DeploymentPolicy (aws:elasticbeanstalk:command) where the environment of ${address} is defined`,
      span,
    };
  const splits = policy.value === 'TrafficSplitting';
  const minutes = splits ? minutesOf(evaluationMinutes, DEFAULT_EVALUATION) : 0;
  return {
    rollsBackOnFailure: known.rollsBack,
    // It watches its own health checks: no alarm has a say.
    rollsBackOnAlarm: false,
    shiftMinutes: minutes,
    inBatches: known.inBatches,
    bakeMinutes: minutes,
    watched: splits,
    text: `Elastic Beanstalk deploys with the policy ${policy.value}`,
    settledBy: 'give the parameter that EvaluationTime rests on (--parameters)',
    span,
  };
}

const UNKNOWN = {
  rollsBackOnFailure: 'undetermined',
  rollsBackOnAlarm: 'undetermined',
  shiftMinutes: undefined,
  inBatches: false,
  bakeMinutes: undefined,
  watched: 'undetermined',
} as const;

/** Alarms of the environment take a deployment back while it grows and while it bakes; without one nothing does. */
function fromAppConfig({ strategy, monitors, span }: AppConfigTarget, address: string): Managed {
  const shift = strategy && minutesOf(strategy.durationMinutes, 0);
  const bake = strategy && minutesOf(strategy.bakeMinutes, 0);
  const takesTime: Truth = shift === undefined || bake === undefined ? 'undetermined' : shift + bake > 0;
  const watched: Truth = monitors === undefined ? 'undetermined' : monitors.length > 0;
  const rollsBack = watched === true ? takesTime : watched;
  return {
    rollsBackOnFailure: rollsBack,
    rollsBackOnAlarm: rollsBack,
    shiftMinutes: shift,
    inBatches: false,
    bakeMinutes: bake,
    watched,
    text:
      monitors === undefined
        ? 'the AppConfig environment is out of sight'
        : monitors.length === 0
          ? 'the AppConfig environment has no monitors'
          : `the AppConfig environment has ${monitors.length} monitors${takesTime === 'undetermined' ? ', and its strategy is out of sight' : ''}`,
    settledBy: `check the file that defines the AppConfig environment and strategy of ${address}`,
    span,
  };
}

/** Minutes as they are set, or the service's own when they are not set; undefined when they rest on something unknown. */
function minutesOf(value: Value<number> | undefined, byDefault: number): number | undefined {
  if (value === undefined) return byDefault;
  return value.known ? value.value : undefined;
}
