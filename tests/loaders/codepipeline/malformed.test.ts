import { describe, expect, it } from 'vitest';
import { TollgateError } from '../../../src/errors.js';
import type { Pipeline } from '../../../src/model/pipeline.js';
import { loadText } from '../../judging.js';

/** Where and why a text is refused: `line 4: …`. */
async function refusal(file: string, text: string): Promise<string> {
  try {
    await loadText(file, text);
  } catch (error) {
    if (error instanceof TollgateError && error.code === 'STRUCTURE')
      return `line ${error.location?.line}: ${error.message}`;
    throw error;
  }
  return 'not refused';
}

async function loaded(file: string, text: string): Promise<Pipeline> {
  const found = await loadText(file, text);
  if ('nothing' in found) throw new Error(found.nothing);
  return found.pipelines[0]!.scenarios[0]!;
}

const ACTION =
  '{Name: A, ActionTypeId: {Category: Deploy, Owner: AWS, Provider: CloudFormation, Version: 1}, Configuration: {StackName: beta}}';
const BETA = `{Name: Beta, Actions: [${ACTION}]}`;
const template = (properties: string) =>
  `Parameters: {Some: {Type: String}}
Resources:
  P:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: shop
${properties}`;

describe('a template', () => {
  it.each([
    ['no Stages', '', 'line 6: the pipeline has no Stages'],
    ['Stages left empty', '      Stages:', 'line 7: Stages of the pipeline are empty'],
    ['an empty list of Stages', '      Stages: []', 'line 7: Stages of the pipeline are empty'],
    ['Stages that are a mapping', '      Stages: {Beta: {}}', 'line 7: Stages of the pipeline are no list'],
    ['Stages that are a text', '      Stages: all', 'line 7: Stages of the pipeline are no list'],
    ['a stage that is null', `      Stages:\n      - ${BETA}\n      -`, 'line 8: a stage of the pipeline is empty'],
    ['a stage that is a text', `      Stages: [${BETA}, Prod]`, 'line 7: a stage of the pipeline is no mapping'],
    ['a stage without Actions', `      Stages: [${BETA}, {Name: Prod}]`, 'line 7: the stage Prod has no Actions'],
    [
      'Actions left empty',
      `      Stages:\n      - Name: Prod\n        Actions:`,
      'line 9: Actions of the stage Prod are empty',
    ],
    [
      'an empty list of Actions',
      `      Stages: [{Name: Prod, Actions: []}]`,
      'line 7: Actions of the stage Prod are empty',
    ],
    [
      'Actions that are a mapping',
      `      Stages: [{Name: Prod, Actions: ${ACTION}}]`,
      'line 7: Actions of the stage Prod are no list',
    ],
    [
      'an action that is null',
      `      Stages:\n      - Name: Prod\n        Actions: [${ACTION}, null]`,
      'line 9: an action of the stage Prod is empty',
    ],
    [
      'an action that is a text',
      `      Stages: [{Name: Prod, Actions: [Deploy]}]`,
      'line 7: an action of the stage Prod is no mapping',
    ],
  ])('with %s is refused at its line', async (_, properties, expected) => {
    expect(await refusal('shop.yaml', template(properties))).toBe(expected);
  });

  it.each([
    ['Stages', '      Stages: !Ref Some'],
    ['Stages of a transform', "      Stages: {Fn::Transform: {Name: 'AWS::Include', Parameters: {Location: s3://x}}}"],
    ['a stage', `      Stages: [${BETA}, !Ref Some]`],
    ['a stage in long form', `      Stages: [${BETA}, {Fn::GetAtt: [Maker, Stage]}]`],
    ['a stage of a mapping', `      Stages: [${BETA}, !FindInMap [Stages, !Ref Some, Prod]]`],
  ])('whose %s nobody can expand leaves open what it holds', async (_, properties) => {
    expect((await loaded('shop.yaml', template(properties))).unexpanded).toHaveLength(1);
  });

  it.each([
    ['Actions', '!Ref Some'],
    ['Actions that another stack exports', '!ImportValue prod-actions'],
    ['an action', `[${ACTION}, !GetAtt Maker.Action]`],
    ['an action that is chosen from a list', `[!Select [0, !Ref Some]]`],
  ])('whose %s nobody can expand leaves open what the stage holds', async (_, actions) => {
    const { stages } = await loaded('shop.yaml', template(`      Stages: [{Name: Prod, Actions: ${actions}}]`));
    expect(stages[0]!.unexpanded).toHaveLength(1);
  });

  it('may take a stage away by a condition', async () => {
    const text = `Conditions: {Never: !Equals [a, b]}\n${template(`      Stages: [${BETA}, !If [Never, {Name: Prod}, !Ref AWS::NoValue]]`)}`;
    const { stages, unexpanded } = await loaded('shop.yaml', text);
    expect([stages.length, unexpanded.length]).toEqual([1, 0]);
  });
});

describe('a declaration as the API states it', () => {
  const action = { name: 'A', actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'ECS', version: '1' } };
  const beta = { name: 'Beta', actions: [action] };

  it.each([
    ['stages that are a mapping', { beta }, 'Stages of the pipeline are no list'],
    ['actions that are a mapping', [{ name: 'Beta', actions: action }], 'Actions of the stage Beta are no list'],
    ['a stage without actions', [beta, { name: 'Prod' }], 'the stage Prod has no Actions'],
    ['a stage whose actions are null', [beta, { name: 'Prod', actions: null }], 'Actions of the stage Prod are empty'],
    ['a stage with no action', [beta, { name: 'Prod', actions: [] }], 'Actions of the stage Prod are empty'],
    ['a null among its stages', [beta, null], 'a stage of the pipeline is empty'],
  ])('with %s is refused', async (_, stages, expected) => {
    expect(await refusal('shop.json', JSON.stringify({ name: 'shop', stages }))).toBe(`line 1: ${expected}`);
  });

  it('leaves open what a placeholder stands for', async () => {
    const stages = [beta, '${prodStage}', { name: 'Prod', actions: '{{actions}}' }];
    const pipeline = await loaded('shop.json', JSON.stringify({ name: 'shop', stages }));
    expect([pipeline.unexpanded.length, pipeline.stages[1]!.unexpanded.length]).toEqual([1, 1]);
  });
});

describe('a Terraform module', () => {
  const pipeline = (stages: string) => `resource "aws_codepipeline" "main" {\n  name = "shop"\n${stages}\n}\n`;

  it.each([
    ['no stage', pipeline(''), 'line 1: aws_codepipeline.main has no stage'],
    [
      'a stage without an action',
      pipeline('  stage {\n    name = "Prod"\n  }'),
      'line 3: aws_codepipeline.main/Prod has no action',
    ],
    [
      'actions made of an empty list',
      pipeline(
        '  stage {\n    name = "Prod"\n    dynamic "action" {\n      for_each = []\n      content {\n        name = action.value\n      }\n    }\n  }',
      ),
      'line 3: aws_codepipeline.main/Prod has no action',
    ],
  ])('with %s is refused at its line', async (_, text, expected) => {
    expect(await refusal('main.tf', text)).toBe(expected);
  });

  it('whose actions are made of an unknown list leaves open what the stage holds', async () => {
    const text = `variable "names" {}\n${pipeline('  stage {\n    name = "Prod"\n    dynamic "action" {\n      for_each = var.names\n      content {\n        name = action.value\n      }\n    }\n  }')}`;
    expect((await loaded('main.tf', text)).stages[0]!.unexpanded).toHaveLength(1);
  });
});
