import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import type { PublicKey } from '../model/trust.js';
import { sha256 } from './digest.js';
import { KeyError } from './key-error.js';
import { readSshPublicKey, verifySshSignature } from './ssh.js';

/** Somebody's hand: signs bytes with one key, wherever that key lives. */
export interface Signer {
  readonly key: PublicKey;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** The kinds of key that `keys new` makes. */
export const KEY_TYPES = ['ed25519', 'ecdsa-p256'] as const;

/** One of {@link KEY_TYPES}. */
export type KeyType = (typeof KEY_TYPES)[number];

/**
 * Points of Ed25519 whose order is small (the highest bit, the sign, aside). A key that is one of them has signatures that
 * hold for every message and that anybody can make: https://www.rfc-editor.org/rfc/rfc8032#section-8.9
 */
const SMALL_ORDER = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]);

function refuseSmallOrder(key: KeyObject): void {
  if (key.asymmetricKeyType !== 'ed25519') return;
  const point = key.export({ type: 'spki', format: 'der' }).subarray(-32);
  point[31]! &= 0x7f;
  if (SMALL_ORDER.has(point.toString('hex')))
    throw new KeyError('anybody can sign for this key (it is a point of small order)');
}

/** The identity of a key: SHA-256 of its SubjectPublicKeyInfo, hex. */
export function keyId(key: KeyObject): string {
  return sha256(key.export({ type: 'spki', format: 'der' }));
}

/**
 * Reads a public key: PEM (`-----BEGIN PUBLIC KEY-----`, Ed25519 or ECDSA P-256) or a line of OpenSSH (`ssh-ed25519 AAAA…`).
 *
 * @throws KeyError also for a private key, which has no business where public keys are read.
 */
export function readPublicKey(text: string): PublicKey {
  const trimmed = text.trim();
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(trimmed)) throw new KeyError('this is a private key, not a public one');
  if (!trimmed.startsWith('-----BEGIN')) {
    const { key, line } = readSshPublicKey(trimmed);
    refuseSmallOrder(key);
    return { id: keyId(key), scheme: 'ssh', material: line };
  }
  const key = pemKey(trimmed);
  refuseSmallOrder(key);
  return describe(key);
}

function pemKey(text: string): KeyObject {
  try {
    // The library would also take a certificate, whose own validity nobody would look at.
    if (!text.startsWith('-----BEGIN PUBLIC KEY-----')) throw new KeyError('not a public key');
    return createPublicKey({ key: text, format: 'pem' });
  } catch {
    throw new KeyError('this is no public key in PEM form');
  }
}

function describe(key: KeyObject): PublicKey {
  const material = key.export({ type: 'spki', format: 'pem' }).toString();
  return { id: keyId(key), scheme: schemeOf(key), material };
}

function schemeOf(key: KeyObject): KeyType {
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519';
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ecdsa-p256';
  throw new KeyError(`a key of type ${key.asymmetricKeyType} is not supported: use Ed25519 or ECDSA P-256`);
}

/** The public key that a SubjectPublicKeyInfo (DER) holds, as a key service hands it out. */
export function publicKeyFromDer(der: Uint8Array): PublicKey {
  return describe(createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }));
}

/** Whether a private key in PEM form is encrypted. */
export function isEncrypted(pem: string): boolean {
  return /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem);
}

/**
 * A signer for a private key in PEM form (PKCS#8).
 *
 * @throws KeyError `passphrase-needed`, `passphrase-wrong`, or `unusable`.
 */
export function pemSigner(pem: string, passphrase?: string): Signer {
  const key = readPrivateKey(pem, passphrase);
  const described = describe(createPublicKey(key));
  return { key: described, sign: async (message) => sign(digestFor(described.scheme), message, key) };
}

function readPrivateKey(pem: string, passphrase: string | undefined): KeyObject {
  if (pem.includes('-----BEGIN OPENSSH PRIVATE KEY-----'))
    throw new KeyError('this is a key of OpenSSH: sign with --ssh-key');
  if (isEncrypted(pem) && passphrase === undefined)
    throw new KeyError('the key is encrypted and no passphrase was given', 'passphrase-needed');
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(isEncrypted(pem) ? { passphrase } : {}) });
  } catch {
    // The library's own message could quote what it was given.
    if (isEncrypted(pem)) throw new KeyError('the passphrase does not open the key', 'passphrase-wrong');
    throw new KeyError('this is no private key in PEM form (PKCS#8)');
  }
}

/** Makes a key pair. The private half comes encrypted when there is a passphrase. */
export function newKey(type: KeyType, passphrase?: string): { readonly privatePem: string; readonly key: PublicKey } {
  const { privateKey, publicKey } =
    type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const encryption = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption }).toString();
  return { privatePem, key: describe(publicKey) };
}

/**
 * Whether a signature over a message is of a key. How it is checked follows from the key alone.
 */
export function verifySignature(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  switch (key.scheme) {
    case 'ssh':
      return verifySshSignature(key.material, message, signature);
    case 'ed25519':
    case 'ecdsa-p256':
      return verifyPlain(key, message, signature);
  }
}

function verifyPlain({ material, scheme }: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey(material);
    // Without a digest of its own the library picks one that fits the key: the key must be what the policy says it is.
    return schemeOf(key) === scheme && verify(digestFor(scheme), message, key, signature);
  } catch {
    return false; // bytes that are not even the form of a signature
  }
}

/** Ed25519 hashes by itself; ECDSA P-256 goes with SHA-256. */
function digestFor(scheme: PublicKey['scheme']): 'sha256' | undefined {
  return scheme === 'ecdsa-p256' ? 'sha256' : undefined;
}
