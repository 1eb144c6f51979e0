import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { notWritten } from './not-written.js';

/** What to do when a file is there already. */
export interface WriteOptions {
  /** Permissions of a new file; a private key has 0o600. A file that is replaced keeps its own. */
  readonly mode?: number;
  /** Fail, rather than replace a file that is there. */
  readonly fresh?: boolean;
}

/**
 * Writes a file so that at every moment either the old or the new content is there, whole: a temporary file in the same
 * folder, flushed to disk, then renamed. Missing folders are made; a symbolic link keeps pointing to the file; a device or a
 * pipe is written to.
 *
 * @throws TollgateError CONFLICT when `fresh` and the file is there, OUTPUT when it cannot be written.
 */
export function writeFileAtomically(path: string, text: string, { mode, fresh }: WriteOptions = {}): void {
  try {
    const before = fresh ? undefined : statSync(path, { throwIfNoEntry: false });
    if (isStream(path, before)) writeFileSync(path, text);
    else replace(fresh ? path : realPath(path), text, { before, mode, fresh: fresh === true });
  } catch (error) {
    throw notWritten(error, path);
  }
}

/** A device or a pipe cannot be replaced: `/dev/stdout`, `/dev/null`, `>(…)` of the shell. */
function isStream(path: string, stat: Stats | undefined): boolean {
  return stat !== undefined && !stat.isDirectory() && (!stat.isFile() || /^\/(dev|proc)\//.test(path));
}

interface Replacement {
  readonly before: Stats | undefined;
  readonly mode: number | undefined;
  readonly fresh: boolean;
}

function replace(target: string, text: string, { before, mode, fresh }: Replacement): void {
  // A rename would get past the protection that somebody gave the file.
  if (before && (before.mode & 0o222) === 0) throw Object.assign(new Error('read-only'), { code: 'READ_ONLY' });
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`);
  try {
    mkdirSync(dirname(target), { recursive: true });
    flush(temporary, text, { mode, keep: before && before.mode & 0o777 });
    // A link fails when the name is taken; a rename would replace what is there.
    if (fresh) linkSync(temporary, target);
    else renameSync(temporary, target);
    flushFolder(dirname(target));
  } finally {
    takeAway(temporary);
  }
}

/** What could not be made cannot be taken away either: the first error is the one that tells. */
function takeAway(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // See above.
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

/** @param modes of a new file, and those to keep when one is replaced, whatever the umask says. */
function flush(path: string, text: string, modes: { mode: number | undefined; keep: number | undefined }): void {
  const file = openSync(path, 'wx', modes.mode ?? 0o666);
  try {
    if (modes.keep !== undefined) fchmodSync(file, modes.keep);
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
