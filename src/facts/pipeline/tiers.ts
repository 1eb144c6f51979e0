import type { Evidence } from '../../model/finding.js';
import { flat, flatMap } from '../../model/flat.js';
import { display, type Hole } from '../../model/located.js';
import type { Action, Pipeline, Stage } from '../../model/pipeline.js';
import type { CommandReading } from '../commands/read-commands.js';
import { seen } from './evidence.js';
import { cellsOf, leavesOpen, type NameSource, nameSources, repositoryNames } from './name-sources.js';
import type { Declarations, Tier, TierReading } from './types.js';
import { type Phrase, readPhrases, splitWords, withoutRun } from './words.js';

/** A deploying action, before its environment is known. */
export interface Deploying {
  readonly stage: Stage;
  readonly action: Action;
  readonly commands: readonly CommandReading[] | undefined;
}

/** A phrase and the name it was read in. */
interface Read {
  readonly phrase: Phrase;
  readonly source: NameSource;
  readonly strong: boolean;
}

/**
 * Reads the tier of every deployment of a pipeline by declarations and names (semantics §3, evidence 1 to 3). Position is
 * decided afterwards, when it is known what follows what.
 */
export function readTiers(
  pipeline: Pipeline,
  deploying: readonly Deploying[],
  declarations: Declarations,
): TierReading[] {
  const applications = applicationWords(pipeline);
  const names = deploying.map(({ stage, action, commands }) => nameSources(stage, action, commands));
  const reads = names.map((sources) => flatMap(sources, (source) => readSource(source, applications)));
  const shared = sharedPhrases(reads);
  return deploying.map((it, index) => {
    const targets = names[index]!.map((source) => source.target);
    const declared = declarations.environment(pipeline, it.stage, it.action, targets);
    if (declared)
      return {
        tier: declared.tier,
        kind: 'declared',
        environment: declared.name,
        evidence: [declared.evidence],
        settledBy: [],
        span: it.action.span,
      };
    const own = reads[index]!.filter((read) => !shared.has(read.phrase.text) || read.source.what === 'stage');
    return (
      byNames(own, names[index]!, it) ??
      byChoices(names[index]!, it) ??
      byOpenNames(names[index]!, it) ??
      byPipelineName(pipeline, it) ??
      unnamed(it)
    );
  });
}

/** Words that are as often an application's or a strategy's name as an environment's. */
const AMBIGUOUS = new Set([
  'demo',
  'live',
  'training',
  'test',
  'tests',
  'testing',
  'review',
  'preview',
  'load',
  'integration',
  'int',
  'perf',
  'ci',
  'sit',
  'acc',
  'acceptance',
  'prep',
]);

/** Kinds of software: `review-service` is called so for what it does, `service-review` for where it is. */
const SOFTWARE = new Set([
  'service',
  'services',
  'api',
  'apis',
  'portal',
  'platform',
  'engine',
  'worker',
  'gateway',
  'hub',
  'bot',
  'job',
  'jobs',
]);

interface Applications {
  readonly repositories: readonly (readonly string[])[];
  readonly pipelineWords: ReadonlySet<string>;
}

function applicationWords(pipeline: Pipeline): Applications {
  const repositories = repositoryNames(pipeline);
  const name = pipeline.name ? splitWords(display(pipeline.name)) : [];
  return { repositories, pipelineWords: new Set([...name, ...flat(repositories)]) };
}

function readSource(source: NameSource, applications: Applications): Read[] {
  let { words } = source;
  if (source.use === 'target') for (const run of applications.repositories) words = withoutRun(words, run);
  return readPhrases(words, source.use)
    .filter((phrase) => !isApplicationName(phrase, source, applications) && !isSoftware(words, phrase, source))
    .map((phrase) => ({ phrase, source, strong: source.strong || standsWithPlace(words, phrase) }));
}

function isApplicationName(phrase: Phrase, source: NameSource, applications: Applications): boolean {
  if (source.use !== 'target' || source.what.startsWith('variable')) return false;
  if (source.what === 'ApplicationName') return phrase.words.every((word) => AMBIGUOUS.has(word));
  return phrase.words.every((word) => AMBIGUOUS.has(word) && applications.pipelineWords.has(word));
}

function isSoftware(words: readonly string[], phrase: Phrase, source: NameSource): boolean {
  if (source.use !== 'target' || source.what.startsWith('variable')) return false;
  const [first] = phrase.words;
  return phrase.words.length === 1 && AMBIGUOUS.has(first!) && SOFTWARE.has(words[words.indexOf(first!) + 1] ?? '');
}

const PLACES = new Set(['cluster', 'account', 'environment', 'env', 'stack']);

/** `prod-cluster`: a word beside the word for a place stands with it. */
function standsWithPlace(words: readonly string[], phrase: Phrase): boolean {
  const at = words.findIndex((_, index) => phrase.words.every((word, offset) => words[index + offset] === word));
  return PLACES.has(words[at - 1] ?? '') || PLACES.has(words[at + phrase.words.length] ?? '');
}

/**
 * Phrases that the targets of every deployment share carry no tier (the application's name): but only where something
 * else tells the deployments apart, else they are simply all in one environment.
 */
function sharedPhrases(reads: readonly (readonly Read[])[]): ReadonlySet<string> {
  if (reads.length < 2) return new Set();
  const sets = reads.map((list) => new Set(list.map((read) => read.phrase.text)));
  const shared = [...sets[0]!].filter((phrase) => sets.every((set) => set.has(phrase)));
  const distinguished = sets.every((set) => [...set].some((phrase) => !shared.includes(phrase)));
  return new Set(distinguished ? shared : []);
}

function byNames(
  reads: readonly Read[],
  sources: readonly NameSource[],
  { action }: Deploying,
): TierReading | undefined {
  const strong = reads.filter((read) => read.strong);
  const deciding = strong.length > 0 ? strong : reads;
  if (deciding.length === 0) return undefined;
  const tier: Tier = deciding.some((read) => read.phrase.tier === 'production') ? 'production' : 'pre-production';
  const agreeing = deciding.filter((read) => read.phrase.tier === tier);
  return {
    tier,
    kind: 'name',
    environment: environmentName(tier, agreeing, reads, cellsOf(sources)),
    evidence: dedupe(agreeing.map(describe)),
    settledBy: [],
    span: agreeing[0]?.source.span ?? action.span,
  };
}

/**
 * The environment's own name. In pre-production one name suffices, the stage's before others: splitting an environment in two
 * would count a stage that is not there. In production everything that tells slices apart belongs to it.
 */
function environmentName(
  tier: Tier,
  agreeing: readonly Read[],
  all: readonly Read[],
  cells: readonly string[],
): string {
  if (tier === 'pre-production') {
    const specific = agreeing.find((read) => !read.phrase.umbrella);
    return (specific ?? all.find((read) => read.phrase.tier === tier && !read.phrase.umbrella) ?? agreeing[0]!).phrase
      .environment;
  }
  const names = all
    .filter((read) => read.phrase.tier === tier && isPart(read.source))
    .map((read) => read.phrase.environment);
  const chosen = names.length > 0 ? names : agreeing.map((read) => read.phrase.environment);
  const numbered = chosen.filter((name) => /\d$/.test(name));
  const special = chosen.filter((name) => name === 'onebox');
  const telling = [...new Set([...numbered, ...special])];
  return [...(telling.length > 0 ? telling : [chosen[0]!]), ...cells].join('-');
}

function isPart(source: NameSource): boolean {
  return source.use === 'part';
}

/** A closed list of choices settles a tier when all its members agree. */
function byChoices(sources: readonly NameSource[], { action }: Deploying): TierReading | undefined {
  for (const source of sources)
    for (const hole of source.open) {
      if (!hole.choices || hole.choices.length === 0) continue;
      const phrases = hole.choices.map((choice) => readPhrases(splitWords(choice), 'target'));
      const tiers = new Set(phrases.map((list) => tierOf(list)));
      const [tier] = tiers;
      if (tiers.size !== 1 || tier === undefined) continue;
      const text = `${source.what} takes one of ${hole.choices.join(', ')}: all ${tier}`;
      return {
        tier,
        kind: 'structural',
        environment: hole.expression,
        evidence: [seen(text, source.span)],
        settledBy: [],
        span: action.span,
      };
    }
  return undefined;
}

function tierOf(phrases: readonly Phrase[]): Tier | undefined {
  if (phrases.length === 0) return undefined;
  return phrases.some((phrase) => phrase.tier === 'production') ? 'production' : 'pre-production';
}

/** A name of the environment that rests on something unresolved makes the tier undetermined, whatever the position. */
function byOpenNames(sources: readonly NameSource[], { action }: Deploying): TierReading | undefined {
  const open = sources.filter((source) => source.open.length > 0);
  if (open.length === 0) return undefined;
  return {
    tier: 'undetermined',
    kind: 'unresolved',
    environment: open[0]!.text,
    evidence: open.map((source) => seen(restsOn(source), source.span)),
    settledBy: [...new Set(flatMap(open, (source) => source.open.map(settle)))],
    span: action.span,
  };
}

/** A name that is nothing but an expression is not said twice. */
function restsOn({ what, text, open }: NameSource): string {
  const expressions = open.map((hole) => hole.expression).join(', ');
  return `${what}${text === expressions ? '' : ` ${text}`} rests on ${expressions}`;
}

function settle(hole: Hole): string {
  return hole.settledBy === '' ? `declare the environment in tollgate.yaml` : hole.settledBy;
}

/** Pipeline and repository names count when nothing else speaks, and never make anything pre-production. */
function byPipelineName(pipeline: Pipeline, { action }: Deploying): TierReading | undefined {
  const names = [pipeline.id, ...(pipeline.name ? [display(pipeline.name)] : [])];
  for (const name of names) {
    const phrase = readPhrases(splitWords(name), 'target').find((it) => it.tier === 'production');
    if (!phrase) continue;
    const isName = pipeline.name !== undefined && display(pipeline.name) === name;
    return {
      tier: 'production',
      kind: 'name',
      environment: phrase.environment,
      evidence: [seen(`"${phrase.text}" in the pipeline's ${isName ? 'name' : 'id'} ${name}`, pipeline.span)],
      settledBy: [],
      span: action.span,
    };
  }
  return byOpenPipelineName(pipeline, action);
}

/** A pipeline that is made once for each environment (`deploy-${var.environment}`) says so in its name, and not for which. */
function byOpenPipelineName(pipeline: Pipeline, action: Action): TierReading | undefined {
  if (pipeline.name === undefined || pipeline.name.known) return undefined;
  const open = pipeline.name.parts.filter((part): part is Hole => leavesOpen(part, false));
  if (open.length === 0) return undefined;
  const what = open.map((hole) => hole.expression).join(', ');
  return {
    tier: 'undetermined',
    kind: 'unresolved',
    environment: what,
    evidence: [seen(`the pipeline's name ${display(pipeline.name)} rests on ${what}`, pipeline.span)],
    settledBy: [...new Set(open.map(settle))],
    span: action.span,
  };
}

function unnamed({ action }: Deploying): TierReading {
  return { tier: 'undetermined', kind: 'position', environment: '', evidence: [], settledBy: [], span: action.span };
}

/** What was read where: the deciding words first where a name says more, and what it was read as where they do not stand in it. */
function describe({ phrase, source }: Read): Evidence {
  const name = `${source.what} ${source.text}`;
  if (source.words.length === phrase.words.length && source.text.startsWith('"')) return seen(name, source.span);
  const stands = spelling(phrase.words, source.text);
  const read = stands ?? spelling(phrase.words, source.readAs);
  const deciding = stands ?? read ?? phrase.words.filter((word) => !/^\d+$/.test(word)).join(' ');
  const readAs = stands === undefined && read !== undefined ? `, read as "${source.readAs}"` : '';
  return seen(`"${deciding}" in ${name}${readAs}`, source.span);
}

/** How the words of a phrase stand in a text; undefined when they do not. */
function spelling(words: readonly string[], text: string): string | undefined {
  const lower = text.toLowerCase();
  if (words.length === 1) return lower.includes(words[0]!) ? words[0] : undefined;
  return JOINTS.map((joint) => words.join(joint)).find((spelled) => lower.includes(spelled));
}

/** How the words of a phrase may be joined where they stand. */
const JOINTS = ['', '-', '_', ' ', '.', '/'];

function dedupe(evidence: readonly Evidence[]): Evidence[] {
  const texts = new Set<string>();
  return evidence.filter(({ text }) => !texts.has(text) && texts.add(text));
}
