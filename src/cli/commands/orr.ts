import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { isDay } from '../../loaders/syntax/fields.js';
import { formatOption } from '../check/formats.js';
import type { DefineCommand } from './define.js';

/** `tollgate orr …`: operational readiness reviews. */
export const defineOrr: DefineCommand = (program, terminal, exit) => {
  const orr = program
    .command('orr')
    .summary('readiness reviews: make, answer, judge and show them')
    .description('Operational readiness reviews: make one, answer it, judge it, show it.');

  orr
    .command('new')
    .description('Make the file of a new review.')
    .option('--checklist <name>', 'a checklist that comes with tollgate, or the path of one')
    .option('--service <name>', 'the service that is reviewed')
    .option('--owner <name>', 'who owns the service; may be repeated', gather)
    .option('--description <text>', 'what the service does')
    .option('--profile <field=value>', 'a fact about the service; may be repeated', gather)
    .option('-o, --output <file>', 'where to write it (default: orr/SERVICE-CHECKLIST.yaml)')
    .action(async (options) => {
      const { newCommand } = await import('../orr/new.js');
      exit(await newCommand(terminal, options));
    });

  asOf(
    orr
      .command('answer')
      .description('Answer a review: question by question on a terminal, or with flags.')
      .argument('[file]', 'the review; may be left out when there is only one')
      .option('--set <item=value>', 'answer an item; may be repeated', gather)
      .option('--note <item=text>', 'write a note', gather)
      .option('--not-applicable <item=reason>', 'say why an item does not apply', gather)
      .option('--evidence <item=evidence>', 'attach a path, link or ARN ([kind:]target[@YYYY-MM-DD])', gather)
      .option('--mitigation <item=plan>', 'what mitigates the risk of an answer', gather)
      .option('--mitigation-owner <item=who>', 'who owns the mitigation', gather)
      .option('--mitigation-due <item=day>', 'until when, YYYY-MM-DD', gather)
      .option('--mitigation-ticket <item=ticket>', 'where it is tracked', gather)
      .option('--clear <item>', 'take an answer back', gather)
      .option('--profile <field=value>', 'a fact about the service', gather)
      .option('--narrative <part=text>', 'successes, risks, mitigations or followUp', gather)
      .option('--from <file>', 'answers from a JSON file, - for standard input')
      .option('--prefill', 'answer what the rules can see, with their findings as evidence')
      .option('--list', 'show every item and its state')
      .addOption(format(['text', 'json']))
      .option('--by <who>', 'who answers (default: TOLLGATE_USER, git, the account)'),
  ).action(async (file, options) => {
    const { answer } = await import('../orr/answer.js');
    exit(await answer(terminal, file, options));
  });

  asOf(
    orr
      .command('check')
      .description('Judge reviews: unanswered questions, risks without mitigation, stale evidence.')
      .argument('[file...]', 'reviews; all below the working directory when none is named')
      .addOption(formatOption())
      .option('-o, --output <file>', 'write the format to a file instead of standard output')
      .option('-c, --config <file>', 'use this tollgate.yaml')
      .option('--no-checks', "do not run the repository's rules for the questions that they answer")
      .option('-v, --verbose', 'show passes and the evidence of everything'),
  ).action(async (files, options) => {
    const { check } = await import('../orr/check.js');
    exit(await check(terminal, files, options));
  });

  asOf(
    orr
      .command('status')
      .description('Show progress, risks by section and driver, and what is due.')
      .argument('[file]', 'the review; all when none is named')
      .addOption(format(['text', 'json']))
      .option('--no-checks', "do not run the repository's rules"),
  ).action(async (file, options) => {
    const { status } = await import('../orr/show.js');
    exit(await status(terminal, file, options));
  });

  orr
    .command('lint')
    .description('Look for questions that nobody reaches and rules that never decide.')
    .argument('<file...>', 'checklists (YAML, or names of those that come with tollgate) and custom lenses (JSON)')
    .addOption(format(['text', 'json']))
    .action(async (files, options) => {
      const { lint } = await import('../orr/lint.js');
      exit(await lint(terminal, files, options));
    });

  asOf(
    orr
      .command('export')
      .description('Write the document for the review meeting, or files for the Well-Architected Tool.')
      .argument('[file]', 'the review; for a lens also a checklist')
      .addOption(format(['markdown', 'json', 'lens', 'lens-answers']))
      .option('-o, --output <file>', 'where to write it (default: standard output)')
      .option('--no-checks', "do not run the repository's rules")
      .option('--plain', 'lens: leave out what only tollgate reads')
      .option('--workload-id <id>', 'lens-answers: the workload')
      .option('--lens-alias <alias>', 'lens-answers: the alias or ARN of the lens'),
  ).action(async (file, options) => {
    const { exportReview } = await import('../orr/show.js');
    exit(await exportReview(terminal, file, options));
  });

  orr
    .command('import')
    .description('Make a checklist from a Well-Architected custom lens (JSON), or from a checklist in Markdown.')
    .argument('<file>', 'the lens, or the Markdown document')
    .option('-o, --output <file>', 'where to write it (default: standard output)')
    .option('--force', 'write over a file that exists')
    .action(async (file, options) => {
      const { importCommand } = await import('../orr/import.js');
      exit(await importCommand(terminal, file, options));
    });
};

function asOf(command: Command): Command {
  return command.addOption(
    new Option('--as-of <day>', 'the day that ages are counted to, YYYY-MM-DD (default: today)').argParser((text) => {
      if (!isDay(text)) throw new InvalidArgumentError('It must be a day written YYYY-MM-DD.');
      return text;
    }),
  );
}

function format(choices: readonly string[]): Option {
  return new Option('--format <format>', 'how it is written').choices(choices).default(choices[0]);
}

function gather(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
