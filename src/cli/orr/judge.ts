import { evaluate, type RuleSet } from '../../engine/evaluate.js';
import { TollgateError } from '../../errors.js';
import { judgeableReview } from '../../facts/review/judgeable.js';
import type { Finding } from '../../model/finding.js';
import type { Problem, Subject } from '../../model/report.js';
import { assessOpen, openReview, SeveralProblems } from './open.js';

/** What reviews are judged in the light of. */
export interface JudgedBy {
  readonly cwd: string;
  readonly ruleSet: RuleSet;
  /** Today, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** What the rules found in the repository; absent when they were not run. */
  readonly findings?: readonly Finding[];
}

/** Judges a review. One that cannot be read is a problem: nothing was decided about it. */
export function judgeReview(file: string, by: JudgedBy): { subjects: Subject[]; problems: Problem[] } {
  try {
    const assessment = assessOpen(openReview(by.cwd, file), by.asOf, by.findings);
    const { subject, crashes } = evaluate(judgeableReview(assessment), by.ruleSet);
    return { subjects: [subject], problems: [...crashes] };
  } catch (error) {
    if (!(error instanceof TollgateError)) throw error;
    if (error instanceof SeveralProblems) return { subjects: [], problems: [...error.problems] };
    const { code, message, location, hint } = error;
    const problem = { code, message, location: location ?? { file, line: 1, column: 1 }, ...(hint ? { hint } : {}) };
    return { subjects: [], problems: [problem] };
  }
}
