import { describe, expect, it } from 'vitest';
import { loadWaivers } from '../../src/loaders/waivers.js';
import { SourceText } from '../../src/model/located.js';

function load(text: string) {
  const { value, problems } = loadWaivers(new SourceText('tollgate.waivers.yaml', text));
  return { value, problems: problems.map(({ location, message }) => `${location!.line}: ${message}`) };
}

const GOOD: Record<string, string> = {
  rule: 'pipeline/bake-time',
  subject: 'Shop/Prod/*',
  reason: 'The alarm is being rebuilt.',
  owner: 'Cy Okafor',
  approver: 'Bo Lind',
  ticket: 'OPS-12',
  expires: '2026-12-31',
};

function file(more: Record<string, string | undefined> = {}): string {
  const lines = Object.entries({ ...GOOD, ...more }).flatMap(([key, value]) =>
    value === undefined ? [] : `${key}: ${value}`,
  );
  return `version: 1\nwaivers:\n  - ${lines.join('\n    ')}\n`;
}

describe('a file of waivers', () => {
  it('is read with the place of each', () => {
    const { value, problems } = load(file());
    expect(problems).toEqual([]);
    expect(value!.waivers).toEqual([
      { ...GOOD, location: expect.objectContaining({ line: 3, file: 'tollgate.waivers.yaml' }) },
    ]);
  });

  it.each(['', '# nothing yet\n', 'version: 1\n', 'version: 1\nwaivers: []\n', 'version: 1\nwaivers:\n'])(
    'may hold none: %j',
    (text) => {
      expect(load(text)).toMatchObject({ value: { waivers: [] }, problems: [] });
    },
  );

  it('takes a number as a ticket', () => {
    expect(load(file({ ticket: '4711' })).value!.waivers[0]!.ticket).toBe('4711');
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    ['no end', { expires: undefined }, '3: the waiver has no "expires"'],
    ['no ticket', { ticket: undefined }, '3: the waiver has no "ticket"'],
    ['an empty reason', { reason: '""' }, '5: "reason" of the waiver is empty'],
    ['a day that does not exist', { expires: '2027-02-29' }, '9: "2027-02-29" is not a day of the calendar'],
    [
      'a time',
      { expires: '2026-12-31T23:59:59Z' },
      '9: "2026-12-31T23:59:59Z" is not a date: write YYYY-MM-DD, a day in UTC',
    ],
    ['a word for a day', { expires: 'never' }, '9: "never" is not a date: write YYYY-MM-DD, a day in UTC'],
    [
      'an end before its beginning',
      { from: '2027-01-01' },
      '10: the waiver begins on 2027-01-01 and ends before, on 2026-12-31',
    ],
    ['a first day left open', { from: '' }, '10: the waiver has no "from"'],
    ['a line for a subject', { subject: 'pipelines/shop.yaml:12' }, '4: "pipelines/shop.yaml:12" is a place in a file'],
    ['several rules', { rule: '"pipeline/*"' }, '3: "pipeline/*" is not the id of one rule'],
    ['no reason but a word', { reason: 'TBD' }, '5: "TBD" is no reason'],
    [
      'an approver in mixed letters',
      { approver: 'Bо Lind' },
      '7: the approver "Bо Lind" mixes Latin and Cyrillic letters in "Bо"',
    ],
    ['a key that nobody knows', { expiry: '2026-12-31' }, '10: unknown key "expiry" in the waiver'],
  ])('is refused with %s', (_, more, problem) => {
    expect(load(file(more))).toEqual({ value: undefined, problems: [problem] });
  });

  it('is told everything that is wrong with it at once', () => {
    expect(load(file({ expires: 'soon', reason: 'n/a', ticket: undefined })).problems).toHaveLength(3);
  });

  it.each([
    '- a\n',
    'waivers: x\nversion: 1\n',
    'version: 2\n',
    'version: 1\nwaivers:\n  - \n',
    'version: 1\nwaivers: [x]\n',
  ])('is refused when it is %j', (text) => {
    expect(load(text).problems).not.toEqual([]);
  });
});
