import type { Location } from './model/located.js';

/**
 * Every way in which tollgate can be unable to decide, and whose fault it is. The catalogue is closed: an error that is
 * not listed here is a bug of ours (exit 4).
 *
 * `usage` codes end the run with exit 2 (the command line is wrong), `input` codes with exit 3 (nothing was decided).
 */
export const ERROR_CODES = {
  USAGE: 'usage',
  FILE_NOT_FOUND: 'input',
  FILE_UNREADABLE: 'input',
  FILE_TOO_LARGE: 'input',
  FILE_NOT_TEXT: 'input',
  SYNTAX: 'input',
  STRUCTURE: 'input',
  UNKNOWN_FORMAT: 'input',
  NOTHING_TO_CHECK: 'input',
  CONFIG: 'input',
  PARAMETERS: 'input',
  PACK: 'input',
  OUTPUT: 'input',
  CHECKLIST: 'input',
  REVIEW: 'input',
  LENS: 'input',
  CHANGE: 'input',
  WAIVER: 'input',
  TRUST: 'input',
  KEY: 'input',
  ENVELOPE: 'input',
  INTERRUPTED: 'input',
  CONFLICT: 'input',
} as const;

/** One of the closed catalogue of codes in {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** Where an error stands and what to do next. */
export interface ErrorDetails {
  /** The place in the input, when there is one. */
  readonly location?: Location;
  /** The next thing to do, as one imperative sentence. */
  readonly hint?: string;
}

/** We cannot proceed, and it is not our bug: the message says what is wrong, the hint what to do next. */
export class TollgateError extends Error {
  readonly code: ErrorCode;
  readonly location: Location | undefined;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'TollgateError';
    this.code = code;
    this.location = details.location;
    this.hint = details.hint;
  }
}
