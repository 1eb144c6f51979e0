import type { SubjectKind } from '../model/facts.js';
import { PIPELINE_SUBJECTS } from './pipeline/declarations.js';
import { REVIEW_SUBJECTS } from './review/declarations.js';

/** Every kind of subject that rules can be about. This is the only list. */
export const SUBJECT_KINDS: readonly SubjectKind[] = [...PIPELINE_SUBJECTS, ...REVIEW_SUBJECTS];
