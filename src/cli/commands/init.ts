import type { DefineCommand } from './define.js';
import { collect } from './define.js';

/** `tollgate init`: write a first `tollgate.yaml`. */
export const defineInit: DefineCommand = (program, terminal, exit) => {
  program
    .command('init')
    .summary('write a commented tollgate.yaml from what is found here')
    .description(
      'Looks at the pipelines of the repository and writes tollgate.yaml: what was understood and why, questions where something was not, parameters without a value, and the rules about pipelines with their defaults. All of it is commented out: no verdict changes until somebody answers.',
    )
    .argument('[paths...]', 'files, folders or globs to look at; the working directory when none is given')
    .option('--print', 'write to standard output instead of a file')
    .option('--force', 'replace a tollgate.yaml that is there')
    .option('-p, --parameters <file|name=value>', 'values of template parameters, several times', collect)
    .addHelpText(
      'after',
      `
Examples:
  $ tollgate init --print
  $ tollgate init pipelines`,
    )
    .action(async (paths: string[], options) => {
      const { runInit } = await import('../init/run-init.js');
      exit(await runInit(paths, options, terminal));
    });
};
