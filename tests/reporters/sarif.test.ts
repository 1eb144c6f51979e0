import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.js';
import type { Report } from '../../src/model/report.js';
import { render } from '../../src/reporters/index.js';
import { toUri } from '../../src/reporters/uri.js';
import { arbitraryReport, hostileText } from './arbitrary-report.js';
import { goldenCases } from './golden-reports.js';

/** The OASIS committee's schema, as Microsoft's matchers ship it; one of its patterns needs the old syntax. */
const ajv = new Ajv.default({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats.default(ajv as never);
const valid = ajv.compile(schema as object);

interface Result {
  ruleId: string;
  ruleIndex: number;
  kind: string;
  level: string;
  message: { text: string };
  partialFingerprints: { primaryLocationLineHash: string };
  suppressions: { kind: string; status: string; justification: string }[];
  locations: { physicalLocation: { artifactLocation: { uri: string }; region: object } }[];
}
interface Run {
  tool: { driver: { rules: { id: string }[] } };
  invocations: { executionSuccessful: boolean; toolExecutionNotifications: { descriptor: { id: string } }[] }[];
  results: Result[];
}

async function runOf(report: Report): Promise<Run> {
  const log = JSON.parse(await render('sarif', report)) as { runs: [Run] };
  expect(valid(log) ? [] : valid.errors).toEqual([]);
  return log.runs[0];
}

describe('SARIF follows the official schema', () => {
  test.each(goldenCases())('$name', ({ report }) => runOf(report).then(() => undefined));

  test('any report', () =>
    fc.assert(
      fc.asyncProperty(arbitraryReport(hostileText), async (report) => {
        await runOf(report);
      }),
    ));

  test('which refuses a level that there is not', async () => {
    const log = JSON.parse(await render('sarif', reportOf([finding()]))) as { runs: [Run] };
    log.runs[0].results[0]!.level = 'fatal';
    expect(valid(log)).toBe(false);
  });
});

describe('a result', () => {
  test.each([
    ['fail', 'blocker', 'fail', 'error'],
    ['fail', 'warning', 'fail', 'warning'],
    ['fail', 'info', 'fail', 'note'],
    ['undetermined', 'blocker', 'fail', 'error'],
    ['undetermined', 'warning', 'open', 'none'],
    ['undetermined', 'info', 'open', 'none'],
  ] as const)('for %s of a %s is of kind %s and level %s', async (outcome, severity, kind, level) => {
    const { results } = await runOf(reportOf([finding({ outcome, severity })]));
    expect(results).toMatchObject([{ kind, level, suppressions: [] }]);
  });

  test.each(['pass', 'not-applicable'] as const)('is not made for %s', async (outcome) => {
    expect((await runOf(reportOf([finding({ outcome })]))).results).toEqual([]);
  });

  test('that is waived is suppressed, with its justification, and does not break a build', async () => {
    const waiver = { reason: 'moving', owner: 'Jo', approver: 'Sam', expires: '2027-01-31' };
    const { results } = await runOf(reportOf([finding({ waiver })]));
    expect(results[0]).toMatchObject({ level: 'note', suppressions: [{ kind: 'external', status: 'accepted' }] });
    expect(results[0]!.suppressions[0]!.justification).toBe('waived until 2027-01-31 by Jo, approved by Sam: moving');
  });

  test('says when it is undetermined, and what would settle it', async () => {
    const { results } = await runOf(reportOf([finding({ outcome: 'undetermined', settledBy: ['pass --parameters'] })]));
    expect(results[0]!.message.text).toBe('Undetermined: It is so\nTo settle it: pass --parameters');
  });

  test('points to its rule', async () => {
    const golden = goldenCases().find(({ name }) => name === 'blocked')!;
    const { results, tool } = await runOf(golden.report);
    for (const result of results) expect(tool.driver.rules[result.ruleIndex]!.id).toBe(result.ruleId);
  });
});

describe('a fingerprint', () => {
  const hash = async (...findings: Finding[]): Promise<string[]> =>
    (await runOf(reportOf(findings))).results.map((result) => result.partialFingerprints.primaryLocationLineHash);

  test('survives moved lines and other words', async () => {
    const moved = { file: 'a.yaml', line: 90, column: 3 };
    expect(await hash(finding({ location: moved, message: 'Other' }))).toEqual(await hash(finding()));
  });

  test.each([{ rule: 'pipeline/other' }, { subject: 'A/B' }, { scenario: 'IsProd = true' }])(
    'changes with %j',
    async (change) => {
      expect(await hash(finding(change))).not.toEqual(await hash(finding()));
    },
  );

  test('tells several of one kind in one file apart', async () => {
    expect(new Set(await hash(finding(), finding(), finding())).size).toBe(3);
  });
});

test('inputs that could not be judged are notifications of an unsuccessful run', async () => {
  const golden = goldenCases().find(({ name }) => name === 'problems-only')!;
  const { invocations } = await runOf(golden.report);
  expect(invocations[0]!.executionSuccessful).toBe(false);
  expect(invocations[0]!.toolExecutionNotifications.map(({ descriptor }) => descriptor.id)).toEqual([
    'SYNTAX',
    'FILE_TOO_LARGE',
    'FILE_NOT_FOUND',
  ]);
});

test.each([
  ['pipelines/orders.yaml', 'pipelines/orders.yaml'],
  ['a b/#1?.yaml', 'a%20b/%231%3F.yaml'],
  ['a:b.yaml', 'a%3Ab.yaml'],
  ['übung.yaml', '%C3%BCbung.yaml'],
  ['100%.yaml', '100%25.yaml'],
  ['pipelines\\orders.yaml', 'pipelines/orders.yaml'],
  ['../up.yaml', '../up.yaml'],
  ['/etc/x.yaml', 'file:///etc/x.yaml'],
  ['C:\\a\\b.yaml', 'file:///C:/a/b.yaml'],
  ['\ud800.yaml', '%EF%BF%BD.yaml'],
])('the file %s is the URI %s', (name, uri) => {
  expect(toUri(name)).toBe(uri);
});

function finding(change: Partial<Finding> = {}): Finding {
  return {
    rule: 'pipeline/bake-time',
    severity: 'blocker',
    outcome: 'fail',
    subject: 'Orders/Prod',
    message: 'It is so',
    evidence: [],
    location: { file: 'a.yaml', line: 4, column: 3 },
    ...change,
  };
}

function reportOf(findings: Finding[]): Report {
  const location = { file: 'a.yaml', line: 1, column: 1 };
  return {
    tool: { name: 'tollgate', version: '0.1.0' },
    verdict: 'block',
    subjects: [{ kind: 'pipeline', address: 'Orders', title: 'Orders', location, findings, notes: [] }],
    problems: [],
    rules: [],
    inputs: { judged: 1, passedOver: 0 },
    suggestions: [],
  };
}
