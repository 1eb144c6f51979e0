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
import { type ChecksVerdict, verdictOf } from './checks.js';
import { type JudgedEvidence, judgeEvidence } from './evidence.js';
import { type Interpreted, interpret, NoAnswer, riskOf } from './value.js';

/** All that a review is judged in the light of, beside itself and its checklist. */
export interface Circumstances {
  /** Today, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** What was found at the paths of evidence, by target. */
  readonly observations: ReadonlyMap<string, Observation>;
  /** What the rules found in the repository; absent when they were not run. */
  readonly findings?: readonly Finding[];
}

/**
 * Where an item stands.
 * - `answered`: by a person, or by checks and not contradicted.
 * - `unanswered`: nobody said anything, or what was said is no answer.
 * - `changed`: what was answered was another question.
 * - `not-applicable`: somebody said so, with a reason.
 * - `out-of-scope`: its condition does not hold for this service.
 */
export type ItemState = 'answered' | 'unanswered' | 'changed' | 'not-applicable' | 'out-of-scope';

/** One item of a checklist, and where it stands in a review. */
export interface AssessedItem {
  readonly section: Section;
  readonly item: Item;
  readonly state: ItemState;
  /** Why it is unanswered although something was written, or why it is asked although its condition is open. */
  readonly reason?: string;
  readonly answer?: Answer;
  readonly value?: Interpreted;
  /** Absent when there is no answer, or no rule of the item says what it means. */
  readonly risk?: Risk;
  readonly evidence: readonly JudgedEvidence[];
  readonly evidenceState: ItemEvidence;
  /** What the rules that answer the item say. */
  readonly checks?: ChecksVerdict;
  /** Whether a person's answer says the contrary of what the checks say. */
  readonly contradicted: boolean;
  /** Whether only checks answered. */
  readonly unconfirmed: boolean;
  readonly mitigation?: Mitigation;
  readonly mitigationState: 'not-needed' | 'missing' | 'incomplete' | 'overdue' | 'planned';
}

/**
 * The evidence of an item taken together: one fresh piece of a kind that counts is enough.
 * `not-needed` when the item asks for none or the answer admits a risk.
 */
export type ItemEvidence = 'not-needed' | 'none' | 'fresh' | 'stale' | 'failing' | 'unknown';

/** A review, item by item. */
export interface Assessment {
  readonly checklist: Checklist;
  readonly review: Review;
  readonly asOf: string;
  readonly items: readonly AssessedItem[];
  /** Ids of answers to questions that the checklist no longer asks. */
  readonly gone: readonly string[];
  /** Ids of items that the review has no entry for. */
  readonly added: readonly string[];
}

/** Judges every item of a checklist in a review. Pure: same inputs, same assessment. */
export function assess(checklist: Checklist, review: Review, circumstances: Circumstances): Assessment {
  const answers: Record<string, Interpreted> = {};
  const conditions: ConditionContext = { profile: review.service.profile, answers };
  const items: AssessedItem[] = [];
  const ids = new Set<string>();
  for (const section of checklist.sections)
    for (const item of section.items) {
      ids.add(item.id);
      const assessed = assessItem(section, item, review.answers.get(item.id), conditions, circumstances);
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

function assessItem(
  section: Section,
  item: Item,
  answer: Answer | undefined,
  conditions: ConditionContext,
  circumstances: Circumstances,
): AssessedItem {
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
  if (answer?.notApplicable !== undefined) return { ...common, state: 'not-applicable' };
  if (answer?.value === undefined)
    return { ...common, state: 'unanswered', ...(open === undefined ? {} : { reason: open }) };
  const value = interpret(item, answer.value);
  if (value instanceof NoAnswer) return { ...common, state: 'unanswered', reason: value.reason };
  const state = answer.asked !== undefined && answer.asked !== item.hash ? 'changed' : 'answered';
  const risk = riskOf(item, value, circumstances.asOf);
  const evidence = judgeEvidence(item, answer, { ...circumstances, conditions });
  return {
    ...common,
    state,
    ...(state === 'changed' ? { reason: 'the question has changed since it was answered' } : {}),
    value,
    ...(risk === undefined ? {} : { risk }),
    evidence,
    evidenceState: risk === 'none' ? together(item, evidence) : 'not-needed',
    contradicted: answer.by !== undefined && contradicts(risk, checks),
    unconfirmed: answer.by === undefined,
    ...(answer.mitigation ? { mitigation: answer.mitigation } : {}),
    mitigationState: mitigationState(risk, answer.mitigation, circumstances.asOf),
  };
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
  if (!mitigation) return 'missing';
  if (mitigation.owner === undefined || mitigation.due === undefined) return 'incomplete';
  if (mitigation.done === undefined && mitigation.due < asOf) return 'overdue';
  return 'planned';
}

/** How an item counts for its driver. Nothing that is open counts as passed. */
export type Standing = 'passed' | 'failed' | 'unknown' | 'not-applicable';

/** Where an item stands in a word: passed means no risk, and evidence where it is due. */
export function standingOf(assessed: AssessedItem): Standing {
  if (assessed.state === 'not-applicable' || assessed.state === 'out-of-scope') return 'not-applicable';
  if (assessed.state !== 'answered' || assessed.risk === undefined) return 'unknown';
  if (assessed.risk !== 'none') return 'failed';
  if (assessed.contradicted || assessed.evidenceState === 'failing') return 'failed';
  return assessed.evidenceState === 'fresh' || assessed.evidenceState === 'not-needed' ? 'passed' : 'unknown';
}

/** How the items of each driver stand: the four parts of the flywheel, always all four. */
export function flywheel(assessment: Assessment): Readonly<Record<Driver, Readonly<Record<Standing, number>>>> {
  const count = (driver: Driver) => {
    const counts: Record<Standing, number> = { passed: 0, failed: 0, unknown: 0, 'not-applicable': 0 };
    for (const assessed of assessment.items) if (assessed.item.driver === driver) counts[standingOf(assessed)]++;
    return counts;
  };
  const entries = DRIVERS.map((driver) => [driver, count(driver)] as const);
  return Object.fromEntries(entries) as Record<Driver, Record<Standing, number>>;
}
