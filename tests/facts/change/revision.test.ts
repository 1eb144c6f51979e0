import { describe, expect, it } from 'vitest';
import { revisionOf } from '../../../src/facts/change/revision.js';
import { changesSince, seenStep } from '../../../src/facts/change/since.js';
import { loadChangeYaml } from '../../../src/loaders/change-yaml/load.js';
import type { Change } from '../../../src/model/change.js';
import { SourceText } from '../../../src/model/located.js';

function changeWith(run: string, key: 'run' | 'sql' = 'run'): Change {
  const step = { title: 'Do it', [key]: run, rollback: { run: './back.sh' } };
  const loaded = loadChangeYaml(new SourceText('c.json', JSON.stringify({ title: 'T', steps: [step] })));
  if ('problems' in loaded) throw new Error(loaded.problems[0]!.message);
  return loaded.change;
}

const OTHER: readonly (readonly [string, string])[] = [
  ['VERSION=1 ./deploy.sh', 'VERSION=2 ./deploy.sh'],
  ['V=1\n./deploy.sh $V', 'V=2\n./deploy.sh $V'],
  ['psql < up.sql', 'psql < other.sql'],
  ['ssh web-01 "reboot"', 'ssh web-02 "reboot"'],
  ['sudo -u app ./x', 'sudo -u root ./x'],
  ['kubectl exec api-0 -- nginx -s reload', 'kubectl exec api-1 -- nginx -s reload'],
  ['find /a -exec rm {} +', 'find /b -exec rm {} +'],
  ['a | b', 'a ; b'],
  ['a && b', 'a || b'],
  ['a', 'a &'],
  ['a > x', 'a >> x'],
  ['! a', 'a'],
  ['for i in 1 2; do a $i; done', 'for i in 1 2 3; do a $i; done'],
  ['while a; do b; done', 'until a; do b; done'],
  ['case x in a) b;; esac', 'case y in a) b;; esac'],
  ['echo "$A"', "echo '$A'"],
  ['rm *', "rm '*'"],
  ["cat <<'E'\n$A\nE", 'cat <<E\n$A\nE'],
];

const SAME: readonly (readonly [string, string])[] = [
  ['a b', "a   'b' # now"],
  ['a\nb', 'a; b'],
  ['A=1 a --b=c', 'A=1   a "--b=c"'],
  ['a  b\n\n  c', "'a' b; c"],
  ['# first\na "b c"', "a 'b c'"],
  ['a \\\n  --flag b', 'a --flag b'],
  ['if a; then b; fi', 'if a\nthen\n  b\nfi'],
  ['cat <<E\nhi\nE', 'cat <<END\nhi\nEND'],
];

describe('the revision of a change', () => {
  it.each(OTHER)('is another for %j and %j', (one, two) => {
    expect(revisionOf(changeWith(one))).not.toBe(revisionOf(changeWith(two)));
  });

  it.each(SAME)('is the same for %j and %j', (one, two) => {
    expect(revisionOf(changeWith(one))).toBe(revisionOf(changeWith(two)));
  });

  it('is another when a text inside SQL is', () => {
    const of = (value: string) => changeWith(`UPDATE flags SET v = '${value}' WHERE k = 'x'`, 'sql');
    expect(revisionOf(of('on'))).not.toBe(revisionOf(of('off')));
  });
});

describe('what changed since a review', () => {
  it.each(OTHER)('is said for %j and %j', (one, two) => {
    const before = changeWith(one);
    const seen = before.steps.map((step) => ({ name: step.name, seen: seenStep(step) }));
    const review = { steps: seen } as unknown as Parameters<typeof changesSince>[0];
    expect(changesSince(review, changeWith(two))).toHaveLength(1);
    expect(changesSince(review, before)).toHaveLength(0);
  });
});
