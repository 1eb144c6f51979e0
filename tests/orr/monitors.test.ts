import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { evidenceFrom } from '../../src/cli/orr/evidence.js';
import { loadReview } from '../../src/loaders/review/review.js';
import { SourceText } from '../../src/model/located.js';

const CHECKLIST = `title: Ours
sections:
  - id: s
    title: S
    items:
      - { id: alarms, title: Alarms, question: 'Do alarms page?', criticality: high, phase: launch, driver: observability, evidence: { kinds: [alarm, dashboard, link] } }
      - { id: extra, title: Extra, question: 'Anything else?', criticality: high, phase: launch, driver: review }
`;

const TEMPLATE = `Parameters:
  Stage: { Type: String }
Resources:
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties: { AlarmName: shop-errors }
  Late:
    Type: AWS::CloudWatch::CompositeAlarm
    Properties: { AlarmName: !Sub '\${Stage}-late' }
  Board:
    Type: AWS::CloudWatch::Dashboard
    Properties: { DashboardName: shop }
`;

const MODULE = `variable "stage" { default = "prod" }
resource "aws_cloudwatch_metric_alarm" "slow" {
  alarm_name = "\${var.stage}-slow"
}
`;

const ALARM = 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:';

let folder: string;
const put = (name: string, text: string) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const tollgate = (...args: string[]) => {
  const done = spawnSync(process.execPath, [resolve('bin/tollgate.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, TOLLGATE_USER: 'ana' },
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
};

/** The verdict on an answer that shows these pieces of evidence, and what is said about it. */
function judged(item: string, ...evidence: string[]) {
  const flags = evidence.flatMap((one) => ['--evidence', `${item}=${one}`]);
  expect(tollgate('orr', 'answer', '--set', `${item}=yes`, ...flags)).toMatchObject({ code: 0 });
  const { out } = tollgate('orr', 'check', '--no-checks', '--format', 'json');
  const { findings } = JSON.parse(out) as {
    findings: { rule: string; subject: string; outcome: string; message: string }[];
  };
  const of = findings.filter((one) => one.subject.endsWith(`/${item}`) && /evidence/.test(one.rule));
  return of
    .filter((one) => one.outcome !== 'not-applicable')
    .map((one) => `${one.rule} ${one.outcome}: ${one.message}`);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-monitors-'));
  mkdirSync(join(folder, '.git'));
  put('c.yaml', CHECKLIST);
  tollgate('orr', 'new', '--service', 's', '--owner', 'o', '--checklist', './c.yaml', '-o', 'r.yaml');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('an alarm as evidence', () => {
  test.each([
    ['a CloudFormation template', 'infra/alarms.yaml', TEMPLATE, `${ALARM}shop-errors`],
    ['a Terraform module', 'infra/main.tf', MODULE, `${ALARM}prod-slow`],
    ['a dashboard of a template', 'infra/alarms.yaml', TEMPLATE, 'arn:aws:cloudwatch::123456789012:dashboard/shop'],
  ])('holds when %s in the repository makes it', (_, file, text, target) => {
    put(file, text);
    expect(judged('alarms', target)).toContainEqual(expect.stringMatching(/^orr\/evidence-shows-what-is-asked pass/));
  });

  test.each([
    [
      'there is no template',
      undefined,
      `${ALARM}shop-errors`,
      'no template in the repository makes an alarm "shop-errors"',
    ],
    ['no template makes it', TEMPLATE.replace('${Stage}-late', 'x'), `${ALARM}other`, 'makes an alarm "other"'],
    ['its name is known only at deployment', TEMPLATE, `${ALARM}prod-late`, 'infra/a.yaml:7 may make it'],
    [
      'it is an alarm of this name that is a dashboard',
      TEMPLATE,
      'arn:aws:cloudwatch::123456789012:dashboard/shop-errors',
      'makes a dashboard',
    ],
    [
      'it is another service',
      TEMPLATE,
      'alarm:arn:aws:aps:eu-west-1:123456789012:rulegroupsnamespace/ws/a',
      'does not say the name',
    ],
  ])('is not checked, and no pass by itself, when %s', (_, template, target, reason) => {
    if (template !== undefined) put('infra/a.yaml', template);
    expect(judged('alarms', target)).toContainEqual(
      expect.stringMatching(
        new RegExp(`^orr/evidence-shows-what-is-asked undetermined: .*it was not checked: .*${reason}`),
      ),
    );
  });

  test('that is not checked does not spoil other evidence, and is no matter where none is asked for', () => {
    expect(judged('alarms', `${ALARM}other`, 'https://example.com/d').some((one) => !/ pass:/.test(one))).toBe(false);
    expect(judged('extra', `${ALARM}other`).some((one) => !/ pass:/.test(one))).toBe(false);
  });

  test('that is not checked is told when it is attached, and in the status', () => {
    judged('alarms', `${ALARM}other`);
    expect(tollgate('orr', 'export', '--no-checks').out).toContain('it was not checked: no template');
  });

  test('survives templates that cannot be read', () => {
    put('infra/broken.yaml', 'Resources: {AWS::CloudWatch::Alarm\n');
    put('infra/alarms.yaml', TEMPLATE);
    expect(judged('alarms', `${ALARM}shop-errors`)).toContainEqual(
      expect.stringMatching(/^orr\/evidence-shows-what-is-asked pass/),
    );
  });
});

describe('an ARN', () => {
  test.each([
    ['alarm:arn:aws:s3:::bucket', 'names no account'],
    ['alarm:arn:aws:cloudwatch:eu-west-1:1234:alarm:x', 'twelve digits'],
    ['alarm:arn:aws:cloudwatch:eu-west-1:123456789012:dashboard/x', 'of no alarm'],
    ['dashboard:arn:aws:cloudwatch:eu-west-1:123456789012:alarm:x', 'of no dashboard'],
    ['alarm:arn:aws:cloudwatch::123456789012:alarm:x', 'no region'],
    ['alarm:shop-errors', 'is no ARN'],
    ['arn:aws:s3:::bucket', 'write alarm: or dashboard:'],
  ])('%s is refused', (written, reason) => {
    expect(evidenceFrom(written, { root: folder, cwd: folder }, '2026-06-01')).toContain(reason);
  });

  test('may hold blanks in the name, and be of another partition', () => {
    for (const written of [`${ALARM}shop errors`, 'arn:aws-cn:cloudwatch:cn-north-1:123456789012:alarm:x'])
      expect(evidenceFrom(written, { root: folder, cwd: folder }, '2026-06-01')).toMatchObject({
        kind: 'alarm',
        target: written,
      });
  });

  test('that is wrong in the file is refused at its line', () => {
    const text = `${readFileSync(join(folder, 'r.yaml'), 'utf8').split('\n  extra:')[0]}`.replace(
      'answer:',
      'answer: yes\n    evidence:\n      - alarm: arn:aws:s3:::bucket',
    );
    const { problems } = loadReview(new SourceText('r.yaml', text));
    expect(problems).toMatchObject([
      {
        location: { line: expect.any(Number) },
        message: expect.stringContaining('names no account'),
        hint: expect.stringContaining('arn:aws:cloudwatch'),
      },
    ]);
  });
});
