import fc from 'fast-check';

/** A pipeline as its author thinks of it, before it is spelled in any format. */
export interface Sketch {
  readonly stages: readonly StageSketch[];
}

/** One stage. */
export interface StageSketch {
  readonly name: string;
  /** The tier of what it deploys; absent when it deploys nothing. */
  readonly tier?: 'pre-production' | 'production';
  readonly actions: readonly ActionSketch[];
  readonly onFailure?: 'ROLLBACK' | 'RETRY' | 'FAIL';
  readonly onSuccess?: AlarmSketch;
  readonly beforeEntry?: AlarmSketch;
}

/** A condition with one CloudWatchAlarm rule. */
export interface AlarmSketch {
  readonly result: 'ROLLBACK' | 'FAIL';
  readonly alarm: string;
  readonly minutes: number;
}

/** One action. `does` is what it is there for: tests remove actions by it. */
export interface ActionSketch {
  readonly name: string;
  readonly does: 'source' | 'build' | 'deploy' | 'test' | 'approval' | 'echo';
  readonly category: string;
  readonly provider: string;
  readonly configuration: Readonly<Record<string, string>>;
  readonly commands?: readonly string[];
  readonly runOrder?: number;
  readonly region?: string;
  readonly roleArn?: string;
  readonly input?: string;
  readonly output?: string;
}

/** How often a property is tried: 60 times, or TOLLGATE_PROPERTY_RUNS times. */
export const RUNS = Number(process.env.TOLLGATE_PROPERTY_RUNS ?? 60);

const PRE_PRODUCTION = ['Alpha', 'Beta', 'Gamma', 'Dev', 'QA', 'Staging', 'PreProd', 'NonProd'] as const;
const PRODUCTION = ['Prod', 'Production', 'ProdOneBox', 'ProdWave1', 'ProdWave2'] as const;
const REGIONS = ['us-east-1', 'eu-west-1', 'ap-northeast-1'] as const;

/** Ways to deploy to an environment. */
const MECHANISMS: Readonly<Record<string, (environment: string) => Partial<ActionSketch>>> = {
  stack: (env) => ({
    provider: 'CloudFormation',
    configuration: { ActionMode: 'CREATE_UPDATE', StackName: `shop-${env}`, TemplatePath: 'Out::shop.yaml' },
  }),
  stackSet: (env) => ({
    provider: 'CloudFormationStackSet',
    configuration: { StackSetName: `shop-${env}`, TemplatePath: 'Out::shop.yaml', Regions: 'us-east-1,eu-west-1' },
  }),
  ecs: (env) => ({ provider: 'ECS', configuration: { ClusterName: `web-${env}`, ServiceName: 'web' } }),
  codeDeploy: (env) => ({
    provider: 'CodeDeploy',
    configuration: { ApplicationName: 'shop', DeploymentGroupName: `shop-${env}` },
  }),
  eks: (env) => ({ provider: 'EKS', configuration: { ClusterName: `k8s-${env}`, ManifestFiles: 'k8s/all.yaml' } }),
  lambda: (env) => ({
    provider: 'Lambda',
    configuration: {
      FunctionName: `shop-${env}`,
      FunctionAlias: 'current',
      DeployStrategy: 'Canary10Percent30Minutes',
      Alarms: 'shop-errors',
    },
  }),
  beanstalk: (env) => ({
    provider: 'ElasticBeanstalk',
    configuration: { ApplicationName: 'shop', EnvironmentName: `shop-${env}` },
  }),
  commands: (env) => ({
    category: 'Compute',
    provider: 'Commands',
    configuration: {},
    commands: ['npm ci', `npx cdk deploy shop-${env} --require-approval never`],
  }),
  project: (env) => ({
    category: 'Build',
    provider: 'CodeBuild',
    configuration: { ProjectName: `deploy-shop-${env}` },
  }),
};

const TESTS: readonly Partial<ActionSketch>[] = [
  { name: 'LoadTest', category: 'Test', provider: 'CodeBuild', configuration: { ProjectName: 'load-test' } },
  { name: 'Blaze', category: 'Test', provider: 'BlazeMeter', configuration: {} },
  {
    name: 'IntegrationTest',
    category: 'Build',
    provider: 'CodeBuild',
    configuration: { ProjectName: 'integration-test' },
  },
  { name: 'Check', category: 'Compute', provider: 'Commands', configuration: {}, commands: ['k6 run load.js'] },
  { name: 'EndToEnd', category: 'Test', provider: 'CodeBuild', configuration: { ProjectName: 'e2e' } },
];

const alarm = fc.record({
  result: fc.constantFrom('ROLLBACK' as const, 'FAIL' as const),
  alarm: fc.constantFrom('shop-errors', 'shop-latency'),
  minutes: fc.constantFrom(0, 15, 59, 60, 90, 720, 1000),
});

function often<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 3 });
}

function deployment(environment: string, mechanism: string, region: string | undefined, order: number | undefined) {
  const made = MECHANISMS[mechanism]!(environment.toLowerCase());
  return action(`Deploy${environment}${region ? region.replace(/\W/g, '') : ''}`, 'deploy', {
    category: 'Deploy',
    input: 'Out',
    ...made,
    ...(region ? { region } : {}),
    ...(order === undefined ? {} : { runOrder: order }),
  });
}

function action(name: string, does: ActionSketch['does'], more: Partial<ActionSketch>): ActionSketch {
  return { category: 'Build', provider: 'CodeBuild', configuration: {}, ...more, name, does };
}

function environmentStage(environment: string, tier: 'pre-production' | 'production'): fc.Arbitrary<StageSketch> {
  return fc
    .record({
      mechanism: fc.constantFrom(...Object.keys(MECHANISMS), 'stack', 'stack', 'stack'),
      regions: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.subarray([...REGIONS], { minLength: 1 })),
      ordered: fc.boolean(),
      written: fc.boolean(),
      tests: fc.subarray([...TESTS], { maxLength: 2 }),
      late: fc.boolean(),
      approval: fc.boolean(),
      onFailure: often(fc.constantFrom('ROLLBACK' as const, 'ROLLBACK' as const, 'RETRY' as const, 'FAIL' as const)),
      onSuccess: often(alarm),
      beforeEntry: fc.option(alarm, { nil: undefined, freq: 2 }),
    })
    .map(({ mechanism, regions, ordered, written, tests, late, approval, onFailure, onSuccess, beforeEntry }) => {
      const first = approval || written ? 2 : 1;
      const places = regions.length > 0 ? regions : [undefined];
      const deployments = places.map((region, index) =>
        deployment(
          environment,
          mechanism,
          region,
          first === 1 && !ordered ? undefined : ordered ? first + index : first,
        ),
      );
      const after = late ? 20 : 1;
      return {
        name: environment,
        tier,
        actions: [
          ...(approval
            ? [action('Approve', 'approval', { category: 'Approval', provider: 'Manual', runOrder: 1 })]
            : []),
          ...deployments,
          ...tests.map((test) =>
            action(test.name!, 'test', { ...test, runOrder: after + (late ? 0 : 20), input: 'Out' }),
          ),
        ],
        ...(onFailure ? { onFailure } : {}),
        ...(onSuccess ? { onSuccess } : {}),
        ...(beforeEntry ? { beforeEntry } : {}),
      };
    });
}

const SOURCE: StageSketch = {
  name: 'Source',
  actions: [
    action('Checkout', 'source', {
      category: 'Source',
      provider: 'CodeCommit',
      configuration: { RepositoryName: 'shop', BranchName: 'main' },
      output: 'Src',
    }),
  ],
};

const BUILD: StageSketch = {
  name: 'Build',
  actions: [
    action('Compile', 'build', {
      provider: 'CodeBuild',
      configuration: { ProjectName: 'shop-build' },
      input: 'Src',
      output: 'Out',
    }),
  ],
};

/** Pipelines of up to five pre-production and three production stages, by several providers, some of them good. */
export const sketch: fc.Arbitrary<Sketch> = fc
  .record({
    before: fc.shuffledSubarray([...PRE_PRODUCTION], { maxLength: 5 }),
    production: fc.shuffledSubarray([...PRODUCTION], { minLength: 1, maxLength: 3 }),
  })
  .chain(({ before, production }) =>
    fc.tuple(
      ...before.map((name) => environmentStage(name, 'pre-production')),
      ...production.map((name) => environmentStage(name, 'production')),
    ),
  )
  .map((stages) => ({ stages: [SOURCE, BUILD, ...stages] }));
