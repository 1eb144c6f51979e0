import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where real input lies: TOLLGATE_CORPUS, or beside the project. */
export const CORPUS = resolve(process.env.TOLLGATE_CORPUS ?? '../shared/corpus');

/** Paths of the real files of a kind; empty when the corpus is absent, and says so. */
export function corpusFiles(kind: string): string[] {
  const folder = join(CORPUS, kind);
  if (!existsSync(folder)) {
    process.stderr.write(`skipped: there is no corpus at ${folder} (set TOLLGATE_CORPUS)\n`);
    return [];
  }
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}
