import { flatMap } from '../../model/flat.js';
import { display, locate } from '../../model/located.js';
import type { PipelineFacts, PipelineSummary } from './derive.js';
import { summarize } from './derive.js';
import { nameEffect } from './name-effect.js';
import type { Deployment, Step } from './types.js';
import { readPhrases, splitWords } from './words.js';

/** The facts of one pipeline under all its scenarios, merged for reading. */
export interface MergedFacts extends PipelineSummary {
  readonly production: PipelineFacts['production'];
  readonly scenario: string;
  readonly deployments: readonly DeploymentView[];
  readonly notDeployments: readonly string[];
  readonly hiddenDeployments: readonly string[];
  readonly actions: readonly {
    readonly at: string;
    readonly activity: string;
    readonly because: string;
    readonly line: number;
  }[];
}

/** A deployment under all scenarios. */
export interface DeploymentView {
  readonly at: string;
  readonly environment: string;
  readonly tier: string;
  readonly evidence: string;
  readonly because: readonly string[];
  readonly mechanism: string;
  readonly line: number;
  readonly column: number;
}

/** Merges scenarios: what they agree on stands; else what holds where there may be production; else it is undetermined. */
export function mergeFacts(scenarios: readonly PipelineFacts[]): MergedFacts {
  const summaries = scenarios.map((facts) => ({ facts, summary: summarize(facts) }));
  const productions = new Set(scenarios.map((it) => it.production));
  const released = summaries.filter(({ facts }) => isProductionScenario(facts));
  const relevant = released.length > 0 ? released : summaries.filter(({ facts }) => facts.production !== 'none');
  const pick = <K extends keyof PipelineSummary>(key: K, unknown: PipelineSummary[K]): PipelineSummary[K] => {
    for (const list of [summaries, relevant]) {
      const texts = new Set(list.map(({ summary }) => JSON.stringify(summary[key])));
      if (texts.size === 1) return list[0]!.summary[key];
    }
    return unknown;
  };
  const actionOf = new Map(flatMap(scenarios, (facts) => facts.steps.map((step) => [at(step), step] as const)));
  const deployed = new Set(flatMap(scenarios, (facts) => facts.deployments.map((it) => at(it.step))));
  return {
    production: productions.size === 1 ? scenarios[0]!.production : 'undetermined',
    scenario:
      scenarios.length === 1
        ? scenarios[0]!.pipeline.scenario.text
        : scenariosInWords(scenarios.map((it) => it.pipeline.scenario.text)),
    deployments: mergeDeployments(scenarios),
    notDeployments: [...actionOf.values()]
      .filter((step) => !deployed.has(at(step)) && looksLikeDeployment(step))
      .map(at),
    hiddenDeployments: [
      ...new Set(
        flatMap(scenarios, (facts) => facts.deployments.filter((it) => it.deploys.hidden).map((it) => at(it.step))),
      ),
    ],
    preProductionStages: pick('preProductionStages', undefined),
    gamma: pick('gamma', []),
    waves: pick('waves', undefined),
    loadTestGatesProduction: pick('loadTestGatesProduction', 'undetermined'),
    testGatesProduction: pick('testGatesProduction', 'undetermined'),
    approvalGatesProduction: pick('approvalGatesProduction', 'undetermined'),
    watchedBakeMinutesBeforeProduction: pick('watchedBakeMinutesBeforeProduction', 'undetermined'),
    rollbackOnFailure: pick('rollbackOnFailure', 'undetermined'),
    rollbackOnAlarm: pick('rollbackOnAlarm', 'undetermined'),
    actions: [...actionOf.values()].map((step) => ({
      at: at(step),
      activity: step.activity,
      because: step.because.text,
      line: locate(step.action.span).line,
    })),
  };
}

/** The first few scenarios, and how many more there are: a template may have a hundred. */
function scenariosInWords(texts: readonly string[]): string {
  const all = [...new Set(texts)];
  const more = all.length - SHOWN_SCENARIOS;
  return [...all.slice(0, SHOWN_SCENARIOS), ...(more > 0 ? [`${more} more`] : [])].join('; or ');
}

const SHOWN_SCENARIOS = 3;

/** Whether a condition that says production (`IsProduction = true`) holds in a scenario. */
function isProductionScenario({ pipeline }: PipelineFacts): boolean {
  return Object.entries(pipeline.scenario.conditions).some(
    ([name, truth]) => truth && readPhrases(splitWords(name), 'target').some((phrase) => phrase.tier === 'production'),
  );
}

function at(step: Step): string {
  return `${display(step.stage.name)}/${display(step.action.name)}`;
}

function mergeDeployments(scenarios: readonly PipelineFacts[]): DeploymentView[] {
  const merged = new Map<string, DeploymentView>();
  for (const facts of scenarios)
    for (const deployment of facts.deployments) {
      const key = at(deployment.step);
      const before = merged.get(key);
      const own = view(deployment, facts);
      if (!before) merged.set(key, own);
      else if (before.tier !== own.tier) merged.set(key, { ...before, tier: 'undetermined', evidence: 'unresolved' });
    }
  return [...merged.values()];
}

function view(deployment: Deployment, facts: PipelineFacts): DeploymentView {
  const { step, reading } = deployment;
  const location = locate(step.action.span);
  return {
    at: at(step),
    environment: facts.environments.find((it) => it.deployments.includes(deployment))?.name ?? '',
    tier: reading.tier,
    evidence: reading.kind,
    because: reading.evidence.map((it) => it.text),
    mechanism: deployment.deploys.mechanism,
    line: location.line,
    column: location.column,
  };
}

/** Actions that a quick reader would take for deployments: by category, by words, or by an environment in their name. */
function looksLikeDeployment(step: Step): boolean {
  if (step.activity === 'source' || step.activity === 'approval') return false;
  if (display(step.action.category) === 'Deploy') return true;
  const words = splitWords(display(step.action.name));
  const effect = nameEffect(words);
  if (
    effect === 'deploy' ||
    effect === 'hook' ||
    effect === 'tear-down' ||
    effect === 'self-update' ||
    effect === 'publish'
  )
    return true;
  return readPhrases(words, 'part').length > 0 || words.some((word) => word.startsWith('deploy'));
}
