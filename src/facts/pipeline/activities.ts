import { flat, flatMap } from '../../model/flat.js';
import { display, type Value } from '../../model/located.js';
import type { Action, Pipeline, Stage } from '../../model/pipeline.js';
import { isEnvironmentWord, namesAgent } from '../commands/name-words.js';
import { type CommandReading, isOnlyEcho, readCommands, SHELLS_OF } from '../commands/read-commands.js';
import { readByNames } from './action-names.js';
import { type ActionReading, HIDDEN, is, VISIBLE } from './action-reading.js';
import { isPipelineWord, namesOwnPipeline, onlyLooks } from './claims.js';
import { seen } from './evidence.js';
import { nameEffect } from './name-effect.js';
import { repositoryNames } from './name-sources.js';
import { DEPLOY_PROVIDERS, TEST_PROVIDERS } from './providers.js';
import { s3Effect } from './s3.js';
import { type Activity, DEPLOYED_TESTS, type Declarations, type Deploys } from './types.js';
import { splitWords } from './words.js';

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
  if (!commands) return readByNames(stage, action, 'none');
  const readings = readCommands(commands.map(display), SHELLS_OF.codebuild);
  const understood = !readings.some(({ effect, ...it }) => effect === 'unknown' && isCertain(it));
  const reading = readByNames(stage, action, understood ? 'all' : 'part');
  return understood ? held(reading, readings, action) : { ...reading, commands: readings };
}

/** Holds what names say against commands that are all understood: a name that promises more is not believed. */
function held(reading: ActionReading, commands: readonly CommandReading[], action: Action): ActionReading {
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
    const also = flatMap(EFFECT_ACTIVITIES, ([effect, activity]) =>
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
    ...flat(repositoryNames(pipeline)),
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
