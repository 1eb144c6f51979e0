import type { Finding } from './finding.js';
import type { Location } from './located.js';
import type { HeldDuty } from './trust.js';

/** The gate's answer. */
export type Verdict = 'pass' | 'block';

/** A thing that was judged: a pipeline, a review, a change manifest. */
export interface Subject {
  /** What kind of thing: `pipeline`, `review`, `change`. */
  readonly kind: string;
  /** Its address, the first part of its findings' subjects. */
  readonly address: string;
  readonly title: string;
  readonly location: Location;
  readonly findings: readonly Finding[];
  /** Things worth knowing that no rule decides. */
  readonly notes: readonly Note[];
  /** Who wrote it and who will run it, as it says itself: they may not sign it. */
  readonly duties?: readonly HeldDuty[];
}

/** Something to know that is not a finding. */
export interface Note {
  readonly text: string;
  readonly location?: Location;
}

/** An input that could not be judged: what is wrong, where, and what to do. Nothing was decided about it. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly location?: Location;
  readonly hint?: string;
}

/** A rule as reports show it. */
export interface RuleSummary {
  readonly id: string;
  readonly title: string;
  readonly severity: Finding['severity'];
  readonly rationale: string;
  readonly remedy: string;
  readonly references: readonly { readonly title: string; readonly url: string }[];
}

/** All that a run decided, and what it could not decide. Same inputs, same report. */
export interface Report {
  readonly tool: { readonly name: 'tollgate'; readonly version: string };
  readonly verdict: Verdict;
  readonly subjects: readonly Subject[];
  readonly problems: readonly Problem[];
  /** Things to know about the run itself: what was given and fits nothing. */
  readonly notes?: readonly Note[];
  /** The rules that were applied, sorted by id. */
  readonly rules: readonly RuleSummary[];
  readonly inputs: InputCounts;
  /** Lines of `tollgate.yaml` that say what no file shows, with what only people know left open. */
  readonly suggestions: readonly string[];
}

/** What became of the files that were looked at. */
export interface InputCounts {
  /** Files that held something to judge. */
  readonly judged: number;
  /** Files that were looked at and hold nothing of ours. */
  readonly passedOver: number;
}
