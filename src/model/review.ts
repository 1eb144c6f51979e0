import type { EvidenceKind } from './checklist.js';
import type { Location } from './located.js';

/** A review: one YAML file that says of one service what was asked, what was answered, and what shows it. */
export interface Review {
  readonly service: Service;
  /** The checklist that is answered, as written, and its content's hash when it was last looked at. */
  readonly checklist: ChecklistReference;
  /** Answers by item. An entry may be empty: asked, not answered yet. */
  readonly answers: ReadonlyMap<string, Answer>;
  readonly narrative: Narrative;
  readonly location: Location;
}

/** What is reviewed, and whose it is. */
export interface Service {
  readonly name: string;
  readonly description?: string;
  readonly owners: readonly string[];
  /** What conditions can use, by profile field. */
  readonly profile: Readonly<Record<string, string | number | boolean>>;
  readonly location: Location;
}

/** Which checklist, in which state. */
export interface ChecklistReference {
  /** The name of a checklist that comes with the program, or a path relative to the review. */
  readonly name: string;
  readonly hash?: string;
  readonly location: Location;
}

/** The value of an answer as written: an option, a text, a day, a number, or several options or links. */
export type AnswerValue = string | readonly string[];

/** What was said about one item. */
export interface Answer {
  readonly item: string;
  /** The hash of the question that was answered. */
  readonly asked?: string;
  readonly value?: AnswerValue;
  /** Why the question does not apply, when it does not. */
  readonly notApplicable?: string;
  readonly note?: string;
  readonly evidence: readonly EvidenceEntry[];
  readonly mitigation?: Mitigation;
  /** Who answered; absent when only the program did. */
  readonly by?: string;
  /** When, ISO 8601. */
  readonly at?: string;
  /** Where it stands in the file. */
  readonly location: Location;
  readonly valueLocation?: Location;
}

/** Something that shows that an answer is true. */
export interface EvidenceEntry {
  readonly kind: EvidenceKind;
  /** A path, URL, ARN, rule id or incident number, according to its kind. */
  readonly target: string;
  /** The day it speaks of, `YYYY-MM-DD`. */
  readonly date?: string;
  /** SHA-256 of the file when it was attached, hexadecimal. */
  readonly sha256?: string;
  readonly note?: string;
  /** For a game day: how many of its findings are still open. */
  readonly openFindings?: number;
  /** For a rule: the outcome that was seen. */
  readonly outcome?: string;
  readonly location: Location;
}

/** What is done about a risk. */
export interface Mitigation {
  readonly plan: string;
  readonly owner?: string;
  /** Last day, `YYYY-MM-DD`. */
  readonly due?: string;
  readonly ticket?: string;
  /** The day it was done. The risk stays until the answer changes. */
  readonly done?: string;
  readonly location: Location;
}

/** What the team tells the meeting in its own words. */
export interface Narrative {
  readonly successes?: string;
  readonly risks?: string;
  readonly mitigations?: string;
  readonly followUp?: string;
}

/** The parts of the narrative, as written in the file, with the title they carry in documents. */
export const NARRATIVE = {
  successes: 'Successes',
  risks: 'Risks',
  mitigations: 'Mitigations',
  followUp: 'Follow-up',
} as const satisfies Record<keyof Narrative, string>;

/** What a load-test report says. A member is absent when the report does not say it. */
export interface LoadTestResult {
  readonly tool: 'k6' | 'JMeter' | 'Gatling' | 'Artillery';
  /** The day of the run, `YYYY-MM-DD` (UTC). */
  readonly date?: string;
  readonly requests: number;
  /** Requests per second: the busiest second or interval, or only the mean when nothing finer is reported. */
  readonly rate?: { readonly perSecond: number; readonly kind: 'peak' | 'mean' };
  /** Share of failed requests, 0 to 1. */
  readonly errorRate?: number;
  /** Milliseconds. */
  readonly p99?: number;
}

/** What the templates of the repository say about an alarm or a dashboard. */
export interface MonitorObservation {
  /** Where a template makes one of this name. */
  readonly declared?: Location;
  /** Why nothing can be said, in a clause. */
  readonly problem?: string;
}

/** What was found where evidence points to: only for kinds that can be looked at. */
export interface Observation {
  /** SHA-256 of the file now; absent when there is no such file. */
  readonly sha256?: string;
  readonly loadTest?: LoadTestResult;
  /** Why the file could not be read as a load-test report. */
  readonly problem?: string;
  /** For an alarm or a dashboard. */
  readonly monitor?: MonitorObservation;
}
