import type { Freeze } from './change.js';
import type { Span } from './located.js';
import type { RuleSettings } from './rule.js';
import { DEFAULT_WAIVER_POLICY, type WaiverPolicy } from './waiver.js';

/** What `tollgate.yaml` says. Everything in it is optional; nothing in it is needed for a first verdict. */
export interface Config {
  /** The file, as shown; absent when there is none. */
  readonly file: string | undefined;
  /** What to check when no path is given; relative to the file. */
  readonly inputs: readonly string[];
  /** Folders of further rules; relative to the file. */
  readonly packs: readonly string[];
  /** Where each of {@link packs} is named. */
  readonly packSpans: readonly Span[];
  readonly rules: Readonly<Record<string, RuleSettings>>;
  readonly environments: readonly EnvironmentDeclaration[];
  readonly activities: readonly ActivityDeclaration[];
  readonly bakes: readonly BakeDeclaration[];
  /** Times in which nothing may be changed by hand. */
  readonly freezes: readonly Freeze[];
  /** Files that say when nothing may be changed by hand. */
  readonly calendars: readonly CalendarDeclaration[];
  /** Values for template parameters and variables. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly requireProduction: boolean;
  /** The file of waivers, relative to the file; absent when it is not named. */
  readonly waiverFile: string | undefined;
  /** What waivers may do. */
  readonly waiverPolicy: WaiverPolicy;
}

/** Which actions a declaration is about: every pattern that is given must match; `*` and `?` stand for anything. */
export interface Match {
  readonly pipeline?: string;
  readonly stage?: string;
  readonly action?: string;
  /** An account id. */
  readonly account?: string;
  /** Any name of what the action changes: stack, cluster, service, group, bucket … */
  readonly target?: string;
}

/** An iCalendar file among the freezes. */
export interface CalendarDeclaration {
  /** Relative to the configuration. */
  readonly file: string;
  /** What holds outside the calendar's events; absent when the file says so itself. */
  readonly default: 'open' | 'closed' | undefined;
  /** The zone of times that name none; absent when the file says so itself or has none. */
  readonly zone: string | undefined;
  readonly span: Span;
}

/** What an environment is. */
export interface EnvironmentDeclaration {
  readonly name: string;
  readonly tier: 'pre-production' | 'production';
  readonly match: Match;
  readonly span: Span;
}

/** What an action does. */
export interface ActivityDeclaration {
  readonly activity: string;
  readonly match: Match;
  readonly span: Span;
}

/** A bake that no file shows. */
export interface BakeDeclaration {
  readonly minutes: number;
  /** Whether an alarm is armed all the time and its firing stops or reverts the change. */
  readonly watched: boolean;
  readonly match: Match;
  readonly span: Span;
}

/** The configuration of somebody who has none. */
export const EMPTY_CONFIG: Config = {
  file: undefined,
  inputs: [],
  packs: [],
  packSpans: [],
  rules: {},
  environments: [],
  activities: [],
  bakes: [],
  freezes: [],
  calendars: [],
  parameters: new Map(),
  requireProduction: false,
  waiverFile: undefined,
  waiverPolicy: DEFAULT_WAIVER_POLICY,
};
