import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, Script } from 'node:vm';

const DIST = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');

/** The built program: one file, so that starting it resolves no modules. */
export const PROGRAM = join(DIST, 'tollgate.cjs');

/** What V8 compiled of it when it was built. Another version of Node.js compiles afresh: slower, never different. */
export const CODE_CACHE = join(DIST, 'tollgate.cache');

/** Compiles the program, from its code cache where that fits. Returns the script and what the program exports. */
export function load() {
  // The build writes ASCII only: reading it as Latin-1 spares the decoding.
  const source = readFileSync(PROGRAM, 'latin1');
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: PROGRAM,
    cachedData: readCache(),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(PROGRAM), module, PROGRAM, DIST);
  return { script, program: module.exports };
}

function readCache() {
  try {
    return readFileSync(CODE_CACHE);
  } catch {
    return undefined;
  }
}
