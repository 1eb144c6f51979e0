import type { EvaluateOptions, RuleSet } from '../../engine/evaluate.js';
import type { Day } from '../../model/day.js';
import type { SourceText } from '../../model/located.js';
import type { Report } from '../../model/report.js';
import { NO_COLORS } from '../../reporters/options.js';
import type { JudgedBy } from '../change/in-check.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { asOfDay } from '../sign-off/as-of.js';
import { colorsFor, type Terminal } from '../terminal.js';
import type { CheckOptions, JudgedPaths } from './check-options.js';
import { findConfiguration, findWaiverFile, parametersOf } from './configuration.js';
import { notesOnParameters } from './fit.js';
import { type Destination, destinations, emit, showsEvidence } from './formats.js';
import { gather } from './gather.js';
import type { Gathered } from './gathered.js';
import { type JudgeReview, Judging, judge, notesOnDeclarations, withReviews } from './judge.js';
import { nothingFound } from './nothing-found.js';
import { rulesInForce } from './packs.js';

/** Judges, reports, and returns the exit code. */
export async function runCheck(paths: readonly string[], options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const asked = askedOf(options, terminal);
  return conclude(await judgePaths(paths, options, terminal, asked.detail), asked, options, terminal);
}

/** Where the report goes, what it has to tell, and the day to judge dates by. */
export interface Asked {
  readonly places: readonly Destination[];
  readonly detail: EvaluateOptions;
  readonly asOf: Day;
}

/**
 * What the options ask for, before anything is read.
 *
 * @throws TollgateError USAGE.
 */
export function askedOf(options: CheckOptions, terminal: Terminal): Asked {
  const places = destinations(options.format, options.output);
  const withEvidence = options.statement !== undefined || showsEvidence(places, options.verbose === true);
  return { places, detail: { withEvidence }, asOf: asOfDay(options.asOf, terminal) };
}

/** Applies waivers to what was judged, reports it, writes the statement when one is asked for, and returns the exit code. */
export async function conclude(
  judged: JudgedPaths,
  { places, asOf }: Asked,
  options: CheckOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { report, waivers, source } = await applyWaivers(judged, options.waivers, asOf, terminal);
  const { gathered } = judged;
  await keepInputs(judged, [...places.map(({ file }) => file), options.statement], options, terminal);
  const code = exitCodeOf(report);
  const read = [...gathered.buildspecs, ...gathered.files.map((file) => file.source)];
  const inTrouble = new Set(report.problems.map(({ location }) => location?.file));
  read.push(...gathered.texts.filter((source) => inTrouble.has(source.file)));
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

/** Sees that nothing that was read is overwritten; where no file is written, no code about it is loaded. */
async function keepInputs(
  judged: JudgedPaths,
  outputs: readonly (string | undefined)[],
  options: CheckOptions,
  terminal: Terminal,
): Promise<void> {
  const files = outputs.filter((file) => file !== undefined);
  if (files.length === 0) return;
  const { refuseToOverwrite } = await import('./outputs.js');
  refuseToOverwrite(files, judged, options, terminal.cwd);
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
  const notesOnGiven = notesOnParameters(parameters, gathered);
  const judgeReview = await reviewJudge(gathered, ruleSet, options.asOf, terminal);
  const by = { ruleSet, configuration, cwd: terminal.cwd, detail };
  const judged = await judgeChanges(judge(gathered, ruleSet, settled, judging), gathered, by);
  const reviewed = judgeReview ? withReviews(judged, gathered, ruleSet, judgeReview) : judged;
  const notes = [...notesOnGiven, ...notesOnDeclarations(judging.idleDeclarations, paths.length === 0)];
  const report = notes.length > 0 ? { ...reviewed, notes } : reviewed;
  if (report.subjects.length + report.problems.length === 0) throw nothingFound(inputs, gathered);
  return { report, gathered, inputs, ruleSet, configuration };
}

/** The report with the changes that were gathered, when there are any: without, no code about them is loaded. */
export async function judgeChanges(report: Report, gathered: Gathered, by: JudgedBy): Promise<Report> {
  if (!gathered.files.some((file) => file.changes)) return report;
  const { withChanges } = await import('../change/in-check.js');
  return withChanges(report, gathered, by);
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
