import type { EvaluateOptions, RuleSet } from '../../engine/evaluate.js';
import { TollgateError } from '../../errors.js';
import type { Day } from '../../model/day.js';
import type { SourceText } from '../../model/located.js';
import type { Report } from '../../model/report.js';
import { NO_COLORS } from '../../reporters/options.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { asOfDay } from '../sign-off/as-of.js';
import { colorsFor, type Terminal } from '../terminal.js';
import { type Configuration, findConfiguration, findWaiverFile, parametersOf } from './configuration.js';
import { destinations, emit, showsEvidence } from './formats.js';
import { type Gathered, gather } from './gather.js';
import { type JudgeReview, Judging, judge } from './judge.js';
import { rulesInForce } from './packs.js';

/** The options of `tollgate check`. */
export interface CheckOptions {
  readonly format?: readonly string[];
  readonly output?: string;
  readonly parameters?: readonly string[];
  readonly config?: string;
  readonly requireProduction?: boolean;
  readonly verbose?: boolean;
  readonly waivers?: string;
  readonly asOf?: string;
  readonly statement?: string;
  readonly trust?: string;
}

/** What a run judged, and by what. */
export interface JudgedPaths {
  readonly report: Report;
  readonly gathered: Gathered;
  /** The files, folders and globs that were looked at. */
  readonly inputs: readonly string[];
  readonly ruleSet: RuleSet;
  readonly configuration: Configuration;
}

/** Judges, reports, and returns the exit code. */
export async function runCheck(paths: readonly string[], options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const places = destinations(options.format, options.output);
  const asOf = asOfDay(options.asOf, terminal);
  const withEvidence = options.statement !== undefined || showsEvidence(places, options.verbose === true);
  const judged = await judgePaths(paths, options, terminal, { withEvidence });
  const { report, waivers, source } = await applyWaivers(judged, options.waivers, asOf, terminal);
  const { gathered } = judged;
  const code = exitCodeOf(report);
  const read = [...gathered.buildspecs, ...gathered.files.map((file) => file.source)];
  const sources = new Map(read.map((source) => [source.file, source]));
  if (source) sources.set(source.file, source);
  await emit(
    report,
    places,
    {
      width: Math.min(terminal.stdout.columns ?? 80, 100),
      verbose: options.verbose === true,
      colors: places.some((it) => it.file === undefined) ? colorsFor(terminal.stdout, terminal.env) : NO_COLORS,
      excerpt: (file, line) => sources.get(file)?.line(line),
      exit: { code, meaning: EXIT_MEANINGS[code] },
    },
    terminal,
  );
  if (options.statement !== undefined) {
    const { stateRun } = await import('../sign-off/state-run.js');
    await stateRun(options.statement, { ...judged, report, waivers, asOf }, options, terminal);
  }
  return code;
}

/** Reads the configuration, gathers the inputs, and judges them. */
export async function judgePaths(
  paths: readonly string[],
  options: Pick<CheckOptions, 'parameters' | 'config' | 'requireProduction' | 'asOf'>,
  terminal: Terminal,
  detail: EvaluateOptions = {},
): Promise<JudgedPaths> {
  const configuration = findConfiguration(terminal.cwd, options.config);
  const { config, folder } = configuration;
  const settled = options.requireProduction ? { ...config, requireProduction: true } : config;
  const ruleSet = rulesInForce(settled, folder);
  const inputs = paths.length > 0 ? paths : defaultInputs(settled.inputs, folder);
  const judging = new Judging(ruleSet, settled, detail);
  const parameters = parametersOf(settled, options.parameters ?? [], terminal.cwd);
  const gathered = await gather(inputs, parameters, terminal, (file) => judging.take(file));
  if (gathered.files.length + gathered.reviews.length + gathered.problems.length === 0)
    throw nothingFound(inputs, gathered);
  const judgeReview = await reviewJudge(gathered, ruleSet, options.asOf, terminal);
  const judged = judge(gathered, ruleSet, settled, { judgeReview, judging });
  const holdsChanges = gathered.files.some((file) => file.changes);
  const report = holdsChanges
    ? (await import('../change/in-check.js')).withChanges(judged, gathered, ruleSet, settled)
    : judged;
  if (report.subjects.length + report.problems.length === 0) throw nothingFound(inputs, gathered);
  return { report, gathered, inputs, ruleSet, configuration };
}

/** How reviews are judged, when there are any: without, no code about them is loaded. */
async function reviewJudge(
  gathered: Gathered,
  ruleSet: RuleSet,
  asOf: string | undefined,
  terminal: Terminal,
): Promise<JudgeReview | undefined> {
  if (gathered.reviews.length === 0) return undefined;
  const { judgeReview } = await import('../orr/judge.js');
  const by = { cwd: terminal.cwd, ruleSet, asOf: asOfDay(asOf, terminal) };
  return (file, findings) => judgeReview(file, { ...by, findings });
}

/** The report after waivers, when there are any: without, no code about them is loaded. */
async function applyWaivers(
  { report, configuration }: JudgedPaths,
  named: string | undefined,
  asOf: Day,
  terminal: Terminal,
): Promise<{ report: Report; waivers: string | undefined; source?: SourceText }> {
  const waivers = findWaiverFile(configuration, terminal.cwd, named);
  if (waivers === undefined) return { report, waivers };
  const { applyWaiverFile } = await import('../sign-off/waiver-file.js');
  return { ...applyWaiverFile(report, waivers, configuration, terminal.cwd, asOf), waivers };
}

function defaultInputs(declared: readonly string[], folder: string): string[] {
  return declared.length > 0 ? declared.map((input) => `${folder}/${input}`) : ['.'];
}

function nothingFound(inputs: readonly string[], gathered: Gathered): TollgateError {
  const looked = gathered.counts.passedOver + gathered.counts.judged;
  return new TollgateError(
    'NOTHING_TO_CHECK',
    `nothing to judge found in ${inputs.join(', ')} (${looked} ${looked === 1 ? 'file' : 'files'} looked at)`,
    { hint: whyNothing(gathered) },
  );
}

/** What was seen and not judged says most: a pipeline that is not created under these values. */
function whyNothing({ files }: Gathered): string {
  const [note] = files.flatMap((file) => file.notes);
  return note
    ? `${note.text}. --parameters judges other values.`
    : 'tollgate judges CodePipeline definitions (get-pipeline output, CloudFormation, Terraform), change manifests and readiness reviews.';
}

/** What each exit code tells, in a few words. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'pass',
  1: 'block',
  2: 'wrong usage',
  3: 'something could not be read: nothing was decided about it',
  4: 'a bug in tollgate or in a rule',
};

/** What a report means for the exit code: a crash of a rule outweighs what could not be read, that outweighs the verdict. */
export function exitCodeOf(report: Report): ExitCode {
  if (report.problems.some((problem) => problem.code === 'RULE_CRASH')) return EXIT.bug;
  if (report.problems.length > 0) return EXIT.undecided;
  return report.verdict === 'block' ? EXIT.block : EXIT.pass;
}
