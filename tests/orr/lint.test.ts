import { describe, expect, test } from 'vitest';
import { lintChecklist } from '../../src/facts/checklist/lint.js';
import { loadChecklist } from '../../src/loaders/checklist/checklist.js';
import { SourceText } from '../../src/model/located.js';

const item = (id: string, more = '') =>
  `      - { id: ${id}, title: ${id}, question: 'Is ${id} so?', criticality: high, phase: launch, driver: review${more === '' ? '' : `, ${more}`} }`;

function read(...items: string[]) {
  const text = `title: T\nprofile:\n  stateful: { type: bool, question: q }\n  tier: { type: choice, question: q, options: [a, b] }\n  peak: { type: number, question: q }\nsections:\n  - id: s\n    title: S\n    items:\n${items.join('\n')}\n`;
  return loadChecklist(new SourceText('c.yaml', text));
}

/** Every lint but that about profile fields, which not every example uses. */
function lint(...items: string[]): string[] {
  const { value, problems } = read(...items);
  expect(problems).toEqual([]);
  return lintChecklist(value!, new Set(['pipeline/load-test']))
    .filter((one) => !one.message.startsWith('no condition uses'))
    .map((one) => `${one.location.line} ${one.level}: ${one.message}`);
}

test('questions in another script are told apart', () => {
  const asked = (id: string, text: string) =>
    `      - { id: ${id}, title: ${text}, question: ${text}, criticality: high, phase: launch, driver: review }`;
  expect(lint(asked('one', '告警有人值守'), asked('two', '回滚演练过'))).toEqual([]);
  expect(lint(asked('one', '告警有人值守'), asked('two', '告警有人值守!'))).toEqual([
    expect.stringContaining('two asks the same as one'),
  ]);
});

describe('a question', () => {
  test.each([
    ['profile.stateful'],
    ['profile.tier == "a" && answers["one"] == "yes"'],
    ['profile.peak > 100.0'],
    ['!(answers["one"] == "yes")'],
  ])('that is asked when %s is fine', (when) => {
    expect(lint(item('one'), item('two', `when: '${when}'`))).toEqual([]);
  });

  test.each([
    ['profile.stateful && !profile.stateful'],
    ['profile.tier == "c"'],
    ['profile.peak > 10.0 && profile.peak < 10.0'],
    ['answers["one"] == "maybe"'],
  ])('that is asked when %s is never asked', (when) => {
    expect(lint(item('one'), item('two', `when: '${when}'`))).toEqual([
      `11 error: two is never asked: no profile and no answers make "${when}" true`,
    ]);
  });

  test('is never asked when it builds on the answer to one that does not apply then', () => {
    const found = lint(
      item('one', "when: 'profile.stateful'"),
      item('two', `when: 'answers["one"] == "yes" && profile.stateful == false'`),
    );
    expect(found).toEqual([expect.stringContaining('two is never asked')]);
  });

  test('cannot build on one that comes later, on itself, or on none', () => {
    expect(lint(item('one', `when: 'answers["two"] == "yes"'`), item('two'))).toEqual([
      expect.stringContaining('is not asked before it'),
    ]);
    expect(lint(item('one', `when: 'answers["one"] == "yes"'`))).toEqual([
      expect.stringContaining('is not asked before it'),
    ]);
    expect(lint(item('one', `when: 'answers["won"] == "yes"'`))).toEqual([
      expect.stringContaining('is no question of this checklist'),
    ]);
  });

  test('whose condition is always true does not need one', () => {
    expect(lint(item('one', "when: 'profile.stateful || !profile.stateful'"))).toEqual([
      expect.stringContaining('is always true'),
    ]);
  });

  test('is not asked twice', () => {
    expect(
      lint(item('one'), item('two').replace('title: two', 'title: One').replace('Is two so', 'is  ONE so')),
    ).toEqual(['11 error: two asks the same as one in line 10']);
  });

  test('is not asked twice under two titles; statements to choose from may stand under the same words', () => {
    const again = item('two').replace('Is two so', 'Is one so');
    expect(lint(item('one'), again)).toEqual([expect.stringContaining('two asks the same as one')]);
    const choose =
      'answer: { type: some-of, options: [{ id: aa, title: A }], rules: [{ if: aa, risk: none }, { if: default, risk: high }] }';
    const statements = (id: string) => item(id, choose).replace(`Is ${id} so`, 'Which hold');
    expect(lint(statements('one'), statements('two'))).toEqual([]);
  });

  test.each([
    ['{ type: number, atLeast: 5, atMost: 3 }', 'no answer to one is without risk'],
    ['{ type: number }', 'no answer to one carries a risk'],
    ['{ type: date }', 'no answer to one carries a risk'],
    ['{ type: date, maxAgeDays: 9, minDaysAhead: 1 }', 'no answer to one is without risk'],
  ])('that is answered by %s decides nothing', (answer, message) => {
    expect(lint(item('one', `answer: ${answer}`))).toEqual([expect.stringContaining(message)]);
  });

  test('counts the evidence that its own words call for', () => {
    const evidence = (more: string) => lint(item('one', more)).map((one) => one.replace(/^\d+ /, ''));
    expect(evidence('evidence: { kinds: [file], loadTest: { peakRateAtLeast: 5 } }')).toEqual([
      'error: one has bounds for a load test, and no load test counts for it',
    ]);
    expect(evidence('answeredBy: [pipeline/load-test], evidence: { kinds: [file] }')).toEqual([
      expect.stringContaining('advice: one is answered by rules'),
    ]);
    expect(evidence('answeredBy: [pipeline/load-test], evidence: { kinds: [file, rule] }')).toEqual([]);
  });

  test('has an answer without risk', () => {
    expect(lint(item('one', 'answer: { type: yes-no, risk: { yes: high } }'))).toEqual([
      expect.stringContaining('no answer to one is without risk'),
    ]);
  });

  test('is answered by rules that there are', () => {
    expect(lint(item('one', 'answeredBy: [pipeline/load-test, pipeline/lode-test]'))).toEqual([
      expect.stringContaining('"pipeline/lode-test"'),
    ]);
  });
});

test('a section without questions is told', () => {
  const empty = { title: 'T', sections: [{ id: 'none', title: 'None', items: [] }] };
  const { value } = loadChecklist(new SourceText('c.yaml', JSON.stringify(empty)));
  expect(lintChecklist(value!).map((one) => one.message)).toEqual(['the section none has no questions']);
});

describe('risk rules', () => {
  const rules = (...list: string[]) =>
    lint(
      item(
        'one',
        `answer: { type: some-of, options: [{ id: aa, title: A }, { id: bb, title: B }], rules: [${list.join(', ')}] }`,
      ),
    ).map((one) => one.replace(/^\d+ \w+: /, ''));

  test.each([
    ['are fine', ['{ if: aa && bb, risk: none }', '{ if: aa, risk: medium }', '{ if: default, risk: high }'], []],
    ['need a default', ['{ if: aa, risk: none }'], ['there is no default rule']],
    [
      'end with the default',
      ['{ if: default, risk: none }', '{ if: aa, risk: high }'],
      ['never decides', 'the default rule is not the last'],
    ],
    ['can be true', ['{ if: aa && !aa, risk: none }', '{ if: default, risk: high }'], ['can never be true']],
    [
      'decide something',
      ['{ if: aa || bb, risk: none }', '{ if: aa && bb, risk: medium }', '{ if: default, risk: high }'],
      ['never decides'],
    ],
    ['name choices', ['{ if: aa && cc, risk: none }', '{ if: default, risk: high }'], ['names "cc"']],
    [
      'give each level once',
      ['{ if: aa, risk: none }', '{ if: bb, risk: none }', '{ if: default, risk: high }'],
      ['a second rule gives none risk'],
    ],
  ])('%s', (_, list, expected) => {
    expect(rules(...list)).toEqual(expected.map((text) => expect.stringContaining(text)));
  });
});

test.each([
  ['profile.statefull', 'statefull'],
  ['profile.peak + 1.0', 'true or false'],
  ['answers[', ''],
  ['system.exit()', 'system'],
])('a condition that is no condition (%s) is an error at its line', (when, words) => {
  const { problems } = read(item('one', `when: '${when}'`));
  expect(problems).toEqual([
    expect.objectContaining({
      code: 'CHECKLIST',
      message: expect.stringContaining(words),
      location: expect.objectContaining({ line: 10 }),
    }),
  ]);
});
