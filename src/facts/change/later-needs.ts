import type { ReadStep } from './read-steps.js';
import type { SimpleCommand } from './shell.js';

/** Later steps that a rollback relies on: declared, named in its words, or by a file that only a later step makes. */
export function laterNeeds(read: ReadStep, all: readonly ReadStep[]): string[] {
  const { step, judgement } = read;
  const later = all.filter((other) => other.step.number > step.number);
  const declared = new Set(judgement.rollback?.needs.map((need) => need.text) ?? []);
  const named = new Set(
    [...(judgement.rollback?.text?.text ?? '').matchAll(/\bstep[\s#-]*(\d+)\b/gi)].map((match) => Number(match[1])),
  );
  const read_ = filesRead(judgement.reading.operations.flatMap((operation) => operation.command ?? []));
  const earlier = new Set(all.filter((other) => other.step.number <= step.number).flatMap(filesMade));
  return later
    .filter(
      (other) =>
        declared.has(other.step.name) ||
        declared.has(String(other.step.number)) ||
        named.has(other.step.number) ||
        filesMade(other).some((file) => read_.has(file) && !earlier.has(file)),
    )
    .map((other) => other.step.name);
}

/** Every word of the commands: a file that a later step makes and that stands here is needed here. */
function filesRead(commands: readonly SimpleCommand[]): Set<string> {
  return new Set(
    commands.flatMap((command) => [...command.words.slice(1), command.text.match(/<\s*(\S+)/)?.[1] ?? '']),
  );
}

/** Files that a step writes: redirections, `-f`/`-o` of dumps, the target of a copy. */
function filesMade(read: ReadStep): string[] {
  return read.forward.operations.flatMap(({ command }) => {
    if (!command) return [];
    const [program = '', ...args] = command.words;
    const copied = /^(cp|mv|tee)$/.test(program) ? [args.filter((arg) => !arg.startsWith('-')).at(-1) ?? ''] : [];
    const flag = /^(pg_dump|mysqldump|mongodump|tar|curl|terraform)$/.test(program)
      ? args.flatMap((arg, at) => (/^(-f|-o|-out|-cf|-czf|--file|--output)$/.test(arg) ? [args[at + 1] ?? ''] : []))
      : [];
    const joined = args.flatMap((arg) => /^(?:--file|--output|-out|--result-file)=(.+)$/.exec(arg)?.[1] ?? []);
    return [...command.writes, ...copied, ...flag, ...joined].filter(
      (file) => file.length > 2 && !file.startsWith('/dev/'),
    );
  });
}
