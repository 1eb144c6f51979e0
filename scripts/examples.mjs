// Checks the examples as a user would, and holds the verdicts against what they are there to show: `tollgate check` exits 1 when
// it blocks, so a blocked example has to be told apart from an example that went wrong.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

/** What each folder of examples/ shows, and the exit code that says so. */
const SHOWN = new Map([
  ['orders', { exit: 0, what: 'passes every rule' }],
  ['payments', { exit: 1, what: 'is blocked: four rules fail' }],
  ['search', { exit: 1, what: 'is blocked: where it deploys to cannot be told' }],
]);

const wrong = [];
for (const name of readdirSync('examples')) {
  const shown = SHOWN.get(name);
  if (!shown) {
    wrong.push(`examples/${name}: scripts/examples.mjs does not say what it shows`);
    continue;
  }
  console.log(`\n──── examples/${name} ${shown.what} ────\n$ tollgate check examples/${name}\n`);
  const { status } = spawnSync(process.execPath, ['bin/tollgate.js', 'check', `examples/${name}`], {
    stdio: 'inherit',
  });
  if (status !== shown.exit) wrong.push(`examples/${name}: exit ${status}, and ${shown.exit} was expected`);
}
for (const line of wrong) console.error(line);
if (wrong.length === 0) console.log(`\n${SHOWN.size} examples came out as they should.`);
process.exitCode = wrong.length === 0 ? 0 : 1;
