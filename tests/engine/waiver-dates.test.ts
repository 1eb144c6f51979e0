import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { asOfDay } from '../../src/cli/sign-off/as-of.js';
import { addDays, dayOf, daysBetween } from '../../src/model/day.js';
import { applied, failing, reportOf, waiver } from './waivers.js';

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const moments = fc.date({ min: new Date('2024-01-01'), max: new Date('2032-12-31'), noInvalidDate: true });
const days = moments.map(dayOf);
const zones = fc.constantFrom(
  'UTC',
  'Pacific/Kiritimati',
  'Etc/GMT+12',
  'Asia/Kathmandu',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
);

/** Days around leap days, ends of years and the nights on which clocks change. */
const awkward = fc.constantFrom(
  '2024-02-28',
  '2024-02-29',
  '2024-03-01',
  '2028-02-29',
  '2026-02-28',
  '2026-12-31',
  '2027-01-01',
  '2026-03-08',
  '2026-03-29',
  '2026-10-25',
  '2026-11-01',
  '2026-04-05',
  '2026-10-04',
);
const anyDay = fc.oneof(days, awkward);

const report = reportOf(failing('Shop/Prod/Deploy'));

function verdict(expires: string, asOf: string, from?: string): string {
  const one = waiver({ expires, ...(from === undefined ? {} : { from }) });
  return applied(report, [one], { maxDays: { blocker: 90, warning: 180, info: 365 } }, asOf).verdict;
}

describe('a waiver', () => {
  it('holds on its last day and not on the next', () => {
    fc.assert(
      fc.property(anyDay, (last) => {
        expect(verdict(last, last)).toBe('pass');
        expect(verdict(last, addDays(last, 1))).toBe('block');
      }),
    );
  });

  it('holds on its first day and not on the one before', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 90 }), (first, length) => {
        const last = addDays(first, length);
        expect(verdict(last, first, first)).toBe('pass');
        expect(verdict(last, addDays(first, -1), first)).toBe('block');
      }),
    );
  });

  it('holds for exactly as many days ahead as its severity allows, leap days counted', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 400 }), (asOf, ahead) => {
        expect(verdict(addDays(asOf, ahead), asOf)).toBe(ahead <= 90 ? 'pass' : 'block');
      }),
    );
  });

  it('that has ended never holds again', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 5000 }), (last, later) => {
        expect(verdict(last, addDays(last, later))).toBe('block');
      }),
    );
  });

  it('holds or not whatever the time zone of the machine', () => {
    fc.assert(
      fc.property(anyDay, moments, zones, zones, (last, moment, one, other) => {
        const seen = [one, other].map((name) => {
          process.env.TZ = name;
          return verdict(last, asOfDay(undefined, { now: () => new Date(moment.getTime()) }));
        });
        expect(seen[0]).toBe(seen[1]);
      }),
    );
  });

  it('ends at midnight UTC, not at midnight where the machine stands', () => {
    fc.assert(
      fc.property(anyDay, zones, (last, name) => {
        process.env.TZ = name;
        const midnight = Date.parse(`${addDays(last, 1)}T00:00:00Z`);
        const at = (time: number) => verdict(last, asOfDay(undefined, { now: () => new Date(time) }));
        expect([at(midnight - 1), at(midnight)]).toEqual(['pass', 'block']);
      }),
    );
  });

  it('judged as of a day is judged so on every machine and at every hour', () => {
    fc.assert(
      fc.property(anyDay, anyDay, moments, zones, (last, asOf, now, name) => {
        process.env.TZ = name;
        const day = asOfDay(asOf, { now: () => now });
        expect(day).toBe(asOf);
        const ahead = daysBetween(asOf, last);
        expect(verdict(last, day)).toBe(ahead >= 0 && ahead <= 90 ? 'pass' : 'block');
      }),
    );
  });
});

describe('--as-of', () => {
  it.each(['2027-02-29', 'yesterday', '2026-11-21T10:00', '21.11.2026', ''])('refuses %j', (text) => {
    expect(() => asOfDay(text, { now: () => new Date() })).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});
