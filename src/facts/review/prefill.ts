import type { AssessedItem, Assessment } from '../../model/assessment.js';
import type { Finding } from '../../model/finding.js';
import type { EvidenceEntry } from '../../model/review.js';

/** An answer that the checks give, for people to confirm or contradict. */
export interface Prefill {
  readonly assessed: AssessedItem;
  readonly option: string;
  readonly evidence: readonly Omit<EvidenceEntry, 'location'>[];
}

/** Items that nobody answered and that the findings of a run answer. */
export function prefills(assessment: Assessment): Prefill[] {
  return assessment.items.flatMap((assessed) => {
    const option = assessed.checks?.option;
    if (option === undefined || !isOpen(assessed)) return [];
    return [{ assessed, option, evidence: ruleEvidence(assessed.checks!.findings, assessment.asOf) }];
  });
}

function isOpen(assessed: AssessedItem): boolean {
  if (assessed.state === 'unanswered' || assessed.state === 'changed') return true;
  // What only checks said follows the checks.
  return assessed.state === 'answered' && assessed.unconfirmed && assessed.value !== assessed.checks?.option;
}

/** What rules found, as evidence: one entry for each rule, with the finding that decided. */
export function ruleEvidence(findings: readonly Finding[], day: string): Omit<EvidenceEntry, 'location'>[] {
  const first = new Map<string, Finding>();
  for (const finding of findings) if (!first.has(finding.rule)) first.set(finding.rule, finding);
  return [...first.values()].map(({ rule, outcome, message }) => ({
    kind: 'rule',
    target: rule,
    date: day,
    outcome,
    note: message,
  }));
}
