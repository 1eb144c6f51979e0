import type { Location } from './located.js';

/** How bad it is when the answer is the wrong one. A `high` risk stops a launch unless it is mitigated. */
export type Criticality = 'high' | 'medium' | 'low';

/** All criticalities, weightiest first. */
export const CRITICALITIES = ['high', 'medium', 'low'] as const satisfies readonly Criticality[];

/** What an answer means for production. */
export type Risk = 'none' | 'low' | 'medium' | 'high';

/** All risks, mildest first. */
export const RISKS = ['none', 'low', 'medium', 'high'] as const satisfies readonly Risk[];

/** When in the life of a service a question is first asked. */
export type Phase = 'design' | 'mid-cycle' | 'launch' | 'annual';

/** All phases, in the order of a service's life. */
export const PHASES = ['design', 'mid-cycle', 'launch', 'annual'] as const satisfies readonly Phase[];

/** The part of the operational flywheel that a question turns. */
export type Driver = 'readiness' | 'observability' | 'incident-response' | 'review';

/** The four drivers of the flywheel, in the order in which reports show them. */
export const DRIVERS = [
  'readiness',
  'observability',
  'incident-response',
  'review',
] as const satisfies readonly Driver[];

/** What people call the drivers. */
export const DRIVER_TITLES: Readonly<Record<Driver, string>> = {
  readiness: 'Readiness',
  observability: 'Observability',
  'incident-response': 'Incident response',
  review: 'Review',
};

/** The questions of a review: data only, one YAML file. */
export interface Checklist {
  /** The file's name without its ending: `service-launch`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** What a review must say about the service, so that conditions can decide which questions apply. */
  readonly profile: readonly ProfileField[];
  readonly sections: readonly Section[];
  /** `sha256:…` of the content, whatever its spelling: comments and layout do not change it. */
  readonly hash: string;
  readonly location: Location;
  /** What a Well-Architected custom lens said beside, kept for the way back. */
  readonly lens?: Kept;
}

/** A fact about the service that conditions can use: `profile.stateful`. */
export interface ProfileField {
  readonly id: string;
  readonly question: string;
  readonly type: 'bool' | 'number' | 'text' | 'choice';
  /** For a choice: the values it may take. */
  readonly options: readonly string[];
  readonly location: Location;
}

/** Questions that belong together. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly items: readonly Item[];
  readonly location: Location;
  readonly lens?: Kept;
}

/** One question, why it is asked, and what answers it. */
export interface Item {
  readonly id: string;
  /** A few words: what the question is about. */
  readonly title: string;
  readonly question: string;
  readonly why?: string;
  /** What good evidence for the answer is. */
  readonly goodEvidence?: string;
  readonly criticality: Criticality;
  readonly phase: Phase;
  readonly driver: Driver;
  readonly answer: AnswerType;
  /** Absent when the question always applies. */
  readonly when?: Condition;
  /** Rules whose findings answer the question. */
  readonly answeredBy: readonly string[];
  readonly evidence?: EvidenceNeed;
  /** The incident that the question came from. */
  readonly incident?: Reference;
  readonly source?: Reference;
  /** First 12 hexadecimal digits of the hash of what is asked: an answer to another question is no answer. */
  readonly hash: string;
  readonly location: Location;
  readonly lens?: Kept;
}

/** Where something can be read. */
export interface Reference {
  readonly title: string;
  readonly url?: string;
}

/** What shape an answer has, and what risk each answer carries. */
export type AnswerType = OneOf | SomeOf | Text | Quantity | Day | Links;

/** Yes or no, or one of several, with a risk each. */
export interface OneOf {
  readonly type: 'yes-no' | 'one-of';
  readonly options: readonly Option[];
}

/** One answer to choose. */
export interface Option {
  readonly id: string;
  readonly title: string;
  readonly risk: Risk;
}

/** Everything that holds, out of several statements; rules over the statements give the risk, the first true one wins. */
export interface SomeOf {
  readonly type: 'some-of';
  readonly options: readonly Statement[];
  readonly rules: readonly RiskRule[];
}

/** One of the statements of {@link SomeOf}. */
export interface Statement {
  readonly id: string;
  readonly title: string;
  /** What it means and how one sees that it holds. */
  readonly guidance?: Resource;
  /** What to do when it does not hold. */
  readonly improvement?: Resource;
  readonly location: Location;
  readonly lens?: Kept;
}

/** A text with a link, either of which may be missing. */
export interface Resource {
  readonly text?: string;
  readonly url?: string;
  readonly lens?: Kept;
}

/** If the condition holds, the risk. `default` always holds. */
export interface RiskRule {
  readonly condition: RiskCondition;
  readonly risk: Exclude<Risk, 'low'>;
  readonly location: Location;
  readonly lens?: Kept;
}

/** A condition over statements: the grammar of custom lenses' `riskRules`. */
export interface RiskCondition {
  /** As written. */
  readonly text: string;
  readonly expression: RiskExpression;
}

/** The parsed form of a {@link RiskCondition}. */
export type RiskExpression =
  | { readonly kind: 'default' }
  | { readonly kind: 'statement'; readonly id: string; readonly offset: number }
  | { readonly kind: 'not'; readonly operand: RiskExpression }
  | { readonly kind: 'and' | 'or'; readonly left: RiskExpression; readonly right: RiskExpression };

/** Free text. */
export interface Text {
  readonly type: 'text';
  /** Fewest characters that say something. */
  readonly atLeast: number;
}

/** A number; outside its bounds the risk is the item's criticality. */
export interface Quantity {
  readonly type: 'number';
  readonly unit?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** A day; older than its limit, or nearer than it must lie ahead, the risk is the item's criticality. */
export interface Day {
  readonly type: 'date';
  readonly maxAgeDays?: number;
  readonly minDaysAhead?: number;
}

/** Links to what shows it; fewer than asked for, the risk is the item's criticality. */
export interface Links {
  readonly type: 'links';
  readonly atLeast: number;
}

/** Every kind of answer, as written in `answer.type`. */
export const ANSWER_TYPES = ['yes-no', 'one-of', 'some-of', 'text', 'number', 'date', 'links'] as const;

/** The kinds of evidence, as written. */
export const EVIDENCE_KINDS = [
  'rule',
  'file',
  'link',
  'alarm',
  'dashboard',
  'load-test',
  'game-day',
  'incident',
] as const;

/** A kind of evidence. */
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** What evidence an answer without risk needs. */
export interface EvidenceNeed {
  /** Whether an answer without evidence is only a claim that does not count. */
  readonly required: boolean;
  /** The kinds that count; empty means any. */
  readonly kinds: readonly EvidenceKind[];
  /** Days after which evidence is stale; absent when it does not age. */
  readonly maxAgeDays?: number;
  /** What a load test must show. */
  readonly loadTest?: LoadTestBounds;
}

/** Bounds that a load-test report is held against. A bound may depend on the service. */
export interface LoadTestBounds {
  /** Requests per second at the peak. */
  readonly peakRateAtLeast?: Bound;
  /** Share of failed requests, 0 to 1. */
  readonly errorRateAtMost?: Bound;
  /** Milliseconds. */
  readonly p99AtMost?: Bound;
}

/** A number, or an expression over the profile and the answers that gives one. */
export type Bound = number | Formula;

/** What conditions see: what the review says of the service, and the answers so far. */
export interface ConditionContext {
  readonly profile: Readonly<Record<string, string | number | boolean>>;
  readonly answers: Readonly<Record<string, string | number | readonly string[]>>;
}

/** A compiled expression over {@link ConditionContext}. */
export interface Compiled {
  readonly text: string;
  /** The profile fields and the items that it mentions. */
  readonly profile: readonly string[];
  readonly answers: readonly string[];
  /** Literals that it compares with: the values worth trying when looking for one that makes it true. */
  readonly literals: readonly (string | number)[];
  readonly location: Location;
}

/** When a question applies. */
export interface Condition extends Compiled {
  /** Undefined when it needs something that is not said yet. */
  readonly holds: (context: ConditionContext) => boolean | undefined;
}

/** A bound that depends on the service. */
export interface Formula extends Compiled {
  /** Undefined when it needs something that is not said yet. */
  readonly value: (context: ConditionContext) => number | undefined;
}

/** Keys that have no place in a checklist, and the order of keys when it was unusual: what an exact way back needs. */
export interface Kept {
  readonly keys?: Readonly<Record<string, unknown>>;
  readonly order?: readonly string[];
}

/** All items of a checklist, in order. */
export function itemsOf(checklist: Checklist): Item[] {
  return checklist.sections.flatMap((section) => section.items);
}
