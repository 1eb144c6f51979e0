import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeJudgeable } from '../../../src/facts/change/change-judgeable.js';
import { NO_CONTEXT } from '../../../src/facts/change/context.js';
import { readSteps } from '../../../src/facts/change/read-steps.js';
import { loadChangeMarkdown } from '../../../src/loaders/change-markdown/load.js';
import { SourceText } from '../../../src/model/located.js';
import { CORPUS, hasCorpus } from '../../corpus-folder.js';

/** What a person finds who reads the document: how many steps, which of them, and for which steps a rollback. */
interface ReadByHand {
  readonly file: string;
  readonly steps: number;
  /** Some titles, by number. */
  readonly titles: Readonly<Record<number, string>>;
  /** Numbers of the steps for which the document says how they are undone. */
  readonly undone: readonly number[];
  /** Things to do in a rollback section that names no step. */
  readonly plan?: number;
}

const READ_BY_HAND: readonly ReadByHand[] = [
  {
    file: '6425techdan__orderflow__docs__runbooks__canary-simulation.md',
    steps: 5,
    titles: { 1: 'Record baseline revision', 3: 'Observe (human gate)', 4: 'Continue — treat canary as full rollout' },
    // "4A. Abort — manual rollback" undoes the image set in 2; step 5 says what to do "On failure".
    undone: [2, 5],
    plan: 2,
  },
  {
    file: '6425techdan__orderflow__docs__runbooks__gitops-drift.md',
    steps: 4,
    titles: { 1: 'Pause auto-sync', 2: 'Capture current live vs desired', 4: 'Prefer live as temporary source (rare)' },
    undone: [],
  },
  {
    file: '6425techdan__orderflow__docs__runbooks__payment-dependency.md',
    steps: 1,
    titles: { 1: 'Mitigation' },
    undone: [],
  },
  {
    file: '6425techdan__orderflow__docs__runbooks__rollback.md',
    steps: 6,
    titles: {
      1: 'Freeze further deploys',
      4: 'Fast path — Deployment revision undo (kind / direct apply)',
      6: 'Scripted demo',
    },
    undone: [],
  },
  {
    file: 'APMurtha__homelab-operations__docs__change-management-template.md',
    steps: 0,
    titles: {},
    undone: [],
    plan: 0,
  },
  {
    file: 'APMurtha__homelab-operations__runbooks__recover-unifi-management-plane.md',
    steps: 8,
    titles: { 1: 'Isolate the Controller', 2: 'Factory Reset the UniFi Switch', 8: 'Final Validation' },
    undone: [],
  },
  {
    file: 'AliZahiri__gitlab-ci-compose-zero-downtime__docs__daily__rollback-flow.md',
    steps: 5,
    titles: { 1: 'identify last known healthy color', 5: 'only then stop the failed color' },
    undone: [],
  },
  {
    file: 'AliZahiri__gitlab-ci-compose-zero-downtime__docs__daily__rollback-command-contract.md',
    steps: 0,
    titles: {},
    undone: [],
  },
  {
    file: 'akuity__sedemo-platform__apps__demo-db-rollback-routing__README.md',
    steps: 5,
    titles: { 1: 'Main lane baseline', 3: 'Preview routing', 5: 'Failed migration' },
    undone: [],
  },
  {
    file: 'aws-samples__aws-secure-environment-accelerator__src__mkdocs__docs__lza-upgrade__rollback.md',
    steps: 5,
    titles: {
      3: 'Review, backup and delete the ASEA DynamoDB Tables',
      4: 'Run ASEA Installer Stack',
      5: 'Run the ASEA-InstallerPipeline',
    },
    undone: [],
  },
  {
    file: 'bshongwe__enterprise-reliability-platform__runbooks__database-connection-failure.md',
    steps: 7,
    titles: { 1: 'Identify Affected Database', 4: 'Restart Connection Pool', 7: 'Enable Read Replica' },
    undone: [],
  },
  {
    file: 'bshongwe__enterprise-reliability-platform__runbooks__deployment-rollback.md',
    steps: 4,
    titles: { 1: 'Kubernetes Rollback (Fastest)', 2: 'GitOps Rollback (Recommended)', 4: 'Canary Rollback' },
    undone: [],
  },
  {
    file: 'kevinmeix1__kserve-model-serving-platform__docs__runbook.md',
    steps: 14,
    titles: {
      1: 'Inspect the failed canary check',
      9: 'Add a contract test before accepting any contract change',
      13: 'Increase min replicas for latency-sensitive services',
    },
    // The rollback section is about promoting a model, which is none of the steps.
    undone: [],
    plan: 2,
  },
  {
    file: 'ministryofjustice__opg-use-an-lpa__docs__runbooks__use_secondary_region.md',
    steps: 6,
    titles: {
      1: 'In the opg-use-an-lpa repository, open the `terraform/environment/terraform.tfvars.json` file',
      3: 'Open the `terraform/environment/.envrc` file',
      6: 'Via Pipeline',
    },
    // "Moving back to eu-west-1" undoes the changes to terraform.tfvars.json.
    undone: [1],
    plan: 1,
  },
  {
    file: 'prometheus-operator__runbooks__content__runbooks__kubernetes__KubePersistentVolumeFillingUp.md',
    steps: 8,
    titles: { 1: 'Data retention', 4: 'Direct Volume resizing', 8: 'Migrate data to new, larger cluster' },
    undone: [],
  },
  {
    file: 'rauwgomez__it-management-toolkit__templates__change-request.md',
    steps: 3,
    titles: { 1: '' },
    undone: [],
    plan: 0,
  },
];

const there = hasCorpus('cm');

function read(file: string) {
  return loadChangeMarkdown(new SourceText(file, readFileSync(join(CORPUS, 'cm', file), 'utf8')));
}

describe.skipIf(!there)('real documents, read by hand', () => {
  it.each(READ_BY_HAND)('$file has the steps that a reader finds', ({ file, steps, titles }) => {
    const change = read(file);
    expect(change.steps.map((step) => step.title.text)).toHaveLength(steps);
    for (const [number, title] of Object.entries(titles))
      expect(change.steps[Number(number) - 1]!.title.text).toBe(title);
  });

  it.each(READ_BY_HAND)('$file has the rollbacks that a reader finds', ({ file, undone, plan }) => {
    const change = read(file);
    const found = readSteps(change).filter((step) => step.judgement.rollback !== undefined);
    expect(found.map((step) => step.step.number)).toEqual(undone);
    expect(change.rollbackPlan?.items.length).toBe(plan);
  });
});

describe.skipIf(!there)('every document of the corpus', () => {
  const files = there ? readdirSync(join(CORPUS, 'cm')).filter((file) => file.endsWith('.md')) : [];

  it.each(files)('%s loads and can be judged', (file) => {
    const change = read(file);
    const judgeable = changeJudgeable(change, NO_CONTEXT);
    expect(judgeable.subjects.filter((subject) => subject.kind === 'change-step')).toHaveLength(change.steps.length);
    for (const step of change.steps) expect(step.span.start).toBeLessThan(step.span.end);
  });

  it.each(files)('%s loads the same with Windows line ends', (file) => {
    const text = readFileSync(join(CORPUS, 'cm', file), 'utf8');
    const windows = loadChangeMarkdown(new SourceText(file, text.replaceAll('\n', '\r\n')));
    const shape = (change: typeof windows) =>
      change.steps.map((step) => [step.title.text, step.commands.length, step.rollback !== undefined]);
    expect(shape(windows)).toEqual(shape(read(file)));
  });
});
