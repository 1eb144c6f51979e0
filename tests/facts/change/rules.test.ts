import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changeExample } from '../../../src/cli/change/example.js';
import { evaluate } from '../../../src/engine/evaluate.js';
import { assemble, checkPack } from '../../../src/engine/pack.js';
import { SUBJECT_KINDS } from '../../../src/facts/registry.js';
import { readRule } from '../../../src/loaders/rules.js';
import { SourceText } from '../../../src/model/located.js';

const rules = readdirSync('rules/change')
  .sort()
  .map((file) =>
    readRule(`change/${file.replace('.yaml', '')}`, new SourceText(file, readFileSync(`rules/change/${file}`, 'utf8'))),
  );

it('the rules about changes type-check', () => checkPack(assemble(rules, SUBJECT_KINDS), SUBJECT_KINDS));

describe.each(rules)('$id', (rule) => {
  it.each(rule.examples)('$name: $expect', (example) => {
    const ruleSet = assemble([rule], SUBJECT_KINDS, { [rule.id]: { params: example.params } });
    const [judgeable] = changeExample(example);
    const { subject, crashes } = evaluate(judgeable!, ruleSet);
    expect(crashes).toEqual([]);
    expect(subject.findings.map((finding) => finding.message).join('\n')).not.toContain('?');
    expect(worst(subject.findings.map((finding) => finding.outcome))).toBe(example.expect);
  });

  it('has examples that pass, or do not apply, and mostly one that fails', () => {
    const outcomes = rule.examples.map((example) => example.expect);
    expect(outcomes.some((outcome) => outcome === 'pass' || outcome === 'not-applicable')).toBe(true);
  });
});

function worst(outcomes: readonly string[]): string {
  return ['fail', 'undetermined', 'pass', 'not-applicable'].find((outcome) => outcomes.includes(outcome)) ?? 'none';
}
