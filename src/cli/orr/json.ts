import { TollgateError } from '../../errors.js';
import type { Terminal } from '../terminal.js';
import { readText } from './files.js';

/** A JSON document from a file, or from standard input when it is named `-`. */
export async function believedJson(terminal: Terminal, file: string): Promise<unknown> {
  const text = file === '-' ? await standardInput(terminal) : readText(terminal.cwd, file).text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TollgateError(
      'SYNTAX',
      `${file === '-' ? 'standard input' : file}: not valid JSON: ${(error as Error).message}`,
    );
  }
}

async function standardInput(terminal: Terminal): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of terminal.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
