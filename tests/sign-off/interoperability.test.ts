import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { dsse, crypto as sigstore } from '@sigstore/core';
import { describe, expect, it } from 'vitest';
import { preAuthEncoding, readEnvelope, STATEMENT_TYPE, writeEnvelope } from '../../src/sign-off/envelope.js';
import { newKey, pemSigner, readPublicKey, verifySignature } from '../../src/sign-off/keys.js';
import { statementBytes } from '../../src/sign-off/statement.js';
import { hasTool } from '../tools.js';
import * as world from './world.js';

const payload = Buffer.from(statementBytes(world.statement));

describe('@sigstore/core', () => {
  it('encodes what is signed as we do', () => {
    for (const bytes of [payload, Buffer.alloc(0), Buffer.from('ü\0\n'), Buffer.alloc(70_000, 7)])
      for (const type of [STATEMENT_TYPE, '', 'text/ü'])
        expect(dsse.preAuthEncoding(type, bytes).equals(preAuthEncoding(type, bytes))).toBe(true);
  });

  it.each(['ed25519', 'ecdsa-p256'] as const)('verifies our envelope (%s)', async (type) => {
    const signer = pemSigner(newKey(type).privatePem);
    const file = JSON.parse(Buffer.from(await world.signed(payload, [signer])).toString('utf8'));
    const message = dsse.preAuthEncoding(file.payloadType, Buffer.from(file.payload, 'base64'));
    const signature = Buffer.from(file.signatures[0].sig, 'base64');
    const digest = type === 'ecdsa-p256' ? 'sha256' : undefined;
    const key = createPublicKey(signer.key.material);
    expect(sigstore.verify(message, key, signature, digest)).toBe(true);
    expect(sigstore.verify(Buffer.concat([message, message]), key, signature, digest)).toBe(false);
  });
});

/** Debian's python3-securesystemslib, which signs and verifies for in-toto; absent elsewhere. */
const python = '/usr/bin/python3';
const hasSecuresystemslib = (() => {
  try {
    execFileSync(python, ['-c', 'import securesystemslib.keys, cryptography'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

function ask(script: string, input: object): string {
  return execFileSync(python, ['-c', script], { input: JSON.stringify(input), encoding: 'utf8' });
}

/** DSSE's own reference for what is signed, in Python; keys and signatures are the library's business. */
const PRELUDE = `
import base64, json, sys
from securesystemslib import keys
from cryptography.hazmat.primitives import serialization as s
told = json.load(sys.stdin)
def pae(kind, payload):
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
def key(keyval):
    names = ("ed25519", "ed25519") if told["type"] == "ed25519" else ("ecdsa", "ecdsa-sha2-nistp256")
    return {"keytype": names[0], "scheme": names[1], "keyid": told["keyid"], "keyval": keyval}
def raw(loaded):
    return loaded.public_bytes(s.Encoding.Raw, s.PublicFormat.Raw).hex()
`;

const VERIFY = `${PRELUDE}
envelope = json.loads(told["envelope"])
public = told["public"]
if told["type"] == "ed25519":
    public = raw(s.load_pem_public_key(public.encode()))
data = pae(envelope["payloadType"].encode(), base64.b64decode(envelope["payload"]))
for one in envelope["signatures"]:
    signature = {"keyid": one["keyid"], "sig": base64.b64decode(one["sig"]).hex()}
    print(keys.verify_signature(key({"public": public}), signature, data))
`;

const SIGN = `${PRELUDE}
private = s.load_pem_private_key(told["private"].encode(), None)
if told["type"] == "ed25519":
    secret = private.private_bytes(s.Encoding.Raw, s.PrivateFormat.Raw, s.NoEncryption()).hex()
    keyval = {"public": raw(private.public_key()), "private": secret}
else:
    keyval = {"public": "", "private": told["private"]}
payload = base64.b64decode(told["payload"])
made = keys.create_signature(key(keyval), pae(told["payloadType"].encode(), payload))
signature = {"keyid": made["keyid"], "sig": base64.b64encode(bytes.fromhex(made["sig"])).decode()}
print(json.dumps({"payloadType": told["payloadType"], "payload": told["payload"], "signatures": [signature]}))
`;

describe.runIf(hasSecuresystemslib)('securesystemslib', () => {
  it.each(['ed25519', 'ecdsa-p256'] as const)('verifies our envelope (%s)', async (type) => {
    const signer = pemSigner(newKey(type).privatePem);
    const envelope = Buffer.from(await world.signed(payload, [signer])).toString('utf8');
    const told = { type, envelope, public: signer.key.material, keyid: signer.key.id };
    expect(ask(VERIFY, told).trim()).toBe('True');
  });

  it.each(['ed25519', 'ecdsa-p256'] as const)('signs an envelope that verifies here (%s)', (type) => {
    const { privatePem, key } = newKey(type);
    const told = {
      type,
      private: privatePem,
      keyid: key.id,
      payload: payload.toString('base64'),
      payloadType: STATEMENT_TYPE,
    };
    const envelope = readEnvelope(Buffer.from(ask(SIGN, told)));
    const [signature] = envelope.signatures;
    expect(Buffer.from(envelope.payload)).toEqual(payload);
    expect(signature!.keyid).toBe(key.id);
    expect(verifySignature(key, preAuthEncoding(envelope.payloadType, envelope.payload), signature!.sig)).toBe(true);
  });
});

describe('an envelope', () => {
  it('is read back as it was written', async () => {
    const envelope = readEnvelope(await world.signed(payload, [world.ana, world.bo]));
    expect(readEnvelope(Buffer.from(writeEnvelope(envelope)))).toEqual(envelope);
  });

  it.runIf(hasTool('openssl'))('names keys by the SHA-256 of their SubjectPublicKeyInfo', () => {
    const { material, id } = world.bo.key;
    const der = execFileSync('openssl', ['pkey', '-pubin', '-outform', 'DER'], { input: material });
    const sum = execFileSync('openssl', ['dgst', '-sha256', '-r'], { input: der, encoding: 'utf8' });
    expect(sum.startsWith(id)).toBe(true);
    expect(readPublicKey(material).id).toBe(id);
  });
});
