import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Folder } from '../folder.js';

const PIPELINE = `variable "env" { default = "prod" }
resource "aws_codepipeline" "this" {
  name = "shop-\${var.env}"
  stage {
    name = "Deploy"
    action {
      name          = "deploy"
      category      = "Deploy"
      owner         = "AWS"
      provider      = "ECS"
      version       = "1"
      configuration = { ClusterName = "shop-\${var.env}", ServiceName = "web" }
    }
  }
}
`;
const CALL = 'module "shop" {\n  source = "../../modules/pipeline"\n  env    = "uat"\n}\n';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
  folder.write('.git/HEAD', '');
});
afterEach(() => folder.remove());

const factsOf = (...args: string[]) => {
  const { stdout, stderr, exit } = folder.run(['facts', '--format', 'json', ...args]);
  expect({ stderr, exit }).toEqual({ stderr: '', exit: 0 });
  return (JSON.parse(stdout) as { file: string; pipeline: string; name: string }[]).map(
    ({ file, pipeline, name }) => `${file} ${pipeline} ${name}`,
  );
};

describe('a module that another folder calls', () => {
  it('is judged where it is called, and not once more with its defaults', () => {
    folder.write('modules/pipeline/main.tf', PIPELINE);
    folder.write('envs/uat/main.tf', CALL);
    folder.write('envs/prod/main.tf', CALL.replace('uat', 'prod'));
    expect(factsOf('.')).toEqual([
      'modules/pipeline/main.tf module.shop.aws_codepipeline.this shop-prod',
      'modules/pipeline/main.tf module.shop.aws_codepipeline.this shop-uat',
    ]);
  });

  it('says by which call each pipeline was made, where two callers name it alike', () => {
    folder.write('modules/pipeline/main.tf', PIPELINE);
    folder.write('envs/uat/main.tf', CALL);
    folder.write('envs/prod/main.tf', CALL.replace('uat', 'prod'));
    const { subjects } = JSON.parse(folder.run(['check', '--format', 'json']).stdout);
    const places = (subjects as { title: string; notes: { text: string; location?: { file: string } }[] }[]).map(
      ({ title, notes }) => [
        title,
        notes.filter(({ text }) => text.includes('is made by')).map((it) => it.location?.file),
      ],
    );
    expect(places).toEqual([
      ['shop-prod', ['envs/prod/main.tf']],
      ['shop-uat', ['envs/uat/main.tf']],
    ]);
  });

  it('is judged by its defaults when no caller is in the set', () => {
    folder.write('modules/pipeline/main.tf', PIPELINE);
    folder.write('envs/uat/main.tf', CALL);
    expect(factsOf('modules')).toEqual(['modules/pipeline/main.tf aws_codepipeline.this shop-prod']);
    expect(factsOf('modules/pipeline/main.tf')).toEqual(['modules/pipeline/main.tf aws_codepipeline.this shop-prod']);
  });

  it('is read where it stands in the repository when only its caller is checked', () => {
    folder.write('modules/pipeline/main.tf', PIPELINE);
    folder.write('envs/uat/main.tf', CALL);
    const expected = ['modules/pipeline/main.tf module.shop.aws_codepipeline.this shop-uat'];
    expect(factsOf('envs')).toEqual(expected);
    expect(factsOf('envs/uat/main.tf')).toEqual(expected);
  });

  it('is not read outside of the repository', () => {
    folder.write('modules/pipeline/main.tf', PIPELINE);
    folder.write('repo/envs/uat/main.tf', CALL.replace('../../', '../../../'));
    folder.write('repo/.git/HEAD', '');
    const { exit, stderr } = folder.run(['check', 'repo']);
    expect(exit).toBe(3);
    expect(stderr).toContain('module.shop is out of sight (source ../../../modules/pipeline)');
  });

  it('is judged by itself when its caller only seems to call it', () => {
    folder.write('modules/pipeline/main.tf', PIPELINE);
    folder.write('envs/uat/main.tf', `/*\n${CALL}*/\n`);
    expect(factsOf('.')).toEqual(['modules/pipeline/main.tf aws_codepipeline.this shop-prod']);
  });

  it('is judged by itself when its caller cannot be read, which is a problem of its own', () => {
    folder.write('modules/pipeline/main.tf', PIPELINE);
    folder.write('envs/uat/main.tf', `${CALL}module {`);
    const { exit, stdout } = folder.run(['check', '--format', 'json']);
    expect(exit).toBe(3);
    const { findings, problems } = JSON.parse(stdout);
    expect(problems[0].location.file).toBe('envs/uat/main.tf');
    expect(findings.length).toBeGreaterThan(0);
  });

  it('is an error where folders call each other in a circle', () => {
    folder.write('a/main.tf', `${PIPELINE}module "b" {\n  source = "../b"\n}\n`);
    folder.write('b/main.tf', 'module "a" {\n  source = "../a"\n}\n');
    const { exit, stdout } = folder.run(['check', '--format', 'json']);
    expect(exit).toBe(3);
    expect(JSON.parse(stdout).problems[0].message).toMatch(/go round in a circle/);
  });
});

it('a module from a registry that seems to hold pipelines is told of beside what is judged', () => {
  folder.write('a/main.tf', PIPELINE);
  folder.write('b/main.tf', 'module "codepipeline" {\n  source = "acme/codepipeline/aws"\n}\n');
  const { exit, stdout } = folder.run(['check']);
  expect(exit).toBe(1);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'module.codepipeline is out of sight (source acme/codepipeline/aws) and may hold pipelines that were not judged',
  );
});

it('a pipeline that is named in a file of variables is not lost', () => {
  folder.write('main.tf', PIPELINE.replace('{ default = "prod" }', '{}').replace('"shop-${var.env}"', 'var.env.name'));
  folder.write('terraform.tfvars', 'env = { name = "shop" }\n');
  expect(factsOf('.')).toEqual(['main.tf aws_codepipeline.this shop']);
});

it('only the variable files of the module’s own folder are read by themselves, JSON among them', () => {
  folder.write('main.tf', PIPELINE.replace('"prod"', '"none"'));
  folder.write('prod/terraform.tfvars', 'env = "prod"\n');
  expect(factsOf('.')).toEqual(['main.tf aws_codepipeline.this shop-none']);
  folder.write('a.auto.tfvars.json', '{"env": "auto"}');
  expect(factsOf('.')).toEqual(['main.tf aws_codepipeline.this shop-auto']);
});

it('a file named beside its caller is judged once, where it is called', () => {
  const called = folder.write('modules/pipeline/main.tf', PIPELINE);
  const caller = folder.write('envs/uat/main.tf', CALL);
  const expected = ['modules/pipeline/main.tf module.shop.aws_codepipeline.this shop-uat'];
  expect(factsOf(called, caller)).toEqual(expected);
});

it('a module that an example calls is judged with the example’s arguments', () => {
  folder.write('main.tf', PIPELINE);
  folder.write('examples/basic/main.tf', 'module "it" {\n  source = "../.."\n  env = "beta"\n}\n');
  expect(factsOf('.')).toEqual(['main.tf module.it.aws_codepipeline.this shop-beta']);
});
