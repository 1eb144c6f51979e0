import { describe, expect, it } from 'vitest';
import { display } from '../../src/model/located.js';
import type { BuildProject } from '../../src/model/pipeline.js';
import { loadText } from '../judging.js';

const INLINE = 'version: 0.2\nphases:\n  build:\n    commands:\n      - npx cdk deploy shop-prod\n';
const OWN =
  'version: 0.2\nenv:\n  variables:\n    STAGE: beta\nphases:\n  build:\n    commands:\n      - k6 run load.js\n';

/** The project that the only action of a definition runs. */
async function projectIn(file: string, text: string): Promise<BuildProject | undefined> {
  const found = await loadText(file, text);
  if ('nothing' in found) throw new Error(found.nothing);
  return found.pipelines[0]!.scenarios[0]!.stages[0]!.actions[0]!.resources.project;
}

/** One and the same action in every spelling, its project in sight where a format can show one. */
const SPELLINGS: readonly (readonly [string, (override: string | undefined) => Promise<BuildProject | undefined>])[] = [
  [
    'a declaration as the API states it',
    (override) => {
      const configuration = { ProjectName: 'run', ...(override === undefined ? {} : { BuildspecOverride: override }) };
      const actionTypeId = { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' };
      const stages = [{ name: 'S', actions: [{ name: 'Run', actionTypeId, configuration }] }];
      return projectIn('shop.json', JSON.stringify({ name: 'shop', stages }));
    },
  ],
  [
    'a template',
    (override) => {
      const ActionTypeId = { Category: 'Build', Owner: 'AWS', Provider: 'CodeBuild', Version: '1' };
      const Configuration = {
        ProjectName: { Ref: 'Runner' },
        ...(override === undefined ? {} : { BuildspecOverride: override }),
      };
      const Stages = [{ Name: 'S', Actions: [{ Name: 'Run', ActionTypeId, Configuration }] }];
      const Resources = {
        P: { Type: 'AWS::CodePipeline::Pipeline', Properties: { Stages } },
        Runner: { Type: 'AWS::CodeBuild::Project', Properties: { Source: { BuildSpec: OWN }, TimeoutInMinutes: 20 } },
      };
      return projectIn('shop.json', JSON.stringify({ Resources }));
    },
  ],
  [
    'a Terraform module',
    (override) =>
      projectIn(
        'main.tf',
        `resource "aws_codebuild_project" "runner" {
  name = "run"
  source {
    buildspec = ${JSON.stringify(OWN)}
  }
}
resource "aws_codepipeline" "main" {
  stage {
    name = "S"
    action {
      name          = "Run"
      category      = "Build"
      provider      = "CodeBuild"
      configuration = { ProjectName = aws_codebuild_project.runner.name, ${override === undefined ? '' : `BuildspecOverride = ${JSON.stringify(override)}`} }
    }
  }
}
`,
      ),
  ],
];

describe.each(SPELLINGS)('in %s', (_, project) => {
  it('an override of text is what runs, and nothing of the project’s own buildspec', async () => {
    const found = await project(INLINE);
    expect(found?.commands?.map(display)).toEqual(['npx cdk deploy shop-prod']);
    expect(found?.buildspecFile).toBeUndefined();
    expect(found?.environment.has('STAGE')).toBe(false);
  });

  it('an override that names a file stands for that file', async () => {
    const found = await project('ci/prod.yml');
    expect(found?.commands).toBeUndefined();
    expect(found?.buildspecFile).toMatchObject({ known: true, value: 'ci/prod.yml' });
  });
});

it('how long a project out of sight may run is not known', async () => {
  const [, api] = SPELLINGS[0]!;
  expect((await api(INLINE))?.timeoutMinutes?.known).toBe(false);
  expect(await api(undefined)).toBeUndefined();
});

it('an override that may stand in a part of a configuration that is not known leaves open what runs', async () => {
  const found = await projectIn(
    'main.tf',
    `variable "more" {}
resource "aws_codebuild_project" "runner" {
  name = "run"
  source {
    buildspec = ${JSON.stringify(OWN)}
  }
}
resource "aws_codepipeline" "main" {
  stage {
    name = "S"
    action {
      name          = "Run"
      category      = "Build"
      provider      = "CodeBuild"
      configuration = merge({ ProjectName = aws_codebuild_project.runner.name }, var.more)
    }
  }
}
`,
  );
  expect([found?.commands, found?.buildspecFile?.known]).toEqual([undefined, false]);
});

it('an override under a parameter without a value leaves open what runs', async () => {
  const text = `Parameters: {Spec: {Type: String}}
Resources:
  P:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages:
        - Name: S
          Actions:
            - Name: Run
              ActionTypeId: {Category: Test, Owner: AWS, Provider: CodeBuild, Version: 1}
              Configuration: {ProjectName: !Ref Runner, BuildspecOverride: !Ref Spec}
  Runner:
    Type: AWS::CodeBuild::Project
    Properties:
      Source: {BuildSpec: ${JSON.stringify(OWN)}}
`;
  const found = await projectIn('shop.yaml', text);
  expect([found?.commands, found?.buildspecFile?.known]).toEqual([undefined, false]);
});
