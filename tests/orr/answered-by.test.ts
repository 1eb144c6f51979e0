import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadChecklist } from '../../src/loaders/checklist/checklist.js';
import { itemsOf } from '../../src/model/checklist.js';
import { SourceText } from '../../src/model/located.js';
import { goodManifest } from '../cli/change/good.js';
import { Folder } from '../cli/folder.js';

const CHECKLIST = `title: Ours
sections:
  - id: s
    title: S
    items:
      - { id: undone, title: Undone, question: 'Can manual work be undone?', criticality: high, phase: launch, driver: review, answeredBy: [change/rollback-for-every-step], evidence: { kinds: [rule] } }
`;

describe('a question that a rule about changes answers', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
    folder.write('.git/HEAD', '');
    folder.write('tollgate.yaml', '{}\n');
    folder.write('c.yaml', CHECKLIST);
    folder.write('cm.yaml', goodManifest());
    folder.run(['orr', 'new', '--service', 's', '--owner', 'o', '--checklist', './c.yaml', '-o', 'r.yaml']);
  });
  afterEach(() => folder.remove());

  const findings = (...args: string[]) => {
    const { stdout } = folder.run([...args, '--format', 'json']);
    const { findings } = JSON.parse(stdout) as { findings: { rule: string; outcome: string; subject: string }[] };
    return Object.fromEntries(
      findings.filter((one) => one.subject.endsWith('/undone')).map(({ rule, outcome }) => [rule, outcome]),
    );
  };

  test('is answered by the changes in the repository', () => {
    expect(folder.run(['orr', 'answer', '--prefill'])).toMatchObject({ exit: 0 });
    expect(folder.read('r.yaml')).toContain('rule: change/rollback-for-every-step');
    for (const said of [findings('check'), findings('orr', 'check')])
      expect(said).toMatchObject({ 'orr/every-question-answered': 'pass', 'orr/evidence-is-fresh': 'pass' });
  });

  test('is contradicted by them', () => {
    folder.write('cm.yaml', goodManifest().replace(/ {4}rollback:[\s\S]*?minutes: 10\n/, ''));
    folder.run(['orr', 'answer', '--set', 'undone=yes', '--by', 'ana']);
    for (const said of [findings('check'), findings('orr', 'check')])
      expect(said).toMatchObject({ 'orr/contradictions-have-a-note': 'fail' });
  });
});

test('no bare yes is enough for a high criticality in the checklists that come with the program', () => {
  const bare = readdirSync('checklists').flatMap((name) => {
    const { value } = loadChecklist(new SourceText(name, readFileSync(`checklists/${name}`, 'utf8')));
    return itemsOf(value!)
      .filter(({ answer, criticality, evidence }) => {
        const claims = answer.type === 'yes-no' || answer.type === 'one-of' || answer.type === 'number';
        return claims && criticality === 'high' && evidence === undefined;
      })
      .map((item) => `${name}: ${item.id}`);
  });
  expect(bare).toEqual([]);
});
