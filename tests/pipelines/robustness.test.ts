import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TollgateError } from '../../src/errors.js';
import { judgeText } from '../judging.js';
import { RUNS, sketch } from './sketch.js';
import { api, template, yaml } from './spell.js';

/** Judges a text, which may refuse it with a place; no rule may throw. */
async function judged(file: string, text: string): Promise<void> {
  try {
    const { report } = await judgeText(file, text);
    expect(report.problems).toEqual([]);
    for (const { findings } of report.subjects)
      for (const { location, message } of findings) {
        expect(location.line).toBeLessThanOrEqual(text.split('\n').length);
        expect(message).not.toMatch(/\[object Object\]|undefined|NaN/);
      }
  } catch (error) {
    if (!(error instanceof TollgateError)) throw error;
    expect(error.location?.line).toBeGreaterThan(0);
  }
}

/** Puts a value somewhere into a document, at a place that the numbers choose. */
function replaceSomewhere(document: unknown, path: readonly number[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (document === null || typeof document !== 'object' || step === undefined) return value;
  const keys = Object.keys(document);
  if (keys.length === 0) return value;
  const key = keys[step % keys.length]!;
  const inner = replaceSomewhere((document as Record<string, unknown>)[key], rest, value);
  if (Array.isArray(document)) return document.map((item, index) => (String(index) === key ? inner : item));
  return { ...document, [key]: inner };
}

/** Values that stand where something else is expected in real files. */
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    null,
    '',
    [],
    {},
    0,
    -1,
    '#{variables.X}',
    '{{resolve:ssm:/a}}',
    { Ref: 'AWS::NoValue' },
    { Ref: 'Nothing' },
    { Ref: {} },
    { 'Fn::Sub': '${A}${!B}${C.D}${' },
    { 'Fn::Sub': [] },
    { 'Fn::If': ['C', {}, []] },
    { 'Fn::If': [] },
    { 'Fn::Join': [',', { 'Fn::Split': [',', { Ref: 'X' }] }] },
    { 'Fn::Join': [] },
    { 'Fn::Select': [9, []] },
    { 'Fn::FindInMap': ['a', 'b', 'c'] },
    { 'Fn::ForEach::X': ['I', ['a'], { '${I}': 1 }] },
    { 'Fn::GetAtt': 'Shop.Arn' },
    { 'Fn::ImportValue': {} },
    { 'Fn::Transform': {} },
    { __proto__: null, constructor: 1, toString: 2 },
  ),
);

describe('nothing that is written makes tollgate stumble', () => {
  const path = fc.array(fc.nat(), { minLength: 1, maxLength: 12 });
  const edits = fc.array(fc.tuple(path, odd), { minLength: 1, maxLength: 3 });

  it.each([
    ['a declaration', 'pipeline.json', (drawn: Parameters<typeof api>[0]) => ({ pipeline: api(drawn) })],
    ['a template', 'template.json', template],
  ])('%s with anything anywhere in it', async (_, file, spell) => {
    await fc.assert(
      fc.asyncProperty(sketch, edits, async (drawn, list) => {
        const document = list.reduce<unknown>((it, [at, value]) => replaceSomewhere(it, at, value), spell(drawn));
        await judged(file, JSON.stringify(document));
        await judged('t.yaml', yaml(document, true));
      }),
      { numRuns: RUNS * 5 },
    );
  });

  it('arbitrary JSON under the keys that mark a pipeline', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        await judged('a.json', JSON.stringify({ pipeline: { name: 'a', stages: value } }));
        await judged('b.json', JSON.stringify({ stages: [{ actions: [{ actionTypeId: value }] }] }));
        await judged(
          'c.json',
          JSON.stringify({ Resources: { A: { Type: 'AWS::CodePipeline::Pipeline', Properties: value } } }),
        );
        await judged(
          'd.json',
          JSON.stringify({
            Conditions: value,
            Mappings: value,
            Parameters: value,
            Resources: { A: { Type: 'AWS::CodePipeline::Pipeline', Condition: 'X', Properties: { Stages: value } } },
          }),
        );
        await judged('e.json', JSON.stringify([value, { actionTypeId: value }]));
      }),
      { numRuns: RUNS * 3 },
    );
  });

  it('a text cut off anywhere, or with anything put in', async () => {
    await fc.assert(
      fc.asyncProperty(
        sketch,
        fc.nat(),
        fc.oneof(
          fc.string(),
          fc.constantFrom(
            '{',
            '}',
            '[',
            '- ',
            '!Ref ',
            '&a',
            '*a',
            '{{ x }}',
            '{% if %}',
            '\t',
            '"',
            "'",
            '|\n',
            '---\n',
          ),
        ),
        async (drawn, at, more) => {
          for (const [file, text] of [
            ['p.json', JSON.stringify(api(drawn), null, 1)],
            ['t.yaml', yaml(template(drawn), true)],
          ] as const) {
            const cut = at % text.length;
            await judged(file, text.slice(0, cut));
            await judged(file, text.slice(0, cut) + more + text.slice(cut));
          }
        },
      ),
      { numRuns: RUNS },
    );
  });
});
