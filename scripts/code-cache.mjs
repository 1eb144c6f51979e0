// Writes dist/tollgate.cache: what V8 compiled of the program while it checked, so that later runs need not compile it again.
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { CODE_CACHE, load } from '../bin/load.js';

rmSync(CODE_CACHE, { force: true });
const { script, program } = load();
const output = { write: () => true, on: () => output, isTTY: false, destroyed: false };
// What the cache lacks is compiled in every run, and what it holds for nothing is read in every run: few, real inputs.
for (const words of [
  ['check', 'examples/orders'],
  ['check', 'examples/payments'],
  ['change', 'check', 'examples/changes/larger-orders-database.yaml'],
])
  await program.run({
    argv: ['', '', ...words],
    stdout: output,
    stderr: output,
    env: {},
    cwd: () => process.cwd(),
  });
writeFileSync(`${CODE_CACHE}.new`, script.createCachedData());
renameSync(`${CODE_CACHE}.new`, CODE_CACHE);
