import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { LoadOptions, ModuleFormat } from '../../loaders/index.js';
import { flatMap } from '../../model/flat.js';
import { SourceText } from '../../model/located.js';
import type { Loaded } from '../../model/pipeline.js';
import { findFiles, type InputFile, isWorthReading, readText, repositoryTop } from '../../sources/files.js';

/** A file and its text. */
export interface ReadFile {
  readonly file: Pick<InputFile, 'name' | 'path'>;
  readonly source: SourceText;
}

/** The files that make one module: those of a folder that were met on a walk, or one that the user named. */
interface Module {
  readonly format: ModuleFormat;
  readonly folder: string;
  readonly explicit: boolean;
  readonly files: ReadFile[];
  /** Whether it was reached by a call only, outside of what was to be checked. */
  readonly outside: boolean;
}

/** What came of one module that nothing calls. */
export interface ModuleResult {
  readonly loaded: Loaded;
  /** Its files and those of the modules that it calls. */
  readonly files: readonly ReadFile[];
}

/** What to do with the modules. */
export interface ModuleHandler {
  /** Runs the loading of one module; what cannot be read is a problem of its own. */
  readonly attempt: (work: () => Promise<void>, sources: readonly SourceText[]) => Promise<void>;
  readonly take: (result: ModuleResult) => void;
  /** A file named by the user that holds nothing of ours. */
  readonly nothing: (file: string, reason: string) => void;
}

/** Whether it came on standard input, and so has no path. */
export function isPiped({ name }: Pick<InputFile, 'name'>): boolean {
  return name === '-';
}

/** Files that are read together, one folder at a time, and the folders that they call. */
export class Modules {
  private readonly modules = new Map<string, Module>();

  /** @param cwd the folder that names of files count from. */
  constructor(private readonly cwd: string) {}

  keep(format: ModuleFormat, file: InputFile, source: SourceText): void {
    const { explicit } = file;
    const folder = dirname(file.path);
    const key = explicit ? file.path : folder;
    const module = this.modules.get(key) ?? { format, folder, explicit, files: [], outside: false };
    module.files.push({ file, source });
    this.modules.set(key, module);
  }

  /** What is piped in is a module of its own, in the folder where tollgate runs. */
  keepPiped(format: ModuleFormat, source: SourceText): void {
    const file = { name: source.file, path: join(this.cwd, source.file) };
    this.modules.set(file.path, {
      format,
      folder: this.cwd,
      explicit: true,
      files: [{ file, source }],
      outside: false,
    });
  }

  /** Loads every module that shows something of ours and is called by no other; called ones are loaded where they are called. */
  async load(found: readonly InputFile[], options: LoadOptions, handler: ModuleHandler): Promise<void> {
    await this.reachOut();
    const inside = [...this.modules].filter(([, module]) => !module.outside).sort(([a], [b]) => (a < b ? -1 : 1));
    const waiting = new Set(inside.map(([, module]) => module).filter((module) => this.leadsToOurs(module)));
    for (const [, module] of inside)
      if (module.explicit && !waiting.has(module))
        handler.nothing(module.files[0]!.source.file, `no ${module.format.name}`);
    while (waiting.size > 0) {
      const next = this.uncalled(waiting);
      waiting.delete(next);
      await handler.attempt(
        async () => {
          const opened = new Set<Module>();
          const loaded = await this.loadOne(next, found, options, opened);
          // Judged where they are called, also when a call makes nothing of them.
          for (const module of waiting) if (opened.has(this.at(module.folder) ?? module)) waiting.delete(module);
          handler.take({ loaded, files: flatMap([next, ...opened], (module) => module.files) });
        },
        next.files.map(({ source }) => source),
      );
    }
  }

  private loadOne(
    module: Module,
    found: readonly InputFile[],
    options: LoadOptions,
    opened: Set<Module>,
  ): Promise<Loaded> {
    // Every tree of modules has texts of its own: two callers of one folder make two things of it.
    const texts = (one: Module) => [
      ...one.files.map(({ file, source }) => (one === module ? source : new SourceText(file.name, source.text))),
      ...(one.explicit ? [] : filesBelow(one.folder, found, one.format)),
    ];
    const open = (folder: string) => {
      const called = this.at(resolve(this.cwd, folder));
      if (called) opened.add(called);
      return called && texts(called);
    };
    return module.format.load(texts(module), options, { open });
  }

  /** Names of the files of all modules that were to be checked. */
  names(): string[] {
    const inside = [...this.modules.values()].filter((module) => !module.outside);
    return flatMap(inside, ({ files }) => files.map(({ file }) => file.name));
  }

  /** The module in a folder, when it was read as a whole. */
  private at(folder: string): Module | undefined {
    return this.modules.get(folder);
  }

  /** A module that none of the others calls, as far as a look at the texts tells; any when they go round in a circle. */
  private uncalled(waiting: ReadonlySet<Module>): Module {
    const all = [...waiting];
    const called = new Set(
      flatMap(all, (module) => this.foldersCalled(module).filter((folder) => folder !== module.folder)),
    );
    return all.find((module) => !called.has(module.folder)) ?? all[0]!;
  }

  private foldersCalled({ files, folder, format }: Module): string[] {
    return flatMap(files, ({ source }) => format.calls(source.text).map((path) => resolve(folder, path)));
  }

  private leadsToOurs(module: Module): boolean {
    const reached = new Set([module]);
    for (const one of reached) {
      if (one.files.some(({ source }) => one.format.shows(source.text))) return true;
      for (const folder of this.foldersCalled(one)) {
        const called = this.at(folder);
        if (called) reached.add(called);
      }
    }
    return false;
  }

  /** Reads the folders that modules call and that were not to be checked themselves, as far as the repository reaches. */
  private async reachOut(): Promise<void> {
    const looked = new Set<string>();
    // Modules that are added on the way are met too.
    for (const module of this.modules.values())
      for (const folder of this.foldersCalled(module)) {
        if (looked.has(folder) || this.at(folder)) continue;
        looked.add(folder);
        const files = isWithin(folder, repositoryTop(module.folder) ?? this.cwd)
          ? await this.readFolder(folder, module.format)
          : [];
        if (files.length > 0)
          this.modules.set(folder, { format: module.format, folder, explicit: false, files, outside: true });
      }
  }

  private async readFolder(folder: string, format: ModuleFormat): Promise<ReadFile[]> {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
    // A folder that may not be read is out of sight, like one that is not there.
    const found = await findFiles([folder], this.cwd, () => undefined);
    return found
      .filter((file) => dirname(file.path) === folder && format.isMember(file.name))
      .map((file) => ({ file, source: new SourceText(file.name, readText(file)) }));
  }
}

function isWithin(folder: string, top: string): boolean {
  return folder === top || folder.startsWith(top.endsWith('/') ? top : `${top}/`);
}

/** Small readable files below a module's folder: what `file()` and `templatefile()` may read. */
function filesBelow(folder: string, found: readonly InputFile[], format: ModuleFormat): SourceText[] {
  return flatMap(
    found.filter((file) => file.path.startsWith(`${folder}/`) && !format.isMember(file.name) && isWorthReading(file)),
    (file) => {
      try {
        return [new SourceText(file.name, readText(file))];
      } catch {
        return [];
      }
    },
  );
}
