import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSteps } from '../../../src/facts/change/read-steps.js';
import { loadAutomations } from '../../../src/loaders/ssm-automation/load.js';
import { SourceText } from '../../../src/model/located.js';
import { CORPUS, hasCorpus } from '../../corpus-folder.js';

function load(steps: string) {
  return loadAutomations(new SourceText('doc.yaml', `schemaVersion: '0.3'\nmainSteps:\n${steps}`))[0]!;
}

const STOP = `- name: Stop
  action: aws:changeInstanceState
  onFailure: step:StartAgain
  onCancel: step:StartAgain
  isEnd: true
  inputs: { InstanceIds: ['{{ Id }}'], DesiredState: stopped }
`;
const START = `- name: StartAgain
  action: aws:changeInstanceState
  inputs: { InstanceIds: ['{{ Id }}'], DesiredState: running }
`;

describe('an Automation document', () => {
  it('has as steps what a run without failure reaches', () =>
    expect(load(STOP + START).steps.map((step) => step.name)).toEqual(['Stop']));
  it('has as rollback what onFailure names', () =>
    expect(readSteps(load(STOP + START))[0]!.judgement.counts).toBe(true));
  it('has no rollback when it aborts', () =>
    expect(readSteps(load(STOP.replaceAll('step:StartAgain', 'Abort') + START))[0]!.judgement.counts).toBe(false));
  it('has no rollback when the step it names does not exist', () =>
    expect(readSteps(load(STOP))[0]!.judgement.counts).toBe(false));
  it('has no rollback when that step undoes something else', () => {
    const [step] = readSteps(
      load(`${STOP}- name: StartAgain\n  action: aws:deleteStack\n  inputs: { StackName: s }\n`),
    );
    expect(step!.judgement.says).toBe(
      'goes to onFailure: step:StartAgain, which runs "cloudformation DeleteStack" and leaves "ec2 StopInstances" in place',
    );
  });
  it('says when the rollback stands on the success path', () => {
    const change = load(STOP.replace('  isEnd: true\n', '') + START);
    expect(change.steps[0]!.automation!.fallsInto).toEqual(['StartAgain']);
  });
  it('does not fall into a way back that a step names', () => {
    const change = load(STOP.replace('isEnd: true', 'nextStep: StartAgain') + START);
    expect(change.steps[0]!.automation!.fallsInto).toEqual([]);
  });
  it('does not fall into a way back that only looks', () => {
    const look = `- name: StartAgain\n  action: aws:executeAwsApi\n  inputs: { Service: ec2, Api: DescribeInstances }\n`;
    expect(load(STOP.replace('  isEnd: true\n', '') + look).steps[0]!.automation!.fallsInto).toEqual([]);
  });
  it('does not fall into a step before it', () => {
    const again = STOP.replace('name: Stop', 'name: Second').replaceAll('step:StartAgain', 'step:Stop');
    const change = load(STOP.replace('  isEnd: true\n', '').replaceAll('step:StartAgain', 'Abort') + again);
    expect(change.steps[1]!.automation!.fallsInto).toEqual([]);
  });
  it('follows the choices of a branch', () => {
    const branch = `- name: Choose
  action: aws:branch
  inputs: { Choices: [{ NextStep: B, Variable: x, StringEquals: y }], Default: C }
- { name: A, action: 'aws:sleep', inputs: { Duration: PT1M } }
- { name: B, action: 'aws:sleep', isEnd: true, inputs: { Duration: PT1M } }
- { name: C, action: 'aws:sleep', isEnd: true, inputs: { Duration: PT1M } }
`;
    expect(load(branch).steps.map((step) => step.name)).toEqual(['Choose', 'B', 'C']);
  });
});

const there = hasCorpus('cm');
const files = there ? readdirSync(join(CORPUS, 'cm')).filter((file) => /\.(ya?ml|json)$/.test(file)) : [];

/** Forward steps, and those among them whose rollback counts, as read by hand. */
const READ_BY_HAND: Readonly<
  Record<string, { readonly steps: readonly string[]; readonly undone: readonly string[] }>
> = {
  'awslabs__aws-systems-manager__Documents__Automation__ResizeInstance__Documents__aws-ResizeInstance.json': {
    steps: ['createDocumentStack', 'stopInstances', 'resizeInstance', 'startInstances', 'deleteCloudFormationTemplate'],
    undone: [],
  },
  'aws-samples__aws-fault-injection-simulator-workshop__workshop__content__030_basic_content__040_ssm__050_direct_automation__ssm-asg-remove-az.yaml':
    {
      steps: ['DescribeAutoscaling', 'SubnetSelector', 'RemoveSubnets', 'WaitForDuration', 'Rollback', 'ExitList'],
      undone: ['RemoveSubnets'],
    },
  'awslabs__aws-systems-manager__Documents__Automation__EnableSQSEncryption__Documents__aws-EnableSQSEncryption.yml': {
    steps: [
      'SelectKeyType',
      'PutAttributeSseKms',
      'PutAttributeSseSqs',
      'VerifySqsEncryptionKms',
      'VerifySqsEncryptionDefault',
    ],
    undone: [],
  },
};

/** A sample whose flow list is indented less than YAML allows: it is refused, at its line. */
const NOT_YAML = 'aws-samples__serverless-patterns__systems-manager-automation-to-stepfunctions__template.yaml';

describe.skipIf(!there)('Automation documents of the corpus', () => {
  it.each(files.filter((file) => file !== NOT_YAML))('%s loads and can be judged', (file) => {
    const changes = loadAutomations(new SourceText(file, readFileSync(join(CORPUS, 'cm', file), 'utf8')));
    expect(changes.length).toBeGreaterThan(0);
    for (const change of changes) expect(readSteps(change).length).toBeGreaterThan(0);
  });

  it.each(Object.entries(READ_BY_HAND))('%s has the steps and rollbacks that a reader finds', (file, expected) => {
    const [change] = loadAutomations(new SourceText(file, readFileSync(join(CORPUS, 'cm', file), 'utf8')));
    const steps = readSteps(change!);
    expect(steps.map((step) => step.step.name)).toEqual(expected.steps);
    expect(
      steps.filter((step) => step.changes !== false && step.judgement.counts === true).map((step) => step.step.name),
    ).toEqual(expected.undone);
  });
});
