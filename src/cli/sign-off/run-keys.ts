import { join, relative, resolve } from 'node:path';
import { TollgateError } from '../../errors.js';
import { CannotEdit, type NewTrust, withTrustedKey } from '../../loaders/trust-edit.js';
import { loadTrustPolicy } from '../../loaders/trust-policy.js';
import { dayTrouble, parseDay } from '../../model/day.js';
import { SourceText } from '../../model/located.js';
import type { PublicKey } from '../../model/trust.js';
import { KeyError } from '../../sign-off/key-error.js';
import { type KeyType, newKey, publicKeyFromDer, readPublicKey } from '../../sign-off/keys.js';
import { shortId } from '../../sign-off/trust.js';
import { openAwsKms } from '../../sources/aws-kms.js';
import { writeFileAtomically } from '../../sources/write-file.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printable, type Terminal } from '../terminal.js';
import { demand } from './demand.js';
import { askHidden, canAsk, PASSPHRASE_VARIABLE, passphrase } from './passphrase.js';
import { findPlace, isFile, readBytes } from './place.js';
import { readKey, TRUST_FILE } from './trust-file.js';

/** A passphrase shorter than this is guessed in no time. */
const MIN_PASSPHRASE = 10;

/** The options of `keys new`. */
export interface KeysNewOptions {
  readonly type: KeyType;
  readonly passphraseFile?: string;
  /** False with `--no-passphrase`: the file's permissions are all that protects the key. */
  readonly passphrase: boolean;
}

/** `tollgate keys new`: makes a key pair, FILE (private, 0600) and FILE.pub. */
export async function runKeysNew(file: string, options: KeysNewOptions, terminal: Terminal): Promise<ExitCode> {
  const path = resolve(terminal.cwd, file);
  for (const taken of [path, `${path}.pub`])
    if (isFile(taken))
      throw new TollgateError('CONFLICT', `${relative(terminal.cwd, taken)} is there already`, {
        hint: 'Choose another name: a key that is overwritten is gone.',
      });
  const secret = options.passphrase ? await newPassphrase(options, terminal) : undefined;
  const { privatePem, key } = newKey(options.type, secret);
  writeFileAtomically(path, privatePem, { mode: 0o600, fresh: true });
  writeFileAtomically(`${path}.pub`, key.material, { fresh: true });
  const where = relative(terminal.cwd, path);
  terminal.stdout.write(
    `${printable(`Wrote ${where} (private: keep it to yourself) and ${where}.pub`)}
Key ${key.id}
Let others trust it: ${printable(`tollgate keys trust ${where}.pub --name "YOUR NAME" --role bar-raiser`)}
`,
  );
  return EXIT.pass;
}

async function newPassphrase(options: KeysNewOptions, terminal: Terminal): Promise<string> {
  const given = options.passphraseFile !== undefined || (terminal.env[PASSPHRASE_VARIABLE] ?? '') !== '';
  if (!given && !canAsk(terminal))
    throw new TollgateError('USAGE', 'there is no terminal to ask for a passphrase', {
      hint: `Give --passphrase-file FILE, set ${PASSPHRASE_VARIABLE}, or say --no-passphrase.`,
    });
  const secret = await passphrase(terminal, options.passphraseFile, 'Passphrase for the new key');
  if (secret.length < MIN_PASSPHRASE)
    throw new TollgateError('USAGE', `the passphrase is too short: ${MIN_PASSPHRASE} characters at least`);
  if (!given && (await askHidden(terminal, 'The same again')) !== secret)
    throw new TollgateError('USAGE', 'the two passphrases differ');
  return secret;
}

/** The options of `keys trust`. */
export interface KeysTrustOptions {
  readonly name: string;
  readonly role: readonly string[];
  readonly email?: readonly string[];
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly trust?: string;
  readonly kmsKey?: string;
}

/** `tollgate keys trust`: writes a public key into the trust policy. */
export async function runKeysTrust(
  file: string | undefined,
  options: KeysTrustOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const key = await publicKey(file, options.kmsKey, terminal);
  const { root } = await findPlace(terminal.cwd);
  const path = options.trust === undefined ? join(root, TRUST_FILE) : resolve(terminal.cwd, options.trust);
  const name = relative(terminal.cwd, path);
  const before = isFile(path) ? Buffer.from(readBytes(path)).toString('utf8') : undefined;
  const entry: NewTrust = {
    name: options.name,
    emails: options.email ?? [],
    roles: options.role,
    key,
    ...(options.validFrom === undefined ? {} : { validFrom: day('--valid-from', options.validFrom) }),
    ...(options.validUntil === undefined ? {} : { validUntil: day('--valid-until', options.validUntil) }),
  };
  const after = edited(name, before, entry);
  refuseBroken(name, before, after);
  writeFileAtomically(path, after);
  const said = `${name}: trusts the key ${shortId(key.id)} of ${entry.name} as ${entry.roles.join(', ')}.`;
  terminal.stdout.write(`${printable(said)}
Have the change reviewed: whoever may change this file decides who may sign.
`);
  return EXIT.pass;
}

/** What is written must load: a policy that nobody can read refuses everything. */
function refuseBroken(name: string, before: string | undefined, after: string): void {
  if (before !== undefined) demand(loadTrustPolicy(new SourceText(name, before), readKey));
  const { problems } = loadTrustPolicy(new SourceText(name, after), readKey);
  const [first] = problems;
  if (first)
    throw new TollgateError(
      'TRUST',
      `${name} is left as it was: ${problems.map(({ message }) => message).join('; ')}`,
      {
        ...(first.hint === undefined ? {} : { hint: first.hint }),
      },
    );
}

function edited(name: string, before: string | undefined, entry: NewTrust): string {
  try {
    return withTrustedKey(name, before, entry);
  } catch (error) {
    if (!(error instanceof CannotEdit)) throw error;
    const lines = withTrustedKey(name, undefined, entry).split('\n').slice(2).join('\n');
    throw new TollgateError('TRUST', `${name} cannot be extended by itself: ${error.message}`, {
      hint: `Write this into it by hand:\n${lines}`,
    });
  }
}

async function publicKey(file: string | undefined, kms: string | undefined, terminal: Terminal): Promise<PublicKey> {
  if ((file === undefined) === (kms === undefined))
    throw new TollgateError('USAGE', 'name one key: FILE (a public key), or --kms-key ID');
  try {
    if (kms !== undefined) return publicKeyFromDer((await (await openAwsKms()).publicKey(kms)).der);
    return readPublicKey(Buffer.from(readBytes(resolve(terminal.cwd, file ?? ''))).toString('utf8'));
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    const hint = error.message.includes('private key') ? { hint: `Give its public half: ${file}.pub` } : {};
    throw new TollgateError('KEY', `${file ?? kms}: ${error.message}`, hint);
  }
}

function day(option: string, text: string): string {
  if (parseDay(text) === undefined) throw new TollgateError('USAGE', `${option}: ${dayTrouble(text)}`);
  return text;
}
