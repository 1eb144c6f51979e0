import { readPhrases } from './words.js';

/** Verbs that move what they are said of from one thing to another. */
const MOVES = new Set(['switch', 'swap', 'shift', 'flip', 'reroute', 'redirect', 'repoint', 'cutover']);

/** Verbs that change what they are said of. */
const CHANGES = new Set([
  'update',
  'set',
  'change',
  'modify',
  'adjust',
  'move',
  'route',
  'increase',
  'toggle',
  ...MOVES,
]);

/** What sends traffic to one version or another: changing it changes what serves. */
const TRAFFIC = new Set([
  'traffic',
  'listener',
  'listeners',
  'weight',
  'weights',
  'alias',
  'aliases',
  'dns',
  'cname',
  'route',
  'routes',
  'routing',
  'slot',
  'slots',
  'url',
  'urls',
  'cnames',
  'domain',
]);

/** What can be moved to, beside what sends traffic: `SwitchEndPoints`, `swap-target-group`, `FlipBlueGreen`. */
const MOVED = new Set([
  'point',
  'points',
  'endpoint',
  'endpoints',
  'environment',
  'environments',
  'target',
  'targets',
  'blue',
  'green',
]);

/** What runs: to update it is to deploy to it. */
const RUNNING = new Set([
  'service',
  'services',
  'function',
  'functions',
  'lambda',
  'lambdas',
  'stack',
  'stacks',
  'ecs',
  'eks',
  'cluster',
  'fleet',
  'asg',
  'instances',
  'servers',
  'task',
  'tasks',
  'stackset',
  'infrastructure',
  'environment',
  'app',
  'apps',
  'application',
  'site',
  'website',
  'distribution',
  'endpoint',
  'endpoints',
]);

/** Verbs that only look at a change, or come before it. */
const LOOKS = new Set(
  'validate verify check await wait notify approve prepare monitor review plan test tests simulate report log'.split(
    ' ',
  ),
);

/** Nouns that make of what runs something that does not: `UpdateServiceCatalog`, `update-service-tests`. */
const ABOUT = new Set(
  'catalog test tests docs description documentation readme badge status ticket report role roles dashboard version versions tag tags'.split(
    ' ',
  ),
);

/** Whether words say that something that serves is changed: `UpdateAlias`, `UpdateService`, `ShiftWeights`, `FlipDns`. */
export function changesRunning(words: readonly string[]): boolean {
  const verb = words.findIndex((word) => CHANGES.has(word));
  if (verb < 0 || words.slice(0, verb).some((word) => LOOKS.has(word))) return false;
  const others = words.filter((_, at) => at !== verb);
  const has = (set: ReadonlySet<string>) => others.some((word) => set.has(word));
  if (has(TRAFFIC)) return true;
  if (words.some((word) => MOVES.has(word)) && has(MOVED)) return true;
  return words.includes('update') && has(RUNNING) && !has(ABOUT);
}

/** Verbs that deploy when an environment is their object. To provision something else only makes it. */
const RENEWS = new Set(['update', 'upgrade', 'provision']);

/** Whether words say that an environment is renewed, or that production is switched to: `provision-prod`, `switch-to-live`. */
export function namesChangedEnvironment(words: readonly string[]): boolean {
  const phrases = readPhrases(words, 'part');
  if (words.some((word) => RENEWS.has(word)) && phrases.length > 0) return true;
  return words.some((word) => MOVES.has(word)) && phrases.some((phrase) => phrase.tier === 'production');
}

/** What people read in a browser: to publish it is to deploy it. */
const SERVED = new Set(['website', 'site', 'webapp', 'frontend', 'pages']);

/** Whether a name says that something is handed to those who use it: `publish-website`, `push-to-prod`, `install-chart`. */
export function servesUsers(words: readonly string[]): boolean {
  return words.some((word, at) => {
    const rest = words.slice(at + 1);
    if (word === 'publish') return rest.some((it) => SERVED.has(it));
    if (word === 'push') return rest[0] === 'to' && readPhrases(rest, 'part').length > 0;
    return word === 'install' && (rest.includes('chart') || rest.includes('helm') || words.includes('helm'));
  });
}
