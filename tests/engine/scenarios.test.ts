import { describe, expect, it } from 'vitest';
import { leastConditions } from '../../src/engine/scenarios.js';

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

  it('keeps apart what no condition tells apart', () => {
    expect(leastConditions(['through a'], ['through a', 'through b'])).toEqual(['through a']);
  });
});
