import { evaluate } from '../../engine/evaluate.js';
import { verdictOf } from '../../engine/verdict.js';
import { TollgateError } from '../../errors.js';
import { changeJudgeable } from '../../facts/change/change-judgeable.js';
import type { ChangeContext } from '../../facts/change/context.js';
import { loadChanges } from '../../loaders/changes.js';
import type { Change } from '../../model/change.js';
import { SourceText } from '../../model/located.js';
import type { Problem, Report, Subject } from '../../model/report.js';
import { findFiles, readStandardInput, readText } from '../../sources/files.js';
import { findConfiguration } from '../check/configuration.js';
import { rulesApplied } from '../check/judge.js';
import { rulesInForce } from '../check/packs.js';
import type { Terminal } from '../terminal.js';
import { VERSION } from '../version.js';

/** A file that was read, and the changes in it. */
export interface OpenedFile {
  readonly source: SourceText;
  /** Absolute path; undefined for standard input. */
  readonly path: string | undefined;
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
}

/** Reads every manifest that is named; `-` is standard input. What cannot be read is a problem, not the end. */
export async function openFiles(names: readonly string[], terminal: Terminal): Promise<OpenedFile[]> {
  const opened: OpenedFile[] = [];
  if (names.includes('-'))
    opened.push(await open(new SourceText('-', await readStandardInput(terminal.stdin)), undefined));
  const files = names.filter((name) => name !== '-');
  for (const file of files.length > 0 ? await findFiles(files, terminal.cwd) : []) {
    if (!file.explicit && !/\.(ya?ml|json|md|markdown)$/i.test(file.name)) continue;
    const source = new SourceText(file.name, readText(file));
    if (!file.explicit) {
      const { findChanges } = await import('../../loaders/changes.js');
      const found = await guarded(source, () => findChanges(source));
      if (found) opened.push({ source, path: file.path, ...found });
    } else opened.push(await open(source, file.path));
  }
  return opened;
}

async function open(source: SourceText, path: string | undefined): Promise<OpenedFile> {
  const loaded = await guarded(source, () => loadChanges(source));
  return { source, path, changes: loaded?.changes ?? [], problems: loaded?.problems ?? [] };
}

async function guarded<T extends { changes: readonly Change[]; problems: readonly Problem[] }>(
  source: SourceText,
  load: () => Promise<T | undefined>,
) {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof TollgateError)) throw error;
    const { code, message, hint } = error;
    const location = error.location ?? { file: source.file, line: 1, column: 1 };
    return { changes: [], problems: [{ code, message, location, ...(hint ? { hint } : {}) }] };
  }
}

/**
 * Judges opened files by the rules in force in the working directory.
 *
 * @throws TollgateError CONFIG or PACK.
 */
export function judge(files: readonly OpenedFile[], terminal: Terminal): Report {
  const { config, folder } = findConfiguration(terminal.cwd, undefined);
  const ruleSet = rulesInForce(config, folder);
  const context: ChangeContext = {
    freezes: config.freezes,
    environments: config.environments.map((environment) => environment.name),
  };
  const evaluated = files
    .flatMap((file) => file.changes)
    .map((change) => evaluate(changeJudgeable(change, context), ruleSet));
  const subjects: Subject[] = evaluated.map((it) => it.subject);
  const problems = [...files.flatMap((file) => file.problems), ...evaluated.flatMap((it) => it.crashes)];
  return {
    tool: { name: 'tollgate', version: VERSION },
    verdict: verdictOf(subjects),
    subjects,
    problems,
    rules: rulesApplied(ruleSet, subjects),
    inputs: { judged: files.filter((file) => file.changes.length > 0).length, passedOver: 0 },
    suggestions: [],
  };
}

/**
 * The one change that a command is about.
 *
 * @throws TollgateError CHANGE when the file has none, several, or cannot be read.
 */
export async function openOne(name: string, terminal: Terminal): Promise<{ file: OpenedFile; change: Change }> {
  const [file] = await openFiles([name], terminal);
  const problem = file?.problems[0];
  if (problem)
    throw new TollgateError('CHANGE', problem.message, {
      ...(problem.location ? { location: problem.location } : {}),
      ...(problem.hint ? { hint: problem.hint } : {}),
    });
  const [change, ...more] = file?.changes ?? [];
  if (!file || !change)
    throw new TollgateError('CHANGE', `${name} holds no change`, { hint: 'Begin one with `tollgate change new`.' });
  if (more.length > 0)
    throw new TollgateError('CHANGE', `${name} holds ${more.length + 1} changes`, {
      hint: 'Keep one change per file.',
    });
  return { file, change };
}
