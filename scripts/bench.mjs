// Measures speed as ratios of paired runs (A B A B …): a ratio holds on another machine, a time does not.
//   start-up: one template of 14 KB against `node -e 0`                         at most 1.8
//   volume:   1,000 such templates, every rule, against cfn-guard with four     at least 5 times faster
//   conditions: one template that hangs on 40 conditions                        within 2 seconds
// Usage: node scripts/bench.mjs [RUNS]     (5 pairs unless said otherwise; cfn-guard is fetched from npm into a temporary folder)
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { conditionalTemplate, writeTemplates } from './bench/templates.mjs';

const RUNS = Number(process.argv[2] ?? 5);
const TOLLGATE = [process.execPath, resolve('bin/tollgate.js')];
const folder = mkdtempSync(join(tmpdir(), 'tollgate-bench-'));

try {
  const templates = join(folder, 'templates');
  writeTemplates(templates, 1000);
  const one = join(templates, 'service-0000.yaml');
  const conditional = join(folder, 'conditional.yaml');
  writeFileSync(conditional, conditionalTemplate(40));

  const start = paired([...TOLLGATE, 'check', one], [process.execPath, '-e', '0'], RUNS * 4);
  tell('start-up, one template', `${start.ratio.toFixed(2)} × node -e 0`, 'at most 1.80', start.ratio <= 1.8, start);

  const guard = fetchPeer();
  const volume = [...TOLLGATE, 'check', templates];
  if (guard) {
    const rules = resolve('scripts/bench/peer.guard');
    const peer = [guard, 'validate', '-r', rules, '-d', templates, '-S', 'none', '--structured', '-o', 'sarif'];
    const pair = paired(peer, volume, RUNS);
    tell('1,000 templates', `${pair.ratio.toFixed(1)} × faster than cfn-guard`, 'at least 5.0', pair.ratio >= 5, pair);
    const sarif = paired(peer, [...volume, '--format', 'sarif'], RUNS);
    tell('the same as SARIF, passes and evidence included', `${sarif.ratio.toFixed(1)} ×`, 'none', true, sarif);
  } else {
    const { seconds } = once(volume);
    console.log(`1,000 templates: ${seconds.toFixed(2)} s (cfn-guard could not be installed: nothing to compare with)`);
  }

  const { seconds } = once([...TOLLGATE, 'check', conditional]);
  tell('40 conditions', `${seconds.toFixed(2)} s`, 'at most 2.00 s', seconds <= 2);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function tell(what, measured, target, met, pair) {
  const detail = pair ? `  [${pair.first.toFixed(3)} s to ${pair.second.toFixed(3)} s, ${pair.runs} pairs]` : '';
  console.log(`${what}: ${measured} (target: ${target}, ${met ? 'met' : 'MISSED'})${detail}`);
}

/** Runs two commands in turn. The ratio is the median over pairs of first / second; the times are medians. */
function paired(first, second, runs) {
  once(first);
  once(second);
  const pairs = Array.from({ length: runs }, () => [once(first).seconds, once(second).seconds]);
  return {
    runs,
    ratio: median(pairs.map(([a, b]) => a / b)),
    first: median(pairs.map(([a]) => a)),
    second: median(pairs.map(([, b]) => b)),
  };
}

/** Exit codes above 1 (0 passes, 1 or cfn-guard's 19 finds something) mean that nothing was measured. */
function once([command, ...args]) {
  const begin = process.hrtime.bigint();
  const { status, stderr, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  if (error || ![0, 1, 19].includes(status)) throw new Error(`${command} ${args.join(' ')}: exit ${status}\n${stderr}`);
  return { seconds };
}

function median(list) {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
}

/** The native binary of cfn-guard that @cdklabs/cdk-validator-cfnguard brings; undefined when it cannot be had. */
function fetchPeer() {
  const install = [
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '@cdklabs/cdk-validator-cfnguard',
  ];
  writeFileSync(join(folder, 'package.json'), '{}');
  const { status } = spawnSync('npm', install, { cwd: folder, stdio: 'ignore' });
  const bin = join(folder, 'node_modules/@cdklabs/cdk-validator-cfnguard/bin');
  if (status !== 0 || !existsSync(bin)) return undefined;
  const system = process.platform === 'darwin' ? /macos/ : /ubuntu/;
  const found = readdirSync(bin, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('cfn-guard') && system.test(name))
    .map((name) => join(bin, name))
    .find((path) => spawnSync(path, ['--version']).status === 0);
  return found;
}
