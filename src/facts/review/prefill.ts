import type { AssessedItem, Assessment } from '../../model/assessment.js';
import type { Finding } from '../../model/finding.js';

/** An answer that the checks give, for people to confirm or contradict. */
export interface Prefill {
  readonly assessed: AssessedItem;
  readonly option: string;
  /** One finding for each rule that decided it, the worst. */
  readonly findings: readonly Finding[];
}

/** Items that nobody answered and that the findings of a run answer. */
export function prefills(assessment: Assessment): Prefill[] {
  return assessment.items.flatMap((assessed) => {
    const option = assessed.checks?.option;
    if (option === undefined || !isOpen(assessed)) return [];
    return [{ assessed, option, findings: onePerRule(assessed.checks!.findings) }];
  });
}

function isOpen(assessed: AssessedItem): boolean {
  if (assessed.state === 'unanswered' || assessed.state === 'changed') return true;
  // What only checks said follows the checks.
  return assessed.state === 'answered' && assessed.unconfirmed && assessed.value !== assessed.checks?.option;
}

function onePerRule(findings: readonly Finding[]): Finding[] {
  const first = new Map<string, Finding>();
  for (const finding of findings) if (!first.has(finding.rule)) first.set(finding.rule, finding);
  return [...first.values()];
}
