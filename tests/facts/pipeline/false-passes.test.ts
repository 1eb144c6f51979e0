import { expect, it } from 'vitest';
import { judgeText } from '../../judging.js';

const action = (name: string, category: string, provider: string, configuration: Record<string, string>) => ({
  name,
  actionTypeId: { category, owner: 'AWS', provider, version: '1' },
  configuration,
});
const deploy = (stack: string, name = 'Deploy') =>
  action(name, 'Deploy', 'CloudFormation', {
    ActionMode: 'CREATE_UPDATE',
    StackName: stack,
    TemplatePath: 'Out::shop.yaml',
  });

/** What a rule says of a pipeline of these stages. */
async function outcome(rule: string, stages: unknown[]): Promise<string | undefined> {
  const { findings } = await judgeText('shop.json', JSON.stringify({ name: 'shop', stages }, null, 1));
  return findings.find((finding) => finding.rule === `pipeline/${rule}`)?.outcome;
}
const stage = (name: string, ...actions: unknown[]) => ({ name, actions });
const STAGES = 'three-pre-production-stages';

it('does not count stages that all change the one stack that production is', async () => {
  const names = ['Alpha', 'Beta', 'Gamma', 'Production'];
  expect(
    await outcome(
      STAGES,
      names.map((name) => stage(name, deploy('shop'))),
    ),
  ).toBe('fail');
});

it('does not take a CloudFormation update for a tear-down because of its name', async () => {
  expect(await outcome(STAGES, [stage('Production', deploy('shop', 'DeployCleanupLambda'))])).toBe('fail');
});

it('takes moving traffic to another endpoint for a deployment', async () => {
  const swap = action('SwitchEndPoints', 'Invoke', 'Lambda', { FunctionName: 'move' });
  expect(await outcome(STAGES, [stage('Production', swap)])).toBe('fail');
});

it('judges nothing of a pipeline that has a stage which is none', async () => {
  await expect(outcome(STAGES, [stage('Beta', deploy('shop-beta')), 'Production'])).rejects.toThrow('no mapping');
});

it('does not read a load test in a buildspec that the action overrides', async () => {
  const spec = (command: string) => `version: 0.2\nphases:\n  build:\n    commands:\n      - ${command}\n`;
  const judged = async (override: object) => {
    const run = { ProjectName: { Ref: 'Runner' }, ...override };
    const upper = (name: string, ActionTypeId: object, Configuration: object) => ({
      Name: name,
      Actions: [{ Name: name, ActionTypeId, Configuration }],
    });
    const stack = (name: string) =>
      upper(
        name,
        { Category: 'Deploy', Owner: 'AWS', Provider: 'CloudFormation', Version: '1' },
        { ActionMode: 'CREATE_UPDATE', StackName: name },
      );
    const codeBuild = { Category: 'Test', Owner: 'AWS', Provider: 'CodeBuild', Version: '1' };
    const Stages = [stack('Gamma'), upper('Run', codeBuild, run), stack('Prod')];
    const Resources = {
      P: { Type: 'AWS::CodePipeline::Pipeline', Properties: { Stages } },
      Runner: { Type: 'AWS::CodeBuild::Project', Properties: { Source: { BuildSpec: spec('k6 run load.js') } } },
    };
    const { findings } = await judgeText('shop.json', JSON.stringify({ Resources }));
    return findings.find((finding) => finding.rule === 'pipeline/load-test')?.outcome;
  };
  expect(await judged({})).toBe('pass');
  expect(await judged({ BuildspecOverride: spec('npm run lint') })).toBe('fail');
  expect(await judged({ BuildspecOverride: 'ci/other.yml' })).toBe('fail');
});
