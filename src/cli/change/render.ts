import { resolve } from 'node:path';
import { redact } from '../../model/redact.js';
import { renderMeeting } from '../../reporters/change/meeting.js';
import { renderRunSheet } from '../../reporters/change/run-sheet.js';
import { writeFileAtomically } from '../../sources/write-file.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { judge, openOne } from './judge.js';
import { viewOf } from './view.js';

/** Options of `tollgate change render`. */
export interface RenderOptions {
  readonly as: 'meeting' | 'run-sheet';
  readonly output?: string;
}

/** Prints a change as Markdown: for the meeting, or as a sheet to tick while it is carried out. */
export async function renderChange(name: string, options: RenderOptions, terminal: Terminal): Promise<ExitCode> {
  const { file, change } = await openOne(name, terminal);
  const { report } = await judge([file], terminal);
  const view = viewOf(change, report.subjects[0]);
  const text = redact(options.as === 'run-sheet' ? renderRunSheet(view) : renderMeeting(view));
  if (options.output === undefined) terminal.stdout.write(text);
  else writeFileAtomically(resolve(terminal.cwd, options.output), text);
  return EXIT.pass;
}
