import type { SourceText, Span } from '../../model/located.js';
import type { Files } from './evaluate/evaluator.js';

/** Files of the module's folder, found by the path that a module writes. */
export class ModuleFiles implements Files {
  constructor(private readonly files: readonly SourceText[]) {}

  find(path: string, from: string): { text: string; span: Span } | undefined {
    const wanted = normalize(/^([/\\]|[A-Za-z]:)/.test(path) ? path : `${from.replace(/[^/\\]*$/, '')}${path}`);
    const source = this.files.find((candidate) => normalize(candidate.file) === wanted);
    return source && { text: source.text, span: { source, start: 0, end: source.text.length } };
  }
}

function normalize(path: string): string {
  const kept: string[] = [];
  for (const part of path.split(/[/\\]/)) {
    if (part === '.' || (part === '' && kept.length > 0)) continue;
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else kept.push(part);
  }
  return kept.join('/');
}
