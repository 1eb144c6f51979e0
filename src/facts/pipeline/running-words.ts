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
  'catalog test tests definition definitions docs documentation readme badge status ticket report role roles dashboard version versions tag tags'.split(
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
