import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPlace } from '../../src/cli/sign-off/place.js';
import { findTrustPolicy, needTrustPolicy } from '../../src/cli/sign-off/trust-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-trust-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const find = async (named?: string) => findTrustPolicy(await findPlace(folder), folder, named)?.repositories;

describe('the trust policy', () => {
  it('may stand in tollgate.yaml, and needs no version of its own there', async () => {
    write('tollgate.yaml', 'version: 1\ntrust:\n  repositories: [a]\n');
    expect(await find()).toEqual(['a']);
  });

  it('stands in its own file first', async () => {
    write('tollgate.yaml', 'version: 1\ntrust:\n  repositories: [a]\n');
    write('tollgate.trust.yaml', 'version: 1\nrepositories: [b]\n');
    expect(await find()).toEqual(['b']);
  });

  it('is the one that is named before all others', async () => {
    write('tollgate.trust.yaml', 'version: 1\nrepositories: [b]\n');
    write('protected.yaml', 'version: 1\nrepositories: [c]\n');
    expect(await find('protected.yaml')).toEqual(['c']);
  });

  it('is undefined when there is none, and an error where it is needed', async () => {
    expect(await find()).toBeUndefined();
    const place = await findPlace(folder);
    expect(() => needTrustPolicy(place, folder, undefined)).toThrow(expect.objectContaining({ code: 'TRUST' }));
  });

  it('is told everything that is wrong with it, each at its line', async () => {
    write('tollgate.trust.yaml', 'version: 2\npeople:\n  - name: Ana\n');
    await expect(find()).rejects.toMatchObject({
      code: 'TRUST',
      location: { file: 'tollgate.trust.yaml', line: 1 },
      hint: expect.stringContaining('tollgate.trust.yaml:3:'),
    });
  });
});
