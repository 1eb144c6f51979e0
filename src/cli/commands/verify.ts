import { Option } from 'commander';
import { AS_OF_HELP } from '../sign-off/as-of.js';
import type { VerifyOptions } from '../sign-off/run-verify.js';
import type { DefineCommand } from './define.js';

/** `tollgate verify` */
export const defineVerify: DefineCommand = (program, terminal, exit) => {
  program
    .command('verify')
    .summary('decide whether a sign-off counts')
    .description(
      'Decides whether a sign-off counts: signatures valid, keys trusted, roles present, duties separated, nothing signed has changed, not expired, verdict pass.',
    )
    .argument('<envelope>', 'what `tollgate sign` wrote')
    .option('--trust <file>', 'the trust policy (default: tollgate.trust.yaml, or trust: in tollgate.yaml)')
    .option('--as-of <date>', AS_OF_HELP)
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--no-judge', 'only compare the files; do not judge them again')
    .addHelpText(
      'after',
      `
In CI, take the trust policy from where the change cannot reach it, for instance
the protected branch:
  $ git show origin/main:tollgate.trust.yaml > /tmp/trust.yaml
  $ tollgate verify sign-off.dsse.json --trust /tmp/trust.yaml
Fetch the whole history (fetch-depth: 0), so that who wrote the files is known.

Exit codes: 0 accepted, 1 refused, 2 wrong command line, 3 could not be decided.`,
    )
    .action(async (envelope: string, options: VerifyOptions) => {
      const { runVerify } = await import('../sign-off/run-verify.js');
      exit(await runVerify(envelope, options, terminal));
    });
};
