import { describe, expect, it } from 'vitest';
import { judge } from './judge-rollback.js';

const FORWARD = 'kubectl -n shop set image deploy/api api=api:2';

describe('words that are no rollback', () => {
  it.each([
    ['n/a', 'says that there is none'],
    ['N / A.', 'says that there is none'],
    ['**None**', 'says that there is none'],
    ['-', 'nothing is written'],
    ['Not needed', 'says that there is none'],
    ['No rollback required.', 'says that there is none'],
    ['TBD', 'is still to be written'],
    ['t.b.d.', 'is still to be written'],
    ['ＴＯＤＯ', 'is still to be written'],
    ['<to be defined>', 'is still to be written'],
    ['see above', 'points elsewhere'],
    ['See step 2 above.', 'points elsewhere'],
    ['Same as above', 'points elsewhere'],
    ['standard rollback procedure', 'points elsewhere'],
    ['restore from backup', 'names a backup but not how it is restored'],
    ['Restore the database from the latest backup.', 'names a backup but not how it is restored'],
    ['We will restore last night’s snapshot', 'names a backup but not how it is restored'],
    ['Roll back', 'names the aim, not how to reach it'],
    ['Revert the change and restore the previous version', 'names the aim, not how to reach it'],
    ['Undo the deployment manually if necessary', 'names the aim, not how to reach it'],
    ['Re-run the step', 'does the step again'],
    ['roll forward', 'does the step again'],
    ['Contact the database team', 'leaves it to somebody else'],
    ['not possible', 'says that it cannot be undone'],
  ])('"%s" %s', (text, reason) => {
    expect(judge(FORWARD, text)).toContain(reason);
    expect(judge(FORWARD, text)).toContain('does not count');
  });

  it.each(['n/a', 'TBD', 'restore from backup', 'echo "n/a"', '# TODO', ': none'])(
    '"%s" is none as a command either',
    (run) => expect(judge(FORWARD, { run })).not.toBe('counts'),
  );

  it.each([
    'Bring everything back to how customers know it',
    'Revert payments-api',
    'Roll back to v1.4.1',
    'Follow docs/rollback.md',
    'See https://wiki.example/rollback',
    'Restore snapshot payments-2026-02-20',
    'Fix the payments-api service',
  ])('"%s" is never a pass', (text) => expect(judge(FORWARD, text)).not.toBe('counts'));
});

describe('the forward command again is no rollback', () => {
  it.each([
    FORWARD,
    `sudo ${FORWARD}`,
    `${FORWARD} # undo`,
    'kubectl  -n "shop"  set image  deploy/api api=api:2',
    'kubectl set image deploy/api api=api:2 -n shop',
    'kubectl set image deploy/api api=api:2 --namespace shop -n shop || true; kubectl -n shop set image deploy/api api=api:2'.split(
      '; ',
    )[1]!,
    `${FORWARD} || true`,
    `${FORWARD} --v`.replace(' --v', ' --verbose'),
    `bash -c '${FORWARD}'`,
    `kubectl -n shop \\\n  set image deploy/api api=api:2`,
    `echo rolling back; ${FORWARD}`,
    `env DEBUG=1 ${FORWARD}`,
    `${FORWARD} && kubectl -n shop rollout status deploy/api`,
  ])('%s', (run) => expect(judge(FORWARD, { run })).toContain('the step itself again'));

  it('nor is a part of it', () =>
    expect(judge(`systemctl stop web; ${FORWARD}`, { run: FORWARD })).toContain('only repeats part of the step'));
  it('nor are its words', () => expect(judge('', 'Roll  out!')).toContain('is the step itself again'));
  it('another image is', () =>
    expect(judge(FORWARD, { run: 'kubectl -n shop set image deploy/api api=api:1' })).toBe('counts'));
  it('swapped arguments are', () => expect(judge('mv a b', { run: 'mv b a' })).toBe('counts'));
});

describe('a command that changes nothing is no rollback', () => {
  it.each(['kubectl -n shop get pods', 'true', 'echo rolled back', 'kubectl rollout undo deploy/api --dry-run=client'])(
    '%s',
    (run) => expect(judge(FORWARD, { run })).not.toBe('counts'),
  );
});

describe('a procedure counts', () => {
  it.each([
    'kubectl -n shop rollout undo deploy/api',
    './scripts/rollback.sh api',
    'make rollback',
    'git revert 3f9a0c1 && git push',
    'helm rollback api 41',
    'pg_restore -d ledger before.dump',
    'ssh db-1 "systemctl start postgresql"',
  ])('%s', (run) => expect(judge(FORWARD, { run })).toBe('counts'));

  it.each([
    'Set the desired count of payments-api back to 4 in the ECS console',
    'In LaunchDarkly turn the flag `new-checkout` off',
    'Switch the upstream in /etc/nginx/upstream.conf to blue and reload nginx',
    'Open Route 53 > Hosted zones, set the weight of api.example.com back to 0',
  ])('"%s"', (text) => expect(judge(FORWARD, text)).toBe('counts'));
});
