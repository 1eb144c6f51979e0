import { resolve } from 'node:path';
import { evaluate } from '../../engine/evaluate.js';
import { assemble, checkPack } from '../../engine/pack.js';
import { verdictOf } from '../../engine/verdict.js';
import { TollgateError } from '../../errors.js';
import { REVIEW_SUBJECTS } from '../../facts/review/declarations.js';
import { judgeableReview } from '../../facts/review/judgeable.js';
import { readRule } from '../../loaders/rules.js';
import type { Judgeable } from '../../model/facts.js';
import type { Finding } from '../../model/finding.js';
import type { Problem, Report, Subject } from '../../model/report.js';
import type { Rule } from '../../model/rule.js';
import { render } from '../../reporters/index.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { colorsFor, type Terminal } from '../terminal.js';
import { VERSION } from '../version.js';
import { builtInRules, findReviews, projectRoot, readBuiltInRule } from './files.js';
import { assessOpen, openReview } from './open.js';
import { findingsOf } from './repository-checks.js';
import { today } from './who.js';

/** What the command line says. */
export interface CheckOptions {
  readonly format: string;
  readonly asOf?: string;
  /** False with `--no-checks`: the repository's rules are not run. */
  readonly checks: boolean;
  readonly verbose?: boolean;
}

/** A review file, ready for the rules. What the rules found in the repository answers its questions too. */
export function reviewToJudge(cwd: string, file: string, asOf: string, findings?: readonly Finding[]): Judgeable {
  return judgeableReview(assessOpen(openReview(cwd, file), asOf, findings));
}

/** `tollgate orr check`: judges reviews. */
export async function check(terminal: Terminal, named: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const files = named.length > 0 ? named : findReviews(terminal.cwd);
  if (files.length === 0)
    throw new TollgateError('NOTHING_TO_CHECK', 'there is no review here', {
      hint: 'Make one with `tollgate orr new`.',
    });
  const rules = builtInRules()
    .filter((id) => id.startsWith('orr/'))
    .map((id) => readRule(id, readBuiltInRule(id)));
  const ruleSet = assemble(rules, REVIEW_SUBJECTS);
  checkPack(ruleSet, REVIEW_SUBJECTS);
  const subjects: Subject[] = [];
  const problems: Problem[] = [];
  const findings = new Map<string, Promise<readonly Finding[] | undefined>>();
  for (const file of files) {
    const root = projectRoot(resolve(terminal.cwd, file));
    if (options.checks && !findings.has(root)) findings.set(root, findingsOf(terminal, root));
    try {
      const judgeable = reviewToJudge(terminal.cwd, file, today(terminal, options.asOf), await findings.get(root));
      const { subject, crashes } = evaluate(judgeable, ruleSet);
      subjects.push(subject);
      problems.push(...crashes);
    } catch (error) {
      if (!(error instanceof TollgateError)) throw error;
      const { code, message, location, hint } = error;
      problems.push({ code, message, location: location ?? { file, line: 1, column: 1 }, ...(hint ? { hint } : {}) });
    }
  }
  const report = reportOf(subjects, problems, rules, files.length);
  const exit = problems.length > 0 ? EXIT.undecided : report.verdict === 'block' ? EXIT.block : EXIT.pass;
  terminal.stdout.write(
    await render(options.format, report, {
      width: terminal.stdout.columns ?? 80,
      verbose: options.verbose === true,
      colors: colorsFor(terminal.stdout, terminal.env),
    }),
  );
  return exit;
}

function reportOf(subjects: Subject[], problems: Problem[], rules: readonly Rule[], files: number): Report {
  return {
    tool: { name: 'tollgate', version: VERSION },
    verdict: problems.length > 0 ? 'block' : verdictOf(subjects),
    subjects,
    problems,
    rules: rules.map(({ id, title, severity, rationale, remedy, references }) => ({
      id,
      title,
      severity,
      rationale,
      remedy,
      references,
    })),
    inputs: { judged: subjects.length, passedOver: files - subjects.length - problems.length },
    suggestions: [],
  };
}
