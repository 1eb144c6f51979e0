import { TollgateError } from '../errors.js';

/** Why a file could not be written, and what to do: the error of the system in our words. */
export function notWritten(error: unknown, path: string): TollgateError {
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  // A folder that is to be made where a file stands.
  const reason = code === 'EEXIST' && syscall === 'mkdir' ? 'ENOTDIR' : code;
  if (reason === 'EEXIST')
    return new TollgateError('CONFLICT', `${path} is there already`, { hint: 'Choose another name, or move it away.' });
  const known = reason === undefined ? undefined : REASONS[reason];
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
