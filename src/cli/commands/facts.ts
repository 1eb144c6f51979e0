import type { DefineCommand } from './define.js';
import { collect } from './define.js';

/** `tollgate facts`: everything that a rule can see. */
export const defineFacts: DefineCommand = (program, terminal, exit) => {
  program
    .command('facts')
    .summary('print everything that rules can see')
    .description(
      'Prints what was understood of each pipeline: actions, deployments, environments with their evidence, waves, bake, tests, rollback.',
    )
    .argument('[paths...]', 'files, folders or globs; - is standard input')
    .option('-f, --format <name>', 'text or json', 'text')
    .option('-p, --parameters <file|name=value>', 'values of template parameters, several times', collect)
    .option('-c, --config <file>', 'use this tollgate.yaml')
    .addHelpText(
      'after',
      `
Examples:
  $ tollgate facts pipeline.yaml
  $ tollgate facts infra --parameters prod.tfvars --format json`,
    )
    .action(async (paths: string[], options) => {
      const { runFacts } = await import('../check/run-facts.js');
      exit(await runFacts(paths, options, terminal));
    });
};
