import type { Check, Rollback, Step } from '../../model/change.js';
import { Unknown } from '../../model/facts.js';
import { locate } from '../../model/located.js';
import { wordsKey } from './compare.js';
import { emptyPhrase } from './phrases.js';
import { isConcrete, pointsTo, saysHowToSee } from './prose.js';
import { keyOf, type Operation, type Reading, readScripts } from './read-scripts.js';
import { callUndoes, proposeUndo } from './undo.js';

/** What became of the question "how is this step undone?". */
export interface RollbackJudgement {
  /** It states a procedure; unknown when that cannot be told from the manifest. */
  readonly counts: boolean | Unknown;
  /** Why it does not count, as a clause after "step 3": `states no rollback`. Empty when it counts. */
  readonly says: string;
  /** It says how to see that it worked. */
  readonly checked: boolean;
  /** It is seen by something else than what shows that the step itself worked. */
  readonly ownCheck: boolean;
  readonly reading: Reading;
  /** The rollback that was judged, which may come from a section of the document. */
  readonly rollback: Rollback | undefined;
}

const NOTHING: Reading = { identity: [], operations: [], errors: [] };

/** Programs that run whatever somebody wrote: a rollback by them is a procedure, though an opaque one. */
const RUNNERS =
  /^(\.{0,2}\/|make$|just$|task$|python3?$|node$|npm$|npx$|yarn$|pnpm$|ruby$|perl$|php$|java$|go$|gradle$|mvn$|bundle$|rake$|rails$|pwsh$|powershell$|poetry$|uv$|docker|script)/;

/**
 * Judges a stated rollback.
 *
 * @param rollback what the step states, or what a section of the document states for it.
 * @param forward what the step itself runs.
 */
export function judgeRollback(step: Step, rollback: Rollback, forward: Reading): RollbackJudgement {
  const reading = readScripts(rollback.commands);
  const verdict = verdictOf(step, rollback, forward, reading);
  const counts =
    verdict === undefined
      ? true
      : verdict.unknown
        ? new Unknown(`${step.name} ${verdict.says}`, verdict.settledBy, locate(rollback.span))
        : false;
  const checked = isChecked(rollback, reading);
  return {
    counts,
    says: verdict?.says ?? '',
    checked,
    ownCheck: checked && hasOwnCheck(step, rollback),
    reading,
    rollback,
  };
}

/** The judgement of a step that states none. */
export function noRollback(counts: false | Unknown, says: string): RollbackJudgement {
  return { counts, says, checked: false, ownCheck: false, reading: NOTHING, rollback: undefined };
}

interface Verdict {
  readonly says: string;
  readonly unknown?: boolean;
  readonly settledBy?: readonly string[];
}

function verdictOf(step: Step, rollback: Rollback, forward: Reading, reading: Reading): Verdict | undefined {
  const scripts = rollback.commands.map((script) => script.text).join('\n');
  if (rollback.commands.length > 0 && scripts.trim() !== '') {
    const phrase = emptyPhrase(withoutEcho(scripts));
    if (phrase) return quoted(scripts, phrase.says);
    if (reading.operations.some((operation) => !isProse(operation))) return ofCommands(rollback, forward, reading);
    // Words typed where a command should stand are judged as words.
    return ofWords(step, scripts);
  }
  if (rollback.text === undefined && rollback.from) return { says: `states no rollback (${rollback.from})` };
  return ofWords(step, rollback.text?.text ?? '');
}

function ofCommands(rollback: Rollback, forward: Reading, reading: Reading): Verdict | undefined {
  const commands = reading.operations;
  if (commands.every((operation) => isHole(operation))) return quoted(commands[0]!.text, 'is a placeholder');
  const error = reading.errors[0];
  if (error)
    return {
      says: `states a rollback that no shell can read (${error.message})`,
      unknown: true,
      settledBy: ['Mend the command of the rollback.'],
    };
  const changing = commands.filter((operation) => operation.effect.effect !== 'reads');
  if (changing.length === 0)
    return { says: `states a rollback that changes nothing: "${commands[0]!.text}" only looks` };
  const again = repeats(changing, forward);
  if (again) return again;
  const calls = forwardCalls(forward);
  return ofCalls(calls, changing, rollback);
}

/** Whether all that the rollback does was done by the step already. */
function repeats(changing: readonly Operation[], forward: Reading): Verdict | undefined {
  const done = new Set(
    forward.operations
      .filter((operation) => operation.effect.effect !== 'reads')
      .map((operation) => keyOf(operation)),
  );
  if (done.size === 0) return undefined;
  const again = new Set(changing.map((operation) => keyOf(operation)));
  if ([...again].some((key) => !done.has(key))) return undefined;
  const [first] = changing;
  return {
    says:
      done.size <= again.size
        ? `states a rollback that is the step itself again: "${first!.text}"`
        : `states a rollback that only repeats part of the step: "${first!.text}"`,
  };
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

function ofWords(step: Step, text: string): Verdict | undefined {
  if (text.trim() === '') return { says: 'states no rollback' };
  const own = new Set([step.title.text, step.action?.text ?? ''].map(wordsKey).filter((key) => key !== ''));
  if (own.has(wordsKey(text))) return quoted(text, 'is the step itself again');
  const phrase = emptyPhrase(text);
  if (phrase) return quoted(text, phrase.says);
  if (isConcrete(text)) return undefined;
  const elsewhere = pointsTo(text);
  if (elsewhere)
    return {
      says: `leaves its rollback to ${elsewhere}, which is not in sight`,
      unknown: true,
      settledBy: ['Write the commands of the rollback into the step.'],
    };
  if (/\b(backups?|snapshots?|dumps?)\b/i.test(text)) return quoted(text, 'names a backup but not how it is restored');
  return {
    says: `states a rollback in words that name no procedure: "${short(text)}"`,
    unknown: true,
    settledBy: ['Write what to run, or what to set to which value and where.'],
  };
}

function quoted(text: string, says: string): Verdict {
  return { says: `states a rollback that does not count: "${short(text)}" ${says}` };
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

/** `echo "n/a"` says no more than `n/a`. */
function withoutEcho(script: string): string {
  return script.replace(/^\s*(echo|printf|#+|:)\s+/gm, '');
}

/** A "command" whose program nobody knows and whose arguments are plain words. */
function isProse(operation: Operation): boolean {
  const words = operation.command?.words;
  if (words === undefined || operation.effect.effect !== 'unknown') return false;
  if (RUNNERS.test(words[0] ?? '')) return false;
  return words.every((word) => /^[\p{L}'’,.;:()]+$/u.test(word));
}

function isHole(operation: Operation): boolean {
  return operation.command !== undefined && /^_.*_$/.test(operation.command.words[0] ?? '');
}

function isChecked(rollback: Rollback, reading: Reading): boolean {
  if (rollback.check && isCheck(rollback.check)) return true;
  const lastChange = reading.operations.findLastIndex((operation) => operation.effect.effect !== 'reads');
  const looksAfter = reading.operations
    .slice(lastChange + 1)
    .some((operation) => !/^(echo|printf|sleep|true|:|cd|exit)\b/.test(operation.text));
  return (lastChange >= 0 && looksAfter) || saysHowToSee(rollback.text?.text ?? '');
}

/** A check that says something: words that are no empty phrase, or a command. */
export function isCheck(check: Check): boolean {
  if (check.commands.some((script) => script.text.trim() !== '')) return true;
  return check.text !== undefined && emptyPhrase(check.text.text) === undefined;
}

/** The step's own check passing shows that the change is in place: seeing the same again shows no rollback. */
function hasOwnCheck(step: Step, rollback: Rollback): boolean {
  if (rollback.check === undefined || step.check === undefined) return true;
  return checkKey(rollback.check) !== checkKey(step.check);
}

function checkKey(check: Check): string {
  const commands = readScripts(check.commands).operations.map((operation) => keyOf(operation));
  return [wordsKey(check.text?.text ?? ''), ...commands].join('\n');
}

/** What would make a missing rollback pass, from the table of natural undos. */
export function proposal(forward: Reading): string {
  const found = forward.operations.flatMap((operation) =>
    operation.command ? (proposeUndo(operation.command) ?? []) : [],
  )[0];
  return found ?? '';
}
