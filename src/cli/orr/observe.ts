import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { lookUpMonitor } from '../../facts/review/monitors.js';
import { readLoadTest } from '../../loaders/load-test/report.js';
import { UnreadableReport } from '../../loaders/load-test/unreadable.js';
import type { EvidenceKind } from '../../model/checklist.js';
import type { EvidenceEntry, Observation, Review } from '../../model/review.js';
import { declaredMonitors } from './monitors.js';

/** Results of load tests can be large; beyond this they are hashed but not read. */
const MAX_REPORT_BYTES = 300_000_000;

/** Looks at everything that a review's evidence points to: files, and alarms and dashboards in the templates of the repository. */
export function observe(review: Review, root: string): Map<string, Observation> {
  const reports = new Set(
    fileEntries(review)
      .filter(({ kind }) => kind === 'load-test')
      .map(({ target }) => target),
  );
  return new Map([
    ...pathsOfEvidence(review).map((target): [string, Observation] => [
      target,
      lookAt(root, target, reports.has(target)),
    ]),
    ...observeMonitors(
      [...review.answers.values()].flatMap((answer) => answer.evidence),
      root,
    ),
  ]);
}

/** What the templates say about each alarm and dashboard. Without one among the evidence, no template is read. */
export function observeMonitors(
  evidence: readonly Pick<EvidenceEntry, 'kind' | 'target'>[],
  root: string,
): Map<string, Observation> {
  const targets = evidence.filter(({ kind }) => kind === 'alarm' || kind === 'dashboard').map(({ target }) => target);
  if (targets.length === 0) return new Map();
  const declared = declaredMonitors(root);
  return new Map(targets.map((target) => [target, { monitor: lookUpMonitor(target, declared) }]));
}

/** The files that a review's evidence points to, as written, each once; only evidence of some kinds when these are given. */
export function pathsOfEvidence(review: Review, kinds?: readonly EvidenceKind[]): string[] {
  const entries = fileEntries(review).filter(({ kind }) => kinds?.includes(kind) ?? true);
  return [...new Set(entries.map(({ target }) => target))];
}

function fileEntries(review: Review): EvidenceEntry[] {
  return [...review.answers.values()].flatMap((answer) => answer.evidence).filter(isFile);
}

function isFile(entry: EvidenceEntry): boolean {
  if (entry.kind === 'file' || entry.kind === 'load-test') return true;
  return entry.kind === 'game-day' && !/^https?:\/\//.test(entry.target);
}

/** What is at a path under the root: its hash, and what it says if it is the report of a load test. */
export function lookAt(root: string, target: string, asLoadTest: boolean): Observation {
  const path = resolve(root, target);
  if (!isThere(root, target)) return {};
  const bytes = readFileSync(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (!asLoadTest) return { sha256 };
  if (bytes.length > MAX_REPORT_BYTES) return { sha256, problem: `the report ${target} is too large to be read` };
  const loadTest = readLoadTest(bytes.toString('utf8'), target);
  if (loadTest instanceof UnreadableReport) return { sha256, problem: `${target}: ${loadTest.reason}` };
  return { sha256, loadTest };
}

/** Whether a path under the root leads to a file of the repository. */
export function isThere(root: string, target: string): boolean {
  const path = resolve(root, target);
  return existsSync(path) && statSync(path).isFile() && inside(root, path);
}

/** Evidence is part of the repository: a path that leads out of it proves nothing to anybody else. */
function inside(root: string, path: string): boolean {
  const short = relative(realpathSync(root), realpathSync(path));
  return short !== '' && short !== '..' && !short.startsWith(`..${sep}`);
}
