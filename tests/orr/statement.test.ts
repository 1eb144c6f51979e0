import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Shop } from '../cli/shop.js';
import { hasTool } from '../tools.js';

const CHECKLIST = `title: Ours
sections:
  - id: s
    title: S
    items:
      - { id: restore, title: Restore, question: 'Did a restore work?', criticality: high, phase: launch, driver: readiness, evidence: { kinds: [file] } }
`;

const REVIEW = `review: 1
service: { name: shop, owners: [team] }
checklist: { name: ../checklists/ours.yaml, hash: HASH }
answers:
  restore:
    answer: yes
    evidence:
      - { file: docs/restore.md }
    by: ana
    at: 2026-11-20
`;

const DAY = ['--as-of', '2026-11-21'];

describe.runIf(hasTool('git'))('a sign-off of a review', () => {
  let shop: Shop;
  const verify = (...more: string[]) => shop.tollgate('verify', 'sign-off.dsse.json', ...more, ...DAY);

  beforeAll(() => {
    shop = new Shop();
    shop.write('checklists/ours.yaml', CHECKLIST);
    shop.write('docs/restore.md', 'It worked on 20 November.\n');
    shop.tollgate(
      'orr',
      'new',
      '--service',
      'x',
      '--owner',
      'o',
      '--checklist',
      'checklists/ours.yaml',
      '-o',
      'x.yaml',
    );
    const hash = /hash: (sha256:\w+)/.exec(shop.read('x.yaml'))![1]!;
    shop.write('orr/shop.yaml', REVIEW.replace('HASH', hash));
    shop.secret('pass', 'correct horse battery\n');
    shop.tollgate('keys', 'new', '../ana.key', '--passphrase-file', '../pass');
    const who = ['--name', 'Ana Ruiz', '--role', 'bar-raiser', '--email', 'ana@example.com'];
    shop.tollgate('keys', 'trust', '../ana.key.pub', ...who);
    const trust = shop.read('tollgate.trust.yaml');
    shop.write('tollgate.trust.yaml', `${trust}requires:\n  review: { roles: { bar-raiser: 1 } }\n`);
    const done = shop.tollgate('check', 'orr/shop.yaml', '--statement', 'sign-off.json', ...DAY);
    expect(done.stdout + done.stderr).toContain('Wrote the statement');
    shop.commit('Eve Stone <eve@example.com>');
    const key = ['--key', '../ana.key', '--passphrase-file', '../pass'];
    expect(shop.tollgate('sign', 'sign-off.json', ...key, '--yes', ...DAY)).toMatchObject({ exit: 0 });
  });
  afterAll(() => shop.remove());

  test('is accepted as long as nothing changes', () => {
    expect(verify()).toMatchObject({ exit: 0 });
  });

  test.each([
    ['the evidence', 'docs/restore.md'],
    ['the checklist', 'checklists/ours.yaml'],
    ['the review', 'orr/shop.yaml'],
  ])('is void when %s has changed, and says which file', (_, file) => {
    const before = shop.read(file);
    shop.write(file, `${before}\n# reworded\n`);
    for (const { exit, stdout } of [verify(), verify('--no-judge')])
      expect({ exit, stdout }).toMatchObject({ exit: 1, stdout: expect.stringContaining(file) });
    shop.write(file, before);
  });
});
