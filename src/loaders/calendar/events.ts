import ICAL from 'ical.js';
import { type Location, locate } from '../../model/located.js';
import type { Interval } from '../../model/zoned-time.js';
import { type CalendarComponent, property, wrong } from './lines.js';
import { floating, isDay, ruleOnWall, type TimeReader, zoneOfLine } from './times.js';
import { wallOf, type Zone } from './zones.js';

/** An event with all its repetitions, and those of them that were moved. */
export interface CalendarEvent {
  readonly title: string;
  readonly location: Location;
  /** When it takes place near a stretch of time; undefined when it repeats too often to tell. */
  readonly near: (window: Interval) => readonly Interval[] | undefined;
}

/** Repetitions that are counted through before giving up: a hundred years of days. */
const MAX_REPETITIONS = 36_525;

const DAY = 86_400_000;

/** How far a wall clock may be from UTC, and a repetition from where it was before somebody moved it and all later ones. */
const MARGIN = 32 * DAY;

/**
 * The events of a calendar. One that was cancelled does not take place.
 *
 * @throws TollgateError SYNTAX at the line of what cannot be read.
 */
export function eventsOf(reader: TimeReader): CalendarEvent[] {
  const components = reader.calendar.components.filter((component) => component.name === 'VEVENT');
  const moved = components.filter((component) => property(component, 'RECURRENCE-ID'));
  return components
    .filter((component) => !property(component, 'RECURRENCE-ID'))
    .map((component) => {
      const uid = property(component, 'UID')?.value;
      return eventOf(
        component,
        uid === undefined ? [] : moved.filter((it) => property(it, 'UID')?.value === uid),
        reader,
      );
    })
    .concat(moved.map((component) => eventOf(alone(component), [], reader)));
}

/** A repetition that was moved, as an event of its own. */
function alone(component: CalendarComponent): CalendarComponent {
  return { ...component, properties: component.properties.filter(({ name }) => name !== 'RECURRENCE-ID') };
}

function eventOf(component: CalendarComponent, moved: readonly CalendarComponent[], reader: TimeReader): CalendarEvent {
  const start = property(component, 'DTSTART');
  if (!start) throw wrong(reader.source, component.start, 'the event has no start (DTSTART)');
  const zone = zoneOfLine(start, reader);
  const isWholeDay = isDay(start.value);
  const parse = (it: CalendarComponent) => {
    const text = ['BEGIN:VEVENT', ...linesOf(it, zone, isWholeDay, reader), 'END:VEVENT'].join('\r\n');
    try {
      return new ICAL.Component(ICAL.parse(text) as unknown[]);
    } catch (error) {
      throw wrong(reader.source, it.start, `the event cannot be read: ${(error as Error).message}`);
    }
  };
  const event = new ICAL.Event(parse(component), { exceptions: moved.map(parse) });
  const title = property(component, 'SUMMARY')
    ?.value.replace(/\\n/gi, ' ')
    .replace(/\\([,;\\])/g, '$1')
    .trim();
  const at = (property(component, 'SUMMARY') ?? start).start;
  const repeats = event.isRecurring();
  const near = (window: Interval) => {
    if (isCancelled(event)) return [];
    const once = { start: zone.instant(wallOf(event.startDate)), end: zone.instant(wallOf(event.endDate)) };
    return repeats ? repetitions(event, zone, window) : [once];
  };
  // Reading it once now finds what no repetition can be made of, while there is a line to name.
  try {
    near({ start: 0, end: 0 });
    if (repeats) event.iterator().next();
  } catch (error) {
    throw wrong(reader.source, component.start, `the event cannot be read: ${(error as Error).message}`);
  }
  return { title: title || 'an event', location: locate({ source: reader.source, start: at, end: at }), near };
}

/** What of an event tells when it takes place, every time on the wall clock of its start. */
function linesOf(component: CalendarComponent, zone: Zone, isWholeDay: boolean, reader: TimeReader): string[] {
  const lines: string[] = [];
  for (const line of component.properties)
    switch (line.name) {
      case 'DTSTART':
      case 'DTEND':
      case 'RDATE':
      case 'EXDATE':
      case 'RECURRENCE-ID': {
        const values = floating(line, zone, reader);
        // A moved repetition may be another kind of time than the series, but its name in the series may not.
        const mixed =
          line.name !== 'DTSTART' && line.name !== 'DTEND' && values.some((value) => isDay(value) !== isWholeDay);
        if (mixed)
          throw wrong(
            reader.source,
            line.start,
            `${line.name} is ${isWholeDay ? 'a time' : 'a day'}, and the event is ${isWholeDay ? 'whole days' : 'not'}`,
          );
        const range = line.params.get('RANGE');
        lines.push(
          `${line.name}${range ? `;RANGE=${range}` : ''}${isDay(values[0]!) ? ';VALUE=DATE' : ''}:${values.join(',')}`,
        );
        break;
      }
      case 'EXRULE':
        throw wrong(reader.source, line.start, 'EXRULE is not read', 'Name what is left out by EXDATE.');
      case 'RRULE':
        lines.push(`${line.name}:${checkedRule(ruleOnWall(line.value, zone), line.start, reader)}`);
        break;
      case 'DURATION':
      case 'UID':
      case 'STATUS':
        lines.push(line.text);
    }
  return lines;
}

function checkedRule(rule: string, at: number, { source }: TimeReader): string {
  try {
    ICAL.Recur.fromString(rule);
    return rule;
  } catch (error) {
    throw wrong(source, at, `the repetition cannot be read: ${(error as Error).message}`);
  }
}

function repetitions(event: ICAL.Event, zone: Zone, window: Interval): Interval[] | undefined {
  const found: Interval[] = [];
  const iterator = event.iterator();
  for (let count = 0; count < MAX_REPETITIONS; count++) {
    const next = iterator.next();
    if (!next || wallOf(next) > window.end + MARGIN) return found;
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    // A repetition that was moved alone is an event of its own.
    if ((item !== event && !item.modifiesFuture()) || isCancelled(item)) continue;
    if (wallOf(endDate) < window.start - 2 * DAY || wallOf(startDate) > window.end + 2 * DAY) continue;
    found.push({ start: zone.instant(wallOf(startDate)), end: zone.instant(wallOf(endDate)) });
  }
  return undefined;
}

function isCancelled(event: ICAL.Event): boolean {
  return /^cancelled$/i.test(String(event.component.getFirstPropertyValue('status') ?? ''));
}
