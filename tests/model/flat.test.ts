import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flat, flatMap } from '../../src/model/flat.js';

const lists = fc.array(fc.oneof(fc.integer(), fc.array(fc.integer())));

it('flattens as the method of lists does', () => {
  fc.assert(
    fc.property(lists, (list) => {
      expect(flat(list)).toEqual(list.flat());
      expect(flatMap(list, (item, at) => [at, item])).toEqual(list.flatMap((item, at) => [at, item]));
      expect(flatMap(list, (item) => item)).toEqual(list.flat());
    }),
  );
});

it('flattens one level only', () => {
  expect(flatMap([1], () => [[1, 2]])).toEqual([[1, 2]]);
});
