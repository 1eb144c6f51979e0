import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.js';
import { judgeText } from '../judging.js';
import { slice } from '../slice.js';
import { type ActionSketch, RUNS, type Sketch, sketch } from './sketch.js';
import { api, ID, SPELLINGS, template } from './spell.js';

/** What is said, positions aside. */
function said(findings: readonly Finding[]): string[] {
  return findings
    .map((it) => `${it.rule} ${it.outcome} ${it.subject}: ${it.message}`.replaceAll('aws_codepipeline.', ''))
    .sort();
}

async function judgeAs(spelling: string, drawn: Sketch): Promise<string[]> {
  const { file, text } = SPELLINGS[spelling]!(drawn);
  const { findings, report } = await judgeText(file, text);
  expect(report.problems).toEqual([]);
  return said(findings);
}

describe('the same pipeline is judged alike', () => {
  const [reference, ...others] = Object.keys(SPELLINGS);

  it.each(others)(`as ${reference} and as %s`, async (other) => {
    await fc.assert(
      fc.asyncProperty(sketch, async (drawn) => {
        const expected = await judgeAs(reference!, drawn);
        expect(expected.length).toBeGreaterThan(0);
        expect(await judgeAs(other, drawn)).toEqual(expected);
      }),
      { numRuns: RUNS },
    );
  });

  it('whatever the order of its keys', async () => {
    await fc.assert(
      fc.asyncProperty(sketch, fc.infiniteStream(fc.nat()), async (drawn, randoms) => {
        for (const [file, plain] of [
          ['a.json', api(drawn)],
          ['t.json', template(drawn)],
        ] as const) {
          const ordered = await judgeText(file, JSON.stringify(plain));
          const shuffled = await judgeText(file, JSON.stringify(shuffle(plain, randoms)));
          expect(said(shuffled.findings)).toEqual(said(ordered.findings));
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('with a further stage that only fetches source', async () => {
    await fc.assert(
      fc.asyncProperty(sketch, fc.nat(), async (drawn, at) => {
        const more: ActionSketch = {
          name: 'Config',
          does: 'source',
          category: 'Source',
          provider: 'S3',
          configuration: { S3Bucket: 'config', S3ObjectKey: 'config.zip' },
          output: 'Config',
        };
        const stages = [...drawn.stages];
        stages.splice(at % (stages.length + 1), 0, { name: 'MoreSource', actions: [more] });
        expect(await judgeAs('API JSON', { stages })).toEqual(await judgeAs('API JSON', drawn));
      }),
      { numRuns: RUNS },
    );
  });

  it('with a further action that only echoes', async () => {
    await fc.assert(
      fc.asyncProperty(
        sketch,
        fc.nat(),
        fc.nat({ max: 40 }),
        fc.constantFrom(...ECHOES),
        async (drawn, at, order, text) => {
          const index = 1 + (at % (drawn.stages.length - 1));
          const echo: ActionSketch = {
            name: 'Announce',
            does: 'echo',
            category: 'Compute',
            provider: 'Commands',
            configuration: {},
            commands: [text],
            runOrder: order + 1,
          };
          const stages = drawn.stages.map((stage, place) =>
            place === index ? { ...stage, actions: [...stage.actions, echo] } : stage,
          );
          expect(await judgeAs('API JSON', { stages })).toEqual(await judgeAs('API JSON', drawn));
        },
      ),
      { numRuns: RUNS },
    );
  });
});

const ECHOES = [
  'echo hello',
  'echo "cdk deploy prod"',
  'echo k6 run load.js',
  "echo 'sleep 3600'",
  'echo deploying to beta',
] as const;

function shuffle(value: unknown, randoms: Iterator<number>): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffle(item, randoms));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => ({ key, inner, at: randoms.next().value as number }))
      .sort((a, b) => a.at - b.at)
      .map(({ key, inner }) => [key, shuffle(inner, randoms)]),
  );
}

describe('a finding stands where its subject is written', () => {
  it.each(Object.keys(SPELLINGS))('in %s', async (spelling) => {
    await fc.assert(
      fc.asyncProperty(sketch, async (drawn) => {
        const { file, text } = SPELLINGS[spelling]!(drawn);
        const { findings } = await judgeText(file, text);
        for (const finding of findings) {
          expect(finding.location.file).toBe(file);
          const token = slice(text, finding.location).replace(/^"|"$/g, '');
          const parts = finding.subject.replace('aws_codepipeline.', '').split('/');
          if (parts.length === 3) expect(token).toBe(parts[2]);
          else
            expect([
              ID,
              parts.at(-1),
              ...drawn.stages.flatMap((stage) => stage.actions.map((it) => it.name)),
            ]).toContain(token);
          for (const { location } of finding.evidence)
            if (location) expect(slice(text, location).length).toBeGreaterThan(0);
        }
      }),
      { numRuns: Math.ceil(RUNS / 2) },
    );
  });
});
