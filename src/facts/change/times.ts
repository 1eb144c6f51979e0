import type { Freeze, Text, Window } from '../../model/change.js';
import { type Interval, instantOf, isZone, STAMP } from '../../model/zoned-time.js';

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
