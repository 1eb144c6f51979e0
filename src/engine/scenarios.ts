import type { Finding, Outcome } from '../model/finding.js';
import type { Subject } from '../model/report.js';

/**
 * Merges what was found under several scenarios of one definition. A finding that holds under all of them stands alone; one
 * that holds under some says under which. Nothing is averaged: the worst stays.
 */
export function mergeScenarios(subjects: readonly Subject[]): Subject {
  const [first] = subjects;
  if (subjects.length === 1 || !first) return first!;
  const groups = new Map<string, { finding: Finding; scenarios: string[] }>();
  for (const subject of subjects)
    for (const finding of subject.findings) {
      const key = [finding.rule, finding.subject, finding.outcome, finding.message].join('\n');
      const group = groups.get(key);
      if (group) group.scenarios.push(finding.scenario ?? '');
      else groups.set(key, { finding, scenarios: [finding.scenario ?? ''] });
    }
  const findings = [...groups.values()].map(({ finding, scenarios }) => named(finding, scenarios, subjects.length));
  return { ...first, findings: findings.sort(byRuleThenWorst), notes: uniqueNotes(subjects) };
}

function named(finding: Finding, scenarios: readonly string[], all: number): Finding {
  const { scenario: _, ...rest } = finding;
  if (scenarios.length === all) return rest;
  const shown = [...new Set(scenarios.filter((it) => it !== ''))].sort();
  if (shown.length === 0) return rest;
  const more = shown.length > 3 ? [`${shown.length - 3} more`] : [];
  return { ...rest, scenario: [...shown.slice(0, 3), ...more].join('; or ') };
}

const WORST_FIRST: Readonly<Record<Outcome, number>> = { fail: 0, undetermined: 1, pass: 2, 'not-applicable': 3 };

function byRuleThenWorst(a: Finding, b: Finding): number {
  if (a.rule !== b.rule) return a.rule < b.rule ? -1 : 1;
  if (a.subject !== b.subject) return a.subject < b.subject ? -1 : 1;
  return WORST_FIRST[a.outcome] - WORST_FIRST[b.outcome];
}

function uniqueNotes(subjects: readonly Subject[]): Subject['notes'] {
  const seen = new Set<string>();
  return subjects.flatMap((it) => it.notes).filter((note) => !seen.has(note.text) && seen.add(note.text));
}
