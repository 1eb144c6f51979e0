import { main } from './main.js';
import type { Output, Terminal } from './terminal.js';

/** Runs tollgate on a Node.js process: the only place that knows one. Returns the exit code. */
export async function run(node: NodeJS.Process): Promise<number> {
  // A reader that went away (`| head`) is no failure of ours: stop writing, keep the exit code.
  for (const stream of [node.stdout, node.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
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
  return main(node.argv.slice(2), terminal);
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
