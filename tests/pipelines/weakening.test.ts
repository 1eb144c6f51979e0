import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Judged, judgeText } from '../judging.js';
import { type Improvement, improvements } from '../outcomes.js';
import { RUNS, type Sketch, sketch } from './sketch.js';
import { SPELLINGS } from './spell.js';
import { WEAKENINGS, type Weakened, weaken, withoutStages } from './weaken.js';

const judgeSketch = (drawn: Sketch): Promise<Judged> => {
  const { file, text } = SPELLINGS['API JSON']!(drawn);
  return judgeText(file, text);
};

/**
 * Gamma is compared with production, so taking something from production alone makes the two more alike: that rule, and only
 * that one, may then look better.
 */
function unexpected(weaker: Weakened, before: Judged, after: Judged): Improvement[] {
  return improvements(before.findings, after.findings).filter(
    ({ rule }) => !(weaker.in === 'production' && rule === 'pipeline/gamma-as-production'),
  );
}

describe('weakening never helps: a pipeline', () => {
  it.each(Object.keys(WEAKENINGS))('with a stage %s', async (name) => {
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(sketch, async (drawn) => {
        const before = await judgeSketch(drawn);
        for (const weaker of weaken(drawn, name)) {
          tried++;
          const after = await judgeSketch(weaker.sketch);
          expect({ what: weaker.what, better: unexpected(weaker, before, after) }).toEqual({
            what: weaker.what,
            better: [],
          });
          expect(after.findings.filter((it) => it.outcome === 'not-applicable').map((it) => it.rule)).toEqual(
            before.findings.filter((it) => it.outcome === 'not-applicable').map((it) => it.rule),
          );
        }
      }),
      { numRuns: RUNS },
    );
    expect(tried).toBeGreaterThan(RUNS / 10);
  });

  /** Without gamma another environment is gamma: what is said of gamma's likeness and bake is then said of that one. */
  it('without one of its pre-production stages', async () => {
    const aboutGamma = new Set(['pipeline/gamma-as-production', 'pipeline/bake-time']);
    await fc.assert(
      fc.asyncProperty(sketch, async (drawn) => {
        const before = await judgeSketch(drawn);
        for (const weaker of withoutStages(drawn)) {
          const after = await judgeSketch(weaker.sketch);
          const better = improvements(before.findings, after.findings).filter(
            ({ rule }) => !(weaker.in === 'gamma' && aboutGamma.has(rule)),
          );
          expect({ what: weaker.what, better }).toEqual({ what: weaker.what, better: [] });
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('without any of its pre-production stages', async () => {
    await fc.assert(
      fc.asyncProperty(sketch, async (drawn) => {
        const stages = drawn.stages.filter((stage) => stage.tier !== 'pre-production');
        const before = await judgeSketch(drawn);
        const after = await judgeSketch({ stages });
        expect(improvements(before.findings, after.findings)).toEqual([]);
        expect(after.report.verdict).toBe('block');
      }),
      { numRuns: RUNS },
    );
  });

  it('can pass at all', async () => {
    const stack = (env: string) => ({
      name: 'Deploy',
      does: 'deploy' as const,
      category: 'Deploy',
      provider: 'CloudFormation',
      configuration: { ActionMode: 'CREATE_UPDATE', StackName: `shop-${env}`, TemplatePath: 'Out::shop.yaml' },
    });
    const test = (name: string) => ({
      name,
      does: 'test' as const,
      category: 'Test',
      provider: 'CodeBuild',
      configuration: { ProjectName: name },
      runOrder: 2,
    });
    const onSuccess = { result: 'ROLLBACK' as const, alarm: 'errors', minutes: 60 };
    const environment = (name: string, tier: 'pre-production' | 'production') => ({
      name,
      tier,
      actions: [stack(name.toLowerCase()), test('load-test'), test('integration-test')],
      onFailure: 'ROLLBACK' as const,
      onSuccess,
    });
    const good: Sketch = {
      stages: [
        environment('Alpha', 'pre-production'),
        environment('Beta', 'pre-production'),
        environment('Gamma', 'pre-production'),
        environment('Prod', 'production'),
      ],
    };
    const judged = await judgeSketch(good);
    expect(judged.findings.map((it) => it.outcome)).toEqual(judged.findings.map(() => 'pass'));
    expect(judged.report.verdict).toBe('pass');
    for (const weaker of withoutStages(good)) expect((await judgeSketch(weaker.sketch)).report.verdict).toBe('block');
  });
});
