import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { TollgateError } from '../../src/errors.js';
import { REPORTERS, render } from '../../src/reporters/index.js';
import { goldenCases } from './golden-reports.js';

test('an unknown format is an error that names the known ones', async () => {
  const error = await render('pdf', goldenCases()[0]!.report).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TollgateError);
  expect(error).toMatchObject({
    code: 'USAGE',
    message: 'There is no output format "pdf".',
    hint: 'Formats: text, json, sarif, markdown, html, junit, github.',
  });
});

describe.each(REPORTERS)('the format $name', ({ name, description, extension, load }) => {
  test('has a name, a description and an extension that fit a help text and a file', () => {
    expect(name).toMatch(/^[a-z]+$/);
    expect(description.length).toBeLessThan(70);
    expect(extension).toMatch(/^[a-z]+$/);
  });

  test('has a file of its own', () => {
    expect(readdirSync('src/reporters')).toContain(`${name}.ts`);
  });

  test('loads', async () => {
    expect(await load()).toBeTypeOf('function');
  });

  test('ends with a line end', async () => {
    for (const { report, options } of goldenCases()) expect(await render(name, report, options)).toMatch(/[^\n]\n$/);
  });
});

test('no two formats have one name', () => {
  expect(new Set(REPORTERS.map(({ name }) => name)).size).toBe(REPORTERS.length);
});

test('JUnit is red exactly when the verdict is block or something could not be judged', async () => {
  for (const { report, options } of goldenCases()) {
    const red = /<(?:failure|error) /.test(await render('junit', report, options));
    expect(red).toBe(report.verdict === 'block' || report.problems.length > 0);
  }
});

test('GitHub gets an error exactly when the verdict is block or something could not be judged', async () => {
  for (const { report, options } of goldenCases()) {
    const red = /^::error /m.test(await render('github', report, options));
    expect(red).toBe(report.verdict === 'block' || report.problems.length > 0);
  }
});
