import { describe, expect, it } from 'vitest';
import { readKey } from '../../src/cli/sign-off/trust-file.js';
import { CannotEdit, type NewTrust, withTrustedKey } from '../../src/loaders/trust-edit.js';
import { loadTrustPolicy } from '../../src/loaders/trust-policy.js';
import { SourceText } from '../../src/model/located.js';
import { newKey, readPublicKey } from '../../src/sign-off/keys.js';

const SSH = [
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBd0E1sR0J1tKkFyJ9q4bq3m5xw4mS1o9v1bq5mQf8bT',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
];

function load(text: string) {
  const { value, problems } = loadTrustPolicy(new SourceText('tollgate.trust.yaml', text), readKey);
  return { value, problems: problems.map(({ location, message }) => `${location!.line}: ${message}`) };
}

const POLICY = `version: 1
repositories: [github.com/acme/shop]
people:
  - name: Ana Ruiz
    emails: [ana@example.com]
    roles: [bar-raiser]
    keys:
      - key: ${SSH[0]} ana@laptop
        validFrom: 2026-01-01
        validUntil: 2026-12-31
      # the old one
      - key: |
          ${newKey('ecdsa-p256').key.material.trimEnd().replaceAll('\n', '\n          ')}
        revoked: lost with the laptop
  - name: Bo Lind
    roles: [director]
    keys:
      - key: ${SSH[1]}
requires:
  review: { roles: { bar-raiser: 1, director: 1 } }
  change: { roles: { bar-raiser: 1 }, validDays: 7 }
mayNotSign: [author]
gitAuthors: { sinceDays: 90 }
waiverApproversSign: false
`;

describe('a trust policy', () => {
  it('is read whole', () => {
    const { value, problems } = load(POLICY);
    expect(problems).toEqual([]);
    expect(value).toMatchObject({
      repositories: ['github.com/acme/shop'],
      people: [
        {
          name: 'Ana Ruiz',
          emails: ['ana@example.com'],
          roles: ['bar-raiser'],
          keys: [
            { scheme: 'ssh', material: SSH[0], validFrom: '2026-01-01', validUntil: '2026-12-31' },
            { scheme: 'ecdsa-p256', revoked: 'lost with the laptop' },
          ],
        },
        { name: 'Bo Lind', emails: [], roles: ['director'] },
      ],
      requirements: {
        review: { roles: { 'bar-raiser': 1, director: 1 }, validDays: 365 },
        change: { roles: { 'bar-raiser': 1 }, validDays: 7 },
      },
      mayNotSign: ['author'],
      gitAuthors: { sinceDays: 90 },
      approversSign: false,
    });
  });

  it('is strict where it says nothing', () => {
    expect(load('version: 1\npeople: []\n').value).toEqual({
      people: [],
      requirements: {},
      mayNotSign: ['author', 'executor'],
      gitAuthors: 'everyone',
      repositories: [],
      approversSign: true,
    });
  });

  it.each([
    [
      'nobody with a required role',
      'roles: [director]',
      'roles: [observer]',
      '20: nobody has the role "director", so nobody could ever sign',
    ],
    [
      'a role required zero times',
      'change: { roles: { bar-raiser: 1 }',
      'change: { roles: { bar-raiser: 0 }',
      '21: how many of "bar-raiser" must sign is a whole number from 1 to 20',
    ],
    [
      'a requirement of nobody',
      'change: { roles: { bar-raiser: 1 }',
      'change: { roles: {}',
      '21: a requirement without roles lets everything pass',
    ],
    ['somebody twice', 'name: Bo Lind', 'name: Ana Ruiz', '18: the name "Ana Ruiz" stands twice'],
    [
      'somebody who looks like another',
      'name: Bo Lind',
      'name: ana  rulz',
      '18: the name "ana  rulz" holds stray spaces',
    ],
    [
      'somebody in look-alike letters',
      'name: Bo Lind',
      'name: Аnа Ruiz',
      '18: the name "Аnа Ruiz" mixes Latin and Cyrillic letters in "Аnа"',
    ],
    ['one key of two people', SSH[1]!, SSH[0]!, "21: the key is Ana Ruiz's already"],
    [
      'a key that is none',
      SSH[1]!,
      'ssh-ed25519 AAAA',
      '21: the key cannot be used: the OpenSSH line is cut or damaged',
    ],
    [
      'a private key',
      SSH[1]!,
      '"-----BEGIN PRIVATE KEY-----"',
      '21: the key cannot be used: this is a private key, not a public one',
    ],
    ['a day that does not exist', '2026-12-31', '2026-11-31', '10: "2026-11-31" is not a day of the calendar'],
    [
      'a key that ends before it begins',
      '2026-12-31',
      '2025-12-31',
      '9: the key is trusted from 2026-01-01 on, which is after 2025-12-31',
    ],
    ['no name', 'name: Bo Lind', 'title: Director', '18: unknown key "title" in the person'],
    [
      'somebody without a role',
      '    roles: [director]\n',
      '',
      '18: Bo Lind has no role, so no signature of theirs would count',
    ],
    ['an unknown duty', 'mayNotSign: [author]', 'mayNotSign: [writer]', '25: "writer" is no duty: author, executor'],
    [
      'an unknown way to know authors',
      'gitAuthors: { sinceDays: 90 }',
      'gitAuthors: nobody',
      '26: "gitAuthors" is "nobody"; it must be one of everyone, ignore',
    ],
    ['another version', 'version: 1', 'version: 2', '1: the trust policy has no "version: 1"'],
  ])('is refused with %s', (_, from, to, problem) => {
    expect(POLICY).toContain(from);
    const { value, problems } = load(POLICY.replace(from, to));
    expect(value).toBeUndefined();
    expect(problems.map((line) => line.replace(/^\d+/, ''))).toContain(problem.replace(/^\d+/, ''));
  });

  it('points at the line of each problem', () => {
    expect(load(POLICY.replace('version: 1', 'version: 2').replace('2026-12-31', '2026-11-31')).problems).toEqual([
      '1: the trust policy has no "version: 1"',
      '10: "2026-11-31" is not a day of the calendar',
    ]);
  });

  it('is refused when it is empty', () => {
    expect(load('# nothing\n').problems).toEqual(['1: the trust policy is empty']);
  });
});

const NEW: NewTrust = {
  name: 'Dee Park',
  emails: ['dee@example.com'],
  roles: ['bar-raiser'],
  key: newKey('ed25519').key,
  validUntil: '2027-12-31',
};

describe('a trust policy with something left open', () => {
  const WITH_KEY = `version: 1\npeople:\n  - name: Ana Ruiz\n    roles: [bar-raiser]\n    keys:\n      - key: ${SSH[0]}\n`;

  it.each([
    ['revoked', '"revoked" of the key is empty'],
    ['validUntil', '"validUntil" of the key is empty'],
  ])('is refused when %s has no value: it is not "never"', (key, message) => {
    expect(load(`${WITH_KEY}        ${key}:\n`).problems.join()).toContain(message);
  });

  it('is refused when it requires signatures for what nobody signs', () => {
    const policy = `${WITH_KEY}requires:\n  changes: { roles: { bar-raiser: 2 } }\n`;
    expect(load(policy).problems.join()).toContain('"changes" is nothing that is signed');
  });

  it.each([
    '0100000000000000000000000000000000000000000000000000000000000000',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  ])('is refused when anybody can sign for a key in it (%s)', (point) => {
    const der = Buffer.from(`302a300506032b6570032100${point}`, 'hex').toString('base64');
    const pem = `-----BEGIN PUBLIC KEY-----\n${der}\n-----END PUBLIC KEY-----`;
    expect(() => readPublicKey(pem)).toThrow('anybody can sign for this key');
    const blob = Buffer.concat([
      Buffer.from([0, 0, 0, 11]),
      Buffer.from('ssh-ed25519'),
      Buffer.from([0, 0, 0, 32]),
      Buffer.from(point, 'hex'),
    ]);
    expect(() => readPublicKey(`ssh-ed25519 ${blob.toString('base64')}`)).toThrow('anybody can sign for this key');
  });
});

describe('trusting a key', () => {
  const names = (text: string) => load(text).value?.people.map(({ name, keys }) => `${name} ${keys.length}`);

  it('makes a policy when there is none', () => {
    const text = withTrustedKey('t', undefined, NEW);
    expect(load(text)).toMatchObject({
      problems: [],
      value: {
        people: [
          { name: 'Dee Park', emails: ['dee@example.com'], keys: [{ id: NEW.key.id, validUntil: '2027-12-31' }] },
        ],
      },
    });
  });

  it('adds a person after the others and leaves every line as it was', () => {
    const text = withTrustedKey('t', POLICY, NEW);
    expect(names(text)).toEqual(['Ana Ruiz 2', 'Bo Lind 1', 'Dee Park 1']);
    expect(
      text
        .split('\n')
        .filter((line) => !POLICY.split('\n').includes(line))
        .join('\n'),
    ).toContain('Dee Park');
    for (const line of POLICY.split('\n')) expect(text.split('\n')).toContain(line);
  });

  it.each(['Ana Ruiz', 'Bo Lind'])('adds a key to %s', (name) => {
    const entry = { ...NEW, name, emails: [], roles: [] };
    const text = withTrustedKey('t', POLICY, entry);
    const person = load(text).value!.people.find((one) => one.name === name)!;
    expect(person.keys.at(-1)!.id).toBe(NEW.key.id);
    expect(load(text).problems).toEqual([]);
  });

  it('adds an SSH key to a file without a last line end', () => {
    const text = withTrustedKey('t', withTrustedKey('t', undefined, NEW).trimEnd(), {
      ...NEW,
      name: 'Ana Ruiz',
      emails: [],
      key: readPublicKey(SSH[0]!),
    });
    expect(names(text)).toEqual(['Dee Park 1', 'Ana Ruiz 1']);
  });

  it('keeps names and addresses that YAML would read otherwise', () => {
    const entry = { ...NEW, name: "Siobhán O'Neill", emails: ['o"n@example.com'], roles: ['bar-raiser'] };
    expect(load(withTrustedKey('t', undefined, entry)).value!.people[0]).toMatchObject({
      name: entry.name,
      emails: entry.emails,
    });
  });

  it.each([
    ['people in braces', 'version: 1\npeople: [{ name: A, roles: [x], keys: [] }]\n', NEW],
    ['a role that somebody does not have', POLICY, { ...NEW, name: 'Bo Lind', emails: [], roles: ['bar-raiser'] }],
    [
      'an address that somebody does not have',
      POLICY,
      { ...NEW, name: 'Bo Lind', emails: ['bo@example.com'], roles: [] },
    ],
  ])('is left to people with %s', (_, text, entry) => {
    expect(() => withTrustedKey('t', text, entry)).toThrow(CannotEdit);
  });
});
