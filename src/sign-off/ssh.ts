import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { KeyError } from './key-error.js';
import { SshReader, sshString } from './ssh-wire.js';

/**
 * What SSH signatures of tollgate are for. A signature made for another purpose (a git commit, a file) does not count.
 * See https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig
 */
export const SSH_NAMESPACE = 'sign-off@tollgate';

/** RSA keys below this are refused, as OpenSSH itself has done since 9.1 by default (there 1024, here what NIST asks). */
const MIN_RSA_BITS = 2048;

/** A security key signs only when somebody touched it; this bit says that somebody did. */
const USER_PRESENT = 0x01;

/** A public key of OpenSSH, ready to verify with. */
export interface SshPublicKey {
  readonly key: KeyObject;
  /** Type and base64, without the comment. */
  readonly line: string;
  readonly type: string;
  /** The binary form that signatures carry. */
  readonly blob: Uint8Array;
  /** Of a security key (FIDO): what it was enrolled for. */
  readonly application: string | undefined;
}

/**
 * Reads a line as `id_ed25519.pub` and `authorized_keys` have it, without options.
 *
 * @throws KeyError
 */
export function readSshPublicKey(text: string): SshPublicKey {
  const [type = '', base64 = ''] = text.trim().split(/\s+/);
  const read = KEY_READERS[type];
  if (!read) throw new KeyError(`no public key: PEM, or a line of OpenSSH (${Object.keys(KEY_READERS).join(', ')})`);
  const blob = Buffer.from(base64, 'base64');
  if (blob.toString('base64') !== base64) throw new KeyError('the OpenSSH line is cut or damaged');
  try {
    const reader = new SshReader(blob);
    if (reader.text() !== type) throw new KeyError('the OpenSSH line says one type and holds another');
    const { key, application } = read(reader);
    reader.end();
    return { key, application, blob, type, line: `${type} ${base64}` };
  } catch (error) {
    if (error instanceof KeyError) throw error;
    throw new KeyError('the OpenSSH line is cut or damaged');
  }
}

type KeyReader = (reader: SshReader) => { key: KeyObject; application: string | undefined };

/** Types of key, as in RFC 4253 §6.6, RFC 5656, RFC 8709 and OpenSSH's PROTOCOL.u2f. */
const KEY_READERS: Readonly<Record<string, KeyReader>> = {
  'ssh-ed25519': (reader) => ({ key: ed25519(reader), application: undefined }),
  'ecdsa-sha2-nistp256': (reader) => ({ key: p256(reader), application: undefined }),
  'ssh-rsa': (reader) => ({ key: rsa(reader), application: undefined }),
  'sk-ssh-ed25519@openssh.com': (reader) => ({ key: ed25519(reader), application: reader.text() }),
  'sk-ecdsa-sha2-nistp256@openssh.com': (reader) => ({ key: p256(reader), application: reader.text() }),
};

function ed25519(reader: SshReader): KeyObject {
  return fromJwk({ kty: 'OKP', crv: 'Ed25519', x: base64url(reader.bytes()) });
}

function p256(reader: SshReader): KeyObject {
  if (reader.text() !== 'nistp256') throw new KeyError('the curve is not nistp256');
  const point = reader.bytes();
  if (point.length !== 65 || point[0] !== 4) throw new KeyError('the point of the key is not uncompressed');
  return fromJwk({ kty: 'EC', crv: 'P-256', x: base64url(point.subarray(1, 33)), y: base64url(point.subarray(33)) });
}

function rsa(reader: SshReader): KeyObject {
  const e = base64url(reader.integer());
  const key = fromJwk({ kty: 'RSA', e, n: base64url(reader.integer()) });
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < MIN_RSA_BITS) throw new KeyError(`an RSA key of ${bits} bits is too short: ${MIN_RSA_BITS} at least`);
  return key;
}

function fromJwk(key: Record<string, string>): KeyObject {
  return createPublicKey({ key, format: 'jwk' });
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

/** The binary signature inside what `ssh-keygen -Y sign` prints. */
export function unarmor(text: string): Uint8Array {
  const match = /-----BEGIN SSH SIGNATURE-----\s([A-Za-z0-9+/=\s]+)-----END SSH SIGNATURE-----/.exec(text);
  if (!match) throw new KeyError('ssh-keygen gave no signature');
  return Buffer.from(match[1]!.replace(/\s/g, ''), 'base64');
}

/**
 * Whether an SSH signature (binary SSHSIG) over a message is of a key and made for {@link SSH_NAMESPACE}. Done here, not by
 * `ssh-keygen`, so that whoever verifies needs no OpenSSH.
 */
export function verifySshSignature(line: string, message: Uint8Array, signature: Uint8Array): boolean {
  const trusted = readSshPublicKey(line);
  try {
    return new SshSignature(signature).isOf(trusted, message);
  } catch {
    return false; // bytes that are not even the form of a signature
  }
}

class SshSignature {
  private readonly blob: Uint8Array;
  private readonly namespace: string;
  private readonly reserved: Uint8Array;
  private readonly hash: string;
  private readonly signature: Uint8Array;

  constructor(bytes: Uint8Array) {
    const reader = new SshReader(bytes);
    reader.expect('SSHSIG');
    if (reader.number() !== 1) throw new RangeError('unknown version');
    this.blob = reader.bytes();
    this.namespace = reader.text();
    this.reserved = reader.bytes();
    this.hash = reader.text();
    this.signature = reader.bytes();
    reader.end();
  }

  isOf(trusted: SshPublicKey, message: Uint8Array): boolean {
    if (this.namespace !== SSH_NAMESPACE || !Buffer.from(this.blob).equals(trusted.blob)) return false;
    if (this.hash !== 'sha512' && this.hash !== 'sha256') return false;
    const digest = createHash(this.hash).update(message).digest();
    const parts = [sshString(this.namespace), sshString(this.reserved), sshString(this.hash), sshString(digest)];
    return verifyRaw(trusted, Buffer.concat([Buffer.from('SSHSIG'), ...parts]), new SshReader(this.signature));
  }
}

/** How each type of key signs: the name its signatures carry, and the check. */
function verifyRaw(trusted: SshPublicKey, signed: Buffer, reader: SshReader): boolean {
  const algorithm = reader.text();
  const signature = reader.bytes();
  switch (trusted.type) {
    case 'ssh-rsa': {
      // RFC 8332. Plain ssh-rsa means SHA-1 and is refused.
      const hash = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' }[algorithm];
      reader.end();
      return hash !== undefined && verify(hash, signed, trusted.key, signature);
    }
    case 'ssh-ed25519':
      reader.end();
      return algorithm === trusted.type && verify(undefined, signed, trusted.key, signature);
    case 'ecdsa-sha2-nistp256':
      reader.end();
      return algorithm === trusted.type && verifyEcdsa(trusted.key, signed, signature);
    default:
      return algorithm === trusted.type && verifySecurityKey(trusted, signed, signature, reader);
  }
}

/** OpenSSH's PROTOCOL.u2f: the key signs the hash of its application, flags, a counter and the hash of the message. */
function verifySecurityKey(trusted: SshPublicKey, signed: Buffer, signature: Uint8Array, reader: SshReader): boolean {
  const flags = reader.byte();
  const counter = reader.number();
  reader.end();
  if ((flags & USER_PRESENT) === 0) return false;
  const rest = Buffer.alloc(5);
  rest.writeUInt8(flags, 0);
  rest.writeUInt32BE(counter, 1);
  const hash = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();
  const message = Buffer.concat([hash(trusted.application ?? ''), rest, hash(signed)]);
  return trusted.type.startsWith('sk-ssh-ed25519')
    ? verify(undefined, message, trusted.key, signature)
    : verifyEcdsa(trusted.key, message, signature);
}

/** ECDSA as SSH writes it: two integers r and s, where the library wants 32 bytes each. */
function verifyEcdsa(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  const reader = new SshReader(signature);
  const plain = Buffer.alloc(64);
  for (const end of [32, 64]) {
    const integer = reader.integer();
    if (integer.length > 32) return false;
    plain.set(integer, end - integer.length);
  }
  reader.end();
  return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, plain);
}
