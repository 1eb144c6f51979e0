import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { lintRules } from '../../src/facts/checklist/lint-rules.js';
import { namesIn, satisfy } from '../../src/facts/checklist/satisfy.js';
import { holds } from '../../src/facts/review/value.js';
import { loadChecklist } from '../../src/loaders/checklist/checklist.js';
import { exportLens } from '../../src/loaders/lens/export.js';
import { importLens } from '../../src/loaders/lens/import.js';
import { lensBreaches, lensRules } from '../../src/loaders/lens/lint.js';
import { BadRiskCondition, parseRiskCondition } from '../../src/loaders/lens/risk-condition.js';
import { parseDocument } from '../../src/loaders/syntax/parse.js';
import type { RiskExpression } from '../../src/model/checklist.js';
import { SourceText } from '../../src/model/located.js';
import { corpusFiles } from '../corpus-folder.js';

const lenses = corpusFiles('lens');

function imported(source: SourceText) {
  const { value, problems } = importLens(source);
  if (!value) throw new Error(problems.map((one) => `${one.location?.line}: ${one.message}`).join('\n'));
  const { value: checklist, problems: wrong } = loadChecklist(new SourceText('lens.yaml', stringify(value)));
  if (!checklist) throw new Error(wrong.map((one) => `${one.location?.line}: ${one.message}`).join('\n'));
  return checklist;
}

describe('a custom lens', () => {
  test.each(lenses.map((path) => [basename(path), path]))('%s comes out as it went in', (_, path) => {
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    const out = exportLens(imported(new SourceText(path, text)));
    // Order of keys included.
    expect(JSON.stringify(out, null, 1)).toBe(JSON.stringify(JSON.parse(text), null, 1));
  });

  test.runIf(lenses.length > 0)(
    "AWS's own sample has a rule that can never be true, and it is found at its line",
    () => {
      const path = lenses.find((one) => one.includes('ORR-Whitepaper-Sample'))!;
      const text = readFileSync(path, 'utf8');
      const root = parseDocument(new SourceText('sample.json', text))!;
      const lint = lensRules(root).flatMap(({ options, rules }) => lintRules(options, rules));
      const never = lint.filter((one) => one.message.includes('can never be true'));
      const line = text.split('\n').findIndex((one) => one.includes('(rto_defined) && (!rto_defined)')) + 1;
      expect(never.map((one) => one.location.line)).toEqual([line]);
    },
  );

  test.runIf(lenses.length > 0)('published lenses keep most limits, and breaches are named', () => {
    const breaches = lenses.map((path) => {
      const root = parseDocument(new SourceText(path, readFileSync(path, 'utf8').replace(/^\uFEFF/, '')))!;
      return lensBreaches(root).length;
    });
    expect(breaches.filter((count) => count === 0).length).toBeGreaterThan(0);
  });
});

test('a lens whose answers could not be told apart is refused, and so is one without choices', () => {
  const question = (id: string, choices: object[]) => ({ id, title: 'T', choices, riskRules: [] });
  const more = [{ type: 'ELSE', content: [] }];
  const lens = {
    schemaVersion: '2021-11-01',
    name: 'N',
    description: 'D',
    pillars: [
      {
        id: 'one',
        name: 'P',
        questions: [question('same', [{ id: 'a_no' }, { id: 'a_no', additionalResources: more }])],
      },
      { id: 'one', name: 'P', questions: [question('same', [])] },
    ],
  };
  const found = lensBreaches(parseDocument(new SourceText('lens.json', JSON.stringify(lens)))!);
  expect(found.map((one) => one.message)).toEqual([
    'the id "one" of a pillar stands twice',
    'the id "same" of a question stands twice',
    'the id "a_no" of a choice stands twice',
    'the type of an additional resource must be HELPFUL_RESOURCE or IMPROVEMENT_PLAN',
    'there is nothing to choose',
  ]);
});

const expression: fc.Arbitrary<RiskExpression> = fc.letrec<{ e: RiskExpression }>((tie) => ({
  e: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom('aa', 'bb', 'cc', 'dd').map((id) => ({ kind: 'statement' as const, id, offset: 0 })),
    tie('e').map((operand) => ({ kind: 'not' as const, operand })),
    fc.tuple(fc.constantFrom('and' as const, 'or' as const), tie('e'), tie('e')).map(([kind, left, right]) => ({
      kind,
      left,
      right,
    })),
  ),
})).e;

function written(node: RiskExpression): string {
  switch (node.kind) {
    case 'default':
      return 'default';
    case 'statement':
      return node.id;
    case 'not':
      return `!(${written(node.operand)})`;
    case 'and':
      return `(${written(node.left)}) && (${written(node.right)})`;
    case 'or':
      return `(${written(node.left)}) || (${written(node.right)})`;
  }
}

function every(names: readonly string[], claim: (chosen: (id: string) => boolean) => boolean): boolean {
  for (let bits = 0; bits < 2 ** names.length; bits++)
    if (!claim((id) => (bits >> names.indexOf(id)) % 2 === 1)) return false;
  return true;
}

describe('the conditions of risk rules', () => {
  test('mean after parsing what was written', () => {
    fc.assert(
      fc.property(expression, (before) => {
        const after = parseRiskCondition(written(before));
        if (after instanceof BadRiskCondition) return false;
        return every(['aa', 'bb', 'cc', 'dd'], (chosen) => holds(before, chosen) === holds(after.expression, chosen));
      }),
    );
  });

  test('are satisfiable exactly when some choice makes them true', () => {
    fc.assert(
      fc.property(expression, (one) => {
        const names = [...new Set(namesIn(one))];
        const never = every(names, (chosen) => !holds(one, chosen));
        const found = satisfy(one);
        if (found === 'unsatisfiable') return never;
        return !never && found !== 'undecided' && holds(one, (id) => found.includes(id));
      }),
    );
  });

  test.each([
    ['aaa || bbb && !ccc', { aaa: true }, true],
    ['aaa || bbb && !ccc', { bbb: true, ccc: true }, false],
    ['(aaa || bbb) && !ccc', { aaa: true, ccc: true }, false],
    ['!aaa && bbb', { bbb: true }, true],
  ] as const)('%s binds as in C', (text, chosen: Readonly<Record<string, boolean>>, expected) => {
    const parsed = parseRiskCondition(text);
    if (parsed instanceof BadRiskCondition) throw new Error(parsed.reason);
    expect(holds(parsed.expression, (id) => chosen[id] === true)).toBe(expected);
  });

  test.each([
    ['aaa &&', 6],
    ['aaa & bbb', 4],
    ['(aaa || bbb', 0],
    ['aaa bbb', 4],
    ['default || aaa', 0],
    ['', 0],
    ['aaa) ', 3],
  ])('%j is refused where it goes wrong', (text, offset) => {
    const parsed = parseRiskCondition(text);
    expect(parsed).toBeInstanceOf(BadRiskCondition);
    expect((parsed as BadRiskCondition).offset).toBe(offset);
  });

  test('that nest a thousand deep are refused, not followed', () => {
    expect(parseRiskCondition(`${'('.repeat(1000)}aaa${')'.repeat(1000)}`)).toBeInstanceOf(BadRiskCondition);
  });
});
