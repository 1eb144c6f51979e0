import { resolve } from 'node:path';
import { TollgateError } from '../../errors.js';
import type { Day } from '../../model/day.js';
import type { Report } from '../../model/report.js';
import type { DutyHolder, InputDigest, Statement } from '../../model/statement.js';
import { canonicalize, type Json } from '../../sign-off/canonical.js';
import { digestInputs } from '../../sign-off/digest.js';
import { buildStatement } from '../../sign-off/statement.js';
import { writeFileAtomically } from '../../sources/write-file.js';
import type { Terminal } from '../terminal.js';
import { findPlace, inputName, type Place, readBytes, repositoryIdentity } from './place.js';
import { findTrustPolicy } from './trust-file.js';

/** What a run judged, and by what: all that a statement is made of. */
export interface JudgedRun {
  readonly report: Report;
  /** Every file that had a say: what was judged, configuration, waivers, parameters. Relative to the working directory. */
  readonly files: readonly string[];
  /** Digests of the rule packs that were applied. */
  readonly packs: readonly InputDigest[];
  /** Who wrote and who will run what was judged, as the documents say. */
  readonly duties: readonly DutyHolder[];
  readonly asOf: Day;
}

/**
 * The statement about a run.
 *
 * @param trust the trust policy, as named on the command line.
 * @throws TollgateError when something could not be judged, or came from standard input: nobody could verify it.
 */
export async function makeStatement(run: JudgedRun, terminal: Terminal, trust?: string): Promise<Statement> {
  const place = await findPlace(terminal.cwd);
  const [problem] = run.report.problems;
  if (problem)
    throw new TollgateError('ENVELOPE', `there is no statement about what could not be judged: ${problem.message}`, {
      ...(problem.location ? { location: problem.location } : {}),
      hint: 'Mend it, or leave it out, and run `tollgate check --statement` again.',
    });
  const policy = findTrustPolicy(place, terminal.cwd, trust);
  return buildStatement({
    report: run.report,
    inputs: digestInputs(uniqueInputs(run, place, terminal.cwd)),
    packs: run.packs,
    repository: await repositoryIdentity(place, policy?.repositories ?? []),
    asOf: run.asOf,
    duties: run.duties,
    trust: policy,
    nameOf: (file) => inputName(place, resolve(terminal.cwd, file)),
  });
}

function uniqueInputs({ files, report }: JudgedRun, place: Place, cwd: string) {
  const judged = report.subjects.map(({ location }) => location.file);
  const paths = new Map<string, string>();
  for (const file of [...files, ...judged]) {
    if (file === '-')
      throw new TollgateError('USAGE', 'a statement cannot name standard input', { hint: 'Name the file instead.' });
    const path = resolve(cwd, file);
    paths.set(inputName(place, path), path);
  }
  return [...paths].map(([name, path]) => ({ name, bytes: readBytes(path) }));
}

/** Writes a statement: canonical JSON, and a line end for those who look at it. */
export async function writeStatement(file: string, statement: Statement, terminal: Terminal): Promise<void> {
  await writeFileAtomically(resolve(terminal.cwd, file), `${canonicalize(statement as unknown as Json)}\n`);
}
