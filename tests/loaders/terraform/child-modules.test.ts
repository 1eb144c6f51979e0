import { describe, expect, test } from 'vitest';
import { loadTerraformModule } from '../../../src/loaders/terraform/index.js';
import { folderOf } from '../../../src/loaders/terraform/paths.js';
import { display, locate, SourceText } from '../../../src/model/located.js';
import type { Loaded, Pipeline } from '../../../src/model/pipeline.js';
import { actionOf, deployStage, SOME_STAGE, stageNames } from './load.js';

/** Loads the module in a folder; those in the other folders may be called by it. */
function load(
  files: Readonly<Record<string, string>>,
  { from = '', parameters = {} }: { from?: string; parameters?: Readonly<Record<string, string>> } = {},
): Promise<Loaded> {
  const all = Object.entries(files).map(([file, text]) => new SourceText(file, text));
  const inFolder = (folder: string) => {
    const found = all.filter(({ file }) => folderOf(file) === folder);
    return found.length > 0 ? found : undefined;
  };
  return loadTerraformModule(
    inFolder(from)!,
    { variables: new Map(Object.entries(parameters)), tfvars: [] },
    { open: inFolder },
  );
}

async function only(files: Readonly<Record<string, string>>): Promise<Pipeline> {
  const { pipelines } = await load(files);
  expect(pipelines).toHaveLength(1);
  return pipelines[0]!.scenarios[0]!;
}

const idsOf = ({ pipelines }: Loaded) => pipelines.map(({ id }) => id);
const namesOf = ({ pipelines }: Loaded) => pipelines.map(({ scenarios }) => display(scenarios[0]!.name!));

const CHILD = `variable "env" {}
variable "clusters" { default = [] }
resource "aws_codepipeline" "this" {
  name = "shop-\${var.env}"
  ${deployStage('"Deploy"', '"shop-${var.env}"')}
}
`;

describe('a module that is called', () => {
  test('is read with the arguments of its call, at the address that Terraform gives', async () => {
    const found = await load({
      'main.tf': 'module "shop" {\n  source = "./modules/pipeline"\n  env = "prod"\n}\n',
      'modules/pipeline/main.tf': CHILD,
    });
    expect(idsOf(found)).toEqual(['module.shop.aws_codepipeline.this']);
    const pipeline = found.pipelines[0]!.scenarios[0]!;
    expect(display(pipeline.name!)).toBe('shop-prod');
    expect(actionOf(pipeline).configuration.get('ClusterName')).toMatchObject({
      value: 'shop-prod',
      from: 'env in module.shop',
    });
    expect(actionOf(pipeline).address).toBe('module.shop.aws_codepipeline.this/Deploy/deploy');
    expect(locate(pipeline.span)).toMatchObject({ file: 'modules/pipeline/main.tf', line: 4 });
    expect(found.notes).toMatchObject([
      {
        text: 'module.shop.aws_codepipeline.this is made by the call of ./modules/pipeline',
        location: { file: 'main.tf', line: 1 },
      },
    ]);
  });

  test.each([
    ['for_each', 'for_each = toset(["beta", "prod"])\n  env = each.key', ['["beta"]', '["prod"]']],
    ['count', 'count = 2\n  env = ["beta", "prod"][count.index]', ['[0]', '[1]']],
  ])('is read once for each of its %s', async (_, body, keys) => {
    const found = await load({ 'main.tf': `module "p" {\n  source = "./p"\n  ${body}\n}\n`, 'p/main.tf': CHILD });
    expect(idsOf(found)).toEqual(keys.map((key) => `module.p${key}.aws_codepipeline.this`));
    expect(namesOf(found)).toEqual(['shop-beta', 'shop-prod']);
  });

  test('that is called no times is no pipeline, and a note says so', async () => {
    const found = await load({
      'main.tf': 'module "p" {\n  source = "./p"\n  count = 0\n  env = "a"\n}\n',
      'p/main.tf': CHILD,
    });
    expect(found.pipelines).toEqual([]);
    expect(found.notes.map((note) => note.text)).toEqual(['module.p is not created: 0 gives none']);
  });

  test('an unknown number of times is read as present, and a note says what would settle it', async () => {
    const found = await load({
      'main.tf': 'variable "envs" {}\nmodule "p" {\n  source = "./p"\n  for_each = var.envs\n  env = each.key\n}\n',
      'p/main.tf': CHILD,
    });
    expect(found.notes.map((note) => note.text)).toContainEqual(
      'module.p is read as present: how often it is made rests on var.envs. Give --parameters envs=… (or a .tfvars file).',
    );
    expect(actionOf(found.pipelines[0]!.scenarios[0]!).configuration.get('ClusterName')).toMatchObject({
      known: false,
      parts: ['shop-', { kind: 'open', settledBy: '--parameters envs=… (or a .tfvars file)' }],
    });
  });

  test('that calls another is read through both', async () => {
    const found = await load({
      'main.tf': 'module "a" {\n  source = "./a"\n  stage = "prod"\n}\n',
      'a/main.tf': 'variable "stage" {}\nmodule "b" {\n  source = "../b"\n  env = upper(var.stage)\n}\n',
      'b/main.tf': CHILD,
    });
    expect(idsOf(found)).toEqual(['module.a.module.b.aws_codepipeline.this']);
    expect(namesOf(found)).toEqual(['shop-PROD']);
  });

  test('takes no value from the command line but the workspace', async () => {
    const files = {
      'main.tf': 'module "p" {\n  source = "./p"\n}\n',
      'p/main.tf':
        'variable "env" { default = "beta" }\nresource "aws_codepipeline" "this" {\n  name = "${var.env}-${terraform.workspace}"\n' +
        `${SOME_STAGE}}\n`,
    };
    const found = await load(files, { parameters: { env: 'prod', 'terraform.workspace': 'w' } });
    expect(namesOf(found)).toEqual(['beta-w']);
  });

  test('whose variable is not given says that the call has to give it', async () => {
    const pipeline = await only({ 'main.tf': 'module "p" {\n  source = "./p"\n}\n', 'p/main.tf': CHILD });
    expect(pipeline.name).toMatchObject({ known: false, parts: ['shop-', { settledBy: 'give env in module.p' }] });
  });

  test('gets what stands in a list of the caller where the caller wrote it', async () => {
    const pipeline = await only({
      'main.tf': 'module "p" {\n  source = "./p"\n  stages = ["Beta",\n    "Prod"]\n}\n',
      'p/main.tf': `variable "stages" {}
resource "aws_codepipeline" "this" {
  name = "x"
  dynamic "stage" {
    for_each = var.stages
    content {
      name = stage.value
      action {
        name = "a"
      }
    }
  }
}
`,
    });
    expect(stageNames(pipeline)).toEqual(['Beta', 'Prod']);
    expect(locate(pipeline.stages[1]!.span)).toMatchObject({ file: 'main.tf', line: 4 });
  });
});

describe('references between modules', () => {
  const PROJECT = `resource "aws_codebuild_project" "load" {
  name = "run"
  source {
    buildspec = "version: 0.2\\nphases:\\n  build:\\n    commands:\\n      - k6 run x.js"
  }
}
`;
  const caller = (project: string) => `resource "aws_codepipeline" "main" {
  name = "shop"
  stage {
    name = "Test"
    action {
      name     = "run"
      category = "Test"
      provider = "CodeBuild"
      configuration = { ProjectName = ${project} }
    }
  }
}
`;

  test.each([
    ['by an output', 'module.tests.project', 'module "tests" {\n  source = "./tests"\n}\n'],
    [
      'by the output of one of several',
      'module.tests["a"].project',
      'module "tests" {\n  source = "./tests"\n  for_each = toset(["a"])\n}\n',
    ],
    ['by an output that the provider makes up', 'module.tests.arn', 'module "tests" {\n  source = "./tests"\n}\n'],
    ['by name', '"run"', 'module "tests" {\n  source = "./tests"\n}\n'],
  ])('a resource of a called module is found %s', async (_, project, call) => {
    const pipeline = await only({
      'main.tf': caller(project) + call,
      'tests/main.tf': `${PROJECT}output "project" { value = aws_codebuild_project.load.name }\noutput "arn" { value = aws_codebuild_project.load.arn }\n`,
    });
    expect(actionOf(pipeline).resources.project?.commands?.map(display)).toEqual(['k6 run x.js']);
  });

  test('a resource of the caller is found in what it calls', async () => {
    const pipeline = await only({
      'main.tf': `${PROJECT}module "p" {\n  source = "./p"\n  project = aws_codebuild_project.load.arn\n}\n`,
      'p/main.tf': `variable "project" {}\n${caller('var.project')}`,
    });
    expect(actionOf(pipeline).resources.project?.commands?.map(display)).toEqual(['k6 run x.js']);
  });

  test('what is not known is not taken for what is spelled alike in another module', async () => {
    const pipeline = await only({
      'main.tf': `variable "name" {}\n${caller('var.name')}module "tests" {\n  source = "./tests"\n}\n`,
      'tests/main.tf': `variable "name" {}\n${PROJECT.replace('"run"', 'var.name')}`,
    });
    expect(actionOf(pipeline).resources.project).toBeUndefined();
  });

  test('an output that is not known is read by the name of the call too', async () => {
    const pipeline = await only({
      'main.tf': `module "prod_cluster" {\n  source = "./c"\n}\nresource "aws_codepipeline" "main" {\n  name = "x"\n  ${deployStage('"Deploy"', 'module.prod_cluster.name')}\n}\n`,
      'c/main.tf': 'resource "aws_ecs_cluster" "this" {}\noutput "name" { value = aws_ecs_cluster.this.name }\n',
    });
    expect(actionOf(pipeline).configuration.get('ClusterName')).toMatchObject({
      known: false,
      parts: [{ kind: 'reference', label: 'prod_cluster.this' }],
    });
  });

  test('files are read from the folder of the module that names them', async () => {
    const pipeline = await only({
      'main.tf': 'module "p" {\n  source = "./p"\n}\n',
      'p/main.tf':
        caller('aws_codebuild_project.x.name') +
        'resource "aws_codebuild_project" "x" {\n  name = "x"\n  source {\n    buildspec = file("${path.module}/run.yml")\n  }\n}\n',
      'p/run.yml': 'version: 0.2\nphases:\n  build:\n    commands:\n      - locust\n',
    });
    expect(actionOf(pipeline).resources.project?.commands?.map(display)).toEqual(['locust']);
  });

  test('that go round between a call and what it puts out end unknown', async () => {
    const pipeline = await only({
      'main.tf': 'module "p" {\n  source = "./p"\n  env = module.p.env\n}\n',
      'p/main.tf': `${CHILD}output "env" { value = var.env }\n`,
    });
    expect(pipeline.name?.known).toBe(false);
  });
});

describe('calls that cannot be followed', () => {
  test.each([
    ['module "codepipeline" {\n  source = "acme/cicd/aws"\n}', 1],
    ['module "release_pipeline" {\n  source = "git::https://example.com/m.git"\n}', 1],
    ['module "x" {\n  source = "git::https://example.com/terraform-aws-ecs-codepipeline.git?ref=1"\n}', 1],
    ['module "x" {\n  source = "./modules/codepipeline"\n}', 1],
    ['module "pipeline_role" {\n  source = "terraform-aws-modules/iam/aws"\n}', 0],
    ['module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n}', 0],
  ])('are told of when they seem to hold pipelines: %s', async (text, count) => {
    const { notes, pipelines } = await load({ 'main.tf': `${text}\n` });
    expect(pipelines).toEqual([]);
    expect(notes).toHaveLength(count);
    if (count > 0)
      expect(notes[0]!.text).toMatch(/^module\.\w+ is out of sight .* may hold pipelines that were not judged/);
  });

  test('are told of through a module that is in sight', async () => {
    const { notes } = await load({
      'main.tf': 'module "a" {\n  source = "./a"\n}\n',
      'a/main.tf': 'module "pipeline" {\n  source = "acme/x/aws"\n}\n',
    });
    expect(notes.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^module\.a\.module\.pipeline is out of sight/),
    ]);
  });

  test('in a circle are an error that names the call', async () => {
    const files = {
      'main.tf': 'module "a" {\n  source = "./a"\n}\n',
      'a/main.tf': `${CHILD}module "b" {\n  source = "../b"\n}\n`,
      'b/main.tf': 'module "a" {\n  source = "../a"\n}\n',
    };
    await expect(load(files)).rejects.toMatchObject({
      code: 'STRUCTURE',
      message: expect.stringMatching(/^module\.a\.module\.b\.module\.a calls a module that leads to it/),
      location: { file: 'b/main.tf', line: 1 },
    });
  });

  test('that multiply are an error, and soon', async () => {
    const twice = (next: string) => ['x', 'y'].map((it) => `module "${it}" {\n  source = "../${next}"\n}\n`).join('');
    const levels = Array.from({ length: 30 }, (_, level) => [`m${level}/main.tf`, twice(`m${level + 1}`)] as const);
    const files = { ...Object.fromEntries(levels), 'm30/main.tf': CHILD };
    await expect(load(files, { from: 'm0' })).rejects.toMatchObject({
      code: 'STRUCTURE',
      message: expect.stringMatching(/more than 500 modules/),
    });
  });
});
