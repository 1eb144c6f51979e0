import { closeSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { TollgateError } from '../errors.js';
import { notWritten } from './not-written.js';
import { realPath } from './write-file.js';

/** A writer holds the lock for milliseconds; one this old was left by a process that died elsewhere. */
const STALE_MS = 3_000;

/** How long to wait for another writer. */
const PATIENCE_MS = 5_000;

/**
 * Does something while nobody else who asks the same way can: a lock file beside the file. A lock that a killed process left
 * is taken over.
 *
 * @throws TollgateError CONFLICT when somebody else holds it for seconds.
 */
export function withLock<T>(path: string, work: () => T): T {
  const real = realPath(path);
  const lock = join(dirname(real), `.${basename(real)}.lock`);
  const deadline = Date.now() + PATIENCE_MS;
  while (!take(lock, path)) {
    if (abandoned(lock)) removeAbandoned(lock, path);
    else if (Date.now() > deadline)
      throw new TollgateError('CONFLICT', `another process has been writing ${path} for seconds`, {
        hint: `If none is running, delete ${lock}.`,
      });
    else pause(10);
  }
  try {
    return work();
  } finally {
    // Whoever took so long that others gave the lock up must not take away theirs.
    if (holderOf(lock) === process.pid) rmSync(lock, { force: true });
  }
}

/**
 * Takes an abandoned lock away. Of several who find it, one may, and looks again first: the others would take away the lock of
 * whoever was faster.
 */
function removeAbandoned(lock: string, path: string): void {
  const right = `${lock}.break`;
  if (!take(right, path)) {
    if (abandoned(right)) rmSync(right, { force: true });
    pause(10);
    return;
  }
  try {
    if (abandoned(lock)) rmSync(lock, { force: true });
  } finally {
    rmSync(right, { force: true });
  }
}

/** The process that a lock names; undefined when it is not there. */
function holderOf(lock: string): number | undefined {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return undefined;
  }
}

function take(lock: string, path: string): boolean {
  let file: number;
  try {
    file = openSync(lock, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw notWritten(error, path);
  }
  try {
    writeFileSync(file, String(process.pid));
    return true;
  } catch (error) {
    rmSync(lock, { force: true });
    throw notWritten(error, path);
  } finally {
    closeSync(file);
  }
}

function abandoned(lock: string): boolean {
  try {
    const holder = Number(readFileSync(lock, 'utf8'));
    const age = Date.now() - statSync(lock).mtimeMs;
    return age > STALE_MS || (holder > 0 && !alive(holder));
  } catch {
    return false;
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Waits without giving up the thread: what is waited for takes milliseconds, and is rare. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Removes temporary files of a file whose writer was killed. */
export function removeLeftovers(path: string): void {
  const real = realPath(path);
  const prefix = `.${basename(real)}.`;
  let names: string[];
  try {
    names = readdirSync(dirname(real));
  } catch {
    return;
  }
  for (const name of names) {
    const writer = name.startsWith(prefix) ? /^(\d+)-[0-9a-f]{8}\.tmp$/.exec(name.slice(prefix.length)) : null;
    if (writer && !alive(Number(writer[1]))) rmSync(join(dirname(real), name), { force: true });
  }
}
