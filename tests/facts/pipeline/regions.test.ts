import { describe, expect, it } from 'vitest';
import { judgeText } from '../../judging.js';

const deploy = (name: string, stack: string, more: object = {}) => ({
  name,
  actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'CloudFormation', version: '1' },
  configuration: { ActionMode: 'CREATE_UPDATE', StackName: stack, TemplatePath: 'Out::shop.yaml' },
  ...more,
});

/** What a rule says of each production deployment of a pipeline of these stages. */
async function said(rule: string, stages: readonly (readonly [string, ...object[]])[]) {
  const list = stages.map(([name, ...actions]) => ({ name, actions }));
  const { findings } = await judgeText('shop.json', JSON.stringify({ name: 'shop', stages: list }));
  return findings.filter((finding) => finding.rule === `pipeline/${rule}`);
}

describe('production in two Regions that only names tell', () => {
  it.each([
    ['stacks', ['One', deploy('Deploy', 'prod-us-east-1')], ['Two', deploy('Deploy', 'prod-eu-west-1')]],
    ['stages', ['ProdUSEast1', deploy('Deploy', 'shop')], ['ProdEUWest1', deploy('Deploy', 'shops')]],
    ['parts of the world', ['ProdEU', deploy('Deploy', 'contact-us')], ['ProdNA', deploy('Deploy', 'contact-us-2')]],
    ['actions', ['Prod', deploy('to-us-gov-west-1', 'a')], ['ProdAgain', deploy('to-ap-southeast-2', 'b')]],
  ] as const)('is two waves when %s say so, with a bake between them', async (_, one, two) => {
    const messages = (await said('bake-time', [['Gamma', deploy('Deploy', 'shop-gamma')], one, two])).map(
      (finding) => finding.message,
    );
    expect(messages.join()).toContain('first-wave');
  });

  it('is one wave in two Regions when they come together', async () => {
    const [finding] = await said('one-wave-one-region-first', [
      ['Prod', deploy('East', 'prod-us-east-1'), deploy('West', 'prod-us-west-2')],
    ]);
    expect(finding?.outcome).toBe('fail');
    expect(finding?.message).toContain('us-east-1, us-west-2');
  });

  it('is one environment as long as one deployment says none', async () => {
    const stages = [
      ['Prod', deploy('Certificate', 'prod-us-east-1')],
      ['ProdApp', deploy('App', 'prod-shop')],
    ] as const;
    const messages = (await said('bake-time', stages)).map((finding) => finding.message);
    expect(messages.join()).not.toContain('first-wave');
  });
});

it('makes no more stages of a pre-production environment whose deployments are named after Regions', async () => {
  const [finding] = await said('three-pre-production-stages', [
    ['BetaUSEast1', deploy('Deploy', 'a')],
    ['BetaEUWest1', deploy('Deploy', 'b')],
    ['Prod', deploy('Deploy', 'shop-prod')],
  ]);
  expect(finding?.message).toContain('1 of 3');
});

it('is a wave a cell when cells of production follow each other', async () => {
  const messages = (
    await said('bake-time', [
      ['Prod-Cell-1', deploy('Infra', 'shop-net'), deploy('App', 'shop')],
      ['Prod-Cell-2', deploy('Infra', 'shop-net-2'), deploy('App', 'shop-2')],
    ])
  ).map((finding) => finding.message);
  expect(messages.filter((message) => message.includes('first-wave'))).toHaveLength(2);
});
