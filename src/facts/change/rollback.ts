import type { Check, Rollback, Step } from '../../model/change.js';
import { Unknown } from '../../model/facts.js';
import { locate } from '../../model/located.js';
import { wordsKey } from './compare.js';
import { emptyPhrase } from './phrases.js';
import { isRefusal, saysHowToSee } from './prose.js';
import { keyOf, type Reading, readScripts } from './read-scripts.js';
import { isProse, ofCommands } from './rollback-commands.js';
import { quoted, type Verdict } from './rollback-verdict.js';
import { ofWords } from './rollback-words.js';
import { proposeUndo } from './undo.js';

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

function verdictOf(step: Step, rollback: Rollback, forward: Reading, reading: Reading): Verdict | undefined {
  const scripts = rollback.commands.map((script) => script.text).join('\n');
  if (rollback.commands.length > 0 && scripts.trim() !== '') {
    const phrase = emptyPhrase(withoutEcho(scripts));
    if (phrase) return quoted(scripts, phrase.says);
    if (isRefusal(scripts)) return quoted(scripts, 'says that there is none');
    if (reading.operations.some((operation) => !isProse(operation)))
      return ofCommands(step, rollback, forward, reading);
    // Words typed where a command should stand are judged as words.
    return ofWords(step, rollback, forward, scripts);
  }
  if (rollback.text === undefined && rollback.from) return { says: `states no rollback (${rollback.from})` };
  return ofWords(step, rollback, forward, rollback.text?.text ?? '');
}

/** `echo "n/a"` says no more than `n/a`. */
function withoutEcho(script: string): string {
  return script.replace(/^\s*(echo|printf|#+|:)\s+/gm, '');
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
