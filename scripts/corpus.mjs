// Holds what tollgate finds in a folder of real definitions against what careful readers found (labels.json there):
// agreement per field and per rule, and every disagreement. Exit 1 on a false pass.
// Usage: node scripts/corpus.mjs [FOLDER]     (default: $TOLLGATE_CORPUS, else ../shared/corpus)
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? process.env.TOLLGATE_CORPUS ?? '../shared/corpus';
if (!existsSync(join(folder, 'labels.json'))) {
  console.log(`no labels.json in ${folder}: nothing to compare with`);
  process.exit(0);
}

const FIELDS = [
  'production',
  'preProductionStages',
  'gamma',
  'waves',
  'loadTestGatesProduction',
  'testGatesProduction',
  'approvalGatesProduction',
  'watchedBakeMinutesBeforeProduction',
  'rollbackOnFailure',
  'rollbackOnAlarm',
];
const RULES = ['three-pre-production-stages', 'gamma-as-production', 'bake-time', 'load-test'];

const labels = JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8')).filter(
  (label) => label.platform === 'codepipeline',
);
const cache = new Map();
const score = new Map();
const disagreements = [];
let falsePasses = 0;

function factsOf(file) {
  if (!cache.has(file)) {
    let output;
    try {
      output = execFileSync(process.execPath, ['bin/tollgate.js', 'facts', join(folder, file), '--format', 'json'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 1e9,
      });
    } catch (error) {
      output = error.stdout || '[]';
    }
    cache.set(file, JSON.parse(output));
  }
  return cache.get(file);
}

function tally(field, agrees, label, ours, theirs) {
  const [good, all] = score.get(field) ?? [0, 0];
  score.set(field, [good + (agrees ? 1 : 0), all + 1]);
  if (!agrees)
    disagreements.push(
      `${label.file} (${label.pipeline})\n    ${field}: tollgate ${JSON.stringify(ours)}, reader ${JSON.stringify(theirs)}`,
    );
}

/** Deployments by place: exact, else by the action's name alone whatever its case. */
function sameDeployments(ours, theirs) {
  const place = (text) => text.toLowerCase();
  const found = new Map(ours.map((it) => [place(it.at), it.tier]));
  return (
    ours.length === theirs.length &&
    theirs.every((it) => (found.get(place(it.at)) ?? byAction(ours, it.at)) === it.tier)
  );
}
const byAction = (ours, at) =>
  ours.find((it) => it.at.split('/').at(-1).toLowerCase() === at.split('/').at(-1).toLowerCase())?.tier;

for (const label of labels) {
  const pipelines = factsOf(label.file);
  if (label.pipeline === null) {
    tally('expect', pipelines.length === 0, label, pipelines.length, label.expect);
    continue;
  }
  const ours =
    pipelines.find((it) => it.pipeline === label.pipeline || it.name === label.pipeline) ??
    (pipelines.length === 1 ? pipelines[0] : undefined);
  if (!ours) {
    tally(
      'found',
      false,
      label,
      pipelines.map((it) => it.pipeline),
      label.pipeline,
    );
    continue;
  }
  for (const field of FIELDS) {
    const [a, b] = field === 'gamma' ? [ours.gamma.length, label.gamma.length] : [ours[field], label[field]];
    tally(field, JSON.stringify(a) === JSON.stringify(b), label, ours[field], label[field]);
  }
  const show = (list) => list.map((it) => `${it.at}=${it.tier}`);
  tally(
    'deployments',
    sameDeployments(ours.deployments, label.deployments),
    label,
    show(ours.deployments),
    show(label.deployments),
  );
  const hidden = (list) =>
    [...list]
      .map((text) => text.toLowerCase())
      .sort()
      .join();
  tally(
    'hiddenDeployments',
    hidden(ours.hiddenDeployments) === hidden(label.hiddenDeployments),
    label,
    ours.hiddenDeployments,
    label.hiddenDeployments,
  );
  for (const rule of RULES) {
    const [a, b] = [ours.rules[rule], label.rules[rule]];
    tally(rule, a === b, label, a, b);
    if (a === 'pass' && b === 'fail') {
      falsePasses++;
      disagreements.push(`${label.file}: FALSE PASS of ${rule}`);
    }
  }
}

for (const text of disagreements) console.log(text);
console.log(`\n${labels.length} labelled pipelines`);
for (const [field, [good, all]] of score)
  console.log(`${field.padEnd(36)} ${String(good).padStart(3)} / ${all}  ${((100 * good) / all).toFixed(1)} %`);
console.log(`false passes: ${falsePasses}`);
process.exitCode = falsePasses > 0 ? 1 : 0;
