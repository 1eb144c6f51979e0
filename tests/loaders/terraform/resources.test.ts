import { describe, expect, test } from 'vitest';
import { display } from '../../../src/model/located.js';
import type { ActionResources } from '../../../src/model/pipeline.js';
import { actionOf, loadOne, pipelineWith, SOME_STAGE, type Surroundings, sliceOf } from './load.js';

async function resourcesOf(
  provider: string,
  configuration: string,
  more: string,
  surroundings?: Surroundings,
): Promise<ActionResources> {
  const category = provider === 'StepFunctions' || provider === 'Lambda' ? 'Invoke' : 'Deploy';
  const action = `action {\n name = "a"\n category = "${category}"\n provider = "${provider}"\n configuration = { ${configuration} }\n }`;
  return actionOf(await loadOne(pipelineWith(`stage {\n name = "S"\n${action}\n}`, more), surroundings)).resources;
}

function project(source: string, more = ''): string {
  return `resource "aws_codebuild_project" "p" {\n name = "shop-\${var.env}"\n description = "Deploys"\n build_timeout = 20\n environment {\n environment_variable {\n name = "STAGE"\n value = "prod"\n }\n }\n source {\n type = "CODEPIPELINE"\n ${source}\n }\n}\n${more}`;
}

const BY_REFERENCE = 'ProjectName = aws_codebuild_project.p.name';

describe('a CodeBuild project', () => {
  test('is found by reference, also when its name is not known', async () => {
    const { project: found } = await resourcesOf('CodeBuild', BY_REFERENCE, project('buildspec = "ci/deploy.yml"'));
    expect(found).toMatchObject({
      description: { value: 'Deploys' },
      commands: undefined,
      buildspecFile: { value: 'ci/deploy.yml' },
      timeoutMinutes: { value: 20 },
    });
    expect(found!.environment.get('STAGE')).toMatchObject({ value: 'prod' });
    expect(sliceOf(found!)).toBe('resource "aws_codebuild_project" "p"');
  });

  test.each([
    '"shop-${var.env}"',
    'local.name',
    'join("", [aws_codebuild_project.p.name])',
    'aws_codebuild_project.p.id',
    'aws_codebuild_project.p.arn',
  ])('is found by %s', async (name) => {
    const more = project('', 'locals {\n name = aws_codebuild_project.p.name\n}');
    expect((await resourcesOf('CodeBuild', `ProjectName = ${name}`, more)).project).toBeDefined();
  });

  test('is not found by another name', async () => {
    expect(await resourcesOf('CodeBuild', 'ProjectName = "other"', project(''))).toEqual({});
  });

  test('gives the commands of a heredoc buildspec, each at its line', async () => {
    const spec = `buildspec = <<-EOT
      version: 0.2
      phases:
        build:
          commands:
            - terraform apply -auto-approve
            - "./smoke.sh \${var.env} $\${HOME}"
    EOT`;
    const { commands } = (await resourcesOf('CodeBuild', BY_REFERENCE, project(spec))).project!;
    expect(commands).toHaveLength(2);
    expect(commands![0]).toMatchObject({ known: true, value: 'terraform apply -auto-approve' });
    expect(sliceOf(commands![0]!)).toBe('terraform apply -auto-approve');
    expect(commands![1]).toMatchObject({
      known: false,
      parts: ['./smoke.sh ', { kind: 'open', label: 'env' }, ' ${HOME}'],
    });
    expect(sliceOf(commands![1]!)).toBe('./smoke.sh ${var.env} $${HOME}');
  });

  test.each(['yamlencode', 'jsonencode'])(
    'gives the commands of a buildspec made by %s, each at its place',
    async (encode) => {
      const spec = `buildspec = ${encode}({ version = 0.2, phases = { build = { commands = ["k6 run load.js", "echo \${var.env}"] } } })`;
      const { commands } = (await resourcesOf('CodeBuild', BY_REFERENCE, project(spec))).project!;
      expect(commands!.map(sliceOf)).toEqual(['k6 run load.js', 'echo ${var.env}']);
      expect(commands![1]!.known).toBe(false);
    },
  );

  test('gives the commands of a buildspec in a quoted text', async () => {
    const spec = 'buildspec = "version: 0.2\\nphases:\\n  build:\\n    commands:\\n      - cdk deploy\\n"';
    const { commands } = (await resourcesOf('CodeBuild', BY_REFERENCE, project(spec))).project!;
    expect(commands!.map(display)).toEqual(['cdk deploy']);
    expect(sliceOf(commands![0]!)).toBe('cdk deploy');
  });

  test('gives the commands of a buildspec file in sight, in that file', async () => {
    const files = { 'ci/spec.yml': 'version: 0.2\nphases:\n  build:\n    commands:\n      - helm upgrade shop\n' };
    const { commands } = (
      await resourcesOf('CodeBuild', BY_REFERENCE, project('buildspec = file("${path.module}/ci/spec.yml")'), { files })
    ).project!;
    expect(commands![0]!.span.source.file).toBe('ci/spec.yml');
    expect(sliceOf(commands![0]!)).toBe('helm upgrade shop');
  });

  test('names the buildspec file that is out of sight', async () => {
    const found = (
      await resourcesOf('CodeBuild', BY_REFERENCE, project('buildspec = file("${path.module}/ci/spec.yml")'))
    ).project!;
    expect(found).toMatchObject({ commands: undefined, buildspecFile: { value: 'ci/spec.yml' } });
  });

  test('may be a module that is called like one', async () => {
    const call =
      'module "apply" {\n source = "./build"\n project_name = "apply-${var.env}"\n project_description = "Terraform apply"\n buildspec = file("apply.yml")\n environment_variables = { ROOT = "x" }\n}';
    const found = (await resourcesOf('CodeBuild', 'ProjectName = module.apply.name', call)).project!;
    expect(found).toMatchObject({ description: { value: 'Terraform apply' }, buildspecFile: { value: 'apply.yml' } });
    expect(found.environment.get('ROOT')).toMatchObject({ value: 'x' });
  });

  test('is the instance that is named', async () => {
    const many =
      'resource "aws_codebuild_project" "p" {\n for_each = toset(["plan", "apply"])\n name = "x-${each.key}"\n description = each.key\n}';
    expect(
      (await resourcesOf('CodeBuild', 'ProjectName = aws_codebuild_project.p["apply"].name', many)).project!
        .description,
    ).toMatchObject({ value: 'apply' });
    expect((await resourcesOf('CodeBuild', 'ProjectName = "x-plan"', many)).project!.description).toMatchObject({
      value: 'plan',
    });
  });
});

describe('other resources', () => {
  const GROUP = `resource "aws_codedeploy_deployment_group" "g" {
    deployment_group_name  = "web"
    deployment_config_name = aws_codedeploy_deployment_config.c.id
    auto_rollback_configuration {
      enabled = true
      events  = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]
    }
    alarm_configuration {
      alarms = ["errors"]
    }
    blue_green_deployment_config {
      terminate_blue_instances_on_deployment_success {
        termination_wait_time_in_minutes = 30
      }
    }
  }
  resource "aws_codedeploy_deployment_config" "c" {
    deployment_config_name = "slow"
    traffic_routing_config {
      type = "TimeBasedCanary"
      time_based_canary {
        interval   = 15
        percentage = 10
      }
    }
  }`;

  test('a CodeDeploy group comes with its configuration', async () => {
    const configuration = 'DeploymentGroupName = aws_codedeploy_deployment_group.g.deployment_group_name';
    expect((await resourcesOf('CodeDeployToECS', configuration, GROUP)).deploymentGroup).toMatchObject({
      name: { value: 'web' },
      trafficRouting: { kind: 'canary', percent: 10, minutes: 15 },
      autoRollback: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
      alarms: { enabled: true, names: [{ value: 'errors' }] },
      terminationWaitMinutes: { value: 30 },
    });
  });

  test('protection that may be missing protects nothing', async () => {
    const optional = GROUP.replace(
      'auto_rollback_configuration {',
      'dynamic "auto_rollback_configuration" {\n for_each = var.on ? [1] : []\n content {',
    ).replace('DEPLOYMENT_STOP_ON_ALARM"]', 'DEPLOYMENT_STOP_ON_ALARM"]\n }');
    expect(
      (await resourcesOf('CodeDeploy', 'DeploymentGroupName = "web"', optional)).deploymentGroup!.autoRollback,
    ).toBeUndefined();
  });

  test('an ECS service says how it rolls back and bakes', async () => {
    const service = `resource "aws_ecs_service" "s" {
      name = "web"
      deployment_circuit_breaker {
        enable   = true
        rollback = true
      }
      alarms {
        enable      = true
        rollback    = true
        alarm_names = ["errors"]
      }
      deployment_configuration {
        strategy             = "CANARY"
        bake_time_in_minutes = 45
      }
    }`;
    expect(
      (await resourcesOf('ECS', 'ClusterName = "c", ServiceName = aws_ecs_service.s.name', service)).service,
    ).toMatchObject({
      strategy: { value: 'CANARY' },
      bakeMinutes: { value: 45 },
      circuitBreakerRollback: true,
      alarms: { enabled: true, rollback: true, names: [{ value: 'errors' }] },
    });
  });

  test('a state machine says how long it waits', async () => {
    const states =
      'StartAt = "Bake", States = { Bake = { Type = "Wait", Seconds = 5400, Next = "Look" }, Look = { Type = "Task", Resource = "arn:aws:states:::aws-sdk:cloudwatch:describeAlarms", End = true } }';
    const machine = `resource "aws_sfn_state_machine" "m" {\n name = "bake"\n definition = jsonencode({ ${states} })\n}`;
    expect(
      (await resourcesOf('StepFunctions', 'StateMachineArn = aws_sfn_state_machine.m.arn', machine)).stateMachine,
    ).toMatchObject({ waitMinutes: 90, readsAlarms: true });
    const unknown = machine.replace('5400', 'var.seconds');
    expect(
      (await resourcesOf('StepFunctions', 'StateMachineArn = aws_sfn_state_machine.m.arn', unknown)).stateMachine!
        .waitMinutes,
    ).toBeUndefined();
  });

  test('a Lambda function is found', async () => {
    const lambda = 'resource "aws_lambda_function" "f" {\n function_name = "smoke"\n}';
    expect(
      (await resourcesOf('Lambda', 'FunctionName = aws_lambda_function.f.function_name', lambda)).lambda,
    ).toMatchObject({ name: { value: 'smoke' } });
  });

  test.each([
    ['nothing', '', false],
    [
      'a website of its own',
      'resource "aws_s3_bucket_website_configuration" "w" {\n bucket = aws_s3_bucket.b.id\n}',
      true,
    ],
    ['another bucket’s website', 'resource "aws_s3_bucket_website_configuration" "w" {\n bucket = "other"\n}', false],
    [
      'a distribution',
      'resource "aws_cloudfront_distribution" "d" {\n origin {\n domain_name = aws_s3_bucket.b.bucket_regional_domain_name\n }\n}',
      true,
    ],
    [
      'a distribution by name',
      'resource "aws_cloudfront_distribution" "d" {\n origin {\n domain_name = "shop.s3.amazonaws.com"\n }\n}',
      true,
    ],
  ])('a bucket with %s', async (_, more, publishes) => {
    const bucket = `resource "aws_s3_bucket" "b" {\n bucket = "shop"\n}\n${more}`;
    expect((await resourcesOf('S3', 'BucketName = aws_s3_bucket.b.bucket', bucket)).bucket).toMatchObject({
      publishes,
    });
  });
});

describe('what starts a pipeline', () => {
  const rule = (pattern: string) => `resource "aws_cloudwatch_event_rule" "r" {\n event_pattern = ${pattern}\n}\n`;
  const target = (body: string) =>
    `resource "aws_cloudwatch_event_target" "t" {\n rule = aws_cloudwatch_event_rule.r.name\n ${body}\n}\n`;
  const starts = async (more: string) =>
    (await loadOne(pipelineWith(SOME_STAGE, more))).startedBy.map(
      (start) => `${start.kind} ${start.name ? display(start.name) : ''}`,
    );
  const ECR = rule('jsonencode({ source = ["aws.ecr"], detail = { repository-name = ["shop"] } })');

  test.each([
    ['an image', ECR + target('arn = aws_codepipeline.main.arn'), ['image shop']],
    [
      'an image by way of a function',
      ECR +
        target(
          'arn = aws_lambda_function.f.arn\n input_transformer {\n input_template = "{\\"name\\": \\"${aws_codepipeline.main.name}\\"}"\n }',
        ),
      ['image shop'],
    ],
    [
      'a pipeline',
      rule('<<EOT\n{"source": ["aws.codepipeline"], "detail": {"pipeline": ["upstream"]}}\nEOT') +
        target('arn = aws_codepipeline.main.arn'),
      ['pipeline upstream'],
    ],
    [
      'an event of their own',
      rule('jsonencode({ source = ["shop.deployments"] })') + target('arn = aws_codepipeline.main.arn'),
      ['pipeline '],
    ],
    ['a commit', rule('jsonencode({ source = ["aws.codecommit"] })') + target('arn = aws_codepipeline.main.arn'), []],
    ['an image, but another pipeline', ECR + target('arn = aws_codepipeline.other.arn'), []],
  ])('%s', async (_, more, expected) => {
    expect(await starts(more)).toEqual(expected);
  });
});
