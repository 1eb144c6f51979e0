import ICAL from 'ical.js';
import type { SourceText } from '../../model/located.js';
import { instantAt, isZone, wallClockAt } from '../../model/zoned-time.js';
import { type CalendarComponent, property, wrong } from './lines.js';

/** A time zone. A wall clock is what it shows, as milliseconds, as if it were UTC. */
export interface Zone {
  readonly instant: (wall: number) => number;
  readonly wall: (instant: number) => number;
}

/** A zone by its IANA name or offset; undefined when nobody knows it. */
export function zoneNamed(name: string): Zone | undefined {
  if (!isZone(name)) return undefined;
  return { instant: (wall) => instantAt(wall, name), wall: (instant) => wallClockAt(instant, name) };
}

/**
 * The zone that a `TZID` names: the one of that IANA name, whose history is complete, else the one that the file
 * defines (`W. Europe Standard Time`).
 *
 * @throws TollgateError SYNTAX when it is neither.
 */
export function zoneOfId(id: string, calendar: CalendarComponent, source: SourceText, at: number): Zone {
  const known = zoneNamed(id.replace(/^\//, ''));
  if (known) return known;
  const definition = calendar.components.find(
    (component) => component.name === 'VTIMEZONE' && property(component, 'TZID')?.value === id,
  );
  if (!definition)
    throw wrong(
      source,
      at,
      `the time zone "${id}" is no IANA zone, and the file does not define it`,
      'Add its VTIMEZONE, or name an IANA zone such as Europe/Paris.',
    );
  return defined(definition, source);
}

function defined(definition: CalendarComponent, source: SourceText): Zone {
  let zone: ICAL.Timezone;
  try {
    zone = new ICAL.Timezone({
      component: new ICAL.Component(ICAL.parse(definition.lines.join('\r\n'))),
      tzid: 'defined',
    });
    zone.utcOffset(timeOf(Date.UTC(2026, 0, 1)));
  } catch (error) {
    throw wrong(source, definition.start, `the time zone cannot be read: ${(error as Error).message}`);
  }
  const offset = (wall: number) => zone.utcOffset(timeOf(wall)) * 1000;
  return {
    instant: (wall) => wall - offset(wall),
    wall: (instant) => instant + offset(instant + offset(instant)),
  };
}

/** A wall clock as the library knows it. */
export function timeOf(wall: number): ICAL.Time {
  const date = new Date(wall);
  return new ICAL.Time(
    {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
      isDate: false,
    },
    ICAL.Timezone.localTimezone,
  );
}

/** The wall clock of a time of the library. */
export function wallOf(time: ICAL.Time): number {
  return Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
}
