import { describe, expect, it, test } from 'vitest';
import { declarationsOf } from '../../../src/facts/pipeline/declared.js';
import { derivePipeline } from '../../../src/facts/pipeline/derive.js';
import { EMPTY_CONFIG } from '../../../src/model/config.js';
import { type Given, judgeText, loadText } from '../../judging.js';

const action = (
  name: string,
  category = 'Build',
  provider = 'CodeBuild',
  configuration: object = { ProjectName: 'runner' },
) => ({
  name,
  actionTypeId: { category, owner: 'AWS', provider, version: '1' },
  configuration,
});
const source = { name: 'Source', actions: [action('Checkout', 'Source', 'S3', { S3Bucket: 'b' })] };
const stack = (name: string) =>
  action('Deploy', 'Deploy', 'CloudFormation', { ActionMode: 'CREATE_UPDATE', StackName: name });
const pipeline = (...stages: object[]) => JSON.stringify({ name: 'shop', stages: [source, ...stages] });
const stage = (name: string, ...actions: object[]) => ({ name, actions });

async function factsOf(text: string) {
  const found = await loadText('shop.json', text);
  if ('nothing' in found) throw new Error(found.nothing);
  return derivePipeline(found.pipelines[0]!.scenarios[0]!, declarationsOf(EMPTY_CONFIG));
}

/** What was found to deploy, and whether that is sure. */
async function deployments(text: string): Promise<string[]> {
  const { deployments: found } = await factsOf(text);
  return found.map(
    ({ step, deploys, reading }) =>
      `${step.action.name.known && step.action.name.value} ${reading.tier}${deploys.doubtful ? ' in doubt' : ''}`,
  );
}

describe('what runs out of sight, and whose own names tell nothing,', () => {
  test.each([
    ['DeployProd', 'Build'],
    ['Production', 'Run'],
    ['prod', 'prod'],
    ['Terraform_Apply', 'CodeBuild'],
    ['Release', 'Main'],
  ])('deploys in the stage %s as %s', async (name, it) => {
    expect(await deployments(pipeline(stage(name, action(it))))).toEqual([`${it} production in doubt`]);
  });

  test.each([
    ['a stage that builds', stage('Build', action('Build'))],
    ['a stage that builds for production', stage('BuildProd', action('Build')), stage('Prod', stack('shop-prod'))],
    ['a stage for pre-production', stage('Beta', action('Run'))],
    ['a stage around a deployment', stage('PostDeploy', action('Run'))],
    ['a name that tells', stage('DeployProd', action('UnitTests'))],
    ['a project that tells', stage('DeployProd', action('Run', 'Build', 'CodeBuild', { ProjectName: 'shop-build' }))],
    ['a name that says nothing happens', stage('Production', action('Dummy'))],
    ['something beside it that deploys', stage('DeployProd', action('Build'), stack('shop-prod'))],
    ['something later that deploys', stage('Production', action('Run')), stage('Deploy', stack('shop-prod'))],
  ])('does not deploy in, or beside, %s', async (_, ...stages) => {
    const found = await deployments(pipeline(...(stages as object[])));
    expect(found.filter((it) => it.endsWith('in doubt'))).toEqual([]);
  });

  it('is no pre-production stage by such a word', async () => {
    const names = ['DeployAlpha', 'DeployBeta', 'DeployGamma'];
    const text = pipeline(...names.map((name) => stage(name, action('Run'))), stage('Prod', stack('shop-prod')));
    const { findings } = await judgeText('shop.json', text);
    const found = findings.find(({ rule }) => rule === 'pipeline/three-pre-production-stages');
    expect(found?.outcome).not.toBe('pass');
  });

  it('is what tollgate.yaml says it is', async () => {
    const given: Given = { config: 'version: 1\nactivities:\n  - activity: build\n    match: { action: Build }\n' };
    const { report } = await judgeText('shop.json', pipeline(stage('DeployProd', action('Build'))), given);
    expect(report.verdict).toBe('pass');
  });
});

describe('an action that is called a build like everything else', () => {
  const runs = (project: string) => action('Build', 'Build', 'CodeBuild', { ProjectName: project });

  it('deploys when what it runs is called a deployment', async () => {
    expect(await deployments(pipeline(stage('Main', runs('continuous-deploy'))))).toEqual([
      'Build production in doubt',
    ]);
  });

  it('builds in a stage that builds, and when what it runs builds too', async () => {
    expect(
      await deployments(pipeline(stage('Build', runs('shop-deploy')), stage('Main', runs('build-and-deploy')))),
    ).toEqual([]);
  });
});

it('an action that is told to plan and is called so plans, whatever else its name says', async () => {
  const told = (name: string, order: string) =>
    action(name, 'Build', 'CodeBuild', {
      ProjectName: 'terraform',
      EnvironmentVariables: JSON.stringify([{ name: 'TF_ACTION', value: order }]),
    });
  const text = pipeline(
    stage('Prod', told('DeployProd-Plan', 'plan')),
    stage('Apply', told('DeployProd-Apply', 'apply')),
  );
  expect(await deployments(text)).toEqual(['DeployProd-Apply production']);
  expect(await deployments(pipeline(stage('Prod', told('DeployProd-Plan', 'apply'))))).toHaveLength(1);
});

it('what a provider that is not known deploys to is as open as what any provider would call its target', async () => {
  const text = `variable "kind" {}
variable "env" {}
resource "aws_codepipeline" "main" {
  name = "shop"
  stage {
    name = "Deploy"
    action {
      name     = "Deploy"
      category = "Deploy"
      provider = var.kind == "ecs" ? "ECS" : "ElasticBeanstalk"
      configuration = var.kind == "ecs" ? { ClusterName = var.env } : { EnvironmentName = var.env }
    }
  }
}
`;
  const found = await loadText('main.tf', text);
  if ('nothing' in found) throw new Error(found.nothing);
  const { production } = derivePipeline(found.pipelines[0]!.scenarios[0]!, declarationsOf(EMPTY_CONFIG));
  expect(production).toBe('undetermined');
});
