/*! ical.js 2 https://github.com/kewisch/ical.js @license MPL-2.0; its source code is there and on npm */
import type { ChangeCalendar } from '../../model/change.js';
import type { CalendarDeclaration } from '../../model/config.js';
import { Unknown } from '../../model/facts.js';
import type { SourceText } from '../../model/located.js';
import { type Interval, overlap } from '../../model/zoned-time.js';
import { type CalendarEvent, eventsOf } from './events.js';
import { type CalendarComponent, property, readCalendarFile, wrong } from './lines.js';
import { zoneNamed } from './zones.js';

/**
 * Reads an iCalendar file (RFC 5545), as AWS Systems Manager Change Calendar keeps it: open but for its events, or closed
 * but for its events.
 *
 * @param declared what the configuration adds to it.
 * @throws TollgateError SYNTAX at the line of what cannot be read.
 */
export function loadCalendar(source: SourceText, declared: CalendarDeclaration): ChangeCalendar {
  const calendar = readCalendarFile(source);
  const isClosed = closedByDefault(calendar, declared, source);
  const named = property(calendar, 'X-WR-TIMEZONE');
  const zone = declared.zone ?? named?.value.trim();
  const fallback = zone === undefined ? undefined : zoneNamed(zone);
  if (zone !== undefined && !fallback && declared.zone === undefined)
    throw wrong(
      source,
      named!.start,
      `"${zone}" is no IANA time zone`,
      'Write "zone:" beside "calendar:" in tollgate.yaml.',
    );
  const events = eventsOf({ calendar, source, fallback });
  const name = source.file;
  return { name, closedDuring: (window) => (isClosed ? outside(events, window, name) : inside(events, window)) };
}

/** `DEFAULT_OPEN` and `DEFAULT_CLOSED`: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-change-calendar.html */
function closedByDefault(calendar: CalendarComponent, declared: CalendarDeclaration, source: SourceText): boolean {
  const line = property(calendar, 'X-CALENDAR-TYPE');
  const type = line?.value.trim().toUpperCase();
  const stated = type === 'DEFAULT_OPEN' ? 'open' : type === 'DEFAULT_CLOSED' ? 'closed' : undefined;
  if (line && stated === undefined)
    throw wrong(source, line.start, `X-CALENDAR-TYPE is ${line.value}`, 'It is DEFAULT_OPEN or DEFAULT_CLOSED.');
  if (line && declared.default !== undefined && stated !== declared.default)
    throw wrong(
      source,
      line.start,
      `the calendar says ${type}, and tollgate.yaml says default: ${declared.default}`,
      'Let both say the same.',
    );
  const found = stated ?? declared.default;
  if (found === undefined)
    throw wrong(
      source,
      calendar.start,
      'the calendar does not say whether its events close or open it (X-CALENDAR-TYPE)',
      'Write beside "calendar:" in tollgate.yaml "default: open" when its events are freezes, "default: closed" when they are the only times for changes.',
    );
  return found === 'closed';
}

function inside(events: readonly CalendarEvent[], window: Interval): readonly string[] | Unknown {
  const found: string[] = [];
  for (const event of events) {
    const times = event.near(window);
    if (!times) return tooOften(event);
    if (times.some((time) => overlap(time, window))) found.push(`${event.title} (${place(event)})`);
  }
  return [...new Set(found)].sort();
}

/** What of a window no event opens, as one stretch each. */
function outside(events: readonly CalendarEvent[], window: Interval, name: string): readonly string[] | Unknown {
  const open: Interval[] = [];
  for (const event of events) {
    const times = event.near(window);
    if (!times) return tooOften(event);
    open.push(...times.filter((time) => overlap(time, window)));
  }
  const closed: string[] = [];
  let from = window.start;
  for (const time of [...open.sort((a, b) => a.start - b.start), { start: window.end, end: window.end }]) {
    if (time.start > from)
      closed.push(
        `a time in which ${name} is closed: ${minute(from)} to ${minute(Math.min(time.start, window.end))} UTC`,
      );
    from = Math.max(from, time.end);
  }
  return closed;
}

function tooOften(event: CalendarEvent): Unknown {
  return new Unknown(
    `${event.title} (${place(event)}) repeats too often to be counted through`,
    ['Let the event repeat daily or less often, or give its repetition a later start.'],
    event.location,
  );
}

function place({ location }: CalendarEvent): string {
  return `${location.file}:${location.line}`;
}

function minute(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16).replace('T', ' ');
}
