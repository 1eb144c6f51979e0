import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TollgateError } from '../../errors.js';
import { PipelineSet } from '../../facts/pipeline/judge-set.js';
import { openParameters, wishesOf } from '../../facts/pipeline/suggest.js';
import { NO_DECLARATIONS } from '../../facts/pipeline/types.js';
import { mergeFacts } from '../../facts/pipeline/view.js';
import { EMPTY_CONFIG } from '../../model/config.js';
import { writeFileAtomically } from '../../sources/write-file.js';
import { parametersOf } from '../check/configuration.js';
import { notesOnParameters } from '../check/fit.js';
import { gather } from '../check/gather.js';
import { builtinRules } from '../check/packs.js';
import { describeError } from '../describe-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { colorsFor, printable, type Terminal } from '../terminal.js';
import { composeConfiguration, type FoundPipeline } from './compose.js';

/** The options of `tollgate init`. */
export interface InitOptions {
  readonly print?: boolean;
  readonly force?: boolean;
  readonly parameters?: readonly string[];
}

const FILE = 'tollgate.yaml';

/**
 * Writes a first configuration from what is found.
 *
 * @throws TollgateError CONFLICT when one is there and `--force` is not given.
 */
export async function runInit(paths: readonly string[], options: InitOptions, terminal: Terminal): Promise<ExitCode> {
  const path = join(terminal.cwd, FILE);
  if (!options.print && !options.force && existsSync(path))
    throw new TollgateError('CONFLICT', `${FILE} is there already`, {
      hint: 'See what would be written with --print, or replace it with --force.',
    });
  const inputs = paths.length > 0 ? paths : ['.'];
  const parameters = parametersOf(EMPTY_CONFIG, options.parameters ?? [], terminal.cwd);
  const gathered = await gather(inputs, parameters, terminal);
  for (const note of notesOnParameters(parameters, gathered)) terminal.stderr.write(`note: ${printable(note.text)}\n`);
  for (const problem of gathered.problems) terminal.stderr.write(`${describeError(problem)}\n`);
  const found = gathered.files.flatMap((file) => file.pipelines);
  const set = new PipelineSet(found, NO_DECLARATIONS);
  const pipelines = found.map((loaded): FoundPipeline => {
    const ways = set.ways(loaded);
    return {
      file: gathered.files.find((file) => file.pipelines.includes(loaded))!.source.file,
      id: loaded.id,
      facts: mergeFacts(ways.map((way) => way.facts)),
      wishes: wishesOf(ways),
      parameters: [...new Set(loaded.scenarios.flatMap(openParameters))],
    };
  });
  const text = composeConfiguration(pipelines, builtinRules());
  if (options.print) {
    terminal.stdout.write(text);
    return EXIT.pass;
  }
  writeFileAtomically(path, text, { fresh: options.force !== true });
  terminal.stdout.write(nextSteps(pipelines, terminal));
  return EXIT.pass;
}

function nextSteps(pipelines: readonly FoundPipeline[], terminal: Terminal): string {
  const { bold } = colorsFor(terminal.stdout, terminal.env);
  const questions = pipelines.reduce((sum, { wishes }) => sum + wishes.length, 0);
  const parameters = new Set(pipelines.flatMap((it) => it.parameters)).size;
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  const lines = [`Wrote ${bold(FILE)}: ${count(pipelines.length, 'pipeline')} found.`, '', 'Next:'];
  if (questions > 0)
    lines.push(`  - answer ${count(questions, 'question')} in it (the commented entries), as far as you can`);
  if (parameters > 0) lines.push(`  - give ${count(parameters, 'parameter')} a value there, or with --parameters`);
  lines.push('  - tollgate check', '  - commit it');
  return `${lines.join('\n')}\n`;
}
