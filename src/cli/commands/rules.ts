import type { DefineCommand } from './define.js';

const RULE = 'its id, or the last part of it: pipeline/bake-time, bake-time';
const EXPLAINS =
  'Says what a rule wants and why, how to pass it, what decides, which parameters it takes, and shows its examples.';

/** `tollgate rules list|show|test`: the rules in force, and their own tests. */
export const defineRules: DefineCommand = (program, terminal, exit) => {
  const rules = program
    .command('rules')
    .summary('list, show and test rules')
    .description('The rules in force, one of them in full, or their own examples run.');
  rules
    .command('list')
    .summary('every rule in force')
    .description('Every rule in force, with its severity and what it wants.')
    .option('-f, --format <name>', 'text or json', 'text')
    .option('-c, --config <file>', 'use this tollgate.yaml')
    .action(async (options) => {
      const { listRules } = await import('../check/run-rules.js');
      exit(listRules(options, terminal));
    });
  rules
    .command('show')
    .summary('what a rule wants, why, and how to pass')
    .description(EXPLAINS)
    .argument('<rule>', RULE)
    .option('-c, --config <file>', 'use this tollgate.yaml')
    .action(async (rule: string, options) => {
      const { explainRule } = await import('../check/run-rules.js');
      exit(explainRule(rule, options, terminal));
    });
  rules
    .command('test')
    .summary('run the examples of a pack')
    .description('Runs the examples that rules carry, and wants at least one of each that passes and one that fails.')
    .argument('[packs...]', 'folders of rules; the rules that come with tollgate when none is named')
    .option('-v, --verbose', 'show examples that pass too')
    .action(async (packs: string[], options) => {
      const { testRules } = await import('../check/run-rules.js');
      exit(await testRules(packs, options, terminal));
    });
};

/** `tollgate explain RULE`: the same as `rules show`. */
export const defineExplain: DefineCommand = (program, terminal, exit) => {
  program
    .command('explain')
    .summary('what a rule wants, why, and how to pass')
    .description(EXPLAINS)
    .argument('<rule>', RULE)
    .option('-c, --config <file>', 'use this tollgate.yaml')
    .addHelpText(
      'after',
      `
Examples:
  $ tollgate explain bake-time
  $ tollgate explain pipeline/load-test
  $ tollgate rules list`,
    )
    .action(async (rule: string, options) => {
      const { explainRule } = await import('../check/run-rules.js');
      exit(explainRule(rule, options, terminal));
    });
};
