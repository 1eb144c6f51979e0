import { display, type Value } from '../../model/located.js';
import type { DeploymentGroup, TrafficRouting } from '../../model/pipeline.js';
import { readManaged } from './managed.js';
import type { Deployment } from './types.js';

/** Minutes that a traffic shift takes while the new version already serves: linear's last step has no wait. */
export function shiftMinutes(routing: TrafficRouting): number {
  switch (routing.kind) {
    case 'all-at-once':
      return 0;
    case 'canary':
      return routing.minutes;
    case 'linear':
      return routing.minutes * Math.max(0, Math.ceil(100 / routing.percent) - 1);
  }
}

/**
 * Reads the name of a traffic shift: CodeDeploy's predefined configurations (`CodeDeployDefault.LambdaCanary10Percent5Minutes`),
 * AppConfig's (`AppConfig.Linear50PercentEvery30Seconds`), and the free form of the Lambda deploy action's `DeployStrategy`
 * (`Linear25PercentEvery3Minutes`). Percent and time stand in the name. Undefined for any other name.
 */
export function parseShift(name: string): TrafficRouting | undefined {
  const short = name.replace(/^(CodeDeployDefault|AppConfig)\./, '').replace(/^(Lambda|ECS)/, '');
  if (/^AllAtOnce$/i.test(short)) return { kind: 'all-at-once' };
  const canary = /^Canary(\d+(?:\.\d+)?)Percent(\d+)Minutes?$/i.exec(short);
  if (canary) return { kind: 'canary', percent: Number(canary[1]), minutes: Number(canary[2]) };
  const linear = /^Linear(\d+(?:\.\d+)?)PercentEvery(\d+)(Minute|Second)s?$/i.exec(short);
  if (linear) {
    const minutes = Number(linear[2]) / (/second/i.test(linear[3]!) ? 60 : 1);
    return { kind: 'linear', percent: Number(linear[1]), minutes };
  }
  // Half or one instance at a time (EC2): instances are replaced, no time is waited.
  if (IN_BATCHES.test(short)) return { kind: 'all-at-once' };
  return undefined;
}

/** Configurations of CodeDeploy for instances that leave some of them on the old version meanwhile. */
const IN_BATCHES = /^(HalfAtATime|OneAtATime)$/;

/** How the new version takes over from the old one. */
export interface Shift {
  /** Minutes over which traffic moves. */
  readonly minutes: number;
  /** Whether instances are replaced in batches, so that both versions serve for a while. */
  readonly inBatches: boolean;
}

/** How a deployment takes over; undefined when that stands out of sight. */
export function shiftOf(deployment: Deployment): Shift | undefined {
  const { action } = deployment.step;
  const { deploymentGroup, service } = action.resources;
  switch (deployment.deploys.kind) {
    case 'code-deploy':
      return deploymentGroup && ofRouting(groupShift(deploymentGroup), replacesInBatches(deploymentGroup));
    case 'code-deploy-ecs':
      return deploymentGroup && ofRouting(groupShift(deploymentGroup));
    case 'lambda': {
      const strategy = action.configuration.get('DeployStrategy');
      if (strategy === undefined) return AT_ONCE;
      return strategy.known ? ofRouting(parseShift(strategy.value)) : undefined;
    }
    case 'ecs':
      if (!service) return undefined;
      return service.strategy === undefined || (service.strategy.known && service.strategy.value === 'ROLLING')
        ? AT_ONCE
        : undefined;
    case 'elastic-beanstalk':
      return managedShift(deployment);
    case 'appconfig': {
      const strategy = action.configuration.get('DeploymentStrategy');
      return managedShift(deployment) ?? (strategy?.known ? ofRouting(parseShift(strategy.value)) : undefined);
    }
    case 's3':
    case 'eks':
    case 'ec2':
      return AT_ONCE;
    default:
      return undefined;
  }
}

const AT_ONCE: Shift = { minutes: 0, inBatches: false };

function ofRouting(routing: TrafficRouting | undefined, inBatches = false): Shift | undefined {
  return routing && { minutes: shiftMinutes(routing), inBatches };
}

function managedShift(deployment: Deployment): Shift | undefined {
  const managed = readManaged(deployment.step.action);
  if (managed?.shiftMinutes === undefined) return undefined;
  return { minutes: managed.shiftMinutes, inBatches: managed.inBatches };
}

/** One instance after the other is CodeDeploy's own way with instances where a group names no configuration. */
function replacesInBatches({ configurationName, trafficRouting }: DeploymentGroup): boolean {
  if (trafficRouting) return false;
  if (configurationName === undefined) return true;
  return configurationName.known && IN_BATCHES.test(configurationName.value.replace(/^CodeDeployDefault\./, ''));
}

/** The traffic shift of a deployment group: its own configuration's, or that of a predefined one. */
export function groupShift(group: DeploymentGroup): TrafficRouting | undefined {
  if (group.trafficRouting) return group.trafficRouting;
  const name = group.configurationName;
  if (name === undefined) return { kind: 'all-at-once' };
  return name.known ? parseShift(name.value) : undefined;
}

/** Whether an alarm of the group stops and rolls a deployment back: all four parts are needed (domain facts 2). */
export function groupRollsBackOnAlarm(group: DeploymentGroup): boolean {
  return (
    group.alarms?.enabled === true &&
    group.alarms.names.length > 0 &&
    group.autoRollback?.enabled === true &&
    group.autoRollback.events.includes('DEPLOYMENT_STOP_ON_ALARM')
  );
}

/** Names of alarms in a comma-separated value that is not empty. */
export function hasAlarms(value: Value | undefined): boolean {
  return value !== undefined && display(value).trim() !== '';
}
