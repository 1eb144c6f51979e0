import { Option } from 'commander';
import type { KeysNewOptions, KeysTrustOptions } from '../sign-off/run-keys.js';
import type { DefineCommand } from './define.js';
import { collect } from './define.js';

/** `tollgate keys new|trust` */
export const defineKeys: DefineCommand = (program, terminal, exit) => {
  const keys = program
    .command('keys')
    .summary('make keys to sign with, and trust those of others')
    .description('Makes keys to sign with, and trusts those of others.');
  keys
    .command('new')
    .description('Makes a key pair: FILE (private, readable by you alone) and FILE.pub.')
    .argument('<file>', 'where to write the private key')
    .addOption(new Option('--type <type>', 'the kind of key').choices(['ed25519', 'ecdsa-p256']).default('ed25519'))
    .option('--passphrase-file <file>', 'read the passphrase from the first line of a file')
    .option('--no-passphrase', 'leave the key unencrypted')
    .action(async (file: string, options: KeysNewOptions) => {
      const { runKeysNew } = await import('../sign-off/run-keys.js');
      exit(await runKeysNew(file, options, terminal));
    });
  keys
    .command('trust')
    .description('Writes a public key into the trust policy (tollgate.trust.yaml), which it makes when there is none.')
    .argument('[file]', 'a public key: PEM, or a line of OpenSSH (id_ed25519.pub)')
    .requiredOption('--name <name>', 'whose key it is')
    .requiredOption('--role <role>', 'what they may sign as: bar-raiser, director, author, …; several times', collect)
    .option('--email <address>', 'an address under which they commit; several times', collect)
    .option('--valid-from <date>', 'first day (UTC) on which the key is trusted')
    .option('--valid-until <date>', 'last day (UTC) on which the key is trusted')
    .option('--kms-key <id>', 'the public half of a key in AWS KMS, instead of a file')
    .option('--trust <file>', 'the trust policy to write to')
    .action(async (file: string | undefined, options: KeysTrustOptions) => {
      const { runKeysTrust } = await import('../sign-off/run-keys.js');
      exit(await runKeysTrust(file, options, terminal));
    });
};
