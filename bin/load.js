const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { constants, Script } = require('node:vm');

const DIST = join(__dirname, '..', 'dist');

/** The built program: one file, so that starting it resolves no modules. */
const PROGRAM = join(DIST, 'tollgate.cjs');

/**
 * What V8 compiled of it when it was built: a file for the commands that use other parts, so that none reads what it does not
 * need. It is named after the Node.js that wrote it, because V8 takes one from another release of its own version, and crashes
 * on it. Any other Node.js compiles afresh: slower, never different.
 */
function codeCacheOf(command) {
  const { version, platform, arch } = process;
  return join(DIST, `${command === 'change' ? 'change' : 'check'}-${version}-${platform}-${arch}.cache`);
}

/** Compiles the program, from the code cache of a command where that fits. Returns the script and what the program exports. */
function load(command) {
  // The build writes ASCII only, and one function around it all: reading it as Latin-1 spares decoding and copying it.
  const source = readFileSync(PROGRAM, 'latin1');
  const script = new Script(source, {
    filename: PROGRAM,
    cachedData: readCache(codeCacheOf(command)),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(PROGRAM), module, PROGRAM, DIST);
  return { script, program: module.exports };
}

function readCache(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

exports.PROGRAM = PROGRAM;
exports.codeCacheOf = codeCacheOf;
exports.load = load;
