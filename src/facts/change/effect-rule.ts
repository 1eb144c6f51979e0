/** What running a command does to the world beyond the terminal that it runs in. */
export type Effect =
  /** It only looks, or touches nothing but the working copy of the person who types. */
  | 'reads'
  /** It changes something. */
  | 'changes'
  /** It changes something in a way that loses data or takes something away at once. */
  | 'destroys'
  /** A script or a program that is not in the tables. */
  | 'unknown';

/** The effect of one command and the reason, as a clause. */
export interface EffectOf {
  readonly effect: Effect;
  /** What is lost or cut, for `destroys`: "deletes files for good". */
  readonly why: string;
  /** What in the command itself makes the destruction bearable, or undefined. */
  readonly guard: string | undefined;
}

/** One line of the table: when it applies, and what it means. */
export interface EffectRule {
  readonly program: RegExp;
  /** Matched against the arguments joined by single spaces. */
  readonly args?: RegExp;
  readonly effect: Effect;
  readonly why?: string;
  readonly guard?: RegExp;
  readonly guardedBy?: string;
}
