import type { Evidence } from '../../model/finding.js';
import { display } from '../../model/located.js';
import type { DeploymentGroup, StageCondition } from '../../model/pipeline.js';
import { seen } from './evidence.js';
import { readManaged } from './managed.js';
import { insideUnseen, settleRollback, settleValue } from './settle.js';
import { groupRollsBackOnAlarm, hasAlarms } from './shifting.js';
import type { Deployment, ReadStep, Truth } from './types.js';

/** Whether a deployment undoes itself, and why that is believed. */
export interface Rollback {
  readonly truth: Truth;
  readonly evidence: readonly Evidence[];
  readonly settledBy: readonly string[];
}

function yes(evidence: Evidence): Rollback {
  return { truth: true, evidence: [evidence], settledBy: [] };
}

function no(evidence: Evidence): Rollback {
  return { truth: false, evidence: [evidence], settledBy: [] };
}

function unknown(text: string, step: ReadStep, settledBy: string): Rollback {
  return { truth: 'undetermined', evidence: [seen(text, step.action.span)], settledBy: [settledBy] };
}

/** Whether a failing deployment is undone (semantics §6). `FAIL` and `RETRY` are not rollback. */
export function rollbackOnFailure(deployment: Deployment): Rollback {
  const step = deployment.step as ReadStep;
  const { onFailure } = step.stage;
  if (onFailure?.result?.known && onFailure.result.value === 'ROLLBACK')
    return yes(seen('stage onFailure result ROLLBACK', onFailure.span));
  const condition = onFailure?.conditions.find((it) => it.result?.known && it.result.value === 'ROLLBACK');
  if (condition) return yes(seen('stage onFailure condition with result ROLLBACK', condition.span));
  const own = ownRollbackOnFailure(deployment, step);
  if (own.truth === false && onFailure?.result && !onFailure.result.known)
    return unknown(
      `the stage's onFailure result ${display(onFailure.result)} is not known`,
      step,
      settleValue(onFailure.result),
    );
  return own;
}

function ownRollbackOnFailure(deployment: Deployment, step: ReadStep): Rollback {
  const { deploymentGroup, service } = step.action.resources;
  switch (deployment.deploys.kind) {
    case 'stack':
    case 'stack-set':
      return yes(seen(`${deployment.deploys.mechanism} rolls its stack back when the update fails`, step.action.span));
    case 'code-deploy':
    case 'code-deploy-ecs': {
      if (!deploymentGroup) return groupOutOfSight(step);
      const armed =
        deploymentGroup.autoRollback?.enabled === true &&
        deploymentGroup.autoRollback.events.includes('DEPLOYMENT_FAILURE');
      return armed
        ? yes(seen('deployment group rolls back on DEPLOYMENT_FAILURE', deploymentGroup.span))
        : no(seen('deployment group has no automatic rollback on DEPLOYMENT_FAILURE', deploymentGroup.span));
    }
    case 'ecs':
      if (!service) return serviceOutOfSight(step);
      return service.circuitBreakerRollback
        ? yes(seen('ECS circuit breaker with rollback', service.span))
        : no(seen('ECS service has no circuit breaker with rollback', service.span));
    case 'elastic-beanstalk':
    case 'appconfig':
      return managedRollback(step, 'rollsBackOnFailure');
    case 's3':
    case 'eks':
    case 'ec2':
    case 'lambda':
    case 'opsworks':
    case 'alexa':
      return no(seen(`${deployment.deploys.mechanism} does not undo a failed deployment`, step.action.span));
    default:
      return commandRollback(deployment, step);
  }
}

/** Tools whose deployments are CloudFormation stacks, which roll back by themselves. */
const STACK_TOOLS = /^(cdk|sam|serverless|sls|aws cloudformation)\b/;

function commandRollback(deployment: Deployment, step: ReadStep): Rollback {
  if (!step.commands || deployment.deploys.opaque) return unknown(insideUnseen(step), step, settleRollback(step));
  const deploying = step.commands.filter((reading) => reading.effect === 'deploy' || reading.effect === 'migrate');
  // Only what runs when something failed undoes a failure: `deploy || helm rollback`.
  const undoes = step.commands.find((reading) => reading.effect === 'rollback' && reading.conditional);
  if (undoes) return yes(seen(`runs \`${undoes.text}\``, step.action.span));
  const covered = deploying.every((reading) => isSelfUndoing(reading.tool, reading.text));
  if (covered && deploying.length > 0)
    return yes(seen(`\`${deploying[0]!.tool}\` rolls back when it fails`, step.action.span));
  return no(seen('its commands do not undo a failed deployment', step.action.span));
}

function isSelfUndoing(tool: string, text: string): boolean {
  if (/^helm\b/.test(tool)) return /--(atomic|rollback-on-failure)\b/.test(text);
  return STACK_TOOLS.test(tool) && !/--(no-rollback|disable-rollback)\b/.test(text);
}

/** Whether an alarm after the deployment undoes it (semantics §6). What is not declared is none. */
export function rollbackOnAlarm(deployment: Deployment): Rollback {
  const step = deployment.step as ReadStep;
  const armed = step.stage.onSuccess.find(rollsBackOnAlarm);
  if (armed) return yes(seen('stage onSuccess alarm condition with result ROLLBACK', armed.span));
  const { deploymentGroup, service } = step.action.resources;
  switch (deployment.deploys.kind) {
    case 'code-deploy':
    case 'code-deploy-ecs':
      if (!deploymentGroup) return groupOutOfSight(step);
      return groupRollsBackOnAlarm(deploymentGroup)
        ? yes(seen('deployment group stops and rolls back on its alarms', deploymentGroup.span))
        : no(seen(whyNoAlarm(deploymentGroup), deploymentGroup.span));
    case 'ecs': {
      if (!service) return serviceOutOfSight(step);
      const on = service.alarms?.enabled === true && service.alarms.rollback && service.alarms.names.length > 0;
      return on
        ? yes(seen('ECS deployment alarms with rollback', service.span))
        : no(seen('ECS service has no deployment alarms with rollback', service.span));
    }
    case 'lambda':
      return hasAlarms(step.action.configuration.get('Alarms'))
        ? yes(seen('Lambda deploy action with alarms', step.action.span))
        : no(seen('Lambda deploy action without alarms', step.action.span));
    case 'elastic-beanstalk':
    case 'appconfig':
      return managedRollback(step, 'rollsBackOnAlarm');
    case 'stack':
    case 'stack-set':
      return no(seen('no alarm is declared: rollback triggers of CloudFormation stand in no file', step.action.span));
    case 's3':
    case 'eks':
    case 'ec2':
    case 'opsworks':
    case 'alexa':
      return no(seen(`no alarm undoes a deployment by ${deployment.deploys.mechanism}`, step.action.span));
    default:
      if (!step.commands || deployment.deploys.opaque) return unknown(insideUnseen(step), step, settleRollback(step));
      return no(seen('its commands arm no alarm', step.action.span));
  }
}

/** Which of the parts that an alarm's rollback needs is missing: groups often name the event and no alarm that could raise it. */
function whyNoAlarm({ alarms, autoRollback }: DeploymentGroup): string {
  const onAlarm = autoRollback?.events.includes('DEPLOYMENT_STOP_ON_ALARM') === true;
  if (!alarms || alarms.names.length === 0)
    return onAlarm
      ? 'deployment group rolls back on DEPLOYMENT_STOP_ON_ALARM, but no alarm stops it: AlarmConfiguration names none'
      : 'deployment group names no alarms (AlarmConfiguration)';
  if (!alarms.enabled) return 'AlarmConfiguration of the deployment group is not enabled';
  return `alarms stop the deployment, but ${onAlarm ? 'automatic rollback is not enabled' : 'its rollback events lack DEPLOYMENT_STOP_ON_ALARM'}`;
}

function rollsBackOnAlarm(condition: StageCondition): boolean {
  if (!condition.result?.known || condition.result.value !== 'ROLLBACK') return false;
  return condition.rules.some(
    (rule) => display(rule.provider) === 'CloudWatchAlarm' && hasAlarms(rule.configuration.get('AlarmName')),
  );
}

function groupOutOfSight(step: ReadStep): Rollback {
  return unknown(
    `the CodeDeploy group of ${step.action.address} is out of sight`,
    step,
    `check the template that defines the deployment group of ${step.action.address}`,
  );
}

/** What Elastic Beanstalk and AppConfig do by themselves stands in their environment. */
function managedRollback(step: ReadStep, when: 'rollsBackOnFailure' | 'rollsBackOnAlarm'): Rollback {
  const managed = readManaged(step.action);
  if (!managed)
    return unknown(
      `the ${display(step.action.provider)} environment is out of sight`,
      step,
      `check the file that defines the environment of ${step.action.address}`,
    );
  const { text, span, settledBy } = managed;
  const truth = managed[when];
  return { truth, evidence: [seen(text, span)], settledBy: truth === 'undetermined' ? [settledBy] : [] };
}

function serviceOutOfSight(step: ReadStep): Rollback {
  return unknown(
    `the ECS service of ${step.action.address} is out of sight`,
    step,
    `check the template that defines the service of ${step.action.address}`,
  );
}

/** Over several deployments: `all`, `some`, `none` or `undetermined`. */
export function overAll(truths: readonly Truth[]): 'all' | 'some' | 'none' | 'undetermined' {
  if (truths.length === 0) return 'none';
  if (truths.every((truth) => truth === true)) return 'all';
  if (truths.some((truth) => truth === true) && truths.some((truth) => truth === false)) return 'some';
  return truths.every((truth) => truth === false) ? 'none' : 'undetermined';
}
