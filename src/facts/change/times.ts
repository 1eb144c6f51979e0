import type { Freeze, Text, Window } from '../../model/change.js';

/** A stretch of time as instants, end exclusive. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

const STAMP = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

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

/** The zone that a window is in: the declared one, else the offset that both its times carry. */
export function zoneOf(window: Window): string | undefined {
  if (window.zone) return isZone(window.zone.text) ? window.zone.text : undefined;
  const start = STAMP.exec(window.start?.text.trim() ?? '')?.[7];
  const end = STAMP.exec(window.end?.text.trim() ?? '')?.[7];
  return start !== undefined && end !== undefined ? start : undefined;
}

/** The window as instants; a text says why there are none. */
export function windowInterval(window: Window): Interval | string {
  if (!window.start) return 'the window has no start';
  if (!window.end) return 'the window has no end';
  const zone = zoneOf(window);
  if (zone === undefined && window.zone) return `"${window.zone.text}" is not a time zone that fixes an instant`;
  if (zone === undefined) return 'the window has no time zone';
  const start = instantOf(window.start.text, zone);
  const end = instantOf(endWithDate(window.start, window.end), zone);
  if (start === undefined) return `"${window.start.text}" is not a date and time`;
  if (end === undefined) return `"${window.end.text}" is not a date and time`;
  return end > start ? { start, end } : 'the window ends before it starts';
}

/** An end without a date is on the start's day, or on the next when that would be before the start. */
function endWithDate(start: Text, end: Text): string {
  const from = STAMP.exec(start.text.trim());
  const clock = /^(\d{2}):(\d{2})$/.exec(end.text.trim());
  if (!from || !clock || from[4] === undefined) return end.text;
  const later = `${clock[1]}:${clock[2]}` > `${from[4]}:${from[5]}`;
  const day = new Date(Date.UTC(Number(from[1]), Number(from[2]) - 1, Number(from[3]) + (later ? 0 : 1)));
  return `${day.toISOString().slice(0, 10)}T${end.text.trim()}`;
}

/** A freeze as instants: dates are whole days, the last one included. */
export function freezeInterval(freeze: Freeze): Interval | undefined {
  const zone = freeze.zone?.text ?? 'UTC';
  if (!isZone(zone)) return undefined;
  const start = instantOf(freeze.from.text, zone);
  const last = STAMP.exec(freeze.to.text.trim());
  const end = last && last[4] === undefined ? dayAfter(last, zone) : instantOf(freeze.to.text, zone);
  return start === undefined || end === undefined ? undefined : { start, end };
}

function dayAfter(date: RegExpExecArray, zone: string): number | undefined {
  const next = new Date(Date.UTC(Number(date[1]), Number(date[2]) - 1, Number(date[3]) + 1));
  return instantOf(next.toISOString().slice(0, 10), zone);
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
  const fixed = offsetMinutes(offset ?? zone);
  if (fixed !== undefined) return local - fixed * 60_000;
  // The offset at the wall time may differ from the one at the first guess near a clock change: apply it twice.
  const guess = local - zoneOffset(local, zone);
  return local - zoneOffset(guess, zone);
}

function offsetMinutes(zone: string): number | undefined {
  if (/^(UTC|GMT|Z)$/i.test(zone)) return 0;
  const match = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$/i.exec(zone);
  if (!match) return undefined;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0));
}

/** How far a zone's wall clock is ahead of UTC at an instant, in milliseconds. */
function zoneOffset(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - instant;
}
