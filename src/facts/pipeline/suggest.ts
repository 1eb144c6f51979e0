import { flatMap } from '../../model/flat.js';
import { display, type Value } from '../../model/located.js';
import type { Pipeline } from '../../model/pipeline.js';
import { innerBake } from './bake.js';
import type { PipelineFacts } from './derive.js';
import type { Way } from './judge-set.js';
import { isBefore } from './order.js';
import { NOTHING_SHOWS } from './stage-says.js';
import type { ReadStep } from './types.js';
import { type Deployment, NO_DECLARATIONS, type Step } from './types.js';
import { splitWords } from './words.js';

/** Something that only the people who own a pipeline know, and that `tollgate.yaml` can say. */
export interface Wish {
  readonly section: 'environments' | 'activities' | 'bakes';
  /** The pipeline's name, else its id. */
  readonly pipeline: string;
  readonly stage: string;
  /** Undefined when it is about everything in the stage. */
  readonly action: string | undefined;
  /** What is not known, as a clause. */
  readonly why: string;
}

/** What would settle the facts of a pipeline that are not known, what matters most first: about its own actions alone. */
export function wishesOf(ways: readonly Pick<Way, 'facts' | 'isOwn'>[]): Wish[] {
  const wishes = flatMap(ways, ({ facts, isOwn }) => [
    ...environmentWishes(facts, isOwn),
    ...doubtfulWishes(facts, isOwn),
    ...activityWishes(facts, isOwn),
    ...bakeWishes(facts, isOwn),
  ]);
  const seen = new Set<string>();
  return flatMap(SECTIONS, (section) => wishes.filter((wish) => wish.section === section)).filter((wish) => {
    const key = [wish.section, wish.pipeline, wish.stage, wish.action].join('\n');
    return !seen.has(key) && seen.add(key);
  });
}

const SECTIONS = ['environments', 'activities', 'bakes'] as const;

function wish(section: Wish['section'], { pipeline }: PipelineFacts, step: ReadStep, why: string): Wish {
  const name = pipeline.name?.known ? pipeline.name.value : pipeline.id;
  return { section, pipeline: name, stage: display(step.stage.name), action: display(step.action.name), why };
}

/** Deployments whose tier is not known or only assumed; a stage at a time where all of its deployments share the reason. */
function environmentWishes(facts: PipelineFacts, isOwn: Way['isOwn']): Wish[] {
  const assumed = assumedInStages(facts);
  return facts.deployments
    .filter((it) => (it.reading.tier === 'undetermined' || assumed.includes(it)) && isOwn(it.step.action))
    .map((it) => {
      const own = facts.deployments.filter((other) => other.step.stageIndex === it.step.stageIndex);
      const alike = own.every((other) => other.environmentKey === it.environmentKey);
      const [why] = it.reading.evidence;
      const one = wish('environments', facts, it.step as ReadStep, why?.text ?? 'nothing names its environment');
      return alike ? { ...one, action: undefined } : one;
    });
}

/** What is assumed to be production in several stages: their names may well tell them apart, in words that are not known. */
function assumedInStages({ deployments }: PipelineFacts): readonly Deployment[] {
  const assumed = deployments.filter(({ reading }) => reading.tier === 'production' && reading.kind === 'position');
  return new Set(assumed.map((it) => it.step.stageIndex)).size > 1 ? assumed : [];
}

/** What may deploy before production, by a name that does not quite say so: as long as it is in doubt it is no stage. */
function doubtfulWishes(facts: PipelineFacts, isOwn: Way['isOwn']): Wish[] {
  return facts.deployments
    .filter((it) => it.deploys.doubtful && isOwn(it.step.action))
    .filter((it) => facts.targets.some((target) => isBefore(it.step, target.deployment.step)))
    .map((it) => wish('activities', facts, it.step as ReadStep, 'whether it deploys anything is not known'));
}

/** Actions on the way to production that nothing explains, where a test is missed. */
function activityWishes(facts: PipelineFacts, isOwn: Way['isOwn']): Wish[] {
  const missed = facts.targets.filter((target) => target.loadTest.gates !== true || target.test.gates !== true);
  return facts.steps
    .filter((step) => isOwn(step.action) && isUnexplained(step))
    .filter((step) => missed.some((target) => isOnTheWay(step, target.deployment.step, facts)))
    .map((step) => wish('activities', facts, step, step.because.text));
}

/** A build after a deployment is as unexplained as what nothing shows at all. */
function isUnexplained({ activity, because }: ReadStep): boolean {
  return activity === 'build' ? because.text === 'category Build' : because.text.startsWith(NOTHING_SHOWS);
}

/** Between a pre-production deployment and production. */
function isOnTheWay(step: ReadStep, target: Step, facts: PipelineFacts): boolean {
  if (!isBefore(step, target)) return false;
  return facts.deployments.some((it) => it.reading.tier !== 'production' && isBefore(it.step, step));
}

/** Deployments before a production one that may bake where no file shows it. */
function bakeWishes(facts: PipelineFacts, isOwn: Way['isOwn']): Wish[] {
  const waiting = facts.targets.filter((target) => target.bake.atLeast < target.bake.atMost);
  return flatMap(waiting, (target) => {
    const before = facts.waves[target.wave - 2]?.environments ?? target.gamma;
    return flatMap(
      flatMap(before, (it) => it.deployments).filter((it) => isOwn(it.step.action)),
      (deployment) => {
        const bake = innerBake(facts.pipeline, deployment, NO_DECLARATIONS);
        if (bake.unknown.length === 0) return [];
        return [wish('bakes', facts, deployment.step as ReadStep, 'how long it bakes is out of sight')];
      },
    );
  });
}

/** How suggestions are written. */
export interface SuggestionStyle {
  /** How many entries at most; a last line counts the others. */
  readonly limit: number;
  /** Whether there are other pipelines that a stage of the same name could be taken for. */
  readonly several: boolean;
}

/**
 * Lines of `tollgate.yaml` that say what is wished for, with what only people know left open: a line that nobody fills in is
 * refused, never guessed.
 */
export function suggestionLines(wishes: readonly Wish[], { limit, several }: SuggestionStyle): string[] {
  const shown = wishes.slice(0, limit);
  const lines = flatMap(SECTIONS, (section) => {
    const own = shown.filter((it) => it.section === section);
    return own.length === 0 ? [] : [`${section}:`, ...flatMap(own, (it) => entryLines(it, several))];
  });
  const more = wishes.length - shown.length;
  return more > 0 ? [...lines, `# and ${more} more: tollgate init writes them all`] : lines;
}

function entryLines(it: Wish, several: boolean): string[] {
  const keys = [
    ...(several ? [`pipeline: ${yamlScalar(it.pipeline)}`] : []),
    `stage: ${yamlScalar(it.stage)}`,
    ...(it.action === undefined ? [] : [`action: ${yamlScalar(it.action)}`]),
  ];
  return [
    `  # ${[it.stage, ...(it.action === undefined ? [] : [it.action])].join('/')}: ${it.why}`.replace(
      /\s*[\r\n]+\s*/g,
      ' ',
    ),
    ...openLines(it),
    `    match: { ${keys.join(', ')} }`,
  ];
}

function openLines(it: Wish): string[] {
  switch (it.section) {
    case 'environments':
      return [`  - name: ${yamlScalar(environmentName(it))}`, '    tier:  # production or pre-production'];
    case 'activities':
      return ['  - activity:  # load-test, integration-test, deploy, bake, other …'];
    case 'bakes':
      return [
        '  - minutes:  # how long something bakes there',
        '    watched:  # true when an alarm stops or undoes it all that time',
      ];
  }
}

function environmentName({ stage, action }: Wish): string {
  const words = splitWords([stage, ...(action === undefined ? [] : [action])].join(' '));
  return words.map((word) => (word === 'stagenoun' ? 'stage' : word)).join('-') || 'unnamed';
}

/** A text as YAML inside `{ }`: plain when nothing in it could be read otherwise. */
export function yamlScalar(text: string): string {
  const plain = /^[A-Za-z][\w./-]*( [\w./-]+)*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return plain ? text : JSON.stringify(text);
}

/** Names of parameters without a value that a pipeline rests on, sorted: they are settled by giving one. */
export function openParameters(pipeline: Pipeline): string[] {
  const settling = [
    ...pipeline.unexpanded.map((it) => it.settledBy),
    ...flatMap(pipeline.stages, (stage) => [
      ...stage.unexpanded.map((it) => it.settledBy),
      ...holes(stage.name),
      ...flatMap(stage.actions, (action) => [
        ...flatMap([action.name, ...action.configuration.values(), ...action.parameters.values()], holes),
        ...flatMap([...action.environment.values()], holes),
        ...flatMap([action.region, action.roleArn], (value) => (value ? holes(value) : [])),
      ]),
    ]),
  ];
  const named = flatMap(settling, (text) => /--parameters ([\w:.-]+)=/.exec(text)?.[1] ?? []);
  return [...new Set([...named, ...(pipeline.scenario.restsOn ?? [])])].sort();
}

function holes(value: Value): string[] {
  if (value.known) return [];
  return flatMap(value.parts, (part) => (typeof part === 'string' ? [] : [part.settledBy]));
}
