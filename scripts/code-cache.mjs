// Writes what V8 compiled of the program while it ran a command, so that later runs need not compile it again.
// Usage: node scripts/code-cache.mjs check|change
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { codeCacheOf, load } from '../bin/load.js';

/** What the cache lacks is compiled in every run, and what it holds for nothing is read in every run: few, real inputs. */
const RUNS = {
  check: [
    ['check', 'examples/orders'],
    ['check', 'examples/payments'],
  ],
  change: [['change', 'check', 'examples/changes/larger-orders-database.yaml']],
};

const command = process.argv[2];
const cache = codeCacheOf(command);
rmSync(cache, { force: true });
const { script, program } = load(command);
const output = { write: () => true, on: () => output, isTTY: false, destroyed: false };
for (const words of RUNS[command])
  await program.run({
    argv: ['', '', ...words],
    stdout: output,
    stderr: output,
    env: {},
    cwd: () => process.cwd(),
  });
writeFileSync(`${cache}.new`, script.createCachedData());
renameSync(`${cache}.new`, cache);
