import { AS_OF_HELP } from '../sign-off/as-of.js';
import type { SignOptions } from '../sign-off/run-sign.js';
import type { DefineCommand } from './define.js';

/** `tollgate sign` */
export const defineSign: DefineCommand = (program, terminal, exit) => {
  program
    .command('sign')
    .summary('sign what `check --statement` wrote')
    .description('Adds your signature to a statement: exactly these files, this verdict, these waivers.')
    .argument('<file>', 'a statement (an envelope is written beside it), or an envelope (the signature is added)')
    .option('--key <file>', 'sign with a private key in PEM form (PKCS#8)')
    .option('--ssh-key <file>', 'sign with a key of OpenSSH; name the .pub when an agent holds the key')
    .option('--kms-key <id>', 'sign with an asymmetric key in AWS KMS (needs the package @aws-sdk/client-kms)')
    .option('--passphrase-file <file>', 'read the passphrase of --key from the first line of a file')
    .option('-o, --output <file>', 'write the envelope here')
    .option('--trust <file>', 'the trust policy (default: tollgate.trust.yaml, or trust: in tollgate.yaml)')
    .option('--as-of <date>', AS_OF_HELP)
    .option('-y, --yes', 'sign without being asked')
    .addHelpText(
      'after',
      `
Examples:
  $ tollgate check --statement sign-off.json pipelines/
  $ tollgate sign sign-off.json --ssh-key ~/.ssh/id_ed25519
  $ tollgate verify sign-off.dsse.json

The passphrase of --key is asked for, or read from --passphrase-file or
TOLLGATE_PASSPHRASE.`,
    )
    .action(async (file: string, options: SignOptions) => {
      const { runSign } = await import('../sign-off/run-sign.js');
      exit(await runSign(file, options, terminal));
    });
};
