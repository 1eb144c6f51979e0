import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the real documents lie: beside the project, or where TOLLGATE_CORPUS says. They are never part of it. */
export const CORPUS = resolve(process.env.TOLLGATE_CORPUS ?? '../shared/corpus');

/** Whether a folder of the corpus is there; says why its tests are skipped when it is not. */
export function hasCorpus(folder: string): boolean {
  const there = existsSync(join(CORPUS, folder));
  if (!there)
    process.stderr.write(`corpus ${join(CORPUS, folder)} is absent: its tests are skipped (set TOLLGATE_CORPUS)\n`);
  return there;
}
