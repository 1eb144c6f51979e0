import type { DefineCommand } from './define.js';

/** `tollgate rules list|show|test`: the rules in force, and their own tests. */
export const defineRules: DefineCommand = (program, terminal, exit) => {
  const rules = program
    .command('rules')
    .summary('list, show and test rules')
    .description('The rules in force, one of them in full, or their own examples run.');
  rules
    .command('list')
    .summary('every rule in force')
    .option('-f, --format <name>', 'text or json', 'text')
    .option('-c, --config <file>', 'use this tollgate.yaml')
    .action(async (options) => {
      const { listRules } = await import('../check/run-rules.js');
      exit(listRules(options, terminal));
    });
  rules
    .command('show <rule>')
    .summary('what a rule wants, why, and how to pass')
    .option('-c, --config <file>', 'use this tollgate.yaml')
    .action(async (rule: string, options) => {
      const { explainRule } = await import('../check/run-rules.js');
      exit(explainRule(rule, options, terminal));
    });
  rules
    .command('test [packs...]')
    .summary('run the examples of a pack (of the built-in one when none is named)')
    .option('-v, --verbose', 'show examples that pass too')
    .action(async (packs: string[], options) => {
      const { testRules } = await import('../check/run-rules.js');
      exit(await testRules(packs, options, terminal));
    });
};

/** `tollgate explain RULE`: the same as `rules show`. */
export const defineExplain: DefineCommand = (program, terminal, exit) => {
  program
    .command('explain <rule>')
    .summary('what a rule wants, why, and how to pass')
    .option('-c, --config <file>', 'use this tollgate.yaml')
    .action(async (rule: string, options) => {
      const { explainRule } = await import('../check/run-rules.js');
      exit(explainRule(rule, options, terminal));
    });
};
