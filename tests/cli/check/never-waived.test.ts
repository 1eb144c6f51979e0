import { afterAll, expect, it } from 'vitest';
import { Folder } from '../folder.js';

const folder = new Folder();
afterAll(() => folder.remove());

it('a rule that cannot be waived and does not exist is a typing error, not protection', () => {
  folder.write('tollgate.yaml', 'waivers: { never: [pipeline/laod-test] }\n');
  folder.write('p.json', '{}');
  const { exit, stderr } = folder.run(['check', 'p.json']);
  expect(exit).toBe(3);
  expect(stderr).toContain('"never" of "waivers" names no rule: pipeline/laod-test (Did you mean pipeline/load-test?)');
});
