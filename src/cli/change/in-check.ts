import { type EvaluateOptions, evaluate, type RuleSet } from '../../engine/evaluate.js';
import { verdictOf } from '../../engine/verdict.js';
import { changeJudgeable } from '../../facts/change/change-judgeable.js';
import type { ChangeContext } from '../../facts/change/context.js';
import { declarationsOf } from '../../facts/pipeline/declared.js';
import { derivePipeline } from '../../facts/pipeline/derive.js';
import type { Config } from '../../model/config.js';
import type { Report } from '../../model/report.js';
import type { Configuration } from '../check/configuration.js';
import type { Gathered } from '../check/gathered.js';
import { rulesApplied } from '../check/judge.js';
import { openCalendars } from './calendars.js';

/** What changes are judged by, and in which detail. */
export interface JudgedBy {
  readonly ruleSet: RuleSet;
  readonly configuration: Configuration;
  readonly cwd: string;
  readonly detail?: EvaluateOptions;
}

/**
 * A report with the changes that were gathered beside pipelines. Their targets are compared with the pipelines'
 * environments, their windows with the freezes and calendars of the configuration.
 *
 * @throws TollgateError when a calendar cannot be read.
 */
export async function withChanges(
  report: Report,
  gathered: Gathered,
  { ruleSet, configuration, cwd, detail = {} }: JudgedBy,
): Promise<Report> {
  const { config } = configuration;
  const context: ChangeContext = {
    freezes: config.freezes,
    calendars: await openCalendars(configuration, cwd),
    environments: environmentsOf(gathered, config),
  };
  const evaluated = gathered.files
    .flatMap((file) => file.changes ?? [])
    .map((change) => evaluate(changeJudgeable(change, context), ruleSet, detail));
  const subjects = [...report.subjects, ...evaluated.map((it) => it.subject)];
  return {
    ...report,
    subjects,
    verdict: verdictOf(subjects),
    problems: [...report.problems, ...evaluated.flatMap((it) => it.crashes)],
    rules: rulesApplied(ruleSet, subjects),
  };
}

function environmentsOf(gathered: Gathered, config: Config): string[] {
  const declarations = declarationsOf(config);
  const names = gathered.files
    .flatMap((file) => file.pipelines)
    .flatMap((pipeline) => pipeline.scenarios)
    .flatMap((scenario) => derivePipeline(scenario, declarations).environments)
    .map((environment) => environment.name)
    .filter((name) => !name.startsWith('('));
  const declared = config.environments.map((environment) => environment.name);
  return [...new Set([...names, ...declared])].sort();
}
