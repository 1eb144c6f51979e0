import { describe, expect, it } from 'vitest';
import { namesSubject } from '../../src/engine/waiver-rules.js';
import { applied, failing, reportOf, waiver } from './waivers.js';

const blocked = reportOf(failing('Shop/Prod/Deploy'));

describe('a waiver', () => {
  it('lets what it covers pass the gate, and shows it as waived', () => {
    const { verdict, waived, report, troubles } = applied(blocked, [waiver()]);
    expect({ verdict, waived, troubles }).toEqual({ verdict: 'pass', waived: ['Shop/Prod/Deploy'], troubles: [] });
    const [finding] = report.subjects[0]!.findings;
    expect(finding).toMatchObject({
      outcome: 'fail',
      waiver: { owner: 'Cy Okafor', approver: 'Bo Lind', ticket: 'OPS-12', expires: '2026-12-31' },
    });
  });

  it('covers what is undetermined too', () => {
    const report = reportOf(failing('Shop/Prod/Deploy', { outcome: 'undetermined' }));
    expect(applied(report, [waiver()])).toMatchObject({ verdict: 'pass', waived: ['Shop/Prod/Deploy'] });
  });

  it.each(['pass', 'not-applicable'] as const)('covers nothing where the outcome is %s', (outcome) => {
    const report = reportOf(failing('Shop/Prod/Deploy', { outcome }));
    expect(applied(report, [waiver()])).toMatchObject({ waived: [], troubles: ['waiver/used warning'] });
  });

  it('leaves what it does not name blocked', () => {
    const report = reportOf(failing('Shop/Prod/Deploy'), failing('Shop/Prod/Migrate'));
    expect(applied(report, [waiver()])).toMatchObject({ verdict: 'block', waived: ['Shop/Prod/Deploy'] });
  });

  it('covers one rule only', () => {
    const report = reportOf(failing('Shop/Prod/Deploy', { rule: 'pipeline/load-test' }));
    expect(applied(report, [waiver()])).toMatchObject({ verdict: 'block', waived: [] });
  });

  it('covers every scenario of a subject', () => {
    const report = reportOf(
      failing('Shop/Prod/Deploy', { scenario: 'a' }),
      failing('Shop/Prod/Deploy', { scenario: 'b' }),
    );
    expect(applied(report, [waiver()]).verdict).toBe('pass');
  });

  it('never makes a verdict out of nothing: an empty file changes nothing but the verdict’s age', () => {
    expect(applied(blocked, []).report).toEqual(blocked);
  });

  it('does not turn a finding into a pass', () => {
    expect(applied(blocked, [waiver()]).report.subjects[0]!.findings[0]!.outcome).toBe('fail');
  });

  it('is judged with evidence, at its own line', () => {
    const judged = applied(blocked, [waiver()]).report.subjects.at(-1)!;
    expect(judged).toMatchObject({ kind: 'waiver file', title: 'tollgate.waivers.yaml' });
    expect(judged.findings[0]).toMatchObject({
      outcome: 'pass',
      location: { line: 3 },
      evidence: [{ text: 'covers pipeline/bake-time for Shop/Prod/Deploy' }],
    });
  });

  it('goes first when two cover the same', () => {
    const { report, troubles } = applied(blocked, [waiver({ ticket: 'ONE-1' }), waiver({ ticket: 'TWO-2' })]);
    expect(report.subjects[0]!.findings[0]!.waiver!.ticket).toBe('ONE-1');
    expect(troubles).toEqual([]);
  });
});

describe('a waiver does not count', () => {
  it.each([
    ['when it has ended', waiver({ expires: '2026-11-20' }), {}, ['waiver/expired blocker']],
    ['before it begins', waiver({ from: '2026-11-22' }), {}, ['waiver/started warning']],
    ['when it lasts too long', waiver({ expires: '2027-02-20' }), {}, ['waiver/not-too-long blocker']],
    [
      'when it lasts too long from its first day on',
      waiver({ from: '2026-11-01', expires: '2027-01-31' }),
      {},
      ['waiver/not-too-long blocker'],
    ],
    ['when its owner approved it', waiver({ approver: 'Cy Okafor' }), {}, ['waiver/two-people blocker']],
    [
      'when its owner approved it in look-alike letters',
      waiver({ approver: 'Су Оkаfоr' }),
      {},
      ['waiver/two-people blocker'],
    ],
    [
      'when its owner approved it by an address',
      waiver({ approver: 'cy.okafor@example.com' }),
      {},
      ['waiver/two-people blocker'],
    ],
    ['when its owner approved it in capitals', waiver({ approver: 'CY OKAFOR' }), {}, ['waiver/two-people blocker']],
    [
      'for a rule that cannot be waived',
      waiver(),
      { never: ['pipeline/bake-time'] },
      ['waiver/rule-can-be-waived blocker'],
    ],
    [
      'for a family of rules that cannot be waived',
      waiver(),
      { never: ['pipeline/*'] },
      ['waiver/rule-can-be-waived blocker'],
    ],
    ['when its subject begins with a star', waiver({ subject: '*/Prod/Deploy' }), {}, ['waiver/narrow blocker']],
    ['when it is all stars', waiver({ subject: '*/*/*' }), {}, ['waiver/narrow blocker']],
  ])('%s', (_, one, policy, troubles) => {
    expect(applied(blocked, [one], policy)).toMatchObject({ verdict: 'block', waived: [], troubles });
  });

  it('when it covers more subjects than one waiver may', () => {
    const report = reportOf(...['A', 'B', 'C'].map((name) => failing(`Shop/Prod/${name}`)));
    const one = waiver({ subject: 'Shop/Prod/*' });
    expect(applied(report, [one], { maxSubjects: 2 })).toMatchObject({
      verdict: 'block',
      waived: [],
      troubles: ['waiver/narrow blocker'],
    });
    expect(applied(report, [one], { maxSubjects: 3 })).toMatchObject({ verdict: 'pass', troubles: [] });
  });

  it('for the rules about waivers themselves', () => {
    const report = reportOf(failing('x/y', { rule: 'waiver/expired' }));
    expect(applied(report, [waiver({ rule: 'waiver/expired', subject: 'x/y' })])).toMatchObject({
      verdict: 'block',
      waived: [],
    });
  });
});

describe('the time a waiver may last', () => {
  it('depends on the severity of each finding', () => {
    const report = reportOf(failing('Shop/Prod/A'), failing('Shop/Prod/B', { severity: 'warning' }));
    const found = applied(report, [waiver({ subject: 'Shop/Prod/*', expires: '2027-04-01' })]);
    expect(found).toMatchObject({
      verdict: 'block',
      waived: ['Shop/Prod/B'],
      troubles: ['waiver/not-too-long blocker'],
    });
  });
});

describe('a waiver is reported', () => {
  it.each([
    ['on its last day', '2026-11-21', ['waiver/not-ending-soon warning']],
    ['14 days before', '2026-12-05', ['waiver/not-ending-soon warning']],
    ['not 15 days before', '2026-12-06', []],
  ])('as ending soon %s', (_, expires, troubles) => {
    expect(applied(blocked, [waiver({ expires })])).toMatchObject({ verdict: 'pass', troubles });
  });

  it('as a warning only, when it ended and covers nothing any more', () => {
    const report = reportOf(failing('Shop/Prod/Deploy', { outcome: 'pass' }));
    expect(applied(report, [waiver({ expires: '2026-11-20' })])).toMatchObject({
      verdict: 'pass',
      troubles: ['waiver/expired warning', 'waiver/used warning'],
    });
  });

  it('with what it may have meant, when it covers nothing', () => {
    const { report } = applied(blocked, [waiver({ subject: 'Shop/Prod/Deplyo' })]);
    const unused = report.subjects
      .at(-1)!
      .findings.find(({ rule, outcome }) => rule === 'waiver/used' && outcome === 'fail');
    expect(unused!.remedy).toContain('did you mean Shop/Prod/Deploy');
  });

  it('with the name of a rule that nobody applied', () => {
    const { report } = applied(blocked, [waiver({ rule: 'pipeline/bake-tiem' })]);
    expect(report.subjects.at(-1)!.findings.map(({ message }) => message)).toContain(
      'no rule named pipeline/bake-tiem was applied',
    );
  });
});

describe('a subject', () => {
  it.each([
    ['Shop/Prod/Deploy', 'Shop/Prod/Deploy', true],
    ['Shop/*/Deploy', 'Shop/Prod/Deploy', true],
    ['Shop/Prod/*', 'Shop/Prod/Deploy', true],
    ['Shop/*', 'Shop/Prod/Deploy', false],
    ['Shop/Prod', 'Shop/Prod/Deploy', false],
    ['Shop/Prod/Deploy/*', 'Shop/Prod/Deploy', false],
    ['shop/prod/deploy', 'Shop/Prod/Deploy', false],
    ['Shop/Pr*/Deploy', 'Shop/Prod/Deploy', false],
    ['Shop/**', 'Shop/Prod/Deploy', false],
    ['Shop/Prod/*', 'Shop/Prod/', true],
    ['', 'Shop', false],
  ])('%s names %s: %s', (pattern, address, names) => {
    expect(namesSubject(pattern, address)).toBe(names);
  });

  it('with a star in its very name is named by itself', () => {
    expect(namesSubject('Shop/build (*)/x', 'Shop/build (*)/x')).toBe(true);
  });
});
