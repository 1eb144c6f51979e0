import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TollgateError } from '../../../src/errors.js';
import { loadCalendar } from '../../../src/loaders/calendar/load.js';
import { Unknown } from '../../../src/model/facts.js';
import { SourceText } from '../../../src/model/located.js';
import { instantOf } from '../../../src/model/zoned-time.js';

const DECLARED = {
  file: 'freezes.ics',
  default: undefined,
  zone: undefined,
  span: { source: new SourceText('tollgate.yaml', ''), start: 0, end: 0 },
};

function calendar(lines: readonly string[], declared: Partial<typeof DECLARED> | object = {}) {
  const text = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//AWS//Change Calendar 1.0//EN',
    ...lines,
    'END:VCALENDAR',
    '',
  ];
  return loadCalendar(new SourceText('freezes.ics', text.join('\r\n')), { ...DECLARED, ...declared });
}

const OPEN = 'X-CALENDAR-TYPE:DEFAULT_OPEN';
const CLOSED = 'X-CALENDAR-TYPE:DEFAULT_CLOSED';

function event(...lines: string[]): string[] {
  return ['BEGIN:VEVENT', ...(lines.some((line) => line.startsWith('UID')) ? [] : ['UID:1']), ...lines, 'END:VEVENT'];
}

/** What is closed from one time of day to another, as `2026-12-24T10:00`, UTC unless said otherwise. */
function closed(of: ReturnType<typeof calendar>, start: string, end: string, zone = 'UTC') {
  return of.closedDuring({ start: instantOf(start, zone)!, end: instantOf(end, zone)! });
}

describe('a calendar that is open but for its events', () => {
  const one = calendar([
    OPEN,
    ...event('DTSTART:20261220T080000Z', 'DTEND:20270102T080000Z', 'SUMMARY:End of year\\, all'),
  ]);

  it('closes the time of an event, and says where that stands', () =>
    expect(closed(one, '2026-12-24T10:00', '2026-12-24T11:00')).toEqual(['End of year, all (freezes.ics:9)']));
  it('closes a window of which an event takes only a part', () =>
    expect(closed(one, '2026-12-20T07:00', '2026-12-20T08:01')).toHaveLength(1));
  it('is open until the minute in which the event begins, and from the minute in which it ends', () => {
    expect(closed(one, '2026-12-20T07:00', '2026-12-20T08:00')).toEqual([]);
    expect(closed(one, '2027-01-02T08:00', '2027-01-02T09:00')).toEqual([]);
  });
  it('is always open when it has only the task that AWS puts into a new one', () => {
    const fresh = calendar([
      OPEN,
      'BEGIN:VTODO',
      'DTSTAMP:20200320T004207Z',
      'UID:2',
      'SUMMARY:Add events',
      'END:VTODO',
    ]);
    expect(closed(fresh, '2026-12-24T10:00', '2026-12-24T11:00')).toEqual([]);
  });
  it('does not count an event that was cancelled', () => {
    const off = calendar([OPEN, ...event('DTSTART:20261220T080000Z', 'DTEND:20270102T080000Z', 'STATUS:CANCELLED')]);
    expect(closed(off, '2026-12-24T10:00', '2026-12-24T11:00')).toEqual([]);
  });
  it('takes a duration for an end', () => {
    const short = calendar([OPEN, ...event('DTSTART:20261220T080000Z', 'DURATION:PT2H')]);
    expect(closed(short, '2026-12-20T09:59', '2026-12-20T10:30')).toHaveLength(1);
    expect(closed(short, '2026-12-20T10:00', '2026-12-20T10:30')).toEqual([]);
  });
  it('reads a line that is folded over several, and a file with a byte order mark', () => {
    const text = `\uFEFFBEGIN:VCALENDAR\n${OPEN}\nBEGIN:VEVENT\nDTSTART:2026122\n 0T080000Z\nDTEND:20261221T080000Z\nEND:VEVENT\nEND:VCALENDAR\n`;
    const folded = loadCalendar(new SourceText('freezes.ics', text), DECLARED);
    expect(closed(folded, '2026-12-20T09:00', '2026-12-20T10:00')).toHaveLength(1);
  });
});

describe('a calendar that is closed but for its events', () => {
  const nights = calendar([
    CLOSED,
    ...event('UID:a', 'DTSTART:20261201T200000Z', 'DTEND:20261201T220000Z'),
    ...event('UID:b', 'DTSTART:20261201T220000Z', 'DTEND:20261202T000000Z'),
  ]);

  it('is open in an event, and in two that meet', () => {
    expect(closed(nights, '2026-12-01T20:00', '2026-12-01T22:00')).toEqual([]);
    expect(closed(nights, '2026-12-01T21:00', '2026-12-01T23:30')).toEqual([]);
  });
  it('says what of a window is closed', () =>
    expect(closed(nights, '2026-12-01T19:30', '2026-12-02T00:15')).toEqual([
      'a time in which freezes.ics is closed: 2026-12-01 19:30 to 2026-12-01 20:00 UTC',
      'a time in which freezes.ics is closed: 2026-12-02 00:00 to 2026-12-02 00:15 UTC',
    ]));
  it('is closed when it has no events at all', () =>
    expect(closed(calendar([CLOSED]), '2026-12-01T20:00', '2026-12-01T22:00')).toHaveLength(1));
  it('is closed in a repetition that was cancelled', () => {
    const some = calendar([
      CLOSED,
      ...event('DTSTART:20261201T200000Z', 'DTEND:20261201T220000Z', 'RRULE:FREQ=DAILY'),
      ...event(
        'RECURRENCE-ID:20261203T200000Z',
        'DTSTART:20261203T200000Z',
        'DTEND:20261203T220000Z',
        'STATUS:CANCELLED',
      ),
    ]);
    expect(closed(some, '2026-12-02T20:00', '2026-12-02T22:00')).toEqual([]);
    expect(closed(some, '2026-12-03T20:00', '2026-12-03T22:00')).toHaveLength(1);
  });
});

describe('repetitions', () => {
  const fridays = (...more: string[]) =>
    calendar([
      OPEN,
      ...event(
        'DTSTART;TZID=Europe/Berlin:20260102T180000',
        'DTEND;TZID=Europe/Berlin:20260102T200000',
        'RRULE:FREQ=WEEKLY;BYDAY=FR',
        ...more,
      ),
    ]);

  it('keep the hour of their zone when the clocks change', () => {
    expect(closed(fridays(), '2026-03-27T17:00', '2026-03-27T17:30')).toHaveLength(1);
    expect(closed(fridays(), '2026-04-03T16:00', '2026-04-03T16:30')).toHaveLength(1);
    expect(closed(fridays(), '2026-04-03T18:00', '2026-04-03T18:30')).toEqual([]);
  });
  it('leave out what EXDATE names, in whichever zone it does', () => {
    for (const excluded of ['EXDATE;TZID=Europe/Berlin:20260403T180000', 'EXDATE:20260403T160000Z'])
      expect(closed(fridays(excluded), '2026-04-03T16:00', '2026-04-03T16:30')).toEqual([]);
  });
  it('end with UNTIL, the last one included, also when it is given in UTC', () => {
    const until = calendar([
      OPEN,
      ...event(
        'DTSTART;TZID=America/New_York:20260105T200000',
        'DTEND;TZID=America/New_York:20260105T210000',
        'RRULE:FREQ=DAILY;UNTIL=20260108T010000Z',
      ),
    ]);
    expect(closed(until, '2026-01-08T01:00', '2026-01-08T01:30')).toHaveLength(1);
    expect(closed(until, '2026-01-09T01:00', '2026-01-09T01:30')).toEqual([]);
  });
  it('are where they were moved to, and no longer where they were', () => {
    const moved = calendar([
      OPEN,
      ...event('DTSTART:20260102T180000Z', 'DTEND:20260102T200000Z', 'RRULE:FREQ=WEEKLY'),
      ...event('RECURRENCE-ID:20261211T180000Z', 'DTSTART:20260601T100000Z', 'DTEND:20260601T110000Z'),
    ]);
    expect(closed(moved, '2026-12-11T18:00', '2026-12-11T19:00')).toEqual([]);
    expect(closed(moved, '2026-06-01T10:00', '2026-06-01T10:30')).toHaveLength(1);
    expect(closed(moved, '2026-12-18T18:00', '2026-12-18T19:00')).toHaveLength(1);
  });
  it('that are too many to count through leave it open what is closed', () => {
    const every = calendar([OPEN, ...event('DTSTART:20200101T000000Z', 'DURATION:PT1S', 'RRULE:FREQ=MINUTELY')]);
    expect(closed(every, '2026-12-11T18:00', '2026-12-11T19:00')).toBeInstanceOf(Unknown);
  });
  it('take place at the hour of their zone, whatever the zone and the day', () => {
    const zones = ['Europe/Berlin', 'America/Sao_Paulo', 'Asia/Kolkata', 'Pacific/Apia', 'Australia/Lord_Howe'];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 1500 }), (zone, days) => {
        const day = new Date(Date.UTC(2024, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);
        const daily = calendar([
          OPEN,
          ...event(`DTSTART;TZID=${zone}:20240101T100000`, `DTEND;TZID=${zone}:20240101T110000`, 'RRULE:FREQ=DAILY'),
        ]);
        expect(closed(daily, `${day}T10:15`, `${day}T10:45`, zone)).toHaveLength(1);
        expect(closed(daily, `${day}T11:00`, `${day}T12:00`, zone)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('zones', () => {
  it('of whole days are those of the calendar', () => {
    const days = calendar([
      OPEN,
      'X-WR-TIMEZONE:Asia/Tokyo',
      ...event('DTSTART;VALUE=DATE:20261231', 'DTEND;VALUE=DATE:20270101'),
    ]);
    expect(closed(days, '2026-12-30T15:00', '2026-12-30T16:00')).toHaveLength(1);
    expect(closed(days, '2026-12-31T15:00', '2026-12-31T16:00')).toEqual([]);
  });
  it('that the configuration names count for times that name none', () => {
    const day = event('DTSTART:20261231T090000', 'DTEND:20261231T100000');
    expect(
      closed(calendar([OPEN, ...day], { zone: 'Asia/Tokyo' }), '2026-12-31T00:00', '2026-12-31T00:30'),
    ).toHaveLength(1);
  });
  it('that only the file knows are read from it', () => {
    const custom = calendar([
      OPEN,
      'BEGIN:VTIMEZONE',
      'TZID:W. Europe Standard Time',
      'BEGIN:STANDARD',
      'DTSTART:16010101T030000',
      'TZOFFSETFROM:+0200',
      'TZOFFSETTO:+0100',
      'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
      'END:STANDARD',
      'BEGIN:DAYLIGHT',
      'DTSTART:16010101T020000',
      'TZOFFSETFROM:+0100',
      'TZOFFSETTO:+0200',
      'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
      'END:DAYLIGHT',
      'END:VTIMEZONE',
      ...event(
        'DTSTART;TZID="W. Europe Standard Time":20260102T180000',
        'DTEND;TZID="W. Europe Standard Time":20260102T200000',
        'RRULE:FREQ=WEEKLY',
      ),
    ]);
    expect(closed(custom, '2026-01-09T17:00', '2026-01-09T17:30')).toHaveLength(1);
    expect(closed(custom, '2026-07-03T16:00', '2026-07-03T16:30')).toHaveLength(1);
    expect(closed(custom, '2026-07-03T18:00', '2026-07-03T18:30')).toEqual([]);
  });
});

describe('a calendar that cannot be read is refused at its line', () => {
  const START = 'DTSTART:20261220T080000Z';
  it.each<[string, readonly string[], RegExp, number]>([
    ['no type', event(START), /does not say whether its events close or open it/, 1],
    ['another type', ['X-CALENDAR-TYPE:OPEN'], /X-CALENDAR-TYPE is OPEN/, 4],
    ['a line that is no property', [OPEN, 'freeze all'], /"freeze all" is no property/, 5],
    [
      'an event that is never closed',
      [OPEN, 'BEGIN:VEVENT', START],
      /END:VCALENDAR closes what BEGIN:VEVENT opened/,
      7,
    ],
    ['an event without a start', [OPEN, ...event('SUMMARY:x')], /has no start/, 5],
    ['a start that is no time', [OPEN, ...event('DTSTART:tomorrow')], /no time zone|is no date/, 7],
    ['a day that does not exist', [OPEN, ...event('DTSTART:20260230T080000Z')], /is no date and time/, 7],
    ['an unknown zone', [OPEN, ...event('DTSTART;TZID=Mars/Base:20260201T080000')], /"Mars\/Base" is no IANA zone/, 7],
    ['a time without a zone', [OPEN, ...event('DTSTART:20260201T080000')], /names no time zone/, 7],
    ['a repetition that is none', [OPEN, ...event(START, 'RRULE:FREQ=NEVER')], /repetition cannot be read/, 8],
    ['a duration that is none', [OPEN, ...event(START, 'DURATION:PXX')], /event cannot be read/, 5],
    [
      'a day left out of times',
      [OPEN, ...event(START, 'RRULE:FREQ=DAILY', 'EXDATE;VALUE=DATE:20261221')],
      /EXDATE is/,
      9,
    ],
    ['a zone of the calendar that is none', [OPEN, 'X-WR-TIMEZONE:CET time'], /is no IANA time zone/, 5],
    ['a second calendar', [OPEN, 'END:VCALENDAR', 'BEGIN:VCALENDAR'], /a second calendar begins/, 6],
  ])('%s', (_, lines, message, line) => {
    let error: unknown;
    try {
      calendar(lines);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(TollgateError);
    const { code, message: said, location, hint } = error as TollgateError;
    expect([code, said, location?.file, location?.line]).toEqual([
      'SYNTAX',
      expect.stringMatching(message),
      'freezes.ics',
      line,
    ]);
    expect(hint).toBeTruthy();
  });

  it('a file that is no calendar', () =>
    expect(() => loadCalendar(new SourceText('f.ics', 'hello\n'), DECLARED)).toThrow(/is no property/));
  it('an empty file', () =>
    expect(() => loadCalendar(new SourceText('f.ics', ''), DECLARED)).toThrow(/no calendar begins/));
  it('a type that the configuration contradicts', () =>
    expect(() => calendar([OPEN], { default: 'closed' })).toThrow(/says DEFAULT_OPEN, and tollgate.yaml says/));
});
