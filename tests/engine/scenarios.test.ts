import { describe, expect, it } from 'vitest';
import { conditionsAmong } from '../../src/engine/scenarios.js';
import { processorTime } from '../processor-time.js';

const leastConditions = (holding: readonly string[], all: readonly string[]) => conditionsAmong(all)(holding);

describe('the fewest conditions that a finding holds under', () => {
  const four = ['A = false, B = false', 'A = false, B = true', 'A = true, B = false', 'A = true, B = true'];

  it('leaves out what may be either way', () => {
    expect(leastConditions(['A = true, B = false', 'A = true, B = true'], four)).toEqual(['A = true']);
  });

  it('keeps all that it takes', () => {
    expect(leastConditions(['A = true, B = false'], four)).toEqual(['A = true, B = false']);
  });

  it('says two ways when neither is enough alone', () => {
    expect(leastConditions(['A = false, B = false', 'A = true, B = true'], four)).toEqual([
      'A = false, B = false',
      'A = true, B = true',
    ]);
  });

  it('says nothing when it holds always', () => {
    expect(leastConditions(four, four)).toEqual([]);
  });

  it('does not leave out the condition under which another one is never asked', () => {
    expect(
      leastConditions(['A = false, B = true'], ['A = true', 'A = false, B = false', 'A = false, B = true']),
    ).toEqual(['A = false, B = true']);
  });

  it('says the one condition that covers most, though another would do for some', () => {
    const reachable = ['G = false, P = false', 'G = false, P = true', 'G = true, P = true'];
    expect(leastConditions(['G = false, P = true', 'G = true, P = true'], reachable)).toEqual(['P = true']);
  });

  it('names the rest that was judged with its conditions left open', () => {
    expect(leastConditions(['A = true', ''], ['A = true', 'A = false', ''])).toEqual([
      'A = true',
      'the conditions are left open',
    ]);
  });

  it('keeps apart what no condition tells apart', () => {
    expect(leastConditions(['through a'], ['through a', 'through b'])).toEqual(['through a']);
  });

  it('is found soon among a hundred scenarios of forty conditions', () => {
    const scenario = (at: number) =>
      Array.from({ length: 40 }, (_, bit) => `C${bit} = ${bit % 7 === at % 7 || at === bit}`);
    const all = Array.from({ length: 128 }, (_, at) => scenario(at).join(', '));
    const least = conditionsAmong(all);
    const begun = processorTime();
    for (let at = 1; at < 100; at++) least(all.slice(0, at));
    expect(processorTime() - begun).toBeLessThan(2000);
  });
});
