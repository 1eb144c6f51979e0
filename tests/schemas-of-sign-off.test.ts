import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { readKey } from '../src/cli/sign-off/trust-file.js';
import { parseDocument } from '../src/loaders/syntax/parse.js';
import { toPlain } from '../src/loaders/syntax/tree.js';
import { loadTrustPolicy, TRUST_KEYS } from '../src/loaders/trust-policy.js';
import { loadWaivers, WAIVER_KEYS } from '../src/loaders/waivers.js';
import { SourceText } from '../src/model/located.js';

type Schema = { properties: Record<string, Schema>; definitions: Record<string, Schema> };

function schema(name: string): Schema {
  return JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8'));
}

function validator(name: string) {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema(name));
  return (text: string) => validate(toPlain(parseDocument(new SourceText('file.yaml', text))!));
}

describe('the schemas that editors use know the same keys as the readers', () => {
  const [waivers, trust] = [schema('waivers'), schema('trust')];
  it.each([
    ['waiver files', WAIVER_KEYS.file, waivers],
    ['waivers', WAIVER_KEYS.waiver, waivers.definitions.waiver!],
    ['trust policies', TRUST_KEYS.policy, trust],
    ['people', TRUST_KEYS.person, trust.definitions.person!],
    ['keys', TRUST_KEYS.key, trust.definitions.key!],
    ['requirements', TRUST_KEYS.requirement, trust.definitions.requirement!],
  ])('of %s', (_, keys, { properties }) => {
    expect(Object.keys(properties).sort()).toEqual([...keys].sort());
  });
});

const WAIVER = `version: 1
waivers:
  - rule: pipeline/bake-time
    subject: Shop/Prod/*
    reason: The alarm is being rebuilt.
    owner: Cy Okafor
    approver: Bo Lind
    ticket: 12
    expires: 2026-12-31
`;

const TRUST = `version: 1
repositories: [github.com/acme/shop]
people:
  - name: Ana Ruiz
    roles: [bar-raiser]
    keys:
      - key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl
        validUntil: 2026-12-31
requires:
  change: { roles: { bar-raiser: 1 }, validDays: 7 }
gitAuthors: { sinceDays: 90 }
`;

const agreed: readonly [string, string, string, string][] = [
  ['waivers', WAIVER, 'version: 1', 'version: 2'],
  ['waivers', WAIVER, 'expires: 2026-12-31', 'expires: 2026-02-30'],
  ['waivers', WAIVER, 'ticket: 12', 'tickets: 12'],
  ['waivers', WAIVER, '    approver: Bo Lind\n', ''],
  ['waivers', WAIVER, 'pipeline/bake-time', 'bake-time'],
  ['trust', TRUST, 'roles: [bar-raiser]', 'roles: [Bar Raiser]'],
  ['trust', TRUST, 'bar-raiser: 1', 'bar-raiser: 0'],
  ['trust', TRUST, '{ bar-raiser: 1 }', '{}'],
  ['trust', TRUST, '{ sinceDays: 90 }', 'sometimes'],
  ['trust', TRUST, 'validUntil', 'until'],
  ['trust', TRUST, '2026-12-31', 'soon'],
  ['trust', TRUST, '    roles: [bar-raiser]\n', ''],
];

function loads(name: string, text: string): boolean {
  const source = new SourceText('file.yaml', text);
  return (name === 'waivers' ? loadWaivers(source) : loadTrustPolicy(source, readKey)).problems.length === 0;
}

describe('schema and reader agree', () => {
  it.each([
    ['waivers', WAIVER],
    ['trust', TRUST],
  ])('that a good file (%s) is good', (name, text) => {
    expect([validator(name)(text), loads(name, text)]).toEqual([true, true]);
  });

  it.each(agreed)('%s: one with another word in it is not (%#)', (name, text, from, to) => {
    const altered = text.replace(from, to);
    expect(altered).not.toBe(text);
    expect([validator(name)(altered), loads(name, altered)]).toEqual([false, false]);
  });
});
