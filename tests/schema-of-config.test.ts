import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { ACTIVITIES } from '../src/facts/pipeline/types.js';
import { CONFIG_KEYS, loadConfig, MATCH_KEYS } from '../src/loaders/config.js';
import { parseDocument } from '../src/loaders/syntax/parse.js';
import { toPlain } from '../src/loaders/syntax/tree.js';
import { TRUST_KEYS } from '../src/loaders/trust-policy.js';
import { WAIVER_POLICY_KEYS } from '../src/loaders/waiver-policy.js';
import { SourceText } from '../src/model/located.js';

type Schema = { properties: Record<string, Schema>; definitions: Record<string, Schema>; enum: string[] };

const SCHEMA = JSON.parse(readFileSync('schemas/tollgate.schema.json', 'utf8')) as Schema;
const TRUST = JSON.parse(readFileSync('schemas/trust.schema.json', 'utf8')) as Schema;

const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false });
addFormats.default(ajv);
const validate = ajv.compile(SCHEMA);

function bySchema(text: string): boolean {
  const root = parseDocument(new SourceText('tollgate.yaml', text));
  return validate(root === undefined ? {} : toPlain(root));
}

function byLoader(text: string): boolean {
  return loadConfig(new SourceText('tollgate.yaml', text), { activities: ACTIVITIES }).problems.length === 0;
}

describe('the schema of tollgate.yaml knows what its reader knows', () => {
  it.each([
    ['its keys', CONFIG_KEYS, SCHEMA],
    ['keys of match', MATCH_KEYS, SCHEMA.definitions.match!],
    ['keys of waivers', WAIVER_POLICY_KEYS, SCHEMA.properties.waivers!],
    ['keys of trust', TRUST_KEYS.policy, SCHEMA.properties.trust!],
  ])('%s', (_, keys, { properties }) => {
    expect(Object.keys(properties).sort()).toEqual([...keys].sort());
  });

  it('activities', () => {
    expect(SCHEMA.definitions.activity!.properties.activity!.enum).toEqual([...ACTIVITIES]);
  });

  it('trust as in a file of its own', () => {
    const { version: _, ...own } = TRUST.properties;
    expect(SCHEMA.properties.trust!.properties).toMatchObject(own);
    expect(SCHEMA.definitions).toMatchObject(TRUST.definitions);
  });
});

const FULL = `version: 1
inputs: [pipelines, 'deploy/*.yaml']
packs: [our-rules]
rules:
  pipeline/bake-time: { severity: warning, params: { afterGamma: 30 } }
  pipeline/load-test: off
environments:
  - name: acceptance
    tier: pre-production
    match: { pipeline: shop*, stage: Verify, action: Deploy, account: 111122223333, target: shop-* }
activities:
  - activity: load-test
    match: { action: Peak }
bakes:
  - minutes: 60
    watched: true
    match: { stage: Gamma }
freezes:
  - { name: end of year, from: 2026-12-20, to: 2027-01-02, zone: Europe/Berlin }
  - { calendar: freezes.ics, default: open, zone: Europe/Berlin }
parameters: { Stage: prod, Count: 3, Flag: true, Nothing: }
requireProduction: true
waivers:
  file: waivers.yaml
  maxDays: { blocker: 30, warning: 60, info: 90 }
  never: [pipeline/load-test]
  warnDays: 7
  maxSubjects: 3
`;

describe('schema and reader agree', () => {
  it.each([
    ['everything', FULL],
    ['nothing', ''],
    ['only a comment', '# later\n'],
    ['the version as a text', "version: '1'\n"],
    ['sections left empty', 'environments:\nactivities:\nbakes:\nrules:\nparameters:\ninputs:\n'],
    ['a rule left empty', 'rules:\n  pipeline/load-test:\n'],
    ['a rule of another pack', 'rules:\n  ours/named: { params: { pattern: x } }\n'],
    ['a calendar alone', 'freezes: [{ calendar: freezes.ics }]\n'],
    ['one input instead of a list', 'inputs: pipelines\n'],
    ['a bake that is not said to be watched', 'bakes: [{ minutes: 0, match: { stage: Gamma } }]\n'],
  ])('that a file with %s is good', (_, text) => {
    expect([bySchema(text), byLoader(text)]).toEqual([true, true]);
  });

  it.each<[string, string, string]>([
    ['another version', 'version: 1', 'version: 2'],
    ['an unknown key', 'requireProduction', 'requiresProduction'],
    ['a word for a truth value', 'requireProduction: true', 'requireProduction: maybe'],
    ['an unknown severity', 'severity: warning', 'severity: error'],
    ['an unknown severity alone', 'load-test: off', 'load-test: never'],
    ['an unknown key of a rule', 'severity: warning', 'level: warning'],
    ['params that are a list', '{ afterGamma: 30 }', '[30]'],
    ['rules as a list', 'rules:\n', 'rules: [a]\nnone:\n'],
    ['an environment without a name', '- name: acceptance\n    tier', '- tier'],
    ['an environment with an empty tier', 'tier: pre-production', 'tier:'],
    ['an unknown tier', 'tier: pre-production', 'tier: staging'],
    [
      'an environment that matches nothing',
      '{ pipeline: shop*, stage: Verify, action: Deploy, account: 111122223333, target: shop-* }',
      '{}',
    ],
    ['an unknown key of match', 'stage: Verify', 'phase: Verify'],
    ['an unknown activity', 'activity: load-test', 'activity: loadtest'],
    ['an activity without match', 'activity: load-test\n    match: { action: Peak }', 'activity: load-test'],
    ['a bake without minutes', '- minutes: 60\n    watched', '- watched'],
    ['a bake of words', 'minutes: 60', 'minutes: an hour'],
    ['a negative bake', 'minutes: 60', 'minutes: -1'],
    ['an unknown key of a bake', 'watched: true', 'alarm: true'],
    ['an unknown key of waivers', 'warnDays', 'warningDays'],
    ['half a day', 'warnDays: 7', 'warnDays: 0.5'],
    ['days of a severity that is none', 'info: 90', 'blockers: 90'],
    ['a freeze without an end', ', to: 2027-01-02', ''],
    ['a freeze until some day', 'to: 2027-01-02', 'to: spring'],
    ['an unknown key of a freeze', 'zone:', 'timezone:'],
    ['a calendar without a name', 'calendar: freezes.ics', "calendar: ''"],
    ['a calendar that is neither open nor closed', 'default: open', 'default: ajar'],
    ['an unknown key of a calendar', 'default: open', 'type: open'],
    ['environments as a mapping', 'environments:\n  - name', 'environments:\n    name'],
    ['parameters as a list', 'parameters: { Stage: prod, Count: 3, Flag: true, Nothing: }', 'parameters: [prod]'],
  ])('that a file with %s is bad', (_, from, to) => {
    const text = FULL.replace(from, to);
    expect(text).not.toBe(FULL);
    expect([bySchema(text), byLoader(text)]).toEqual([false, false]);
  });
});
