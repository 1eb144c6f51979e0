import type { Rollback, Step } from '../../model/change.js';
import { isConcrete } from './prose.js';
import type { Operation, Reading } from './read-scripts.js';
import { repeats } from './repeats.js';
import { quoted, type Verdict } from './rollback-verdict.js';
import { callUndoes, undoesAnother } from './undo.js';

/** Programs that run whatever somebody wrote: a rollback by them is a procedure, though an opaque one. */
const RUNNERS =
  /^(\.{0,2}\/|bash$|sh$|zsh$|make$|just$|task$|python3?$|node$|npm$|npx$|yarn$|pnpm$|ruby$|perl$|php$|java$|go$|gradle$|mvn$|bundle$|rake$|rails$|pwsh$|powershell$|poetry$|uv$|docker|script)/;

/** The verdict on the commands of a rollback, beside those of its step. */
export function ofCommands(step: Step, rollback: Rollback, forward: Reading, reading: Reading): Verdict | undefined {
  const commands = reading.operations;
  if (commands.every((operation) => isHole(operation))) return quoted(commands[0]!.text, 'is a placeholder');
  const error = reading.errors[0];
  if (error)
    return {
      says: `states a rollback that no shell can read (${error.message})`,
      unknown: true,
      settledBy: ['Mend the command of the rollback.'],
    };
  const running = commands.filter((operation) => !operation.command?.idle);
  if (running.length === 0) return { says: `states a rollback that never runs: "${commands[0]!.text}"` };
  const acting = running.filter((operation) => operation.effect.effect !== 'reads');
  if (acting.length === 0) return { says: `states a rollback that changes nothing: "${running[0]!.text}" only looks` };
  const aside = acting.some(isAside) && !forward.operations.some(isAside);
  const changing = aside ? acting.filter((operation) => !isAside(operation)) : acting;
  if (changing.length === 0)
    return { says: `states a rollback that leaves what the step changed as it is: "${acting[0]!.text}"` };
  const again =
    ofAnother(changing, forward) ??
    repeats(changing, reading, forward) ??
    onlyRestarts(step, changing, forward) ??
    outOfSight(rollback, changing);
  if (again) return again;
  const calls = forwardCalls(forward);
  return ofCalls(calls, changing, rollback);
}

/** What tells people, or makes something that is thrown away: by itself it undoes nothing. */
const ASIDE =
  /^(aws (sns publish|ses(v2)? send-)|(touch|mkdir)( -\S+)*( \/(var\/)?tmp\/\S*)+$|(curl|wget|http)\b.*(hooks?\.|\/hooks?\b|\/notify\b|webhook|slack|pagerduty|opsgenie))/;

const MAY_BE_ASIDE = new Set(['aws', 'touch', 'mkdir', 'curl', 'wget', 'http']);

function isAside({ command }: Operation): boolean {
  return command !== undefined && MAY_BE_ASIDE.has(command.words[0]!) && ASIDE.test(command.words.join(' '));
}

/** The right kind of rollback, of something else: `kubectl rollout undo deploy/web` after `kubectl set image deploy/api`. */
function ofAnother(changing: readonly Operation[], forward: Reading): Verdict | undefined {
  const pairs = changing.map((back) =>
    forward.operations.find((done) => done.command && back.command && undoesAnother(back.command, done.command)),
  );
  if (pairs.includes(undefined)) return undefined;
  return {
    says: `states a rollback of something else than the step names: "${changing[0]!.text}" after "${pairs[0]!.text}"`,
    unknown: true,
    settledBy: ['Name in the rollback what the step changes.'],
  };
}

const RESTART =
  /^(kubectl (\S+ )*restart\b|kubectl .*\bdelete (pods?|po)\b|(systemctl|service|supervisorctl|pm2|docker|docker-compose|podman|initctl|rc-service|heroku|\/etc\/init\.d\/\S+)( .*)? (restart|try-restart|reload|force-reload)\b|nginx .*-s reload|aws (rds|ec2|docdb|neptune|elasticache) reboot-|aws ecs update-service (?!.*--task-definition).*--force-new-deployment|reboot\b|shutdown .*-r|Restart-(Service|Computer)\b)/;

/** A step that stops something: starting it again undoes that. */
const STOPS = /\b(stop|pause|halt|kill|suspend|shut ?down|drain|disable|quiesce|scale)/i;

/** What was changed is still changed after a restart, unless it only lived in memory. */
function onlyRestarts(step: Step, changing: readonly Operation[], forward: Reading): Verdict | undefined {
  if (!changing.every((operation) => RESTART.test(operation.command?.words.join(' ') ?? ''))) return undefined;
  const does = [step.title.text, step.action?.text ?? '', ...forward.operations.map(({ text }) => text)];
  return does.some((text) => STOPS.test(text)) ? undefined : restartVerdict(changing[0]!.text);
}

/** The verdict on a rollback that starts again what the step changed. */
export function restartVerdict(text: string): Verdict {
  return {
    says: `states a rollback that only restarts ("${text}"), and whether a restart undoes the step does not show`,
    unknown: true,
    settledBy: ['Write what brings the state before back: the old version, value or file, and then the restart.'],
  };
}

const EDITOR = /^(vi|vim|nvim|nano|emacs|code|visudo|crontab -e|(kubectl|oc) (\S+ )*edit)\b/;

/** Commands that show nothing of what is done: an editor that is opened, a variable that holds the command. */
function outOfSight(rollback: Rollback, changing: readonly Operation[]): Verdict | undefined {
  const typed = changing.map((operation) => operation.command?.words.join(' ') ?? '');
  if (typed.every((line) => EDITOR.test(line)) && !isConcrete(rollback.text?.text ?? ''))
    return {
      says: `states a rollback that opens an editor ("${typed[0]}") and does not say what to write there`,
      unknown: true,
      settledBy: ['Write which line becomes what, or copy the file from before back.'],
    };
  if (typed.every((line) => /^\$\{?\w+\}?$/.test(line)))
    return {
      says: `states a rollback whose command stands in a variable ("${typed[0]}")`,
      unknown: true,
      settledBy: ['Write the command itself.'],
    };
  return undefined;
}

function forwardCalls(forward: Reading): string[] {
  return forward.operations.flatMap((operation) =>
    operation.call && operation.effect.effect !== 'reads' ? [operation.call] : [],
  );
}

/** For API calls the opposite is known: a rollback of other calls leaves the step's own effect in place. */
function ofCalls(calls: readonly string[], changing: readonly Operation[], rollback: Rollback): Verdict | undefined {
  for (const call of calls) {
    const answers = changing.map((operation) =>
      operation.call === undefined ? undefined : callUndoes(operation.call, call),
    );
    if (answers.includes(true)) continue;
    const shown = changing[0]!.text;
    if (answers.every((answer) => answer === false))
      return { says: `goes to ${rollback.from ?? 'a rollback'}, which runs "${shown}" and leaves "${call}" in place` };
    return {
      says: `goes to ${rollback.from ?? 'a rollback'}, and whether "${shown}" undoes "${call}" does not show`,
      unknown: true,
      settledBy: [`Let the rollback call the opposite of ${call}, or declare the step irreversible.`],
    };
  }
  return undefined;
}

/** A "command" whose program nobody knows and whose arguments are plain words. */
export function isProse(operation: Operation): boolean {
  const words = operation.command?.words;
  if (words === undefined || operation.effect.effect !== 'unknown') return false;
  if (RUNNERS.test(words[0] ?? '') || operation.command!.reads.length > 0) return false;
  return words.every((word) => /^[\p{L}'’,;:()]+\.?$/u.test(word));
}

export function isHole(operation: Operation): boolean {
  return operation.command !== undefined && /^_.*_$/.test(operation.command.words[0] ?? '');
}
