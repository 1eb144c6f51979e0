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
  const all = subjects.map(scenarioOf);
  const known = new Map<string, readonly string[]>();
  const least = (scenarios: readonly string[]) => {
    const key = scenarios.join('\n');
    const texts = known.get(key) ?? leastConditions(scenarios, all);
    known.set(key, texts);
    return texts;
  };
  const findings = [...groups.values()].map(({ finding, scenarios }) =>
    scenarios.length === all.length ? without(finding) : named(finding, least(scenarios)),
  );
  return { ...first, findings: findings.sort(byRuleThenWorst), notes: uniqueNotes(subjects) };
}

/** The scenario that a subject was judged under: every finding of it says so. */
function scenarioOf({ findings }: Subject): string {
  return findings[0]?.scenario ?? '';
}

function without({ scenario: _, ...rest }: Finding): Finding {
  return rest;
}

function named(finding: Finding, scenarios: readonly string[]): Finding {
  if (scenarios.length === 0) return without(finding);
  const more = scenarios.length - SHOWN_SCENARIOS;
  const shown = [...scenarios.slice(0, SHOWN_SCENARIOS), ...(more > 0 ? [`${more} more`] : [])];
  return { ...finding, scenario: shown.join('; or ') };
}

const SHOWN_SCENARIOS = 3;

/**
 * The fewest conditions that tell the scenarios a thing holds under from those it does not hold under: what may be either way
 * is left out, and what is said by a shorter one is not said again. Sorted.
 *
 * @param holding scenarios as texts, `IsProd = true, HasTests = false`
 * @param all every scenario of the definition
 */
export function leastConditions(holding: readonly string[], all: readonly string[]): string[] {
  const inside = new Set(holding);
  const outside = [...new Set(all)].filter((text) => !inside.has(text)).map(valuesOf);
  const excludesAll = (kept: readonly Condition[]) =>
    outside.every((other) => kept.some((condition) => excludes(condition, other)));
  const reduced = (order: readonly Condition[]) =>
    order.reduce((kept, condition) => {
      const fewer = kept.filter((it) => it !== condition);
      return excludesAll(fewer) ? fewer : kept;
    }, order);
  const candidates = [...inside].flatMap((text) => {
    const conditions = conditionsOf(text);
    return [reduced(conditions), reduced([...conditions].reverse())].map((kept) => kept.map((it) => it.text).sort());
  });
  return covering(candidates, [...inside]);
}

/** Of alternatives the few that together cover all scenarios: again and again the one that covers most of what is left. */
function covering(candidates: readonly (readonly string[])[], scenarios: readonly string[]): string[] {
  const chosen: string[] = [];
  let left = scenarios.map((text) => new Set(conditionsOf(text).map((it) => it.text)));
  const ranked = [...candidates].sort((a, b) => a.length - b.length || (a.join() < b.join() ? -1 : 1));
  while (left.length > 0) {
    const covered = (candidate: readonly string[]) => left.filter((it) => candidate.every((text) => it.has(text)));
    const counts = ranked.map((candidate) => covered(candidate).length);
    const best = ranked[counts.indexOf(Math.max(...counts))]!;
    const gone = new Set(covered(best));
    left = left.filter((it) => !gone.has(it));
    chosen.push(best.join(', '));
  }
  return chosen.filter((text) => text !== '').sort();
}

interface Condition {
  readonly text: string;
  /** `IsProd` of `IsProd = true`; the whole of anything else. */
  readonly name: string;
}

function conditionsOf(text: string): Condition[] {
  return text === '' ? [] : text.split(', ').map((it) => ({ text: it, name: it.split(' = ')[0]! }));
}

function valuesOf(text: string): ReadonlyMap<string, string> {
  return new Map(conditionsOf(text).map((it) => [it.name, it.text]));
}

/** A condition that a scenario says nothing about may be either way there: only its opposite excludes. */
function excludes({ text, name }: Condition, other: ReadonlyMap<string, string>): boolean {
  const there = other.get(name);
  return there === undefined ? text === name : there !== text;
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
