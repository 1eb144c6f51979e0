import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { evaluate } from '../../src/engine/evaluate.js';
import { assemble } from '../../src/engine/pack.js';
import { verdictOf } from '../../src/engine/verdict.js';
import { assess } from '../../src/facts/review/assess.js';
import { REVIEW_SUBJECTS } from '../../src/facts/review/declarations.js';
import { judgeableReview } from '../../src/facts/review/judgeable.js';
import { loadChecklist } from '../../src/loaders/checklist/checklist.js';
import { loadReview } from '../../src/loaders/review/review.js';
import { readRule } from '../../src/loaders/rules.js';
import { itemsOf } from '../../src/model/checklist.js';
import { Unknown } from '../../src/model/facts.js';
import type { Finding } from '../../src/model/finding.js';
import { SourceText } from '../../src/model/located.js';

const CHECKLIST = `title: T
profile: { stateful: { type: bool, question: q } }
sections:
  - id: s
    title: S
    items:
      - { id: one, title: one, question: 'One?', criticality: high, phase: launch, driver: readiness, evidence: { kinds: [link, file], maxAgeDays: 90 }, answeredBy: [pipeline/load-test] }
      - { id: two, title: two, question: 'Two?', criticality: high, phase: launch, driver: observability, when: 'answers["one"] == "yes"', answer: { type: number, atMost: 5 } }
      - { id: three, title: three, question: 'Three?', criticality: medium, phase: launch, driver: incident-response, when: profile.stateful }
      - { id: four, title: four, question: 'Four?', criticality: high, phase: launch, driver: review }
`;
const checklist = loadChecklist(new SourceText('c.yaml', CHECKLIST)).value!;
const rules = assemble(
  readdirSync('rules/orr').map((name) =>
    readRule(`orr/${name.slice(0, -5)}`, new SourceText(name, readFileSync(`rules/orr/${name}`, 'utf8'))),
  ),
  REVIEW_SUBJECTS,
);

interface Written {
  profile?: Record<string, unknown>;
  answers: Record<string, Record<string, unknown>>;
  owners?: string[];
  /** The hash of the checklist that was answered; absent: as it is now. */
  hash?: string;
}

function judged(written: Written, asOf = '2026-06-01', findings?: Finding[]) {
  const { value, problems } = loadReview(
    new SourceText(
      'r.yaml',
      stringify({
        review: 1,
        service: { name: 's', owners: written.owners ?? ['o'], profile: written.profile ?? {} },
        checklist: { name: 'c', hash: written.hash ?? checklist.hash },
        answers: written.answers,
      }),
    ),
  );
  expect(problems).toEqual([]);
  const assessment = assess(checklist, value!, {
    asOf,
    observations: new Map([['f.md', { sha256: 'a'.repeat(64) }]]),
    ...(findings ? { findings } : {}),
  });
  const { subject, crashes } = evaluate(judgeableReview(assessment), rules);
  expect(crashes).toEqual([]);
  return {
    assessment,
    verdict: verdictOf([subject]),
    item: (id: string) => assessment.items.find((one) => one.item.id === id)!,
  };
}

const LOAD_TEST: Finding = {
  rule: 'pipeline/load-test',
  severity: 'blocker',
  outcome: 'pass',
  subject: 'p',
  message: 'm',
  evidence: [],
  location: { file: 'p', line: 1, column: 1 },
};

const AT = '2026-05-01';
const link = (date: string) => ({ link: 'https://example.com/', date });
const GOOD: Written = {
  profile: { stateful: true },
  answers: {
    one: { answer: 'yes', by: 'ana', at: AT, evidence: [link('2026-05-01')] },
    two: { answer: 3, by: 'ana', at: AT },
    three: { answer: 'no', by: 'ana', at: AT, mitigation: { plan: 'p', owner: 'o', due: '2026-12-31' } },
    four: { notApplicable: 'nobody needs it here', by: 'ana', at: AT },
  },
};

test('a review in which everything holds passes', () => {
  expect(judged(GOOD).verdict).toBe('pass');
});

describe('a question', () => {
  test('that builds on an open one may apply, and so is open', () => {
    expect(judged({ answers: {} }).item('two')).toMatchObject({
      state: 'unanswered',
      reason: expect.stringContaining('may not apply'),
    });
    expect(judged({ answers: {} }).item('three')).toMatchObject({
      state: 'unanswered',
      reason: expect.stringContaining('profile.stateful'),
    });
  });

  test('that builds on another answer is out of scope', () => {
    expect(judged({ answers: { one: { answer: 'no' } } }).item('two').state).toBe('out-of-scope');
    expect(judged({ answers: { one: { notApplicable: 'because it is so' } } }).item('two').state).toBe('out-of-scope');
  });

  test('whose answer is out of bounds carries the risk of its criticality', () => {
    expect(judged({ answers: { one: { answer: 'yes' }, two: { answer: 6 } } }).item('two').risk).toBe('high');
  });

  test('of an earlier checklist is not answered by an answer that does not say which question it answers', () => {
    const earlier = { ...GOOD, hash: `sha256:${'0'.repeat(64)}` };
    const asked = Object.fromEntries(
      itemsOf(checklist).map(({ id, hash }) => [id, { ...GOOD.answers[id], asked: hash }]),
    );
    expect(judged(earlier).item('one')).toMatchObject({
      state: 'changed',
      reason: expect.stringContaining('does not say which question'),
    });
    expect(judged(earlier).verdict).toBe('block');
    expect(judged({ ...earlier, answers: asked }).verdict).toBe('pass');
  });

  test('that is left out although a rule found it to fail is shown to the bar raiser', () => {
    const failed: Finding = {
      rule: 'pipeline/load-test',
      severity: 'blocker',
      outcome: 'fail',
      subject: 'p',
      message: 'nothing measures it',
      evidence: [],
      location: { file: 'p', line: 1, column: 1 },
    };
    const out = {
      ...GOOD,
      answers: { ...GOOD.answers, one: { notApplicable: 'it has no users yet', by: 'ana', at: AT } },
    };
    const { assessment, item } = judged(out, '2026-06-01', [failed]);
    expect(item('one')).toMatchObject({ state: 'not-applicable', contradicted: true });
    expect(
      judgeableReview(assessment)
        .notes.map((note) => note.text)
        .join('\n'),
    ).toContain(
      'one: said to be not applicable, but pipeline/load-test says fail: nothing measures it. Note: it has no users yet',
    );
  });

  test('may be answered as YAML 1.1 writes yes', () => {
    expect(judged({ answers: { four: { answer: true } } }).item('four')).toMatchObject({
      state: 'answered',
      value: 'yes',
    });
  });
});

describe('evidence', () => {
  const state = (evidence: object, asOf = '2026-06-01') =>
    judged({ answers: { one: { answer: 'yes', by: 'ana', at: AT, evidence: [evidence] } } }, asOf).item('one')
      .evidence[0]!;

  test.each([
    ['on its last day', link('2026-03-03'), '2026-06-01', 'fresh'],
    ['a day later', link('2026-03-03'), '2026-06-02', 'stale'],
    ['of the future', link('2026-07-01'), '2026-06-01', 'stale'],
    ['that is as it was', { file: 'f.md', sha256: 'a'.repeat(64) }, '2026-06-01', 'fresh'],
    ['that has changed', { file: 'f.md', sha256: 'b'.repeat(64) }, '2026-06-01', 'stale'],
  ])('%s is judged by its day and its content', (_, evidence, asOf, expected) => {
    expect(state(evidence, asOf).state).toBe(expected);
  });

  test('without a day of its own is as old as the answer', () => {
    expect(state({ link: 'https://example.com/' }).date).toBe(AT);
  });

  test('of rules is only as good as what they say now', () => {
    const finding = (outcome: Finding['outcome']): Finding => ({ ...LOAD_TEST, outcome });
    const written = {
      answers: {
        one: { answer: 'yes', at: AT, evidence: [{ rule: 'pipeline/load-test', outcome: 'pass', date: AT }] },
      },
    };
    const now = (findings?: Finding[]) => judged(written, '2026-06-01', findings).item('one').evidence[0]!.state;
    expect([now(), now([finding('pass')]), now([finding('pass'), finding('fail')]), now([])]).toEqual([
      'fresh',
      'fresh',
      'stale',
      'stale',
    ]);
  });
});

describe('words that say nothing', () => {
  const blocks = (change: Partial<Written>, item?: string, answer?: Record<string, unknown>, findings?: Finding[]) =>
    judged(
      {
        ...GOOD,
        ...change,
        answers: { ...GOOD.answers, ...(item ? { [item]: { ...GOOD.answers[item], ...answer } } : {}) },
      },
      '2026-06-01',
      findings,
    ).verdict === 'block';
  const no = (mitigation: Record<string, unknown>) => ({ answer: 'no', notApplicable: null, mitigation });
  const plan = { plan: 'only ten customers until then', owner: 'ana', due: '2026-12-31' };

  test('mitigate nothing', () => {
    expect(blocks({}, 'four', no(plan))).toBe(false);
    for (const empty of ['TBD', 'n/a', 'none', '.', 'see above', 'to be defined'])
      expect([empty, blocks({}, 'four', no({ ...plan, plan: empty }))]).toEqual([empty, true]);
  });

  test('own nothing', () => {
    for (const empty of ['TBD', 'nobody', '?', 'someone']) {
      expect([empty, blocks({}, 'four', no({ ...plan, owner: empty }))]).toEqual([empty, true]);
      expect([empty, blocks({ owners: [empty] })]).toEqual([empty, true]);
    }
  });

  test('give no reason', () => {
    for (const empty of ['not applicable', 'not needed', 'not relevant.', 'to be determined'])
      expect([empty, blocks({}, 'four', { notApplicable: empty })]).toEqual([empty, true]);
  });

  test('explain no contradiction', () => {
    const failed = { ...LOAD_TEST, outcome: 'fail' as const };
    expect(blocks({}, 'one', { note: 'it runs elsewhere' }, [failed])).toBe(false);
    for (const empty of ['TBD', 'n/a', '-'])
      expect([empty, blocks({}, 'one', { note: empty }, [failed])]).toEqual([empty, true]);
  });
});

describe('evidence of a rule', () => {
  const answered = (outcome?: string) => ({
    ...GOOD,
    answers: {
      ...GOOD.answers,
      one: {
        ...GOOD.answers.one,
        evidence: [{ rule: 'pipeline/load-test', date: AT, ...(outcome ? { outcome } : {}) }],
      },
    },
  });
  const state = (written: Written, findings?: Finding[]) =>
    judged(written, '2026-06-01', findings).item('one').evidence[0]!.state;

  test('that says not what the rule said is none, as long as the rules are not run', () => {
    expect(state(answered('pass'))).toBe('fresh');
    expect(state(answered())).toBe('unknown');
    expect(state(answered(), [])).toBe('stale');
  });
});

test('a question that is gone is told until somebody has worked with the checklist of now', () => {
  const answers = { ...GOOD.answers, old: { answer: 'yes', by: 'ana', at: AT } };
  const facts = (hash?: string) =>
    judgeableReview(judged({ ...GOOD, answers, ...(hash === undefined ? {} : { hash }) }).assessment).subjects[0]!
      .facts;
  expect(facts()).toMatchObject({ checklistIsCurrent: true, checklistChanges: [] });
  expect(facts(`sha256:${'0'.repeat(64)}`)).toMatchObject({
    checklistIsCurrent: false,
    checklistChanges: expect.arrayContaining(['gone: old']),
  });
});

test('an answer of the future does not keep a review young', () => {
  const { four } = GOOD.answers;
  const future = { ...GOOD, answers: { ...GOOD.answers, four: { ...four, at: '2099-01-01' } } };
  const age = (written: Written, asOf: string) =>
    judgeableReview(judged(written, asOf).assessment).subjects[0]!.facts.daysSinceLastAnswer;
  expect([age(GOOD, '2026-06-01'), age(future, '2026-06-01')]).toEqual([31, 31]);
  expect([age(GOOD, '2028-05-01'), age(future, '2028-05-01')]).toEqual([731, 731]);
  expect(age({ answers: { four: { ...four, at: '2099-01-01' } } }, '2026-06-01')).toBeInstanceOf(Unknown);
});

test('the flywheel counts what is open as unknown, never as passed', () => {
  const { flywheel } = judged({ ...GOOD, answers: { ...GOOD.answers, two: {} } }).assessment;
  expect(flywheel.readiness).toMatchObject({ passed: 1 });
  expect(flywheel.observability).toMatchObject({ passed: 0, unknown: 1 });
  expect(flywheel['incident-response']).toMatchObject({ failed: 1 });
  expect(flywheel.review).toMatchObject({ passed: 0, 'not-applicable': 1 });
});

describe('weakening never helps', () => {
  const FAILED: Finding[] = [{ ...LOAD_TEST, outcome: 'fail' }];

  const answer = fc.record(
    {
      answer: fc.constantFrom('yes', 'no', 'perhaps', 3, 9),
      note: fc.constant('n'),
      by: fc.constant('ana'),
      at: fc.constantFrom('2026-05-01', '2024-01-01'),
      evidence: fc.array(
        fc.constantFrom(link('2026-05-01'), link('2020-01-01'), { file: 'f.md', sha256: 'b'.repeat(64) }),
        { maxLength: 2 },
      ),
      mitigation: fc.record(
        { plan: fc.constant('p'), owner: fc.constant('o'), due: fc.constantFrom('2026-12-31', '2026-01-01') },
        { requiredKeys: ['plan'] },
      ),
    },
    { requiredKeys: [] },
  );
  const answers = fc.record({ one: answer, two: answer, three: answer, four: answer }, { requiredKeys: [] });
  const weaken = fc.tuple(
    fc.constantFrom('one', 'two', 'three', 'four'),
    fc.constantFrom('', 'answer', 'evidence', 'mitigation', 'by'),
  );

  const passing = (written: Written, asOf = '2026-06-01') =>
    Object.values(judged(written, asOf).assessment.flywheel).reduce((sum, one) => sum + one.passed, 0);

  test('taking away an answer, its evidence or its mitigation turns no block into a pass', () => {
    fc.assert(
      fc.property(answers, fc.boolean(), weaken, (said, good, [item, part]) => {
        const before: Written = {
          profile: { stateful: true },
          answers: (good ? { ...GOOD.answers, ...said } : said) as Written['answers'],
        };
        const after = structuredClone(before);
        if (part === '') delete after.answers[item];
        else delete after.answers[item]?.[part];
        for (const findings of [undefined, FAILED])
          if (judged(before, '2026-06-01', findings).verdict === 'block')
            expect(judged(after, '2026-06-01', findings).verdict).toBe('block');
        // Evidence that does not hold counts against its answer: without it the answer stands alone, as it may.
        if (part === 'mitigation' || part === 'by') expect(passing(after)).toBeLessThanOrEqual(passing(before));
      }),
    );
  });

  /** Every way to fill in the answer to one question, from a short list for each member. */
  function* fillings(): Generator<Record<string, unknown>> {
    const members: Record<string, readonly unknown[]> = {
      answer: [undefined, 'yes', 'no'],
      notApplicable: [undefined, 'nobody needs it here', 'n/a'],
      asked: [undefined, '000000000000'],
      note: [undefined, 'it runs elsewhere'],
      at: [undefined, AT, '2024-01-01', '2099-01-01'],
      evidence: [undefined, [link('2026-05-01')], [link('2020-01-01')], [{ file: 'f.md', sha256: 'b'.repeat(64) }]],
      mitigation: [
        undefined,
        { plan: 'p' },
        { plan: 'p', owner: 'o', due: '2026-12-31' },
        { plan: 'p', owner: 'o', due: '2026-01-01' },
      ],
    };
    const all = Object.entries(members).reduce<Record<string, unknown>[]>(
      (sofar, [key, values]) =>
        sofar.flatMap((one) => values.map((value) => (value === undefined ? one : { ...one, [key]: value }))),
      [{}],
    );
    for (const one of all) if (!('answer' in one && 'notApplicable' in one)) yield { by: 'ana', ...one };
  }

  test.each(['one', 'three', 'four'])(
    'in the answer to "%s", no member turns a block into a pass by being taken away',
    (item) => {
      const helped: string[] = [];
      const others = Object.fromEntries(
        Object.entries(GOOD.answers).map(([id, said]) => [id, { ...said, at: '2026-05-31' }]),
      );
      const verdict = (said: Record<string, unknown>, findings?: Finding[]) =>
        judged({ ...GOOD, answers: { ...others, [item]: said } }, '2026-06-01', findings).verdict;
      for (const said of fillings())
        for (const findings of item === 'one' ? [undefined, FAILED] : [undefined]) {
          if (verdict(said, findings) === 'pass') continue;
          // Without `asked`, the checklist's hash says which question it was: another test.
          for (const key of Object.keys(said).filter((one) => one !== 'asked')) {
            const { [key]: _, ...rest } = said;
            if (verdict(rest, findings) === 'pass') helped.push(`${key} of ${JSON.stringify(said)}`);
          }
        }
      expect(helped.slice(0, 3)).toEqual([]);
    },
    60_000,
  );

  test('not saying who answered makes no contradiction go away', () => {
    const { by, ...anonymous } = GOOD.answers.one!;
    expect(judged(GOOD, '2026-06-01', FAILED).verdict).toBe('block');
    expect(judged({ ...GOOD, answers: { ...GOOD.answers, one: anonymous } }, '2026-06-01', FAILED).verdict).toBe(
      'block',
    );
    const noted = { ...GOOD.answers.one, note: 'it runs elsewhere' };
    expect(judged({ ...GOOD, answers: { ...GOOD.answers, one: noted } }, '2026-06-01', FAILED).verdict).toBe('pass');
  });

  test('saying less about the service, or waiting, turns no block into a pass', () => {
    fc.assert(
      fc.property(answers, fc.integer({ min: 0, max: 700 }), (said, days) => {
        const written: Written = {
          profile: { stateful: true },
          answers: { ...GOOD.answers, ...(said as Written['answers']) },
        };
        if (judged(written).verdict !== 'block') return;
        expect(judged({ ...written, profile: {} }).verdict).toBe('block');
        const later = new Date(Date.parse('2026-06-01') + days * 86_400_000).toISOString().slice(0, 10);
        expect(judged(written, later).verdict).toBe('block');
      }),
    );
  });
});
