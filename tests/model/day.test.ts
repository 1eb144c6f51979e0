import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { addDays, dayOf, daysBetween, parseDay } from '../../src/model/day.js';

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const days = fc.date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }).map(dayOf);

/** Zones at both ends of the day, with half hours, and with clocks that change at midnight. */
const ZONES = [
  'UTC',
  'Pacific/Kiritimati',
  'Etc/GMT+12',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/New_York',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Pacific/Apia',
];

describe('a day', () => {
  it('is the same in every time zone', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1971-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
        (moment) => {
          const seen = ZONES.map((name) => {
            process.env.TZ = name;
            return dayOf(new Date(moment.getTime()));
          });
          expect(new Set(seen).size).toBe(1);
        },
      ),
    );
  });

  it('changes at midnight UTC and at no other time', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 86_399_999 }), (day, millisecond) => {
        const midnight = Date.parse(`${day}T00:00:00Z`);
        expect(dayOf(new Date(midnight + millisecond))).toBe(day);
        expect(dayOf(new Date(midnight - 1))).toBe(addDays(day, -1));
      }),
    );
  });

  it('has a day before and after it, through leap days and clock changes', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -3000, max: 3000 }), fc.constantFrom(...ZONES), (day, count, name) => {
        process.env.TZ = name;
        fc.pre(count >= 0 || day > '1979');
        expect(daysBetween(day, addDays(day, count))).toBe(count);
      }),
    );
  });

  it('sorts as text as it lies in time', () => {
    fc.assert(
      fc.property(days, days, (a, b) => {
        expect(a < b).toBe(daysBetween(a, b) > 0);
      }),
    );
  });

  it('is read back when it stands in the calendar', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(parseDay(day)).toBe(day);
      }),
    );
  });

  it.each(['2028-02-29', '2000-02-29', '2026-12-31', '1970-01-01', '2400-02-29'])('%s is one', (text) => {
    expect(parseDay(text)).toBe(text);
  });

  it.each([
    '2027-02-29',
    '2100-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '26-01-01',
    '2026/01/01',
    '01-02-2026',
    '2026-01-01T00:00:00Z',
    '2026-01-01 ',
    ' 2026-01-01',
    '2026-01-01+02:00',
    '',
    'tomorrow',
    '٢٠٢٦-٠١-٠١',
    '1969-12-31',
    '20260101',
    '2026-W01-1',
  ])('%j is none', (text) => {
    expect(parseDay(text)).toBeUndefined();
  });
});
