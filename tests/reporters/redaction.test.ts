import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REPORTERS, render } from '../../src/reporters/index.js';
import { arbitraryReport } from './arbitrary-report.js';

/** Letters and digits only, so that no format's escaping can hide it from the search below. */
const SECRET = 'hUnTeR2hUnTeR2xYz';

/** One secret, as it may stand in any text of a report or a source. */
const planted = fc.constantFrom(
  `OAuthToken: ${SECRET}`,
  `"GitHubToken": "${SECRET}", "Repo": "orders"`,
  `export DB_PASSWORD=${SECRET} && npm start`,
  `curl -H 'Authorization: Bearer ${SECRET}' https://example.com`,
  `https://jo:${SECRET}@example.com/orders.git`,
  `[{\\"name\\":\\"API_KEY\\",\\"value\\":\\"${SECRET}\\"}]`,
  `ghp_${SECRET}`,
  `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----`,
  `the secret is "${SECRET}" here`,
);
const text = fc.oneof(planted, fc.constant('orders'), fc.lorem());

describe.each(REPORTERS.map(({ name }) => name))('%s', (format) => {
  test.each([{ verbose: false }, { verbose: true }])('never shows a planted secret ($verbose)', async ({ verbose }) => {
    await fc.assert(
      fc.asyncProperty(arbitraryReport(text), fc.array(planted, { maxLength: 3 }), async (report, lines) => {
        const source = lines.join('\n').split('\n');
        const excerpt = (_: string, line: number): string | undefined => source[line - 1];
        expect(await render(format, report, { verbose, excerpt })).not.toContain(SECRET);
      }),
      { numRuns: 150 },
    );
  });
});

/** Sources in which the shown line alone does not tell that it is a secret. */
const SOURCES: readonly (readonly [string, string])[] = [
  ['a block scalar', `Token: >-\n  ${SECRET}\n`],
  ['the other half of a pair', `- Name: DB_PASSWORD\n  Value: ${SECRET}\n`],
  ['the first half of a pair', `{\n  "value": "${SECRET}",\n  "name": "API_KEY"\n}\n`],
  [
    'the sixtieth line of a private key',
    `key: |\n  -----BEGIN RSA PRIVATE KEY-----\n${'  MIIEowIBAAKCAQEAabcdefghijklmnopqrstuvwxyz0123456789\n'.repeat(60)}  ${SECRET.repeat(3)}\n`,
  ],
];

describe('a source line whose secret shows only from its neighbours', () => {
  test.each(SOURCES)('%s', async (_, source) => {
    const lines = source.split('\n');
    const line = lines.findIndex((candidate) => candidate.includes(SECRET)) + 1;
    const location = { file: 'a.yaml', line, column: 3 };
    const finding = {
      ...{ rule: 'pipeline/x', severity: 'blocker' as const, outcome: 'fail' as const, subject: 'A', message: 'm' },
      ...{ evidence: [], location },
    };
    const report = {
      tool: { name: 'tollgate' as const, version: '0.1.0' },
      verdict: 'block' as const,
      subjects: [{ kind: 'pipeline', address: 'A', title: 'A', location, findings: [finding], notes: [] }],
      ...{ problems: [], rules: [], inputs: { judged: 1, passedOver: 0 }, suggestions: [] },
    };
    const output = await render('text', report, { excerpt: (_, number) => lines[number - 1] });
    expect(output).not.toContain(SECRET);
    expect(output).toContain('[redacted]');
  });
});

test('only the reader of excerpts looks at source lines', () => {
  const folder = 'src/reporters';
  const readers = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) =>
      /\bexcerpt\(/.test(readFileSync(`${folder}/${file}`, 'utf8').replace(/function excerpt\(|\.\.\.excerpt\(/g, '')),
    );
  expect(readers).toEqual([]);
});
