import { TollgateError } from '../../errors.js';
import { lintChecklist } from '../../facts/checklist/lint.js';
import type { Lint } from '../../facts/checklist/lint-message.js';
import { lintRules } from '../../facts/checklist/lint-rules.js';
import { loadChecklist } from '../../loaders/checklist/checklist.js';
import { importLens, isLens } from '../../loaders/lens/import.js';
import { lensBreaches, lensRules } from '../../loaders/lens/lint.js';
import { parseDocument } from '../../loaders/syntax/parse.js';
import { spanOf } from '../../loaders/syntax/tree.js';
import { locate, type SourceText } from '../../model/located.js';
import type { Problem } from '../../model/report.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { type Colors, colorsFor, printable, type Terminal } from '../terminal.js';
import { builtInRules, readChecklist, readText } from './files.js';

/** What the command line says. */
export interface LintOptions {
  readonly format: 'text' | 'json';
}

/** One line of the lint: a checklist that cannot be read, or something its author should look at. */
interface Line extends Omit<Lint, 'level'> {
  readonly level: 'unreadable' | Lint['level'];
}

/** `tollgate orr lint`: what is wrong with checklists and custom lenses. */
export async function lint(terminal: Terminal, files: readonly string[], options: LintOptions): Promise<ExitCode> {
  const rules = new Set(builtInRules());
  const lines = files.flatMap((file) => lintFile(source(terminal, file), rules));
  if (options.format === 'json') terminal.stdout.write(`${JSON.stringify({ version: 1, lint: lines }, null, 2)}\n`);
  else terminal.stdout.write(text(lines, files.length, colorsFor(terminal.stdout, terminal.env)));
  if (lines.some((line) => line.level === 'unreadable')) return EXIT.undecided;
  return lines.some((line) => line.level === 'error') ? EXIT.block : EXIT.pass;
}

function source(terminal: Terminal, file: string): SourceText {
  const isName = !/[\\/.]/.test(file);
  return isName ? readChecklist(file, terminal.cwd) : readText(terminal.cwd, file);
}

function lintFile(file: SourceText, rules: ReadonlySet<string>): Line[] {
  try {
    const root = parseDocument(file);
    if (root && isLens(root)) {
      const { problems } = importLens(file);
      const breaches = lensBreaches(root).map(
        ({ node, message }): Line => ({ level: 'error', message, location: locate(spanOf(node)) }),
      );
      const found = lensRules(root).flatMap(({ options, rules: risk }) => lintRules(options, risk));
      return inOrder([...problems.map(unreadable), ...breaches, ...found]);
    }
    const { value, problems } = loadChecklist(file);
    return inOrder(value ? lintChecklist(value, rules) : problems.map(unreadable));
  } catch (error) {
    if (!(error instanceof TollgateError)) throw error;
    return [unreadable(error)];
  }

  function unreadable({ message, location, hint }: Pick<Problem, 'message' | 'location' | 'hint'>): Line {
    const at = location ?? { file: file.file, line: 1, column: 1 };
    return { level: 'unreadable', message, location: at, ...(hint === undefined ? {} : { hint }) };
  }
}

function inOrder(lines: readonly Line[]): Line[] {
  return [...lines].sort(
    (a, b) =>
      a.location.line - b.location.line || a.location.column - b.location.column || (a.message < b.message ? -1 : 1),
  );
}

function text(lines: readonly Line[], files: number, colors: Colors): string {
  const paint = { unreadable: colors.red, error: colors.red, advice: colors.yellow };
  const written = lines.map(({ level, message, location, hint }) => {
    const place = `${location.file}:${location.line}:${location.column}`;
    return `${printable(place)}: ${paint[level](level)}: ${printable(message)}${hint === undefined ? '' : `\n  ${printable(hint)}`}`;
  });
  const errors = lines.filter((line) => line.level !== 'advice').length;
  const count = `${files} ${files === 1 ? 'file' : 'files'}: ${errors} ${errors === 1 ? 'error' : 'errors'}, ${lines.length - errors} advice`;
  return `${[...written, count].join('\n')}\n`;
}
