import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/engine/evaluate.js';
import { assemble } from '../../src/engine/pack.js';
import { verdictOf } from '../../src/engine/verdict.js';
import { changeJudgeable } from '../../src/facts/change/change-judgeable.js';
import { NO_CONTEXT } from '../../src/facts/change/context.js';
import { revisionOf } from '../../src/facts/change/revision.js';
import { SUBJECT_KINDS } from '../../src/facts/registry.js';
import { loadChangeYaml } from '../../src/loaders/change-yaml/load.js';
import { readRule } from '../../src/loaders/rules.js';
import type { Finding } from '../../src/model/finding.js';
import { SourceText } from '../../src/model/located.js';

const rules = assemble(
  readdirSync('rules/change').map((file) =>
    readRule(`change/${file.replace('.yaml', '')}`, new SourceText(file, readFileSync(`rules/change/${file}`, 'utf8'))),
  ),
  SUBJECT_KINDS,
);

type Json = Record<string, unknown>;

function load(manifest: Json) {
  const loaded = loadChangeYaml(new SourceText('change.json', JSON.stringify(manifest)));
  if ('problems' in loaded) throw new Error(loaded.problems.map((problem) => problem.message).join('\n'));
  return loaded.change;
}

function findings(manifest: Json): { verdict: string; findings: readonly Finding[] } {
  const { subject, crashes } = evaluate(changeJudgeable(load(manifest), NO_CONTEXT), rules);
  expect(crashes).toEqual([]);
  return { verdict: verdictOf([subject]), findings: subject.findings };
}

const FORWARD = [
  'kubectl -n shop set image deploy/api api=api:2',
  'systemctl restart web',
  'aws ecs update-service --cluster c --service s --task-definition t:2',
  './migrate.sh',
  'kubectl get pods',
  'rm -rf /var/cache/shop',
];
const BACK = [
  'kubectl -n shop rollout undo deploy/api',
  'systemctl restart web-old',
  'aws ecs update-service --cluster c --service s --task-definition t:1',
  './migrate.sh --down',
  'n/a',
  'restore from backup',
  'kubectl get pods',
  'rm -rf /var/cache/shop',
];

const step = fc.record(
  {
    title: fc.constantFrom('Roll out the image', 'Restart the web servers', 'Look at the pods', 'Migrate'),
    run: fc.constantFrom(...FORWARD),
    expect: fc.constantFrom('all pods are ready', 'TBD'),
    check: fc.constantFrom('the dashboard is green', { run: 'kubectl get pods' }),
    minutes: fc.integer({ min: 1, max: 30 }),
    guard: fc.constant('somebody reads the path aloud'),
    rollback: fc.record(
      {
        run: fc.constantFrom(...BACK),
        check: fc.constantFrom('the old image runs', 'n/a'),
        minutes: fc.integer({ min: 1, max: 30 }),
      },
      { requiredKeys: [] },
    ),
    irreversible: fc.record(
      {
        reason: fc.constantFrom('it is deleted', 'n/a'),
        approval: fc.record({ by: fc.constantFrom('Dana', 'TBD') }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['title', 'run'] },
);

const manifest: fc.Arbitrary<Json> = fc.record(
  {
    title: fc.constant('Move payments'),
    why: fc.constantFrom('the old one is out of support', 'TBD'),
    author: fc.constantFrom('Ana', 'Ben'),
    executor: fc.constantFrom('Ben', 'Ana'),
    observers: fc.subarray(['Eve', 'Ben']),
    reviewers: fc.subarray(['Carla', 'Ana']),
    blastRadius: fc.record({ services: fc.subarray(['payments', 'orders']) }),
    window: fc.record(
      {
        start: fc.constant('2026-03-01T22:00'),
        end: fc.constantFrom('2026-03-01T23:00', '2026-03-02T04:00'),
        zone: fc.constantFrom('Europe/Paris', 'CET'),
      },
      { requiredKeys: [] },
    ),
    preChecks: fc.subarray(['no incident is open']),
    steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    postChecks: fc.subarray(['a test payment succeeds']),
    stopCondition: fc.constantFrom('error rate above 1 %', 'n/a'),
    alarms: fc.subarray(['checkout-5xx']),
    communication: fc.subarray(['#payments']),
  },
  { requiredKeys: ['title', 'steps'] },
) as fc.Arbitrary<Json>;

/** Fields whose removal weakens the manifest. Steps themselves, their titles and commands say what is done: removing one is another change. */
const KEPT = new Set(['title', 'steps', 'run', 'manifest', 'id']);

/** Every manifest with one field or one list entry less. */
function weakened(value: unknown, inSteps = false): unknown[] {
  if (Array.isArray(value)) {
    const inside = value.flatMap((item, index) => weakened(item).map((other) => value.with(index, other)));
    return inSteps ? inside : [...inside, ...value.map((_, index) => value.toSpliced(index, 1))];
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const { [key]: _, ...rest } = value as Json;
    const inside = weakened(member, key === 'steps').map((other) => ({ ...value, [key]: other }));
    return KEPT.has(key) ? inside : [...inside, rest];
  });
}

/** `rollback: { run }` without its command is weaker too, although "run" of a step is kept. */
function withoutRollbackCommands(value: Json): Json[] {
  const steps = value.steps as Json[];
  return steps.flatMap((it, index) => {
    if (it.rollback === undefined) return [];
    const { run: _, ...rest } = it.rollback as Json;
    return [{ ...value, steps: steps.with(index, { ...it, rollback: rest }) }];
  });
}

/** Rules about what should not be there: taking it away mends the manifest. */
const ABOUT_FAULTS = new Set([
  'change/no-placeholder',
  'change/checks-change-nothing',
  'change/commands-parse',
  'change/separate-hands',
]);

/** Gives the manifest a trial and an approval of its own revision, as they would stand after the rehearsal. */
function rehearsed(value: Json): Json {
  const revision = revisionOf(load(value));
  return {
    ...value,
    tried: [{ environment: 'staging', date: '2026-02-20', revision, result: 'passed' }],
    approvals: [{ by: 'Dana', role: 'bar raiser', date: '2026-02-21', revision }],
  };
}

describe('weakening a manifest', () => {
  it('never turns a block into a pass, and never a finding into a pass', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(manifest, (generated) => {
        const strong = rehearsed(generated);
        const before = findings(strong);
        for (const weak of [...weakened(strong), ...withoutRollbackCommands(strong)] as Json[]) {
          const after = findings(weak);
          if (before.verdict === 'block') expect(after.verdict, JSON.stringify(weak)).toBe('block');
          for (const finding of after.findings) {
            if (finding.outcome !== 'pass' || ABOUT_FAULTS.has(finding.rule)) continue;
            const same = before.findings.find(
              (other) => other.rule === finding.rule && other.subject === finding.subject,
            );
            expect(
              same?.outcome === 'fail' || same?.outcome === 'undetermined'
                ? `${finding.rule} of ${finding.subject}: ${same.outcome}, then pass`
                : '',
              JSON.stringify(weak),
            ).toBe('');
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is noticed at all: a manifest without its rollback blocks', () => {
    const weak = { title: 'T', steps: [{ title: 'Restart', run: 'systemctl restart web' }] };
    expect(findings(weak).verdict).toBe('block');
  });
});

describe('the revision', () => {
  it('is the same for another layout, and another for every other command', () => {
    fc.assert(
      fc.property(manifest, fc.nat(), (generated, pick) => {
        const revision = revisionOf(load(generated));
        const steps = generated.steps as Json[];
        const at = pick % steps.length;
        const run = steps[at]!.run as string;
        const edited = (text: string) => ({ ...generated, steps: steps.with(at, { ...steps[at]!, run: text }) });
        expect(revisionOf(load(edited(`  ${run.replaceAll(' ', '  ')}  # said again`)))).toBe(revision);
        expect(revisionOf(load(edited(`${run} --more`)))).not.toBe(revision);
        expect(revisionOf(load({ ...generated, executor: 'Zoe' }))).toBe(revision);
      }),
    );
  });
});
