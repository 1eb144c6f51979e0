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
