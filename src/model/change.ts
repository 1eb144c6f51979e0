import type { Unknown } from './facts.js';
import type { Span } from './located.js';
import type { Interval } from './zoned-time.js';

/**
 * A change that people carry out by hand, as its manifest states it, whatever format it was written in. Nothing here is
 * judged: an empty phrase ("n/a") is kept as written, and what was not written is absent.
 */
export interface Change {
  /** First part of every address: the declared id, else one made from the title. */
  readonly address: string;
  readonly format: ChangeFormat;
  readonly span: Span;
  readonly title: Text;
  readonly why: Text | undefined;
  /** `standard`, `normal` or `emergency`, as written. */
  readonly type: Text | undefined;
  readonly blastRadius: BlastRadius | undefined;
  readonly author: Text | undefined;
  readonly executor: Text | undefined;
  /** Who reads it before it is carried out, bar raisers among them. */
  readonly reviewers: readonly Text[];
  /** Who watches while it is carried out. */
  readonly observers: readonly Text[];
  readonly window: Window | undefined;
  /** Freezes that the manifest itself knows of. */
  readonly freezes: readonly Freeze[];
  /** What must be true before the first step. */
  readonly preChecks: readonly Check[];
  readonly steps: readonly Step[];
  /** What must be true after the last step. */
  readonly postChecks: readonly Check[];
  /** What to do when the whole has to be undone, as far as it belongs to no single step. */
  readonly rollbackPlan: RollbackPlan | undefined;
  /** The condition under which everybody stops and rolls back. */
  readonly stopCondition: Text | undefined;
  /** Alarms watched during the change. */
  readonly alarms: readonly Text[];
  readonly dashboards: readonly Text[];
  /** Who is told, when and how. */
  readonly communication: readonly Text[];
  /** Where it was tried before production. */
  readonly trials: readonly Trial[];
  readonly approvals: readonly Approval[];
  /** Declared time for everything, rollback included, in minutes. */
  readonly totalMinutes: Minutes | undefined;
  /** Stretches that still hold a placeholder of the template: `<instance>`, XXX. */
  readonly texts: readonly Text[];
}

/** The formats that a change can be read from. */
export type ChangeFormat = 'change-yaml' | 'change-markdown' | 'ssm-automation';

/** A text and where it stands. */
export interface Text {
  readonly text: string;
  readonly span: Span;
}

/** A duration in minutes and where it stands. */
export interface Minutes {
  readonly minutes: number;
  readonly span: Span;
}

/** What may be hit when it goes wrong. */
export interface BlastRadius {
  readonly services: readonly Text[];
  readonly accounts: readonly Text[];
  readonly regions: readonly Text[];
  readonly cells: readonly Text[];
  /** Who would notice, in words: `5 % of customers in eu-west-1`. */
  readonly customers: Text | undefined;
  readonly span: Span;
}

/** When it is carried out. Times are as written; which instant they are is decided with the zone. */
export interface Window {
  readonly start: Text | undefined;
  readonly end: Text | undefined;
  /** IANA zone (`Europe/Paris`), `UTC` or an offset, as written. */
  readonly zone: Text | undefined;
  readonly span: Span;
}

/** A time in which nothing may be changed. */
export interface Freeze {
  readonly name: string;
  /** As written: a date, or a date and time. */
  readonly from: Text;
  /** As written; a date means its whole day. */
  readonly to: Text;
  readonly zone: Text | undefined;
}

/** A calendar that says when changes may be made. */
export interface ChangeCalendar {
  /** The file, as shown. */
  readonly name: string;
  /** What is closed of a stretch of time, each with its place; not known when the calendar cannot tell. */
  readonly closedDuring: (window: Interval) => readonly string[] | Unknown;
}

/** How to see that something is as it should be. */
export interface Check {
  readonly text: Text | undefined;
  readonly commands: readonly Script[];
  readonly span: Span;
}

/** Text that a person pastes into a terminal or a console. */
export interface Script {
  /** As it would be pasted: prompts and shown output removed. */
  readonly text: string;
  /** `shell`, `sql`, `powershell`, or what the fence says. `aws-api` is a call of an SSM Automation step. */
  readonly language: string;
  readonly span: Span;
  /** Offset in the source of each line of {@link text}. */
  readonly lineStarts: readonly number[];
}

/** One step, in the order in which it is carried out. */
export interface Step {
  /** `Change/step-3`. */
  readonly address: string;
  /** `step-3`, or the declared id. */
  readonly name: string;
  /** From 1. */
  readonly number: number;
  readonly span: Span;
  readonly title: Text;
  /** What is done, in words, when it is more than the title. */
  readonly action: Text | undefined;
  readonly commands: readonly Script[];
  readonly target: Text | undefined;
  /** What is seen when it worked. */
  readonly expected: Text | undefined;
  readonly check: Check | undefined;
  readonly minutes: Minutes | undefined;
  readonly rollback: Rollback | undefined;
  readonly irreversible: Irreversible | undefined;
  /** Declared to change nothing: only looking, waiting, telling. */
  readonly changesNothing: Span | undefined;
  /** What keeps a destructive command from hitting the wrong thing. */
  readonly guard: Check | undefined;
  /** Which phase of a schema change it is: `expand`, `migrate` or `contract`. */
  readonly phase: Text | undefined;
  /** How an automation goes on when the step fails. Absent for steps that a person carries out. */
  readonly automation: Automation | undefined;
}

/** How a step is undone. */
export interface Rollback {
  readonly text: Text | undefined;
  readonly commands: readonly Script[];
  readonly check: Check | undefined;
  readonly minutes: Minutes | undefined;
  /** Steps whose effect it needs, as declared: names or numbers. */
  readonly needs: readonly Text[];
  readonly span: Span;
  /** How it was found to belong to the step when it does not stand in it: `the heading "Rollback of step 3"`. */
  readonly from: string | undefined;
}

/** A rollback section of a document, whose parts may belong to steps. */
export interface RollbackPlan {
  readonly items: readonly PlanItem[];
  readonly check: Check | undefined;
  readonly minutes: Minutes | undefined;
  readonly title: Text;
  readonly span: Span;
}

/** One thing to do in a rollback section. */
export interface PlanItem {
  readonly text: Text;
  readonly commands: readonly Script[];
  /** The number of the step that it says it undoes. */
  readonly step: number | undefined;
  readonly span: Span;
}

/** The step says that it cannot be undone. */
export interface Irreversible {
  readonly reason: Text | undefined;
  readonly approval: Approval | undefined;
  readonly span: Span;
}

/** Somebody's yes, and to what. */
export interface Approval {
  readonly person: Text | undefined;
  readonly role: Text | undefined;
  readonly date: Text | undefined;
  /** The revision that was approved. */
  readonly revision: Text | undefined;
  readonly span: Span;
}

/** The change was carried out before production. */
export interface Trial {
  readonly environment: Text | undefined;
  readonly date: Text | undefined;
  /** The revision that was tried. */
  readonly revision: Text | undefined;
  /** What came of it: `passed`, or a link to the run. */
  readonly result: Text | undefined;
  readonly span: Span;
}

/** The flow of an automated step. */
export interface Automation {
  /** The provider's action: `aws:executeAwsApi`. */
  readonly action: Text;
  /** `Abort` (the default), `Continue`, or `step:<name>`. */
  readonly onFailure: Text | undefined;
  readonly onCancel: Text | undefined;
  /** A failure fails the run. */
  readonly critical: boolean;
  /** The run ends after it. */
  readonly end: boolean;
  /** Names of the steps that may follow when it succeeds. */
  readonly next: readonly string[];
  /** Steps of its way back that a run without failure comes to only because they stand next. */
  readonly fallsInto: readonly string[];
}
