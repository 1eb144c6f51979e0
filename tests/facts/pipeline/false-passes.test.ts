import { describe, expect, it } from 'vitest';
import { type Given, judgeText } from '../../judging.js';

const action = (name: string, category: string, provider: string, configuration: Record<string, string>) => ({
  name,
  actionTypeId: { category, owner: 'AWS', provider, version: '1' },
  configuration,
});
const deploy = (stack: string, name = 'Deploy') =>
  action(name, 'Deploy', 'CloudFormation', {
    ActionMode: 'CREATE_UPDATE',
    StackName: stack,
    TemplatePath: 'Out::shop.yaml',
  });

/** What a rule says of a pipeline of these stages. */
async function outcome(rule: string, stages: unknown[], more = {}, given: Given = {}): Promise<string | undefined> {
  const { findings } = await judgeText('shop.json', JSON.stringify({ name: 'shop', stages, ...more }, null, 1), given);
  return findings.find((finding) => finding.rule === `pipeline/${rule}`)?.outcome;
}
const stage = (name: string, ...actions: unknown[]) => ({ name, actions });
const STAGES = 'three-pre-production-stages';

it('does not count stages that all change the one stack that production is', async () => {
  const names = ['Alpha', 'Beta', 'Gamma', 'Production'];
  expect(
    await outcome(
      STAGES,
      names.map((name) => stage(name, deploy('shop'))),
    ),
  ).toBe('fail');
});

it('does not take a CloudFormation update for a tear-down because of its name', async () => {
  expect(await outcome(STAGES, [stage('Production', deploy('shop', 'DeployCleanupLambda'))])).toBe('fail');
});

it('takes moving traffic to another endpoint for a deployment', async () => {
  const swap = action('SwitchEndPoints', 'Invoke', 'Lambda', { FunctionName: 'move' });
  expect(await outcome(STAGES, [stage('Production', swap)])).toBe('fail');
});

it('judges nothing of a pipeline that has a stage which is none', async () => {
  await expect(outcome(STAGES, [stage('Beta', deploy('shop-beta')), 'Production'])).rejects.toThrow('no mapping');
});

it('does not read a load test in a buildspec that the action overrides', async () => {
  const spec = (command: string) => `version: 0.2\nphases:\n  build:\n    commands:\n      - ${command}\n`;
  const judged = async (override: object) => {
    const run = { ProjectName: { Ref: 'Runner' }, ...override };
    const upper = (name: string, ActionTypeId: object, Configuration: object) => ({
      Name: name,
      Actions: [{ Name: name, ActionTypeId, Configuration }],
    });
    const stack = (name: string) =>
      upper(
        name,
        { Category: 'Deploy', Owner: 'AWS', Provider: 'CloudFormation', Version: '1' },
        { ActionMode: 'CREATE_UPDATE', StackName: name },
      );
    const codeBuild = { Category: 'Test', Owner: 'AWS', Provider: 'CodeBuild', Version: '1' };
    const Stages = [stack('Gamma'), upper('Run', codeBuild, run), stack('Prod')];
    const Resources = {
      P: { Type: 'AWS::CodePipeline::Pipeline', Properties: { Stages } },
      Runner: { Type: 'AWS::CodeBuild::Project', Properties: { Source: { BuildSpec: spec('k6 run load.js') } } },
    };
    const { findings } = await judgeText('shop.json', JSON.stringify({ Resources }));
    return findings.find((finding) => finding.rule === 'pipeline/load-test')?.outcome;
  };
  expect(await judged({})).toBe('pass');
  expect(await judged({ BuildspecOverride: spec('npm run lint') })).toBe('fail');
  expect(await judged({ BuildspecOverride: 'ci/other.yml' })).toBe('fail');
});

const invoke = (name: string, runs: string) => action(name, 'Invoke', 'Lambda', { FunctionName: runs });

it('takes the update of something that is called a pipeline for a deployment', async () => {
  expect(await outcome(STAGES, [stage('Go', invoke('update-data-pipeline-prod', 'run'))])).toBe('fail');
  const own = action('DeployDataPipeline', 'Deploy', 'CloudFormation', {
    ActionMode: 'CREATE_UPDATE',
    StackName: 'data-prod',
    TemplatePath: 'Out::data-pipeline.yaml',
  });
  expect(await outcome(STAGES, [stage('Go', own)])).toBe('fail');
});

it('takes the update of this very pipeline for no deployment', async () => {
  expect(await outcome(STAGES, [stage('Go', invoke('UpdatePipeline', 'run'))])).toBe('not-applicable');
});

it('counts no stage for the update of a pipeline to it', async () => {
  const names = ['Alpha', 'Beta', 'Gamma'];
  const stages = names.map((name) => stage(name, invoke(`update-pipeline-${name.toLowerCase()}`, 'run')));
  expect(await outcome(STAGES, [...stages, stage('Production', deploy('shop-prod'))])).toBe('undetermined');
});

describe('something that says of itself that it does nothing', () => {
  const production = stage('Production', deploy('shop-prod'));
  const gamma = (...actions: unknown[]) => stage('Gamma', deploy('shop-gamma'), ...actions);
  const second = (it: object) => ({ ...it, runOrder: 2 });

  it.each(['CodePipelineLambdaDummy', 'mock-runner', 'always-succeeds', 'noop'])(
    'is no load test: %s',
    async (runs) => {
      const stages = [gamma(second(invoke('PerformanceTest', runs))), production];
      expect(await outcome('load-test', stages)).toBe('fail');
    },
  );

  it('is a load test when it says nothing of the kind', async () => {
    expect(await outcome('load-test', [gamma(second(invoke('PerformanceTest', 'runner'))), production])).toBe('pass');
  });

  it('is no test by its category', async () => {
    const test = second(action('Check', 'Test', 'CodeBuild', { ProjectName: 'dummy' }));
    expect(await outcome('test-in-every-pre-production-stage', [gamma(test), production])).toBe('fail');
  });

  it('counts no stage by its name alone', async () => {
    const stages = ['Alpha', 'Beta', 'Gamma'].map((name) => stage(name, invoke(`Deploy${name}`, 'dummy')));
    expect(await outcome(STAGES, [...stages, production])).toBe('undetermined');
  });

  it('exempts no production by its name', async () => {
    expect(await outcome(STAGES, [stage('Production', invoke('DeployProduction', 'dummy'))])).toBe('fail');
  });

  it('lets no test count of what it may not have deployed', async () => {
    const test = second(invoke('PerformanceTest', 'runner'));
    expect(await outcome('load-test', [stage('Gamma', invoke('DeployGamma', 'dummy'), test), production])).toBe(
      'undetermined',
    );
  });

  it('is known by the description of its function', async () => {
    const text = `Resources:
  P:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages:
        - Name: Gamma
          Actions:
            - Name: Deploy
              ActionTypeId: {Category: Deploy, Owner: AWS, Provider: CloudFormation, Version: 1}
              Configuration: {ActionMode: CREATE_UPDATE, StackName: shop-gamma}
            - Name: LoadTest
              RunOrder: 2
              ActionTypeId: {Category: Invoke, Owner: AWS, Provider: Lambda, Version: 1}
              Configuration: {FunctionName: !Ref Runner}
        - Name: Prod
          Actions:
            - Name: Deploy
              ActionTypeId: {Category: Deploy, Owner: AWS, Provider: CloudFormation, Version: 1}
              Configuration: {ActionMode: CREATE_UPDATE, StackName: shop-prod}
  Runner:
    Type: AWS::Lambda::Function
    Properties: {Description: Always return success, Code: {S3Bucket: b, S3Key: k}}
`;
    const of = async (it: string) =>
      (await judgeText('shop.yaml', it)).findings.find((finding) => finding.rule === 'pipeline/load-test')?.outcome;
    expect(await of(text)).toBe('fail');
    expect(await of(text.replace('Always return success', 'Runs k6'))).toBe('pass');
  });
});

describe('a test harness', () => {
  it('lets no load test count of an environment where only it is deployed', async () => {
    const harness = action('Harness', 'Deploy', 'CloudFormation', {
      ActionMode: 'CREATE_UPDATE',
      StackName: 'shop-gamma-harness',
      TemplatePath: 'Out::test-harness.yaml',
    });
    const test = { ...invoke('LoadTest', 'runner'), runOrder: 2 };
    expect(await outcome('load-test', [stage('Gamma', harness, test), stage('Production', deploy('shop-prod'))])).toBe(
      'fail',
    );
  });
});

describe('a script named for who deploys', () => {
  const run = (name: string, ...commands: string[]) => ({
    name,
    actionTypeId: { category: 'Compute', owner: 'AWS', provider: 'Commands', version: '1' },
    commands,
  });
  const production = stage('Production', deploy('shop-prod'));

  it('is a deployment to production', async () => {
    expect(await outcome(STAGES, [stage('Production', run('Run', 'python deployer.py'))])).toBe('fail');
  });

  it('counts no stage by that alone', async () => {
    const stages = (...lines: string[]) => ['Alpha', 'Beta', 'Gamma'].map((name) => stage(name, run('Run', ...lines)));
    expect(await outcome(STAGES, [...stages('python deployer.py'), production])).toBe('undetermined');
    expect(await outcome(STAGES, [...stages('python deploy.py'), production])).toBe('pass');
  });

  it('is none where the action only looks', async () => {
    expect(await outcome(STAGES, [stage('Production', run('Discover', 'python deployer.py'))])).toBe('not-applicable');
  });
});

describe('a declaration', () => {
  it('settles whether something deploys that says of itself that it does nothing', async () => {
    const stages = ['Alpha', 'Beta', 'Gamma'].map((name) => stage(name, invoke(`Deploy${name}`, 'dummy')));
    const all = [...stages, stage('Production', deploy('shop-prod'))];
    const config = 'activities: [{ activity: deploy, match: { action: "Deploy*" } }]';
    expect(await outcome(STAGES, all, {}, { config })).toBe('pass');
  });
});

describe('conditions of a stage', () => {
  const alarm = {
    conditions: [
      {
        result: 'ROLLBACK',
        rules: [
          {
            name: 'errors',
            ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'CloudWatchAlarm', version: '1' },
            configuration: { AlarmName: 'errors', WaitTime: '60' },
          },
        ],
      },
    ],
  };
  const stages = [
    { ...stage('Gamma', deploy('shop-gamma')), onSuccess: alarm },
    { ...stage('Production', deploy('shop-prod')), onSuccess: alarm },
  ];

  it('bake and roll back where the type of the pipeline knows them', async () => {
    expect(await outcome('bake-time', stages, { pipelineType: 'V2' })).toBe('pass');
    expect(await outcome('bake-time', stages)).toBe('pass');
    expect(await outcome('rollback-on-alarm', stages, { pipelineType: 'V2' })).toBe('pass');
  });

  it('count for nothing in a pipeline that says that it is V1', async () => {
    expect(await outcome('bake-time', stages, { pipelineType: 'V1' })).toBe('fail');
    expect(await outcome('rollback-on-alarm', stages, { pipelineType: 'V1' })).toBe('fail');
  });

  it('that pass a failed stage over let no test in it gate', async () => {
    const test = stage('Try', invoke('LoadTest', 'runner'));
    const production = stage('Production', deploy('shop-prod'));
    const all = (onFailure?: object) => [stage('Gamma', deploy('shop-gamma')), { ...test, onFailure }, production];
    expect(await outcome('load-test', all())).toBe('pass');
    expect(await outcome('load-test', all({ result: 'SKIP' }))).toBe('fail');
  });
});

describe('a name about tests', () => {
  const all = (name: string) => [
    stage('Gamma', deploy('shop-gamma'), second(invoke(name, 'runner'))),
    stage('Production', deploy('shop-prod')),
  ];
  const second = (it: object) => ({ ...it, runOrder: 2 });

  it.each(['PublishLoadTestResults', 'LoadTestReport', 'PrepareLoadTest', 'skip-load-test', 'load-test-data'])(
    'is no test: %s',
    async (name) => {
      expect(await outcome('load-test', all(name))).toBe('fail');
    },
  );

  it.each(['LoadTest', 'RunLoadTest', 'run-load-test-plan', 'build-and-load-test', 'GammaPerformanceTest'])(
    'is a test: %s',
    async (name) => {
      expect(await outcome('load-test', all(name))).toBe('pass');
    },
  );
});

it('leaves open whether an action without a category deploys to production', async () => {
  const odd = { name: 'Ship', actionTypeId: { owner: 'AWS', provider: 'Shipper', version: '1' } };
  expect(await outcome(STAGES, [stage('Beta', deploy('shop-beta')), stage('Last', odd)])).toBe('undetermined');
});

it('does not take two stacks whose names are still empty for one', async () => {
  const stack = (name: string) => ({
    Name: name,
    Actions: [
      {
        Name: 'Deploy',
        ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: 'CloudFormation', Version: '1' },
        Configuration: {
          ActionMode: 'CREATE_UPDATE',
          StackName: { Ref: `Stack${name}` },
          TemplatePath: 'Out::shop.yaml',
        },
      },
    ],
  });
  const template = {
    Parameters: { StackBeta: { Type: 'String', Default: '' }, StackProd: { Type: 'String', Default: '' } },
    Resources: {
      Main: { Type: 'AWS::CodePipeline::Pipeline', Properties: { Stages: [stack('Beta'), stack('Prod')] } },
    },
  };
  const { findings } = await judgeText('shop.json', JSON.stringify(template));
  expect(findings.find((finding) => finding.rule === `pipeline/${STAGES}`)?.message).toContain('1 of 3');
});
