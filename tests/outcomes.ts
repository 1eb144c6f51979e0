import type { Finding, Outcome } from '../src/model/finding.js';

/** How good an outcome is. A rule that does not apply says nothing: it is compared apart. */
const RANK: Readonly<Record<Outcome, number>> = { fail: 0, undetermined: 1, pass: 2, 'not-applicable': 3 };

/** Something that got better. */
export interface Improvement {
  readonly rule: string;
  readonly subject: string;
  readonly before: Outcome;
  readonly after: Outcome;
  readonly message: string;
}

/** The worst outcome of each rule about each subject, scenarios merged. */
export function worstOutcomes(findings: readonly Finding[]): Map<string, Finding> {
  const worst = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.rule} ${finding.subject}`;
    const known = worst.get(key);
    if (!known || RANK[finding.outcome] < RANK[known.outcome]) worst.set(key, finding);
  }
  return worst;
}

/** What the second judgement says better than the first, about subjects that both speak of. */
export function improvements(before: readonly Finding[], after: readonly Finding[]): Improvement[] {
  const later = worstOutcomes(after);
  return [...worstOutcomes(before)].flatMap(([key, finding]) => {
    const now = later.get(key);
    if (!now || RANK[now.outcome] <= RANK[finding.outcome]) return [];
    const { rule, subject, outcome } = finding;
    return [{ rule, subject, before: outcome, after: now.outcome, message: `${finding.message} -> ${now.message}` }];
  });
}
