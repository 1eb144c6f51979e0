import { expect, it } from 'vitest';
import { declarationsOf } from '../../../src/facts/pipeline/declared.js';
import { derivePipeline, type PipelineSummary, summarize } from '../../../src/facts/pipeline/derive.js';
import { EMPTY_CONFIG } from '../../../src/model/config.js';
import { loadText } from '../../judging.js';

const DEPLOY = '{Category: Deploy, Owner: AWS, Provider: CloudFormation, Version: 1}';
const to = (stack: string) =>
  `{Name: To${stack}, Actions: [{Name: Deploy, ActionTypeId: ${DEPLOY}, Configuration: {ActionMode: CREATE_UPDATE, StackName: !Sub 'shop-\${${stack}}'}}]}`;
const APPROVAL =
  '{Name: Ok, Actions: [{Name: Ok, ActionTypeId: {Category: Approval, Owner: AWS, Provider: Manual, Version: 1}}]}';
const LOAD =
  '{Name: Try, Actions: [{Name: LoadTest, ActionTypeId: {Category: Test, Owner: AWS, Provider: BlazeMeter, Version: 1}}]}';

/** What is said of a pipeline whose two stacks rest on parameters without a value: either may be production. */
async function summaryOf(...stages: string[]): Promise<PipelineSummary> {
  const text = `Parameters:
  EnvA: {Type: String}
  EnvB: {Type: String}
Resources:
  P:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages:
${stages.map((stage) => `        - ${stage}`).join('\n')}
`;
  const found = await loadText('shop.yaml', text);
  if ('nothing' in found) throw new Error(found.nothing);
  return summarize(derivePipeline(found.pipelines[0]!.scenarios[0]!, declarationsOf(EMPTY_CONFIG)));
}

it('an approval before one of two candidates for production may gate it', async () => {
  expect((await summaryOf(to('EnvA'), APPROVAL, to('EnvB'))).approvalGatesProduction).toBe('undetermined');
});

it('an approval before every candidate for production gates it', async () => {
  expect((await summaryOf(APPROVAL, to('EnvA'), to('EnvB'))).approvalGatesProduction).toBe(true);
});

it('an approval after every candidate for production gates nothing', async () => {
  expect((await summaryOf(to('EnvA'), to('EnvB'), APPROVAL)).approvalGatesProduction).toBe(false);
});

it('a load test between two candidates for production may gate it', async () => {
  const summary = await summaryOf(to('EnvA'), LOAD, to('EnvB'));
  expect([summary.loadTestGatesProduction, summary.testGatesProduction]).toEqual(['undetermined', 'undetermined']);
});
