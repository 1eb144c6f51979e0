import { resolve } from 'node:path';
import { TollgateError } from '../../errors.js';
import type { Day } from '../../model/day.js';
import { redact } from '../../model/redact.js';
import type { Rule } from '../../model/rule.js';
import type { InputDigest, SignedRun, Statement } from '../../model/statement.js';
import type { TrustPolicy } from '../../model/trust.js';
import { canonicalize, type Json } from '../../sign-off/canonical.js';
import { digestInputs, sha256 } from '../../sign-off/digest.js';
import { buildStatement } from '../../sign-off/statement.js';
import { writeFileAtomically } from '../../sources/write-file.js';
import { calendarFiles } from '../change/calendars.js';
import type { CheckOptions, JudgedPaths } from '../check/check-options.js';
import { builtinRules } from '../check/packs.js';
import { printable, type Terminal } from '../terminal.js';
import { findPlace, inputName, type Place, pathName, readBytes, repositoryIdentity } from './place.js';
import { findTrustPolicy } from './trust-file.js';

/** A run after waivers. */
export interface WaivedRun extends JudgedPaths {
  /** The path of the file of waivers; undefined when there is none. */
  readonly waivers: string | undefined;
  readonly asOf: Day;
}

/** What of the command line decides how a run judges. */
export type RunOptions = Pick<CheckOptions, 'parameters' | 'requireProduction'>;

/** Writes the statement about a run: canonical JSON, and a line end for those who look at it. */
export async function stateRun(
  file: string,
  run: WaivedRun,
  options: RunOptions & Pick<CheckOptions, 'trust'>,
  terminal: Terminal,
): Promise<void> {
  const place = await findPlace(terminal.cwd);
  const policy = findTrustPolicy(place, terminal.cwd, options.trust);
  const statement = await makeStatement(run, options, { place, policy, cwd: terminal.cwd });
  writeFileAtomically(resolve(terminal.cwd, file), `${canonicalize(statement as unknown as Json)}\n`);
  const trouble = troubles(statement).map((text) => `  but ${text}\n`);
  terminal.stderr.write(`Wrote the statement ${printable(file)}: sign it with \`tollgate sign\`.\n${trouble.join('')}`);
}

/** Why nobody will accept signatures over a statement, told before anybody signs. */
function troubles({ predicate }: Statement): string[] {
  const { declared, origin, root } = predicate.repository;
  const texts: string[] = [];
  if (predicate.verdict === 'block') texts.push('what is blocked is not accepted, whoever signs it');
  if (predicate.trust === null)
    texts.push('there is no trust policy yet: write one with `tollgate keys trust`, and make the statement again');
  else if (declared === null && origin === null && root === null)
    texts.push('nothing tells which repository it is for: name it under `repositories` of the trust policy');
  return texts;
}

/** Where a statement is made, and under which trust. */
export interface StatementContext {
  readonly place: Place;
  readonly policy: TrustPolicy | undefined;
  readonly cwd: string;
}

/**
 * The statement about a run.
 *
 * @throws TollgateError when something could not be judged, came from standard input, or holds what must not be shown.
 */
export async function makeStatement(
  run: WaivedRun,
  options: RunOptions,
  context: StatementContext,
): Promise<Statement> {
  const { place, policy, cwd } = context;
  refuseProblems(run);
  return buildStatement({
    report: run.report,
    inputs: digestInputs(inputsOf(run, await consultedForReviews(run, cwd), options, context)),
    packs: packsOf(run.ruleSet.rules),
    run: signedRun(run, options, context),
    repository: await repositoryIdentity(place, policy?.repositories ?? []),
    asOf: run.asOf,
    trust: policy,
    nameOf: (file) => inputName(place, resolve(cwd, file)),
  });
}

function refuseProblems({ report, inputs }: WaivedRun): void {
  if (inputs.includes('-'))
    throw new TollgateError('USAGE', 'a statement cannot name standard input', { hint: 'Name the file instead.' });
  const [problem] = report.problems;
  if (problem)
    throw new TollgateError('ENVELOPE', `there is no statement about what could not be judged: ${problem.message}`, {
      ...(problem.location ? { location: problem.location } : {}),
      hint: 'Mend it, or leave it out, and run `tollgate check --statement` again.',
    });
}

/** What reviews rest on: a review is worth as much as the evidence that it names. Without reviews, no code about them is loaded. */
async function consultedForReviews({ gathered }: WaivedRun, cwd: string): Promise<string[]> {
  if (gathered.reviews.length === 0) return [];
  const { consultedFor } = await import('../orr/consulted.js');
  return gathered.reviews.flatMap((file) => consultedFor(cwd, file));
}

/** Every file that had a say: what was judged, the configuration, waivers, and files of parameters. */
function inputsOf(run: WaivedRun, reviewed: readonly string[], options: RunOptions, { place, cwd }: StatementContext) {
  const subjects = run.report.subjects.map(({ location }) => location.file);
  const calendars = run.gathered.files.some((file) => file.changes) ? calendarFiles(run.configuration) : [];
  const others = [run.configuration.path, run.waivers, ...calendars].filter((path) => path !== undefined);
  const all = [...run.gathered.consulted, ...reviewed, ...subjects, ...others, ...parametersFiles(options)];
  const paths = new Map(all.map((file) => [inputName(place, resolve(cwd, file)), resolve(cwd, file)]));
  return [...paths].map(([name, path]) => ({ name, bytes: readBytes(path) }));
}

function parametersFiles({ parameters = [] }: RunOptions): string[] {
  return parameters.filter((text) => text.indexOf('=') <= 0);
}

function signedRun(run: WaivedRun, options: RunOptions, { place, cwd }: StatementContext): SignedRun {
  const named = (path: string | undefined) => (path === undefined ? null : inputName(place, path));
  const parameters = (options.parameters ?? []).map((text) => {
    if (text.indexOf('=') <= 0) return inputName(place, resolve(cwd, text));
    if (redact(text) === text) return text;
    throw new TollgateError('USAGE', `a statement would show the value of ${text.split('=')[0]}`, {
      hint: 'Write it to a file of parameters, and name that with --parameters.',
    });
  });
  return {
    paths: run.inputs.map((path) => pathName(place, resolve(cwd, path))),
    parameters,
    config: named(run.configuration.path),
    waivers: named(run.waivers),
    requireProduction: options.requireProduction === true,
  };
}

/** The digest of each pack, over what its rules say; examples and places do not matter. */
function packsOf(rules: readonly Rule[]): InputDigest[] {
  const builtin = new Set(builtinRules().map(({ id }) => id));
  const packs: [string, readonly Rule[]][] = [
    ['tollgate', rules.filter(({ id }) => builtin.has(id))],
    ['project', rules.filter(({ id }) => !builtin.has(id))],
  ];
  return packs
    .filter(([, held]) => held.length > 0)
    .map(([name, held]) => ({ name, digest: { sha256: sha256(canonicalize(held.map(meaning) as unknown as Json)) } }));
}

function meaning({ examples: _, spans: __, ...rule }: Rule): object {
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));
}
