import { flatMap } from '../../model/flat.js';
import { display, type Value } from '../../model/located.js';
import type { Action, Stage } from '../../model/pipeline.js';
import { type ActionReading, HIDDEN, is } from './action-reading.js';
import { activityOfWords } from './activity-words.js';
import { claimsNothing, namesOwnPipeline } from './claims.js';
import { type NameEffect, nameEffect } from './name-effect.js';
import { isGenericName, NOTHING_SHOWS } from './stage-says.js';
import { readPhrases, splitWords } from './words.js';

/** How much of an action's commands is in sight and understood. */
export type Understood = 'none' | 'part' | 'all';

/** What the names of an action, of what it runs and of its stage tell, when nothing else does (semantics §2 and §5). */
export function readByNames(stage: Stage, action: Action, understood: Understood): ActionReading {
  const commandsSeen = understood !== 'none';
  const besidePlan =
    stage.actions.some((other) => splitWords(display(other.name)).includes('plan')) || hasPlanStage(stage);
  const names = nameSources(action);
  const idle = names.find(({ text }) => claimsNothing(splitWords(text)));
  const order = names.find(({ what, text }) => what.startsWith('variable') && text.toLowerCase() === 'plan');
  // `DeployProd-Plan` is told to plan, and says so.
  if (order && splitWords(display(action.name)).includes('plan')) return is('plan', order.what, action);
  const readings = flatMap(names, ({ what, text }) => {
    const words = withoutService(text);
    const isOrder = what.startsWith('variable');
    const reading = byEffect(nameEffect(words, besidePlan || isOrder), words, what, action, commandsSeen);
    return reading ? [{ reading, words }] : [];
  });
  const [first] = readings;
  if (first) {
    const isOpen = first.reading.activity === 'build' && isGenericName(first.words);
    const builds = activityOfWords(splitWords(display(stage.name))) === 'build';
    const outspoken = isOpen && !builds ? deploysAfterAll(readings) : undefined;
    const reading = outspoken ?? first.reading;
    return idle ? weakened(reading, idle, action) : reading;
  }
  const together = flatMap(names, ({ text }) => splitWords(text));
  if (together.includes('apply')) {
    const reading = byEffect(nameEffect(together, besidePlan), together, 'its names together', action, commandsSeen);
    if (reading?.deploys) return reading;
  }
  if (idle) return is('other', `${idle.what} says that it does nothing`, action);
  const category = display(action.category).toLowerCase();
  if (category === 'test') return is('integration-test', 'category Test', action);
  const ofStage = understood === 'all' ? undefined : readByStage(stage, action, commandsSeen);
  if (ofStage) return ofStage;
  if (category === 'build') return is('build', 'category Build', action);
  return is('other', `${NOTHING_SHOWS} ${display(action.provider)} does here`, action);
}

/** What is called a build like everything else, and runs what is called a deployment and nothing else. */
function deploysAfterAll(
  readings: readonly { readonly reading: ActionReading; readonly words: readonly string[] }[],
): ActionReading | undefined {
  const found = readings.find(({ reading, words }) => reading.deploys && activityOfWords(words) === undefined)?.reading;
  return found?.deploys && { ...found, deploys: { ...found.deploys, doubtful: true } };
}

/** What a name tells of something that says of itself that it does nothing: a deployment is still judged, nothing else counts. */
function weakened(reading: ActionReading, idle: NamedSource, action: Action): ActionReading {
  if (reading.deploys) return { ...reading, deploys: { ...reading.deploys, doubtful: true } };
  return is('other', `${reading.because.text}, and ${idle.what} says that it does nothing`, action);
}

/**
 * What the stage's name tells of an action whose own names tell nothing: `BuildAndDeploy` says that something there deploys, and no
 * other action may be it. It is judged where it reaches production, and counts for no stage before it.
 */
function readByStage(stage: Stage, action: Action, commandsSeen: boolean): ActionReading | undefined {
  const words = withoutService(display(stage.name));
  const others = stage.actions.filter((other) => other !== action);
  if (nameEffect(words) !== 'deploy' || others.some(mayDeploy)) return undefined;
  const reading = byEffect('deploy', words, named('stage', stage.name).what, action, commandsSeen);
  return reading?.deploys && { ...reading, deploys: { ...reading.deploys, doubtful: true } };
}

/** Whether an action is a deployment by its category or its name, or could be one because neither says what it is. */
function mayDeploy(action: Action): boolean {
  const category = display(action.category).toLowerCase();
  if (category === 'approval' || category === 'test') return false;
  const effect = nameEffect(withoutService(display(action.name)));
  return category === 'deploy' || effect === 'deploy' || effect === 'silent';
}

/** The words of a name but for the service's own: `CodeBuild` says where something runs, not that it only builds. */
function withoutService(text: string): readonly string[] {
  return splitWords(text.replace(/code[ _-]?build/gi, ' '));
}

function hasPlanStage(stage: Stage): boolean {
  return splitWords(display(stage.name)).includes('apply');
}

/** Variables that tell a project what to do: `ACTION=apply`, `TF_COMMAND=plan`. */
const ORDER = /(^|_)(command|cmd|action|operation)$/i;

/** A name, and how it is shown. */
interface NamedSource {
  readonly what: string;
  readonly text: string;
}

/** The names that tell what an action does and how each is shown, the action's own first, then those of what it runs. */
function nameSources(action: Action): NamedSource[] {
  const sources = [named('action name', action.name)];
  for (const [name, value] of action.environment)
    if (ORDER.test(name) && value.known && splitWords(value.value).length <= 2)
      sources.push(named(`variable ${name}`, value));
  const { project, lambda, stateMachine } = action.resources;
  for (const [key, what] of RUNS) {
    const value = action.configuration.get(key);
    if (value) sources.push({ ...named(what, value), text: lastSegment(display(value)) });
  }
  for (const resource of [project, lambda, stateMachine])
    if (resource?.name) sources.push(named('its own name', resource.name));
  if (lambda?.description) sources.push(named('function description', lambda.description));
  if (project?.description) sources.push(named('project description', project.description));
  return sources;
}

/** What an action runs, by the key that names it. */
const RUNS = [
  ['ProjectName', 'project'],
  ['FunctionName', 'function'],
  ['StateMachineArn', 'state machine'],
] as const;

/** A name as it is shown: in quotes when it is one, else the expression, for a logical id is no name. */
function named(what: string, value: Value): NamedSource {
  return { what: value.known ? `${what} "${value.value}"` : `${what} ${value.expression}`, text: display(value) };
}

function lastSegment(text: string): string {
  return text.startsWith('arn:') ? text.split(':').at(-1)! : text.replace(/^!\w+ /, '').replace(/\.Arn$/, '');
}

/** `update-pipeline-beta`: whether it changes that environment or the pipeline to it, the words do not tell. */
function updatesAPipeline(words: readonly string[]): boolean {
  const places = new Set(flatMap(readPhrases(words, 'part'), (phrase) => phrase.words));
  const others = words.filter((word) => !places.has(word));
  return words.includes('update') && namesOwnPipeline(others);
}

function byEffect(
  effect: NameEffect,
  words: readonly string[],
  why: string,
  action: Action,
  commandsSeen: boolean,
): ActionReading | undefined {
  const provider = display(action.provider);
  const deploys = {
    ...HIDDEN,
    mechanism: provider,
    kind: provider === 'CodeBuild' ? 'commands' : provider,
    opaque: !commandsSeen,
    doubtful: updatesAPipeline(words),
  };
  switch (effect) {
    case 'deploy':
    case 'migrate':
      return is('deploy', why, action, deploys);
    case 'tear-down':
      return is('tear-down', why, action);
    case 'self-update':
      return is('other', `${why}: the pipeline updates itself`, action);
    case 'publish':
      return is('publish', why, action);
    case 'hook':
      return is('other', `${why}: a hook around a deployment`, action);
    case 'other':
      return is(activityOfWords(words) ?? 'other', why, action);
    case 'silent':
      return undefined;
  }
}
