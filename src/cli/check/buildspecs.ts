import { sep } from 'node:path';
import { TollgateError } from '../../errors.js';
import {
  type BuildspecText,
  chooseBuildspec,
  readBuildspecFile,
  type UnreadBuildspec,
  unreadBuildspecs,
  withBuildspecs,
} from '../../loaders/buildspec-file.js';
import { flatMap } from '../../model/flat.js';
import { locate, SourceText } from '../../model/located.js';
import type { LoadedPipeline, LoadNote } from '../../model/pipeline.js';
import { findAbove, type InputFile, readText } from '../../sources/files.js';
import type { GatheredFile } from './gathered.js';

/** A buildspec that had a say. */
export interface ReadBuildspec {
  readonly path: string;
  readonly source: SourceText;
}

/**
 * Reads the buildspec files that the projects of a file's pipelines name, where they stand among the files that were found or above
 * the definition, and hands their commands to the projects. What cannot be told apart stays unread, and a note says so.
 */
export function fillBuildspecs(file: GatheredFile, shelf: BuildspecShelf): GatheredFile {
  const { path } = file;
  if (path === undefined) return file;
  const notes: LoadNote[] = [];
  const pipelines = file.pipelines.map((loaded) => fillPipeline(loaded, path, shelf, notes));
  return notes.length === 0 && pipelines.every((it, index) => it === file.pipelines[index])
    ? file
    : { ...file, pipelines, notes: [...file.notes, ...notes] };
}

function fillPipeline(loaded: LoadedPipeline, path: string, shelf: BuildspecShelf, notes: LoadNote[]): LoadedPipeline {
  const unread = unreadBuildspecs(loaded);
  if (unread.length === 0) return loaded;
  const note = (it: UnreadBuildspec, text: string) =>
    notes.push({ text: `${loaded.id} ${text}`, location: locate(it.span) });
  const texts = new Map(unread.map((it) => [it.name, shelf.text(it, path, (text) => note(it, text))] as const));
  return [...texts.values()].some((text) => text !== undefined) ? withBuildspecs(loaded, texts) : loaded;
}

/** The files at hand, by path with `/`, and the buildspecs read from them, each once. */
export class BuildspecShelf {
  private readonly read = new Map<string, { source: SourceText; text: BuildspecText | undefined }>();

  constructor(
    private readonly found: readonly InputFile[],
    private readonly cwd: string,
  ) {}

  text(unread: UnreadBuildspec, definition: string, note: (text: string) => void): BuildspecText | undefined {
    const candidates = new Map(
      [
        ...this.found.filter((file) => slashed(file.path).endsWith(`/${unread.name}`)),
        ...findAbove(definition, unread.name, this.cwd),
      ].map((file) => [slashed(file.path), file] as const),
    );
    const chosen = chooseBuildspec(unread, slashed(definition), [...candidates.keys()]);
    if (chosen === undefined) return undefined;
    if ('ambiguous' in chosen) {
      const names = chosen.ambiguous.map((path) => candidates.get(path)!.name).join(', ');
      note(`runs ${unread.name}, and which file that is cannot be told (${names}): it was not read`);
      return undefined;
    }
    return this.open(candidates.get(chosen.file)!, note);
  }

  private open(file: InputFile, note: (text: string) => void): BuildspecText | undefined {
    const before = this.read.get(file.path);
    if (before) return before.text;
    try {
      const source = new SourceText(file.name, readText(file));
      const text = readBuildspecFile(source);
      this.read.set(file.path, { source, text });
      if (!text) note(`names ${file.name} as a buildspec, and it has no phases: it was not read`);
      return text;
    } catch (error) {
      if (!(error instanceof TollgateError)) throw error;
      note(`names ${file.name} as a buildspec, and it cannot be read: ${error.message}`);
      return undefined;
    }
  }

  /** The buildspecs that were read, by their paths. */
  sources(): ReadBuildspec[] {
    return flatMap([...this.read], ([path, { source, text }]) => (text ? [{ path, source }] : [])).sort((a, b) =>
      a.path < b.path ? -1 : 1,
    );
  }
}

function slashed(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
