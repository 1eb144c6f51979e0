const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { constants, Script } = require('node:vm');

const DIST = join(__dirname, '..', 'dist');

/** The built program: one file, so that starting it resolves no modules. */
const PROGRAM = join(DIST, 'tollgate.cjs');

/** What V8 compiled of it when it was built. Another version of Node.js compiles afresh: slower, never different. */
const CODE_CACHE = join(DIST, 'tollgate.cache');

/** Compiles the program, from its code cache where that fits. Returns the script and what the program exports. */
function load() {
  // The build writes ASCII only, and one function around it all: reading it as Latin-1 spares decoding and copying it.
  const source = readFileSync(PROGRAM, 'latin1');
  const script = new Script(source, {
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

exports.PROGRAM = PROGRAM;
exports.CODE_CACHE = CODE_CACHE;
exports.load = load;
