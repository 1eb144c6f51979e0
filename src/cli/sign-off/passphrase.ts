import { resolve } from 'node:path';
import { TollgateError } from '../../errors.js';
import type { Terminal } from '../terminal.js';
import { readBytes } from './place.js';

/** The variable that holds the passphrase where nobody can be asked. */
export const PASSPHRASE_VARIABLE = 'TOLLGATE_PASSPHRASE';

/**
 * A passphrase: the first line of a file, the environment's, or what somebody types (it is not shown).
 *
 * @param question shown when somebody is asked.
 * @throws TollgateError KEY when there is nobody to ask, INTERRUPTED when they do not answer.
 */
export async function passphrase(terminal: Terminal, file: string | undefined, question: string): Promise<string> {
  if (file !== undefined) {
    const text = Buffer.from(readBytes(resolve(terminal.cwd, file))).toString('utf8');
    return text.split(/\r?\n/, 1)[0] ?? '';
  }
  const variable = terminal.env[PASSPHRASE_VARIABLE];
  if (variable !== undefined && variable !== '') return variable;
  if (canAsk(terminal)) return askHidden(terminal, question);
  throw new TollgateError('KEY', 'the key is encrypted, and there is no terminal to ask for its passphrase', {
    hint: `Give --passphrase-file FILE, or set ${PASSPHRASE_VARIABLE}.`,
  });
}

/** Whether there is somebody to ask. */
export function canAsk(terminal: Terminal): boolean {
  return terminal.stdin.isTTY === true && terminal.stderr.isTTY;
}

/** Asks for a line that is not shown while it is typed. */
export async function askHidden(terminal: Terminal, question: string): Promise<string> {
  const { stdin, stderr } = terminal;
  stderr.write(`${question}: `);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.resume();
  try {
    return await typedLine(stdin);
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write('\n');
  }
}

function typedLine(stdin: NodeJS.ReadStream): Promise<string> {
  return new Promise((resolveLine, reject) => {
    let line = '';
    const stop = (finish: () => void) => {
      stdin.off('data', read);
      finish();
    };
    const read = (chunk: string) => {
      for (const character of chunk) {
        if (character === '\r' || character === '\n') return stop(() => resolveLine(line));
        if (character === '\u0003' || character === '\u0004')
          return stop(() => reject(new TollgateError('INTERRUPTED', 'no passphrase was given')));
        if (character === '\u007f' || character === '\b') line = [...line].slice(0, -1).join('');
        else if (character === '\u0015') line = '';
        else line += character;
      }
    };
    stdin.on('data', read);
  });
}

/** Asks a question whose answer is yes or no; anything but yes is no. */
export async function confirm(terminal: Terminal, question: string): Promise<boolean> {
  const { createInterface } = await import('node:readline/promises');
  const { stdin, stderr } = terminal;
  // Typing echoes by the terminal itself; the question goes where progress goes.
  stderr.write(`${question} [y/N] `);
  const reader = createInterface({ input: stdin, terminal: false });
  try {
    const answer = await new Promise<string>((answered) => {
      reader.once('line', answered);
      reader.once('close', () => answered(''));
    });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    reader.close();
  }
}
