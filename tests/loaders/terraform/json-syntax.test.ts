import { describe, expect, test } from 'vitest';
import { loadTerraformModule } from '../../../src/loaders/terraform/index.js';
import { display, locate, SourceText } from '../../../src/model/located.js';
import type { Loaded, Pipeline } from '../../../src/model/pipeline.js';
import { actionOf, stageNames } from './load.js';

function load(files: Readonly<Record<string, string>>): Promise<Loaded> {
  const sources = Object.entries(files).map(([file, text]) => new SourceText(file, text));
  return loadTerraformModule(sources, { variables: new Map(), tfvars: [] });
}

async function pipelineOf(files: Readonly<Record<string, string>>): Promise<Pipeline> {
  return (await load(files)).pipelines[0]!.scenarios[0]!;
}

const DEPLOY = { name: 'deploy', category: 'Deploy', owner: 'AWS', provider: 'ECS', version: '1' };

function withStages(stages: object, more: object = {}): string {
  return JSON.stringify({ resource: { aws_codepipeline: { main: { name: 'shop', ...stages } } }, ...more }, null, 2);
}

describe('a .tf.json file', () => {
  test('is read as the same blocks in HCL are', async () => {
    const pipeline = await pipelineOf({
      'main.tf.json': withStages({
        pipeline_type: 'V2',
        stage: [
          { name: 'Beta', action: { ...DEPLOY, run_order: 2, configuration: { ClusterName: 'beta' } } },
          {
            name: 'Prod',
            action: [{ ...DEPLOY, configuration: { ClusterName: 'prod' } }],
            on_failure: { result: 'ROLLBACK' },
          },
        ],
      }),
    });
    expect(stageNames(pipeline)).toEqual(['Beta', 'Prod']);
    expect(actionOf(pipeline).runOrder).toMatchObject({ known: true, value: 2 });
    expect(actionOf(pipeline, 1).configuration.get('ClusterName')).toMatchObject({ value: 'prod' });
    expect(pipeline.stages[1]!.onFailure?.result).toMatchObject({ value: 'ROLLBACK' });
    expect(pipeline.pipelineType).toMatchObject({ value: 'V2' });
  });

  test('belongs to the same module as the .tf files beside it', async () => {
    const pipeline = await pipelineOf({
      'main.tf': 'variable "stage" { default = "prod" }\nlocals { cluster = "shop-${var.stage}" }\n',
      'pipeline.tf.json': withStages({
        stage: {
          name: '${upper(var.stage)}',
          action: { ...DEPLOY, configuration: { ClusterName: '${local.cluster}' } },
        },
      }),
    });
    expect(stageNames(pipeline)).toEqual(['PROD']);
    expect(actionOf(pipeline).configuration.get('ClusterName')).toMatchObject({ value: 'shop-prod' });
  });

  test('has dynamic blocks, with an iterator of their own', async () => {
    const pipeline = await pipelineOf({
      'main.tf.json': withStages(
        {
          dynamic: {
            stage: {
              for_each: '${var.stages}',
              iterator: 'it',
              content: { name: '${it.value}', action: { ...DEPLOY, configuration: { ClusterName: '${it.value}' } } },
            },
          },
        },
        { variable: { stages: { type: 'list(string)', default: ['beta', 'prod'] } } },
      ),
    });
    expect(stageNames(pipeline)).toEqual(['beta', 'prod']);
  });

  test('does not read the default of a variable as a template', async () => {
    const pipeline = await pipelineOf({
      'main.tf.json': withStages(
        { stage: { name: '${var.name}', action: DEPLOY } },
        { variable: { name: { default: 'a$' + '{b}' } } },
      ),
    });
    expect(stageNames(pipeline)).toEqual(['a${b}']);
  });

  test('may write resources and locals as lists, and comments under "//"', async () => {
    const pipeline = await pipelineOf({
      'main.tf.json': JSON.stringify({
        '//': { note: 'made by a tool' },
        locals: [{ a: 'x' }, { b: 'y' }],
        terraform: { required_version: '>= 1' },
        resource: [
          {
            aws_codepipeline: {
              main: [{ '//': 'a comment', name: '${local.a}${local.b}', stage: [{ name: 's', action: [DEPLOY] }] }],
            },
          },
        ],
      }),
    });
    expect(display(pipeline.name!)).toBe('xy');
  });

  test('has overrides of its own', async () => {
    const pipeline = await pipelineOf({
      'main.tf':
        'resource "aws_codepipeline" "main" {\n name = "a"\n stage {\n name = "s"\n action {\n name = "x"\n }\n }\n}\n',
      'x_override.tf.json': JSON.stringify({ resource: { aws_codepipeline: { main: { name: 'b' } } } }),
    });
    expect(display(pipeline.name!)).toBe('b');
  });

  test('is pointed into by line and column, also behind escapes', async () => {
    const text = `{
  "variable": {"n": {"default": 1}},
  "resource": {"aws_codepipeline": {"main": {
    "name": "a \\"b\\"\\n\${upper(var.n) == 1 ? 1 : mend.me}",
    "stage": {"name": "Prod", "action": {
      "name": "deploy", "category": "Build", "provider": "CodeBuild",
      "configuration": {"BuildspecOverride": "version: 0.2\\nphases:\\n  build:\\n    commands:\\n      - k6 run x"}
    }}
  }}}
}`;
    const pipeline = await pipelineOf({ 'main.tf.json': text });
    expect(locate(pipeline.stages[0]!.span)).toMatchObject({ file: 'main.tf.json', line: 5, column: 24 });
    const [command] = actionOf(pipeline).resources.project!.commands!;
    const { line, column } = locate(command!.span);
    expect(line).toBe(7);
    expect(text.split('\n')[line - 1]!.slice(column - 1)).toMatch(/^k6 run x/);
  });

  test.each([
    ['{"resource": {"aws_codepipeline": {"main": {"name": "${var."}}}}', /expected/],
    ['{"resource": {"aws_codepipeline": {"main": "x"}}}', /resource\.aws_codepipeline\.main is no object/],
    ['[1]', /holds one object/],
    ['{"resource": ', /./],
  ])('that is broken is refused with its place: %s', async (text, message) => {
    await expect(load({ 'main.tf.json': text })).rejects.toMatchObject({
      code: 'SYNTAX',
      message: expect.stringMatching(message),
      location: { file: 'main.tf.json', line: 1 },
    });
  });
});
