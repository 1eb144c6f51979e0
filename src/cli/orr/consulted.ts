import { resolve } from 'node:path';
import { checklistPath, isOwnChecklist } from './files.js';
import { isThere, observe, pathsOfEvidence } from './observe.js';
import { openReview } from './open.js';

/**
 * Every file that has a say in the judgement of a review, beside the review itself: a checklist of one's own, the files that
 * evidence points to, as far as they are there, and the templates that make its alarms and dashboards.
 */
export function consultedFor(cwd: string, file: string): string[] {
  const { review, root, path } = openReview(cwd, file);
  const { name } = review.checklist;
  const checklist = isOwnChecklist(name) ? [checklistPath(name, path)] : [];
  const evidence = pathsOfEvidence(review).filter((target) => isThere(root, target));
  const templates = [...observe(review, root).values()].flatMap(({ monitor }) => monitor?.declared?.file ?? []);
  return [...checklist, ...[...evidence, ...templates].map((target) => resolve(root, target))];
}
