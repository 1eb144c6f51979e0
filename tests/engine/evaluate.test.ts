import fc from 'fast-check';
import { expect, it } from 'vitest';
import { builtinRules, rulesInForce } from '../../src/cli/check/packs.js';
import { evaluate } from '../../src/engine/evaluate.js';
import { changeJudgeable } from '../../src/facts/change/change-judgeable.js';
import { NO_CONTEXT } from '../../src/facts/change/context.js';
import { loadChangeYaml } from '../../src/loaders/change-yaml/load.js';
import { EMPTY_CONFIG } from '../../src/model/config.js';
import { SourceText } from '../../src/model/located.js';

const RUN = [
  'systemctl stop worker',
  'rm -rf /srv/cache',
  './deploy.sh',
  'psql -c "DROP TABLE t"',
  'uptime',
  'echo "open',
];

const step = fc.record(
  {
    title: fc.constantFrom('Stop the workers', 'Look at the queue', 'The workers', 'Drop the table'),
    run: fc.constantFrom(...RUN),
    expect: fc.constantFrom('none runs', 'n/a'),
    minutes: fc.constantFrom(1, 5),
    rollback: fc.oneof(
      fc.constantFrom('n/a', 'see above', 'restore from backup'),
      fc.record({ run: fc.constantFrom(...RUN, 'systemctl start worker'), check: fc.constantFrom('it runs', 'TBD') }),
    ),
  },
  { requiredKeys: ['title'] },
);

it('the rules say of each of many steps what they say of it alone', () => {
  expect(builtinRules().length).toBeGreaterThan(20);
  const ruleSet = rulesInForce(EMPTY_CONFIG, '.');
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 25 }), (steps) => {
      const loaded = loadChangeYaml(new SourceText('c.json', JSON.stringify({ title: 'T', steps })));
      if ('problems' in loaded) throw new Error(loaded.problems[0]!.message);
      const judgeable = changeJudgeable(loaded.change, NO_CONTEXT);
      const together = evaluate(judgeable, ruleSet).subject.findings;
      for (const subject of judgeable.subjects.filter(({ kind }) => kind === 'change-step')) {
        const alone = evaluate({ ...judgeable, subjects: [subject], absent: {} }, { ...ruleSet }).subject.findings;
        expect(together.filter((finding) => finding.subject === subject.address)).toEqual(alone);
      }
    }),
    { numRuns: 40 },
  );
});
