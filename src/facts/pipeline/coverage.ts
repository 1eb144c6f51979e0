import { flatMap } from '../../model/flat.js';
import { isBefore } from './order.js';
import { couldBeLink, isLink } from './progression.js';
import { type Activity, DEPLOYED_TESTS, type Deployment, type Environment, type Step, type Truth } from './types.js';

/** A test and the environment that it exercises. */
export interface Test {
  readonly step: Step;
  readonly activity: Activity;
  readonly covers: Environment;
}

/**
 * Every test of something deployed, with the environments it covers: those whose deployment is the last before it, unless that
 * may have failed. A test inside a deploying job, after the deployment, covers that job's environment.
 */
export function readTests(steps: readonly Step[], environments: readonly Environment[]): Test[] {
  return flatMap(steps, (step) => {
    const own = environments.filter((it) => it.deployments.some((deployment) => deployment.step === step));
    const inside = flatMap(
      step.also.filter((activity) => DEPLOYED_TESTS.has(activity)),
      (activity) => own.map((covers) => ({ step, activity, covers })),
    );
    if (!DEPLOYED_TESTS.has(step.activity)) return inside;
    return latestBefore(step, environments)
      .filter((it) => it.deployments.some(({ deploys }) => !deploys.mayFail))
      .map((covers) => ({ step, activity: step.activity, covers }));
  });
}

/** Environments deployed before a step, with no other environment's deployment in between or beside it. */
function latestBefore(step: Step, environments: readonly Environment[]): Environment[] {
  const before = environments.filter((it) => it.deployments.some((deployment) => isBefore(deployment.step, step)));
  const beside = environments.filter((it) => it.deployments.some((deployment) => runsBeside(deployment.step, step)));
  return before.filter(
    (it) =>
      !before.some((other) => other !== it && follows(other, it, step)) &&
      !beside.some((other) => other !== it && nextTo(other, it, step)),
  );
}

/** Whether two steps may run at the same time. */
function runsBeside(a: Step, b: Step): boolean {
  return !isBefore(a, b) && !isBefore(b, a);
}

/** Whether `later` comes after `earlier` and is deployed while `step` runs: what the step finds may come too late for it. */
function nextTo(later: Environment, earlier: Environment, step: Step): boolean {
  return later.deployments.some(
    (b) => runsBeside(b.step, step) && earlier.deployments.every((a) => isBefore(a.step, b.step)),
  );
}

/** Whether `later` is deployed after `earlier` and before `step`. */
function follows(later: Environment, earlier: Environment, step: Step): boolean {
  return later.deployments.some(
    (b) => isBefore(b.step, step) && earlier.deployments.every((a) => isBefore(a.step, b.step)),
  );
}

/** Whether a test of one of these activities covers a pre-production environment and gates the deployment. */
export function testGates(
  tests: readonly Test[],
  activities: ReadonlySet<Activity>,
  target: Deployment,
): { gates: Truth; tests: readonly Test[] } {
  const before = tests.filter((test) => activities.has(test.activity) && isBefore(test.step, target.step));
  const sure = before.filter(
    (test) => test.covers.tier === 'pre-production' && isLink(test.covers) && !test.step.skippable,
  );
  if (sure.length > 0) return { gates: true, tests: sure };
  const maybe = before.filter(
    (test) =>
      test.covers.tier !== 'production' &&
      couldBeLink(test.covers) &&
      (!test.step.skippable || test.step.action.optional),
  );
  return maybe.length > 0 ? { gates: 'undetermined', tests: maybe } : { gates: false, tests: [] };
}

/** What is tested in an environment after its deployment. */
export function activitiesAfter(environment: Environment, tests: readonly Test[]): ReadonlySet<Activity> {
  return new Set(tests.filter((test) => test.covers === environment).map((test) => test.activity));
}

/** The approvals before a deployment. */
export function approvalsBefore(steps: readonly Step[], target: Deployment): readonly Step[] {
  return steps.filter((step) => step.activity === 'approval' && isBefore(step, target.step));
}
