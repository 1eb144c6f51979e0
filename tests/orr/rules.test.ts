import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeableExample } from '../../src/cli/orr/example.js';
import { evaluate } from '../../src/engine/evaluate.js';
import { assemble, checkPack } from '../../src/engine/pack.js';
import { SUBJECT_KINDS } from '../../src/facts/registry.js';
import { readRule } from '../../src/loaders/rules.js';
import { SourceText } from '../../src/model/located.js';

const rules = readdirSync('rules/orr')
  .sort()
  .map((name) => {
    const path = join('rules/orr', name);
    return readRule(`orr/${name.replace(/\.yaml$/, '')}`, new SourceText(path, readFileSync(path, 'utf8')));
  });

test('every expression of the rules type-checks', () => {
  checkPack(assemble(rules, SUBJECT_KINDS), SUBJECT_KINDS);
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test.each(rule.examples.map((example) => [example.name, example.expect, example] as const))(
    '%s: %s',
    (_, expected, example) => {
      const judgeable = judgeableExample(new SourceText(`${id}.yaml`, example.text));
      const { subject, crashes } = evaluate(judgeable, assemble([rule], SUBJECT_KINDS));
      expect(crashes).toEqual([]);
      expect(subject.findings.map((finding) => finding.outcome)).toEqual([expected]);
      for (const finding of subject.findings)
        if (finding.outcome === 'fail') expect(finding.message).not.toContain('{{');
    },
  );

  test('shows how it passes and how it fails', () => {
    const expected = rule.examples.map((example) => example.expect);
    expect(expected).toContain('pass');
    expect(expected).toContain('fail');
  });
});
