import type { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import type { Output, Terminal } from '../../terminal.js';

/** What prompts are asked on: keys come from standard input, everything is drawn on standard error. */
export interface Stage {
  readonly input: NodeJS.ReadStream;
  /** A new stream for each prompt: a prompt ends the one that it drew on. */
  readonly output: () => Writable;
  /** Lines of the terminal. */
  readonly rows: number;
}

/** Opens the stage. Only for terminals: without one nothing is asked. */
export function stageOf(terminal: Terminal): Stage {
  return { input: terminal.stdin, output: () => drawing(terminal.stderr), rows: process.stderr.rows ?? 24 };
}

/** Whether there is somebody to ask. */
export function somebodyThere(terminal: Terminal): boolean {
  return terminal.stdin.isTTY === true && terminal.stderr.isTTY;
}

function drawing(output: Output): Writable {
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      output.write(chunk.toString('utf8'));
      done();
    },
  });
  return Object.defineProperties(stream, {
    isTTY: { get: () => output.isTTY },
    columns: { get: () => output.columns },
  });
}

/** Calls back when the input ends under a prompt (Ctrl-D, a closed terminal), which would otherwise wait for ever. */
export function whenClosed(readline: unknown, ended: () => void): () => void {
  // The prompt library declares only a part of the readline interface that it hands out.
  const emitter = readline as EventEmitter;
  emitter.once('close', ended);
  return () => void emitter.removeListener('close', ended);
}
