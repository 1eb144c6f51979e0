import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { notWritten } from './write-file.js';

/**
 * Writes a file so that at every moment either the old or the new content is there, whole: a temporary file in the same
 * folder, flushed to disk, then renamed. Missing folders are made; a symbolic link keeps pointing to the file.
 *
 * @throws TollgateError OUTPUT when it cannot be written.
 */
export function replaceFile(path: string, text: string): void {
  const target = realPath(path);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`);
  try {
    mkdirSync(dirname(target), { recursive: true });
    const mode = modeOf(target);
    // A rename would get past the protection that somebody gave the file.
    if ((mode & 0o222) === 0) throw Object.assign(new Error('read-only'), { code: 'READ_ONLY' });
    flush(temporary, text, mode);
    renameSync(temporary, target);
    flushFolder(dirname(target));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw notWritten(error, path);
  }
}

/** What a path leads to, when it is there. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function modeOf(path: string): number {
  try {
    return statSync(path).mode & 0o777;
  } catch {
    return 0o644;
  }
}

function flush(path: string, text: string, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    // Unlike writeSync it goes on after a short write: a disk that is almost full takes the beginning without an error.
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes the rename itself durable; not every file system lets folders be opened. */
function flushFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // Without it the rename is still atomic.
  }
}
