import { describe, expect, it } from 'vitest';
import { judgeText } from '../../judging.js';

const PARTS = { Owner: 'AWS', Version: '1' };
const stack = (stage: string, configuration: Readonly<Record<string, unknown>>) => ({
  Name: stage,
  Actions: [
    {
      Name: 'Apply',
      ActionTypeId: { ...PARTS, Category: 'Deploy', Provider: 'CloudFormation' },
      Configuration: { ActionMode: 'CREATE_UPDATE', TemplatePath: 'Out::shop.yaml', ...configuration },
    },
  ],
});

const build = (stage: string, project: unknown) => ({
  Name: stage,
  Actions: [
    {
      Name: 'Run',
      ActionTypeId: { ...PARTS, Category: 'Build', Provider: 'CodeBuild' },
      Configuration: { ProjectName: project },
    },
  ],
});

async function judged(stages: readonly unknown[], more: Readonly<Record<string, unknown>> = {}) {
  const Resources = { Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties: { Stages: stages } } };
  const { findings } = await judgeText('shop.json', JSON.stringify({ Resources, ...more }));
  return { findings, seen: findings.flatMap((finding) => finding.evidence.map(({ text }) => text)) };
}

describe('evidence of an environment', () => {
  it('names the word that decided, where a name says more', async () => {
    const { seen } = await judged([stack('One', { StackName: 'shop-beta' }), stack('Two', { StackName: 'shop-prod' })]);
    expect(seen).toContain('production: "prod" in StackName "shop-prod"');
    expect(seen.join('\n')).toContain('"beta" in StackName "shop-beta"');
  });

  it('is the name alone where that is the word', async () => {
    const { seen } = await judged([stack('Prod', { StackName: 'shop' })]);
    expect(seen).toContain('production: stage "Prod"');
  });

  it('says where a value came from that stands elsewhere', async () => {
    const Parameters = { Target: { Type: 'String', Default: 'prod' } };
    const { seen } = await judged([stack('Two', { StackName: { Ref: 'Target' } })], { Parameters });
    expect(seen).toContain('production: StackName "prod" (default of parameter Target)');
  });

  it('shows a reference as one, and not as a name', async () => {
    const { seen } = await judged([stack('Two', { StackName: { Ref: 'ProdStack' } })]);
    expect(seen.join('\n')).not.toContain('"ProdStack"');
  });
});

describe('a pipeline without a deployment', () => {
  const invoke = (name: string) => ({
    Name: name,
    ActionTypeId: { ...PARTS, Category: 'Invoke', Provider: 'Lambda' },
    Configuration: { FunctionName: 'thing' },
  });

  it('says what nothing explains, and not all of it', async () => {
    const { findings } = await judged([{ Name: 'Do', Actions: ['A', 'B', 'C', 'D', 'E'].map(invoke) }]);
    expect(new Set(findings.map((finding) => finding.message))).toEqual(
      new Set([
        'it shows no deployment, so there is no production to judge (nothing shows what Do/A, Do/B, Do/C and 2 more do)',
      ]),
    );
  });
});

describe('a pipeline whose build is out of sight', () => {
  const build = (BuildSpec: string) => {
    const stage = (Name: string, Category: string, Provider: string, Configuration: object) => ({
      Name,
      Actions: [{ Name, ActionTypeId: { ...PARTS, Category, Provider }, Configuration }],
    });
    const Stages = [
      stage('Checkout', 'Source', 'CodeCommit', {}),
      stage('Build', 'Build', 'CodeBuild', { ProjectName: { Ref: 'Project' } }),
    ];
    return {
      Resources: {
        Project: { Type: 'AWS::CodeBuild::Project', Properties: { Source: { Type: 'CODEPIPELINE', BuildSpec } } },
        Main: { Type: 'AWS::CodePipeline::Pipeline', Properties: { Stages } },
      },
    };
  };
  const message = async (spec: string) =>
    (await judgeText('shop.json', JSON.stringify(build(spec)))).findings.map((finding) => finding.message)[0];

  it('is not said to deploy nothing', async () => {
    expect(await message('ci/build.yml')).toBe(
      'it shows no deployment, so there is no production to judge (what Build/Build runs is out of sight)',
    );
  });

  it('is said to deploy nothing where its commands are in sight', async () => {
    expect(await message('version: 0.2\nphases:\n  build:\n    commands:\n      - npm run build\n')).toBe(
      'it deploys nothing, so there is no production to judge',
    );
  });
});

describe('a deployment group that no alarm rolls back', () => {
  const group = (more: object) => ({
    Resources: {
      Group: { Type: 'AWS::CodeDeploy::DeploymentGroup', Properties: { ApplicationName: 'shop', ...more } },
      Main: {
        Type: 'AWS::CodePipeline::Pipeline',
        Properties: {
          Stages: [
            {
              Name: 'Prod',
              Actions: [
                {
                  Name: 'Deploy',
                  ActionTypeId: { ...PARTS, Category: 'Deploy', Provider: 'CodeDeploy' },
                  Configuration: { ApplicationName: 'shop', DeploymentGroupName: { Ref: 'Group' } },
                },
              ],
            },
          ],
        },
      },
    },
  });
  const onAlarm = { AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_STOP_ON_ALARM'] } };
  const onFailure = { AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE'] } };
  const alarms = (Enabled: boolean) => ({ AlarmConfiguration: { Enabled, Alarms: [{ Name: 'errors' }] } });

  it.each([
    ['DEPLOYMENT_STOP_ON_ALARM, but no alarm stops it', onAlarm],
    ['names no alarms', onFailure],
    ['is not enabled', { ...onAlarm, ...alarms(false) }],
    ['its rollback events lack DEPLOYMENT_STOP_ON_ALARM', { ...onFailure, ...alarms(true) }],
  ])('tells which part is missing: %s', async (text, more) => {
    const { findings } = await judgeText('shop.json', JSON.stringify(group(more)));
    const finding = findings.find(({ rule }) => rule === 'pipeline/rollback-on-alarm');
    expect(finding?.outcome).toBe('fail');
    expect(finding?.evidence.map((it) => it.text).join()).toContain(text);
  });
});

describe('two deployments of one thing', () => {
  it('are one environment, and say so', async () => {
    const same = { StackName: 'shop' };
    const { findings } = await judged([stack('Beta', same), stack('Prod', same)]);
    const texts = findings.flatMap((finding) => finding.evidence.map(({ text }) => text));
    expect(texts).toContain('production: it changes the same thing as Pipeline/Prod/Apply');
  });
});

describe('what is not known', () => {
  it('is said once for all deployments that rest on it', async () => {
    const Parameters = { Place: { Type: 'String' } };
    const name = (kind: string) => ({ StackName: { 'Fn::Sub': `${kind}-\${Place}` } });
    const stages = ['A', 'B', 'C', 'D', 'E'].map((stage) => stack(stage, name(stage)));
    const { findings } = await judged(stages, { Parameters });
    const [message] = new Set(findings.map((finding) => finding.message));
    expect(message).toMatch(/environment of \S+A\/Apply, \S+B\/Apply, \S+C\/Apply and 2 more is not known/);
    expect(message!.match(/rests on/g)).toHaveLength(1);
  });

  it('of a bake is bounded, and says so', async () => {
    const stages = [build('Gamma', 'deploy-gamma'), stack('Prod', { StackName: 'shop' })];
    const Project = { Type: 'AWS::CodeBuild::Project', Properties: { Name: 'deploy-gamma', TimeoutInMinutes: 30 } };
    const Pipeline = { Type: 'AWS::CodePipeline::Pipeline', Properties: { Stages: stages } };
    const { findings } = await judgeText('shop.json', JSON.stringify({ Resources: { Pipeline, Project } }));
    const bake = findings.find((finding) => finding.rule === 'pipeline/bake-time')!;
    expect(bake.message).toBe('Prod/Apply follows gamma after at most 29 minutes of watched bake; 60 are required');
    expect(bake.evidence.map(({ text }) => text)).toEqual([
      'what Pipeline/Gamma/Run does inside is out of sight: all together at most 29 minutes',
    ]);
  });
});

describe('production that is assumed in several stages', () => {
  it('asks which of them it is', async () => {
    const { report } = await judgeText(
      'shop.json',
      JSON.stringify({ Resources: { Main: main('Homolog', 'Producao') } }),
    );
    expect(report.suggestions.join('\n')).toContain('match: { stage: Homolog }');
    expect(report.suggestions.join('\n')).toContain('match: { stage: Producao }');
  });

  it('is not asked about in one', async () => {
    const { report } = await judgeText('shop.json', JSON.stringify({ Resources: { Main: main('Release') } }));
    expect(report.suggestions).toEqual([]);
  });

  const main = (...names: string[]) => ({
    Type: 'AWS::CodePipeline::Pipeline',
    Properties: { Stages: names.map((name) => stack(name, { StackName: `shop-${name}` })) },
  });
});

it('says of a condition in an action that only stages have them', async () => {
  const own = stack('Prod', { StackName: 'shop-prod' });
  const stray = { ...own, Actions: own.Actions.map((action) => ({ ...action, OnFailure: { Result: 'ROLLBACK' } })) };
  const template = { Resources: { Main: { Type: 'AWS::CodePipeline::Pipeline', Properties: { Stages: [stray] } } } };
  const { report } = await judgeText('shop.json', JSON.stringify(template));
  const notes = report.subjects.flatMap((subject) => subject.notes.map((note) => note.text));
  expect(notes.join()).toContain('OnFailure stands in the action Main/Prod/Apply: only a stage has conditions');
});
