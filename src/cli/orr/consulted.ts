import { resolve } from 'node:path';
import { checklistPath, isOwnChecklist } from './files.js';
import { isThere, pathsOfEvidence } from './observe.js';
import { openReview } from './open.js';

/**
 * Every file that has a say in the judgement of a review, beside the review itself: a checklist of one's own, and the files that
 * evidence points to, as far as they are there.
 */
export function consultedFor(cwd: string, file: string): string[] {
  const { review, root, path } = openReview(cwd, file);
  const { name } = review.checklist;
  const checklist = isOwnChecklist(name) ? [checklistPath(name, path)] : [];
  const evidence = pathsOfEvidence(review).filter((target) => isThere(root, target));
  return [...checklist, ...evidence.map((target) => resolve(root, target))];
}
