import { waive } from '../../src/engine/waive.js';
import type { Finding } from '../../src/model/finding.js';
import type { Report } from '../../src/model/report.js';
import { DEFAULT_WAIVER_POLICY, type Waiver, type WaiverPolicy } from '../../src/model/waiver.js';

const place = { file: 'pipelines/shop.yaml', line: 4, column: 3 };

export function failing(subject: string, more: Partial<Finding> = {}): Finding {
  return {
    rule: 'pipeline/bake-time',
    severity: 'blocker',
    outcome: 'fail',
    subject,
    message: 'no bake',
    evidence: [],
    location: place,
    ...more,
  };
}

export function reportOf(...findings: Finding[]): Report {
  return {
    tool: { name: 'tollgate', version: '0.1.0' },
    verdict: 'block',
    subjects: [{ kind: 'pipeline', address: 'Shop', title: 'Shop', location: place, findings, notes: [] }],
    problems: [],
    rules: ['pipeline/bake-time', 'pipeline/load-test'].map((id) => ({
      id,
      title: id,
      severity: 'blocker',
      rationale: '',
      remedy: '',
      references: [],
    })),
    inputs: { judged: 1, passedOver: 0 },
    suggestions: [],
  };
}

export function waiver(more: Partial<Waiver> = {}): Waiver {
  return {
    rule: 'pipeline/bake-time',
    subject: 'Shop/Prod/Deploy',
    reason: 'The alarm is being rebuilt.',
    owner: 'Cy Okafor',
    approver: 'Bo Lind',
    ticket: 'OPS-12',
    expires: '2026-12-31',
    location: { file: 'tollgate.waivers.yaml', line: 3, column: 5 },
    ...more,
  };
}

export const AS_OF = '2026-11-21';

/** Applies waivers and gives what can be seen: the verdict, who is waived, and what is wrong with the waivers. */
export function applied(
  report: Report,
  waivers: readonly Waiver[],
  policy: Partial<WaiverPolicy> = {},
  asOf: string = AS_OF,
) {
  const after = waive(
    report,
    { file: 'tollgate.waivers.yaml', waivers },
    { ...DEFAULT_WAIVER_POLICY, ...policy },
    asOf,
  );
  const findings = after.subjects.flatMap((subject) => subject.findings);
  return {
    report: after,
    verdict: after.verdict,
    waived: findings.filter((finding) => finding.waiver).map(({ subject }) => subject),
    troubles: findings
      .filter(({ rule, outcome }) => rule.startsWith('waiver/') && outcome === 'fail')
      .map(({ rule, severity }) => `${rule} ${severity}`),
  };
}
