import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

test('the program is ASCII: it is read as Latin-1, which would make other letters of a regular expression match something else', () => {
  const program = readFileSync('dist/tollgate.cjs', 'latin1');
  expect(program.match(/.{0,40}[\x80-\xff]+.{0,40}/g) ?? []).toEqual([]);
  expect(program.length).toBeGreaterThan(100_000);
});

test('another Node.js takes no code cache: V8 accepts one of another release and crashes on it', () => {
  const { codeCacheOf } = createRequire(import.meta.url)('../bin/load.js') as { codeCacheOf(command: string): string };
  expect(existsSync(codeCacheOf('check'))).toBe(true);
  const asAnother = join(mkdtempSync(join(tmpdir(), 'tollgate-')), 'as-another.cjs');
  writeFileSync(
    asAnother,
    `Object.defineProperty(process, 'version', { value: 'v20.19.0-other' });
     const fs = require('node:fs');
     const { readFileSync } = fs;
     fs.readFileSync = (file, ...rest) => {
       const content = readFileSync(file, ...rest);
       if (String(file).endsWith('.cache')) console.error('took ' + file);
       return content;
     };`,
  );
  const check = (...words: string[]) =>
    spawnSync(process.execPath, [...words, resolve('bin/tollgate.js'), 'check', 'examples/orders'], {
      encoding: 'utf8',
    });
  const usual = check();
  const other = check('-r', asAnother);
  expect(other.stderr).toBe('');
  expect([other.status, other.stdout]).toEqual([usual.status, usual.stdout]);
  expect(usual.status).toBe(0);
});
