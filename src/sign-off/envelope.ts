import type { Json } from './canonical.js';
import { type Refusal, RefusedError } from './refusal.js';
import { parseStrictJsonBytes, StrictJsonError } from './strict-json.js';

/** A DSSE envelope: https://github.com/secure-systems-lab/dsse/blob/master/envelope.md */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  readonly signatures: readonly EnvelopeSignature[];
}

/** One signature of an envelope. */
export interface EnvelopeSignature {
  /** A hint at the key. Nothing is believed because of it. Empty when absent. */
  readonly keyid: string;
  readonly sig: Uint8Array;
}

/** The payload type of an in-toto statement. */
export const STATEMENT_TYPE = 'application/vnd.in-toto+json';

/** More than anybody needs; each costs a verification. */
const MAX_SIGNATURES = 64;

/** What is signed: DSSE's pre-authentication encoding, version 1, over payload type and payload. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = Buffer.from(payloadType, 'utf8');
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} `), type, Buffer.from(` ${payload.length} `), payload]);
}

/** An envelope as it is written to files. */
export function writeEnvelope(envelope: Envelope): string {
  const signatures = envelope.signatures.map(({ keyid, sig }) => ({ keyid, sig: toBase64(sig) }));
  const members = { payloadType: envelope.payloadType, payload: toBase64(envelope.payload), signatures };
  return `${JSON.stringify(members, null, 2)}\n`;
}

/**
 * Reads an envelope. Anything that is not one in exactly one reading is refused: unknown members, keys that stand
 * twice, base64 with stray bits. The spec lets readers take the URL-safe alphabet, so it is taken.
 *
 * @throws RefusedError `envelope-malformed`, `payload-type`.
 */
export function readEnvelope(bytes: Uint8Array): Envelope {
  const json = parse(bytes);
  const { payloadType, payload, signatures } = members(json, ['payloadType', 'payload', 'signatures'], 'the envelope');
  if (typeof payloadType !== 'string') throw malformed('"payloadType" is not a text');
  if (payloadType !== STATEMENT_TYPE)
    throw new RefusedError({
      reason: 'payload-type',
      message: `the payload type is ${JSON.stringify(payloadType)}, not ${JSON.stringify(STATEMENT_TYPE)}`,
    });
  if (!Array.isArray(signatures)) throw malformed('"signatures" is not a list');
  if (signatures.length > MAX_SIGNATURES) throw malformed(`it holds more than ${MAX_SIGNATURES} signatures`);
  return {
    payloadType,
    payload: fromBase64(payload, '"payload"'),
    signatures: signatures.map((signature: Json, at) => readSignature(signature, `signature ${at + 1}`)),
  };
}

function readSignature(json: Json, what: string): EnvelopeSignature {
  const { keyid = '', sig } = members(json, ['keyid', 'sig'], what);
  if (typeof keyid !== 'string') throw malformed(`"keyid" of ${what} is not a text`);
  return { keyid, sig: fromBase64(sig, `"sig" of ${what}`) };
}

function parse(bytes: Uint8Array): Json {
  try {
    return parseStrictJsonBytes(bytes);
  } catch (error) {
    if (error instanceof StrictJsonError) throw malformed(`${error.message} (character ${error.offset + 1})`);
    throw error;
  }
}

function members(json: Json, known: readonly string[], what: string): Record<string, Json | undefined> {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) throw malformed(`${what} is not an object`);
  for (const key of Object.keys(json))
    if (!known.includes(key)) throw malformed(`${what} has a member ${JSON.stringify(key)} that DSSE does not know`);
  return json as Record<string, Json | undefined>;
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** Base64 that its own bytes are written as, so that no two texts stand for one signature. */
function fromBase64(text: Json | undefined, what: string): Uint8Array {
  if (typeof text !== 'string') throw malformed(`${what} is not a text`);
  const standard = text.replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Buffer.from(standard, 'base64');
  if (bytes.toString('base64') !== standard) throw malformed(`${what} is not canonical base64`);
  return bytes;
}

function malformed(message: string): RefusedError {
  const refusal: Refusal = { reason: 'envelope-malformed', message };
  return new RefusedError(refusal);
}
