import { readPhrases } from './words.js';

/** Verbs that deploy when an environment is their object. To provision something else only makes it. */
const CHANGES = new Set(['update', 'upgrade', 'provision']);

/** Things that run, and are changed by an update. */
const RUNNING = new Set([
  'service',
  'services',
  'ecs',
  'eks',
  'cluster',
  'stack',
  'stacks',
  'stackset',
  'lambda',
  'lambdas',
  'function',
  'functions',
  'task',
  'tasks',
  'alias',
  'aliases',
  'app',
  'apps',
  'application',
  'website',
  'instances',
  'servers',
  'asg',
  'fleet',
  'infrastructure',
  'environment',
  'environments',
]);

/** Words after one of them that are part of it: `task-definition`, `function-code`. */
const PARTS = new Set(['definition', 'definitions', 'code', 'group', 'env']);

/** Whether a name says that something that runs, or an environment, is updated: `update-ecs-service`, `provision-prod`. */
export function updatesRunning(words: readonly string[]): boolean {
  if (!words.some((word) => CHANGES.has(word))) return false;
  return (
    readPhrases(words, 'part').length > 0 || words.some((word, at) => word === 'update' && endsInRunning(words, at))
  );
}

/** Whether the object of a verb is something that runs, and not a word or a file about it. */
function endsInRunning(words: readonly string[], verb: number): boolean {
  const object = words.slice(verb + 1);
  const last = object.findLastIndex((word) => RUNNING.has(word));
  return last >= 0 && object.slice(last + 1).every((word) => PARTS.has(word) || /^\d+$/.test(word));
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

/** Traffic moved from one environment to another: `switch-traffic`, `swap-target-group`, `SwitchEnvironments`. */
const SWITCH = new Set(['switch', 'swap', 'shift', 'flip']);
const SWITCHED = new Set([
  'end',
  'point',
  'points',
  'endpoint',
  'endpoints',
  'listener',
  'route',
  'routes',
  'dns',
  'weight',
  'weights',
  'alias',
  'traffic',
  'environment',
  'environments',
  'target',
  'targets',
  'slot',
  'slots',
  'url',
  'urls',
  'cname',
  'cnames',
  'domain',
  'blue',
  'green',
]);

/** Whether a name says that traffic is moved, or that production is switched to. */
export function switchesTraffic(words: readonly string[]): boolean {
  if (!words.some((word) => SWITCH.has(word))) return false;
  return (
    words.some((word) => SWITCHED.has(word)) ||
    readPhrases(words, 'part').some((phrase) => phrase.tier === 'production')
  );
}
