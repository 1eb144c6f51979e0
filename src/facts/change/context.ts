import type { ChangeCalendar, Freeze } from '../../model/change.js';

/** What is known beside the manifest: nothing of it is needed for a verdict. */
export interface ChangeContext {
  /** Freezes that the project declares. */
  readonly freezes: readonly Freeze[];
  /** Calendars that the project declares. */
  readonly calendars: readonly ChangeCalendar[];
  /** Names of the environments of the pipelines that are judged in the same run; empty when there are none. */
  readonly environments: readonly string[];
}

/** A manifest on its own. */
export const NO_CONTEXT: ChangeContext = { freezes: [], calendars: [], environments: [] };
