import type { SourceText, Span } from '../../model/located.js';
import type { Files } from './evaluate/evaluator.js';
import { folderOf, joined } from './paths.js';

/** Files beside the modules, found by the path that a module writes: it counts from the folder of the module that nothing calls. */
export class ModuleFiles implements Files {
  /** @param top the folder of the module that nothing calls; undefined where there is one module only. */
  constructor(
    private readonly files: readonly SourceText[],
    private readonly top: string | undefined,
  ) {}

  find(path: string, from: string): { text: string; span: Span } | undefined {
    const wanted = joined(this.top ?? folderOf(from), path);
    const source = this.files.find((candidate) => joined('', candidate.file) === wanted);
    return source && { text: source.text, span: { source, start: 0, end: source.text.length } };
  }
}
