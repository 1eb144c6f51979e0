import { InvalidArgumentError, Option } from 'commander';
import { formatOption } from '../check/formats.js';
import { AS_OF_HELP } from '../sign-off/as-of.js';
import type { DefineCommand } from './define.js';

/** `tollgate change …`: manifests of changes that people carry out by hand. */
export const defineChange: DefineCommand = (program, terminal, exit) => {
  const change = program
    .command('change')
    .summary('changes by hand: begin, judge, review and show them')
    .description('Changes by hand: begin a manifest, judge it, review it, show it.');

  change
    .command('new')
    .description('Begin a manifest from answers, asked on a terminal or given as options.')
    .option('--title <text>', 'what is changed')
    .option('--why <text>', 'what it is for, and why by hand')
    .option('--author <name>', 'who wrote it')
    .option('--executor <name>', 'who carries it out')
    .option('--reviewer <name>', 'who reviews it; may be repeated', gather)
    .option('--start <time>', 'first minute of the window, 2026-03-01T22:00')
    .option('--end <time>', 'last minute of the window')
    .option('--zone <zone>', 'time zone of the window, Europe/Paris')
    .option('--stop <condition>', 'when everybody stops and rolls back')
    .option('--alarm <name>', 'an alarm that shows it; may be repeated', gather)
    .option('--step <title>', 'a step; may be repeated', gather)
    .option('-o, --output <file>', 'where to write it (default: TITLE.change.yaml)')
    .action(async (options) => {
      const { newChange } = await import('../change/new.js');
      exit(await newChange(options, terminal));
    });

  change
    .command('check')
    .description('Judge manifests: YAML, Markdown, SSM Automation documents; - is standard input.')
    .argument('[files...]', 'files or folders (default: this folder)')
    .addOption(formatOption())
    .option('-o, --output <file>', 'write the format to a file instead of standard output')
    .option('-c, --config <file>', 'use this tollgate.yaml (found upward from the working directory otherwise)')
    .option('-w, --waivers <file>', 'use this file of waivers (tollgate.waivers.yaml beside tollgate.yaml otherwise)')
    .option('--as-of <date>', AS_OF_HELP)
    .option('-s, --statement <file>', 'write what was judged as a statement, for `tollgate sign`')
    .option('--trust <file>', 'the trust policy that the statement is made under (tollgate.trust.yaml otherwise)')
    .option('-v, --verbose', 'show passes with their evidence')
    .action(async (files, options) => {
      const { checkChanges } = await import('../change/check.js');
      exit(await checkChanges(files, options, terminal));
    });

  change
    .command('review')
    .description('Walk through a manifest, each step beside its rollback; decisions are kept in a file.')
    .argument('<file>', 'the manifest')
    .option('--reviewer <name>', 'who reviews')
    .option('--accept <step>', 'accept a step by name or number, or all; may be repeated', gather)
    .option('--comment <step=text>', 'say what has to change; may be repeated', gather)
    .option('-o, --output <file>', 'the review (default: FILE.review.yaml)')
    .addOption(new Option('--as-of <day>', 'the day of the decisions, YYYY-MM-DD (default: today)').argParser(day))
    .action(async (file, options) => {
      const { reviewChange } = await import('../change/review.js');
      exit(await reviewChange(file, options, terminal));
    });

  change
    .command('render')
    .description('Print a manifest as Markdown.')
    .argument('<file>', 'the manifest; - is standard input')
    .addOption(
      new Option('--as <kind>', 'for the meeting, or a sheet to tick')
        .choices(['meeting', 'run-sheet'])
        .default('meeting'),
    )
    .option('-o, --output <file>', 'write it there instead of printing it')
    .action(async (file, options) => {
      const { renderChange } = await import('../change/render.js');
      exit(await renderChange(file, options, terminal));
    });
};

function gather(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function day(text: string): string {
  const time = Date.parse(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text)
    throw new InvalidArgumentError('It must be a day written YYYY-MM-DD.');
  return text;
}
