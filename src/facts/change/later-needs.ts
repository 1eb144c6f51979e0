import type { ReadStep } from './read-steps.js';
import type { SimpleCommand } from './shell.js';

/** For every file that steps make, the steps that make it and the number of the first. */
export type FilesMade = ReadonlyMap<string, { readonly first: number; readonly makers: readonly ReadStep[] }>;

/** Files that the steps of a change make, gone through once. */
export function filesMadeBy(all: readonly ReadStep[]): FilesMade {
  const made = new Map<string, { first: number; makers: ReadStep[] }>();
  for (const read of all)
    for (const file of filesMade(read)) {
      const entry = made.get(file);
      if (entry) entry.makers.push(read);
      else made.set(file, { first: read.step.number, makers: [read] });
    }
  return made;
}

/** Later steps that a rollback relies on: declared, named in its words, or by a file that only a later step makes. */
export function laterNeeds(read: ReadStep, all: readonly ReadStep[], made: FilesMade): string[] {
  const { step, judgement } = read;
  const { rollback } = judgement;
  if (!rollback) return [];
  const needed = new Set<number>(
    [...(rollback.text?.text ?? '').matchAll(/\bstep[\s#-]*(\d+)\b/gi)].map((match) => Number(match[1])),
  );
  const declared = new Set(rollback.needs.map((need) => need.text));
  for (const file of made.size > 0
    ? filesRead(judgement.reading.operations.flatMap((operation) => operation.command ?? []))
    : []) {
    const entry = made.get(file);
    if (entry && entry.first > step.number) for (const maker of entry.makers) needed.add(maker.step.number);
  }
  if (needed.size === 0 && declared.size === 0) return [];
  return all
    .filter(
      ({ step: other }) =>
        other.number > step.number &&
        (needed.has(other.number) || declared.has(other.name) || declared.has(String(other.number))),
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
