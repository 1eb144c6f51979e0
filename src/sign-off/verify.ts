import type { Day } from '../model/day.js';
import type { InputDigest, RepositoryIdentity, SignedTrust, Statement } from '../model/statement.js';
import type { PublicKey, TrustPolicy } from '../model/trust.js';
import { compareInputs, type InputChange } from './digest.js';
import { type Envelope, preAuthEncoding, readEnvelope } from './envelope.js';
import { verifySignature } from './keys.js';
import { type OutcomeChange, outcomeChanges } from './outcome-changes.js';
import type { Refusal, RefusedError } from './refusal.js';
import { sameRepository } from './repository.js';
import { readStatement, signedTrust } from './statement.js';
import { type FileAuthor, judgeTrust, shortId, type TrustJudgement } from './trust.js';

/** A signed statement, opened but not yet believed. */
export interface OpenedEnvelope {
  readonly envelope: Envelope;
  readonly statement: Statement;
}

/** The world at the place and time of the verification. */
export interface Surroundings {
  readonly policy: TrustPolicy;
  readonly today: Day;
  /** The bytes of a file by its name in the repository; undefined when there is none. */
  readonly file: (name: string) => Uint8Array | undefined;
  readonly repository: RepositoryIdentity;
  /** Who changed the signed files; a text says why that cannot be told. */
  readonly authors: readonly FileAuthor[] | string;
  /** What judging the same things gives now; absent when they are not judged again. */
  readonly again?: Statement;
}

/** What a verification found. */
export interface Verification {
  readonly accepted: boolean;
  /** In the order of {@link judge}'s checks; empty exactly when accepted. */
  readonly refusals: readonly Refusal[];
  readonly seats: TrustJudgement['seats'];
  readonly inputChanges: readonly InputChange[];
  readonly outcomeChanges: readonly OutcomeChange[];
}

/**
 * Opens an envelope: what is in it, before anything is believed.
 *
 * @throws RefusedError when it, or its payload, can be understood in more ways than one.
 */
export function openEnvelope(bytes: Uint8Array): OpenedEnvelope {
  const envelope = readEnvelope(bytes);
  return { envelope, statement: readStatement(envelope.payload) };
}

/** Decides whether a sign-off counts. All reasons against it are found, not only the first. Nothing is thrown. */
export function judge(opened: OpenedEnvelope, here: Surroundings): Verification {
  const { predicate, subject } = opened.statement;
  const policy = signedTrust(here.policy);
  const signatures = checkSignatures(opened.envelope, policy);
  const authors = typeof here.authors === 'string' ? [] : here.authors;
  const context = { signOff: predicate, keyIds: signatures.good, authors, today: here.today };
  const now = judgeTrust(policy, context);
  const inputChanges = compareInputs(
    subject,
    here.file,
    here.again?.subject.map(({ name }) => name),
  );
  const changes = here.again ? outcomeChanges(predicate, here.again.predicate) : [];
  const refusals = [
    ...signatures.refusals,
    ...now.refusals,
    ...(predicate.trust ? sincePolicy(judgeTrust(predicate.trust, context), now) : [POLICY_UNSIGNED]),
    ...authorsUnknown(policy, here.authors),
    ...inputChanges.map(inputRefusal),
    ...(here.again ? packRefusals(predicate.packs, here.again.predicate.packs) : []),
    ...outcomeRefusals(changes, inputChanges, opened.statement, here.again),
    ...repositoryRefusals(predicate.repository, here),
    ...(predicate.verdict === 'block' ? [BLOCKED] : []),
  ];
  return { accepted: refusals.length === 0, refusals, seats: now.seats, inputChanges, outcomeChanges: changes };
}

/** A verification that ended with the opening of the envelope. */
export function refused(error: RefusedError): Verification {
  return { accepted: false, refusals: [error.refusal], seats: [], inputChanges: [], outcomeChanges: [] };
}

const POLICY_UNSIGNED: Refusal = {
  reason: 'policy-unsigned',
  message: 'the statement was made without a trust policy, so nobody agreed on who had to sign',
  hint: 'Run `tollgate check --statement` again, now that there is one, and sign that.',
};

const BLOCKED: Refusal = {
  reason: 'blocked',
  message: 'what was signed has the verdict block: a blocker failed or is undetermined, and no waiver covers it',
  hint: 'Mend what blocks, or waive it, run `tollgate check --statement` and sign again.',
};

/** Every signature must be good: one that is not was altered, or put there by somebody who hoped nobody looks. */
function checkSignatures(envelope: Envelope, policy: SignedTrust): { good: string[]; refusals: Refusal[] } {
  const message = preAuthEncoding(envelope.payloadType, envelope.payload);
  const keys = policy.people.flatMap((person) => person.keys);
  const good: string[] = [];
  const refusals: Refusal[] = [];
  if (envelope.signatures.length === 0)
    refusals.push({ reason: 'no-signature', message: 'the envelope holds no signature', hint: 'Run `tollgate sign`.' });
  envelope.signatures.forEach(({ keyid, sig }, at) => {
    const found = keyOf(keys, keyid, message, sig);
    if (typeof found !== 'string') refusals.push({ ...found, message: `signature ${at + 1} ${found.message}` });
    else if (good.includes(found))
      refusals.push({
        reason: 'signature-duplicate',
        message: `signature ${at + 1} is of the key ${shortId(found)} again`,
      });
    else good.push(found);
  });
  return { good, refusals };
}

/** The id of the key that a signature is of, or why it is of none. A hint that is given must be right. */
function keyOf(keys: readonly PublicKey[], hint: string, message: Uint8Array, sig: Uint8Array): string | Refusal {
  const candidates = hint === '' ? keys : keys.filter(({ id }) => id === hint);
  const key = candidates.find((candidate) => verifySignature(candidate, message, sig));
  if (key) return key.id;
  if (hint !== '' && candidates.length === 0)
    return {
      reason: 'key-untrusted',
      message: `is of the key "${hint.slice(0, 16)}", which the trust policy does not know`,
      hint: 'Add it with `tollgate keys trust`, if its owner may sign, and have the change reviewed.',
    };
  return {
    reason: 'signature-invalid',
    message: hint === '' ? 'is of no trusted key' : `is not of the key ${shortId(hint)} over this payload`,
    hint: 'The payload, the signature or the key was altered: get the envelope from where it was signed.',
  };
}

/** What the policy that was signed refuses and today's does not: trust that was widened since. */
function sincePolicy(then: TrustJudgement, now: TrustJudgement): Refusal[] {
  const known = new Set(now.refusals.map(({ reason }) => reason));
  return then.refusals
    .filter(({ reason }) => !known.has(reason))
    .map((refusal) => ({
      ...refusal,
      message: `${refusal.message} (under the trust policy that was signed)`,
      hint: 'The trust policy was changed after the statement was made: run `tollgate check --statement` and sign again.',
    }));
}

function authorsUnknown(policy: SignedTrust, authors: Surroundings['authors']): Refusal[] {
  if (typeof authors !== 'string' || policy.gitAuthors === 'ignore' || !policy.mayNotSign.includes('author')) return [];
  return [
    {
      reason: 'authors-unknown',
      message: authors,
      hint: 'Verify in a full clone (in CI: `fetch-depth: 0`) where git is installed and may read it (`git config --global --add safe.directory …`).',
    },
  ];
}

function inputRefusal({ name, what }: InputChange): Refusal {
  switch (what) {
    case 'changed':
      return { reason: 'input-changed', message: `${name} is not what was signed`, hint: JUDGE_AND_SIGN };
    case 'line-ends':
      return {
        reason: 'input-changed',
        message: `${name} has other line ends (LF, CRLF) than what was signed`,
        hint: 'Check it out as it was: `* -text` in .gitattributes, or `git config core.autocrlf false`.',
      };
    case 'missing':
      return { reason: 'input-missing', message: `${name} was signed and is gone`, hint: JUDGE_AND_SIGN };
    case 'added':
      return { reason: 'input-added', message: `${name} is judged too and was not signed`, hint: JUDGE_AND_SIGN };
  }
}

const JUDGE_AND_SIGN = 'Run `tollgate check --statement` and sign again.';

function packRefusals(signed: readonly InputDigest[], here: readonly InputDigest[]): Refusal[] {
  const digests = (packs: readonly InputDigest[]) => new Map(packs.map(({ name, digest }) => [name, digest.sha256]));
  const [then, now] = [digests(signed), digests(here)];
  const names = [...new Set([...then.keys(), ...now.keys()])].sort();
  return names
    .filter((name) => then.get(name) !== now.get(name))
    .map((name) => ({
      reason: 'pack-changed',
      message: `the rule pack ${name} is not the one that was applied`,
      hint: JUDGE_AND_SIGN,
    }));
}

/** When files changed, results that differ are no news. */
function outcomeRefusals(
  changes: readonly OutcomeChange[],
  inputs: readonly InputChange[],
  signed: Statement,
  again: Statement | undefined,
): Refusal[] {
  if (changes.length === 0 || inputs.length > 0 || !again) return [];
  const { version } = signed.predicate.tool;
  const versions = version === again.predicate.tool.version ? '' : `; it was made by tollgate ${version}`;
  const message = `judging the same files again gives ${changes.length} other outcome(s)${versions}`;
  return [{ reason: 'outcome-differs', message, hint: JUDGE_AND_SIGN }];
}

function repositoryRefusals(signed: RepositoryIdentity, here: Surroundings): Refusal[] {
  switch (sameRepository(signed, here.repository, here.policy.repositories)) {
    case 'same':
      return [];
    case 'other': {
      const message = `it was signed for ${spoken(signed)}, and this is ${spoken({ ...here.repository, declared: null })}`;
      const hint = 'If it is the same under another name, add the name to `repositories` of the trust policy.';
      return [{ reason: 'repository-differs', message, hint }];
    }
    case 'unknown':
      return [
        {
          reason: 'repository-unknown',
          message: 'nothing tells whether it was signed for this repository',
          hint: 'Name the repository under `repositories` of the trust policy, run `tollgate check --statement` and sign again.',
        },
      ];
  }
}

function spoken({ declared, origin, root }: RepositoryIdentity): string {
  return declared ?? origin ?? (root === null ? 'a repository without a name' : `one that began with commit ${root}`);
}
