import type { SubjectKind } from '../model/facts.js';
import { CHANGE_SUBJECTS } from './change/types.js';
import { PIPELINE_SUBJECTS } from './pipeline/declarations.js';
import { REVIEW_SUBJECTS } from './review/declarations.js';

/** Every kind of subject that rules can be about. This is the only list. */
export const SUBJECT_KINDS: readonly SubjectKind[] = [...PIPELINE_SUBJECTS, ...CHANGE_SUBJECTS, ...REVIEW_SUBJECTS];
