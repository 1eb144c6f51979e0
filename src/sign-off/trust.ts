import { addDays, type Day } from '../model/day.js';
import { nameTrouble, skeleton } from '../model/person-name.js';
import type { DutyHolder, SignedPerson, SignedTrust, SignedWaiver, SignOff } from '../model/statement.js';
import type { Duty } from '../model/trust.js';
import { exactly, mayBe, type Named, named } from './people.js';
import type { Refusal } from './refusal.js';
import { assign, requirementForAll } from './roles.js';

/** Somebody who changed a signed file, as git tells. */
export interface FileAuthor extends Named {
  readonly file: string;
}

/** What trust is judged by, beside the policy. */
export interface TrustContext {
  readonly signOff: SignOff;
  /** The keys whose signatures are good. */
  readonly keyIds: readonly string[];
  readonly authors: readonly FileAuthor[];
  /** The day (UTC) of the verification. */
  readonly today: Day;
}

/** A person who signed, with the keys they used. */
export interface Signatory {
  readonly person: SignedPerson;
  readonly keys: SignedPerson['keys'];
  /** The duties they have in what they signed, and where. */
  readonly duties: readonly DutyHolder[];
}

/** What one policy says of the signatures. */
export interface TrustJudgement {
  /** Who signed as what; roles that nobody fills have no name. */
  readonly seats: readonly { readonly role: string; readonly name: string | undefined }[];
  readonly refusals: readonly Refusal[];
}

/** Judges good signatures by a policy: may these people sign this, and are they all who must? */
export function judgeTrust(policy: SignedTrust, context: TrustContext): TrustJudgement {
  const { signatories, refusals } = signatoriesOf(policy, context);
  const requirement = requirementForAll(
    policy,
    context.signOff.judged.map(({ kind }) => kind),
  );
  const places = Object.entries(requirement.roles).flatMap(([role, count]) => Array<string>(count).fill(role));
  places.sort();
  const seating = assign(places, signatories.length, (at, role) => maySignAs(policy, signatories[at]!, role));
  const seats = places.map((role, at) => {
    const index = seating[at];
    return { role, name: index === undefined ? undefined : signatories[index]!.person.name };
  });
  return {
    seats,
    refusals: [
      ...refusals,
      ...signatories.flatMap((signatory, at) => (seating.includes(at) ? [] : dutyRefusals(policy, signatory))),
      ...missingRoles(seats, signatories),
      ...waiverRefusals(policy, context, signatories),
      ...lookAlikes(policy, context.signOff),
      ...ageRefusals(context, requirement.validDays),
    ],
  };
}

function signatoriesOf(policy: SignedTrust, { signOff, keyIds, authors, today }: TrustContext) {
  const signatories: Signatory[] = [];
  const refusals: Refusal[] = [];
  const holders = dutyHolders(signOff.duties, authors);
  const unknown = new Set(keyIds);
  for (const person of policy.people) {
    const keys = person.keys.filter(({ id }) => unknown.delete(id));
    for (const key of keys) refusals.push(...keyRefusals(person, key, [signOff.asOf, today]));
    const duties = holders.filter((holder) => mayBe(person, holder.who)).map(({ holder }) => holder);
    if (keys.length > 0) signatories.push({ person, keys, duties });
  }
  for (const id of unknown)
    refusals.push({
      reason: 'key-untrusted',
      message: `the key ${shortId(id)} is nobody's in the trust policy`,
      hint: 'Add it with `tollgate keys trust`, if its owner may sign, and have the change reviewed.',
    });
  return { signatories, refusals };
}

function dutyHolders(duties: readonly DutyHolder[], authors: readonly FileAuthor[]) {
  const declared = duties.map((holder) => ({ holder, who: named(holder.person) }));
  const committed = authors.map((author) => {
    const holder: DutyHolder = { duty: 'author', person: author.name ?? author.email ?? '', of: author.file };
    return { holder, who: author };
  });
  return [...declared, ...committed];
}

function keyRefusals(person: SignedPerson, key: SignedPerson['keys'][number], days: readonly Day[]): Refusal[] {
  const whose = `the key ${shortId(key.id)} of ${person.name}`;
  if (key.revoked !== undefined)
    return [{ reason: 'key-revoked', message: `${whose} was revoked: ${key.revoked}`, hint: SIGN_AGAIN }];
  const { validFrom, validUntil } = key;
  if (validFrom !== undefined && days.some((day) => day < validFrom))
    return [
      { reason: 'key-not-yet-valid', message: `${whose} is trusted only from ${validFrom} on`, hint: SIGN_AGAIN },
    ];
  if (validUntil !== undefined && days.some((day) => day > validUntil))
    return [{ reason: 'key-expired', message: `${whose} was trusted until ${validUntil}`, hint: SIGN_AGAIN }];
  return [];
}

const SIGN_AGAIN = 'Sign again with a key that is trusted today.';

/** Somebody with a duty signs as that and as nothing else. */
function maySignAs(policy: SignedTrust, { person, duties }: Signatory, role: string): boolean {
  if (!person.roles.includes(role)) return false;
  return duties.every(({ duty }) => !policy.mayNotSign.includes(duty) || duty === role);
}

function dutyRefusals(policy: SignedTrust, { person, duties }: Signatory): Refusal[] {
  return policy.mayNotSign.flatMap((duty) => {
    const of = [...new Set(duties.filter((held) => held.duty === duty).map((held) => held.of))].sort();
    if (of.length === 0) return [];
    const places = of.length > 3 ? `${of.slice(0, 3).join(', ')} and ${of.length - 3} more` : of.join(', ');
    const hint = 'Have somebody else sign: who decides must not be who did it.';
    return [{ reason: `duty-${duty}`, message: `${person.name} signed and ${DID[duty]} ${places}`, hint } as const];
  });
}

const DID: Readonly<Record<Duty, string>> = { author: 'wrote', executor: 'will run' };

function missingRoles(seats: TrustJudgement['seats'], signatories: readonly Signatory[]): Refusal[] {
  const missing = seats.filter(({ name }) => name === undefined).map(({ role }) => role);
  if (missing.length === 0) return [];
  const twice = signatories
    .filter(({ keys }) => keys.length > 1)
    .map(
      ({ person, keys }): Refusal => ({
        reason: 'same-person-twice',
        message: `${person.name} signed with ${keys.length} keys, and counts once`,
      }),
    );
  const roles = [...new Set(missing)].map((role) => {
    const count = missing.filter((other) => other === role).length;
    return count > 1 ? `${count} × ${role}` : role;
  });
  const message = `still to sign: ${roles.join(', ')}`;
  return [...twice, { reason: 'role-missing', message, hint: 'Have them run `tollgate sign` on the envelope.' }];
}

function waiverRefusals(policy: SignedTrust, { signOff, today }: TrustContext, signatories: readonly Signatory[]) {
  return signOff.waivers.flatMap((waiver): Refusal[] => {
    const what = `the waiver of ${waiver.rule} for ${waiver.subject}`;
    if (waiver.expires < today)
      return [{ reason: 'waiver-expired', message: `${what} ended on ${waiver.expires}`, hint: JUDGE_AGAIN }];
    if (!policy.approversSign) return [];
    const approver = exactly(policy, waiver.approver);
    if (approver && approver === exactly(policy, waiver.owner))
      return [{ reason: 'waiver-self-approved', message: `${what} is owned and approved by ${approver.name}` }];
    if (signatories.some(({ person }) => person === approver)) return [];
    const hint = `Have ${waiver.approver} sign too, as somebody the trust policy knows.`;
    return [
      { reason: 'waiver-unsigned', message: `${what} was approved by ${waiver.approver}, who has not signed`, hint },
    ];
  });
}

const JUDGE_AGAIN = 'Mend it or renew the waiver, run `tollgate check --statement` and sign again.';

function lookAlikes(policy: SignedTrust, signOff: SignOff): Refusal[] {
  const words = new Set([
    ...signOff.waivers.flatMap(({ owner, approver }: SignedWaiver) => [owner, approver]),
    ...signOff.duties.map(({ person }) => person),
  ]);
  return [...words].flatMap((word): Refusal[] => {
    const { name } = named(word);
    if (name === undefined || policy.people.some((person) => person.name === name)) return [];
    const other = policy.people.find((person) => skeleton(person.name) === skeleton(name));
    const trouble = nameTrouble(name);
    if (!other && !trouble) return [];
    const message = other ? `"${name}" looks like "${other.name}" and is spelled differently` : `"${name}" ${trouble}`;
    return [{ reason: 'name-look-alike', message, hint: 'Write the name exactly as the trust policy has it.' }];
  });
}

function ageRefusals({ signOff, today }: TrustContext, validDays: number): Refusal[] {
  if (signOff.asOf > today)
    return [{ reason: 'not-yet-valid', message: `it was judged as of ${signOff.asOf}, and today is ${today}` }];
  const last = addDays(signOff.asOf, validDays);
  if (today <= last) return [];
  const message = `it was judged as of ${signOff.asOf} and held until ${last}`;
  return [{ reason: 'expired', message, hint: 'Run `tollgate check --statement` and sign again.' }];
}

/** A key's identity as people compare it: its first 16 hex digits. */
export function shortId(id: string): string {
  return id.slice(0, 16);
}
