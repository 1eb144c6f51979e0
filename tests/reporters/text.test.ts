import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { displayWidth } from '../../src/reporters/display-width.js';
import { createExcerptReader } from '../../src/reporters/excerpt.js';
import { render } from '../../src/reporters/index.js';
import type { Colors } from '../../src/reporters/options.js';
import { scenarioInWords } from '../../src/reporters/phrases.js';
import { plural } from '../../src/reporters/summary.js';
import { wrap } from '../../src/reporters/wrap.js';
import { processorTime } from '../processor-time.js';
import { arbitraryReport } from './arbitrary-report.js';
import { goldenCases } from './golden-reports.js';

const golden = (name: string) => goldenCases().find((candidate) => candidate.name === name)!;

describe('a line of text for people', () => {
  const words = fc.lorem({ maxCount: 20 });

  test.each([60, 80, 120])('is at most %d columns wide', async (width) => {
    await fc.assert(
      fc.asyncProperty(arbitraryReport(words), async (report) => {
        const short = { ...report, suggestions: [] };
        const lines = (await render('text', short, { width, excerpt: () => 'x\t管道'.repeat(60) })).split('\n');
        // A place stands unbroken, however long, so that it can be copied.
        for (const line of lines) if (displayWidth(line) > width) expect(line.trim()).toMatch(/^\S+$/);
      }),
    );
  });

  test('is coloured only by the colours that are handed in', async () => {
    const { report, options } = golden('blocked');
    const tag = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
    const colors: Colors = {
      ...{ bold: tag('b'), dim: tag('d'), red: tag('r') },
      ...{ yellow: tag('y'), green: tag('g'), cyan: tag('c') },
    };
    const plain = await render('text', report, options);
    const colored = await render('text', report, { ...options, colors });
    expect(colored).not.toBe(plain);
    expect(colored.replace(/<\/?[bdrygc]>/g, '')).toBe(plain);
  });
});

describe('what needs attention', () => {
  test('comes before what is in order', async () => {
    const { report, options } = golden('blocked');
    const text = await render('text', report, options);
    expect(text.indexOf('Orders (pipeline)')).toBeLessThan(text.indexOf('Billing'));
    expect(text.indexOf('fails, blocks')).toBeLessThan(text.indexOf('undetermined, blocks'));
    expect(text.indexOf('undetermined, blocks')).toBeLessThan(text.indexOf('does not block'));
  });

  test('of several rules that say the same of one place is said once, whatever else each of them says', async () => {
    const { report, options } = golden('undetermined');
    const [subject] = report.subjects;
    const open = subject!.findings.find((finding) => finding.outcome === 'undetermined')!;
    const shared = ['a/first', 'b/second'].map((rule) => ({ ...open, rule }));
    const own = { ...open, rule: 'a/first', subject: 'Orders/Other', message: 'something of its own is not known' };
    const both = { ...report, subjects: [{ ...subject!, findings: [...shared, own] }] };
    const text = await render('text', both, options);
    expect(text).toContain('? 2 rules: undetermined, blocks\n    a/first, b/second\n');
    expect(text).toContain('? a/first: undetermined, blocks\n    something of its own is not known\n');
  });

  test('of fifty subjects is shown whole; each further one gets a line that names it, its rules and its place', async () => {
    const { report, options } = golden('blocked');
    const blocked = report.subjects.find((subject) => subject.findings.some((it) => it.outcome === 'fail'))!;
    const many = Array.from({ length: 53 }, (_, index) => ({ ...blocked, title: `Pipeline${index}` }));
    const text = await render('text', { ...report, subjects: many }, options);
    expect(text.match(/^Pipeline\d+ \(pipeline\)$/gm)).toHaveLength(50);
    const [, short] = text.split('3 more, in short (--verbose shows them whole):\n\n');
    expect(short!.match(/^✗ Pipeline\d+: /gm)).toEqual(['✗ Pipeline50: ', '✗ Pipeline51: ', '✗ Pipeline52: ']);
    for (const { rule } of blocked.findings.filter((it) => it.outcome === 'fail')) expect(short).toContain(rule);
    expect(short).toContain(`${blocked.location.file}:${blocked.location.line}`);
    const whole = await render('text', { ...report, subjects: many }, { ...options, verbose: true });
    expect(whole.match(/^Pipeline\d+ \(pipeline\)$/gm)).toHaveLength(53);
  });

  test('is settled by the least: a step that another one makes needless is left out', async () => {
    const { report, options } = golden('undetermined');
    const [subject] = report.subjects;
    const open = subject!.findings.find((finding) => finding.outcome === 'undetermined')!;
    const settledBy = ['check a.yaml', 'check a.yaml, or declare it', 'check a.yaml.bak, or declare it'];
    const one = { ...report, subjects: [{ ...subject!, findings: [{ ...open, settledBy }] }] };
    const text = await render('text', one, options);
    expect(text.match(/settle: .*/g)).toEqual(['settle: check a.yaml', 'settle: check a.yaml.bak, or declare it']);
  });

  test('of several rules that say the same of the same place is said once, unless what each has seen is shown and differs', async () => {
    const { report, options } = golden('undetermined');
    const [subject] = report.subjects;
    const open = subject!.findings.find((finding) => finding.outcome === 'undetermined')!;
    const findings = ['a/first', 'b/second', 'c/third'].map((rule) => ({ ...open, rule }));
    const other = { ...open, rule: 'd/fourth', message: 'something else is not known' };
    const alike = { ...report, subjects: [{ ...subject!, findings: [...findings, other] }] };
    const text = await render('text', alike, options);
    expect(text).toContain('? 3 rules: undetermined, blocks\n    a/first, b/second, c/third\n');
    expect(text).toContain('? d/fourth: undetermined, blocks\n');
    expect(await render('text', alike, { ...options, verbose: true })).toContain('? 3 rules: undetermined, blocks');
    const apart = findings.map((finding) => ({ ...finding, evidence: [{ text: `seen by ${finding.rule}` }] }));
    const various = { ...report, subjects: [{ ...subject!, findings: apart }] };
    expect(await render('text', various, { ...options, verbose: true })).toContain('? b/second: undetermined, blocks');
    expect(await render('text', various, { ...options, verbose: false })).toContain('? 3 rules: undetermined, blocks');
  });

  test('of one rule is said once for forty places, and in full when verbose', async () => {
    const { report, options } = golden('many-pipelines');
    const count = (text: string): number => text.split('is not watched before the next one').length - 1;
    expect(count(await render('text', report, options))).toBe(3);
    expect(await render('text', report, options)).toContain('and 37 more like this (--verbose shows all)');
    expect(count(await render('text', report, { ...options, verbose: true }))).toBe(40);
  });
});

test('a scenario of many conditions is said by those that stand out', () => {
  const scenario = (on: number, all: number) =>
    Array.from({ length: all }, (_, at) => `C${at} = ${at < on}`).join(', ');
  expect(scenarioInWords({ scenario: scenario(1, 6) })).toBe(`when ${scenario(1, 6)}`);
  expect(scenarioInWords({ scenario: scenario(1, 40) })).toBe('when C0 = true, C1 = false, the other 38 false');
  expect(scenarioInWords({ scenario: scenario(38, 40) })).toBe('when C38 = false, C39 = false, the other 38 true');
  expect(scenarioInWords({ scenario: `${scenario(3, 9)}; or 4 more` })).toBe(
    'when C0 = true, C1 = true, C2 = true, the other 6 false; or 4 more',
  );
});

test('a pass shows its evidence when verbose, and only then', async () => {
  const { report, options } = golden('all-pass');
  expect(await render('text', report, { ...options, verbose: false })).not.toContain('seen:');
  expect(await render('text', report, { ...options, verbose: true })).toContain('seen: Gamma/LoadTest runs k6');
});

test('a waived finding never reads as a pass, nor as a failure', async () => {
  const { report, options } = golden('waived');
  const text = await render('text', report, options);
  expect(text).toContain('pipeline/bake-time: waived');
  expect(text).toContain('1 pipeline, 2 waived, 1 passed');
  expect(text).not.toContain('fails');
});

test('inputs that could not be judged keep a report from ending in "pass"', async () => {
  for (const name of ['problems-only', 'problems-beside-passes']) {
    const { report, options } = golden(name);
    expect(await render('text', report, options)).toMatch(/^not decided: /m);
    expect(await render('text', report, options)).not.toMatch(/^pass/m);
  }
});

test('nothing judged is not a pass', async () => {
  const report: Report = { ...golden('problems-only').report, problems: [] };
  expect(await render('text', report)).toBe('not decided: nothing judged\nNothing was decided.\n');
});

describe('an excerpt', () => {
  const source = (line: string) => createExcerptReader((_, number) => (number === 1 ? line : undefined));
  const marked = (line: string, needle: string, width = 60): string | undefined => {
    const column = line.indexOf(needle) + 1;
    const end = { endLine: 1, endColumn: column + needle.length };
    const excerpt = source(line)({ file: 'a', line: 1, column, ...end }, width);
    return excerpt?.text.slice(excerpt.mark.start, excerpt.mark.end);
  };

  test.each([
    ['  - Name: Deploy', 'Deploy'],
    ['\t\tName:\tDeploy', 'Deploy'],
    ['名称: 管道 # Deploy', 'Deploy'],
    ['👩‍🚀👩‍🚀 Deploy', 'Deploy'],
    [`{"a":"${'x'.repeat(5000)}","name":"Deploy","b":"${'y'.repeat(5000)}"}`, '"Deploy"'],
    ['{"OAuthToken":"abcdefghijklmnopqrstuvwxyz","name":"Deploy"}', '"Deploy"'],
  ])('marks the place in %j', (line, needle) => {
    expect(marked(line, needle)).toBe(needle);
  });

  test('puts the caret under the marked text, in columns of the terminal', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z管\té ]{0,80}$/), fc.integer({ min: 12, max: 90 }), (noise, width) => {
        const line = `x${noise}NEEDLE${noise}y`;
        const column = line.indexOf('NEEDLE') + 1;
        const excerpt = source(line)({ file: 'a', line: 1, column, endLine: 1, endColumn: column + 6 }, width)!;
        expect(excerpt.caret).toBe(displayWidth(excerpt.text.slice(0, excerpt.mark.start)));
        expect(excerpt.text.slice(excerpt.mark.start)).toMatch(/^N/);
        expect(displayWidth(excerpt.text)).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('is not made of a line that is not there or is empty', () => {
    expect(source('')({ file: 'a', line: 1, column: 1 }, 60)).toBeUndefined();
    expect(source('x')({ file: 'a', line: 7, column: 1 }, 60)).toBeUndefined();
  });

  test('of a thousand places in one line of a megabyte takes less than two seconds', () => {
    const line = `[${'{"name":"Deploy","OAuthToken":"abc"},'.repeat(27_000)}]`;
    const read = source(line);
    const start = processorTime();
    for (let at = 0; at < 1000; at += 1) read({ file: 'a', line: 1, column: 1 + at * 900 }, 80);
    expect(processorTime() - start).toBeLessThan(2000);
  });
});

describe('wrapping', () => {
  test('loses no word and invents none', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 30 }), fc.integer({ min: 20, max: 100 }), (text, width) => {
        const lines = wrap(text, width, '  - ');
        expect(lines.map((line) => line.slice(4)).join(' ')).toBe(text);
      }),
    );
  });

  test('hangs under its lead', () => {
    const lines = wrap('one two three four five six', 30, '  fix: ');
    expect(lines).toEqual(['  fix: one two three four five', '       six']);
  });

  test('breaks between characters where a script has no spaces', () => {
    expect(wrap('生产环境的部署没有压力测试所以不能决定', 24)).toEqual(['生产环境的部署没有压力测', '试所以不能决定']);
  });
});

test.each([
  [1, 'pipeline', '1 pipeline'],
  [2, 'pipeline', '2 pipelines'],
  [0, 'finding', '0 findings'],
  [2, 'canary', '2 canaries'],
  [2, 'bypass', '2 bypasses'],
])('%d %s is "%s"', (count, noun, words) => {
  expect(plural(count, noun)).toBe(words);
});
