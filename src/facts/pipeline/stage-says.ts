import { flatMap } from '../../model/flat.js';
import { display } from '../../model/located.js';
import { activityOfWords } from './activity-words.js';
import { seen } from './evidence.js';
import { nameEffect } from './name-effect.js';
import type { ReadStep } from './types.js';
import { readPhrases, splitWords } from './words.js';

/** Words of names that tell nothing: everything that CodeBuild runs is called a build somewhere. */
const GENERIC = new Set(
  'build builds code codebuild run runs runner execute action step job project stage main app application'.split(' '),
);

/** Whether a name says no more than that something runs, for whatever environment. */
export function isGenericName(words: readonly string[]): boolean {
  const places = new Set(flatMap(readPhrases(words, 'part'), (phrase) => phrase.words));
  return words.every((word) => GENERIC.has(word) || places.has(word));
}

/**
 * Where nothing shows what an action runs, its stage may: in `DeployProd` something is deployed, and a stage that is called
 * production and nothing else is no place to build. Such a deployment is judged, and proves no stage.
 */
export function withStageWords(steps: readonly ReadStep[]): readonly ReadStep[] {
  if (!steps.some(isUntold)) return steps;
  return steps.map((step) => {
    if (!isUntold(step)) return step;
    const words = splitWords(display(step.stage.name));
    const beside = steps.filter((other) => other.deploys && other.stage === step.stage);
    const says =
      nameEffect(words) === 'deploy'
        ? beside.length === 0
        : namesProduction(words) && !steps.some((other) => other.deploys && other.stageIndex >= step.stageIndex);
    return says ? deployed(step) : step;
  });
}

/** Whether neither commands nor names tell what a step does. */
function isUntold({ activity, because, deploys, action, commands }: ReadStep): boolean {
  if (deploys || commands) return false;
  if (activity === 'other') return because.text.startsWith(NOTHING_SHOWS);
  if (activity !== 'build') return false;
  if (because.text.startsWith('action name')) return isGenericName(splitWords(display(action.name)));
  return because.text === 'category Build';
}

function namesProduction(words: readonly string[]): boolean {
  const phrases = readPhrases(words, 'part');
  return phrases.some(({ tier }) => tier === 'production') && activityOfWords(words) === undefined;
}

function deployed(step: ReadStep): ReadStep {
  const provider = display(step.action.provider);
  const text = `stage name "${display(step.stage.name)}", and nothing shows what ${provider} runs there`;
  return {
    ...step,
    activity: 'deploy',
    because: seen(text, step.stage.span),
    deploys: {
      mechanism: provider,
      kind: provider === 'CodeBuild' ? 'commands' : provider,
      hidden: true,
      opaque: true,
      regions: [],
      tooling: false,
      mayFail: false,
      mayNotRun: false,
      doubtful: true,
    },
  };
}

/** How the reason begins when neither provider nor commands nor names tell what an action does. */
export const NOTHING_SHOWS = 'nothing shows what';
