import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadChecklist } from '../../src/loaders/checklist/checklist.js';
import { CHECKLIST_KEYS } from '../../src/loaders/checklist/keys.js';
import { newReview } from '../../src/loaders/review/new-review.js';
import { loadReview, REVIEW_KEYS } from '../../src/loaders/review/review.js';
import { SourceText } from '../../src/model/located.js';

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
const schemas = Object.fromEntries(
  ['checklist', 'review'].map((name) => [name, JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8'))]),
);
const valid = { checklist: ajv.compile(schemas.checklist), review: ajv.compile(schemas.review) };
const files = readdirSync('checklists').map((name) => join('checklists', name));

const minimal = {
  title: 'T',
  sections: [
    {
      id: 's',
      title: 'S',
      items: [{ id: 'i', title: 'I', question: 'Q?', criticality: 'high', phase: 'launch', driver: 'review' }],
    },
  ],
};
const checklist = loadChecklist(new SourceText('c.yaml', stringify(minimal))).value!;
const fresh = parse(newReview(checklist, { service: 's', owners: ['o'], profile: {}, checklist: 'c' })) as Record<
  string,
  unknown
>;

test.each(files)('%s is valid by the published schema', (file) => {
  valid.checklist(parse(readFileSync(file, 'utf8')));
  expect(valid.checklist.errors).toBeNull();
});

test('a new review is valid by the published schema', () => {
  valid.review(fresh);
  expect(valid.review.errors).toBeNull();
});

describe('schema and reader know the same keys', () => {
  const { properties: c, $defs: cd } = schemas.checklist;
  const { properties: r, $defs: rd } = schemas.review;
  test.each([
    ['checklist', CHECKLIST_KEYS.checklist, c],
    ['profile field', CHECKLIST_KEYS.profileField, c.profile.additionalProperties.properties],
    ['section', CHECKLIST_KEYS.section, cd.section.properties],
    ['item', CHECKLIST_KEYS.item, cd.item.properties],
    ['answer type', CHECKLIST_KEYS.answer, cd.answer.properties],
    ['option', CHECKLIST_KEYS.option, cd.option.properties],
    ['risk rule', CHECKLIST_KEYS.rule, cd.answer.properties.rules.items.properties],
    ['evidence need', CHECKLIST_KEYS.evidence, cd.evidence.properties],
    ['load test', CHECKLIST_KEYS.loadTest, cd.evidence.properties.loadTest.properties],
    ['review', REVIEW_KEYS.review, r],
    ['service', REVIEW_KEYS.service, r.service.properties],
    ['answer', REVIEW_KEYS.answer, rd.answer.properties],
    ['evidence', REVIEW_KEYS.evidence, rd.evidence.properties],
    ['mitigation', REVIEW_KEYS.mitigation, rd.mitigation.properties],
    ['narrative', REVIEW_KEYS.narrative, r.narrative.properties],
  ] as const)('%s', (_, keys, properties) => {
    expect(Object.keys(properties).sort()).toEqual([...keys].sort());
  });
});

type Path = readonly (string | number)[];

/** A copy with the value at a path replaced, or taken out when it is undefined. */
function broken(document: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(document) as Record<string | number, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  if (value === undefined) delete at[path.at(-1)!];
  else at[path.at(-1)!] = value;
  return copy;
}

const ITEM: Path = ['sections', 0, 'items', 0];
const WRONG_CHECKLISTS: readonly (readonly [string, Path, unknown])[] = [
  ['has no title', ['title'], undefined],
  ['has no sections', ['sections'], []],
  ['has an unknown key', ['owner'], 'x'],
  ['has an item without a question', [...ITEM, 'question'], undefined],
  ['has an unknown criticality', [...ITEM, 'criticality'], 'huge'],
  ['has an unknown answer type', [...ITEM, 'answer'], { type: 'maybe' }],
  ['has an id with a space', [...ITEM, 'id'], 'a b'],
  ['has an unknown kind of evidence', [...ITEM, 'evidence'], { kinds: ['hearsay'] }],
  ['has a limit that is no number', [...ITEM, 'evidence'], { maxAgeDays: 'long' }],
  ['has a source without https', [...ITEM, 'source'], { title: 't', url: 'ftp://x' }],
];
test.each(WRONG_CHECKLISTS)('a checklist that %s is refused by both, at a line', (_, path, value) => {
  const document = broken(minimal, path, value);
  expect(valid.checklist(document)).toBe(false);
  const { problems } = loadChecklist(new SourceText('c.yaml', stringify(document)));
  expect(problems.length).toBeGreaterThan(0);
  for (const problem of problems) expect(problem.location?.line).toBeGreaterThan(0);
});

const ANSWER: Path = ['answers', 'i'];
const WRONG_REVIEWS: readonly (readonly [string, Path, unknown])[] = [
  ['is of another version', ['review'], 2],
  ['names no service', ['service'], undefined],
  ['names no checklist', ['checklist'], undefined],
  ['has a wrong hash', ['checklist', 'hash'], 'md5:1'],
  ['has an unknown key in an answer', [...ANSWER, 'why'], 'x'],
  ['has evidence of no kind', [...ANSWER, 'evidence'], [{ date: '2026-01-01' }]],
  ['has evidence of two kinds', [...ANSWER, 'evidence'], [{ file: 'a', link: 'https://b.example' }]],
  ['has a mitigation without a plan', [...ANSWER, 'mitigation'], { owner: 'a' }],
  ['has a due date that is no day', [...ANSWER, 'mitigation'], { plan: 'p', due: 'soon' }],
];
test.each(WRONG_REVIEWS)('a review that %s is refused by both, at a line', (_, path, value) => {
  const document = broken(fresh, path, value);
  expect(valid.review(document)).toBe(false);
  const { problems } = loadReview(new SourceText('r.yaml', stringify(document)));
  expect(problems.length).toBeGreaterThan(0);
  for (const problem of problems) expect(problem.location?.line).toBeGreaterThan(0);
});
