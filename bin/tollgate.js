#!/usr/bin/env node
// CommonJS: Node.js starts it without its module loader, in an eighth less time.
require('./load.js')
  .load(process.argv[2])
  .program.run(process)
  .then((code) => {
    process.exitCode = code;
  });
