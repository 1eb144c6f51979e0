// Times `tollgate change check` on a manifest of 500 steps, in turn with the program doing nothing, and prints both medians and their ratio.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const STEPS = 500;
const LIMIT_SECONDS = 0.3;
const runs = Number(process.argv[2] ?? 9);

const folder = mkdtempSync(join(tmpdir(), 'tollgate-bench-'));
const manifest = join(folder, 'change.yaml');
const step = (number) => `  - title: Roll out service ${number}
    run: |
      for zone in a b c; do
        kubectl -n shop-$zone set image deploy/service-${number} app=registry.example/service-${number}:2.${number} && sleep 5
      done
      kubectl -n shop rollout status deploy/service-${number} --timeout=180s | tee -a rollout.log
    expect: all pods of service ${number} are ready
    minutes: 2
    rollback:
      run: kubectl -n shop rollout undo deploy/service-${number}
      check: the pods run image 1.${number}
      minutes: 2
`;
writeFileSync(
  manifest,
  `manifest: change/v1\ntitle: Roll out everything\nsteps:\n${Array.from({ length: STEPS }, (_, i) => step(i + 1)).join('')}`,
);

const bin = resolve('bin/tollgate.js');
const time = (args) => {
  const begin = process.hrtime.bigint();
  spawnSync(process.execPath, [bin, ...args], { cwd: folder });
  return Number(process.hrtime.bigint() - begin) / 1e9;
};
const pairs = Array.from({ length: runs }, () => ({
  bare: time(['--version']),
  check: time(['change', 'check', manifest]),
  json: time(['change', 'check', '--format', 'json', manifest]),
}));
rmSync(folder, { recursive: true });

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const check = median(pairs.map((pair) => pair.check));
console.log(
  `${STEPS} steps: ${check.toFixed(3)} s (all findings as JSON: ${median(pairs.map((pair) => pair.json)).toFixed(3)} s); start alone: ${median(pairs.map((pair) => pair.bare)).toFixed(3)} s; ratio pair by pair: ${median(pairs.map((pair) => pair.check / pair.bare)).toFixed(2)}`,
);
if (check > LIMIT_SECONDS) {
  console.log(`slower than ${LIMIT_SECONDS} s`);
  process.exitCode = 1;
}
