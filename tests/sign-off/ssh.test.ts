import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { KeyError } from '../../src/sign-off/key-error.js';
import { readPublicKey, verifySignature } from '../../src/sign-off/keys.js';
import { SSH_NAMESPACE, unarmor } from '../../src/sign-off/ssh.js';
import { sshString } from '../../src/sign-off/ssh-wire.js';
import { sshSign } from '../../src/sources/ssh-keygen.js';
import { hasTool } from '../tools.js';

const folder = mkdtempSync(join(tmpdir(), 'tollgate-ssh-'));
afterAll(() => rmSync(folder, { recursive: true }));

const message = Buffer.from('DSSEv1 28 application/vnd.in-toto+json 2 {}');

function generate(name: string, ...options: string[]): string {
  const file = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-N', '', '-C', 'ana@laptop', '-f', file, ...options]);
  return file;
}

function publicKey(file: string) {
  return readPublicKey(readFileSync(`${file}.pub`, 'utf8'));
}

/** What OpenSSH itself says of a signature. */
function opensshVerifies(line: string, signature: Uint8Array, namespace = SSH_NAMESPACE): boolean {
  const [signers, file] = [join(folder, 'signers'), join(folder, 'signature')];
  const armour = Buffer.from(signature)
    .toString('base64')
    .replace(/.{1,70}/g, '$&\n');
  writeFileSync(signers, `ana namespaces="${namespace}" ${line}\n`);
  writeFileSync(file, `-----BEGIN SSH SIGNATURE-----\n${armour}-----END SSH SIGNATURE-----\n`);
  try {
    const options = ['-Y', 'verify', '-f', signers, '-I', 'ana', '-n', namespace, '-s', file];
    execFileSync('ssh-keygen', options, { input: message, stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

const hasSsh = hasTool('ssh-keygen');

describe.runIf(hasSsh)('a signature by ssh-keygen', () => {
  it.each([
    ['ed25519', ['-t', 'ed25519']],
    ['ecdsa', ['-t', 'ecdsa', '-b', '256']],
    ['rsa', ['-t', 'rsa', '-b', '2048']],
  ])('verifies without OpenSSH (%s)', async (name, options) => {
    const file = generate(name, ...options);
    const signature = unarmor(await sshSign(file, SSH_NAMESPACE, message));
    expect(verifySignature(publicKey(file), message, signature)).toBe(true);
    expect(verifySignature(publicKey(file), Buffer.from('other'), signature)).toBe(false);
  });

  it('counts for no other purpose than sign-offs', async () => {
    const file = generate('namespace', '-t', 'ed25519');
    const signature = unarmor(await sshSign(file, 'git', message));
    expect(opensshVerifies(publicKey(file).material, signature, 'git')).toBe(true);
    expect(verifySignature(publicKey(file), message, signature)).toBe(false);
  });

  it('counts for no other key', async () => {
    const [one, two] = [generate('one', '-t', 'ed25519'), generate('two', '-t', 'ed25519')];
    const signature = unarmor(await sshSign(one, SSH_NAMESPACE, message));
    expect(verifySignature(publicKey(two), message, signature)).toBe(false);
  });

  it('is worth nothing with any bit flipped, cut or extended', async () => {
    const file = generate('bits', '-t', 'ecdsa', '-b', '256');
    const signature = unarmor(await sshSign(file, SSH_NAMESPACE, message));
    const key = publicKey(file);
    for (let bit = 0; bit < signature.length * 8; bit += 3) {
      const altered = Buffer.from(signature);
      altered[bit >> 3]! ^= 1 << (bit & 7);
      expect(verifySignature(key, message, altered), `bit ${bit}`).toBe(false);
    }
    expect(verifySignature(key, message, signature.subarray(1))).toBe(false);
    expect(verifySignature(key, message, Buffer.concat([signature, Buffer.from([0])]))).toBe(false);
  });

  it('is not taken for a key that the policy holds as PEM', async () => {
    const file = generate('pem', '-t', 'ed25519');
    const signature = unarmor(await sshSign(file, SSH_NAMESPACE, message));
    const key = publicKey(file);
    const spki = Buffer.from(key.material.split(' ')[1]!, 'base64').subarray(-32).toString('base64url');
    const pem = readPublicKey(pemOf(spki));
    expect(pem.id).toBe(key.id);
    expect(verifySignature(pem, message, signature)).toBe(false);
  });
});

function pemOf(x: string): string {
  const prefix = Buffer.from('302a300506032b6570032100', 'hex');
  const body = Buffer.concat([prefix, Buffer.from(x, 'base64url')]).toString('base64');
  return `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----\n`;
}

/** A security key in software: signs as OpenSSH's PROTOCOL.u2f says. */
function securityKey(type: 'ed25519' | 'ecdsa') {
  const pair = type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = type === 'ed25519' ? 'sk-ssh-ed25519@openssh.com' : 'sk-ecdsa-sha2-nistp256@openssh.com';
  const blob = Buffer.concat([sshString(name), publicPart(pair.publicKey), sshString('ssh:')]);
  return {
    line: `${name} ${blob.toString('base64')}`,
    signature: (flags: number) => touch(name, blob, pair.privateKey, flags),
  };
}

function publicPart(key: KeyObject): Buffer {
  const { x = '', y } = key.export({ format: 'jwk' });
  if (y === undefined) return sshString(Buffer.from(x, 'base64url'));
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return Buffer.concat([sshString('nistp256'), sshString(point)]);
}

function touch(name: string, blob: Buffer, key: KeyObject, flags: number): Buffer {
  const hash = (bytes: Uint8Array | string, how = 'sha256') => createHash(how).update(bytes).digest();
  const body = [sshString(SSH_NAMESPACE), sshString(''), sshString('sha512')];
  const signed = Buffer.concat([Buffer.from('SSHSIG'), ...body, sshString(hash(message, 'sha512'))]);
  const rest = Buffer.from([flags, 0, 0, 0, 7]);
  const raw = sign(
    key.asymmetricKeyType === 'ec' ? 'sha256' : undefined,
    Buffer.concat([hash('ssh:'), rest, hash(signed)]),
    { key, dsaEncoding: 'ieee-p1363' },
  );
  const inner =
    key.asymmetricKeyType === 'ec' ? Buffer.concat([mpint(raw.subarray(0, 32)), mpint(raw.subarray(32))]) : raw;
  const signature = sshString(Buffer.concat([sshString(name), sshString(inner), rest]));
  const version = Buffer.from([0, 0, 0, 1]);
  return Buffer.concat([Buffer.from('SSHSIG'), version, sshString(blob), ...body, signature]);
}

function mpint(bytes: Buffer): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const short = bytes.subarray(start);
  return sshString(short[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), short]) : short);
}

describe.each(['ed25519', 'ecdsa'] as const)('a signature of a security key (%s)', (type) => {
  const key = securityKey(type);

  it.runIf(hasSsh)('verifies with OpenSSH', () => {
    expect(opensshVerifies(key.line, key.signature(1))).toBe(true);
  });

  it('verifies here', () => {
    expect(verifySignature(readPublicKey(key.line), message, key.signature(1))).toBe(true);
  });

  it('is refused when nobody touched the key', () => {
    expect(verifySignature(readPublicKey(key.line), message, key.signature(0))).toBe(false);
  });
});

describe('a public key of OpenSSH', () => {
  it.each([
    ['a type that is not supported', 'ssh-dss AAAAB3NzaC1kc3MAAACBAA=='],
    [
      'a type that is not the one inside',
      'ecdsa-sha2-nistp256 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    ],
    ['base64 that is cut', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAA'],
    ['no base64', 'ssh-ed25519'],
    ['nothing', ''],
  ])('is refused with %s', (_, line) => {
    expect(() => readPublicKey(line)).toThrow(KeyError);
  });

  it.runIf(hasSsh)('is refused when it is RSA and short', () => {
    const file = generate('short', '-t', 'rsa', '-b', '1024');
    expect(() => publicKey(file)).toThrow(/1024 bits is too short/);
  });
});
