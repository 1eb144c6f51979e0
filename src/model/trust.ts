import type { Day } from './day.js';
import type { Location } from './located.js';

/** Who may sign, with which keys, as what; and how many of which role make a sign-off. */
export interface TrustPolicy {
  readonly people: readonly Person[];
  /** By kind of judged thing (`review`, `change`, `pipeline`), `*` for all others. */
  readonly requirements: Readonly<Record<string, Requirement>>;
  /** Duties that keep somebody from signing: who wrote it, who will run it. */
  readonly mayNotSign: readonly Duty[];
  /** How far git history tells who the authors are. */
  readonly gitAuthors: GitAuthors;
  /** Names under which the repository may be met: `github.com/acme/shop`. The first is written into statements. */
  readonly repositories: readonly string[];
  /** Whether the approver of every waiver that was used must be among the signers. */
  readonly approversSign: boolean;
}

/** A duty that can exclude from signing. */
export type Duty = 'author' | 'executor';

/** Who holds a duty, as a document says. */
export interface HeldDuty {
  readonly duty: Duty;
  /** Name or address, as written. */
  readonly person: string;
}

/** All duties. */
export const DUTIES = ['author', 'executor'] as const satisfies readonly Duty[];

/**
 * `everyone` who ever committed to a signed file, those within so many days before the statement's date, or `ignore`:
 * what documents themselves say of their author still counts.
 */
export type GitAuthors = 'everyone' | 'ignore' | { readonly sinceDays: number };

/** Somebody who may sign. One person counts once, however many keys they hold. */
export interface Person {
  readonly name: string;
  /** Addresses under which they commit. */
  readonly emails: readonly string[];
  readonly roles: readonly string[];
  readonly keys: readonly TrustedKey[];
  readonly location?: Location;
}

/**
 * How signatures of a key are made. It is read from the trusted key, never from the envelope.
 * - `ed25519`, `ecdsa-p256`: over the DSSE encoding itself.
 * - `ssh`: an SSH signature (`ssh-keygen -Y`) over the DSSE encoding.
 */
export type Scheme = 'ed25519' | 'ecdsa-p256' | 'ssh';

/** A public key and when it is trusted. */
export interface TrustedKey extends PublicKey {
  /** First and last day (UTC, inclusive) on which its signatures count. */
  readonly validFrom?: Day;
  readonly validUntil?: Day;
  /** Why it is trusted no more. A revoked key vouches for nothing, whatever the date. */
  readonly revoked?: string;
  readonly location?: Location;
}

/** A public key as policies hold it. */
export interface PublicKey {
  /** SHA-256 of the SubjectPublicKeyInfo (DER), hex. */
  readonly id: string;
  readonly scheme: Scheme;
  /** PEM for `ed25519` and `ecdsa-p256`, an OpenSSH line (type and base64) for `ssh`. */
  readonly material: string;
}

/** What makes a sign-off of one kind of thing. */
export interface Requirement {
  /** How many different people of each role must sign. */
  readonly roles: Readonly<Record<string, number>>;
  /** How many days after the statement's date the sign-off still holds. */
  readonly validDays: number;
}

/** What a policy can require signatures for: the kinds of things that are judged, and `*` for all others. */
export const REQUIRED_KINDS = ['pipeline', 'review', 'change', '*'] as const;

/** What is required when the policy does not say: an operational readiness review has two signatures. */
export const DEFAULT_REQUIREMENTS: Readonly<Record<string, Requirement>> = {
  review: { roles: { 'bar-raiser': 1, director: 1 }, validDays: 365 },
  change: { roles: { 'bar-raiser': 1 }, validDays: 30 },
  '*': { roles: { 'bar-raiser': 1 }, validDays: 90 },
};
