import { display, type Value } from '../../model/located.js';
import type { Pipeline } from '../../model/pipeline.js';
import { allBefore, isBefore, type ReadStep } from './order.js';
import { readTiers } from './tiers.js';
import type { Declarations, Deployment, Environment, Tier, TierReading } from './types.js';

/** The deployments of a pipeline with their environments, and what is known of its production. */
export interface Environments {
  readonly deployments: readonly Deployment[];
  readonly environments: readonly Environment[];
  readonly production: 'named' | 'assumed' | 'none' | 'undetermined';
}

/** Finds every deployment and its environment: declared, by name, by the account it shares, then by position. */
export function readEnvironments(
  pipeline: Pipeline,
  steps: readonly ReadStep[],
  declarations: Declarations,
): Environments {
  const deploying = steps.filter((step) => step.deploys !== undefined);
  const readings = readTiers(pipeline, deploying, declarations);
  const drafts = deploying.map((step, index) => draft(step, readings[index]!));
  const shared = drafts.map((it) => byAccount(it, drafts));
  const keyed = assignKeys(shared);
  const placed = byPosition(keyed, openReason(pipeline));
  const environments = group(placed.deployments);
  return { ...placed, environments };
}

function draft(step: ReadStep, reading: TierReading): Deployment {
  return {
    step,
    deploys: step.deploys!,
    reading,
    environmentKey: '',
    region: step.deploys!.regions.length > 0 ? step.deploys!.regions.join(' ') : place(step.action.region),
    account: accountOf(step.action.roleArn),
  };
}

/** A region that names itself; the pipeline's own (`AWS::Region`) counts as none. */
function place(value: Value | undefined): string {
  if (value === undefined) return '';
  if (value.known) return value.value;
  return value.parts.every((part) => typeof part !== 'string' && part.kind === 'neutral') ? '' : value.expression;
}

function accountOf(role: Value | undefined): string {
  return (role && /::(\d{12}):/.exec(display(role))?.[1]) ?? '';
}

/** An unnamed deployment into an account that only deployments of one tier share is of that tier. */
function byAccount(it: Deployment, all: readonly Deployment[]): Deployment {
  if (it.reading.kind !== 'position' || it.account === '') return it;
  const named = all.filter((other) => other.account === it.account && other.reading.kind !== 'position');
  const tiers = new Set(named.map((other) => other.reading.tier));
  const [tier] = tiers;
  if (tiers.size !== 1 || tier === undefined || tier === 'undetermined') return it;
  const like = named[0]!;
  const text = `account ${it.account} is that of ${like.step.action.address}`;
  const reading: TierReading = { ...like.reading, kind: 'structural', evidence: [{ text }, ...like.reading.evidence] };
  return { ...it, reading };
}

/**
 * Environments are told apart by name, region and account. Where only some deployments of a name say their region or
 * account, the others may be anywhere: pre-production is then not split (an environment that is not there must not count),
 * production is.
 */
function assignKeys(deployments: readonly Deployment[]): Deployment[] {
  return deployments.map((it) => {
    const { reading } = it;
    const base = reading.kind === 'position' ? '' : reading.environment;
    const peers = deployments.filter(
      (other) => other.reading.environment === reading.environment && other.reading.kind === reading.kind,
    );
    const split = (field: 'region' | 'account') => {
      const all = peers.every((peer) => peer[field] !== '');
      return all || reading.tier !== 'pre-production' ? it[field] : '';
    };
    const key = [reading.tier === 'undetermined' ? `?${base}` : base, split('region'), accountKey(it, peers)]
      .filter((part) => part !== '')
      .join(' ');
    return { ...it, environmentKey: key };
  });
}

/** Accounts split an environment only when every deployment to it says its own. */
function accountKey(it: Deployment, peers: readonly Deployment[]): string {
  return peers.every((peer) => peer.account !== '') && new Set(peers.map((peer) => peer.account)).size > 1
    ? it.account
    : '';
}

/** What leaves open which environments the pipeline has at all. */
function openReason(pipeline: Pipeline): string | undefined {
  if (pipeline.unexpanded.length > 0 || pipeline.stages.some((stage) => stage.unexpanded.length > 0))
    return 'the pipeline has stages that could not be expanded';
  const chooser = pipeline.scenario.restsOn?.find((name) => /env|stage|tier/i.test(name));
  return chooser && `the parameter ${chooser} chooses the environment, and has no value`;
}

function byPosition(
  deployments: readonly Deployment[],
  openReason: string | undefined,
): Pick<Environments, 'deployments' | 'production'> {
  const named = deployments.some(({ reading }) => reading.tier === 'production');
  const open = deployments.some(
    (it) => it.reading.tier === 'undetermined' && it.reading.kind !== 'position' && !endsBeforeNamed(it, deployments),
  );
  if (named)
    return {
      deployments: deployments.map((it) =>
        isUnplaced(it) ? undetermined(it, 'production is named elsewhere, this environment is not') : it,
      ),
      production: 'named',
    };
  const last = deployments.filter((it) => isUnplaced(it) && nothingFollows(it, deployments));
  if (openReason !== undefined && (pipelineMayDeployMore(openReason) || last.length > 0))
    return {
      deployments: deployments.map((it) => (isUnplaced(it) ? undetermined(it, openReason) : it)),
      production: 'undetermined',
    };
  if (open)
    return {
      deployments: deployments.map((it) =>
        isUnplaced(it) ? undetermined(it, 'another environment of the pipeline is not known') : it,
      ),
      production: 'undetermined',
    };
  if (last.length === 0)
    return {
      deployments: deployments.map((it) =>
        isUnplaced(it) ? undetermined(it, 'nothing names its environment, and a pre-production one follows') : it,
      ),
      production: 'none',
    };
  const keys = new Set(last.map((it) => it.environmentKey));
  return {
    deployments: deployments.map((it) => {
      if (!isUnplaced(it)) return it;
      return keys.has(it.environmentKey) ? assumed(it) : undetermined(it, 'nothing names its environment');
    }),
    production: 'assumed',
  };
}

/** Stages that could not be expanded may deploy; a parameter that chooses the environment adds none. */
function pipelineMayDeployMore(openReason: string): boolean {
  return openReason.includes('expanded');
}

/** An unknown environment that a named pre-production one follows is no production that anything is released to. */
function endsBeforeNamed(it: Deployment, all: readonly Deployment[]): boolean {
  return all.some((other) => other.reading.tier === 'pre-production' && isBefore(it.step, other.step));
}

function isUnplaced({ reading }: Deployment): boolean {
  return reading.kind === 'position' && reading.tier === 'undetermined';
}

function nothingFollows(it: Deployment, all: readonly Deployment[]): boolean {
  const own = all.filter((other) => other.environmentKey === it.environmentKey);
  const others = new Set(
    all.filter((other) => other.environmentKey !== it.environmentKey).map((other) => other.environmentKey),
  );
  return ![...others].some((key) => {
    const theirs = all.filter((other) => other.environmentKey === key);
    return allBefore(
      own.map((a) => a.step),
      theirs.map((b) => b.step),
    );
  });
}

function assumed(it: Deployment): Deployment {
  const text = 'assumed: nothing names its environment, and nothing follows it';
  return { ...it, reading: { ...it.reading, tier: 'production', evidence: [{ text }] } };
}

function undetermined(it: Deployment, why: string): Deployment {
  return {
    ...it,
    reading: {
      ...it.reading,
      kind: 'unresolved',
      evidence: [{ text: why }],
      settledBy: [`declare the environment of ${it.step.action.address} in tollgate.yaml`],
    },
  };
}

function group(deployments: readonly Deployment[]): Environment[] {
  const keys = [...new Set(deployments.map((it) => it.environmentKey))];
  return keys.map((key) => {
    const own = deployments.filter((it) => it.environmentKey === key);
    const tiers = new Set(own.map((it) => it.reading.tier));
    const tier: Tier | 'undetermined' = tiers.has('production')
      ? 'production'
      : tiers.has('undetermined')
        ? 'undetermined'
        : 'pre-production';
    return { key, name: key.replace(/^\?/, '') || '(unnamed)', tier, deployments: own };
  });
}

/** The steps of an environment's deployments. */
export function stepsOf(environment: Environment): readonly ReadStep[] {
  return environment.deployments.map((it) => it.step as ReadStep);
}
