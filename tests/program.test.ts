import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the program is ASCII: it is read as Latin-1, which would make other letters of a regular expression match something else', () => {
  const program = readFileSync('dist/tollgate.cjs', 'latin1');
  expect(program.match(/.{0,40}[\x80-\xff]+.{0,40}/g) ?? []).toEqual([]);
  expect(program.length).toBeGreaterThan(100_000);
});
