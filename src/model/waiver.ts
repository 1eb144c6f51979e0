import type { Day } from './day.js';
import type { Severity } from './finding.js';
import type { Location } from './located.js';

/** A finding that people have agreed to accept for a time. It covers addresses, never lines. */
export interface Waiver {
  /** The id of one rule. */
  readonly rule: string;
  /** The address of the subject; a segment may be `*`, which stands for exactly one segment. */
  readonly subject: string;
  readonly reason: string;
  /** Who mends it. */
  readonly owner: string;
  /** Who accepted it: somebody else. */
  readonly approver: string;
  readonly ticket: string;
  /** First day (UTC) on which it holds; absent: it holds already. */
  readonly from?: Day;
  /** Last day (UTC, inclusive) on which it holds. */
  readonly expires: Day;
  readonly location: Location;
}

/** The waivers of one file. */
export interface WaiverFile {
  readonly file: string;
  readonly waivers: readonly Waiver[];
}

/** The kind of the subject under which waivers themselves are judged. Nobody signs waivers alone. */
export const WAIVER_FILE_KIND = 'waiver file';

/** What waivers may do. It stands apart from the waivers, so that who writes one cannot widen it. */
export interface WaiverPolicy {
  /** The longest time a waiver may reach, in days, by the severity of what it covers. */
  readonly maxDays: Readonly<Record<Severity, number>>;
  /** Ids of rules that nobody can waive; `pipeline/*` names all of a subject. */
  readonly never: readonly string[];
  /** How many days before its end a waiver is reported. */
  readonly warnDays: number;
  /** The most subjects that a waiver with `*` may cover. */
  readonly maxSubjects: number;
}

/** The policy when none is given. */
export const DEFAULT_WAIVER_POLICY: WaiverPolicy = {
  maxDays: { blocker: 90, warning: 180, info: 365 },
  never: [],
  warnDays: 14,
  maxSubjects: 5,
};
