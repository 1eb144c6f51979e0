import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadExample } from '../src/cli/check/examples.js';
import { builtinFolder, readPackFolder, rulesInForce } from '../src/cli/check/packs.js';
import { runExample } from '../src/engine/examples.js';
import { assemble, checkPack } from '../src/engine/pack.js';
import { TollgateError } from '../src/errors.js';
import { SUBJECT_KINDS } from '../src/facts/registry.js';
import { EMPTY_CONFIG } from '../src/model/config.js';

const BUILT_IN = readPackFolder(builtinFolder(), 'rules');
const RULE_SET = assemble(BUILT_IN, SUBJECT_KINDS);

/** Every review that can be read says who owns the service, or that nobody does: there is no third outcome to show. */
const ALWAYS_DECIDED = new Set(['orr/service-has-owners']);

describe.each(BUILT_IN.map((rule) => ({ id: rule.id, rule })))('the rule $id', ({ rule }) => {
  it.each(rule.examples.map((example) => ({ name: example.name, expect: example.expect, example })))(
    'gives $expect on: $name',
    async ({ example }) => {
      const { outcome, message } = await runExample(rule, example, RULE_SET, loadExample);
      expect({ outcome, message }).toEqual({ outcome: example.expect, message });
    },
  );

  it('shows a pass, a fail, and an undetermined or a not-applicable', () => {
    const shown = new Set(rule.examples.map((example) => example.expect));
    expect(shown).toContain('pass');
    expect(shown).toContain('fail');
    if (!ALWAYS_DECIDED.has(rule.id)) expect(shown.has('undetermined') || shown.has('not-applicable')).toBe(true);
  });

  it('has examples of different names', () => {
    const names = rule.examples.map((example) => example.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('says why it is there, how to pass, and who says so', () => {
    expect(rule.rationale.length).toBeGreaterThan(80);
    expect(rule.remedy.length).toBeGreaterThan(60);
    expect(rule.references.length).toBeGreaterThan(0);
    for (const { url } of rule.references) expect(url).toMatch(/^https:\/\//);
    for (const param of Object.values(rule.params)) expect(param.description).not.toBe('');
  });

  it('has expressions that type-check', () => {
    expect(() => checkPack(assemble([rule], SUBJECT_KINDS), SUBJECT_KINDS)).not.toThrow();
  });
});

it('the rules that the pack is known for are there', () => {
  const names = [
    'three-pre-production-stages',
    'gamma-as-production',
    'bake-time',
    'load-test',
    'rollback-on-alarm',
    'rollback-on-failure',
    'test-in-every-pre-production-stage',
    'one-wave-one-region-first',
    'no-path-around-the-gates',
  ];
  expect(BUILT_IN.map((rule) => rule.id)).toEqual(expect.arrayContaining(names.map((name) => `pipeline/${name}`)));
});

const SOUND = `title: A name is long
severity: warning
subject: production-deployment
params:
  minimum: { type: int, default: 3, description: Letters. }
require: it.name.size() >= params.minimum
message: '{{it.name}} is shorter than {{params.minimum}}'
rationale: Short names tell little.
remedy: Lengthen {{it.name}}.
examples:
  - name: a long one
    expect: pass
    pipeline: { name: a, stages: [] }
`;

/** Each edit of a sound rule file, what it must be refused with, and the line it stands in. */
const SPOILED: readonly [what: string, from: RegExp, to: string, message: RegExp, line: number][] = [
  ['an unknown key', /^rationale:/m, 'reason: x\nrationale:', /unknown key reason; known are title/, 8],
  ['a key that is missing', /^remedy:.*\n/m, '', /has no remedy/, 1],
  [
    'a severity that is none',
    /severity: warning/,
    'severity: critical',
    /critical is none of blocker, warning, info/,
    2,
  ],
  ['a parameter of a type that is none', /type: int/, 'type: integer', /integer is none of int/, 5],
  ['a default of another type', /default: 3/, 'default: three', /"three" is not of type int/, 5],
  ['a parameter without default', /default: 3, /, '', /the parameter minimum has no default/, 5],
  [
    'an outcome that is none',
    /expect: pass/,
    'expect: passes',
    /passes is none of fail, undetermined, pass, not-applicable/,
    12,
  ],
  ['an example without definition', /\n {4}pipeline:.*/, '', /the example holds no definition/, 11],
  ['examples that are no list', /examples:[\s\S]*/, 'examples: none\n', /examples is not a list/, 10],
  [
    'a subject that is none',
    /production-deployment/,
    'deployment',
    /no facts are declared for deployment; known are/,
    3,
  ],
  ['CEL that does not parse', /require: .*/, 'require: it.name.size( >= 3', /rule own\/rule, require: /, 6],
  ['CEL of the wrong type', /require: .*/, 'require: it.name + 3', /rule own\/rule, require: /, 6],
  ['CEL that gives no bool', /require: .*/, 'require: it.name', /gives string, and must give bool/, 6],
  ['a fact that is not declared', /it\.name\.size\(\)/, 'it.nam.size()', /rule own\/rule, require: .*nam/, 6],
  [
    'a fact that is not declared, in the message',
    /\{\{it\.name\}\} is/,
    '{{it.nam}} is',
    /rule own\/rule, message: .*nam/,
    7,
  ],
  [
    'a fact that is not declared, in the remedy',
    /\{\{it\.name\}\}\./,
    '{{it.nam}}.',
    /rule own\/rule, remedy: .*nam/,
    9,
  ],
  [
    'a parameter that is not declared',
    /params\.minimum/,
    'params.maximum',
    /uses params\.maximum, which is not declared/,
    6,
  ],
  [
    'a parameter that is not declared, in the message',
    /\{\{params\.minimum/,
    '{{params.maximum',
    /uses params\.maximum/,
    7,
  ],
  [
    'an example with a parameter that is not declared',
    /expect: pass/,
    'expect: pass\n    params: { maximum: 2 }',
    /uses params\.maximum/,
    11,
  ],
  [
    'an example with a parameter of another type',
    /expect: pass/,
    'expect: pass\n    params: { minimum: two }',
    /minimum must be int/,
    11,
  ],
  ['YAML that is broken', /title: .*/, 'title: "A', /./, 2],
];

describe("a pack of one's own", () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  function packOf(text: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'tollgate-pack-'));
    folders.push(folder);
    const path = join(folder, 'pack/own/rule.yaml');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return folder;
  }

  function refusal(folder: string): TollgateError {
    try {
      rulesInForce({ ...EMPTY_CONFIG, packs: ['pack'] }, folder);
    } catch (error) {
      if (error instanceof TollgateError) return error;
      throw error;
    }
    throw new Error('it was accepted');
  }

  it('is in force beside the built-in rules', () => {
    const { rules } = rulesInForce({ ...EMPTY_CONFIG, packs: ['pack'] }, packOf(SOUND));
    expect(rules.map((rule) => rule.id)).toEqual([...BUILT_IN.map((rule) => rule.id), 'own/rule'].sort());
  });

  it.each(SPOILED)('with %s is refused at its file and line', (_, from, to, message, line) => {
    expect(SOUND).toMatch(from);
    const error = refusal(packOf(SOUND.replace(from, to)));
    expect(error.message).toMatch(message);
    expect(error.location).toMatchObject({ file: join('pack', 'own', 'rule.yaml'), line });
    expect(['PACK', 'SYNTAX']).toContain(error.code);
    expect(error.hint).toBeTruthy();
  });

  it('that holds a rule of the same id as another is refused', () => {
    const folder = packOf(SOUND);
    mkdirSync(join(folder, 'pack/pipeline'));
    writeFileSync(join(folder, 'pack/pipeline/bake-time.yaml'), SOUND);
    expect(refusal(folder)).toMatchObject({ code: 'PACK', message: expect.stringMatching(/pipeline\/bake-time/) });
  });

  it('that is not there is refused', () => {
    expect(refusal(tmpdir())).toMatchObject({ code: 'PACK', message: expect.stringMatching(/no such folder/) });
  });
});
