import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintChecklist } from '../../src/facts/checklist/lint.js';
import { lintRules } from '../../src/facts/checklist/lint-rules.js';
import { loadChecklist } from '../../src/loaders/checklist/checklist.js';
import { exportLens } from '../../src/loaders/lens/export.js';
import { lensBreaches, lensRules } from '../../src/loaders/lens/lint.js';
import { parseDocument } from '../../src/loaders/syntax/parse.js';
import { itemsOf } from '../../src/model/checklist.js';
import { SourceText } from '../../src/model/located.js';

const files = readdirSync('checklists').sort();

function load(file: string) {
  const path = join('checklists', file);
  const { value, problems } = loadChecklist(new SourceText(path, readFileSync(path, 'utf8')));
  expect(problems).toEqual([]);
  return value!;
}

test('the ten checklists are there', () => {
  expect(files).toEqual(
    [
      'annual-review',
      'cells-and-scale',
      'data-stream',
      'game-day',
      'incident-closure',
      'incident-response',
      'major-feature',
      'observability',
      'serverless',
      'service-launch',
    ].map((name) => `${name}.yaml`),
  );
});

describe.each(files)('%s', (file) => {
  test('reads without a problem and without a lint', () => {
    expect(lintChecklist(load(file))).toEqual([]);
  });

  test('says of every question why it is asked, what good evidence is, and where it comes from', () => {
    for (const item of itemsOf(load(file))) {
      expect(item.why, item.id).toMatch(/\.$/);
      expect(item.goodEvidence, item.id).toMatch(/[.`]$/);
      expect(item.source?.title, item.id).toBeTruthy();
      expect(item.question, item.id).toMatch(/\?$/);
      expect(item.title.length, item.id).toBeLessThanOrEqual(60);
    }
  });

  test('has each of its questions only once and at most about thirty that always apply', () => {
    const items = itemsOf(load(file));
    expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
    expect(items.filter((item) => !item.when).length).toBeLessThanOrEqual(30);
  });

  test('becomes a lens that the service would take', () => {
    const text = JSON.stringify(exportLens(load(file)), null, 2);
    const root = parseDocument(new SourceText('lens.json', text))!;
    expect(lensBreaches(root).map((one) => one.message)).toEqual([]);
    expect(lensRules(root).flatMap(({ options, rules }) => lintRules(options, rules))).toEqual([]);
  });
});

test('a launch is stopped by about thirty questions in the three parts of a review', () => {
  const launch = load('service-launch.yaml');
  expect(launch.sections.map((section) => section.id)).toEqual(['architecture', 'release-quality', 'event-management']);
  expect(itemsOf(launch).length).toBeGreaterThanOrEqual(28);
  expect(itemsOf(launch).length).toBeLessThanOrEqual(34);
  expect(itemsOf(launch).every((item) => item.criticality === 'high')).toBe(true);
});
