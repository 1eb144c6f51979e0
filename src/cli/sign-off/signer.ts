import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { TollgateError } from '../../errors.js';
import { KeyError } from '../../sign-off/key-error.js';
import { isEncrypted, pemSigner, readPublicKey, type Signer } from '../../sign-off/keys.js';
import { kmsSigner } from '../../sign-off/kms.js';
import { SSH_NAMESPACE, unarmor } from '../../sign-off/ssh.js';
import { openAwsKms } from '../../sources/aws-kms.js';
import { sshSign } from '../../sources/ssh-keygen.js';
import type { Terminal } from '../terminal.js';
import { passphrase } from './passphrase.js';
import { isFile, readBytes } from './place.js';

/** Which key to sign with: exactly one of the three. */
export interface KeyOptions {
  readonly key?: string;
  readonly sshKey?: string;
  readonly kmsKey?: string;
  readonly passphraseFile?: string;
}

/**
 * The signer that the options name.
 *
 * @throws TollgateError USAGE, KEY, FILE_NOT_FOUND.
 */
export async function openSigner(options: KeyOptions, terminal: Terminal): Promise<Signer> {
  const { key, sshKey, kmsKey } = options;
  if ([key, sshKey, kmsKey].filter((option) => option !== undefined).length !== 1)
    throw new TollgateError('USAGE', 'name one key: --key FILE, --ssh-key FILE or --kms-key ID');
  try {
    if (sshKey !== undefined) return openSsh(resolve(terminal.cwd, sshKey));
    if (kmsKey !== undefined) return await kmsSigner(await openAwsKms(), kmsKey);
    return await openPem(resolve(terminal.cwd, key ?? ''), options.passphraseFile, terminal);
  } catch (error) {
    if (error instanceof KeyError) throw new TollgateError('KEY', `${key ?? sshKey ?? kmsKey}: ${error.message}`);
    throw error;
  }
}

async function openPem(path: string, passphraseFile: string | undefined, terminal: Terminal): Promise<Signer> {
  const pem = Buffer.from(readBytes(path)).toString('latin1');
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    terminal.stderr.write(`warning: others on this machine can read ${path}; run: chmod 600 ${path}\n`);
  if (!isEncrypted(pem)) return pemSigner(pem);
  return pemSigner(pem, await passphrase(terminal, passphraseFile, `Passphrase of ${path}`));
}

/** The public half names the key; the private half, or the agent, is `ssh-keygen`'s business. */
function openSsh(path: string): Signer {
  const publicFile = path.endsWith('.pub') ? path : `${path}.pub`;
  if (!isFile(publicFile))
    throw new TollgateError('KEY', `there is no ${publicFile}`, {
      hint: `Write it with: ssh-keygen -y -f ${path} > ${publicFile}`,
    });
  return {
    key: readPublicKey(Buffer.from(readBytes(publicFile)).toString('utf8')),
    sign: async (message) => unarmor(await sshSign(path, SSH_NAMESPACE, message)),
  };
}
