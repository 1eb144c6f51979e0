import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TollgateError } from '../../errors.js';
import type { Terminal } from '../terminal.js';

/** The line under which nothing is taken. Only there: a note may have lines that begin with #. */
const CUT = '---- Write above this line. What stands below it is left out. ----';

/**
 * Lets somebody write in the editor that VISUAL or EDITOR names.
 *
 * @param about what it is about: shown below the text, and left out of the result.
 * @throws TollgateError USAGE when the editor cannot be started or fails.
 */
export function editText(terminal: Terminal, before: string, about: readonly string[]): string {
  const editor = terminal.env.VISUAL || terminal.env.EDITOR || (process.platform === 'win32' ? 'notepad' : 'vi');
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-'));
  const file = join(folder, 'note.md');
  try {
    const lines = [CUT, ...about.flatMap((text) => text.split('\n'))];
    writeFileSync(file, `${before}\n\n${lines.map((line) => `# ${line}`).join('\n')}\n`, { mode: 0o600 });
    const done =
      process.platform === 'win32'
        ? spawnSync(`${editor} "${file}"`, { shell: true, stdio: 'inherit' })
        : // EDITOR may carry arguments, so the shell reads it; the file is handed over as an argument, never as text.
          spawnSync('sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
    if (done.error || done.status !== 0)
      throw new TollgateError('USAGE', `the editor "${editor}" failed`, { hint: 'Set EDITOR to one that works.' });
    const written = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
    return written.split(`# ${CUT}`, 1)[0]!.trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
