import type {
  AssessedItem,
  Assessment,
  ChecksVerdict,
  DueDate,
  Interpreted,
  ItemEvidence,
  JudgedEvidence,
  Standing,
} from '../../model/assessment.js';
import {
  type Checklist,
  type ConditionContext,
  DRIVERS,
  type Driver,
  type Item,
  type Risk,
  type Section,
} from '../../model/checklist.js';
import type { Finding } from '../../model/finding.js';
import type { Answer, Mitigation, Observation, Review } from '../../model/review.js';
import { verdictOf } from './checks.js';
import { addDays, judgeEvidence } from './evidence.js';
import { interpret, inWords, NoAnswer, riskOf } from './value.js';
import { namesSomebody, saysSomething } from './words.js';

/** All that a review is judged in the light of, beside itself and its checklist. */
export interface Circumstances {
  /** Today, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** What was found at the paths of evidence, by target. */
  readonly observations: ReadonlyMap<string, Observation>;
  /** What the rules found in the repository; absent when they were not run. */
  readonly findings?: readonly Finding[];
}

/** Judges every item of a checklist in a review. Pure: same inputs, same assessment. */
export function assess(checklist: Checklist, review: Review, circumstances: Circumstances): Assessment {
  const answers: Record<string, Interpreted> = {};
  const conditions: ConditionContext = { profile: review.service.profile, answers };
  const items: AssessedItem[] = [];
  const ids = new Set<string>();
  const current = review.checklist.hash === checklist.hash;
  for (const section of checklist.sections)
    for (const item of section.items) {
      ids.add(item.id);
      const judged = assessItem(section, item, review.answers.get(item.id), conditions, { ...circumstances, current });
      const assessed = { ...judged, standing: standingOf(judged) };
      items.push(assessed);
      const said = saidOf(assessed);
      if (said !== undefined) answers[item.id] = said;
    }
  return {
    checklist,
    review,
    asOf: circumstances.asOf,
    items,
    gone: [...review.answers.keys()].filter((id) => !ids.has(id)).sort(),
    added: [...ids].filter((id) => !review.answers.has(id)),
    due: dueDates(items, circumstances.asOf),
    flywheel: flywheelOf(items),
  };
}

/** What later conditions see of an item. A question that does not apply is answered: it is neither yes nor no. */
function saidOf(assessed: AssessedItem): Interpreted | undefined {
  switch (assessed.state) {
    case 'answered':
      return assessed.value;
    case 'not-applicable':
    case 'out-of-scope':
      return 'not-applicable';
    case 'unanswered':
    case 'changed':
      return undefined;
  }
}

/** An item before it is summed up. */
type Judged = Omit<AssessedItem, 'standing'>;

function assessItem(
  section: Section,
  item: Item,
  answer: Answer | undefined,
  conditions: ConditionContext,
  circumstances: Circumstances & { readonly current: boolean },
): Judged {
  const { current } = circumstances;
  const base = {
    section,
    item,
    ...(answer ? { answer } : {}),
    evidence: [],
    evidenceState: 'not-needed',
    contradicted: false,
    unconfirmed: false,
    mitigationState: 'not-needed',
  } as const;
  const applies = item.when?.holds(conditions);
  if (item.when && applies === false) return { ...base, state: 'out-of-scope' };
  const open =
    item.when && applies === undefined ? `it may not apply: ${item.when.text} cannot be decided yet` : undefined;
  const checks = circumstances.findings && verdictOf(item, circumstances.findings);
  const common = { ...base, ...(checks ? { checks } : {}) };
  // What a rule has found to fail is there, so the question has something to do with the service.
  if (answer?.notApplicable !== undefined)
    return { ...common, state: 'not-applicable', contradicted: checks?.outcome === 'fail' };
  if (answer?.value === undefined)
    return { ...common, state: 'unanswered', ...(open === undefined ? {} : { reason: open }) };
  const value = interpret(item, answer.value);
  if (value instanceof NoAnswer) return { ...common, state: 'unanswered', reason: value.reason };
  const other = otherQuestion(item, answer, current);
  const risk = riskOf(item, value, circumstances.asOf);
  const evidence = judgeEvidence(item, answer, { ...circumstances, conditions });
  return {
    ...common,
    state: other === undefined ? 'answered' : 'changed',
    ...(other === undefined ? {} : { reason: other }),
    value,
    words: inWords(item, value),
    ...(risk === undefined ? {} : { risk }),
    evidence,
    evidenceState: risk === 'none' ? together(item, evidence) : 'not-needed',
    contradicted: contradicts(risk, checks),
    unconfirmed: answer.by === undefined,
    ...(answer.mitigation ? { mitigation: answer.mitigation } : {}),
    mitigationState: mitigationState(risk, answer.mitigation, circumstances.asOf),
  };
}

/** Why an answer is not one to the question as it is asked now; undefined when it is. */
function otherQuestion(item: Item, { asked }: Answer, current: boolean): string | undefined {
  if (asked === undefined)
    return current
      ? undefined
      : 'the checklist has changed since, and the answer does not say which question it answers';
  return asked === item.hash ? undefined : 'the question has changed since it was answered';
}

function contradicts(risk: Risk | undefined, checks: ChecksVerdict | undefined): boolean {
  if (!checks || checks.outcome === 'undetermined' || risk === undefined) return false;
  return (risk === 'none') !== (checks.outcome === 'pass');
}

/** From the best piece to the worst: one good piece is enough, whatever lies beside it. */
const BEST_FIRST = ['fresh', 'unknown', 'failing', 'stale'] as const;

function together(item: Item, evidence: readonly JudgedEvidence[]): ItemEvidence {
  const { evidence: need } = item;
  const counting = evidence.filter((one) => !need || need.kinds.length === 0 || need.kinds.includes(one.entry.kind));
  // A load test that misses its bound speaks louder than a link beside it.
  if (counting.some((one) => one.entry.kind === 'load-test' && one.state === 'failing')) return 'failing';
  const states = counting.map((one) => (one.state === 'missing' ? 'stale' : one.state));
  const best = BEST_FIRST.find((state) => states.includes(state));
  if (best !== undefined) return best;
  return need?.required === true ? 'none' : 'not-needed';
}

function mitigationState(
  risk: Risk | undefined,
  mitigation: Mitigation | undefined,
  asOf: string,
): AssessedItem['mitigationState'] {
  if (risk === 'none') return 'not-needed';
  if (!mitigation || !saysSomething(mitigation.plan)) return 'missing';
  if (!namesSomebody(mitigation.owner) || mitigation.due === undefined) return 'incomplete';
  if (mitigation.done === undefined && mitigation.due < asOf) return 'overdue';
  return 'planned';
}

/** Where an item stands in a word: passed means no risk, and evidence where it is due. */
function standingOf(assessed: Judged): Standing {
  if (assessed.state === 'not-applicable' || assessed.state === 'out-of-scope') return 'not-applicable';
  if (assessed.state !== 'answered' || assessed.risk === undefined) return 'unknown';
  if (assessed.risk !== 'none') return 'failed';
  if (assessed.contradicted || assessed.evidenceState === 'failing') return 'failed';
  return assessed.evidenceState === 'fresh' || assessed.evidenceState === 'not-needed' ? 'passed' : 'unknown';
}

/** Mitigations that are not done, the day on which the freshest evidence of an item goes stale, and days that answers name. */
function dueDates(items: readonly AssessedItem[], asOf: string): DueDate[] {
  return items
    .flatMap(({ item, mitigation, mitigationState, evidence, state, value }): DueDate[] => {
      if (state !== 'answered') return [];
      const dates: DueDate[] = [];
      if (mitigationState !== 'not-needed' && mitigation?.due !== undefined && mitigation.done === undefined) {
        const { due, owner } = mitigation;
        dates.push({ day: due, what: 'mitigation', item: item.id, past: due < asOf, ...(owner ? { owner } : {}) });
      }
      const last = evidence
        .flatMap((piece) => piece.freshUntil ?? [])
        .sort()
        .at(-1);
      if (last !== undefined) dates.push({ day: last, what: 'evidence', item: item.id, past: last < asOf });
      if (item.answer.type === 'date' && item.answer.minDaysAhead !== undefined) {
        const until = addDays(String(value), -item.answer.minDaysAhead);
        dates.push({ day: until, what: 'answer', item: item.id, past: until < asOf });
      }
      return dates;
    })
    .sort((a, b) => (a.day === b.day ? (a.item < b.item ? -1 : 1) : a.day < b.day ? -1 : 1));
}

function flywheelOf(items: readonly AssessedItem[]): Assessment['flywheel'] {
  const count = (driver: Driver) => {
    const counts: Record<Standing, number> = { passed: 0, failed: 0, unknown: 0, 'not-applicable': 0 };
    for (const assessed of items) if (assessed.item.driver === driver) counts[assessed.standing]++;
    return counts;
  };
  const entries = DRIVERS.map((driver) => [driver, count(driver)] as const);
  return Object.fromEntries(entries) as Record<Driver, Record<Standing, number>>;
}
