import { createHash } from 'node:crypto';
import type { Finding } from '../model/finding.js';
import type { Location } from '../model/located.js';
import type { Problem, Report, RuleSummary } from '../model/report.js';
import { compare } from './order.js';
import { scenarioInWords, waiverInWords } from './phrases.js';
import { type Standing, standingOf } from './summary.js';
import { toUri } from './uri.js';

/**
 * SARIF 2.1.0, for code scanning. Only what fails or is undetermined becomes a result: GitHub shows every result as an
 * alert, whatever its `kind`.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
 */
export function renderSarif(report: Report): string {
  const rules = [...report.rules].sort((a, b) => compare(a.id, b.id));
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  const findings = report.subjects.flatMap((subject) => subject.findings).filter(isResult);
  const fingerprints = fingerprint(findings);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            version: report.tool.version,
            semanticVersion: report.tool.version,
            rules: rules.map(ruleSarif),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.problems.length === 0,
            toolExecutionNotifications: [
              ...report.problems.map((problem) => notification(problem, 'error')),
              ...(report.notes ?? []).map((note) =>
                notification({ code: 'NOTE', message: note.text, ...note }, 'warning'),
              ),
            ],
          },
        ],
        results: findings.map((finding) => result(finding, indexes.get(finding.rule), fingerprints.get(finding)!)),
        properties: { verdict: report.verdict },
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function isResult(finding: Finding): boolean {
  return finding.outcome === 'fail' || finding.outcome === 'undetermined';
}

const LEVELS = { blocker: 'error', warning: 'warning', info: 'note' } as const;

/**
 * What kind of result, and how loud.
 *
 * The specification has `open` for what could not be decided, and demands the level `none` with it; viewers that do not
 * read `kind` (GitHub among them) then list it below every note. What blocks must not look harmless, so an undetermined
 * blocker is a `fail` of level `error` whose message says that it is undetermined; the others are `open`. A waived one
 * is a `note`, because GitHub does not read `suppressions`.
 */
function kindAndLevel(finding: Finding, standing: Standing) {
  if (standing === 'waived') return { kind: 'fail', level: 'note' };
  if (standing === 'undetermined' && finding.severity !== 'blocker') return { kind: 'open', level: 'none' };
  return { kind: 'fail', level: LEVELS[finding.severity] };
}

function result(finding: Finding, ruleIndex: number | undefined, partialFingerprint: string) {
  const standing = standingOf(finding);
  return {
    ruleId: finding.rule,
    ruleIndex,
    ...kindAndLevel(finding, standing),
    message: { text: messageOf(finding, standing) },
    locations: [
      {
        physicalLocation: physical(finding.location),
        logicalLocations: [{ fullyQualifiedName: finding.subject }],
      },
    ],
    relatedLocations: finding.evidence.flatMap(({ text, location }, index) =>
      location ? [{ id: index + 1, physicalLocation: physical(location), message: { text } }] : [],
    ),
    partialFingerprints: {
      'tollgateFinding/v1': partialFingerprint,
      // The only one that GitHub looks at; it joins it with the file's path and the rule.
      primaryLocationLineHash: partialFingerprint,
    },
    // Either all results of a run have this member or none has (3.27.23); empty means: not suppressed.
    suppressions: standing === 'waived' ? [suppression(finding.waiver!)] : [],
    properties: {
      outcome: finding.outcome,
      severity: finding.severity,
      subject: finding.subject,
      scenario: finding.scenario,
      evidence: finding.evidence.map(({ text }) => text),
    },
  };
}

function messageOf(finding: Finding, standing: Standing): string {
  const lead = finding.outcome === 'undetermined' ? 'Undetermined: ' : '';
  const scenario = scenarioInWords(finding);
  const lines = [`${lead}${finding.message}${scenario === undefined ? '' : ` (${scenario})`}`];
  if (standing === 'waived') lines.push(`This is ${waiverInWords(finding.waiver!)}`);
  else {
    if (finding.remedy !== undefined) lines.push(`To fix it: ${finding.remedy}`);
    for (const step of finding.settledBy ?? []) lines.push(`To settle it: ${step}`);
  }
  return escapePlaceholders(lines.join('\n'));
}

/**
 * In SARIF messages `{0}` is a placeholder and `[text](1)` a link (3.11.5, 3.11.6). Only what would be read so is escaped:
 * many viewers show the escapes, and `${Stage}` should stay `${Stage}`.
 */
function escapePlaceholders(text: string): string {
  return text.replace(/\{(\d+)\}/g, '{{$1}}').replace(/\](?=\()/g, '\\]');
}

function suppression(waiver: NonNullable<Finding['waiver']>) {
  return {
    kind: 'external',
    status: 'accepted',
    justification: waiverInWords(waiver),
    location: waiver.location && { physicalLocation: physical(waiver.location) },
  };
}

function notification(problem: Problem, level: 'error' | 'warning') {
  const hint = problem.hint === undefined ? '' : `\n${problem.hint}`;
  return {
    level,
    descriptor: { id: problem.code },
    message: { text: escapePlaceholders(`${problem.message}${hint}`) },
    locations: problem.location ? [{ physicalLocation: physical(problem.location) }] : [],
  };
}

/** Only the characters that a URI may hold (RFC 3986). */
const WEB_ADDRESS = /^https?:\/\/[\w.~:/?#@!$&'()*+,;=-]+$/;

function ruleSarif(rule: RuleSummary) {
  const references = rule.references.map(({ title, url }) => `${title}: ${url}`);
  const parts = [rule.rationale, `How to mend it: ${rule.remedy}`, ...references];
  return {
    id: rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.rationale },
    help: { text: parts.join('\n\n') },
    helpUri: rule.references.find(({ url }) => WEB_ADDRESS.test(url))?.url,
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: { severity: rule.severity, tags: [rule.id.split('/')[0]] },
  };
}

function physical(location: Location) {
  return {
    artifactLocation: artifact(location.file),
    region: {
      startLine: location.line,
      startColumn: location.column,
      endLine: location.endLine,
      endColumn: location.endColumn,
    },
  };
}

function artifact(file: string) {
  const uri = toUri(file);
  return uri.startsWith('file:') ? { uri } : { uri, uriBaseId: '%SRCROOT%' };
}

/**
 * What a result is known by from run to run: rule, address and scenario, never a line. Several of one kind in one file
 * get a number, in the order of their places.
 */
function fingerprint(findings: readonly Finding[]): Map<Finding, string> {
  const seen = new Map<string, number>();
  const marks = new Map<Finding, string>();
  for (const finding of findings) {
    const identity = JSON.stringify([finding.rule, finding.subject, finding.scenario ?? '']);
    const inFile = JSON.stringify([identity, finding.location.file]);
    const number = (seen.get(inFile) ?? 0) + 1;
    seen.set(inFile, number);
    marks.set(finding, `${createHash('sha256').update(identity).digest('hex').slice(0, 32)}:${number}`);
  }
  return marks;
}
