#!/usr/bin/env node
// CommonJS: Node.js starts it without its module loader, in an eighth less time.
require('./load.js')
  .load()
  .program.run(process)
  .then((code) => {
    process.exitCode = code;
  });
