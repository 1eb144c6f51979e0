import type { Location } from '../../model/located.js';
import type { Operation } from './read-scripts.js';
import type { ReadStep } from './read-steps.js';
import { isCheck } from './rollback.js';
import { objectsOf } from './undo.js';

/** A destructive command, and what guards it when something does. */
export interface Destruction {
  readonly text: string;
  readonly why: string;
  readonly guard: string | undefined;
  readonly location: Location;
}

/** Commands that make a copy of what a later one destroys. */
const COPIES =
  /\b(create-(db-)?(cluster-)?snapshot|create-backup|create-image|snapshot save|snapshot|pg_dump|pg_dumpall|mysqldump|mongodump|velero backup create|backup|state pull|dump)\b|^(cp|rsync|tar|git (tag|branch|stash|bundle))\b|^kubectl .*\bget\b.* -o ?(yaml|json)|^aws s3 (cp|sync)\b/;

/** The destructive commands of a step. Rollbacks are left out: taking away what the step made is what they are for. */
export function destructiveCommands(read: ReadStep, all: readonly ReadStep[]): Destruction[] {
  return read.forward.operations
    .filter((operation) => operation.effect.effect === 'destroys')
    .map((operation) => ({
      text: operation.text,
      why: operation.effect.why,
      guard: guardOf(operation, read, all),
      location: operation.location,
    }));
}

function guardOf(operation: Operation, read: ReadStep, all: readonly ReadStep[]): string | undefined {
  if (operation.effect.guard) return operation.effect.guard;
  const test = operation.command?.tests.find((candidate) =>
    /(^|\s)(\[|\[\[|test|grep|diff|cmp|jq|read)\s|==|!=/.test(candidate),
  );
  if (test) return `it runs only after ${test}`;
  if (/\$\{\w+:\?/.test(operation.text)) return 'it stops when the variable is empty';
  const copy = copyBefore(operation, read, all);
  if (copy) return `"${copy}" keeps a copy`;
  const { guard, irreversible } = read.step;
  if (guard && isCheck(guard)) return 'the step states a guard';
  if (irreversible?.reason && irreversible.approval?.person)
    return `${irreversible.approval.person.text} approved that it cannot be undone`;
  return undefined;
}

/** A copy of the same thing, made earlier in the step or in a step before. */
function copyBefore(operation: Operation, read: ReadStep, all: readonly ReadStep[]): string | undefined {
  const own = read.forward.operations.slice(0, read.forward.operations.indexOf(operation));
  const before = [
    ...all.filter((other) => other.step.number < read.step.number).flatMap((other) => other.forward.operations),
    ...own,
  ];
  const things = new Set(operation.command ? objectsOf(operation.command) : wordsOf(operation.text));
  return before.find((candidate) => {
    if (!COPIES.test(candidate.command?.words.join(' ') ?? candidate.text)) return false;
    const names = candidate.command ? objectsOf(candidate.command) : wordsOf(candidate.text);
    return names.some((name) => things.has(name) || wordsOf(operation.text).includes(name));
  })?.text;
}

/** Words of a statement or a call that may name a thing. */
function wordsOf(text: string): string[] {
  return text
    .split(/[^\w-]+/)
    .filter(
      (word) =>
        word.length > 2 &&
        !/^(drop|table|from|delete|truncate|alter|column|exists|cascade|where|update|set)$/i.test(word),
    );
}
