import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Shop } from '../shop.js';

const action = (name: string) => `        - Name: ${name}
          Actions:
            - Name: Deploy
              ActionTypeId: { Category: Deploy, Owner: AWS, Provider: CloudFormation, Version: '1' }
              Configuration: { ActionMode: CREATE_UPDATE, StackName: shop-${name} }
`;

/** A template whose only pipeline is there when the parameter says so. */
const conditional = (byDefault: string) => `Parameters:
  Wanted: { Type: String, Default: '${byDefault}' }
Conditions:
  IsWanted: !Equals [!Ref Wanted, 'yes']
Resources:
  Away:
    Type: AWS::CodePipeline::Pipeline
    Condition: IsWanted
    Properties:
      Stages:
${action('prod')}`;

describe('pipelines that no condition makes', () => {
  let shop: Shop;
  beforeEach(() => {
    shop = new Shop();
  });
  afterEach(() => shop.remove());

  test.each(['check', 'facts'])('leave %s undecided, and it says why', (command) => {
    shop.write('away.yaml', conditional('no'));
    const { exit, stderr } = shop.tollgate(command, 'away.yaml');
    expect(stderr).toContain('nothing to judge in away.yaml: Away is not created: its condition IsWanted is false');
    expect(stderr).toContain('--parameters');
    expect(exit).toBe(3);
  });

  test('are judged with the values under which they are made', () => {
    shop.write('away.yaml', conditional('no'));
    expect(shop.tollgate('check', 'away.yaml', '--parameters', 'Wanted=yes').exit).toBe(1);
  });

  test('are told of beside those that another file makes', () => {
    shop.write('away.yaml', conditional('no'));
    shop.write('here.yaml', conditional('yes').replace('Away', 'Here'));
    const { exit, stdout } = shop.tollgate('check', '.');
    expect(exit).toBe(1);
    expect(stdout).toContain('Away is not created');
  });
});
