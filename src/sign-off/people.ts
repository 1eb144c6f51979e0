import { maySamePerson } from '../model/person-name.js';
import type { SignedPerson, SignedTrust } from '../model/statement.js';

/** Somebody as git or a document names them: a name, an address, or both. */
export interface Named {
  readonly name?: string;
  readonly email?: string;
}

/** The words of a document, which may be a name, an address, or `Name <address>`. */
export function named(words: string): Named {
  const both = /^(.*?)\s*<([^<>\s]+@[^<>\s]+)>$/.exec(words);
  if (both) return both[1] ? { name: both[1], email: both[2]! } : { email: both[2]! };
  return /^[^\s@]+@[^\s@]+$/.test(words) ? { email: words } : { name: words };
}

/** The person that words name beyond doubt: for letting somebody in. */
export function exactly(policy: SignedTrust, words: string): SignedPerson | undefined {
  const { name, email } = named(words);
  const byEmail = email === undefined ? undefined : policy.people.find((person) => hasEmail(person, email));
  const byName = name === undefined ? undefined : policy.people.find((person) => person.name === name);
  if (name !== undefined && email !== undefined) return byName === byEmail ? byName : undefined;
  return byName ?? byEmail;
}

/** Whether somebody may be the person: for keeping somebody out, so look-alikes count. */
export function mayBe(person: SignedPerson, { name, email }: Named): boolean {
  if (email !== undefined && (hasEmail(person, email) || maySamePerson(email, person.name))) return true;
  return name !== undefined && maySamePerson(name, person.name);
}

function hasEmail(person: SignedPerson, email: string): boolean {
  return person.emails.some((known) => known.toLowerCase() === email.toLowerCase());
}
