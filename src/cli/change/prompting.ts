import { Writable } from 'node:stream';
import { TollgateError } from '../../errors.js';
import type { Output, Terminal } from '../terminal.js';

/** Whether somebody is there to be asked. Prompts go to stderr, so stdout may be a pipe. */
export function canAsk(terminal: Terminal): boolean {
  return terminal.stdin.isTTY === true && terminal.stderr.isTTY;
}

/** A choice offered by {@link Prompting.choose}. */
export interface Choice<T extends string> {
  readonly value: T;
  readonly name: string;
}

/** Asks on the terminal. The prompt library is imported when the first question is asked. */
export class Prompting {
  constructor(
    private readonly terminal: Terminal,
    /** What is kept when somebody presses Ctrl-C, as a sentence. */
    private readonly kept: () => string,
  ) {}

  /** One of some choices. */
  async choose<T extends string>(message: string, choices: readonly Choice<T>[]): Promise<T> {
    const { default: select } = await import('@inquirer/select');
    return this.ask(() => select<T>({ message, choices: [...choices], loop: false }, this.context()));
  }

  /** A line of text. */
  async line(message: string, required = false): Promise<string> {
    const { default: input } = await import('@inquirer/input');
    return this.ask(() => input({ message, required }, this.context()));
  }

  /** Each prompt gets a stream of its own: the library ends the one that it drew on. */
  private context() {
    return { input: this.terminal.stdin, output: drawing(this.terminal.stderr) };
  }

  /** Ctrl-C ends the run in order: the terminal is restored by the prompt, the message says what is kept. */
  private async ask<T>(prompt: () => Promise<T>): Promise<T> {
    try {
      return await prompt();
    } catch (error) {
      if (error instanceof Error && error.name === 'ExitPromptError')
        throw new TollgateError('INTERRUPTED', 'stopped before the end', { hint: this.kept() });
      throw error;
    }
  }
}

/** The prompt library draws on a stream; the terminal's output is one function. */
function drawing(output: Output): Writable {
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      output.write(chunk.toString());
      done();
    },
  });
  Object.defineProperties(stream, { isTTY: { get: () => output.isTTY }, columns: { get: () => output.columns } });
  return stream;
}
