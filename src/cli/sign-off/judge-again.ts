import { join } from 'node:path';
import { TollgateError } from '../../errors.js';
import type { Statement } from '../../model/statement.js';
import { compareInputs } from '../../sign-off/digest.js';
import { judgePaths } from '../check/run.js';
import type { Terminal } from '../terminal.js';
import { fileIn, type Place } from './place.js';
import { makeStatement } from './state-run.js';
import { applyWaiverFile } from './waiver-file.js';

/**
 * Judges again what a statement is about, as it was judged then and for the same day.
 *
 * @returns undefined when signed files have changed so that they cannot be judged any more: that they changed is answer enough.
 * @throws TollgateError when the very files that were signed cannot be judged.
 */
export async function judgeAgain(signed: Statement, place: Place, terminal: Terminal): Promise<Statement | undefined> {
  try {
    return await judgeAs(signed, place, at(place.root, terminal));
  } catch (error) {
    const changed = compareInputs(signed.subject, fileIn(place)).length > 0;
    if (changed && error instanceof TollgateError) return undefined;
    throw error;
  }
}

async function judgeAs({ predicate }: Statement, place: Place, terminal: Terminal): Promise<Statement> {
  const { run, asOf } = predicate;
  const options = {
    parameters: run.parameters,
    requireProduction: run.requireProduction,
    ...(run.config === null ? {} : { config: run.config }),
  };
  const judged = await judgePaths(run.paths, { ...options, asOf }, terminal);
  const waivers = run.waivers === null ? undefined : join(place.root, run.waivers);
  const report =
    waivers === undefined
      ? judged.report
      : applyWaiverFile(judged.report, waivers, judged.configuration, terminal.cwd, asOf).report;
  return makeStatement({ ...judged, report, waivers, asOf }, options, { place, policy: undefined, cwd: terminal.cwd });
}

/** The same process in another folder. */
function at(cwd: string, terminal: Terminal): Terminal {
  const { stdout, stderr, env, now } = terminal;
  return {
    cwd,
    stdout,
    stderr,
    env,
    now,
    get stdin() {
      return terminal.stdin;
    },
  };
}
