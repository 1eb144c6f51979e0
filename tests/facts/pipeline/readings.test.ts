import { describe, expect, it } from 'vitest';
import { PipelineSet } from '../../../src/facts/pipeline/judge-set.js';
import { NO_DECLARATIONS } from '../../../src/facts/pipeline/types.js';
import { loadText } from '../../judging.js';

type Json = Record<string, unknown>;

function action(name: string, category: string, provider: string, configuration: Json = {}, more: Json = {}): Json {
  return { name, actionTypeId: { category, owner: 'AWS', provider, version: '1' }, configuration, ...more };
}
const commands = (name: string, ...lines: string[]) => action(name, 'Compute', 'Commands', {}, { commands: lines });
const lambda = (name: string, functionName: string) =>
  action(name, 'Invoke', 'Lambda', { FunctionName: functionName }, { runOrder: 2 });
const stage = (name: string, ...actions: Json[]) => ({ name, actions });

/** What is derived from a pipeline of these stages. */
async function read(stages: Json[], name = 'shop') {
  const loaded = await loadText(`${name}.json`, JSON.stringify({ name, stages }, null, 1));
  if ('nothing' in loaded) throw new Error(loaded.nothing);
  const set = new PipelineSet(loaded.pipelines, NO_DECLARATIONS);
  return set.ways(loaded.pipelines[0]!)[0]!.facts;
}

/** What one action of a stage does. */
async function activity(it: Json, stageName = 'Step'): Promise<string> {
  return (await read([stage(stageName, it)])).steps[0]!.activity;
}

/** The environment and tier of each deployment, in the order of their running. */
async function tiers(stages: Json[]): Promise<string[]> {
  return (await read(stages)).deployments.map(({ reading }) => `${reading.environment} ${reading.tier}`);
}

describe('the pipeline updating itself', () => {
  it.each(['cdk deploy PipelineStack', 'cdk deploy ShopPipelineStack', 'cdk deploy pipeline'])(
    'is what `%s` does in the pipeline called shop',
    async (command) => {
      expect(await activity(commands('Go', command))).toBe('other');
    },
  );

  it.each(['cdk deploy DataPipelineStack', 'aws cloudformation deploy --stack-name etl-pipeline-prod'])(
    'is not what `%s` does there',
    async (command) => {
      expect(await activity(commands('Go', command))).toBe('deploy');
    },
  );
});

describe('a command that starts another pipeline', () => {
  const start = 'aws codepipeline start-pipeline-execution --name shop-live';

  it('leaves open whether there is production when that pipeline is out of sight', async () => {
    expect((await read([stage('HandOver', commands('Start', start))])).production).toBe('undetermined');
  });

  it('says nothing of production when the pipeline started is this one', async () => {
    expect((await read([stage('Again', commands('Start', start))], 'shop-live')).production).toBe('none');
  });
});

describe('names that tell a deployment', () => {
  it.each([
    'StartDeploy',
    'start-deployment',
    'CreateDeployment',
    'build-and-deployment',
    'UpdateService',
    'update-ecs-service',
    'UpdateLambdaFunction',
    'update-stack',
    'provision-prod',
    'SwapUrl',
    'swap-cname',
    'switch-to-live',
    'publish-website',
    'push-to-prod',
    'upgrade-prod',
    'helm-install-chart',
    'run-migrations',
  ])('%s does', async (name) => {
    expect(await activity(lambda(name, 'helper'))).toBe('deploy');
  });

  it.each([
    'StartDeploymentApproval',
    'CreateDeploymentPackage',
    'create-release-notes',
    'BuildDeployment',
    'UpdateVersion',
    'update-image-definitions',
    'update-parameter',
    'provision-runner',
    'ProvisionEnvironment',
    'switch-role',
    'UpdateServiceDescription',
    'push-image-prod',
    'push-to-ecr',
    'publish-npm-package',
    'upgrade-npm',
    'install-dependencies',
    'check-migrations',
  ])('%s does not', async (name) => {
    expect(await activity(lambda(name, 'helper'))).not.toBe('deploy');
  });
});

it('reads the variable that tells a project what to do', async () => {
  const run = (command: string) =>
    action('Run', 'Build', 'CodeBuild', {
      ProjectName: 'runner',
      EnvironmentVariables: JSON.stringify([{ name: 'TF_COMMAND', value: command }]),
    });
  expect(await Promise.all(['apply', 'plan', 'destroy', 'deploy', 'fmt'].map((it) => activity(run(it))))).toEqual([
    'deploy',
    'plan',
    'tear-down',
    'deploy',
    'build',
  ]);
});

describe('a variable kept in a store', () => {
  const run = (stored: string, type: string) =>
    action('Deploy', 'Build', 'CodeBuild', {
      ProjectName: 'deploy',
      EnvironmentVariables: JSON.stringify([{ name: 'STAGE', value: stored, type }]),
    });

  it('leaves the environment open that it names', async () => {
    expect(await tiers([stage('Go', run('/shop/stage', 'PARAMETER_STORE'))])).toEqual([
      'the SSM parameter /shop/stage undetermined',
    ]);
  });

  it('is read by the words of where it is kept', async () => {
    expect(await tiers([stage('Go', run('/prod/shop', 'SECRETS_MANAGER'))])).toEqual(['production production']);
  });

  it('names the environment when its value stands there', async () => {
    expect(await tiers([stage('Go', run('stage', 'PLAINTEXT'))])).toEqual(['staging pre-production']);
  });

  it.each([
    [
      'a template',
      'shop.yaml',
      `Resources:
  Project:
    Type: AWS::CodeBuild::Project
    Properties:
      Source: { Type: CODEPIPELINE }
      Environment: { EnvironmentVariables: [{ Name: STAGE, Value: /shop/stage, Type: PARAMETER_STORE }] }
  Pipeline:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages:
        - Name: Go
          Actions:
            - Name: Deploy
              ActionTypeId: { Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1' }
              Configuration: { ProjectName: !Ref Project }
`,
    ],
    [
      'a buildspec',
      'shop.yaml',
      `Resources:
  Project:
    Type: AWS::CodeBuild::Project
    Properties:
      Source:
        Type: CODEPIPELINE
        BuildSpec: |
          version: 0.2
          env: { parameter-store: { STAGE: /shop/stage } }
          phases: { build: { commands: [cdk deploy] } }
  Pipeline:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages:
        - Name: Go
          Actions:
            - Name: Deploy
              ActionTypeId: { Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1' }
              Configuration: { ProjectName: !Ref Project }
`,
    ],
    [
      'Terraform',
      'shop.tf',
      `resource "aws_codebuild_project" "deploy" {
  name = "deploy"
  environment {
    environment_variable {
      name  = "STAGE"
      value = "/shop/stage"
      type  = "PARAMETER_STORE"
    }
  }
}
resource "aws_codepipeline" "shop" {
  name = "shop"
  stage {
    name = "Go"
    action {
      name     = "Deploy"
      category = "Build"
      owner    = "AWS"
      provider = "CodeBuild"
      version  = "1"
      configuration = { ProjectName = aws_codebuild_project.deploy.name }
    }
  }
}
`,
    ],
  ])('is out of sight in %s too', async (_, file, text) => {
    const loaded = await loadText(file, text);
    if ('nothing' in loaded) throw new Error(loaded.nothing);
    const [way] = new PipelineSet(loaded.pipelines, NO_DECLARATIONS).ways(loaded.pipelines[0]!);
    expect(way!.facts.production).toBe('undetermined');
  });
});

it('takes the environment that something is promoted to for its target', async () => {
  const promote = (from: string, to: string) => stage(`Promote-${from}-to-${to}`, lambda('promote', 'promoter'));
  expect(await tiers([promote('Dev', 'QA'), promote('QA', 'UAT'), promote('UAT', 'Prod')])).toEqual([
    'qa pre-production',
    'uat pre-production',
    'production production',
  ]);
});

it('believes the stage before the alias that a Lambda function is reached by', async () => {
  const deploy = (name: string) => action('Deploy', 'Deploy', 'Lambda', { FunctionName: name, FunctionAlias: 'live' });
  expect(await tiers([stage('Beta', deploy('shop-beta')), stage('Prod', deploy('shop-prod'))])).toEqual([
    'beta pre-production',
    'production production',
  ]);
});

describe('gamma and production, deployed by one unit', () => {
  const names = ['staging', 'production'] as const;
  /** Whether each deployment shifts traffic in gamma as in production. */
  async function shifting(deploy: (environment: string) => Json): Promise<unknown> {
    const { targets } = await read(names.map((name) => stage(name, deploy(name))));
    return targets[0]!.parity!.trafficShifting.truth;
  }
  const machine = (account: string, name: string) =>
    action('Deploy', 'Invoke', 'StepFunctions', {
      StateMachineArn: `arn:aws:states:eu-west-1:${account}:stateMachine:${name}`,
    });
  const flags = (environment: string, strategy: string) =>
    action('Flags', 'Deploy', 'AppConfig', { Environment: environment, DeploymentStrategy: strategy });

  it('are equal when their commands differ only in the environment', async () => {
    expect(await shifting((name) => commands('Deploy', `helm upgrade --install shop ./chart -n ${name}`))).toBe(true);
  });

  it('are not known to be equal when their commands differ in more', async () => {
    const more = (name: string) => (name === 'production' ? ' --set strategy=canary' : '');
    expect(await shifting((name) => commands('Deploy', `helm upgrade shop ./chart -n ${name}${more(name)}`))).toBe(
      'undetermined',
    );
  });

  it('are equal when the same state machine stands in two accounts', async () => {
    expect(
      await shifting((name) => machine(name === 'staging' ? '111111111111' : '222222222222', `deploy-${name}`)),
    ).toBe(true);
  });

  it('are not equal when AppConfig hands production over in steps and gamma at once', async () => {
    const strategy = (name: string) => (name === 'staging' ? 'AllAtOnce' : 'Canary10Percent20Minutes');
    expect(await shifting((name) => flags(name, `AppConfig.${strategy(name)}`))).toBe(false);
  });

  it('are equal when AppConfig hands both over by one strategy', async () => {
    expect(await shifting((name) => flags(name, 'AppConfig.Linear50PercentEvery30Seconds'))).toBe(true);
  });
});

describe('a load test by its name alone', () => {
  it.each(['LoadTest', 'run-load-tests', 'Stress', 'perf', 'beta-load', 'BuildAndLoadTest', 'StartLoadTest'])(
    '%s is one',
    async (name) => {
      expect(await activity(lambda(name, 'helper'))).toBe('load-test');
    },
  );

  it.each([
    'SkipLoadTest',
    'no-load-test',
    'BuildLoadTestImage',
    'SetUpLoadTest',
    'CreateLoadTestUsers',
    'load-test-report',
    'PublishPerfResults',
    'PerfDashboard',
    'InstallJmeter',
    'data-load',
    'etl-load',
    'LoadBalancer',
  ])('%s is none', async (name) => {
    expect(await activity(lambda(name, 'helper'))).not.toBe('load-test');
  });
});

describe('a word that is as often an application as an environment', () => {
  const stack = (name: string) =>
    stage('Deploy', action('Deploy', 'Deploy', 'CloudFormation', { ActionMode: 'CREATE_UPDATE', StackName: name }));

  it.each(['review-service', 'training-portal', 'demo-api', 'integration-hub', 'model-training', 'data-prep-engine'])(
    'names no environment in the stack %s',
    async (name) => {
      expect((await read([stack(name)], 'release')).production).toBe('assumed');
    },
  );

  it.each([
    'shop-review',
    'training-shop',
    'demo',
    'integration-stack',
    'shop-test-cluster',
    'shop-prep',
    'qa-service',
  ])('names one in the stack %s', async (name) => {
    expect((await read([stack(name)], 'release')).production).toBe('none');
  });
});
