import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { REPORTERS, render } from '../../src/reporters/index.js';
import type { ReportOptions } from '../../src/reporters/options.js';

/** Each folder holds a report, what it was made from, and what every format makes of it. `UPDATE_GOLDEN=1` rewrites. */
const ROOT = 'tests/golden/reporters';
const cases = readdirSync(ROOT).sort();

describe.each(cases)('the report "%s"', (name) => {
  const report = readJson(join(ROOT, name, 'report.json')) as Report;
  const options = { ...optionsOf(name), excerpt: sourcesOf(name) };

  test.each(REPORTERS.map((reporter) => [reporter.name, reporter.extension]))('as %s', async (format, extension) => {
    const file = join(ROOT, name, `expected.${format}.${extension}`);
    const actual = await render(format, report, options);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, actual);
    expect(actual).toBe(readFileSync(file, 'utf8'));
  });
});

test('there is a golden file for every format in every case', () => {
  const missing = cases.flatMap((name) =>
    REPORTERS.map(({ name: format, extension }) => join(ROOT, name, `expected.${format}.${extension}`)).filter(
      (file) => !existsSync(file),
    ),
  );
  expect(missing).toEqual([]);
});

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function optionsOf(name: string): Partial<ReportOptions> {
  const file = join(ROOT, name, 'options.json');
  return existsSync(file) ? (readJson(file) as Partial<ReportOptions>) : {};
}

function sourcesOf(name: string): ReportOptions['excerpt'] {
  return (file, line) => {
    const path = join(ROOT, name, 'sources', file);
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n')[line - 1] : undefined;
  };
}
