import type { SourceText } from '../../model/located.js';
import { type CalendarComponent, type ContentLine, wrong } from './lines.js';
import { type Zone, zoneOfId } from './zones.js';

/** What the times of one event are read by. */
export interface TimeReader {
  readonly calendar: CalendarComponent;
  readonly source: SourceText;
  /** The zone of times that name none; undefined when nothing says which. */
  readonly fallback: Zone | undefined;
}

/** A time as written: its wall clock, and whether it is a whole day. */
interface Stamp {
  readonly wall: number;
  readonly isDate: boolean;
  readonly isUtc: boolean;
}

const UTC: Zone = { instant: (wall) => wall, wall: (instant) => instant };

/**
 * The zone that a property's times are in.
 *
 * @throws TollgateError SYNTAX when nothing says which.
 */
export function zoneOfLine(line: ContentLine, reader: TimeReader): Zone {
  const id = line.params.get('TZID');
  if (/Z$/.test(line.value.trim())) return UTC;
  if (id !== undefined) return zoneOfId(id, reader.calendar, reader.source, line.start);
  if (reader.fallback) return reader.fallback;
  throw wrong(
    reader.source,
    line.start,
    `${line.name} names no time zone, and neither does the calendar (X-WR-TIMEZONE)`,
    'Write beside "calendar:" in tollgate.yaml the zone that is meant: zone: Europe/Paris.',
  );
}

/**
 * The values of a property as floating iCalendar values on the wall clock of a zone, so that all times of an event can
 * be compared as they stand.
 *
 * @throws TollgateError SYNTAX when one is no time.
 */
export function floating(line: ContentLine, zone: Zone, reader: TimeReader): string[] {
  return line.value.split(',').map((value) => {
    const stamp = stampOf(value.trim());
    if (!stamp) throw wrong(reader.source, line.start, `${line.name}: "${value}" is no date and time that this reads`);
    if (stamp.isDate) return value.trim();
    return written(zone.wall(zoneOfLine({ ...line, value }, reader).instant(stamp.wall)));
  });
}

/** `20260101T093000` of a wall clock. */
export function written(wall: number): string {
  return new Date(wall).toISOString().slice(0, 19).replace(/[-:]/g, '');
}

/** Whether a value is a whole day. */
export function isDay(value: string): boolean {
  return /^\d{8}$/.test(value.trim());
}

/** A rule whose end is on the wall clock of a zone, as the times that it repeats. */
export function ruleOnWall(rule: string, zone: Zone): string {
  return rule.replace(/(^|;)UNTIL=([^;]*)/i, (whole, before: string, until: string) => {
    const stamp = stampOf(until);
    return stamp?.isUtc ? `${before}UNTIL=${written(zone.wall(stamp.wall))}` : whole;
  });
}

/** Undefined when there is no such day or minute. */
function stampOf(text: string): Stamp | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', utc] = match;
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Math.min(59, Number(second)),
  );
  const exists = new Date(wall).toISOString().startsWith(`${year}-${month}-${day}T${hour}:${minute}`);
  return exists ? { wall, isDate: match[4] === undefined, isUtc: utc === 'Z' } : undefined;
}
