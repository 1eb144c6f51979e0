import { TollgateError } from '../../errors.js';
import { revisionOf } from '../../facts/change/revision.js';
import { printable } from '../../model/printable.js';
import type { Report } from '../../model/report.js';
import type { CheckOptions } from '../check/check-options.js';
import { askedOf, conclude, judgePaths } from '../check/run.js';
import type { ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { judge, openFiles } from './judge.js';

/** Options of `tollgate change check`. */
export type ChangeCheckOptions = Omit<CheckOptions, 'parameters' | 'requireProduction'>;

/** Judges manifests and prints the report. */
export async function checkChanges(
  files: readonly string[],
  options: ChangeCheckOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const asked = askedOf(options, terminal);
  const inputs = files.length > 0 ? files : ['.'];
  const opened = await openFiles(inputs, terminal);
  if (opened.length === 0)
    throw new TollgateError('NOTHING_TO_CHECK', 'no change manifest was found', {
      hint: 'Name a file, or begin one with `tollgate change new`.',
    });
  const judged = { ...(await judge(opened, terminal, { named: options.config, detail: asked.detail })), inputs };
  if (options.statement !== undefined && !inputs.includes('-'))
    needSame(judged.report, (await judgePaths(inputs, options, terminal)).report);
  const exit = await conclude(judged, asked, options, terminal);
  // The revision is what a trial and an approval name: on the side, so that machine formats stay whole.
  for (const change of opened.flatMap((file) => file.changes))
    if (change.format !== 'ssm-automation')
      terminal.stderr.write(printable(`${change.address}: revision ${revisionOf(change)}\n`));
  return exit;
}

/**
 * A statement is verified by judging its paths again as `tollgate check` does, which reads what says of itself that it is
 * a change, and pipelines and reviews beside it.
 *
 * @throws TollgateError USAGE when that gives anything else than what was judged here.
 */
function needSame(here: Report, there: Report): void {
  const known = (report: Report) => JSON.stringify([report.subjects, report.problems]);
  if (known(here) === known(there)) return;
  throw new TollgateError(
    'USAGE',
    'a statement is about what `tollgate check` finds by itself, and here that is not the same',
    {
      hint: 'Name manifests that say of themselves what they are ("manifest: change/v1"), or run `tollgate check --statement`.',
    },
  );
}
