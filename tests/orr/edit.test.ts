import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addToList, setMember } from '../../src/loaders/syntax/edit.js';
import { parseDocument } from '../../src/loaders/syntax/parse.js';
import { toPlain } from '../../src/loaders/syntax/tree.js';
import { SourceText } from '../../src/model/located.js';

const REVIEW = `# head
answers:   # all of them
  # first question
  one:
    asked: abc  # when?
    answer:
  # second question
  two:
    answer: yes # sure
    note: |
      # no comment
      text

    evidence:
    - link: https://a.example
    by: ana
  three: { answer: no, note: "a # b" }

  # last
  four:
narrative:
`;

const plain = (text: string) => toPlain(parseDocument(new SourceText('t', text))!);

describe('setting a member', () => {
  test('fills an empty value and leaves every other line alone', () => {
    const after = setMember(REVIEW, { path: ['answers', 'one', 'answer'], value: 'yes' });
    expect(after).toBe(REVIEW.replace('    answer:\n  # second', '    answer: yes\n  # second'));
  });

  test('keeps the comment behind the value', () => {
    const after = setMember(REVIEW, { path: ['answers', 'two', 'answer'], value: 'no' });
    expect(after).toBe(REVIEW.replace('answer: yes # sure', 'answer: no # sure'));
  });

  test('replaces a text of several lines, also one that looks like a comment', () => {
    const after = setMember(REVIEW, { path: ['answers', 'two', 'note'], value: 'short' });
    expect(after).toBe(REVIEW.replace('note: |\n      # no comment\n      text\n', 'note: short\n'));
  });

  test('puts a new member where the order wants it', () => {
    const order = ['asked', 'answer', 'note', 'evidence', 'by'];
    const after = setMember(REVIEW, { path: ['answers', 'two', 'asked'], value: 'x', order });
    expect(after).toBe(REVIEW.replace('  two:\n', '  two:\n    asked: x\n'));
    const note = setMember(REVIEW, { path: ['answers', 'one', 'note'], value: 'n', order });
    expect(note).toBe(REVIEW.replace('    answer:\n  # second', '    answer:\n    note: n\n  # second'));
  });

  test('takes a member out, with the list below it', () => {
    const after = setMember(REVIEW, { path: ['answers', 'two', 'evidence'], value: undefined });
    expect(after).toBe(REVIEW.replace('    evidence:\n    - link: https://a.example\n', ''));
  });

  test('writes out what stands in flow style', () => {
    const after = setMember(REVIEW, { path: ['answers', 'three', 'by'], value: 'bo' });
    expect(plain(after)).toEqual({
      ...(plain(REVIEW) as object),
      answers: { ...(plain(REVIEW) as { answers: object }).answers, three: { answer: 'no', note: 'a # b', by: 'bo' } },
    });
    expect(after).toContain('  # last\n');
  });

  test('makes the mappings on the way', () => {
    expect(plain(setMember('a: 1\n', { path: ['b', 'c', 'd'], value: true }))).toEqual({ a: 1, b: { c: { d: true } } });
    expect(plain(setMember(REVIEW, { path: ['answers', 'four', 'answer'], value: 'yes' }))).toMatchObject({
      answers: { four: { answer: 'yes' } },
      narrative: null,
    });
  });

  test('adds to a list on whichever level its dashes stand', () => {
    const after = addToList(REVIEW, ['answers', 'two', 'evidence'], { file: 'x.md', date: '2026-01-01' });
    expect(after).toBe(
      REVIEW.replace(
        '    - link: https://a.example\n',
        '    - link: https://a.example\n    - file: x.md\n      date: 2026-01-01\n',
      ),
    );
  });

  test('keeps Windows line ends', () => {
    expect(setMember('a: 1\r\nb: 2\r\n', { path: ['a'], value: 3 })).toBe('a: 3\r\nb: 2\r\n');
  });

  test('means what was written and nothing else, for any text', () => {
    const keys = fc.constantFrom('one', 'two', 'three', 'four', 'five');
    const members = fc.constantFrom('asked', 'answer', 'note', 'by');
    const values = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '# x',
        '- y',
        'a: b',
        'no',
        '1',
        '',
        ' ',
        'a\nb\n\n c',
        '\u00a0',
        'a\u2003',
        '\n',
        '---',
        '%',
        '|',
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, members, values), { maxLength: 8 }), (edits) => {
        let text = REVIEW;
        const expected = structuredClone(plain(REVIEW)) as { answers: Record<string, Record<string, unknown> | null> };
        for (const [key, member, value] of edits) {
          text = setMember(text, { path: ['answers', key, member], value });
          expected.answers[key] = { ...expected.answers[key], [member]: value };
        }
        expect(plain(text)).toEqual(expected);
        expect(text.startsWith('# head\n')).toBe(true);
        expect(text).toContain('  # second question\n');
      }),
      { numRuns: 500 },
    );
  });
});
