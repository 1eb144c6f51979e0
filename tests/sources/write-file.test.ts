import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeFileAtomically } from '../../src/sources/write-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-write-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('makes the folders that are missing', () => {
  writeFileAtomically(join(folder, 'reports/today/r.xml'), 'new');
  expect(readFileSync(join(folder, 'reports/today/r.xml'), 'utf8')).toBe('new');
  expect(readdirSync(join(folder, 'reports/today'))).toEqual(['r.xml']);
});

it('writes where a link leads, and leaves the link', () => {
  writeFileSync(join(folder, 'real'), 'old');
  symlinkSync('real', join(folder, 'link'));
  writeFileAtomically(join(folder, 'link'), 'new');
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('new');
});

it('keeps the permissions of what it replaces', () => {
  const path = join(folder, 'file');
  writeFileSync(path, 'old');
  chmodSync(path, 0o640);
  writeFileAtomically(path, 'new', { mode: 0o600 });
  expect(statSync(path).mode & 0o777).toBe(0o640);
});

it('gives a new file the permissions that are asked for', () => {
  writeFileAtomically(join(folder, 'key'), 'new', { mode: 0o600, fresh: true });
  expect(statSync(join(folder, 'key')).mode & 0o777).toBe(0o600);
});

it('leaves a file that is there when it is to be fresh', () => {
  writeFileSync(join(folder, 'file'), 'old');
  expect(() => writeFileAtomically(join(folder, 'file'), 'new', { fresh: true })).toThrow(/is there already/);
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['file']);
});

it('refuses to make a folder where a file stands, and says so', () => {
  writeFileSync(join(folder, 'file'), 'old');
  expect(() => writeFileAtomically(join(folder, 'file/r.txt'), 'new')).toThrow(/what should be its folder is a file/);
});

it('writes to a pipe rather than in its place', () => {
  const pipe = join(folder, 'pipe');
  execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
  // A reader that waits in the background: without one, opening a pipe for writing waits for ever.
  execFileSync('sh', ['-c', `cat "${pipe}" > "${folder}/read" & echo started`], {
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  writeFileAtomically(pipe, 'new');
  for (let tries = 0; tries < 100 && !existsSync(join(folder, 'read')); tries++) execFileSync('sleep', ['0.05']);
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});
