import { dayTrouble, parseDay } from '../model/day.js';
import { locate, type SourceText } from '../model/located.js';
import { nameTrouble, skeleton } from '../model/person-name.js';
import {
  DEFAULT_REQUIREMENTS,
  DUTIES,
  type Duty,
  type GitAuthors,
  type Person,
  type PublicKey,
  REQUIRED_KINDS,
  type Requirement,
  type TrustedKey,
  type TrustPolicy,
} from '../model/trust.js';
import { type Fields, type Loaded, Problems } from './syntax/fields.js';
import { parseDocument } from './syntax/parse.js';
import { isNull, type Node, scalarText, spanOf } from './syntax/tree.js';
import { wholeNumber } from './waiver-policy.js';

/** Keys of each mapping. The published JSON Schema says the same; a test holds the two together. */
export const TRUST_KEYS = {
  policy: ['version', 'repositories', 'people', 'requires', 'mayNotSign', 'gitAuthors', 'waiverApproversSign'],
  person: ['name', 'emails', 'roles', 'keys'],
  key: ['key', 'validFrom', 'validUntil', 'revoked'],
  requirement: ['roles', 'validDays'],
} as const;

/** Reads a public key, or says as a clause why it is none. Handed in, for loaders know no cryptography. */
export type ReadPublicKey = (text: string) => PublicKey | { readonly trouble: string };

/**
 * Reads a trust policy from a file of its own.
 *
 * @returns the policy when nothing is wrong with it, and everything that is wrong, each at its line.
 * @throws TollgateError SYNTAX when it is no YAML.
 */
export function loadTrustPolicy(source: SourceText, readKey: ReadPublicKey): Loaded<TrustPolicy> {
  const root = parseDocument(source);
  if (root && !isNull(root)) return readTrustPolicy(root, readKey, 'file');
  const location = { file: source.file, line: 1, column: 1 };
  return { problems: [{ code: 'TRUST', message: 'the trust policy is empty', location, hint: FIRST_STEP }] };
}

const FILL_IN = 'Write its value, or take the key away.';

const FIRST_STEP = 'Write it with `tollgate keys trust`.';

/** Reads a trust policy from a node: a whole file, or `trust:` of the configuration, which has a version of its own. */
export function readTrustPolicy(
  root: Node,
  readKey: ReadPublicKey,
  from: 'file' | 'configuration',
): Loaded<TrustPolicy> {
  const problems = new Problems('TRUST');
  const fields = problems.fields(root, 'the trust policy', TRUST_KEYS.policy, root);
  fields.refuseEmpty(FILL_IN);
  const version = fields.optionalText('version') ?? (from === 'configuration' ? '1' : undefined);
  if (fields.node && version !== '1')
    fields.problem('version', 'the trust policy has no "version: 1"', 'Write `version: 1` at its top.');
  const people = new PeopleReader(problems, readKey).read(fields.list('people'));
  const policy: TrustPolicy = {
    people,
    requirements: readRequirements(problems, fields, people),
    mayNotSign: readDuties(fields),
    gitAuthors: readGitAuthors(fields),
    repositories: fields.texts('repositories'),
    approversSign: fields.boolean('waiverApproversSign', true),
  };
  return problems.list.length > 0 ? { problems: problems.list } : { value: policy, problems: [] };
}

/** Reads people; nobody may look like somebody else, and no key or address may be of two. */
class PeopleReader {
  private readonly names = new Map<string, string>();
  private readonly emails = new Map<string, string>();
  private readonly keys = new Map<string, string>();

  constructor(
    private readonly problems: Problems,
    private readonly readKey: ReadPublicKey,
  ) {}

  read(nodes: readonly Node[]): Person[] {
    return nodes.map((node) => this.person(node));
  }

  private person(node: Node): Person {
    const fields = this.problems.fields(node, 'the person', TRUST_KEYS.person, node);
    if (isNull(node)) this.problems.at(node, 'the person is empty');
    const name = this.name(fields);
    const emails = fields.texts('emails');
    for (const email of emails) {
      if (!/^[^\s@<>]+@[^\s@<>]+$/.test(email)) fields.problem('emails', `"${email}" is no e-mail address`);
      this.claim(this.emails, email.toLowerCase(), name, () =>
        fields.problem('emails', `the address ${email} is ${this.emails.get(email.toLowerCase())}'s already`),
      );
    }
    const roles = fields.texts('roles');
    for (const role of roles)
      if (!/^[a-z][a-z0-9-]*$/.test(role))
        fields.problem('roles', `the role "${role}" is not written in small letters and dashes`);
    if (roles.length === 0) fields.problem('roles', `${name} has no role, so no signature of theirs would count`);
    const keys = fields.list('keys').flatMap((key) => this.key(key, name) ?? []);
    return { name, emails, roles, keys, location: fields.location() };
  }

  private name(fields: Fields): string {
    const name = fields.text('name');
    const trouble = name === '' ? undefined : nameTrouble(name);
    if (trouble) fields.problem('name', `the name "${name}" ${trouble}`, 'Type the name again in plain letters.');
    this.claim(this.names, skeleton(name), name, () => {
      const other = this.names.get(skeleton(name));
      const how = other === name ? 'stands twice' : `looks like "${other}"`;
      fields.problem('name', `the name "${name}" ${how}`, 'Give one person one entry, with all their keys.');
    });
    return name;
  }

  private key(node: Node, name: string): TrustedKey | undefined {
    const fields = this.problems.fields(node, 'the key', TRUST_KEYS.key, node);
    fields.refuseEmpty(FILL_IN);
    const text = fields.text('key');
    if (text === '') return undefined;
    const key = this.readKey(text);
    if ('trouble' in key) {
      fields.problem('key', `the key cannot be used: ${key.trouble}`);
      return undefined;
    }
    this.claim(this.keys, key.id, name, () =>
      fields.problem('key', `the key is ${this.keys.get(key.id)}'s already`, 'One key is of one person.'),
    );
    const validFrom = readDay(fields, 'validFrom');
    const validUntil = readDay(fields, 'validUntil');
    if (validFrom !== undefined && validUntil !== undefined && validFrom > validUntil)
      fields.problem('validFrom', `the key is trusted from ${validFrom} on, which is after ${validUntil}`);
    const revoked = fields.raw('revoked') ? fields.text('revoked') : undefined;
    return { ...key, validFrom, validUntil, revoked, location: locate(spanOf(node)) };
  }

  private claim(owners: Map<string, string>, what: string, name: string, taken: () => void): void {
    if (owners.has(what)) taken();
    else owners.set(what, name);
  }
}

function readDay(fields: Fields, key: string): string | undefined {
  const text = fields.optionalText(key);
  if (text !== undefined && parseDay(text) === undefined) fields.problem(key, dayTrouble(text));
  return text;
}

function readRequirements(problems: Problems, policy: Fields, people: readonly Person[]): Record<string, Requirement> {
  const node = policy.raw('requires');
  if (!node) return {};
  if (node.kind !== 'map') {
    policy.problem('requires', '"requires" must be a mapping');
    return {};
  }
  const held = new Set(people.flatMap(({ roles }) => roles));
  return Object.fromEntries(
    node.entries.map(({ key, value }) => {
      const fields = problems.fields(value, `the requirement for "${key.text}"`, TRUST_KEYS.requirement, key);
      fields.refuseEmpty(FILL_IN);
      if (!REQUIRED_KINDS.some((kind) => kind === key.text))
        problems.at(key, `"${key.text}" is nothing that is signed`, `Known here: ${REQUIRED_KINDS.join(', ')}.`);
      else if (isNull(value)) problems.at(key, `the requirement for "${key.text}" is empty`, FILL_IN);
      const fallback = DEFAULT_REQUIREMENTS[key.text] ?? DEFAULT_REQUIREMENTS['*']!;
      const validDays = wholeNumber(fields, 'validDays', fallback.validDays);
      return [key.text, { roles: fields.raw('roles') ? readRoles(problems, fields, held) : fallback.roles, validDays }];
    }),
  );
}

function readRoles(problems: Problems, fields: Fields, held: ReadonlySet<string>): Record<string, number> {
  const node = fields.raw('roles');
  if (node?.kind !== 'map') {
    fields.problem('roles', '"roles" must say how many of which role: `{ bar-raiser: 1, director: 1 }`');
    return {};
  }
  const roles: [string, number][] = node.entries.map(({ key, value }) => {
    const count = Number(scalarText(value) ?? Number.NaN);
    if (!Number.isInteger(count) || count < 1 || count > 20)
      problems.at(value, `how many of "${key.text}" must sign is a whole number from 1 to 20`);
    if (!held.has(key.text)) problems.at(key, `nobody has the role "${key.text}", so nobody could ever sign`);
    return [key.text, count];
  });
  if (roles.length === 0) fields.problem('roles', 'a requirement without roles lets everything pass');
  return Object.fromEntries(roles);
}

function readDuties(fields: Fields): Duty[] {
  if (!fields.raw('mayNotSign')) return [...DUTIES];
  return fields.texts('mayNotSign').flatMap((word) => {
    const duty = DUTIES.find((known) => known === word);
    if (!duty) fields.problem('mayNotSign', `"${word}" is no duty: ${DUTIES.join(', ')}`);
    return duty ?? [];
  });
}

function readGitAuthors(fields: Fields): GitAuthors {
  const node = fields.raw('gitAuthors');
  if (node?.kind !== 'map')
    return fields.oneOf<'everyone' | 'ignore'>('gitAuthors', ['everyone', 'ignore'], 'everyone');
  const nested = fields.nested('gitAuthors', '"gitAuthors"', ['sinceDays']);
  if (!nested.raw('sinceDays')) nested.problem('sinceDays', '"gitAuthors" has no "sinceDays"');
  return { sinceDays: wholeNumber(nested, 'sinceDays', 0) };
}
