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

const settings = (name: string, policy: string | undefined) => ({
  Type: 'AWS::ElasticBeanstalk::Environment',
  Properties: {
    EnvironmentName: name,
    OptionSettings:
      policy === undefined
        ? []
        : [{ Namespace: 'aws:elasticbeanstalk:command', OptionName: 'DeploymentPolicy', Value: policy }],
  },
});
const configured = (name: string, configuration: string | undefined) => ({
  Type: 'AWS::CodeDeploy::DeploymentGroup',
  Properties: {
    ApplicationName: 'shop',
    DeploymentGroupName: name,
    ...(configuration === undefined ? {} : { DeploymentConfigName: `CodeDeployDefault.${configuration}` }),
  },
});

/** What gamma-as-production says of a template whose two stages deploy by a provider to what stands beside the pipeline. */
async function beside(
  Provider: string,
  key: string,
  resource: (name: string, how: string | undefined) => object,
  gamma: string | undefined,
  production: string | undefined,
): Promise<string | undefined> {
  const stage = (Name: string) => ({
    Name,
    Actions: [
      {
        Name: 'Deploy',
        ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider, Version: '1' },
        Configuration: { ApplicationName: 'shop', [key]: { Ref: `${Name}Target` } },
      },
    ],
  });
  const Resources = {
    GammaTarget: resource('shop-gamma', gamma),
    ProductionTarget: resource('shop-production', production),
    Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties: { Stages: [stage('Gamma'), stage('Production')] } },
  };
  const { findings } = await judgeText('shop.json', JSON.stringify({ Resources }));
  return findings.find((finding) => finding.rule === 'pipeline/gamma-as-production')?.outcome;
}

it.each([
  ['AllAtOnce', 'Rolling', 'fail'],
  ['Rolling', 'RollingWithAdditionalBatch', 'pass'],
  ['Rolling', 'AllAtOnce', 'pass'],
  [undefined, 'Rolling', 'undetermined'],
  ['TrafficSplitting', 'Rolling', 'pass'],
])(
  'an Elastic Beanstalk gamma that goes %s before a production that goes %s: %s',
  async (gamma, production, outcome) => {
    expect(await beside('ElasticBeanstalk', 'EnvironmentName', settings, gamma, production)).toBe(outcome);
  },
);

it.each([
  ['AllAtOnce', 'OneAtATime', 'fail'],
  ['HalfAtATime', 'OneAtATime', 'pass'],
  ['OneAtATime', 'AllAtOnce', 'pass'],
  ['AllAtOnce', undefined, 'fail'],
])('a CodeDeploy gamma that goes %s before a production that goes %s: %s', async (gamma, production, outcome) => {
  expect(await beside('CodeDeploy', 'DeploymentGroupName', configured, gamma, production)).toBe(outcome);
});
