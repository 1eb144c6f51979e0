/** A stretch of time as instants, end exclusive. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** A date, or a date and time, with an offset or without. */
export const STAMP = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/** Whether a zone is one that fixes an instant: an IANA name, UTC, or an offset. Abbreviations such as CET are not. */
export function isZone(zone: string): boolean {
  if (/^(UTC|GMT|Z|[+-]\d{2}:?\d{2}|(UTC|GMT)[+-]\d{1,2}(:?\d{2})?)$/i.test(zone)) return true;
  if (!zone.includes('/')) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Whether two stretches share a moment. */
export function overlap(a: Interval, b: Interval): boolean {
  return a.start < b.end && b.start < a.end;
}

/** The instant of a local time in a zone, in milliseconds; undefined when the text is no date. A date alone is its midnight. */
export function instantOf(text: string, zone: string): number | undefined {
  const match = STAMP.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', offset] = match;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const back = new Date(local).toISOString();
  if (!back.startsWith(`${year}-${month}-${day}T${hour}:${minute}`)) return undefined;
  return instantAt(local, offset ?? zone);
}

/** The instant at which a zone's wall clock shows a time; both in milliseconds, the wall clock as if it were UTC. */
export function instantAt(wall: number, zone: string): number {
  const fixed = offsetMinutes(zone);
  if (fixed !== undefined) return wall - fixed * 60_000;
  // The offset at the wall time may differ from the one at the first guess near a clock change: apply it twice.
  const guess = wall - zoneOffset(wall, zone);
  return wall - zoneOffset(guess, zone);
}

/** What a zone's wall clock shows at an instant; see {@link instantAt}. */
export function wallClockAt(instant: number, zone: string): number {
  const fixed = offsetMinutes(zone);
  return instant + (fixed === undefined ? zoneOffset(instant, zone) : fixed * 60_000);
}

function offsetMinutes(zone: string): number | undefined {
  if (/^(UTC|GMT|Z)$/i.test(zone)) return 0;
  const match = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$/i.exec(zone);
  if (!match) return undefined;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0));
}

/** How far a zone's wall clock is ahead of UTC at an instant, in milliseconds. */
function zoneOffset(instant: number, zone: string): number {
  const parts = clockOf(zone).formatToParts(instant);
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - instant;
}

/** Making a formatter takes much longer than using it. */
const CLOCKS = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = CLOCKS.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    CLOCKS.set(zone, clock);
  }
  return clock;
}
