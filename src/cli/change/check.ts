import { TollgateError } from '../../errors.js';
import { revisionOf } from '../../facts/change/revision.js';
import { printable } from '../../model/printable.js';
import { NO_COLORS } from '../../reporters/options.js';
import { destinations, emit } from '../check/formats.js';
import { exitCodeOf } from '../check/run.js';
import type { ExitCode } from '../exit-code.js';
import { colorsFor, type Terminal } from '../terminal.js';
import { judge, openFiles } from './judge.js';

/** Options of `tollgate change check`. */
export interface CheckOptions {
  readonly format?: readonly string[];
  readonly output?: string;
  readonly verbose?: boolean;
}

/** Judges manifests and prints the report. */
export async function checkChanges(
  files: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const places = destinations(options.format, options.output);
  const opened = await openFiles(files.length > 0 ? files : ['.'], terminal);
  if (opened.length === 0)
    throw new TollgateError('NOTHING_TO_CHECK', 'no change manifest was found', {
      hint: 'Name a file, or begin one with `tollgate change new`.',
    });
  const report = judge(opened, terminal);
  const exit = exitCodeOf(report);
  const sources = new Map(opened.map((file) => [file.source.file, file.source]));
  await emit(
    report,
    places,
    {
      width: Math.min(terminal.stdout.columns ?? 80, 100),
      verbose: options.verbose === true,
      colors: places.some((place) => place.file === undefined) ? colorsFor(terminal.stdout, terminal.env) : NO_COLORS,
      excerpt: (file, line) => sources.get(file)?.line(line),
    },
    terminal,
  );
  // The revision is what a trial and an approval name: on the side, so that machine formats stay whole.
  for (const change of opened.flatMap((file) => file.changes))
    if (change.format !== 'ssm-automation')
      terminal.stderr.write(printable(`${change.address}: revision ${revisionOf(change)}\n`));
  return exit;
}
