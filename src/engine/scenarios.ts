import type { Finding, Outcome } from '../model/finding.js';
import { flatMap } from '../model/flat.js';
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
  const least = conditionsAmong(all);
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
 * is left out, and what is said by a shorter one is not said again.
 *
 * @param all every scenario of the definition, as texts: `IsProd = true, HasTests = false`
 * @returns for the scenarios that a thing holds under, the conditions, sorted; each set of scenarios is thought about once
 */
export function conditionsAmong(all: readonly string[]): (holding: readonly string[]) => readonly string[] {
  const scenarios = new Map([...new Set(all)].map((text) => [text, readScenario(text)]));
  const known = new Map<string, readonly string[]>();
  return (holding) => {
    const key = holding.join('\n');
    let least = known.get(key);
    if (!least) {
      const inside = new Set(holding);
      const within = flatMap([...inside], (text) => (text === '' ? [] : (scenarios.get(text) ?? [])));
      const outside = flatMap([...scenarios], ([text, scenario]) => (inside.has(text) ? [] : [scenario]));
      least = covering(candidates(within, outside), within)
        .filter((text) => text !== '')
        .sort();
      if (inside.has('')) least = [...least, LEFT_OPEN];
      known.set(key, least);
    }
    return least;
  };
}

/** The scenario beyond those that were judged one by one: it has no conditions to name. */
const LEFT_OPEN = 'the conditions are left open';

/** A scenario as its conditions: `IsProd` is `IsProd = true`. What is no condition is its own name. */
type ScenarioConditions = ReadonlyMap<string, string>;

function readScenario(text: string): ScenarioConditions {
  const conditions = text === '' ? [] : text.split(', ');
  return new Map(conditions.map((condition) => [condition.split(' = ')[0]!, condition]));
}

/** For each scenario, the fewest of its conditions that none of the others meets; tried from both ends. */
function candidates(within: readonly ScenarioConditions[], outside: readonly ScenarioConditions[]): string[][] {
  const found = new Map<string, string[]>();
  for (const scenario of within) {
    const excluded = [...scenario].map(([name, text]) => excludedBy(name, text, outside));
    const counts = outside.map(() => 0);
    for (const others of excluded) for (const other of others) counts[other]!++;
    // What no condition tells apart cannot be said with fewer.
    const orders = counts.includes(0)
      ? [[]]
      : [excluded.map((_, index) => index), excluded.map((_, index) => index).reverse()];
    for (const order of orders) {
      const left = [...counts];
      const dropped = new Set<number>();
      for (const index of order) {
        if (excluded[index]!.some((other) => left[other] === 1)) continue;
        dropped.add(index);
        for (const other of excluded[index]!) left[other]!--;
      }
      const kept = [...scenario.values()].filter((_, index) => !dropped.has(index));
      found.set(kept.join(', '), kept);
    }
  }
  return [...found.values()];
}

/** The scenarios that a condition excludes: one that a scenario says nothing about may be either way there. */
function excludedBy(name: string, text: string, outside: readonly ScenarioConditions[]): number[] {
  const excluded: number[] = [];
  outside.forEach((other, index) => {
    const there = other.get(name);
    if (there === undefined ? text === name : there !== text) excluded.push(index);
  });
  return excluded;
}

/** Of alternatives the few that together cover all scenarios: again and again the one that covers most of what is left. */
function covering(alternatives: readonly (readonly string[])[], scenarios: readonly ScenarioConditions[]): string[] {
  const sets = scenarios.map((scenario) => new Set(scenario.values()));
  const ranked = [...alternatives]
    .sort((a, b) => a.length - b.length || (a.join() < b.join() ? -1 : 1))
    .map((kept) => ({
      text: kept.join(', '),
      covers: new Set(flatMap(sets, (set, index) => (kept.every((text) => set.has(text)) ? [index] : []))),
    }));
  const chosen: string[] = [];
  let left = scenarios.length;
  while (left > 0) {
    const best = ranked.reduce((most, one) => (one.covers.size > most.covers.size ? one : most));
    const gone = [...best.covers];
    for (const { covers } of ranked) for (const index of gone) covers.delete(index);
    left -= gone.length;
    chosen.push(best.text);
  }
  return chosen;
}

const WORST_FIRST: Readonly<Record<Outcome, number>> = { fail: 0, undetermined: 1, pass: 2, 'not-applicable': 3 };

function byRuleThenWorst(a: Finding, b: Finding): number {
  if (a.rule !== b.rule) return a.rule < b.rule ? -1 : 1;
  if (a.subject !== b.subject) return a.subject < b.subject ? -1 : 1;
  return WORST_FIRST[a.outcome] - WORST_FIRST[b.outcome];
}

function uniqueNotes(subjects: readonly Subject[]): Subject['notes'] {
  const seen = new Set<string>();
  return flatMap(subjects, (it) => it.notes).filter((note) => !seen.has(note.text) && seen.add(note.text));
}
