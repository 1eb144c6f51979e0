import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/engine/evaluate.js';
import { assemble, checkPack } from '../../../src/engine/pack.js';
import { changeJudgeable } from '../../../src/facts/change/change-judgeable.js';
import { NO_CONTEXT } from '../../../src/facts/change/context.js';
import { SUBJECT_KINDS } from '../../../src/facts/registry.js';
import { loadChangeYaml } from '../../../src/loaders/change-yaml/load.js';
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
    const loaded = loadChangeYaml(new SourceText('example', example.text));
    if ('problems' in loaded) throw new Error(loaded.problems.map((problem) => problem.message).join('\n'));
    const ruleSet = assemble([rule], SUBJECT_KINDS, { [rule.id]: { params: example.params } });
    const { subject, crashes } = evaluate(changeJudgeable(loaded.change, NO_CONTEXT), ruleSet);
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
