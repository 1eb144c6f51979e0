import type { EvaluateOptions } from '../../engine/evaluate.js';
import { TollgateError } from '../../errors.js';
import { loadChanges } from '../../loaders/changes.js';
import type { Change } from '../../model/change.js';
import { SourceText } from '../../model/located.js';
import type { Problem, Report } from '../../model/report.js';
import { findFiles, readStandardInput, readText } from '../../sources/files.js';
import type { JudgedPaths } from '../check/check-options.js';
import { findConfiguration } from '../check/configuration.js';
import type { Gathered } from '../check/gathered.js';
import { rulesInForce } from '../check/packs.js';
import type { Terminal } from '../terminal.js';
import { VERSION } from '../version.js';
import { withChanges } from './in-check.js';

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
  const stop = (error: TollgateError) => {
    throw error;
  };
  for (const file of files.length > 0 ? await findFiles(files, terminal.cwd, stop) : []) {
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
 * Judges opened files by the rules in force.
 *
 * @param options the configuration that `--config` names, and what findings are made for.
 * @throws TollgateError CONFIG or PACK, or what is wrong with a calendar.
 */
export async function judge(
  files: readonly OpenedFile[],
  terminal: Terminal,
  { named, detail }: { readonly named?: string | undefined; readonly detail?: EvaluateOptions } = {},
): Promise<Omit<JudgedPaths, 'inputs'>> {
  const configuration = findConfiguration(terminal.cwd, named);
  const ruleSet = rulesInForce(configuration.config, configuration.folder);
  const gathered = gatheredFrom(files);
  const empty: Report = {
    tool: { name: 'tollgate', version: VERSION },
    verdict: 'pass',
    subjects: [],
    problems: gathered.problems,
    rules: [],
    inputs: gathered.counts,
    suggestions: [],
  };
  const report = await withChanges(empty, gathered, {
    ruleSet,
    configuration,
    cwd: terminal.cwd,
    ...(detail ? { detail } : {}),
  });
  return { report, gathered, ruleSet, configuration };
}

function gatheredFrom(files: readonly OpenedFile[]): Gathered {
  const holding = files.filter((file) => file.changes.length > 0);
  return {
    files: files.map(({ source, path, changes }) => ({ source, path, changes, pipelines: [], notes: [] })),
    reviews: [],
    consulted: holding.flatMap(({ path }) => path ?? []),
    buildspecs: [],
    problems: files.flatMap((file) => file.problems),
    texts: [],
    counts: { judged: holding.length, passedOver: 0 },
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
