import { formatOption } from '../check/formats.js';
import { AS_OF_HELP } from '../sign-off/as-of.js';
import { collect, type DefineCommand } from './define.js';

/** `tollgate check`: judge what is there. */
export const defineCheck: DefineCommand = (program, terminal, exit) => {
  program
    .command('check')
    .summary('judge deployment pipelines (exit 0 pass, 1 block)')
    .description(
      'Judges every deployment pipeline in the given files, folders and globs (- is standard input; the working directory when nothing is given) and says pass or block.',
    )
    .argument('[paths...]', 'files, folders (walked, .gitignore respected) or globs')
    .addOption(formatOption())
    .option('-o, --output <file>', 'write the format to a file instead of standard output')
    .option('-p, --parameters <file|name=value>', 'values of template parameters, several times', collect)
    .option('-c, --config <file>', 'use this tollgate.yaml (found upward from the working directory otherwise)')
    .option('--require-production', 'block a pipeline that has no production')
    .option('-w, --waivers <file>', 'use this file of waivers (tollgate.waivers.yaml beside tollgate.yaml otherwise)')
    .option('--as-of <date>', AS_OF_HELP)
    .option('-s, --statement <file>', 'write what was judged as a statement, for `tollgate sign`')
    .option('--trust <file>', 'the trust policy that the statement is made under (tollgate.trust.yaml otherwise)')
    .option('-v, --verbose', 'show passes with their evidence')
    .addHelpText(
      'after',
      `
Examples:
  $ tollgate check
  $ tollgate check pipeline.yaml --parameters Env=prod
  $ aws codepipeline get-pipeline --name shop | tollgate check -
  $ tollgate check --format text --format sarif=tollgate.sarif`,
    )
    .action(async (paths: string[], options) => {
      const { runCheck } = await import('../check/run.js');
      exit(await runCheck(paths, options, terminal));
    });
};
