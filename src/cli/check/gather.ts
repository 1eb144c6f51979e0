import { TollgateError } from '../../errors.js';
import { findChanges, mayHoldChange } from '../../loaders/changes.js';
import {
  ANY_MARKER,
  isProse,
  type LoadOptions,
  loadDocument,
  mayHoldSomething,
  moduleFormatOf,
  moduleFormatOfText,
} from '../../loaders/index.js';
import { mayBeReview } from '../../loaders/review/review.js';
import { SourceText } from '../../model/located.js';
import type { LoadedPipeline, LoadNote } from '../../model/pipeline.js';
import type { Problem } from '../../model/report.js';
import {
  findFiles,
  type InputFile,
  isWorthReading,
  largeFileContains,
  readStandardInput,
  readText,
} from '../../sources/files.js';
import type { Terminal } from '../terminal.js';
import { BuildspecShelf, fillBuildspecs } from './buildspecs.js';
import type { Gathered, GatheredFile } from './gathered.js';
import { isPiped, type ModuleResult, Modules } from './modules.js';

/**
 * Reads every input and loads what it holds. A file that cannot be read is a problem of its own; the others go on.
 *
 * @throws TollgateError FILE_NOT_FOUND when an input is not there.
 */
export async function gather(
  inputs: readonly string[],
  options: LoadOptions,
  terminal: Terminal,
  onFile?: OnFile,
): Promise<Gathered> {
  const closed: TollgateError[] = [];
  const found = await findFiles(
    inputs.filter((input) => input !== '-'),
    terminal.cwd,
    (error) => closed.push(error),
  );
  const modules = new Modules(terminal.cwd);
  const gathering = new Gathering(options, new BuildspecShelf(found, terminal.cwd), modules, onFile);
  for (const error of closed) gathering.fail(error);
  if (inputs.includes('-'))
    await gathering.attempt(async () =>
      gathering.lookAtStandardInput(new SourceText('-', await readStandardInput(terminal.stdin))),
    );
  for (const file of found) await gathering.attempt(() => gathering.look(file));
  await gathering.loadModules(found);
  return gathering.result();
}

/**
 * Told of each document as it is loaded. What was loaded of it is then let go of, and loaded again should somebody ask: of
 * a thousand templates only a few are needed together, and memory that is kept is what takes the time.
 */
export type OnFile = (file: GatheredFile) => void;

class Gathering {
  private readonly files: GatheredFile[] = [];
  private readonly reviews: string[] = [];
  private readonly consulted = new Set<string>();
  private readonly problems: Problem[] = [];
  private readonly texts: SourceText[] = [];
  /** What is being loaded: kept when that goes wrong. */
  private current: readonly SourceText[] = [];
  private passedOver = 0;

  constructor(
    private readonly options: LoadOptions,
    private readonly shelf: BuildspecShelf,
    private readonly modules: Modules,
    private readonly onFile: OnFile | undefined,
  ) {}

  lookAtStandardInput(source: SourceText): void | Promise<void> {
    const format = moduleFormatOfText(source.text);
    if (!format) return this.takeChanges(source, undefined, true);
    this.modules.keepPiped(format, source);
  }

  look(file: InputFile): void | Promise<void> {
    const text = isWorthReading(file) ? readOrSkip(file) : undefined;
    if (text === undefined) {
      this.passedOver++;
      return;
    }
    if (mayBeReview(text)) {
      this.reviews.push(file.name);
      this.texts.push(new SourceText(file.name, text));
      this.consulted.add(file.path);
      return;
    }
    const source = new SourceText(file.name, text);
    const format = moduleFormatOf(file.name);
    if (format) this.modules.keep(format, file, source);
    else if (mayHoldChange(source)) return this.takeChanges(source, file.path, file.explicit);
    else if (file.explicit && moduleFormatOfText(text))
      this.nothing(
        file.name,
        'Terraform in a file that is not called *.tf',
        'Call it *.tf, or pipe it in: tollgate check -',
      );
    else if (file.explicit || mayHoldSomething(text)) this.take(source, file.path, file.explicit);
    else this.passedOver++;
  }

  /** A file that may hold a change may hold a pipeline too: a template with an Automation document beside it. */
  async takeChanges(source: SourceText, path: string | undefined, explicit: boolean): Promise<void> {
    this.current = [source];
    const found = await findChanges(source);
    if (found) {
      this.problems.push(...found.problems);
      if (found.problems.length > 0) this.texts.push(source);
      if (found.changes.length > 0) this.files.push({ source, path, pipelines: [], notes: [], changes: found.changes });
    }
    if (mayHoldSomething(source.text) || (explicit && !found)) this.take(source, path, explicit && !found);
    else if (!found) this.passedOver++;
  }

  take(source: SourceText, path: string | undefined, explicit: boolean): void {
    this.current = [source];
    const loaded = this.load(source, explicit);
    if (!('nothing' in loaded)) {
      const file = fillBuildspecs({ source, path, ...loaded }, this.shelf);
      this.onFile?.(file);
      this.files.push(this.onFile ? this.letGo(file) : file);
      if (path !== undefined) this.consulted.add(path);
    } else if (explicit) this.nothing(source.file, loaded.nothing);
    else this.passedOver++;
  }

  /** A text for people that was met on a walk need not parse: examples in it are no definitions. */
  private load(source: SourceText, explicit: boolean): ReturnType<typeof loadDocument> {
    try {
      return loadDocument(source, this.options);
    } catch (error) {
      if (explicit || !(error instanceof TollgateError) || !isProse(source)) throw error;
      return { nothing: 'a text for people' };
    }
  }

  /** The same file without its pipelines, which are loaded again when they are asked for. */
  private letGo({ source, path, notes, parameters = [] }: GatheredFile): GatheredFile {
    const { options, shelf } = this;
    let pipelines: readonly LoadedPipeline[] | undefined;
    return {
      source,
      path,
      notes,
      parameters,
      get pipelines() {
        if (!pipelines) {
          const loaded = loadDocument(source, options);
          pipelines = 'nothing' in loaded ? [] : fillBuildspecs({ source, path, ...loaded }, shelf).pipelines;
        }
        return pipelines;
      },
    };
  }

  /** Loads the modules that show something of ours. */
  async loadModules(found: readonly InputFile[]): Promise<void> {
    const before = this.files.length;
    await this.modules.load(found, this.options, {
      attempt: (work, sources) => {
        this.current = sources;
        return this.attempt(work);
      },
      take: (result) => this.spread(result),
      nothing: (file, reason) => this.nothing(file, reason),
    });
    const holding = new Set(this.files.slice(before).map(({ source }) => source.file));
    this.passedOver += this.modules.names().filter((name) => !holding.has(name)).length;
  }

  /** Puts the pipelines of a module with the files that they stand in: the files of their blocks. */
  private spread({ loaded, files }: ModuleResult): void {
    const nameOf = (pipeline: LoadedPipeline) => pipeline.scenarios[0]!.span.source.file;
    const holding = new Set(loaded.pipelines.map(nameOf));
    const ownerOf = ({ text }: LoadNote) => {
      const named = loaded.pipelines.find(({ id }) => text.startsWith(`${id} `));
      return named && nameOf(named);
    };
    const [first] = holding.size > 0 ? holding : loaded.notes.length > 0 ? [files[0]!.file.name] : [];
    for (const { file, source } of files) {
      if (!holding.has(file.name) && file.name !== first) continue;
      const pipelines = loaded.pipelines.filter((it) => nameOf(it) === file.name);
      const notes = loaded.notes.filter((note) => (ownerOf(note) ?? first) === file.name);
      const { parameters = [] } = loaded;
      const path = isPiped(file) ? undefined : file.path;
      this.files.push(fillBuildspecs({ source, path, pipelines, notes, parameters }, this.shelf));
    }
    for (const { file } of files) if (!isPiped(file)) this.consulted.add(file.path);
  }

  private nothing(
    file: string,
    reason: string,
    hint = 'Name a pipeline definition, or the folder that holds it.',
  ): void {
    const piped = file === '-';
    this.problems.push({
      code: 'UNKNOWN_FORMAT',
      // A file's name stands in its place: before a colon, `secret.json` would read like the name of a secret's value.
      message: piped ? `standard input: ${reason}` : reason,
      ...(piped ? {} : { location: { file, line: 1, column: 1 } }),
      hint: piped ? 'Pipe a definition in: aws codepipeline get-pipeline --name NAME | tollgate check -' : hint,
    });
  }

  async attempt(work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof TollgateError)) throw error;
      this.fail(error);
    }
  }

  /** Notes an error of one input; the others go on. */
  fail({ code, message, location, hint }: TollgateError): void {
    this.texts.push(...this.current.filter((source) => source.file === location?.file));
    this.problems.push({ code, message, ...(location ? { location } : {}), ...(hint ? { hint } : {}) });
  }

  result(): Gathered {
    const files = this.files.sort((a, b) => (a.source.file < b.source.file ? -1 : 1));
    const buildspecs = this.shelf.sources();
    const paths = buildspecs.map((it) => it.path).filter((path) => !this.consulted.has(path));
    return {
      files,
      reviews: this.reviews.sort(),
      consulted: [...this.consulted, ...paths].sort(),
      buildspecs: buildspecs.map((it) => it.source),
      problems: this.problems,
      texts: this.texts,
      counts: { judged: files.length + this.reviews.length, passedOver: this.passedOver },
    };
  }
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
