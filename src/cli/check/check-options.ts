import type { RuleSet } from '../../engine/evaluate.js';
import type { Report } from '../../model/report.js';
import type { Configuration } from './configuration.js';
import type { Gathered } from './gathered.js';

/** The options of `tollgate check`. */
export interface CheckOptions {
  readonly format?: readonly string[];
  readonly output?: string;
  readonly parameters?: readonly string[];
  readonly config?: string;
  readonly requireProduction?: boolean;
  readonly verbose?: boolean;
  readonly waivers?: string;
  readonly asOf?: string;
  readonly statement?: string;
  readonly trust?: string;
}

/** What a run judged, and by what. */
export interface JudgedPaths {
  readonly report: Report;
  readonly gathered: Gathered;
  /** The files, folders and globs that were looked at. */
  readonly inputs: readonly string[];
  readonly ruleSet: RuleSet;
  readonly configuration: Configuration;
}
