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
    throw asTollgateError(error, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

function asTollgateError(error: unknown, path: string): TollgateError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST')
    return new TollgateError('CONFLICT', `${path} is there already`, { hint: 'Choose another name, or move it away.' });
  return new TollgateError('OUTPUT', `${path} cannot be written: ${message}`);
}
