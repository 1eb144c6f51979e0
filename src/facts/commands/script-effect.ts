import type { CommandEffect } from './effects.js';
import { flagValue, positionals } from './invocation.js';
import { effectOfName, isEnvironmentWord, nameWords } from './name-words.js';

/** What a script does, by its name, then by what it is told to do, then by its folder; unknown when nothing tells. */
export function scriptEffect(script: string, args: readonly string[]): CommandEffect {
  // Only what can be the name of a program: anything else is another language, or a value.
  if (!/^[\w./~@:+\\$ {}-]+$/.test(script) || LANGUAGE.has(script)) return 'unknown';
  const parts = script.split(/[/\\]/).filter((part) => part !== '' && part !== '.' && part !== '..');
  const named = effectOfName(parts.at(-1) ?? '');
  if (named === 'publish' && /\brelease\b/.test(nameWords(parts.at(-1)!)) && args.some(isEnvironmentWord))
    return 'deploy';
  if (named && named !== 'build') return named;
  const handed = handedEffect(args);
  if (handed && handed !== 'build') return handed;
  if (named) return named;
  const folder = parts.length > 1 && GENERIC_SCRIPT.test(parts.at(-1)!) ? effectOfName(parts.at(-2)!) : undefined;
  return folder === 'build' || folder === undefined ? (handed ?? 'unknown') : folder;
}

/** Names of scripts that leave it to their folder to say what they do. */
const GENERIC_SCRIPT = /^(run|main|index|start|execute|entrypoint|go|script|app|cli|all|ci)(\.\w+)?$/;

/** What a script is told to do: its first word, or the value of an option that is called action, command or mode. */
function handedEffect(args: readonly string[]): CommandEffect | undefined {
  const action = flagValue(
    args,
    '--action',
    '--command',
    '--cmd',
    '--mode',
    '--operation',
    '--task',
    '-Action',
    '--target',
  );
  const first = positionals(args).find((word) => !word.afterFlag)?.text;
  for (const word of [action, first])
    if (word !== undefined && /^[A-Za-z][A-Za-z:_-]*$/.test(word) && nameWords(word).split(' ').length <= 4) {
      const effect = effectOfName(word);
      if (effect) return effect;
    }
  return undefined;
}

/** Words that begin lines of other languages. */
const LANGUAGE: ReadonlySet<string> = new Set(
  'const let var await async return import from def class function if else elif try catch except finally for while with throw new module print switch case default end begin do then public private static void'.split(
    ' ',
  ),
);
