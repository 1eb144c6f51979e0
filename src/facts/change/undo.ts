import type { SimpleCommand } from './shell.js';

/** A command and what naturally undoes it. Group 1 of a pattern, when it has one, is the object that both must name. */
interface Undo {
  readonly forward: RegExp;
  readonly back: readonly RegExp[];
  /** Shown as a proposal: `kubectl rollout undo …`. */
  readonly propose: string;
}

/** Natural undos, matched against the words of a command joined by blanks. */
const UNDOS: readonly Undo[] = [
  {
    forward: /^kubectl .*\b(?:set (?:image|env|resources)|rollout restart|patch|edit|apply)\b/,
    back: [
      /^kubectl .*\brollout undo\b/,
      /^kubectl .*\b(?:set (?:image|env|resources)|apply|patch|replace|delete)\b/,
      /^argocd app (?:rollback|sync)/,
    ],
    propose: 'kubectl rollout undo <what was changed>',
  },
  {
    forward: /^kubectl .*\bscale\b/,
    back: [/^kubectl .*\bscale\b/],
    propose: 'kubectl scale --replicas=<the number before>',
  },
  { forward: /^kubectl .*\b(?:cordon|drain)\b/, back: [/^kubectl .*\buncordon\b/], propose: 'kubectl uncordon <node>' },
  {
    forward: /^kubectl .*\b(?:create|run|expose)\b/,
    back: [/^kubectl .*\bdelete\b/],
    propose: 'kubectl delete <what was created>',
  },
  {
    forward: /^kubectl .*\b(?:delete|replace)\b/,
    back: [/^kubectl .*\b(?:apply|create)\b/, /^argocd app sync/],
    propose: 'kubectl apply -f <a copy saved before>',
  },
  {
    forward: /^kubectl .*\b(?:label|annotate|taint)\b/,
    back: [/^kubectl .*\b(?:label|annotate|taint)\b/],
    propose: 'the same command with the value before, or with a trailing "-"',
  },
  {
    forward: /^helm .*\b(?:upgrade|install)\b/,
    back: [/^helm .*\b(?:rollback|uninstall|delete|upgrade)\b/],
    propose: 'helm rollback <release> <revision before>',
  },
  {
    forward: /^argocd app (?:sync|set)/,
    back: [/^argocd app (?:rollback|sync|set)/, /^git revert/],
    propose: 'argocd app rollback <app> <history id before>',
  },
  {
    forward: /^(?:systemctl|service) .*\bstop\b|^(?:systemctl|service) \S+ stop/,
    back: [/^(?:systemctl|service) .*\b(?:start|restart)\b/],
    propose: 'systemctl start <unit>',
  },
  {
    forward: /^(?:systemctl|service) .*\bstart\b/,
    back: [/^(?:systemctl|service) .*\bstop\b/],
    propose: 'systemctl stop <unit>',
  },
  { forward: /^systemctl .*\benable\b/, back: [/^systemctl .*\bdisable\b/], propose: 'systemctl disable <unit>' },
  {
    forward: /^systemctl .*\b(?:disable|mask)\b/,
    back: [/^systemctl .*\b(?:enable|unmask)\b/],
    propose: 'systemctl enable <unit>',
  },
  {
    forward: /^(?:terraform|tofu) .*\bapply\b/,
    back: [/^git (?:revert|checkout|reset)/, /^(?:terraform|tofu) .*\bapply\b/],
    propose: 'git revert <commit> and terraform apply',
  },
  { forward: /^git push\b/, back: [/^git (?:revert|push)\b/], propose: 'git revert <commit> and git push' },
  {
    forward: /^git (?:merge|commit|rebase|cherry-pick|revert)\b/,
    back: [/^git (?:revert|reset)\b/],
    propose: 'git revert <commit>',
  },
  {
    forward: /^aws cloudformation (?:deploy|update-stack|execute-change-set)/,
    back: [/^aws cloudformation (?:rollback-stack|deploy|update-stack|cancel-update-stack|execute-change-set)/],
    propose: 'aws cloudformation deploy with the template before',
  },
  {
    forward: /^aws cloudformation create-stack/,
    back: [/^aws cloudformation delete-stack/],
    propose: 'aws cloudformation delete-stack --stack-name <stack>',
  },
  {
    forward: /^aws ecs update-service/,
    back: [/^aws ecs update-service/],
    propose: 'aws ecs update-service --task-definition <revision before>',
  },
  {
    forward: /^aws lambda (?:update-alias|update-function-code|publish-version)/,
    back: [/^aws lambda (?:update-alias|update-function-code)/],
    propose: 'aws lambda update-alias --function-version <version before>',
  },
  {
    forward: /^aws route53 change-resource-record-sets/,
    back: [/^aws route53 change-resource-record-sets/],
    propose: 'aws route53 change-resource-record-sets with the records before',
  },
  { forward: /^aws ec2 stop-instances/, back: [/^aws ec2 start-instances/], propose: 'aws ec2 start-instances' },
  { forward: /^aws ec2 start-instances/, back: [/^aws ec2 stop-instances/], propose: 'aws ec2 stop-instances' },
  {
    forward: /^docker(?:-compose| compose)? .*\b(?:stop|down)\b/,
    back: [/^docker(?:-compose| compose)? .*\b(?:start|up)\b/],
    propose: 'docker compose up -d',
  },
  {
    forward: /^docker(?:-compose| compose)? .*\b(?:up|run|start)\b/,
    back: [/^docker(?:-compose| compose)? .*\b(?:down|stop|rm|up)\b/],
    propose: 'docker compose up -d with the image before',
  },
  { forward: /^mount\b/, back: [/^umount\b/], propose: 'umount <path>' },
  { forward: /^umount\b/, back: [/^mount\b/], propose: 'mount <path>' },
  { forward: /^ufw (?:allow|deny)/, back: [/^ufw delete/], propose: 'ufw delete <rule>' },
  {
    forward:
      /^(?:flyway|alembic|liquibase|rails|rake|npx|sequelize|prisma|php) .*\b(?:migrate|upgrade|update|db:migrate)\b/,
    back: [/\b(?:undo|downgrade|rollback|db:rollback|migrate:rollback|down)\b/],
    propose: 'the tool’s down-migration to the version before',
  },
  {
    forward: /^(?:cp|mv|install|ln|sed)\b/,
    back: [/^(?:cp|mv|ln|install|git checkout|rm)\b/],
    propose: 'cp <a copy saved before> <file>',
  },
];

/** Opposite verbs of API calls: `Create` is undone by `Delete`. A verb that sets a state is undone by setting the one before. */
const OPPOSITES: readonly (readonly [string, string])[] = [
  ['Create', 'Delete'],
  ['Run', 'Terminate'],
  ['Start', 'Stop'],
  ['Enable', 'Disable'],
  ['Attach', 'Detach'],
  ['Associate', 'Disassociate'],
  ['Register', 'Deregister'],
  ['Authorize', 'Revoke'],
  ['Add', 'Remove'],
  ['Put', 'Delete'],
  ['Enter', 'Exit'],
  ['Suspend', 'Resume'],
  ['Allocate', 'Release'],
  ['Tag', 'Untag'],
  ['Subscribe', 'Unsubscribe'],
  ['Monitor', 'Unmonitor'],
];

/** What would undo a command, as a proposal for the author; undefined when no table knows. */
export function proposeUndo(command: SimpleCommand): string | undefined {
  const text = command.words.join(' ');
  return UNDOS.find((undo) => undo.forward.test(text))?.propose;
}

/** Whether one command is of a kind that undoes the other, on an object that both name. */
export function undoes(back: SimpleCommand, forward: SimpleCommand): boolean {
  const forwardText = forward.words.join(' ');
  const backText = back.words.join(' ');
  const kinds = UNDOS.filter((undo) => undo.forward.test(forwardText));
  if (!kinds.some((undo) => undo.back.some((pattern) => pattern.test(backText)))) return false;
  // Reverting a commit names the commit, not what it changed.
  return back.words[0] === 'git' || sharesObject(back, forward);
}

/** Commands that name what they act on in their arguments, not in a file. */
const NAMES_OBJECTS =
  /^(kubectl .*\b(set (image|env|resources)|scale|rollout|cordon|uncordon|drain)\b|(systemctl|service) |helm (upgrade|install|rollback|uninstall)\b)/;

/** Names that may stand for anything: variables, patterns, selectors. */
const OPEN_NAMES = /[$*{]|--all\b|\s-l\b|--selector/;

/** Whether one command is of a kind that undoes the other, and names quite another thing. */
export function undoesAnother(back: SimpleCommand, forward: SimpleCommand): boolean {
  // The quick looks first: this is asked of every step, and mostly the same thing is named.
  if (back.words[0] !== forward.words[0] || sharesObject(back, forward)) return false;
  if (objectsOf(back).length === 0 || objectsOf(forward).length === 0) return false;
  const [forwardText, backText] = [forward.words.join(' '), back.words.join(' ')];
  if (!NAMES_OBJECTS.test(forwardText) || !NAMES_OBJECTS.test(backText)) return false;
  if (OPEN_NAMES.test(forwardText) || OPEN_NAMES.test(backText)) return false;
  return UNDOS.some((undo) => undo.forward.test(forwardText) && undo.back.some((it) => it.test(backText)));
}

/** Whether two commands name a common thing: any word that is neither an option nor a verb of the tool. */
function sharesObject(a: SimpleCommand, b: SimpleCommand): boolean {
  const names = new Set(objectsOf(a));
  return objectsOf(b).some((name) => names.has(name));
}

const VERBS =
  /^(apply|set|image|env|rollout|undo|restart|status|scale|patch|edit|delete|create|get|app|sync|rollback|upgrade|install|uninstall|start|stop|enable|disable|deploy|deployment|deployments|svc|service|compose|up|down|run|exec|file|true|false|all|default|yes|no|\d+)$/i;

/** The things that a command names, namespaces and flags aside: `deploy/order-api` is `order-api`. */
export function objectsOf(command: SimpleCommand): string[] {
  const words = command.words.slice(1);
  const names: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (/^(-n|--namespace|--context|--region|--profile|--cluster|--timeout|-l)$/.test(word)) at++;
    else if (!word.startsWith('-')) names.push(...word.split(/[/=:]/));
    else if (word.includes('=')) names.push(word.slice(word.indexOf('=') + 1));
  }
  return names.filter((name) => name.length > 1 && !VERBS.test(name));
}

/**
 * Whether an API call undoes another (`ec2 StopInstances` and `ec2 StartInstances`).
 *
 * @returns undefined when the verbs are not in the table.
 */
export function callUndoes(back: string, forward: string): boolean | undefined {
  const [backService, backApi = ''] = back.split(' ');
  const [forwardService, forwardApi = ''] = forward.split(' ');
  const verb = verbOf(forwardApi);
  const sets = /^(Update|Modify|Set|Change|Put|Replace|Configure)/.test(forwardApi);
  const pair = OPPOSITES.find((opposites) => opposites.includes(verb));
  if (!pair && !sets) return undefined;
  if (backService !== forwardService) return false;
  if (sets && (backApi === forwardApi || noun(backApi) === noun(forwardApi))) return true;
  const opposite = pair && (pair[0] === verb ? pair[1] : pair[0]);
  return (
    opposite !== undefined &&
    verbOf(backApi) === opposite &&
    noun(backApi).replace(/s$/, '') === noun(forwardApi).replace(/s$/, '')
  );
}

function verbOf(api: string): string {
  return /^[A-Z][a-z]+/.exec(api)?.[0] ?? api;
}

function noun(api: string): string {
  return api.slice(verbOf(api).length);
}
