/** A bar raiser's review of a change: what was read, step by step, and what was said about it. */
export interface ChangeReview {
  /** The manifest, as a path relative to the review's folder. */
  readonly manifest: string;
  /** Address of the change in it. */
  readonly change: string;
  /** The revision that was read last. */
  readonly revision: string;
  readonly reviewer: string;
  /** Day of the last decision, YYYY-MM-DD. */
  readonly date: string;
  readonly steps: readonly ReviewedStep[];
}

/** One step as it was read, and the decision on it. */
export interface ReviewedStep {
  /** Its name, which survives moved lines. */
  readonly name: string;
  readonly decision: Decision;
  /** What the reviewer said. */
  readonly comment: string;
  /** The step as it was read: what a later revision is compared with. */
  readonly seen: SeenStep;
}

/** `accepted`: may be done as it stands. `commented`: something has to change first. */
export type Decision = 'accepted' | 'commented';

/** A step by meaning: what is done, how it is seen to work, how it is undone. */
export interface SeenStep {
  readonly title: string;
  readonly does: readonly string[];
  readonly expects: string;
  readonly check: readonly string[];
  readonly rollback: readonly string[];
  readonly rollbackCheck: readonly string[];
  readonly irreversible: string;
}
