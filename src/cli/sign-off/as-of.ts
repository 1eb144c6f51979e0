import { TollgateError } from '../../errors.js';
import { type Day, dayOf, dayTrouble, parseDay } from '../../model/day.js';
import type { Terminal } from '../terminal.js';

/** The help of `--as-of`, the same for every command. */
export const AS_OF_HELP = 'the day (YYYY-MM-DD, UTC) to judge dates by, instead of today';

/**
 * The day to judge dates by: what `--as-of` says, else today in UTC.
 *
 * @throws TollgateError USAGE when it is no day.
 */
export function asOfDay(option: string | undefined, terminal: Pick<Terminal, 'now'>): Day {
  if (option === undefined) return dayOf(terminal.now());
  const day = parseDay(option);
  if (day === undefined) throw new TollgateError('USAGE', `--as-of: ${dayTrouble(option)}`);
  return day;
}
