import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadTestState } from '../../src/facts/review/evidence.js';
import { interpret, NoAnswer, riskOf } from '../../src/facts/review/value.js';
import { loadChecklist } from '../../src/loaders/checklist/checklist.js';
import type { Item } from '../../src/model/checklist.js';
import { SourceText } from '../../src/model/located.js';

function item(members: Record<string, unknown>): Item {
  const one = {
    id: 'i',
    title: 'I',
    question: 'Q?',
    criticality: 'high',
    phase: 'launch',
    driver: 'review',
    ...members,
  };
  const document = {
    title: 'T',
    profile: { peak: { type: 'number', question: 'Q?' } },
    sections: [{ id: 's', title: 'S', items: [one] }],
  };
  return loadChecklist(new SourceText('c.yaml', stringify(document))).value!.sections[0]!.items[0]!;
}

describe('a day that must lie ahead', () => {
  const ends = item({ answer: { type: 'date', minDaysAhead: 30 } });
  test.each([
    ['far enough', '2026-02-01', 'none'],
    ['on the last day', '2026-01-31', 'none'],
    ['too near', '2026-01-30', 'high'],
    ['past', '2025-12-31', 'high'],
  ])('%s: %s is %s risk', (_, day, risk) => {
    expect(riskOf(ends, day, '2026-01-01')).toBe(risk);
  });
});

test('a text that is still to be written is no answer; none may be one', () => {
  const words = item({ answer: { type: 'text' } });
  for (const text of ['TBD', 'to be done', '?']) expect(interpret(words, text)).toBeInstanceOf(NoAnswer);
  for (const text of ['None', 'A queue.']) expect(interpret(words, text)).toBe(text);
});

test('a peak that nobody expects is no bound that a load test meets', () => {
  const { evidence } = item({
    evidence: { kinds: ['load-test'], loadTest: { peakRateAtLeast: '2.0 * profile.peak' } },
  });
  const state = (peak: number) =>
    loadTestState(
      evidence!.loadTest!,
      { tool: 'k6', requests: 9, rate: { perSecond: 100, kind: 'peak' } },
      { profile: { peak }, answers: {} },
    ).state;
  expect([state(50), state(51), state(0), state(-5)]).toEqual(['fresh', 'failing', 'unknown', 'unknown']);
});
