import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { render } from '../../src/reporters/index.js';
import { arbitraryReport, hostileText } from './arbitrary-report.js';
import { goldenCases } from './golden-reports.js';

const schema = JSON.parse(readFileSync('schemas/report-v1.schema.json', 'utf8')) as object;
const valid = new Ajv({ allErrors: true, strict: true, strictRequired: false }).compile(schema);
/** The published schema lets members be added; what is written today must not hold one that it does not describe. */
const complete = new Ajv({ allErrors: true, strict: true }).compile(closed(schema) as object);

describe('the JSON of a report follows the published schema, and holds nothing that it does not describe', () => {
  test.each(goldenCases())('$name', async ({ report, options }) => {
    const document: unknown = JSON.parse(await render('json', report, options));
    expect(valid(document) ? [] : valid.errors).toEqual([]);
    expect(complete(document) ? [] : complete.errors).toEqual([]);
  });

  test('any report', () =>
    fc.assert(
      fc.asyncProperty(arbitraryReport(hostileText), async (report) => {
        const document: unknown = JSON.parse(await render('json', report));
        expect(complete(document) ? [] : complete.errors).toEqual([]);
      }),
    ));
});

test.each([
  ['no verdict', { verdict: undefined }],
  ['a verdict of its own', { verdict: 'maybe' }],
  ['another version', { version: 2 }],
  ['an outcome that there is not', { findings: [{ outcome: 'ok' }] }],
])('the schema refuses %s', async (_, change) => {
  const [golden] = goldenCases();
  const document = { ...(JSON.parse(await render('json', golden!.report)) as object), ...change };
  expect(valid(document)).toBe(false);
});

test('a pass beside inputs that could not be judged does not conclude as a pass', async () => {
  const golden = goldenCases().find(({ name }) => name === 'problems-beside-passes')!;
  const document = JSON.parse(await render('json', golden.report)) as { verdict: string; conclusion: string };
  expect(document).toMatchObject({ verdict: 'pass', conclusion: 'incomplete' });
});

test('passes are findings too, with their evidence', async () => {
  const golden = goldenCases().find(({ name }) => name === 'all-pass')!;
  const document = JSON.parse(await render('json', golden.report)) as { findings: object[] };
  expect(document.findings[0]).toMatchObject({
    outcome: 'pass',
    evidence: [{ text: expect.any(String), location: { line: expect.any(Number) } }, { text: expect.any(String) }],
  });
});

/** The schema with every object closed. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const members = Object.fromEntries(Object.entries(node).map(([name, member]) => [name, closed(member)]));
  return 'properties' in members && 'type' in members ? { ...members, additionalProperties: false } : members;
}
