import { activityOfWords } from './activity-words.js';
import { namesOwnPipeline } from './claims.js';
import { changesRunning, namesChangedEnvironment, servesUsers } from './running-words.js';
import { readPhrases } from './words.js';

/** What a name says that an action does. `hook` stands around a deployment and is none; `silent` names say nothing. */
export type NameEffect = 'deploy' | 'migrate' | 'tear-down' | 'self-update' | 'publish' | 'hook' | 'other' | 'silent';

const DEPLOY_VERBS = new Set(['deploy', 'deploys', 'deploying', 'release', 'rollout', 'promote', 'cutover', 'golive']);
const DEPLOY_NOUNS = new Set(['deployment', 'deployments', 'promotion']);
const TEAR_DOWN = new Set([
  'destroy',
  'destroys',
  'delete',
  'deletes',
  'remove',
  'removes',
  'teardown',
  'cleanup',
  'undeploy',
  'uninstall',
  'decommission',
  'terminate',
  'purge',
]);
/** Verbs that, right before a deploy word, say that something is done to or around a deployment. */
const ABOUT_DEPLOYMENT = new Set([
  'validate',
  'verify',
  'check',
  'await',
  'wait',
  'notify',
  'approve',
  'plan',
  'prepare',
  'package',
  'generate',
  'create',
  'synth',
  'diff',
  'rollback',
  'build',
  'test',
  'monitor',
  'review',
  'scan',
  'lint',
  'tag',
  'stop',
  'record',
  'track',
  'mark',
  'register',
  'report',
  'log',
  'announce',
  'get',
  'list',
  'describe',
  'watch',
  'poll',
  'confirm',
  'cancel',
  'abort',
  'pause',
  'resume',
  'freeze',
  'lock',
  'unlock',
  'block',
  'for',
]);
/** Verbs of {@link ABOUT_DEPLOYMENT} that set a deployment going: `start-deployment`, `CreateDeployment`. */
const BEGINS = new Set(['start', 'create']);
/** Nouns that, right after a deploy word, make it a qualifier: `deployment-approval`, `release-notes`. */
const QUALIFIED = new Set([
  'test',
  'tests',
  'report',
  'notification',
  'notifications',
  'approval',
  'plan',
  'role',
  'package',
  'config',
  'definition',
  'definitions',
  'notes',
  'candidate',
  'gate',
  'check',
  'checks',
  'validation',
  'artifact',
  'artifacts',
  'image',
  'images',
  'group',
  'groups',
  'marker',
  'markers',
  'event',
  'events',
  'record',
  'records',
  'status',
  'ticket',
  'lock',
  'branch',
  'key',
  'keys',
  'name',
  'names',
]);
const HOOK_SIDES = new Set(['pre', 'post', 'before', 'after']);
const PUBLISH_VERBS = new Set([
  'promote',
  'release',
  'copy',
  'tag',
  'retag',
  'push',
  'duplicate',
  'duplication',
  'duplicator',
  'publish',
  'upload',
]);
const PUBLISHED = new Set([
  'image',
  'images',
  'artifact',
  'artifacts',
  'tag',
  'tags',
  'package',
  'packages',
  'container',
  'docker',
  'ecr',
  'notes',
]);
/** Words that tear down even beside a deploy word: `deploy-destroy` deploys a destruction. */
const UNDOES = new Set(['destroy', 'destroys', 'teardown', 'undeploy', 'uninstall', 'decommission']);
const INFRASTRUCTURE = new Set([
  'terraform',
  'tf',
  'tofu',
  'infra',
  'infrastructure',
  'stack',
  'stacks',
  'kubernetes',
  'manifest',
  'manifests',
  'cloudformation',
]);
const DATABASE = new Set([
  'db',
  'database',
  'schema',
  'rails',
  'flyway',
  'liquibase',
  'prisma',
  'alembic',
  'sql',
  'ef',
]);

/**
 * What the name of an action or of what it runs says, by its words.
 *
 * @param besidePlan whether a plan stands beside it, so that a bare `apply` is Terraform's.
 */
export function nameEffect(words: readonly string[], besidePlan = false): NameEffect {
  const known = besidePlan ? EFFECTS_BESIDE_PLAN : EFFECTS;
  let effect = known.get(words);
  if (effect === undefined) {
    effect = readEffect(words, besidePlan);
    known.set(words, effect);
  }
  return effect;
}

/** Names are split once (`splitWords`), and asked about again and again. */
const EFFECTS = new WeakMap<readonly string[], NameEffect>();
const EFFECTS_BESIDE_PLAN = new WeakMap<readonly string[], NameEffect>();

function readEffect(words: readonly string[], besidePlan: boolean): NameEffect {
  const has = (set: ReadonlySet<string>) => words.some((word) => set.has(word));
  if (isSelfUpdate(words)) return 'self-update';
  const deploysToo = words.some((word) => DEPLOY_VERBS.has(word)) && !words.some((word) => UNDOES.has(word));
  if ((has(TEAR_DOWN) && !deploysToo) || run(words, 'tear', 'down') || run(words, 'clean', 'up')) return 'tear-down';
  if (words.some((word, at) => HOOK_SIDES.has(word) && isDeployWord(words[at + 1]))) return 'hook';
  if (has(PUBLISH_VERBS) && has(PUBLISHED) && !words.includes('deploy')) return 'publish';
  if (words.some((_, at) => deploysAt(words, at))) return 'deploy';
  if (changesRunning(words)) return 'deploy';
  if (run(words, 'roll', 'out') || run(words, 'cut', 'over') || run(words, 'go', 'live')) return 'deploy';
  if (namesChangedEnvironment(words) || servesUsers(words)) return 'deploy';
  if (words.includes('apply') && (besidePlan || has(INFRASTRUCTURE))) return 'deploy';
  if (words.some((word) => /^migrat(e|es|ion|ions)$/.test(word)) && (has(DATABASE) || runsMigrations(words)))
    return 'migrate';
  if (activityOfWords(words) !== undefined || words.some((word) => ABOUT_DEPLOYMENT.has(word) && word !== 'for'))
    return 'other';
  return 'silent';
}

/** `migrate`, `run-migrations`: with nothing else said it is a schema that is migrated. */
function runsMigrations(words: readonly string[]): boolean {
  return (
    words.length === 1 ||
    ['run', 'apply', 'execute'].includes(words[words.findIndex((it) => it.startsWith('migrat')) - 1] ?? '')
  );
}

function isDeployWord(word: string | undefined): boolean {
  return word !== undefined && (DEPLOY_VERBS.has(word) || DEPLOY_NOUNS.has(word));
}

function deploysAt(words: readonly string[], at: number): boolean {
  const word = words[at]!;
  const before = words[at - 1];
  const after = words[at + 1];
  if (DEPLOY_VERBS.has(word)) {
    if (before !== undefined && isAbout(before, word) && before !== 'build' && before !== 'test') return false;
    return word === 'deploy' || after === undefined || !QUALIFIED.has(after) || readPhrases([after], 'part').length > 0;
  }
  if (!DEPLOY_NOUNS.has(word)) return false;
  const phrase = words.slice(words.lastIndexOf('and', at) + 1, at);
  return !phrase.some((earlier) => isAbout(earlier, word)) && (after === undefined || !QUALIFIED.has(after));
}

/** Whether a verb before a deploy word makes it something else: a release that is created is published, not rolled out. */
function isAbout(verb: string, deployWord: string): boolean {
  return ABOUT_DEPLOYMENT.has(verb) && !(BEGINS.has(verb) && deployWord !== 'release');
}

/** Only the update of this very pipeline is none: `update-data-pipeline-prod` changes something that is called a pipeline. */
function isSelfUpdate(words: readonly string[]): boolean {
  if (run(words, 'self', 'mutate') || words.includes('selfmutate') || run(words, 'self', 'update')) return true;
  return words.includes('update') && namesOwnPipeline(words);
}

function run(words: readonly string[], first: string, second: string): boolean {
  return words.some((word, at) => word === first && words[at + 1] === second);
}
