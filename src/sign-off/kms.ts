import { createHash } from 'node:crypto';
import { KeyError } from './key-error.js';
import { publicKeyFromDer, type Signer } from './keys.js';

/** The two calls of AWS KMS that signing needs. */
export interface KmsClient {
  /** `GetPublicKey`: the SubjectPublicKeyInfo (DER), and what the key is for. */
  publicKey(keyId: string): Promise<{ readonly der: Uint8Array; readonly spec: string; readonly usage: string }>;
  /** `Sign` with `MessageType: DIGEST` (a message may have 4096 bytes only) and `ECDSA_SHA_256`. */
  signDigest(keyId: string, digest: Uint8Array): Promise<Uint8Array>;
}

/**
 * A signer for an asymmetric key in AWS KMS; the private half never leaves it.
 *
 * @throws KeyError unless the key is `ECC_NIST_P256` for `SIGN_VERIFY`.
 */
export async function kmsSigner(client: KmsClient, keyId: string): Promise<Signer> {
  const { der, spec, usage } = await client.publicKey(keyId);
  if (spec !== 'ECC_NIST_P256' || usage !== 'SIGN_VERIFY')
    throw new KeyError(`the KMS key is ${spec} for ${usage}; ECC_NIST_P256 for SIGN_VERIFY is needed`);
  return {
    key: publicKeyFromDer(der),
    sign: (message) => client.signDigest(keyId, createHash('sha256').update(message).digest()),
  };
}
