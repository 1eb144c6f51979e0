import type { Checklist, Driver, Item, Risk, Section } from './checklist.js';
import type { Finding } from './finding.js';
import type { Answer, EvidenceEntry, LoadTestResult, Mitigation, Review } from './review.js';

/**
 * What became of one piece of evidence.
 * - `fresh`: it is there, it is young enough, and it shows what is asked.
 * - `stale`: it is too old, undated, or the file has changed since.
 * - `missing`: the file is gone.
 * - `failing`: it shows the contrary.
 * - `unknown`: it does not say enough to decide.
 */
export type EvidenceState = 'fresh' | 'stale' | 'missing' | 'failing' | 'unknown';

/** One piece of evidence, judged. */
export interface JudgedEvidence {
  readonly entry: EvidenceEntry;
  readonly state: EvidenceState;
  /** Why, in a clause; empty for fresh evidence that has nothing to tell. */
  readonly reason: string;
  /** The day that its age is counted from. */
  readonly date?: string;
  /** The last day on which it is still young enough. */
  readonly freshUntil?: string;
  readonly loadTest?: LoadTestResult;
}

/** What the rules that answer an item say of it, all subjects together. */
export interface ChecksVerdict {
  /** `pass` when every subject passed, `fail` when one failed, else `undetermined`. */
  readonly outcome: 'pass' | 'fail' | 'undetermined';
  /** The findings that decide it, in the report's order. */
  readonly findings: readonly Finding[];
  /** The option that the outcome stands for, when exactly one does. */
  readonly option?: string;
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
  /** The answer in words, for people. */
  readonly words?: string;
  /** Absent when there is no answer, or no rule of the item says what it means. */
  readonly risk?: Risk;
  readonly evidence: readonly JudgedEvidence[];
  readonly evidenceState: ItemEvidence;
  /** What the rules that answer the item say. */
  readonly checks?: ChecksVerdict;
  /** Whether the answer says the contrary of what the checks say. */
  readonly contradicted: boolean;
  /** Whether only checks answered. */
  readonly unconfirmed: boolean;
  readonly mitigation?: Mitigation;
  /** How it counts for its driver. */
  readonly standing: Standing;
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
  /** What comes due, earliest first. */
  readonly due: readonly DueDate[];
  /** How the items of each driver stand: the four parts of the flywheel, always all four. */
  readonly flywheel: Readonly<Record<Driver, Readonly<Record<Standing, number>>>>;
}

/** How an item counts for its driver. Nothing that is open counts as passed. */
export type Standing = 'passed' | 'failed' | 'unknown' | 'not-applicable';

/** An answer as conditions and risks see it. */
export type Interpreted = string | number | readonly string[];

/** A day on which something is to be done. */
export interface DueDate {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** A mitigation is owed, evidence goes stale, or the day that an answer names comes too near. */
  readonly what: 'mitigation' | 'evidence' | 'answer';
  readonly item: string;
  /** Who owns it, when somebody is named. */
  readonly owner?: string;
  readonly past: boolean;
}
