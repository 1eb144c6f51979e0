import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/engine/evaluate.js';
import { Vocabulary } from '../../../src/engine/expressions.js';
import { templateExpressions } from '../../../src/engine/template.js';
import { changeJudgeable } from '../../../src/facts/change/change-judgeable.js';
import { NO_CONTEXT } from '../../../src/facts/change/context.js';
import { SUBJECT_KINDS } from '../../../src/facts/registry.js';
import { changeFrom } from '../../../src/loaders/change-yaml/load.js';
import { parseDocument } from '../../../src/loaders/syntax/parse.js';
import { get, type Node, scalarText, toPlain } from '../../../src/loaders/syntax/tree.js';
import { SourceText } from '../../../src/model/located.js';
import type { Rule } from '../../../src/model/rule.js';

const vocabularies = new Map(SUBJECT_KINDS.map((kind) => [kind.kind, new Vocabulary(kind)]));

function readRule(file: string): { rule: Rule; examples: { name: string; expect: string; change: Node }[] } {
  const root = parseDocument(new SourceText(file, readFileSync(`rules/change/${file}`, 'utf8')))!;
  const plain = toPlain(root) as Rule;
  const list = get(root, 'examples');
  const examples = list?.kind === 'list' ? list.items : [];
  return {
    rule: { ...plain, id: `change/${file.replace('.yaml', '')}`, params: plain.params ?? {}, spans: {} },
    examples: examples.map((node) => ({
      name: scalarText(get(node, 'name'))!,
      expect: scalarText(get(node, 'expect'))!,
      change: get(node, 'change')!,
    })),
  };
}

const files = readdirSync('rules/change').sort();

describe.each(files)('%s', (file) => {
  const { rule, examples } = readRule(file);
  const vocabulary = vocabularies.get(rule.subject)!;

  it('type-checks', () => {
    for (const expression of [rule.when, rule.require])
      if (expression) expect(vocabulary.typeOf(expression)).toBe('bool');
    for (const template of [rule.message, rule.remedy])
      for (const { text } of templateExpressions(template)) expect(vocabulary.typeOf(text)).toBeTruthy();
  });

  it.each(examples)('$name: $expect', ({ change, expect: outcome }) => {
    const loaded = changeFrom(change);
    if ('problems' in loaded) throw new Error(loaded.problems.map((problem) => problem.message).join('\n'));
    const { subject, crashes } = evaluate(changeJudgeable(loaded.change, NO_CONTEXT), {
      rules: [rule],
      settings: {},
      vocabularies,
    });
    expect(crashes).toEqual([]);
    const found = subject.findings.filter((finding) => finding.rule === rule.id);
    expect(found.map((finding) => `${finding.outcome}: ${finding.message}`).join('\n')).not.toContain('?');
    expect(worst(found.map((finding) => finding.outcome))).toBe(outcome);
  });
});

function worst(outcomes: readonly string[]): string {
  return ['fail', 'undetermined', 'pass', 'not-applicable'].find((outcome) => outcomes.includes(outcome)) ?? 'none';
}
