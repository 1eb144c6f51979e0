import { isBefore } from './order.js';
import type { Deployment, Environment } from './types.js';

/** How a production deployment is reached. */
export interface Path {
  /** The pre-production environments before it, one list per link of the longest chain. */
  readonly links: readonly (readonly Environment[])[];
  /** How long the chain could be if environments of unknown tier were pre-production. */
  readonly atMost: number;
}

/**
 * The longest chain of distinct pre-production environments, each wholly before the next, the last before the deployment
 * (semantics §3). Environments that a run may skip or whose deployment may fail unheeded, test harnesses and delivery tooling
 * are no links.
 */
export function pathTo(target: Deployment, environments: readonly Environment[]): Path {
  const before = environments.filter((it) => it.deployments.every((other) => isBefore(other.step, target.step)));
  const sure = before.filter((it) => it.tier === 'pre-production' && isLink(it));
  const possible = before.filter((it) => it.tier !== 'production' && couldBeLink(it));
  const links = chain(sure);
  return { links, atMost: possible.length === sure.length ? links.length : chain(possible).length };
}

/** Whether a run that reaches production has certainly deployed the product to an environment. */
export function isLink(environment: Environment): boolean {
  return (
    isSurelyDeployed(environment, ({ deploys }) => !deploys.mayNotRun && !deploys.doubtful) &&
    !environment.deployments.some((it) => it.step.skippable)
  );
}

/** An optional action of an unresolved condition may be there after all, a branch may be taken, and a doubtful one may deploy. */
export function couldBeLink(environment: Environment): boolean {
  const neverSkipped = environment.deployments.every((it) => !it.step.skippable || it.step.action.optional);
  return isSurelyDeployed(environment, () => true) && neverSkipped;
}

/** Whether something of the product is deployed whose failure stops the run. */
function isSurelyDeployed(environment: Environment, counts: (deployment: Deployment) => boolean): boolean {
  return environment.deployments.some((it) => !it.deploys.tooling && !it.deploys.mayFail && counts(it));
}

/** Groups environments by how long a chain they end; the groups are the links. */
function chain(environments: readonly Environment[]): Environment[][] {
  const depth = depths(environments);
  const longest = Math.max(0, ...depth.values());
  const links: Environment[][] = [];
  for (let link = 1; link <= longest; link += 1) links.push(environments.filter((it) => depth.get(it) === link));
  return links;
}

function depths(environments: readonly Environment[]): Map<Environment, number> {
  const depth = new Map<Environment, number>();
  const visit = (it: Environment): number => {
    const cached = depth.get(it);
    if (cached !== undefined) return cached;
    depth.set(it, 1);
    const earlier = environments.filter((other) => other !== it && isWhollyBefore(other, it));
    const result = 1 + Math.max(0, ...earlier.map(visit));
    depth.set(it, result);
    return result;
  };
  environments.forEach(visit);
  return depth;
}

function isWhollyBefore(a: Environment, b: Environment): boolean {
  return a.deployments.every((one) => b.deployments.every((other) => isBefore(one.step, other.step)));
}

/** A group of production environments that are deployed in one go. */
export interface Wave {
  /** From 1. */
  readonly number: number;
  readonly environments: readonly Environment[];
  /** Every environment in it is a one-box: the smallest slice that can fail alone. */
  readonly oneBox: boolean;
}

/** Production environments grouped by order: two are in one wave unless one is wholly before the other. */
export function readWaves(environments: readonly Environment[]): Wave[] {
  return chain(environments.filter((it) => it.tier === 'production')).map((list, index) => ({
    number: index + 1,
    environments: list,
    oneBox: list.every((it) => it.name.includes('onebox')),
  }));
}
