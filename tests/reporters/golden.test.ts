import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REPORTERS, render } from '../../src/reporters/index.js';
import { goldenCases } from './golden-reports.js';

const FORMATS = REPORTERS.map(({ name, extension }) => [name, `expected.${name}.${extension}`] as const);

describe.each(goldenCases())('the report "$name"', ({ folder, report, options }) => {
  test.each(FORMATS)('as %s', async (format, expected) => {
    const file = join(folder, expected);
    const actual = await render(format, report, options);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, actual);
    expect(existsSync(file), `${file} is missing: run with UPDATE_GOLDEN=1`).toBe(true);
    expect(actual).toBe(readFileSync(file, 'utf8'));
  });

  test('is the same twice', async () => {
    for (const [format] of FORMATS)
      expect(await render(format, report, options)).toBe(await render(format, report, options));
  });
});
