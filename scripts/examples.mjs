// Checks the examples as a user would, and holds the verdicts against what they are there to show: `tollgate check` exits 1 when
// it blocks, so a blocked example has to be told apart from an example that went wrong.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

/** What each folder of examples/ shows, the exit code that says so, and what its check needs to be told. */
const SHOWN = new Map([
  ['orders', { exit: 0, what: 'passes every rule' }],
  ['payments', { exit: 1, what: 'is blocked: four rules fail' }],
  ['search', { exit: 1, what: 'is blocked: where it deploys to cannot be told' }],
  [
    'changes',
    {
      exit: 1,
      what: 'holds two changes by hand: one may go ahead, one is blocked for six reasons',
      flags: ['--config', 'examples/changes/tollgate.yaml'],
    },
  ],
  [
    'readiness',
    // Evidence grows old: the example is about one day.
    { exit: 1, what: 'holds a readiness review: three answers block', flags: ['--as-of', '2026-11-20'] },
  ],
]);

const wrong = readdirSync('examples')
  .filter((name) => !SHOWN.has(name))
  .map((name) => `examples/${name}: scripts/examples.mjs does not say what it shows`);
for (const [name, { exit, what, flags = [] }] of SHOWN) {
  const words = ['check', ...flags, `examples/${name}`];
  console.log(`\n──── examples/${name} ${what} ────\n$ tollgate ${words.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, ['bin/tollgate.js', ...words], { stdio: 'inherit' });
  if (status !== exit) wrong.push(`examples/${name}: exit ${status}, and ${exit} was expected`);
}
for (const line of wrong) console.error(line);
if (wrong.length === 0) console.log(`\n${SHOWN.size} examples came out as they should.`);
process.exitCode = wrong.length === 0 ? 0 : 1;
