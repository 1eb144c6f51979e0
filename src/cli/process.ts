import { notWritten } from '../sources/not-written.js';
import { describeError } from './describe-error.js';
import { EXIT } from './exit-code.js';
import { main } from './main.js';
import type { Output, Terminal } from './terminal.js';

/** Runs tollgate on a Node.js process: the only place that knows one. Returns the exit code. */
export async function run(node: NodeJS.Process): Promise<number> {
  let lost = false;
  for (const stream of [node.stdout, node.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // A reader that went away (`| head`) is no failure of ours: stop writing, keep the exit code.
      if (error.code === 'EPIPE' || lost) return;
      // Anything else (a full disk) loses the report: nobody may take the exit code for a verdict that was told.
      lost = true;
      node.exitCode = EXIT.undecided;
      if (stream === node.stdout) node.stderr.write(`error: ${describeError(notWritten(error, 'standard output'))}\n`);
    });
  const terminal: Terminal = {
    get stdin() {
      return node.stdin;
    },
    stdout: output(node.stdout),
    stderr: output(node.stderr),
    env: node.env,
    cwd: node.cwd(),
    now: () => new Date(),
  };
  const code = await main(node.argv.slice(2), terminal);
  return lost ? EXIT.undecided : code;
}

function output(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => {
      if (!stream.destroyed) stream.write(text);
    },
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
  };
}
