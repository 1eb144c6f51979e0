import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { KeyError } from '../../src/sign-off/key-error.js';
import { newKey, pemSigner, readPublicKey, verifySignature } from '../../src/sign-off/keys.js';
import { type KmsClient, kmsSigner } from '../../src/sign-off/kms.js';
import { openAwsKms } from '../../src/sources/aws-kms.js';

const message = Buffer.from('message');

describe('a private key', () => {
  it.each(['ed25519', 'ecdsa-p256'] as const)('signs what its public half verifies (%s)', async (type) => {
    const { privatePem, key } = newKey(type, 'correct horse');
    const signature = await pemSigner(privatePem, 'correct horse').sign(message);
    expect(key.scheme).toBe(type);
    expect(verifySignature(key, message, signature)).toBe(true);
    expect(verifySignature(key, Buffer.from('massage'), signature)).toBe(false);
  });

  it('is encrypted in its file when there is a passphrase', () => {
    expect(newKey('ed25519', 'correct horse').privatePem).toContain('BEGIN ENCRYPTED PRIVATE KEY');
  });

  it('says that it needs a passphrase', () => {
    expect(() => pemSigner(newKey('ed25519', 'correct horse').privatePem)).toThrow(
      expect.objectContaining({ why: 'passphrase-needed' }),
    );
  });

  it('never shows the passphrase that did not open it', () => {
    const { privatePem } = newKey('ed25519', 'correct horse');
    try {
      pemSigner(privatePem, 'battery staple');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ why: 'passphrase-wrong' });
      expect(String((error as Error).stack)).not.toContain('battery');
    }
  });

  it.each([
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
    ['secp256k1', generateKeyPairSync('ec', { namedCurve: 'secp256k1' })],
    ['X25519', generateKeyPairSync('x25519')],
  ])('is refused when it is %s', (_, { privateKey, publicKey }) => {
    expect(() => pemSigner(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())).toThrow(KeyError);
    expect(() => readPublicKey(publicKey.export({ type: 'spki', format: 'pem' }).toString())).toThrow(KeyError);
  });

  it('is refused where a public one belongs, without being shown', () => {
    const { privatePem } = newKey('ed25519');
    const body = privatePem.split('\n')[1]!;
    expect(() => readPublicKey(privatePem)).toThrow(/private key/);
    expect(() => readPublicKey(privatePem)).not.toThrow(body);
  });

  it.each([
    '',
    'hello',
    '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
    '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
  ])('is not read from %j', (text) => {
    expect(() => pemSigner(text)).toThrow(KeyError);
    expect(() => readPublicKey(text)).toThrow(KeyError);
  });
});

/** A key service in memory; it signs digests, as AWS KMS does with MessageType DIGEST. */
function keyService(curve = 'P-256', usage = 'SIGN_VERIFY'): KmsClient {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: curve });
  return {
    publicKey: async () => ({
      der: publicKey.export({ type: 'spki', format: 'der' }),
      spec: curve === 'P-256' ? 'ECC_NIST_P256' : 'ECC_NIST_P384',
      usage,
    }),
    // Signing a digest alone is not in node's reach: the fake signs the message that the test knows it is of.
    signDigest: async () => sign('sha256', message, privateKey),
  };
}

describe('a key in AWS KMS', () => {
  it('signs what its public half verifies', async () => {
    const signer = await kmsSigner(keyService(), 'alias/sign-off');
    expect(verifySignature(signer.key, message, await signer.sign(message))).toBe(true);
    expect(signer.key.scheme).toBe('ecdsa-p256');
    expect(createPublicKey(signer.key.material).asymmetricKeyType).toBe('ec');
  });

  it('gets the SHA-256 of the message, never more than its 4096 bytes', async () => {
    const asked: Uint8Array[] = [];
    const service = {
      ...keyService(),
      signDigest: async (_: string, digest: Uint8Array) => {
        asked.push(digest);
        return Buffer.alloc(0);
      },
    };
    await (await kmsSigner(service, 'k')).sign(Buffer.from('abc'));
    expect(Buffer.from(asked[0]!).toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it.each([
    ['P-384', 'SIGN_VERIFY'],
    ['P-256', 'KEY_AGREEMENT'],
  ])('is refused when it is %s for %s', async (curve, usage) => {
    await expect(kmsSigner(keyService(curve, usage), 'k')).rejects.toThrow(/ECC_NIST_P256 for SIGN_VERIFY is needed/);
  });

  it('needs a package that is not installed by itself, and says so', async () => {
    await expect(openAwsKms(() => Promise.reject(new Error('Cannot find package')))).rejects.toMatchObject({
      code: 'KEY',
      hint: expect.stringContaining('npm install @aws-sdk/client-kms'),
    });
  });

  it('is asked through the SDK for one signature over a digest', async () => {
    const sent: object[] = [];
    class Command {
      constructor(readonly input: object) {}
    }
    const sdk = {
      KMSClient: class {
        send(command: Command): Promise<object> {
          sent.push(command.input);
          return Promise.resolve({
            PublicKey: Buffer.from('der'),
            KeySpec: 'ECC_NIST_P256',
            KeyUsage: 'SIGN_VERIFY',
            Signature: Buffer.from('sig'),
          });
        }
      },
      GetPublicKeyCommand: Command,
      SignCommand: Command,
    };
    const kms = await openAwsKms(() => Promise.resolve(sdk));
    expect((await kms.publicKey('k')).spec).toBe('ECC_NIST_P256');
    expect(Buffer.from(await kms.signDigest('k', Buffer.alloc(32))).toString()).toBe('sig');
    expect(sent).toEqual([
      { KeyId: 'k' },
      { KeyId: 'k', Message: Buffer.alloc(32), MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' },
    ]);
  });

  it('tells what AWS says when it refuses', async () => {
    const sdk = {
      KMSClient: class {
        send(): Promise<object> {
          return Promise.reject(Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' }));
        }
      },
      GetPublicKeyCommand: class {},
      SignCommand: class {},
    };
    const kms = await openAwsKms(() => Promise.resolve(sdk));
    await expect(kms.publicKey('k')).rejects.toMatchObject({
      code: 'KEY',
      message: expect.stringContaining('AccessDeniedException'),
    });
  });
});
