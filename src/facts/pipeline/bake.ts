import type { Evidence } from '../../model/finding.js';
import { flatMap } from '../../model/flat.js';
import { display, type Value } from '../../model/located.js';
import type { Pipeline, Stage, StageCondition } from '../../model/pipeline.js';
import type { CommandReading } from '../commands/read-commands.js';
import { seen } from './evidence.js';
import { readManaged } from './managed.js';
import { isBefore } from './order.js';
import { CODEBUILD_DEFAULT_TIMEOUT, CODEBUILD_MAX_TIMEOUT, DEPLOY_PROVIDERS, LAMBDA_INVOKE_MAX } from './providers.js';
import { insideUnseen, settleBake, settleValue } from './settle.js';
import { groupRollsBackOnAlarm, groupShift, hasAlarms, parseShift, shiftMinutes } from './shifting.js';
import type { Declarations, Deployment, Environment, ReadStep } from './types.js';

/**
 * Time during which the new version serves and something can still undo or stop it, in minutes. Where part of it may stand
 * out of sight, the bounds differ.
 */
export interface Bake {
  readonly atLeast: number;
  readonly atMost: number;
  /** Minutes that are waited with nobody watching: reported, not counted. */
  readonly unwatched: number;
  readonly evidence: readonly Evidence[];
  /** Why it is not known exactly. */
  readonly unknown: readonly string[];
  readonly settledBy: readonly string[];
}

const NONE: Bake = { atLeast: 0, atMost: 0, unwatched: 0, evidence: [], unknown: [], settledBy: [] };

function watched(minutes: number, evidence: Evidence): Bake {
  return { ...NONE, atLeast: minutes, atMost: minutes, evidence: [evidence] };
}

function unwatchedWait(minutes: number, evidence: Evidence): Bake {
  return minutes > 0 ? { ...NONE, unwatched: minutes, evidence: [evidence] } : NONE;
}

function hidden(atMost: number, unknown: string, settledBy: string): Bake {
  return atMost <= 0 ? NONE : { ...NONE, atMost, unknown: [unknown], settledBy: [settledBy] };
}

/** Bakes one after another add up. */
function inSeries(all: readonly Bake[]): Bake {
  const bakes = all.filter((it) => it !== NONE);
  if (bakes.length === 0) return NONE;
  if (bakes.length === 1) return bakes[0]!;
  return {
    atLeast: sum(bakes.map((it) => it.atLeast)),
    atMost: sum(bakes.map((it) => it.atMost)),
    unwatched: sum(bakes.map((it) => it.unwatched)),
    evidence: flatMap(bakes, (it) => it.evidence),
    unknown: flatMap(bakes, (it) => it.unknown),
    settledBy: [...new Set(flatMap(bakes, (it) => it.settledBy))],
  };
}

/** Of bakes side by side the shortest counts. */
function inParallel(bakes: readonly Bake[]): Bake {
  if (bakes.length === 0) return NONE;
  if (bakes.length === 1) return bakes[0]!;
  return {
    ...inSeries(bakes),
    atLeast: Math.min(...bakes.map((it) => it.atLeast)),
    atMost: Math.min(...bakes.map((it) => it.atMost)),
    unwatched: Math.min(...bakes.map((it) => it.unwatched)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Everything that bakes between environments that were deployed and the deployment that comes next. */
export function bakeBetween(
  pipeline: Pipeline,
  steps: readonly ReadStep[],
  environments: readonly Environment[],
  next: Deployment,
  declarations: Declarations,
): Bake {
  const deployed = flatMap(environments, (it) => it.deployments);
  if (deployed.length === 0) return NONE;
  const from = Math.max(...deployed.map((it) => it.step.stageIndex));
  const stages = pipeline.stages.slice(from, next.step.stageIndex).map(stageBake);
  const between = steps.filter(
    (step) =>
      step.deploys === undefined && isBefore(step, next.step) && deployed.every((it) => isBefore(it.step, step)),
  );
  return inSeries([
    inParallel(
      environments.map((it) => inParallel(lastDeployments(it).map((last) => innerBake(pipeline, last, declarations)))),
    ),
    ...stages,
    ...between.map((step) => stepBake(pipeline, step, declarations)),
  ]);
}

/** The deployments of an environment that no other of it comes after: only these serve the whole new version. */
function lastDeployments(environment: Environment): Deployment[] {
  const { deployments } = environment;
  return deployments.filter((it) => !deployments.some((other) => isBefore(it.step, other.step)));
}

/** `onSuccess` of a stage: alarms read for `WaitTime` minutes after its actions. Entry conditions never bake. */
export function stageBake(stage: Stage): Bake {
  return inSeries(stage.onSuccess.map(conditionBake));
}

function conditionBake(condition: StageCondition): Bake {
  const bakes = flatMap(condition.rules, (rule): Bake[] => {
    if (display(rule.provider) !== 'CloudWatchAlarm' || !hasAlarms(rule.configuration.get('AlarmName'))) return [];
    const wait = rule.configuration.get('WaitTime');
    if (wait === undefined) return [];
    const text = `onSuccess alarm ${display(rule.configuration.get('AlarmName')!)} for ${display(wait)} minutes`;
    const minutes = toMinutes(wait);
    if (minutes === undefined)
      return [hidden(Number.POSITIVE_INFINITY, `the WaitTime ${display(wait)} is not known`, settleValue(wait))];
    return [watched(minutes, seen(text, rule.span))];
  });
  // The rules of one condition run side by side and all must end: the longest is what is waited.
  return bakes.reduce((longest, bake) => (bake.atMost > longest.atMost ? bake : longest), NONE);
}

function toMinutes(value: Value): number | undefined {
  const minutes = value.known && value.value.trim() !== '' ? Number(value.value) : Number.NaN;
  return Number.isFinite(minutes) && minutes >= 0 ? minutes : undefined;
}

/** A step between two waves that waits. Manual approvals and deployment windows wait, and are no bake. */
function stepBake(pipeline: Pipeline, step: ReadStep, declarations: Declarations): Bake {
  const declared = declarations.bake(pipeline, step.stage, step.action);
  if (declared)
    return declared.watched
      ? watched(declared.minutes, declared.evidence)
      : unwatchedWait(declared.minutes, declared.evidence);
  if (step.fireAndForget || step.activity === 'approval' || step.activity === 'source') return NONE;
  const machine = step.action.resources.stateMachine;
  if (machine && machine.waitMinutes !== undefined) {
    const evidence = seen(`state machine waits ${machine.waitMinutes} minutes`, machine.span);
    return machine.readsAlarms ? watched(machine.waitMinutes, evidence) : unwatchedWait(machine.waitMinutes, evidence);
  }
  if (step.commands) return commandBake(step);
  if (step.activity !== 'bake') return NONE;
  return hidden(
    unseenMaximum(step),
    `what ${step.action.address} waits for is out of sight`,
    `declare the bake of ${step.action.address} in tollgate.yaml`,
  );
}

/** `sleep` in commands: watched only when alarms are read beside it. */
function commandBake(step: ReadStep): Bake {
  const commands = step.commands ?? [];
  // A wait inside a branch may not happen.
  const minutes = sum(commands.map((reading) => (reading.conditional ? 0 : (reading.waitMinutes ?? 0))));
  const alarms = commands.some((reading, at) => readsAlarms(reading) && isHeeded(commands, at));
  const evidence = seen(`commands wait ${minutes} minutes`, step.action.span);
  if (minutes === 0) return NONE;
  return alarms ? watched(minutes, evidence) : unwatchedWait(minutes, evidence);
}

function readsAlarms({ text }: CommandReading): boolean {
  return /\bdescribe-alarms\b/.test(text);
}

/** Reading an alarm stops nothing by itself: something after it on the same line has to fail (`… | grep -q OK`). */
function isHeeded(commands: readonly CommandReading[], at: number): boolean {
  return commands.some(
    (other, index) => index > at && other.line === commands[at]!.line && !other.mayFail && !other.conditional,
  );
}

/** What a deployment itself waits after the new version serves. */
export function innerBake(pipeline: Pipeline, deployment: Deployment, declarations: Declarations): Bake {
  const step = deployment.step as ReadStep;
  const declared = declarations.bake(pipeline, step.stage, step.action);
  if (declared)
    return declared.watched
      ? watched(declared.minutes, declared.evidence)
      : unwatchedWait(declared.minutes, declared.evidence);
  switch (deployment.deploys.kind) {
    case 'code-deploy':
    case 'code-deploy-ecs':
      return groupBake(step);
    case 'ecs':
      return serviceBake(step);
    case 'lambda':
      return lambdaBake(step);
    case 'elastic-beanstalk':
    case 'appconfig':
      return managedBake(step);
    case 'stack':
    case 'stack-set':
    case 's3':
    case 'eks':
    case 'ec2':
      return NONE;
    default:
      return commandDeploymentBake(step);
  }
}

function commandDeploymentBake(step: ReadStep): Bake {
  if (step.commands && !step.deploys?.opaque) return commandBake(step);
  return hidden(unseenMaximum(step), insideUnseen(step), settleBake(step));
}

/** The longest that an action out of sight could bake: less than it may run, for deploying takes time too. */
function unseenMaximum(step: ReadStep): number {
  const provider = display(step.action.provider);
  const { project } = step.action.resources;
  if (provider === 'CodeBuild' || provider === 'Commands') {
    if (!project) return CODEBUILD_MAX_TIMEOUT - 1;
    if (project.timeoutMinutes === undefined) return CODEBUILD_DEFAULT_TIMEOUT - 1;
    return (project.timeoutMinutes.known ? project.timeoutMinutes.value : CODEBUILD_MAX_TIMEOUT) - 1;
  }
  if (provider === 'Lambda') return LAMBDA_INVOKE_MAX - 1;
  return Number.POSITIVE_INFINITY;
}

function groupBake(step: ReadStep): Bake {
  const group = step.action.resources.deploymentGroup;
  const settle = `check the template that defines the deployment group of ${step.action.address}, or declare its bake in tollgate.yaml`;
  if (!group)
    return hidden(Number.POSITIVE_INFINITY, `the CodeDeploy group of ${step.action.address} is out of sight`, settle);
  const shift = groupShift(group);
  if (!shift)
    return hidden(
      Number.POSITIVE_INFINITY,
      `the deployment configuration of ${step.action.address} is out of sight`,
      settle,
    );
  const termination = group.terminationWaitMinutes;
  if (termination && !termination.known)
    return hidden(Number.POSITIVE_INFINITY, `the termination wait of ${step.action.address} is not known`, settle);
  const minutes = shiftMinutes(shift) + (termination?.value ?? 0);
  const evidence = seen(`CodeDeploy group shifts and waits ${minutes} minutes`, group.span);
  if (minutes === 0) return NONE;
  return groupRollsBackOnAlarm(group) ? watched(minutes, evidence) : unwatchedWait(minutes, evidence);
}

function managedBake(step: ReadStep): Bake {
  const managed = readManaged(step.action);
  const declare = `declare the bake of ${step.action.address} in tollgate.yaml`;
  if (!managed) return hidden(59, `the strategy of ${display(step.action.provider)} is out of sight`, declare);
  const { bakeMinutes, watched: armed, text, settledBy, span } = managed;
  if (armed === false) return bakeMinutes === undefined ? NONE : unwatchedWait(bakeMinutes, seen(text, span));
  if (bakeMinutes === undefined || armed === 'undetermined')
    return hidden(
      bakeMinutes ?? 59,
      `how long ${step.action.address} bakes under watch is not known: ${text}`,
      settledBy,
    );
  return bakeMinutes === 0 ? NONE : watched(bakeMinutes, seen(`${text}: ${bakeMinutes} minutes`, span));
}

function serviceBake(step: ReadStep): Bake {
  const { service } = step.action.resources;
  // An ECS deploy action may last an hour at most, deployment included (domain facts 1.7).
  if (!service)
    return hidden(
      DEPLOY_PROVIDERS.ECS!.maxMinutes! - 1,
      `the ECS service of ${step.action.address} is out of sight`,
      `check the template that defines the service of ${step.action.address}`,
    );
  const bake = service.bakeMinutes;
  if (bake === undefined) return NONE;
  if (!bake.known)
    return hidden(59, `the bake time of the ECS service of ${step.action.address} is not known`, settleValue(bake));
  const evidence = seen(`ECS service bakes ${bake.value} minutes`, service.span);
  const armed = service.alarms?.enabled === true && service.alarms.rollback && service.alarms.names.length > 0;
  return armed ? watched(bake.value, evidence) : unwatchedWait(bake.value, evidence);
}

function lambdaBake(step: ReadStep): Bake {
  const strategy = step.action.configuration.get('DeployStrategy');
  if (strategy === undefined) return NONE;
  const shift = strategy.known ? parseShift(strategy.value) : undefined;
  if (!shift) return hidden(2880, `the strategy ${display(strategy)} is not known`, settleValue(strategy));
  const minutes = shiftMinutes(shift);
  if (minutes === 0) return NONE;
  const evidence = seen(`Lambda deploy shifts over ${minutes} minutes`, strategy.span);
  return hasAlarms(step.action.configuration.get('Alarms'))
    ? watched(minutes, evidence)
    : unwatchedWait(minutes, evidence);
}
