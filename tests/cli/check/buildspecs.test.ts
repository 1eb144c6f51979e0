import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Shop } from '../shop.js';

/** A template whose last action runs a CodeBuild project; `source` is the project's `Source`. */
function template(source: string): string {
  return `Resources:
  Shop:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages:
        - Name: Source
          Actions:
            - Name: Checkout
              ActionTypeId: { Category: Source, Owner: AWS, Provider: CodeCommit, Version: '1' }
              Configuration: { RepositoryName: shop, BranchName: main }
        - Name: Finish
          Actions:
            - Name: Run
              ActionTypeId: { Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1' }
              Configuration: { ProjectName: !Ref Runner }
  Runner:
    Type: AWS::CodeBuild::Project
    Properties:
      Source: ${source}
`;
}

const DEPLOYS = `version: 0.2
phases:
  build:
    commands:
      - npm ci
      - npx cdk deploy shop-prod
`;

interface Facts {
  deployments: { at: string; because: string[] }[];
  actions: { at: string; activity: string; because: string }[];
  notes: string[];
}

describe('a buildspec that stands in a file', () => {
  let shop: Shop;
  beforeEach(() => {
    shop = new Shop();
  });
  afterEach(() => shop.remove());

  function facts(...paths: string[]): Facts {
    const run = shop.tollgate('facts', ...paths, '--format', 'json');
    expect(run.stderr).toBe('');
    return (JSON.parse(run.stdout) as Facts[])[0]!;
  }

  function deploys(...paths: string[]): boolean {
    return facts(...paths).deployments.some((it) => it.at === 'Finish/Run');
  }

  test('shows the deployment that its commands make', () => {
    shop.write('pipeline.yaml', template('{ Type: CODEPIPELINE, BuildSpec: ci/finish.yml }'));
    expect(deploys('.')).toBe(false);
    shop.write('ci/finish.yml', DEPLOYS);
    expect(deploys('.')).toBe(true);
  });

  test('is read in place of the project’s own where the action overrides it', () => {
    const own = template('{ Type: CODEPIPELINE, BuildSpec: ci/finish.yml }');
    const text = own.replace('ProjectName: !Ref Runner', 'ProjectName: !Ref Runner, BuildspecOverride: ci/other.yml');
    shop.write('ci/finish.yml', DEPLOYS);
    shop.write('ci/other.yml', DEPLOYS.replace('npx cdk deploy shop-prod', 'npm test'));
    shop.write('pipeline.yaml', text);
    expect(deploys('.')).toBe(false);
    shop.write('pipeline.yaml', text.replace('ci/other.yml', 'ci/finish.yml'));
    expect(deploys('.')).toBe(true);
  });

  test('is named as the evidence', () => {
    shop.write('pipeline.yaml', template('{ Type: CODEPIPELINE, BuildSpec: ci/finish.yml }'));
    shop.write('ci/finish.yml', DEPLOYS);
    const run = facts('.').actions.find((it) => it.at === 'Finish/Run')!;
    expect(run.because).toContain('npx cdk deploy shop-prod');
  });

  test('shows a load test under a name that does not tell, at its line', () => {
    const deployment = (name: string) => `        - Name: ${name}
          Actions:
            - Name: Deploy
              ActionTypeId: { Category: Deploy, Owner: AWS, Provider: CloudFormation, Version: '1' }
              Configuration: { ActionMode: CREATE_UPDATE, StackName: shop-${name}, TemplatePath: Out::shop.yaml }
`;
    const text = template('{ Type: CODEPIPELINE, BuildSpec: ci/finish.yml }')
      .replace('        - Name: Finish\n', `${deployment('Gamma')}        - Name: Finish\n`)
      .replace('  Runner:\n', `${deployment('Prod')}  Runner:\n`);
    shop.write('pipeline.yaml', text);
    shop.write('ci/finish.yml', DEPLOYS.replace('npx cdk deploy shop-prod', 'k6 run peak.js'));
    const { findings } = JSON.parse(shop.tollgate('check', '--format', 'json').stdout) as {
      findings: { rule: string; outcome: string; evidence: { text: string; location: object }[] }[];
    };
    const loadTest = findings.find((finding) => finding.rule === 'pipeline/load-test')!;
    expect(loadTest.outcome).toBe('pass');
    expect(loadTest.evidence[0]!.text).toContain('k6 run peak.js');
    expect(loadTest.evidence[0]!.location).toMatchObject({ file: 'ci/finish.yml', line: 6, column: 9 });
  });

  test('is read beside a file that is named alone', () => {
    shop.write('infra/pipeline.yaml', template('{ Type: CODEPIPELINE, BuildSpec: ci/finish.yml }'));
    shop.write('ci/finish.yml', DEPLOYS);
    expect(deploys('infra/pipeline.yaml')).toBe(true);
  });

  test('is buildspec.yml at the top of the source when the project names none', () => {
    shop.write('pipeline.yaml', template('{ Type: CODEPIPELINE }'));
    shop.write('buildspec.yml', DEPLOYS);
    expect(deploys('.')).toBe(true);
  });

  test('is the nearest one above the definition', () => {
    shop.write('services/cart/pipeline.yaml', template('{ Type: CODEPIPELINE, BuildSpec: ci/finish.yml }'));
    shop.write('services/cart/ci/finish.yml', DEPLOYS);
    shop.write('ci/finish.yml', DEPLOYS.replace('npx cdk deploy shop-prod', 'echo done'));
    expect(deploys('.')).toBe(true);
  });

  test("of another service is not taken for this one's default", () => {
    shop.write('services/cart/pipeline.yaml', template('{ Type: CODEPIPELINE }'));
    shop.write('services/search/buildspec.yml', DEPLOYS);
    const found = facts('.');
    expect(found.deployments).toEqual([]);
    expect(found.notes.join()).toMatch(/services\/search\/buildspec\.yml/);
  });

  test('that two files may be stays unread, and a note names both', () => {
    shop.write('infra/pipeline.yaml', template('{ Type: CODEPIPELINE, BuildSpec: finish.yml }'));
    shop.write('cart/finish.yml', DEPLOYS);
    shop.write('search/finish.yml', DEPLOYS);
    const found = facts('.');
    expect(found.deployments).toEqual([]);
    expect(found.notes).toEqual([
      'Shop runs finish.yml, and which file that is cannot be told (cart/finish.yml, search/finish.yml): it was not read',
    ]);
  });

  test.each([
    ['is no YAML', 'phases: [\n', 'cannot be read'],
    ['has no phases', 'hello: there\n', 'has no phases'],
  ])('that %s leaves a note, and the pipeline is judged all the same', (_, text, reason) => {
    shop.write('pipeline.yaml', template('{ Type: CODEPIPELINE, BuildSpec: ci/finish.yml }'));
    shop.write('ci/finish.yml', text);
    expect(facts('.').notes.join()).toContain(reason);
  });

  test.each(['arn:aws:s3:::shop/ci/finish.yml', '../ci/finish.yml', '!ImportValue shop-buildspec'])(
    'named %s is not looked for',
    (name) => {
      shop.write('pipeline.yaml', template(`{ Type: CODEPIPELINE, BuildSpec: ${name} }`));
      shop.write('ci/finish.yml', DEPLOYS);
      expect(deploys('.')).toBe(false);
    },
  );

  test('says the same from Terraform', () => {
    shop.write(
      'main.tf',
      `resource "aws_codepipeline" "shop" {
  name = "shop"
  stage {
    name = "Source"
    action {
      name     = "Checkout"
      category = "Source"
      owner    = "AWS"
      provider = "CodeCommit"
      version  = "1"
    }
  }
  stage {
    name = "Finish"
    action {
      name          = "Run"
      category      = "Build"
      owner         = "AWS"
      provider      = "CodeBuild"
      version       = "1"
      configuration = { ProjectName = aws_codebuild_project.runner.name }
    }
  }
}
resource "aws_codebuild_project" "runner" {
  name = "runner"
  source { type = "CODEPIPELINE" }
}
`,
    );
    shop.write('buildspec.yml', DEPLOYS);
    expect(deploys('.')).toBe(true);
  });
});
