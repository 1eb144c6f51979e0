import { TollgateError } from '../../errors.js';
import { ANY_MARKER, loadDocument, type LoadOptions, mayHoldSomething } from '../../loaders/index.js';
import { mayBeReview } from '../../loaders/review/review.js';
import { SourceText } from '../../model/located.js';
import type { LoadedPipeline, LoadNote } from '../../model/pipeline.js';
import type { InputCounts, Problem } from '../../model/report.js';
import { findFiles, type InputFile, isWorthReading, largeFileContains, readStandardInput, readText } from '../../sources/files.js';
import type { Terminal } from '../terminal.js';

/** What was found in the inputs. */
export interface Gathered {
  /** Every file that held something, in order of its name. */
  readonly files: readonly GatheredFile[];
  /** Names of the files that hold a readiness review, in order. */
  readonly reviews: readonly string[];
  readonly problems: readonly Problem[];
  readonly counts: InputCounts;
}

/** A file that held something to judge. */
export interface GatheredFile {
  readonly source: SourceText;
  /** The file's path; undefined for standard input. */
  readonly path: string | undefined;
  readonly pipelines: readonly LoadedPipeline[];
  readonly notes: readonly LoadNote[];
}

/**
 * Reads every input and loads what it holds. A file that cannot be read is a problem of its own; the others go on.
 *
 * @throws TollgateError FILE_NOT_FOUND when an input is not there.
 */
export async function gather(inputs: readonly string[], options: LoadOptions, terminal: Terminal): Promise<Gathered> {
  const files: GatheredFile[] = [];
  const reviews: string[] = [];
  const problems: Problem[] = [];
  let passedOver = 0;
  const take = (source: SourceText, path: string | undefined, explicit: boolean) => {
    const loaded = loadDocument(source, options);
    if ('nothing' in loaded) {
      if (explicit) problems.push({ code: 'UNKNOWN_FORMAT', message: `${source.file}: ${loaded.nothing}`, hint: 'Name a pipeline definition, or the folder that holds it.' });
      else passedOver++;
    } else files.push({ source, path, ...loaded });
  };
  if (inputs.includes('-')) {
    await attempt(problems, async () => take(new SourceText('-', await readStandardInput(terminal.stdin)), undefined, true));
  }
  for (const file of await findFiles(inputs.filter((input) => input !== '-'), terminal.cwd)) {
    await attempt(problems, () => {
      const text = isWorthReading(file) ? readOrSkip(file) : undefined;
      if (text !== undefined && mayBeReview(text)) reviews.push(file.name);
      else if (text === undefined || (!file.explicit && !mayHoldSomething(text))) passedOver++;
      else take(new SourceText(file.name, text), file.path, file.explicit);
    });
  }
  return { files, reviews, problems, counts: { judged: files.length + reviews.length, passedOver } };
}

/** The text of a file; undefined when it was met on a walk, is too large or no text, and shows nothing of ours. */
function readOrSkip(file: InputFile): string | undefined {
  try {
    return readText(file);
  } catch (error) {
    if (file.explicit || !(error instanceof TollgateError)) throw error;
    if (error.code === 'FILE_NOT_TEXT') return undefined;
    if (error.code === 'FILE_TOO_LARGE' && !largeFileContains(file, ANY_MARKER)) return undefined;
    throw error;
  }
}

async function attempt(problems: Problem[], work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof TollgateError)) throw error;
    problems.push({
      code: error.code,
      message: error.message,
      ...(error.location ? { location: error.location } : {}),
      ...(error.hint ? { hint: error.hint } : {}),
    });
  }
}
