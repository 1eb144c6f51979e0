import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** A writer that counts in a file under its lock, and now and then is killed while it holds the lock. */
const WRITER = `
import { readFileSync, writeFileSync } from 'node:fs';
import { withLock } from './src/sources/lock-file.ts';
const [, , path, rounds] = process.argv;
for (let round = 0; round < Number(rounds); round++) {
  withLock(path, () => {
    const before = Number(readFileSync(path, 'utf8'));
    for (const until = performance.now() + 2; performance.now() < until; );
    writeFileSync(path, String(before + 1));
  });
  try {
    // What a killed writer leaves: a lock in the name of a process that is no more.
    writeFileSync(path.replace(/[^/\\\\]+$/, '.$&.lock'), '999999999', { flag: 'wx' });
  } catch {}
}
`;

test('writers at once count every one of their changes, also when some are killed with the lock in their hands', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-lock-'));
  const program = join(folder, 'writer.mjs');
  await build({
    stdin: { contents: WRITER, resolveDir: '.', loader: 'ts' },
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
  });
  const path = join(folder, 'count');
  writeFileSync(path, '0');
  const writers = Array.from(
    { length: 16 },
    () => new Promise((done) => spawn(process.execPath, [program, path, '20'], { stdio: 'inherit' }).on('close', done)),
  );
  expect(await Promise.all(writers)).toEqual(writers.map(() => 0));
  expect(readFileSync(path, 'utf8')).toBe('320');
  expect(readdirSync(folder).filter((name) => name.endsWith('.break'))).toEqual([]);
  rmSync(folder, { recursive: true });
}, 60_000);
