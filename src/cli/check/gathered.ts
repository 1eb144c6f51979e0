import type { Change } from '../../model/change.js';
import type { SourceText } from '../../model/located.js';
import type { LoadedPipeline, LoadNote } from '../../model/pipeline.js';
import type { InputCounts, Problem } from '../../model/report.js';

/** What was found in the inputs. */
export interface Gathered {
  /** Every file that held something, in order of its name. */
  readonly files: readonly GatheredFile[];
  /** Names of the files that hold a readiness review, in order. */
  readonly reviews: readonly string[];
  /** Paths of the files that had a say in it: those above, the others of their modules, and buildspecs. */
  readonly consulted: readonly string[];
  /** Buildspec files that were read because a pipeline's projects name them. */
  readonly buildspecs: readonly SourceText[];
  readonly problems: readonly Problem[];
  /** Texts that problems may speak of: of files that could not be loaded, and of reviews. */
  readonly texts: readonly SourceText[];
  readonly counts: InputCounts;
}

/** A file that held something to judge. */
export interface GatheredFile {
  readonly source: SourceText;
  /** The file's path; undefined for standard input. */
  readonly path: string | undefined;
  readonly pipelines: readonly LoadedPipeline[];
  readonly notes: readonly LoadNote[];
  /** Names of the parameters and variables that it declares. */
  readonly parameters?: readonly string[];
  /** Changes by hand that the file describes. */
  readonly changes?: readonly Change[];
}
