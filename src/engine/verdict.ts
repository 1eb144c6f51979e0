import type { Finding } from '../model/finding.js';
import type { Subject, Verdict } from '../model/report.js';

/** Whether a finding keeps a change from production: a blocker that failed or is undetermined, and is not waived. */
export function blocks(finding: Finding): boolean {
  if (finding.severity !== 'blocker' || finding.waiver) return false;
  return finding.outcome === 'fail' || finding.outcome === 'undetermined';
}

/** The gate's answer over everything that was judged. */
export function verdictOf(subjects: readonly Subject[]): Verdict {
  return subjects.some((subject) => subject.findings.some(blocks)) ? 'block' : 'pass';
}
