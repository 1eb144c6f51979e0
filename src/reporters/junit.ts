import type { Finding } from '../model/finding.js';
import type { Problem, Report, Subject } from '../model/report.js';
import { place, scenarioInWords, waiverInWords } from './phrases.js';
import { allFindings, blocks, standingOf } from './summary.js';
import { escapeXml } from './xml.js';

/**
 * JUnit XML, for CI systems: a suite per subject, a test case per finding. What blocks is a failure (or, when
 * undetermined, an error); what is waived, does not apply, or does not block is skipped with its reason, so that a build
 * is red exactly when the verdict is `block` or something could not be judged.
 */
export function renderJunit(report: Report): string {
  const findings = allFindings(report);
  const totals = attributes({
    name: 'tollgate',
    ...tally(findings, report.problems.length),
    time: '0',
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${totals}>`,
    ...report.subjects.flatMap(suite),
    ...problemSuite(report.problems),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(subject: Subject): string[] {
  const head = attributes({
    name: `${subject.kind} ${subject.title}`,
    ...tally(subject.findings, 0),
    time: '0',
    file: subject.location.file,
  });
  const notes = subject.notes.map(({ text }) => text).join('\n');
  return [
    `  <testsuite${head}>`,
    ...subject.findings.flatMap((finding) => testCase(finding, subject)),
    ...(notes === '' ? [] : [`    <system-out>${escapeXml(notes)}</system-out>`]),
    '  </testsuite>',
  ];
}

function testCase(finding: Finding, subject: Subject): string[] {
  const scenario = scenarioInWords(finding);
  const head = attributes({
    name: `${finding.rule}: ${finding.subject}${scenario === undefined ? '' : ` ${scenario}`}`,
    classname: subject.address,
    time: '0',
    file: finding.location.file,
    line: String(finding.location.line),
  });
  const result = resultOf(finding);
  if (result === undefined) return [`    <testcase${head}/>`];
  return [`    <testcase${head}>`, `      ${result}`, '    </testcase>'];
}

function resultOf(finding: Finding): string | undefined {
  switch (standingOf(finding)) {
    case 'failed':
      return blocks(finding) ? element('failure', finding) : skipped(`does not block: ${finding.message}`);
    case 'undetermined':
      return blocks(finding) ? element('error', finding) : skipped(`undetermined, does not block: ${finding.message}`);
    case 'waived':
      return skipped(`${waiverInWords(finding.waiver!)}: ${finding.message}`);
    case 'not-applicable':
      return skipped(`not applicable: ${finding.message}`);
    case 'passed':
      return undefined;
  }
}

function element(name: 'failure' | 'error', finding: Finding): string {
  const body = [
    finding.message,
    place(finding.location),
    ...(finding.remedy === undefined ? [] : [`fix: ${finding.remedy}`]),
    ...(finding.settledBy ?? []).map((step) => `settle: ${step}`),
    ...finding.evidence.map(({ text, location }) => `seen: ${text}${location ? ` (${place(location)})` : ''}`),
  ].join('\n');
  const head = attributes({ message: finding.message, type: finding.outcome });
  return `<${name}${head}>${escapeXml(body)}</${name}>`;
}

function skipped(message: string): string {
  return `<skipped${attributes({ message })}/>`;
}

function problemSuite(problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  const count = String(problems.length);
  const head = attributes({
    name: 'inputs that could not be judged',
    tests: count,
    failures: '0',
    errors: count,
    skipped: '0',
    time: '0',
  });
  return [`  <testsuite${head}>`, ...problems.flatMap(problemCase), '  </testsuite>'];
}

function problemCase(problem: Problem): string[] {
  const where = problem.location ? place(problem.location) : problem.code;
  const body = [problem.message, ...(problem.hint === undefined ? [] : [problem.hint])].join('\n');
  return [
    `    <testcase${attributes({ name: where, classname: problem.code, time: '0' })}>`,
    `      <error${attributes({ message: problem.message, type: problem.code })}>${escapeXml(body)}</error>`,
    '    </testcase>',
  ];
}

function tally(findings: readonly Finding[], problems: number) {
  const results = findings.map(resultOf);
  const count = (tag: string): number => results.filter((text) => text?.startsWith(tag)).length;
  return {
    tests: String(findings.length + problems),
    failures: String(count('<failure')),
    errors: String(count('<error') + problems),
    skipped: String(count('<skipped')),
  };
}

/** Attributes with line ends kept: a parser would turn bare ones into spaces. */
function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(value).replace(/\n/g, '&#10;').replace(/\t/g, '&#9;')}"`)
    .join('');
}
