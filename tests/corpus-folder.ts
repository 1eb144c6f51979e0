import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the real definitions and documents lie: TOLLGATE_CORPUS, else beside the project. They are never part of it. */
export const CORPUS = resolve(process.env.TOLLGATE_CORPUS ?? join(import.meta.dirname, '../../shared/corpus'));

/** Whether a folder of the corpus is there; says why its tests are skipped when it is not. */
export function hasCorpus(folder: string): boolean {
  const there = existsSync(join(CORPUS, folder));
  if (!there)
    process.stderr.write(`corpus ${join(CORPUS, folder)} is absent: its tests are skipped (set TOLLGATE_CORPUS)\n`);
  return there;
}

/** Paths of the real files of a kind; empty when the corpus is absent, and says so. */
export function corpusFiles(kind: string): string[] {
  if (!hasCorpus(kind)) return [];
  return readdirSync(join(CORPUS, kind))
    .sort()
    .map((name) => join(CORPUS, kind, name));
}
