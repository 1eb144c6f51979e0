import type { Finding } from '../model/finding.js';
import { flatMap } from '../model/flat.js';
import type { Problem, Report } from '../model/report.js';

/** What became of a finding, with waivers taken into account. */
export type Standing = 'failed' | 'undetermined' | 'waived' | 'passed' | 'not-applicable';

/** Only a fail or an undetermined can be waived; a pass needs none. */
export function standingOf(finding: Finding): Standing {
  switch (finding.outcome) {
    case 'fail':
      return finding.waiver ? 'waived' : 'failed';
    case 'undetermined':
      return finding.waiver ? 'waived' : 'undetermined';
    case 'pass':
      return 'passed';
    case 'not-applicable':
      return 'not-applicable';
  }
}

/** Whether this finding alone makes the verdict `block`. */
export function blocks(finding: Finding): boolean {
  const standing = standingOf(finding);
  return finding.severity === 'blocker' && (standing === 'failed' || standing === 'undetermined');
}

/** How many findings there are of each standing; `blocking` counts those that make the verdict. */
export interface Counts {
  readonly failed: number;
  readonly failedBlocking: number;
  readonly undetermined: number;
  readonly undeterminedBlocking: number;
  readonly waived: number;
  readonly passed: number;
  readonly notApplicable: number;
}

/** Counts findings by what became of them. */
export function countFindings(findings: readonly Finding[]): Counts {
  const all: Record<Standing, number> = { failed: 0, undetermined: 0, waived: 0, passed: 0, 'not-applicable': 0 };
  const blocking = { ...all };
  for (const finding of findings) {
    const standing = standingOf(finding);
    all[standing] += 1;
    if (blocks(finding)) blocking[standing] += 1;
  }
  return {
    failed: all.failed,
    failedBlocking: blocking.failed,
    undetermined: all.undetermined,
    undeterminedBlocking: blocking.undetermined,
    waived: all.waived,
    passed: all.passed,
    notApplicable: all['not-applicable'],
  };
}

/**
 * What the report says as a whole. A pass beside inputs that could not be judged, or with nothing judged at all, is
 * `incomplete`: no reader may take it for a pass.
 */
export type Conclusion = 'block' | 'incomplete' | 'pass';

/** See {@link Conclusion}. */
export function concludes(report: Report): Conclusion {
  if (report.verdict === 'block') return 'block';
  return report.problems.length > 0 || report.subjects.length === 0 ? 'incomplete' : 'pass';
}

/** One sentence on what the conclusion means, in calm words. */
export function explainConclusion(report: Report): string {
  switch (concludes(report)) {
    case 'block':
      return report.problems.length === 0
        ? 'This may not go to production yet.'
        : 'This may not go to production yet, and nothing was decided about what could not be judged.';
    case 'incomplete':
      return report.subjects.length === 0
        ? 'Nothing was decided.'
        : 'Nothing that was judged blocks, but nothing was decided about what could not be judged.';
    case 'pass':
      return explainPass(countFindings(allFindings(report)));
  }
}

function explainPass(counts: Counts): string {
  if (counts.waived > 0) return 'Nothing stands in the way of production that is not waived.';
  const applied = counts.passed + counts.failed + counts.undetermined;
  return applied > 0
    ? 'Nothing stands in the way of production.'
    : 'No rule applies to what is here: nothing was shown, and nothing blocks.';
}

/** All findings of a report, subject by subject. */
export function allFindings(report: Report): Finding[] {
  return flatMap(report.subjects, (subject) => subject.findings);
}

/** `2 pipelines, 3 failed (1 not blocking), 1 undetermined, 1 waived, 14 passed`: what is nought is left out. */
export function summarize(report: Report): string {
  return [
    ...subjectCounts(report),
    ...countsInWords(countFindings(allFindings(report))),
    ...problemCounts(report),
  ].join(', ');
}

/** The counts in words, what weighs most first. */
export function countsInWords(counts: Counts): string[] {
  const words: string[] = [];
  if (counts.failed > 0) words.push(`${counts.failed} failed${notBlocking(counts.failed, counts.failedBlocking)}`);
  if (counts.undetermined > 0)
    words.push(`${counts.undetermined} undetermined${notBlocking(counts.undetermined, counts.undeterminedBlocking)}`);
  if (counts.waived > 0) words.push(`${counts.waived} waived`);
  if (counts.passed > 0) words.push(`${counts.passed} passed`);
  if (counts.notApplicable > 0) words.push(`${counts.notApplicable} not applicable`);
  return words;
}

function notBlocking(all: number, blocking: number): string {
  if (blocking === all) return '';
  return blocking === 0 ? ' (not blocking)' : ` (${all - blocking} not blocking)`;
}

function subjectCounts(report: Report): string[] {
  const kinds = new Map<string, number>();
  for (const subject of report.subjects) kinds.set(subject.kind, (kinds.get(subject.kind) ?? 0) + 1);
  if (kinds.size === 0) return ['nothing judged'];
  return [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => plural(count, kind));
}

function problemCounts(report: Report): string[] {
  const { inputs, crashes } = countProblems(report.problems);
  return [
    ...(inputs > 0 ? [`${plural(inputs, 'input')} could not be judged`] : []),
    ...(crashes > 0 ? [plural(crashes, 'rule crash')] : []),
  ];
}

/** How many inputs could not be judged, however many reasons each has, and how often a rule threw, which is no input's fault. */
function countProblems(problems: readonly Problem[]): { inputs: number; crashes: number; reasons: number } {
  const reasons = problems.filter(({ code }) => code !== 'RULE_CRASH');
  const inputs = new Set(reasons.map(({ location, message }) => location?.file ?? message));
  return { inputs: inputs.size, crashes: problems.length - reasons.length, reasons: reasons.length };
}

/** What stands above a list of problems, and what follows from them. */
export function problemsTitle(problems: readonly Problem[]): { readonly what: string; readonly meaning: string } {
  const { inputs, crashes, reasons } = countProblems(problems);
  const what = [
    ...(inputs > 0 ? [`${plural(inputs, 'input')} could not be judged`] : []),
    ...(reasons > inputs ? [`for ${reasons} reasons`] : []),
    ...(crashes > 0 ? [plural(crashes, 'rule crash')] : []),
  ].join(', ');
  return { what, meaning: `Nothing was decided about ${inputs + crashes === 1 ? 'it' : 'them'}` };
}

/** `1 pipeline`, `2 pipelines`, `2 canaries`. */
export function plural(count: number, noun: string): string {
  if (count === 1) return `${count} ${noun}`;
  if (/[^aeiou]y$/.test(noun)) return `${count} ${noun.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(noun) ? `${count} ${noun}es` : `${count} ${noun}s`;
}
