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

it('says nothing of the rollback of what is out of sight, also where another mechanism deploys', async () => {
  const action = (name: string, provider: string, configuration: string) =>
    `stage {\n  name = "${name}"\n  action {\n    name = "Deploy"\n    category = "Deploy"\n    provider = "${provider}"\n    configuration = ${configuration}\n  }\n}\n`;
  const text = `resource "aws_codepipeline" "main" {
  name = "shop"
  ${action('Gamma', 'ECS', '{ ClusterName = "gamma", ServiceName = "web" }')}
  ${action('Production', 'CodeDeployToECS', '{ ApplicationName = "shop", DeploymentGroupName = aws_codedeploy_deployment_group.main.deployment_group_name }')}
}
resource "aws_codedeploy_deployment_group" "main" {
  deployment_group_name = "prod"
  auto_rollback_configuration {
    enabled = true
    events  = ["DEPLOYMENT_FAILURE"]
  }
}
`;
  const { findings } = await judgeText('main.tf', text);
  const found = findings.find((finding) => finding.rule === 'pipeline/gamma-as-production');
  expect(found?.outcome).toBe('fail');
  expect(found?.message).toContain('gamma is deployed by ECS, production by CodeDeployToECS');
  expect(found?.message).not.toContain('gamma does not');
});
