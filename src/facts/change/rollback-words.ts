import type { Rollback, Step } from '../../model/change.js';
import { wordsKey } from './compare.js';
import { emptyPhrase } from './phrases.js';
import { commandsNamed, isConcrete, isRefusal, pointsTo } from './prose.js';
import { type Operation, type Reading, readScripts } from './read-scripts.js';
import { isHole, isProse, ofCommands, restartVerdict } from './rollback-commands.js';
import { quoted, short, type Verdict } from './rollback-verdict.js';

/** The verdict on a rollback that is told in words, which may name commands. */
export function ofWords(step: Step, rollback: Rollback, forward: Reading, text: string): Verdict | undefined {
  if (text.trim() === '') return { says: 'states no rollback' };
  const own = new Set([step.title.text, step.action?.text ?? ''].map(wordsKey).filter((key) => key !== ''));
  if (own.has(wordsKey(text))) return quoted(text, 'is the step itself again');
  const phrase = emptyPhrase(text);
  if (phrase) return quoted(text, phrase.says);
  if (isRefusal(text)) return quoted(text, 'says that there is none');
  const named = ofNamedCommands(step, rollback, forward, text);
  if (named !== 'none') return named;
  if (isConcrete(text)) {
    const stops = /\b(stop|pause|halt|kill|suspend|shut ?down|drain|disable)/i.test(
      `${step.title.text} ${step.action?.text ?? ''}`,
    );
    const without = text.replace(/\b(re-?start|reboot)(s|ed|ing)?\b/gi, ' ');
    return isConcrete(without) || stops || (forward.operations.length > 0 && restarts(forward))
      ? undefined
      : restartVerdict(short(text));
  }
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

function restarts(forward: Reading): boolean {
  return forward.operations.some((operation) => /\b(stop|pause|kill|drain|disable|scale)\b/.test(operation.text));
}

/** Nobody writes options in prose: with them, a program that no table knows is a command too. */
function isTyped(operation: Operation): boolean {
  if (isProse(operation)) return false;
  const [program = '', ...args] = operation.command?.words ?? [];
  return operation.effect.effect !== 'unknown' || program === 'no' || args.some((arg) => /^--?[a-z]/i.test(arg));
}

/** What the commands that the words name come to; `none` when they name none that does anything. */
function ofNamedCommands(step: Step, rollback: Rollback, forward: Reading, text: string): Verdict | undefined | 'none' {
  const typed = commandsNamed(text);
  if (typed.length === 0) return 'none';
  const { span } = rollback;
  const reading = readScripts([{ text: typed.join('\n'), language: 'shell', span, lineStarts: [span.start] }]);
  const known = reading.operations.filter(isTyped);
  if (known.length === 0 || known.some(isHole)) return 'none';
  const changes = known.some((operation) => operation.effect.effect !== 'reads');
  if (!changes && isConcrete(text.replace(/`[^`]*`/g, ' '))) return 'none';
  const verdict = ofCommands(step, rollback, forward, { ...reading, operations: known });
  return verdict?.unknown && isConcrete(typed.reduce((rest, line) => rest.replace(line, ' '), text)) ? 'none' : verdict;
}
