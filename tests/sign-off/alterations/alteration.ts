import type { Person, TrustPolicy } from '../../../src/model/trust.js';
import type { RefusalReason } from '../../../src/sign-off/refusal.js';
import type { Surroundings } from '../../../src/sign-off/verify.js';
import { complete, files, policy } from '../world.js';

/** One alteration: what verification sees instead, and why it must refuse it. */
export interface Alteration {
  readonly name: string;
  readonly envelope?: Uint8Array;
  readonly surroundings?: Partial<Surroundings>;
  /** Reasons that must all be given; none listed: any that speaks of damage. */
  readonly because: readonly RefusalReason[];
}

export const text = Buffer.from(complete).toString('utf8');
export const parsed = JSON.parse(text) as {
  payloadType: string;
  payload: string;
  signatures: { keyid: string; sig: string }[];
};
export const payload = Buffer.from(parsed.payload, 'base64');

export function envelope(more: Partial<typeof parsed>): Buffer {
  return Buffer.from(JSON.stringify({ ...parsed, ...more }));
}

export function withPayload(bytes: Uint8Array | string): Buffer {
  return envelope({ payload: Buffer.from(bytes as Uint8Array).toString('base64') });
}

export function withSignature(at: number, more: object): Buffer {
  return envelope({ signatures: parsed.signatures.map((one, index) => (index === at ? { ...one, ...more } : one)) });
}

export function withFiles(changed: Record<string, Uint8Array | string | undefined>): Partial<Surroundings> {
  return {
    file: (name) => {
      const found = Object.hasOwn(changed, name) ? changed[name] : files[name];
      return found === undefined ? undefined : Buffer.from(found as Uint8Array);
    },
  };
}

export function withPeople(people: readonly Person[], more: Partial<TrustPolicy> = {}): Partial<Surroundings> {
  return { policy: { ...policy, people, ...more } };
}

/** The payload with one stretch replaced, which must be there. */
export function replaced(bytes: Uint8Array, from: string, to: string): string {
  const before = Buffer.from(bytes).toString('utf8');
  if (!before.includes(from)) throw new Error(`the payload has no ${from}`);
  return before.replace(from, to);
}

export const person = (base: Person, more: Partial<Person>): Person => ({ ...base, ...more });
