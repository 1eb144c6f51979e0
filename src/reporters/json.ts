import type { AppliedWaiver, Evidence, Finding } from '../model/finding.js';
import type { Location } from '../model/located.js';
import type { Note, Problem, Report, RuleSummary, Subject } from '../model/report.js';
import { allFindings, blocks, concludes, countFindings } from './summary.js';

/**
 * For machines: `schemas/report-v1.schema.json`. Written member by member, so that what the program is made of inside
 * never becomes somebody's interface. Within version 1 members may be added; none changes or goes.
 */
export function renderJson(report: Report): string {
  const counts = countFindings(allFindings(report));
  const document = {
    version: 1,
    tool: { name: report.tool.name, version: report.tool.version },
    verdict: report.verdict,
    conclusion: concludes(report),
    summary: {
      subjects: report.subjects.length,
      failed: counts.failed,
      undetermined: counts.undetermined,
      waived: counts.waived,
      passed: counts.passed,
      notApplicable: counts.notApplicable,
      blocking: counts.failedBlocking + counts.undeterminedBlocking,
      problems: report.problems.length,
      inputsJudged: report.inputs.judged,
      inputsPassedOver: report.inputs.passedOver,
    },
    subjects: report.subjects.map(subjectJson),
    findings: report.subjects.flatMap((subject) => subject.findings.map((finding) => findingJson(finding, subject))),
    problems: report.problems.map(problemJson),
    notes: (report.notes ?? []).map(noteJson),
    rules: report.rules.map(ruleJson),
    suggestions: [...report.suggestions],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function subjectJson(subject: Subject) {
  return {
    kind: subject.kind,
    address: subject.address,
    title: subject.title,
    location: locationJson(subject.location),
    notes: subject.notes.map(noteJson),
  };
}

function findingJson(finding: Finding, subject: Subject) {
  return {
    rule: finding.rule,
    outcome: finding.outcome,
    severity: finding.severity,
    blocks: blocks(finding),
    subject: finding.subject,
    partOf: subject.address,
    message: finding.message,
    evidence: finding.evidence.map(evidenceJson),
    location: locationJson(finding.location),
    remedy: finding.remedy,
    settledBy: finding.settledBy && [...finding.settledBy],
    scenario: finding.scenario,
    waiver: finding.waiver && waiverJson(finding.waiver),
  };
}

function evidenceJson(evidence: Evidence) {
  return { text: evidence.text, location: evidence.location && locationJson(evidence.location) };
}

function waiverJson(waiver: AppliedWaiver) {
  return {
    reason: waiver.reason,
    owner: waiver.owner,
    approver: waiver.approver,
    ticket: waiver.ticket,
    expires: waiver.expires,
    location: waiver.location && locationJson(waiver.location),
  };
}

function noteJson(note: Note) {
  return { text: note.text, location: note.location && locationJson(note.location) };
}

function problemJson(problem: Problem) {
  return {
    code: problem.code,
    message: problem.message,
    location: problem.location && locationJson(problem.location),
    hint: problem.hint,
  };
}

function ruleJson(rule: RuleSummary) {
  return {
    id: rule.id,
    title: rule.title,
    severity: rule.severity,
    rationale: rule.rationale,
    remedy: rule.remedy,
    references: rule.references.map(({ title, url }) => ({ title, url })),
  };
}

function locationJson(location: Location) {
  return {
    file: location.file,
    line: location.line,
    column: location.column,
    endLine: location.endLine,
    endColumn: location.endColumn,
  };
}
