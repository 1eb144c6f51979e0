import type { Evidence } from '../../model/finding.js';
import type { Action } from '../../model/pipeline.js';
import type { CommandReading } from '../commands/read-commands.js';
import { seen } from './evidence.js';
import type { Activity, Deploys } from './types.js';

/** What an action does, and why it is believed. */
export interface ActionReading {
  readonly activity: Activity;
  readonly because: Evidence;
  readonly also: readonly Activity[];
  readonly deploys: Deploys | undefined;
  /** Its command text, when in sight. */
  readonly commands: readonly CommandReading[] | undefined;
}

/** The reading of an action without commands, with the words that are shown as its reason. */
export function is(activity: Activity, text: string, action: Action, deploys?: Deploys): ActionReading {
  return { activity, because: seen(text, action.span), also: [], deploys, commands: undefined };
}

/** A deployment that its action type shows. */
export const VISIBLE: Deploys = {
  mechanism: '',
  kind: '',
  hidden: false,
  opaque: false,
  regions: [],
  tooling: false,
  mayFail: false,
  mayNotRun: false,
  doubtful: false,
};
/** A deployment by an action of another category. */
export const HIDDEN: Deploys = { ...VISIBLE, hidden: true };
