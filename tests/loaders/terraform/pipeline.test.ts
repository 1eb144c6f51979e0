import { describe, expect, test } from 'vitest';
import { display } from '../../../src/model/located.js';
import {
  actionOf,
  deployStage,
  load,
  loadOne,
  pipelineWith,
  SOME_ACTION,
  SOME_STAGE,
  sliceOf,
  stageNames,
} from './load.js';

const PRODUCTION = deployStage('"Prod"', '"prod"');

describe('positions', () => {
  test('every value slices back to its token', async () => {
    const pipeline = await loadOne(
      pipelineWith(`pipeline_type = "V2"
  stage {
    name = "Deploy-\${upper("prod")}"
    action {
      name      = "roll-out"
      category  = "Deploy"
      provider  = "ECS"
      run_order = 12
      region    = "eu-west-1"
      input_artifacts = ["app", "conf"]
      configuration = {
        ClusterName = "prod-cluster"
        Other       = true
      }
    }
  }`),
    );
    const [stage] = pipeline.stages;
    const action = actionOf(pipeline);
    const values = [
      pipeline.name!,
      pipeline.pipelineType!,
      stage!.name,
      action.name,
      action.category,
      action.provider,
      action.runOrder,
    ];
    expect([...values, action.region!, ...action.inputs, ...action.configuration.values()].map(sliceOf)).toEqual([
      'shop',
      'V2',
      'Deploy-${upper("prod")}',
      'roll-out',
      'Deploy',
      'ECS',
      '12',
      'eu-west-1',
      'app',
      'conf',
      'prod-cluster',
      'true',
    ]);
    expect(action.runOrder).toMatchObject({ known: true, value: 12 });
    expect(stage!.name).toMatchObject({ known: true, value: 'Deploy-PROD' });
    expect(stage!.span.source.position(stage!.span.start)).toEqual({ line: 5, column: 13 });
    expect(action.address).toBe('aws_codepipeline.main/Deploy-PROD/roll-out');
  });

  test('the members of an unrolled collection are found where they are written', async () => {
    const stages = `dynamic "stage" {\n for_each = local.envs\n content {\n name = stage.value.name\n ${SOME_ACTION} }\n }`;
    const pipeline = await loadOne(pipelineWith(stages, 'locals {\n envs = [{ name = "Beta" }, { name = "Prod" }]\n}'));
    expect(pipeline.stages.map((stage) => sliceOf(stage.name))).toEqual(['Beta', 'Prod']);
  });

  test('what is given on the command line is found where it is used', async () => {
    const stages = `dynamic "stage" {\n for_each = var.envs\n content {\n name = stage.value\n ${SOME_ACTION} }\n }`;
    const pipeline = await loadOne(pipelineWith(stages), { parameters: { envs: '["Beta", "Prod"]' } });
    expect(pipeline.stages.map((stage) => [display(stage.name), sliceOf(stage.name)])).toEqual([
      ['Beta', 'var.envs'],
      ['Prod', 'var.envs'],
    ]);
  });

  test('a run order is 1 when none is written, and may be written as a text', async () => {
    const action = (order: string) =>
      `action {\n name = "a${order.length}"\n category = "Build"\n provider = "CodeBuild"\n ${order}\n }`;
    const pipeline = await loadOne(
      pipelineWith(`stage {\n name = "S"\n${action('')}\n${action('run_order = "3"')}\n}`),
    );
    expect(pipeline.stages[0]!.actions.map((it) => display(it.runOrder))).toEqual(['1', '3']);
  });

  test("CodePipeline's run-time variables are open", async () => {
    const pipeline = await loadOne(pipelineWith(deployStage('"Deploy"', '"app-#{variables.env}"')));
    expect(actionOf(pipeline).configuration.get('ClusterName')).toMatchObject({
      known: false,
      parts: ['app-', { kind: 'open', label: 'env', expression: '#{variables.env}' }],
    });
  });

  test('a configuration that is not known misses the keys that its provider works by', async () => {
    const action = 'action {\n name = "a"\n category = "Deploy"\n provider = "ECS"\n configuration = var.target\n }';
    const { configuration } = actionOf(await loadOne(pipelineWith(`stage {\n name = "S"\n${action}\n}`)));
    expect([...configuration.keys()]).toEqual(['ClusterName', 'ServiceName']);
    expect(configuration.get('ClusterName')).toMatchObject({
      known: false,
      parts: [{ kind: 'open', label: 'target.ClusterName' }],
    });
  });

  test('environment variables and parameter overrides are read out of their JSON, each at its place', async () => {
    const action = `action {
      name = "a"
      category = "Build"
      provider = "CodeBuild"
      configuration = {
        ProjectName = "p"
        EnvironmentVariables = jsonencode([{ name = "ENV", value = "prod" }, { name = "CLUSTER", value = "c-\${var.env}" }])
        ParameterOverrides = "{\\"Stage\\": \\"prod\\"}"
      }
    }`;
    const { environment, parameters } = actionOf(await loadOne(pipelineWith(`stage {\n name = "S"\n${action}\n}`)));
    expect(environment.get('ENV')).toMatchObject({ known: true, value: 'prod' });
    expect(sliceOf(environment.get('ENV')!)).toBe('prod');
    expect(environment.get('CLUSTER')).toMatchObject({ known: false, parts: ['c-', { kind: 'open', label: 'env' }] });
    expect(parameters.get('Stage')).toMatchObject({ known: true, value: 'prod' });
    expect(sliceOf(parameters.get('Stage')!)).toBe('prod');
  });
});

describe('conditions of a stage', () => {
  const CONDITIONS = `stage {
    name = "Prod"
    ${SOME_ACTION}
    before_entry {
      condition {
        result = "FAIL"
        rule {
          name = "window"
          rule_type_id {
            category = "Rule"
            provider = "DeploymentWindow"
          }
          configuration = { Cron = "* * 9-17 ? * MON-FRI *" }
        }
      }
    }
    on_success {
      condition {
        result = "ROLLBACK"
        rule {
          name = "bake"
          rule_type_id {
            category = "Rule"
            provider = "CloudWatchAlarm"
          }
          configuration = { AlarmName = "errors", WaitTime = 60 }
        }
      }
    }
    on_failure {
      result = "ROLLBACK"
    }
  }`;

  test('are read with their rules', async () => {
    const [stage] = (await loadOne(pipelineWith(CONDITIONS))).stages;
    expect(display(stage!.beforeEntry[0]!.rules[0]!.provider)).toBe('DeploymentWindow');
    expect(stage!.onSuccess[0]).toMatchObject({ result: { value: 'ROLLBACK' }, rules: [{ name: { value: 'bake' } }] });
    expect(stage!.onSuccess[0]!.rules[0]!.configuration.get('WaitTime')).toMatchObject({ known: true, value: '60' });
    expect(stage!.onFailure?.result).toMatchObject({ known: true, value: 'ROLLBACK' });
    expect(sliceOf(stage!.onFailure!)).toBe('ROLLBACK');
  });

  test('are never taken as certain when they may be missing', async () => {
    const condition =
      'condition {\n result = "ROLLBACK"\n rule {\n name = "bake"\n rule_type_id {\n provider = "CloudWatchAlarm"\n }\n configuration = { WaitTime = 60 }\n }\n }';
    const [stage] = (
      await loadOne(
        pipelineWith(
          `stage {\n name = "S"\n ${SOME_ACTION} dynamic "on_success" {\n for_each = var.on ? [1] : []\n content {\n ${condition}\n }\n }\n }`,
        ),
      )
    ).stages;
    expect(stage!.onSuccess[0]!.result?.known).toBe(false);
    expect(stage!.onSuccess[0]!.rules[0]!.configuration.get('WaitTime')?.known).toBe(false);
  });
});

describe('dynamic blocks', () => {
  const dynamic = (forEach: string, name = 'stage.value', more = '') =>
    pipelineWith(
      `dynamic "stage" {\n for_each = ${forEach}\n${more} content {\n name = ${name}\n action {\n name = "a"\n category = "Deploy"\n provider = "ECS"\n }\n }\n }`,
    );

  test.each([
    ['["Beta", "Prod"]', 'stage.value', ['Beta', 'Prod']],
    ['toset(["Prod", "Beta"])', 'stage.key', ['Beta', 'Prod']],
    ['{ b = "Prod", a = "Beta" }', 'stage.value', ['Beta', 'Prod']],
    ['{ b = "Prod", a = "Beta" }', 'stage.key', ['a', 'b']],
    ['[for e in ["x", "y"] : upper(e) if e != "y"]', 'stage.value', ['X']],
    ['concat([], ["Beta"])', 'stage.value', ['Beta']],
    ['true ? [1] : []', '"Once"', ['Once']],
    ['var.on ? ["Beta"] : []', 'stage.value', ['(Beta)']],
    ['var.on ? ["Beta", "Prod"] : ["Prod"]', 'stage.value', ['(Beta)', 'Prod']],
    ['concat(["Beta"], var.on ? ["Prod"] : [])', 'stage.value', ['Beta', '(Prod)']],
    ['[for e in ["Beta", "Prod"] : e if var.on || e == "Prod"]', 'stage.value', ['(Beta)', 'Prod']],
    ['[var.first, "Prod"]', 'stage.value', ['var.first', 'Prod']],
  ])('over %s give %s = %j', async (forEach, name, names) => {
    const pipeline = await loadOne(dynamic(forEach, name));
    expect(stageNames(pipeline)).toEqual(names);
    expect(pipeline.unexpanded).toEqual([]);
  });

  test.each(['[]', 'null'])('over %s make no stage, and the pipeline is refused', async (forEach) => {
    await expect(loadOne(dynamic(forEach))).rejects.toThrow('aws_codepipeline.main has no stage');
  });

  test('take the name of their iterator', async () => {
    expect(stageNames(await loadOne(dynamic('["Beta"]', 'it.value', ' iterator = it\n')))).toEqual(['Beta']);
  });

  test('over an unknown list are not expanded, and say what would settle it', async () => {
    const pipeline = await loadOne(dynamic('var.stages'));
    expect(pipeline.stages).toEqual([]);
    expect(pipeline.unexpanded).toMatchObject([
      { expression: 'var.stages', settledBy: '--parameters stages=… (or a .tfvars file)' },
    ]);
    expect(sliceOf(pipeline.unexpanded[0]!)).toBe('var.stages');
  });

  test('over a list that is known in part keep the known part', async () => {
    const pipeline = await loadOne(dynamic('concat(["Beta"], var.more)'));
    expect(stageNames(pipeline)).toEqual(['Beta']);
    expect(pipeline.unexpanded).toHaveLength(1);
  });

  test('over an unknown list but with a name of their own stand there once, perhaps', async () => {
    const pipeline = await loadOne(dynamic('var.enabled_for', '"Approve"'));
    expect(stageNames(pipeline)).toEqual(['(Approve)']);
    expect(pipeline.unexpanded).toEqual([]);
  });

  test('in dynamic blocks are unrolled with the names of both', async () => {
    const text = pipelineWith(`dynamic "stage" {
      for_each = { beta = ["eu"], prod = ["eu", "us"] }
      content {
        name = stage.key
        dynamic "action" {
          for_each = stage.value
          content {
            name     = "\${stage.key}-\${action.value}"
            category = "Deploy"
            provider = "ECS"
          }
        }
      }
    }`);
    const { stages } = await loadOne(text);
    expect(stages.map((stage) => stage.actions.map((action) => display(action.name)))).toEqual([
      ['beta-eu'],
      ['prod-eu', 'prod-us'],
    ]);
  });

  test('of actions over an unknown list are reported at their stage', async () => {
    const text = pipelineWith(
      'stage {\n name = "S"\n dynamic "action" {\n for_each = var.a\n content {\n name = action.value\n }\n }\n }',
    );
    const { stages, unexpanded } = await loadOne(text);
    expect(unexpanded).toEqual([]);
    expect(stages[0]!.unexpanded).toMatchObject([{ expression: 'var.a' }]);
  });

  test('of conditions that may be missing roll nothing back for certain', async () => {
    const text = pipelineWith(
      `stage {\n name = "S"\n ${SOME_ACTION} dynamic "on_failure" {\n for_each = var.on ? [1] : []\n content {\n result = "ROLLBACK"\n }\n }\n }`,
    );
    const [stage] = (await loadOne(text)).stages;
    expect(stage!.onFailure).toBeDefined();
    expect(stage!.onFailure!.result?.known).toBe(false);
  });
});

describe('for_each and count of a pipeline', () => {
  const repeated = (how: string, name = '"x"') =>
    `resource "aws_codepipeline" "main" {\n ${how}\n name = ${name}\n${PRODUCTION}\n}`;
  const loaded = async (how: string, name?: string) => {
    const { pipelines, notes } = await load(repeated(how, name));
    return {
      pipelines: pipelines.map((pipeline) => `${pipeline.id}=${display(pipeline.scenarios[0]!.name!)}`),
      notes: notes.map((note) => note.text),
    };
  };

  test('known: one pipeline each', async () => {
    expect(await loaded('for_each = { eu = "a", us = "b" }', '"p-${each.key}-${each.value}"')).toEqual({
      pipelines: ['aws_codepipeline.main["eu"]=p-eu-a', 'aws_codepipeline.main["us"]=p-us-b'],
      notes: [],
    });
    expect((await loaded('count = 2', '"p${count.index}"')).pipelines).toEqual([
      'aws_codepipeline.main[0]=p0',
      'aws_codepipeline.main[1]=p1',
    ]);
  });

  test.each(['count = 0', 'count = false ? 1 : 0', 'for_each = {}'])('%s: none, and a note', async (how) => {
    const { pipelines, notes } = await loaded(how);
    expect(pipelines).toEqual([]);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^aws_codepipeline\.main is not created: /);
  });

  test('unknown: read as present, and a note says what would settle it', async () => {
    expect(await loaded('count = var.on ? 1 : 0')).toEqual({
      pipelines: ['aws_codepipeline.main=x'],
      notes: [
        'aws_codepipeline.main is read as present: how often it is made rests on var.on ? 1 : 0. Give --parameters on=… (or a .tfvars file).',
      ],
    });
    const { pipelines } = await load(repeated('for_each = var.services', 'each.value.name'));
    expect(pipelines[0]!.scenarios[0]!.name).toMatchObject({
      known: false,
      parts: [{ kind: 'open', label: 'each.value.name' }],
    });
  });

  test('pipelines come out sorted by file and position', async () => {
    const one = (name: string) => `resource "aws_codepipeline" "${name}" {\n name = "${name}"\n${SOME_STAGE}}\n`;
    const { pipelines } = await load(one('z') + one('b'), { files: { 'a.tf': one('y') } });
    expect(pipelines.map((pipeline) => pipeline.id)).toEqual([
      'aws_codepipeline.y',
      'aws_codepipeline.z',
      'aws_codepipeline.b',
    ]);
  });
});

describe('the type of a pipeline', () => {
  const typed = (line: string) => loadOne(`resource "aws_codepipeline" "main" {\n${line}\n${SOME_STAGE}}\n`);

  test('is V1 when it is not written: Terraform’s own default', async () => {
    expect((await typed('')).pipelineType).toMatchObject({ known: true, value: 'V1', from: "Terraform's default" });
  });

  test('is not known when what is written is not', async () => {
    expect((await typed('pipeline_type = var.type')).pipelineType?.known).toBe(false);
    expect((await typed('pipeline_type = "V2"')).pipelineType).toMatchObject({ value: 'V2' });
  });
});

test('a type of block in quotes, as before Terraform 0.12, is read as what it says', async () => {
  const pipeline = await loadOne(pipelineWith('stage {\n  name = "s"\n  "action" {\n    name = "quoted"\n  }\n}'));
  expect(display(actionOf(pipeline).name)).toBe('quoted');
});

test('a configuration that is written like a block, as before Terraform 0.12, is read as the map that it is', async () => {
  const pipeline = await loadOne(
    pipelineWith(
      `stage {
      name = "Test"
      action {
        name     = "deploy"
        category = "Deploy"
        provider = "ElasticBeanstalk"
        configuration {
          ApplicationName = "\${var.app}"
          EnvironmentName = "\${var.app}-test"
        }
      }
    }`,
      'variable "app" { default = "shop" }',
    ),
  );
  expect(actionOf(pipeline).configuration.get('EnvironmentName')).toMatchObject({ value: 'shop-test' });
});
