import { readSteps } from '../../facts/change/read-steps.js';
import { revisionOf } from '../../facts/change/revision.js';
import type { Change } from '../../model/change.js';
import type { Subject } from '../../model/report.js';
import type { ChangeView } from '../../reporters/change/step-view.js';

/** A change with its findings, ready to be shown. */
export function viewOf(change: Change, subject: Subject | undefined): ChangeView {
  const findings = subject?.findings ?? [];
  return {
    change,
    revision: revisionOf(change),
    steps: readSteps(change).map(({ step, judgement }) => ({
      step,
      rollback: judgement.rollback,
      findings: findings.filter((finding) => finding.subject === step.address),
    })),
    findings: findings.filter((finding) => finding.subject === change.address),
  };
}
