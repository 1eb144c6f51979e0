import type { Tier } from './types.js';

/**
 * Splits a name into lower-case words: at case changes, between letters and digits, and at everything that is neither.
 * `YprCicdStack-Dev.Deploy` is `ypr cicd stack dev deploy`; `QADeploy2` is `qa deploy 2`.
 */
export function splitWords(text: string): readonly string[] {
  const before = SPLIT.get(text);
  if (before) return before;
  const words =
    // What an accent stands on is the letter that names are written with: `Préprod` is `Preprod`.
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      // In `AppStage` it is only the word for a stage: `Stage` names staging when it stands by itself.
      .replace(/([A-Za-z0-9])Stage(?![a-z])/g, '$1 stagenoun')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
      .toLowerCase()
      .match(/[a-z]+|\d+/g) ?? [];
  if (SPLIT.size >= MAX_SPLIT) SPLIT.clear();
  SPLIT.set(text, words);
  return words;
}

/** The same names are asked about again and again: the words of the last ones are kept. */
const SPLIT = new Map<string, readonly string[]>();
const MAX_SPLIT = 4096;

/** A phrase that was read in a name. */
export interface Phrase {
  /** The words as they stand, with the number that follows: `prod 1`. */
  readonly words: readonly string[];
  /** The same as one text. */
  readonly text: string;
  /** One name for all spellings: `stg`, `stage` and `staging` are `staging`. */
  readonly environment: string;
  readonly tier: Tier;
  /** An umbrella such as `non-prod` covers several environments and names none of them. */
  readonly umbrella: boolean;
}

type Entry = readonly [phrase: string, environment: string | undefined, tier: Tier | undefined, umbrella?: 'umbrella'];

/**
 * The environment words of semantics §3, and the phrases that contain one without meaning it (no tier). The longest phrase
 * that fits wins, so that `pre-prod`, `non-prod` and `dev-ops` are never read as `prod` or `dev`.
 */
const PHRASES: readonly Entry[] = [
  ['prod', 'production', 'production'],
  ['prd', 'production', 'production'],
  ['production', 'production', 'production'],
  ['live', 'live', 'production'],
  ['one box', 'onebox', 'production'],
  ['onebox', 'onebox', 'production'],
  ['pre prod', 'preprod', 'pre-production', 'umbrella'],
  ['pre prd', 'preprod', 'pre-production', 'umbrella'],
  ['preprod', 'preprod', 'pre-production', 'umbrella'],
  ['preprd', 'preprod', 'pre-production', 'umbrella'],
  ['prep', 'preprod', 'pre-production'],
  ['pre production', 'preprod', 'pre-production', 'umbrella'],
  ['preproduction', 'preprod', 'pre-production', 'umbrella'],
  ['pre live', 'preprod', 'pre-production'],
  ['prelive', 'preprod', 'pre-production'],
  ['non prod', 'nonprod', 'pre-production', 'umbrella'],
  ['non prd', 'nonprod', 'pre-production', 'umbrella'],
  ['nonprod', 'nonprod', 'pre-production', 'umbrella'],
  ['nonprd', 'nonprod', 'pre-production', 'umbrella'],
  ['non production', 'nonprod', 'pre-production', 'umbrella'],
  ['nonproduction', 'nonprod', 'pre-production', 'umbrella'],
  ['non live', 'nonprod', 'pre-production', 'umbrella'],
  ['nonlive', 'nonprod', 'pre-production', 'umbrella'],
  ['not prod', 'nonprod', 'pre-production', 'umbrella'],
  ['dev', 'dev', 'pre-production'],
  ['devel', 'dev', 'pre-production'],
  ['develop', 'dev', 'pre-production'],
  ['development', 'dev', 'pre-production'],
  ['alpha', 'alpha', 'pre-production'],
  ['beta', 'beta', 'pre-production'],
  ['gamma', 'gamma', 'pre-production'],
  ['zeta', 'zeta', 'pre-production'],
  ['int', 'integration', 'pre-production'],
  ['integ', 'integration', 'pre-production'],
  ['integration', 'integration', 'pre-production'],
  ['qa', 'qa', 'pre-production'],
  ['test', 'test', 'pre-production'],
  ['tests', 'test', 'pre-production'],
  ['testing', 'test', 'pre-production'],
  ['tst', 'test', 'pre-production'],
  ['uat', 'uat', 'pre-production'],
  ['sit', 'sit', 'pre-production'],
  ['staging', 'staging', 'pre-production'],
  ['stage', 'staging', 'pre-production'],
  ['stg', 'staging', 'pre-production'],
  ['sandbox', 'sandbox', 'pre-production'],
  ['sbx', 'sandbox', 'pre-production'],
  ['perf', 'perf', 'pre-production'],
  ['load', 'perf', 'pre-production'],
  ['training', 'training', 'pre-production'],
  ['demo', 'demo', 'pre-production'],
  ['preview', 'preview', 'pre-production'],
  ['review', 'review', 'pre-production'],
  ['acceptance', 'acceptance', 'pre-production'],
  ['acc', 'acceptance', 'pre-production'],
  ['iat', 'iat', 'pre-production'],
  ['aat', 'aat', 'pre-production'],
  ['ithc', 'ithc', 'pre-production'],
  ['qc', 'qc', 'pre-production'],
  ['e 2 e', 'e2e', 'pre-production'],
  ['ci', 'ci', 'pre-production'],
  ['user acceptance', 'uat', 'pre-production'],
  ['test acceptance', 'acceptance', 'pre-production'],
  // Phrases that contain an environment's word without naming an environment.
  ['dev ops', undefined, undefined],
  ['dev sec ops', undefined, undefined],
  ['dev tools', undefined, undefined],
  ['ci cd', undefined, undefined],
  ['load balancer', undefined, undefined],
  ['load balancers', undefined, undefined],
  ['load balanced', undefined, undefined],
  ['load balancing', undefined, undefined],
  ['code review', undefined, undefined],
  ['test report', undefined, undefined],
  ['test reports', undefined, undefined],
  ['test results', undefined, undefined],
  ['unit test', undefined, undefined],
  ['unit tests', undefined, undefined],
  ['live stream', undefined, undefined],
  ['live streaming', undefined, undefined],
  ['live chat', undefined, undefined],
  ['live view', undefined, undefined],
  ['production line', undefined, undefined],
  ['model training', undefined, undefined],
  ['ml training', undefined, undefined],
  ['training data', undefined, undefined],
  ['training pipeline', undefined, undefined],
  ['data prep', undefined, undefined],
  ['stage variable', undefined, undefined],
  ['stage variables', undefined, undefined],
  ['stage name', undefined, undefined],
  ['stage id', undefined, undefined],
];

interface PhraseRow {
  readonly words: readonly string[];
  readonly environment: string | undefined;
  readonly tier: Tier | undefined;
  readonly umbrella: boolean;
}

/** Phrases by their first word, longest first. */
const BY_FIRST_WORD: ReadonlyMap<string, readonly PhraseRow[]> = index(PHRASES);

function index(entries: readonly Entry[]): Map<string, PhraseRow[]> {
  const rows = new Map<string, PhraseRow[]>();
  for (const [phrase, environment, tier, umbrella] of entries) {
    const words = phrase.split(' ');
    const list = rows.get(words[0]!) ?? [];
    list.push({ words, environment, tier, umbrella: umbrella !== undefined });
    rows.set(words[0]!, list);
  }
  for (const list of rows.values()) list.sort((a, b) => b.words.length - a.words.length);
  return rows;
}

/** How a name is used: in the pipeline's own parts a trailing `Stage` is only the word for a stage. */
export type NameUse = 'part' | 'target';

/** Words before a trailing `stage` that make it the word for a stage, also in names of targets. */
const STAGE_VERBS = new Set([
  'deploy',
  'build',
  'source',
  'release',
  'approval',
  'plan',
  'apply',
  'publish',
  'pipeline',
]);

/** Every environment phrase in a name, in order. */
export function readPhrases(words: readonly string[], use: NameUse): Phrase[] {
  const phrases: Phrase[] = [];
  for (let at = 0; at < words.length; ) {
    const row = phraseAt(words, at);
    if (!row) {
      at += 1;
      continue;
    }
    const end = at + row.words.length;
    if (row.tier && row.environment && !isStageNoun(words, at, row, use) && !comesFrom(words, end))
      phrases.push(withNumber(words, at, end, row.environment, row.tier, row.umbrella));
    at = end;
  }
  return phrases;
}

/** `promote-dev-to-qa`: what stands before `to` and another environment is where it comes from. */
function comesFrom(words: readonly string[], end: number): boolean {
  const to = /^\d+$/.test(words[end] ?? '') ? end + 1 : end;
  return words[to] === 'to' && phraseAt(words, to + 1)?.tier !== undefined;
}

function phraseAt(words: readonly string[], at: number): PhraseRow | undefined {
  if (words[at] === 'wave' && /^\d+$/.test(words[at + 1] ?? ''))
    return { words: ['wave'], environment: 'wave', tier: 'production', umbrella: false };
  return BY_FIRST_WORD.get(words[at]!)?.find((row) => row.words.every((word, offset) => words[at + offset] === word));
}

function withNumber(
  words: readonly string[],
  start: number,
  end: number,
  environment: string,
  tier: Tier,
  umbrella: boolean,
): Phrase {
  const number = /^\d+$/.test(words[end] ?? '') ? words[end]! : '';
  const own = words.slice(start, number ? end + 1 : end);
  return { words: own, text: own.join(' '), environment: environment + number, tier, umbrella };
}

function isStageNoun(words: readonly string[], at: number, row: PhraseRow, use: NameUse): boolean {
  if (row.words[0] !== 'stage' || row.words.length > 1) return false;
  if (/^\d+$/.test(words[at + 1] ?? '')) return true;
  const trailing = at === words.length - 1 && at > 0;
  return trailing && (use === 'part' || STAGE_VERBS.has(words[at - 1]!));
}

/** Removes a run of words (a repository's name) wherever it stands whole in a name. */
export function withoutRun(words: readonly string[], run: readonly string[]): readonly string[] {
  if (run.length === 0 || run.length >= words.length || !words.includes(run[0]!)) return words;
  const kept: string[] = [];
  for (let at = 0; at < words.length; ) {
    if (run.every((word, offset) => words[at + offset] === word)) at += run.length;
    else kept.push(words[at++]!);
  }
  return kept;
}
