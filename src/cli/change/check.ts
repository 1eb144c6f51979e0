import { TollgateError } from '../../errors.js';
import { revisionOf } from '../../facts/change/revision.js';
import { printable } from '../../model/printable.js';
import { render } from '../../reporters/index.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { colorsFor, type Terminal } from '../terminal.js';
import { judge, openFiles } from './judge.js';
import { changeRules } from './rules.js';

/** Options of `tollgate change check`. */
export interface CheckOptions {
  readonly format: string;
  readonly verbose?: boolean;
}

/** Judges manifests and prints the report. */
export async function checkChanges(
  files: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const opened = await openFiles(files.length > 0 ? files : ['.'], terminal);
  if (opened.length === 0)
    throw new TollgateError('NOTHING_TO_CHECK', 'no change manifest was found', {
      hint: 'Name a file, or begin one with `tollgate change new`.',
    });
  const report = judge(opened, changeRules());
  const exit = report.problems.length > 0 ? EXIT.undecided : report.verdict === 'block' ? EXIT.block : EXIT.pass;
  const sources = new Map(opened.map((file) => [file.source.file, file.source]));
  const text = await render(options.format, report, {
    width: terminal.stdout.columns ?? 80,
    verbose: options.verbose === true,
    colors: colorsFor(terminal.stdout, terminal.env),
    excerpt: (file, line) => sources.get(file)?.line(line),
  });
  terminal.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  // The revision is what a trial and an approval name: on the side, so that machine formats stay whole.
  for (const change of opened.flatMap((file) => file.changes))
    if (change.format !== 'ssm-automation')
      terminal.stderr.write(printable(`${change.address}: revision ${revisionOf(change)}\n`));
  return exit;
}
