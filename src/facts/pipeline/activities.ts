import type { Evidence } from '../../model/finding.js';
import { display, type Value } from '../../model/located.js';
import type { Action, Pipeline, Stage } from '../../model/pipeline.js';
import { isEnvironmentWord, namesAgent } from '../commands/name-words.js';
import { type CommandReading, isOnlyEcho, readCommands, SHELLS_OF } from '../commands/read-commands.js';
import { activityOfWords } from './activity-words.js';
import { claimsNothing, isPipelineWord, namesOwnPipeline, onlyLooks } from './claims.js';
import { seen } from './evidence.js';
import { type NameEffect, nameEffect } from './name-effect.js';
import { repositoryNames } from './name-sources.js';
import { DEPLOY_PROVIDERS, TEST_PROVIDERS } from './providers.js';
import { s3Effect } from './s3.js';
import { isGenericName, NOTHING_SHOWS } from './stage-says.js';
import { type Activity, DEPLOYED_TESTS, type Declarations, type Deploys } from './types.js';
import { readPhrases, splitWords } from './words.js';

/** What an action does, and why it is believed. */
export interface ActionReading {
  readonly activity: Activity;
  readonly because: Evidence;
  readonly also: readonly Activity[];
  readonly deploys: Deploys | undefined;
  /** Its command text, when in sight. */
  readonly commands: readonly CommandReading[] | undefined;
}

/** Reads what an action does: declared, then provider, then commands, then names (semantics §2 and §5). */
export function readAction(
  pipeline: Pipeline,
  stage: Stage,
  action: Action,
  declarations: Declarations,
): ActionReading {
  const declared = declarations.activity(pipeline, stage, action);
  const reading = readUndeclared(pipeline, stage, action);
  if (!declared) return reading;
  if (declared.activity === reading.activity)
    return reading.deploys
      ? { ...reading, deploys: sure(reading.deploys) }
      : { ...reading, because: declared.evidence };
  const deploys =
    declared.activity === 'deploy' ? sure(reading.deploys ?? declaredDeployment(action, reading)) : undefined;
  return { ...reading, activity: declared.activity, because: declared.evidence, deploys };
}

/** Who declares that something deploys settles the doubt. */
function sure(deploys: Deploys): Deploys {
  return deploys.doubtful ? { ...deploys, doubtful: false } : deploys;
}

function declaredDeployment(action: Action, { commands }: ActionReading): Deploys {
  return {
    ...HIDDEN,
    mechanism: display(action.provider),
    kind: display(action.provider),
    opaque: commands === undefined,
  };
}

function readUndeclared(pipeline: Pipeline, stage: Stage, action: Action): ActionReading {
  const category = action.category.known ? action.category.value.toLowerCase() : '';
  switch (category) {
    case 'source':
      return is('source', 'category Source', action);
    case 'approval':
      return is('approval', 'category Approval', action);
    case 'deploy':
      return readDeploy(pipeline, stage, action);
    default:
      return readOther(pipeline, stage, action);
  }
}

function is(activity: Activity, text: string, action: Action, deploys?: Deploys): ActionReading {
  return { activity, because: seen(text, action.span), also: [], deploys, commands: undefined };
}

const VISIBLE: Deploys = {
  mechanism: '',
  kind: '',
  hidden: false,
  opaque: false,
  regions: [],
  tooling: false,
  mayFail: false,
  mayNotRun: false,
  doubtful: false,
};
const HIDDEN: Deploys = { ...VISIBLE, hidden: true };

function readDeploy(pipeline: Pipeline, stage: Stage, action: Action): ActionReading {
  const provider = display(action.provider);
  const known = DEPLOY_PROVIDERS[provider];
  const text = `Deploy action of ${provider}`;
  if (provider === 'ServiceCatalog') return is('publish', `${text}: publishes a product version`, action);
  // CloudFormation says by its mode what it does; only other providers leave it to names.
  if (provider === 'CloudFormation') return readCloudFormation(stage, action);
  if (tearsDown(action)) return is('tear-down', `${text} whose name or artifact says it tears down`, action);
  if (provider === 'S3') return readS3(pipeline, stage, action);
  const deploys = { ...VISIBLE, mechanism: provider, kind: known?.kind ?? provider, regions: stackSetRegions(action) };
  return is('deploy', text, action, deploys);
}

/** A deployment of a `destroy` artifact, or named so, is a tear-down in any tool. */
function tearsDown(action: Action): boolean {
  const destroys = action.inputs.some((name) => splitWords(display(name)).includes('destroy'));
  return destroys || nameEffect(splitWords(display(action.name))) === 'tear-down';
}

/** What CloudFormation's action modes do (action structure reference). */
const ACTION_MODES: Readonly<Record<string, 'deploy' | 'plan' | 'tear-down'>> = {
  CREATE_UPDATE: 'deploy',
  REPLACE_ON_FAILURE: 'deploy',
  CHANGE_SET_EXECUTE: 'deploy',
  CHANGE_SET_REPLACE: 'plan',
  DELETE_ONLY: 'tear-down',
};

function readCloudFormation(stage: Stage, action: Action): ActionReading {
  const mode = action.configuration.get('ActionMode');
  const effect = mode?.known ? (ACTION_MODES[mode.value.trim()] ?? 'deploy') : 'deploy';
  const text = `CloudFormation ${mode ? display(mode) : 'without ActionMode'}`;
  if (effect !== 'deploy') return is(effect, text, action);
  if (updatesItself(stage, action)) return is('other', `${text} of the pipeline's own stack`, action);
  const tooling = isTooling(action);
  return is('deploy', text, action, { ...VISIBLE, mechanism: 'CloudFormation', kind: 'stack', tooling });
}

/** The pipeline updating itself: its own stack, or an action that says so with a template that does. */
function updatesItself(stage: Stage, action: Action): boolean {
  const stack = action.configuration.get('StackName');
  if (stack && !stack.known && stack.parts.length === 1) {
    const only = stack.parts[0]!;
    if (typeof only !== 'string' && only.label === 'AWS::StackName') return true;
  }
  const names = [action.name, stage.name].some((name) => namesOwnPipeline(splitWords(display(name))));
  return names && namesOwnPipeline(fileWords(action.configuration.get('TemplatePath')));
}

/** Words of the file that an `Artifact::path/file.yaml` value names. */
function fileWords(value: Value | undefined): readonly string[] {
  if (value === undefined) return [];
  const file = display(value).split('::').at(-1)!.split('/').at(-1)!;
  return splitWords(file.replace(/\.\w+$/, ''));
}

/** A template that holds tests is a harness, not the product. */
function isTooling(action: Action): boolean {
  const path = action.configuration.get('TemplatePath');
  const words = fileWords(path);
  return words[0] === 'test' || words[0] === 'tests' || words.includes('harness');
}

function readS3(pipeline: Pipeline, stage: Stage, action: Action): ActionReading {
  const effect = s3Effect(pipeline, stage, action);
  const deploys = { ...VISIBLE, mechanism: 'S3', kind: 's3' };
  return effect.deploys ? is('deploy', effect.why, action, deploys) : is('publish', effect.why, action);
}

function stackSetRegions(action: Action): string[] {
  const regions = action.configuration.get('Regions');
  return regions?.known ? regions.value.split(/[,\s]+/).filter((region) => region !== '') : [];
}

/** Build, Test, Invoke, Compute and custom actions: any of them may deploy. */
function readOther(pipeline: Pipeline, stage: Stage, action: Action): ActionReading {
  const provider = display(action.provider);
  const tested = TEST_PROVIDERS[provider];
  if (tested) return is(tested, `provider ${provider}`, action);
  if (provider === 'CodePipeline') return is('other', 'starts another pipeline and does not wait for it', action);
  if (provider === 'ECRBuildAndPublish') return is('publish', 'builds and publishes an image', action);
  const commands = commandTexts(action);
  if (commands) {
    const reading = readCommandAction(pipeline, action, commands);
    if (reading) return reading;
  }
  if (doesNothing(action)) return is('other', 'its inline code calls nothing', action);
  const reading = readByNames(stage, action, commands !== undefined);
  return commands ? held(reading, readCommands(commands.map(display), SHELLS_OF.codebuild), action) : reading;
}

/** Holds what names say against the commands. Where all of these are understood, a name that promises more is not believed. */
function held(reading: ActionReading, commands: readonly CommandReading[], action: Action): ActionReading {
  if (commands.some(({ effect, ...it }) => effect === 'unknown' && isCertain(it))) return { ...reading, commands };
  if (DEPLOYED_TESTS.has(reading.activity))
    return {
      ...is('other', `${reading.because.text}, but its commands hold no test that stops the run`, action),
      commands,
    };
  // A deployment that is not there is no stage; where production is named, it is judged all the same.
  return reading.deploys
    ? { ...reading, deploys: { ...reading.deploys, mayFail: true }, commands }
    : { ...reading, commands };
}

/** Whether a command runs in every run, and its failure ends it. */
function isCertain({ mayFail, conditional }: Pick<CommandReading, 'mayFail' | 'conditional'>): boolean {
  return !mayFail && !conditional;
}

/** The commands of an action, its own or its project's; undefined when they are out of sight. */
export function commandTexts(action: Action): readonly Value[] | undefined {
  if (action.commands.length > 0) return action.commands;
  return action.resources.project?.commands;
}

/** Which command effects make which activity, weightiest first. */
const EFFECT_ACTIVITIES: readonly (readonly [CommandReading['effect'], Activity])[] = [
  ['load-test', 'load-test'],
  ['fault-injection', 'fault-injection'],
  ['integration-test', 'integration-test'],
  ['plan', 'plan'],
  ['tear-down', 'tear-down'],
  ['publish', 'publish'],
  ['security-scan', 'security-scan'],
  ['unit-test', 'unit-test'],
  ['build', 'build'],
];

function readCommandAction(pipeline: Pipeline, action: Action, texts: readonly Value[]): ActionReading | undefined {
  const lines = texts.map(display);
  const commands = readCommands(lines, SHELLS_OF.codebuild);
  const at = (reading: CommandReading) => seen(`runs \`${reading.text}\``, texts[reading.line]!.span);
  const words = splitWords(display(action.name));
  if (lines.length > 0 && isOnlyEcho(lines)) return { ...is('other', 'its commands only echo', action), commands };
  const changing = commands.filter((reading) => isDeployment(reading) && !isOwnPipeline(reading, words, pipeline));
  // `deployer.py` names who does it, not that it is done.
  const doubtful = changing.every((reading) => namesAgent(reading.tool) && !reading.targets.some(isEnvironmentWord));
  const deployment = doubtful && onlyLooks(words) ? undefined : changing.at(-1);
  if (deployment) {
    const deploys = {
      ...HIDDEN,
      mechanism: deployment.tool,
      kind: `commands:${deployment.tool}`,
      doubtful,
      mayFail: changing.every(({ mayFail }) => mayFail),
      mayNotRun: changing.every(({ conditional }) => conditional),
    };
    const after = commands.slice(commands.indexOf(deployment) + 1);
    const also = EFFECT_ACTIVITIES.flatMap(([effect, activity]) =>
      after.some((reading) => reading.effect === effect && isCertain(reading)) ? [activity] : [],
    );
    return { activity: 'deploy', because: at(deployment), also, deploys, commands };
  }
  if (changing.length === 0 && commands.some(isDeployment))
    return { ...is('other', 'the pipeline updates itself', action), commands };
  for (const [effect, activity] of EFFECT_ACTIVITIES) {
    const counts = DEPLOYED_TESTS.has(activity) ? isCertain : ({ mayFail }: CommandReading) => !mayFail;
    const reading = commands.find((candidate) => candidate.effect === effect && counts(candidate));
    if (!reading) continue;
    if (WEAK.has(activity) && commands.some((candidate) => candidate.effect === 'unknown')) break;
    return { activity, because: at(reading), also: [], deploys: undefined, commands };
  }
  return undefined;
}

/** Activities that a script out of sight beside them may outweigh: the names are asked too. */
const WEAK: ReadonlySet<Activity> = new Set(['build', 'unit-test', 'security-scan', 'publish', 'plan']);

function isDeployment(reading: CommandReading): boolean {
  return reading.effect === 'deploy' || reading.effect === 'migrate';
}

/** `cdk deploy PipelineStack`, or anything in SelfMutate: the pipeline updating itself. */
function isOwnPipeline(reading: CommandReading, actionWords: readonly string[], pipeline: Pipeline): boolean {
  if (nameEffect(actionWords) === 'self-update') return true;
  const own = new Set([
    ...splitWords(pipeline.id),
    ...(pipeline.name ? splitWords(display(pipeline.name)) : []),
    ...repositoryNames(pipeline).flat(),
  ]);
  return reading.targets.some((target) =>
    namesOwnPipeline(splitWords(target).filter((word) => isPipelineWord(word) || !own.has(word))),
  );
}

/** A Lambda whose inline code calls no service but the job's own result. */
function doesNothing(action: Action): boolean {
  const code = action.resources.lambda?.code;
  if (code === undefined) return false;
  return !/boto3\.(client|resource)\(\s*['"](?!codepipeline)|new\s+AWS\.(?!CodePipeline)|@aws-sdk\/client-(?!codepipeline)|require\(['"](https?|child_process|net)['"]\)|\bfetch\(|urllib|requests\.|http\.client|subprocess/i.test(
    code,
  );
}

function readByNames(stage: Stage, action: Action, commandsSeen: boolean): ActionReading {
  const besidePlan =
    stage.actions.some((other) => splitWords(display(other.name)).includes('plan')) || hasPlanStage(stage);
  const names = nameSources(action);
  const idle = names.find(({ text }) => claimsNothing(splitWords(text)));
  const order = names.find(({ what, text }) => what.startsWith('variable') && text.toLowerCase() === 'plan');
  // `DeployProd-Plan` is told to plan, and says so.
  if (order && splitWords(display(action.name)).includes('plan')) return is('plan', order.what, action);
  const readings = names.flatMap(({ what, text }) => {
    const words = splitWords(text);
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
  const together = names.flatMap(({ text }) => splitWords(text));
  if (together.includes('apply')) {
    const reading = byEffect(nameEffect(together, besidePlan), together, 'its names together', action, commandsSeen);
    if (reading?.deploys) return reading;
  }
  if (idle) return is('other', `${idle.what} says that it does nothing`, action);
  const category = display(action.category).toLowerCase();
  if (category === 'test') return is('integration-test', 'category Test', action);
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
  const places = new Set(readPhrases(words, 'part').flatMap((phrase) => phrase.words));
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
