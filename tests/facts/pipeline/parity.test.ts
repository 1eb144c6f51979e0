import { expect, it } from 'vitest';
import { judgeText } from '../../judging.js';

const CONFIG = `environments:
  - { name: gamma, tier: pre-production, match: { stage: Gamma } }
  - { name: production, tier: production, match: { stage: Production } }
`;

/** What gamma-as-production says of a pipeline whose two stages deploy by CodeDeploy, declared to be what they are called. */
async function parity(gamma: object, production: object, more: object = {}): Promise<string | undefined> {
  const stages = Object.entries({ Gamma: gamma, Production: production }).map(([name, configuration]) => ({
    name,
    actions: [
      {
        name: 'Deploy',
        actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'CodeDeploy', version: '1' },
        configuration,
        ...(name === 'Production' ? more : {}),
      },
    ],
  }));
  const { findings } = await judgeText('shop.json', JSON.stringify({ name: 'shop', stages }), { config: CONFIG });
  return findings.find((finding) => finding.rule === 'pipeline/gamma-as-production')?.outcome;
}

const group = (name: string) => ({ ApplicationName: 'shop', DeploymentGroupName: name });

it('one and the same deployment group does the same for both, seen or not', async () => {
  expect(await parity(group('web'), group('web'))).toBe('pass');
});

it('two groups out of sight may differ, also by an environment’s word alone', async () => {
  expect(await parity(group('web-gamma'), group('web-prod'))).toBe('undetermined');
});

it('groups of one name in two regions are two', async () => {
  expect(await parity(group('web'), group('web'), { region: 'us-east-1' })).toBe('undetermined');
});
