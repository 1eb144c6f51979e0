import { complete, files } from '../world.js';
import { type Alteration, parsed, payload, withFiles, withPayload, withSignature } from './alteration.js';

/** A fixed sequence of pseudo-random numbers below a bound: the same alterations in every run. */
function* numbers(bound: number): Generator<number, never> {
  for (let state = 88172645463325252n; ; ) {
    state ^= (state << 13n) & 0xffffffffffffffffn;
    state ^= state >> 7n;
    state ^= (state << 17n) & 0xffffffffffffffffn;
    yield Number(state % BigInt(bound));
  }
}

function take(count: number, bound: number): number[] {
  const source = numbers(bound);
  return Array.from({ length: count }, () => source.next().value);
}

function flipped(bytes: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}

export function flippedBits(): Alteration[] {
  const inPayload = take(40, payload.length * 8).map(
    (bit): Alteration => ({
      name: `bit ${bit} of the payload flips`,
      envelope: withPayload(flipped(payload, bit)),
      because: [],
    }),
  );
  const inSignatures = parsed.signatures.flatMap(({ sig }, at) => {
    const bytes = Buffer.from(sig, 'base64');
    return take(20, bytes.length * 8).map(
      (bit): Alteration => ({
        name: `bit ${bit} of signature ${at + 1} flips`,
        envelope: withSignature(at, { sig: flipped(bytes, bit).toString('base64') }),
        because: ['signature-invalid'],
      }),
    );
  });
  const inEnvelope = take(60, complete.length * 8).map(
    (bit): Alteration => ({ name: `bit ${bit} of the envelope flips`, envelope: flipped(complete, bit), because: [] }),
  );
  const inInputs = Object.entries(files).flatMap(([name, content]) =>
    take(15, content.length * 8).map(
      (bit): Alteration => ({
        name: `bit ${bit} of ${name} flips`,
        surroundings: withFiles({ [name]: flipped(Buffer.from(content), bit) }),
        because: ['input-changed'],
      }),
    ),
  );
  return [...inPayload, ...inSignatures, ...inEnvelope, ...inInputs];
}
