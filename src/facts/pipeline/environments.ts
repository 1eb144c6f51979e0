import { flatMap } from '../../model/flat.js';
import { display, locate, type Value } from '../../model/located.js';
import type { Pipeline } from '../../model/pipeline.js';
import { allBefore, isBefore } from './order.js';
import { DEPLOY_PROVIDERS } from './providers.js';
import { byNamedRegion } from './regions.js';
import { readTiers } from './tiers.js';
import type { Declarations, Deployment, Environment, ReadStep, Tier, TierReading } from './types.js';

/** The deployments of a pipeline with their environments, and what is known of its production. */
export interface Environments {
  readonly deployments: readonly Deployment[];
  readonly environments: readonly Environment[];
  readonly production: 'named' | 'assumed' | 'none' | 'undetermined';
  /** Why production is undetermined, when that lies in the pipeline and not in a deployment of it. */
  readonly openBecause: { readonly text: string; readonly settledBy: string } | undefined;
}

/** Finds every deployment and its environment: declared, by name, by the account it shares, then by position. */
export function readEnvironments(
  pipeline: Pipeline,
  steps: readonly ReadStep[],
  declarations: Declarations,
  outOfSight: string | undefined,
): Environments {
  const deploying = steps.filter((step) => step.deploys !== undefined);
  const readings = readTiers(pipeline, deploying, declarations);
  const drafts = deploying.map((step, index) => draft(step, readings[index]!));
  const united = byPlace(drafts);
  const shared = united.map((it) => byAccount(it, united));
  const keyed = assignKeys(byNamedRegion(shared));
  const placed = byPosition(keyed, openReason(pipeline, outOfSight));
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

/** Targets that say where a deployment goes; the others say what with. S3 copies many things to one place. */
const WHERE = new Set([
  'StackName',
  'StackSetName',
  'RoleArn',
  'ClusterName',
  'ServiceName',
  'Namespace',
  'DeploymentGroupName',
  'ApplicationName',
  'EnvironmentName',
  'FunctionName',
  'FunctionAlias',
]);

function placeOf({ step, deploys, region }: Deployment): string | undefined {
  const keys = DEPLOY_PROVIDERS[display(step.action.provider)]?.targets.filter((key) => WHERE.has(key)) ?? [];
  const values = flatMap(keys, (key) => step.action.configuration.get(key) ?? []);
  // A parameter that is empty until somebody fills it in names no place, least of all one that two deployments share.
  if (deploys.hidden || values.length === 0 || values.some((value) => display(value).trim() === '')) return undefined;
  return [deploys.kind, region, step.action.roleArn ? display(step.action.roleArn) : '', ...values.map(display)].join(
    '\n',
  );
}

/** Deployments that change the very same thing change one environment, whatever their stages are called; production wins. */
function byPlace(deployments: readonly Deployment[]): Deployment[] {
  const places = deployments.map(placeOf);
  return deployments.map((it, index) => {
    const place = places[index];
    if (place === undefined || it.reading.kind === 'declared' || it.reading.tier === 'production') return it;
    const same = deployments.filter((_, other) => places[other] === place);
    const named =
      same.find((other) => other.reading.tier === 'production') ??
      same.find((other) => other.reading.kind === 'name') ??
      it;
    if (named === it) return it;
    const why = {
      text: `it changes the same thing as ${named.step.action.address}`,
      location: locate(it.step.action.span),
    };
    return {
      ...it,
      reading: { ...named.reading, evidence: [why, ...named.reading.evidence], span: it.reading.span },
    };
  });
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

/** What leaves open which environments a pipeline has at all. */
interface OpenReason {
  readonly text: string;
  readonly settledBy: string;
  /** There may be deployments that are not seen; else only the environment of those that are is open. */
  readonly mayDeployMore: boolean;
}

function openReason(pipeline: Pipeline, outOfSight: string | undefined): OpenReason | undefined {
  const unexpanded = [...pipeline.unexpanded, ...flatMap(pipeline.stages, (stage) => stage.unexpanded)];
  const [first] = unexpanded;
  const more = unexpanded.length > 1 ? ` and ${unexpanded.length - 1} more` : '';
  if (first)
    return {
      text: `stages or actions come from ${brief(first.expression)}${more}, which is not known`,
      settledBy: first.settledBy,
      mayDeployMore: true,
    };
  if (outOfSight !== undefined)
    return { text: outOfSight, settledBy: 'check it together with the pipeline that it starts', mayDeployMore: true };
  const chooser = pipeline.scenario.restsOn?.find((name) => /env|stage|tier/i.test(name));
  if (chooser === undefined) return undefined;
  return {
    text: `the parameter ${chooser} chooses the environment, and has no value`,
    settledBy: `--parameters ${chooser}=…`,
    mayDeployMore: false,
  };
}

/** An expression that may be half a program, cut to what tells it from others. */
function brief(expression: string): string {
  return expression.length > 80 ? `${expression.slice(0, 79).trimEnd()}…` : expression;
}

/** What position says of deployments that nothing names, and what that makes of production (semantics §3, evidence 4). */
function byPosition(
  deployments: readonly Deployment[],
  reason: OpenReason | undefined,
): Pick<Environments, 'deployments' | 'production' | 'openBecause'> {
  const rest = (why: string) => deployments.map((it) => (isUnplaced(it) ? undetermined(it, why) : it));
  if (deployments.some(({ reading }) => reading.tier === 'production'))
    return {
      deployments: rest('nothing names its environment, and production is named elsewhere'),
      production: 'named',
      openBecause: undefined,
    };
  const last = deployments.filter((it) => isUnplaced(it) && nothingFollows(it, deployments));
  if (reason && (reason.mayDeployMore || last.length > 0))
    return { deployments: rest(reason.text), production: 'undetermined', openBecause: reason };
  if (deployments.some((it) => isOpen(it) && !endsBeforeNamed(it, deployments)))
    return {
      deployments: rest('another environment of the pipeline is not known'),
      production: 'undetermined',
      openBecause: undefined,
    };
  if (last.length === 0)
    return {
      deployments: rest('nothing names its environment, and a pre-production one follows'),
      production: 'none',
      openBecause: undefined,
    };
  const keys = new Set(last.map((it) => it.environmentKey));
  const placed = deployments.map((it) => (isUnplaced(it) && keys.has(it.environmentKey) ? assumed(it) : it));
  return {
    deployments: placed.map((it) => (isUnplaced(it) ? undetermined(it, 'nothing names its environment') : it)),
    production: 'assumed',
    openBecause: undefined,
  };
}

/** A deployment whose environment rests on something unknown. */
function isOpen({ reading }: Deployment): boolean {
  return reading.tier === 'undetermined' && reading.kind !== 'position';
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
  const text = 'assumed: nothing names its environment, and no other environment follows';
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
