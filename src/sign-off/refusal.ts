/**
 * Every reason for which a sign-off is refused, and what it means. The catalogue is closed; `verify` knows no other.
 */
export const REFUSALS = {
  'envelope-malformed': 'the envelope is not a DSSE envelope that every reader understands alike',
  'payload-type': 'the envelope holds something else than an in-toto statement',
  'statement-malformed': 'the payload is not a statement of tollgate that every reader understands alike',
  'no-signature': 'nobody has signed',
  'signature-duplicate': 'two signatures are of one key',
  'signature-invalid': 'a signature does not belong to this payload and key',
  'policy-unsigned': 'it was put up for signature without a trust policy',
  'key-untrusted': 'a signature is of a key that the trust policy does not know',
  'key-not-yet-valid': 'a signature is of a key that is not trusted yet',
  'key-expired': 'a signature is of a key that is trusted no more',
  'key-revoked': 'a signature is of a key that was revoked',
  'role-missing': 'not everybody who must sign has signed',
  'same-person-twice': 'somebody signed with several keys, and counts once',
  'duty-author': 'somebody signed what they wrote',
  'duty-executor': 'somebody signed what they will run',
  'authors-unknown': 'who wrote the signed files cannot be told',
  'input-changed': 'a signed file has changed',
  'input-missing': 'a signed file is gone',
  'input-added': 'a file that is judged was not signed',
  'pack-changed': 'the rules are not those that were applied',
  'outcome-differs': 'judging the same files again gives another result',
  'repository-differs': 'it was signed for another repository',
  'repository-unknown': 'it cannot be told whether it was signed for this repository',
  'not-yet-valid': 'it was judged for a day that is still to come',
  expired: 'it was signed too long ago',
  blocked: 'what was signed is blocked',
  'waiver-expired': 'a waiver that it relies on has ended',
  'waiver-unsigned': 'who approved a waiver has not signed',
  'waiver-self-approved': 'a waiver was approved by its owner',
  'name-look-alike': 'a name looks like that of somebody else',
} as const;

/** One of the closed catalogue of reasons in {@link REFUSALS}. */
export type RefusalReason = keyof typeof REFUSALS;

/** Why a sign-off does not count, and what to do. */
export interface Refusal {
  readonly reason: RefusalReason;
  /** What exactly, as one sentence without a full stop. */
  readonly message: string;
  /** The next thing to do, as an imperative. */
  readonly hint?: string;
}

/** Stops the reading of something signed: what it says cannot be relied on at all. */
export class RefusedError extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
    this.name = 'RefusedError';
  }
}
