/**
 * A calendar day in UTC, written `YYYY-MM-DD`. Days compare as text. A day has no hour and no zone, so neither clock
 * changes nor the machine's zone can move a date that somebody agreed on.
 */
export type Day = string;

const MS_PER_DAY = 86_400_000;

/** The day a text names; undefined unless it is `YYYY-MM-DD` and stands in the calendar (2027-02-29 does not). */
export function parseDay(text: string): Day | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match || match[1]! < '1970') return undefined;
  const time = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return dayOf(new Date(time)) === text ? text : undefined;
}

/** The day in UTC on which a moment lies, whatever the zone of the machine. */
export function dayOf(moment: Date): Day {
  return moment.toISOString().slice(0, 10);
}

/** How many days lie from one day to a later one: 0 for the same day, negative when `to` comes first. */
export function daysBetween(from: Day, to: Day): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MS_PER_DAY;
}

/** The day so many days later. */
export function addDays(day: Day, days: number): Day {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * MS_PER_DAY));
}

/** What is wrong with a text that is no day, and how to write it. */
export function dayTrouble(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text)
    ? `"${text}" is not a day of the calendar`
    : `"${text}" is not a date: write YYYY-MM-DD, a day in UTC`;
}
