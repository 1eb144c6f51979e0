import { Command, CommanderError } from 'commander';
import { TollgateError } from '../errors.js';
import { wrap } from '../reporters/wrap.js';
import { COMMANDS } from './commands/index.js';
import { describeError } from './describe-error.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { colorsFor, printable, type Terminal } from './terminal.js';
import { VERSION } from './version.js';

/**
 * Runs one command line.
 *
 * @param argv the words after the program's name.
 * @param terminal the process, as an argument.
 * @returns the exit code; nothing is thrown.
 */
export async function main(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exit: ExitCode = EXIT.pass;
  const program = new Command('tollgate')
    .description('Decides whether a change may go to production, and shows why.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .showSuggestionAfterError(true)
    .configureHelp({ minWidthToWrap: 20 })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      getOutHelpWidth: () => terminal.stdout.columns ?? 80,
      getErrHelpWidth: () => terminal.stderr.columns ?? 80,
    })
    .addHelpText('after', EXIT_HELP);
  for (const define of COMMANDS)
    define(program, terminal, (code) => {
      exit = code;
    });
  for (const command of program.commands) command.copyInheritedSettings(program);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exit;
  } catch (error) {
    return report(error, terminal);
  }
}

const EXIT_HELP = `
Exit codes:
  0  pass: everything that blocks passed, or is waived
  1  block: a blocker failed or is undetermined
  2  the command line is wrong
  3  something could not be read or decided
  4  a bug in tollgate`;

/** A text in the width of the terminal, each of its lines with its own indent; as it is in a pipe. */
function toWidth(text: string, columns: number | undefined): string {
  if (columns === undefined) return text;
  return text
    .split('\n')
    .flatMap((line) => wrap(line, columns, /^ */.exec(line)![0]))
    .join('\n');
}

function report(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.pass : EXIT.usage;
  const colors = colorsFor(terminal.stderr, terminal.env);
  if (error instanceof TollgateError) {
    const lines = toWidth(`error: ${describeError(error)}`, terminal.stderr.columns);
    terminal.stderr.write(`${lines.replace('error:', colors.red('error:'))}\n`);
    if (error.code === 'USAGE') return EXIT.usage;
    terminal.stderr.write('Nothing was decided.\n');
    return EXIT.undecided;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.stderr.write(`${colors.red('This is a bug in tollgate, not in your files:')}\n${printable(stack)}\n`);
  return EXIT.bug;
}
