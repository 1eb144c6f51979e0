import { resolve } from 'node:path';
import { verdictOf } from '../../engine/verdict.js';
import { TollgateError } from '../../errors.js';
import type { Finding } from '../../model/finding.js';
import { NO_COLORS } from '../../reporters/options.js';
import { findConfiguration } from '../check/configuration.js';
import { destinations, emit } from '../check/formats.js';
import { rulesApplied } from '../check/judge.js';
import { rulesInForce } from '../check/packs.js';
import { EXIT_MEANINGS, exitCodeOf } from '../check/run.js';
import type { ExitCode } from '../exit-code.js';
import { colorsFor, type Terminal } from '../terminal.js';
import { VERSION } from '../version.js';
import { findReviews, projectRoot } from './files.js';
import { judgeReview } from './judge.js';
import { findingsHere } from './repository-checks.js';
import { today } from './who.js';

/** What the command line says. */
export interface CheckOptions {
  readonly format?: readonly string[];
  readonly output?: string;
  readonly config?: string;
  readonly asOf?: string;
  /** False with `--no-checks`: the repository's rules are not run. */
  readonly checks: boolean;
  readonly verbose?: boolean;
}

/** `tollgate orr check`: judges reviews. */
export async function check(terminal: Terminal, named: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const places = destinations(options.format, options.output);
  const files = named.length > 0 ? named : findReviews(terminal.cwd);
  if (files.length === 0)
    throw new TollgateError('NOTHING_TO_CHECK', 'there is no review here', {
      hint: 'Make one with `tollgate orr new`.',
    });
  const { config, folder } = findConfiguration(terminal.cwd, options.config);
  const ruleSet = rulesInForce(config, folder);
  const found = new Map<string, readonly Finding[] | undefined>();
  const judged = [];
  for (const file of files) {
    const root = projectRoot(resolve(terminal.cwd, file));
    // Rules that find nothing to judge were run all the same: what was their evidence holds no longer.
    if (options.checks && !found.has(root)) found.set(root, (await findingsHere(terminal, root)) ?? []);
    const findings = found.get(root);
    const asOf = today(terminal, options.asOf);
    judged.push(judgeReview(file, { cwd: terminal.cwd, ruleSet, asOf, ...(findings ? { findings } : {}) }));
  }
  const subjects = judged.flatMap((one) => one.subjects);
  const report = {
    tool: { name: 'tollgate', version: VERSION },
    verdict: verdictOf(subjects),
    subjects,
    problems: judged.flatMap((one) => one.problems),
    rules: rulesApplied(ruleSet, subjects),
    inputs: { judged: subjects.length, passedOver: 0 },
    suggestions: [],
  } as const;
  const code = exitCodeOf(report);
  await emit(
    report,
    places,
    {
      width: Math.min(terminal.stdout.columns ?? 80, 100),
      verbose: options.verbose === true,
      colors: places.some((one) => one.file === undefined) ? colorsFor(terminal.stdout, terminal.env) : NO_COLORS,
      exit: { code, meaning: EXIT_MEANINGS[code] },
    },
    terminal,
  );
  return code;
}
