import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { TOLLGATE } from './folder.js';

/**
 * Each folder is a case: `case.json` holds the arguments and the exit code, the other files are the input (or those of the
 * folder that it names, from the root of the project), and the
 * `expected` files what is printed in each format. UPDATE_GOLDEN=1 writes them anew.
 */
const GOLDEN = join(import.meta.dirname, '../golden/check');
const FORMATS = { text: 'txt', json: 'json', sarif: 'sarif' } as const;
const UPDATE = process.env.UPDATE_GOLDEN === '1';

interface Case {
  readonly what: string;
  readonly args: readonly string[];
  readonly exit: number;
  readonly in?: string;
}

const CASES = readdirSync(GOLDEN).sort();

describe.each(CASES)('golden case %s', (name) => {
  const folder = join(GOLDEN, name);
  const { what, args, exit, in: elsewhere } = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as Case;

  it.each(Object.entries(FORMATS))(`${what}, as %s`, (format, ending) => {
    const done = spawnSync(process.execPath, [TOLLGATE, 'check', ...args, '--format', format], {
      cwd: elsewhere === undefined ? folder : join(GOLDEN, '../../..', elsewhere),
      encoding: 'utf8',
      env: { PATH: process.env.PATH },
      input: '',
    });
    expect({ stderr: done.stderr, exit: done.status }).toEqual({ stderr: '', exit });
    const shown = done.stdout.replaceAll(`"${packageJson.version}"`, '"<version>"');
    const path = join(folder, `expected.${ending}`);
    if (UPDATE) writeFileSync(path, shown);
    expect(existsSync(path), `${path} is missing: run with UPDATE_GOLDEN=1 and read it`).toBe(true);
    expect(shown).toBe(readFileSync(path, 'utf8'));
  });
});
