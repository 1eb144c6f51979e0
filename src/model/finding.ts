import type { Location } from './located.js';

/** How much a rule weighs: a `blocker` that fails or is undetermined blocks; the others are only shown. */
export type Severity = 'blocker' | 'warning' | 'info';

/** All severities, weightiest first. */
export const SEVERITIES = ['blocker', 'warning', 'info'] as const satisfies readonly Severity[];

/** What a rule says of a subject. `undetermined` is never a pass. */
export type Outcome = 'pass' | 'fail' | 'undetermined' | 'not-applicable';

/** All outcomes, worst first. */
export const OUTCOMES = ['fail', 'undetermined', 'pass', 'not-applicable'] as const satisfies readonly Outcome[];

/** Something that was seen, and where: the reason to believe an outcome. */
export interface Evidence {
  readonly text: string;
  readonly location?: Location;
}

/** The waiver that covers a finding. */
export interface AppliedWaiver {
  /** Why the finding is accepted. */
  readonly reason: string;
  readonly owner: string;
  readonly approver: string;
  readonly ticket?: string;
  /** Last day (UTC, inclusive) on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
  readonly location?: Location;
}

/** One rule applied to one subject. A pass is a finding too: it carries its evidence. */
export interface Finding {
  /** The rule's id, which is its path: `pipeline/bake-time`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly outcome: Outcome;
  /** Name address that survives moved lines: `Pipeline/Prod/Deploy`. */
  readonly subject: string;
  /** What is true, in one sentence. */
  readonly message: string;
  /** Why it was decided so: the things seen, with their places. */
  readonly evidence: readonly Evidence[];
  readonly location: Location;
  /** For a fail: the smallest change that would pass. */
  readonly remedy?: string;
  /** For an undetermined: what would settle it, one step each. */
  readonly settledBy?: readonly string[];
  /** The scenario under which it holds, when it does not hold under all: `IsProd = true`. */
  readonly scenario?: string;
  /** Present when a valid waiver covers it: shown as waived, never as pass. */
  readonly waiver?: AppliedWaiver;
}
