import { dirname, resolve } from 'node:path';
import { type ErrorCode, TollgateError } from '../../errors.js';
import { assess } from '../../facts/review/assess.js';
import { loadChecklist } from '../../loaders/checklist/checklist.js';
import { loadReview } from '../../loaders/review/review.js';
import type { Loaded } from '../../loaders/syntax/fields.js';
import type { Assessment } from '../../model/assessment.js';
import type { Checklist } from '../../model/checklist.js';
import type { Finding } from '../../model/finding.js';
import type { SourceText } from '../../model/located.js';
import type { Problem } from '../../model/report.js';
import type { Review } from '../../model/review.js';
import { describeError } from '../describe-error.js';
import { projectRoot, readChecklist, readText } from './files.js';
import { observe } from './observe.js';

/** A review that was read, with its checklist. */
export interface OpenReview {
  /** As the user named it. */
  readonly file: string;
  readonly path: string;
  /** What paths of evidence are relative to. */
  readonly root: string;
  readonly source: SourceText;
  readonly review: Review;
  readonly checklist: Checklist;
}

/** Reads a review and the checklist that it names. */
export function openReview(cwd: string, file: string): OpenReview {
  const path = resolve(cwd, file);
  const source = readText(cwd, file);
  const review = believed(loadReview(source), 'REVIEW', file);
  const checklist = checklistOf(review, dirname(path));
  return { file, path, root: projectRoot(path), source, review, checklist };
}

/** The checklist that a review names. One that is not there is a mistake in the review, at its line. */
function checklistOf({ checklist: { name, location } }: Review, folder: string): Checklist {
  try {
    return openChecklist(name, folder);
  } catch (error) {
    if (!(error instanceof TollgateError) || error.location || error.code === 'SYNTAX') throw error;
    const hint = error.code === 'CHECKLIST' ? error.hint : 'Its path is relative to the review.';
    throw new TollgateError('CHECKLIST', `the checklist "${name}" of this review cannot be read: ${error.message}`, {
      location,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

/** Reads a checklist by name or by path. */
export function openChecklist(name: string, folder: string): Checklist {
  const source = readChecklist(name, folder);
  return believed(loadChecklist(source), 'CHECKLIST', source.file);
}

/** What was read, or one error that tells all that is wrong with it. */
export function believed<T>(loaded: Loaded<T>, code: 'REVIEW' | 'CHECKLIST' | 'LENS', file: string): T {
  if (loaded.value !== undefined) return loaded.value;
  const [first, ...others] = loaded.problems;
  if (others.length === 0)
    throw new TollgateError(code, first!.message, {
      ...(first!.location ? { location: first!.location } : {}),
      ...(first!.hint === undefined ? {} : { hint: first!.hint }),
    });
  throw new SeveralProblems(code, file, inOrder(loaded.problems));
}

/** Several things are wrong with one document: all are told, in the order of its lines. */
export class SeveralProblems extends TollgateError {
  constructor(
    code: ErrorCode,
    file: string,
    readonly problems: readonly Problem[],
  ) {
    const lines = problems.map((problem) => `  ${describeError(problem).replaceAll('\n', '\n  ')}`);
    super(code, `${file} has ${lines.length} errors:\n${lines.join('\n')}`);
  }
}

function inOrder(problems: readonly Problem[]): Problem[] {
  const line = ({ location }: Problem) => location?.line ?? 0;
  return [...problems].sort((a, b) => line(a) - line(b) || (a.location?.column ?? 0) - (b.location?.column ?? 0));
}

/** Judges a review as of a day, looking at the files that its evidence points to. */
export function assessOpen(open: OpenReview, asOf: string, findings?: readonly Finding[]): Assessment {
  return assess(open.checklist, open.review, {
    asOf,
    observations: observe(open.review, open.root),
    ...(findings ? { findings } : {}),
  });
}
