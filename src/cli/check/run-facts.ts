import { evaluate, type RuleSet } from '../../engine/evaluate.js';
import { TollgateError } from '../../errors.js';
import { declarationsOf } from '../../facts/pipeline/declared.js';
import { derivePipeline } from '../../facts/pipeline/derive.js';
import { judgeablePipeline } from '../../facts/pipeline/judge.js';
import { mergeFacts } from '../../facts/pipeline/view.js';
import type { Config } from '../../model/config.js';
import { flatMap } from '../../model/flat.js';
import { display } from '../../model/located.js';
import type { LoadedPipeline } from '../../model/pipeline.js';
import type { PipelineFactsView } from '../../reporters/facts-json.js';
import { describeError } from '../describe-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { colorsFor, printable, type Terminal } from '../terminal.js';
import { findConfiguration, parametersOf } from './configuration.js';
import { notesOnParameters } from './fit.js';
import { gather } from './gather.js';
import type { Gathered, GatheredFile } from './gathered.js';
import { nothingFound } from './nothing-found.js';
import { rulesInForce } from './packs.js';

/** The options of `tollgate facts`. */
export interface FactsOptions {
  readonly format?: string;
  readonly parameters?: readonly string[];
  readonly config?: string;
}

/** Prints everything that rules can see. */
export async function runFacts(paths: readonly string[], options: FactsOptions, terminal: Terminal): Promise<ExitCode> {
  const format = options.format ?? 'text';
  if (format !== 'text' && format !== 'json')
    throw new TollgateError('USAGE', `there is no format "${format}" for facts`, { hint: 'Formats: text, json.' });
  const { config, folder } = findConfiguration(terminal.cwd, options.config);
  const ruleSet = rulesInForce(config, folder);
  const parameters = parametersOf(config, options.parameters ?? [], terminal.cwd);
  const gathered = await gather(paths.length > 0 ? paths : ['.'], parameters, terminal);
  for (const note of notesOnParameters(parameters, gathered)) terminal.stderr.write(`note: ${printable(note.text)}\n`);
  const views = flatMap(gathered.files, (file) =>
    file.pipelines.map((pipeline) => viewOf(file, pipeline, config, ruleSet)),
  );
  const nothing = views.length === 0 && isEmpty(gathered);
  const problems = nothing ? [nothingFound(paths.length > 0 ? paths : ['.'], gathered)] : gathered.problems;
  for (const problem of problems) terminal.stderr.write(`${describeError(problem)}\n`);
  if (format === 'json') {
    const { renderFactsJson } = await import('../../reporters/facts-json.js');
    terminal.stdout.write(renderFactsJson(views));
  } else {
    const { renderFactsText } = await import('../../reporters/facts-text.js');
    const { columns } = terminal.stdout;
    const width = columns === undefined ? undefined : Math.min(columns, 120);
    terminal.stdout.write(renderFactsText(views, { colors: colorsFor(terminal.stdout, terminal.env), width }));
  }
  return problems.length > 0 ? EXIT.undecided : EXIT.pass;
}

/** Whether there is nothing else either that `check` would judge. */
function isEmpty({ files, reviews, problems }: Gathered): boolean {
  return reviews.length + problems.length === 0 && !files.some((file) => file.changes !== undefined);
}

const WORST_FIRST = ['fail', 'undetermined', 'pass', 'not-applicable'] as const;

function viewOf(file: GatheredFile, loaded: LoadedPipeline, config: Config, ruleSet: RuleSet): PipelineFactsView {
  const declarations = declarationsOf(config);
  const scenarios = loaded.scenarios.map((scenario) => derivePipeline(scenario, declarations));
  const judged = scenarios.map(
    (facts) => evaluate(judgeablePipeline(facts, { requireProduction: false }), ruleSet).subject,
  );
  const merged = mergeFacts(scenarios);
  const rules: Record<string, string> = {};
  for (const finding of flatMap(judged, (subject) => subject.findings)) {
    const name = finding.rule.replace(/^pipeline\//, '');
    const before = rules[name];
    const worse =
      before === undefined ||
      WORST_FIRST.indexOf(finding.outcome) < WORST_FIRST.indexOf(before as (typeof WORST_FIRST)[number]);
    if (worse) rules[name] = finding.outcome;
  }
  const [first] = scenarios;
  const name = first?.pipeline.name;
  return {
    file: file.source.file,
    pipeline: loaded.id,
    name: name ? display(name) : null,
    platform: 'codepipeline',
    scenario: merged.scenario,
    deployments: merged.deployments,
    notDeployments: merged.notDeployments,
    hiddenDeployments: merged.hiddenDeployments,
    production: merged.production,
    preProductionStages: merged.preProductionStages ?? null,
    gamma: merged.gamma,
    waves: merged.waves ?? null,
    loadTestGatesProduction: merged.loadTestGatesProduction,
    testGatesProduction: merged.testGatesProduction,
    approvalGatesProduction: merged.approvalGatesProduction,
    watchedBakeMinutesBeforeProduction: merged.watchedBakeMinutesBeforeProduction,
    rollbackOnFailure: merged.rollbackOnFailure,
    rollbackOnAlarm: merged.rollbackOnAlarm,
    rules,
    actions: merged.actions,
    notes: [
      ...new Set([
        ...file.notes.map((note) => note.text),
        ...flatMap(judged, (subject) => subject.notes.map((note) => note.text)),
      ]),
    ],
  };
}
