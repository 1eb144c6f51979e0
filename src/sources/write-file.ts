import { randomUUID } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TollgateError } from '../errors.js';

/** What to do when a file is there already. */
export interface WriteOptions {
  /** Permissions of the file; a private key has 0o600. */
  readonly mode?: number;
  /** Fail, rather than replace a file that is there. */
  readonly fresh?: boolean;
}

/**
 * Writes a file so that nobody ever sees half of it: into a temporary file beside it, to the disk, then renamed.
 *
 * @throws TollgateError CONFLICT when `fresh` and the file is there, OUTPUT when it cannot be written.
 */
export async function writeFileAtomically(path: string, text: string, options: WriteOptions = {}): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx', options.mode ?? 0o666);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    // A link fails when the name is taken; a rename would replace what is there.
    if (options.fresh) await link(temporary, path);
    else await rename(temporary, path);
  } catch (error) {
    throw notWritten(error, path);
  } finally {
    // What could not be made cannot be taken away either: the first error is the one that tells.
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** Why a file could not be written, and what to do: the error of the system in our words. */
export function notWritten(error: unknown, path: string): TollgateError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST')
    return new TollgateError('CONFLICT', `${path} is there already`, { hint: 'Choose another name, or move it away.' });
  const known = code === undefined ? undefined : REASONS[code];
  if (known) return new TollgateError('OUTPUT', `${path} cannot be written: ${known.reason}`, { hint: known.hint });
  return new TollgateError('OUTPUT', `${path} cannot be written: ${code ?? message}`);
}

/** What the system's codes mean here. The system's own text names the temporary file, which tells nobody anything. */
const REASONS: Readonly<Record<string, { readonly reason: string; readonly hint: string }>> = {
  ENOENT: { reason: 'its folder is not there', hint: 'Make the folder, or choose another place.' },
  ENOTDIR: { reason: 'what should be its folder is a file', hint: 'Choose another place.' },
  EISDIR: { reason: 'it is a folder', hint: 'Name a file.' },
  EACCES: { reason: 'permission denied', hint: 'Choose a place where you may write.' },
  READ_ONLY: { reason: 'the file is read-only', hint: 'Make it writable (chmod u+w), or write another one.' },
  EROFS: { reason: 'the file system is read-only', hint: 'Choose a place where you may write.' },
  EFBIG: {
    reason: 'it would be larger than this process may write',
    hint: 'Make room, or raise the limit (ulimit -f).',
  },
  EDQUOT: { reason: 'your quota of disk space is used up', hint: 'Make room, or choose another place.' },
  ENOSPC: { reason: 'no space is left on the device', hint: 'Make room, or choose another place.' },
};
