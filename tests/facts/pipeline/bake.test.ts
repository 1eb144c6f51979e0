import { expect, it } from 'vitest';
import { judgeText } from '../../judging.js';

const deploy = (environment: string) => ({
  name: 'Deploy',
  actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'CloudFormation', version: '1' },
  configuration: { ActionMode: 'CREATE_UPDATE', StackName: `shop-${environment}`, TemplatePath: 'Out::shop.yaml' },
});

const commands = (name: string, ...lines: string[]) => ({
  name,
  actionTypeId: { category: 'Compute', owner: 'AWS', provider: 'Commands', version: '1' },
  commands: lines,
});

/** What `bake-time` says of a production deployment that this stage stands before. */
async function bakeTime(action: unknown): Promise<string | undefined> {
  const stages = [
    { name: 'gamma', actions: [deploy('gamma')] },
    { name: 'Between', actions: [action] },
    { name: 'prod', actions: [deploy('prod')] },
  ];
  const { findings } = await judgeText('shop.json', JSON.stringify({ name: 'shop', stages }, null, 1));
  return findings.find((finding) => finding.rule === 'pipeline/bake-time')?.outcome;
}

it('does not take an hour of sleep that nobody watches for a bake, whatever the action is called', async () => {
  expect(await bakeTime(commands('Bake', 'sleep 3600'))).toBe('fail');
});

it('takes an hour of sleep beside an alarm that is read for a bake', async () => {
  const alarm =
    'aws cloudwatch describe-alarms --alarm-names shop --state-value ALARM --query "length(MetricAlarms)" | grep -q "^0$"';
  expect(await bakeTime(commands('Wait', 'sleep 3600', alarm))).toBe('pass');
});

it('does not count an hour of sleep that may not happen', async () => {
  const alarm = 'aws cloudwatch describe-alarms --alarm-names shop';
  expect(await bakeTime(commands('Wait', 'if [ -n "$SLOW" ]; then sleep 3600; fi', alarm))).toBe('fail');
});

it('does not take an alarm that is read and not heeded for watching', async () => {
  expect(await bakeTime(commands('Wait', 'sleep 3600', 'aws cloudwatch describe-alarms --alarm-names shop'))).toBe(
    'fail',
  );
});
