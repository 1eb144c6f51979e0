import type { Day } from '../model/day.js';
import type { AppliedWaiver, Finding } from '../model/finding.js';
import { flatMap } from '../model/flat.js';
import type { Report, RuleSummary, Subject } from '../model/report.js';
import { WAIVER_FILE_KIND, type Waiver, type WaiverFile, type WaiverPolicy } from '../model/waiver.js';
import { verdictOf } from './verdict.js';
import { isTooLong, namesSubject, WAIVER_RULES, type WaiverCase, type WaiverRule } from './waiver-rules.js';

/**
 * Applies waivers to a report: findings that a valid waiver covers carry it, the waivers themselves are judged, and the
 * verdict is taken again.
 *
 * @param asOf the day (UTC) for which waivers hold or not.
 */
export function waive(report: Report, file: WaiverFile, policy: WaiverPolicy, asOf: Day): Report {
  const cases = file.waivers.map((waiver) => caseOf(report, waiver, policy, asOf));
  const valid = cases.filter(isValid);
  const subjects = report.subjects.map(
    (subject): Subject => ({ ...subject, findings: subject.findings.map((finding) => cover(finding, valid)) }),
  );
  const judged = cases.length > 0 ? [...subjects, judgedWaivers(file, cases)] : subjects;
  const rules = cases.length > 0 ? [...report.rules, ...WAIVER_RULES.map(summary)] : report.rules;
  return {
    ...report,
    verdict: verdictOf(judged),
    subjects: judged,
    rules: [...rules].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** Whether a finding is one that can be waived at all. */
function isOpen(finding: Finding): boolean {
  return finding.outcome === 'fail' || finding.outcome === 'undetermined';
}

function caseOf(report: Report, waiver: Waiver, policy: WaiverPolicy, asOf: Day): WaiverCase {
  const ofRule = flatMap(report.subjects, ({ findings }) =>
    findings.filter((finding) => finding.rule === waiver.rule && isOpen(finding)),
  );
  return {
    waiver,
    matches: ofRule.filter(({ subject }) => namesSubject(waiver.subject, subject)),
    policy,
    asOf,
    candidates: [...new Set(ofRule.map(({ subject }) => subject))].sort(),
    ruleKnown: report.rules.some(({ id }) => id === waiver.rule),
  };
}

function isValid(waiverCase: WaiverCase): boolean {
  return WAIVER_RULES.every((rule) => !rule.voids || !rule.trouble(waiverCase));
}

/** The first waiver in the file that covers a finding is the one it carries. */
function cover(finding: Finding, valid: readonly WaiverCase[]): Finding {
  const covering = valid.find(
    (waiverCase) => waiverCase.matches.includes(finding) && !isTooLong(waiverCase, finding.severity),
  );
  return covering ? { ...finding, waiver: applied(covering.waiver) } : finding;
}

function applied({ reason, owner, approver, ticket, expires, location }: Waiver): AppliedWaiver {
  return { reason, owner, approver, ticket, expires, location };
}

function judgedWaivers(file: WaiverFile, cases: readonly WaiverCase[]): Subject {
  return {
    kind: WAIVER_FILE_KIND,
    address: 'waivers',
    title: file.file,
    location: { file: file.file, line: 1, column: 1 },
    findings: flatMap(cases, (waiverCase) => WAIVER_RULES.map((rule) => judge(rule, waiverCase))),
    notes: [],
  };
}

function judge(rule: WaiverRule, waiverCase: WaiverCase): Finding {
  const { waiver, matches } = waiverCase;
  const trouble = rule.trouble(waiverCase);
  const evidence = matches.map(({ subject, location }) => ({ text: `covers ${waiver.rule} for ${subject}`, location }));
  return {
    rule: rule.id,
    severity: rule.severity === 'blocker' && matches.length === 0 ? 'warning' : rule.severity,
    outcome: trouble ? 'fail' : 'pass',
    subject: `waivers/${waiver.rule} for ${waiver.subject}`,
    message: trouble?.message ?? rule.title,
    evidence,
    location: waiver.location,
    ...(trouble ? { remedy: trouble.remedy } : {}),
  };
}

function summary({ id, title, severity, rationale, remedy }: WaiverRule): RuleSummary {
  return { id, title, severity, rationale, remedy, references: [] };
}
