import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { TollgateError } from '../../errors.js';
import { mayBeReview } from '../../loaders/review/review.js';
import { SourceText } from '../../model/located.js';

/** Reviews and checklists are written by people; anything larger is something else. */
const MAX_BYTES = 10_000_000;

/** Reads a text file, naming it as the user did. */
export function readText(cwd: string, file: string): SourceText {
  const path = resolve(cwd, file);
  let size: number;
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) throw new TollgateError('FILE_UNREADABLE', `${file} is a folder`, { hint: 'Name a file.' });
    size = stat.size;
  } catch (error) {
    if (error instanceof TollgateError) throw error;
    throw new TollgateError('FILE_NOT_FOUND', `there is no file ${file}`, { hint: 'Look at the path.' });
  }
  if (size > MAX_BYTES)
    throw new TollgateError('FILE_TOO_LARGE', `${file} has ${size} bytes; at most ${MAX_BYTES} are read`);
  try {
    const bytes = readFileSync(path);
    return new SourceText(file, new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof TypeError)
      throw new TollgateError('FILE_NOT_TEXT', `${file} is not UTF-8 text`, { hint: 'Save it as UTF-8.' });
    throw new TollgateError('FILE_UNREADABLE', `${file} cannot be read: ${(error as Error).message}`);
  }
}

/** The folder that paths of evidence start from: the nearest one upward with `.git` or `tollgate.yaml`, else the file's own. */
export function projectRoot(path: string): string {
  const start = dirname(resolve(path));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git')) || existsSync(join(folder, 'tollgate.yaml'))) return folder;
    if (dirname(folder) === folder) return start;
  }
}

/** A folder that comes with the program, next to `dist/` or `src/`. */
function ownFolder(name: 'checklists' | 'rules'): string {
  const here = dirname(fileURLToPath(import.meta.url));
  for (let folder = here; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'checklists', 'service-launch.yaml'))) return join(folder, name);
    if (dirname(folder) === folder) throw new Error(`no ${name} beside ${here}`);
  }
}

function checklistFolder(): string {
  return ownFolder('checklists');
}

/** Ids of the rules that come with the program, sorted. */
export function builtInRules(): string[] {
  return globSync('**/*.yaml', { cwd: ownFolder('rules') })
    .map((path) => path.slice(0, -'.yaml'.length))
    .sort();
}

/** Names of the checklists that come with the program, sorted. */
export function builtInChecklists(): string[] {
  return readdirSync(checklistFolder())
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
}

/** Whether a checklist is named by its path: one of one's own, none that comes with the program. */
export function isOwnChecklist(name: string): boolean {
  return /[\\/]|\.(ya?ml|json)$/i.test(name);
}

/** Where a checklist of one's own lies that a review names. */
export function checklistPath(name: string, review: string): string {
  return resolve(dirname(review), name);
}

/**
 * The text of a checklist.
 *
 * @param name the name of one that comes with the program, or a path.
 * @param folder what a path is relative to.
 */
export function readChecklist(name: string, folder: string): SourceText {
  if (!isOwnChecklist(name)) {
    const names = builtInChecklists();
    if (!names.includes(name))
      throw new TollgateError('CHECKLIST', `there is no checklist "${name}"`, {
        hint: `Those that come with tollgate are ${names.join(', ')}; for one of your own write its path.`,
      });
    return new SourceText(`checklists/${name}.yaml`, readFileSync(join(checklistFolder(), `${name}.yaml`), 'utf8'));
  }
  const shown = displayPath(resolve(folder, name), process.cwd());
  return readText(process.cwd(), shown);
}

/** Paths of all reviews under a folder, relative to it, sorted. */
export function findReviews(folder: string): string[] {
  return globSync(['**/*.yaml', '**/*.yml'], {
    cwd: folder,
    ignore: ['**/node_modules/**', '**/.git/**'],
    dot: false,
  })
    .filter((path) => looksLikeReview(join(folder, path)))
    .sort();
}

function looksLikeReview(path: string): boolean {
  return statSync(path).size <= MAX_BYTES && mayBeReview(readFileSync(path, 'utf8'));
}

/** The one review that is meant: the one named, or the only one there is. */
export function theReview(cwd: string, named: string | undefined): string {
  if (named !== undefined) return named;
  const found = findReviews(cwd);
  if (found.length === 1) return found[0]!;
  if (found.length === 0)
    throw new TollgateError('USAGE', 'there is no review here', { hint: 'Make one with `tollgate orr new`.' });
  throw new TollgateError('USAGE', `there are ${found.length} reviews here; name one`, { hint: found.join('\n  ') });
}

/** A path as people write it: relative to where they are when it is below, with forward slashes. */
export function displayPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return (short.startsWith('..') || isAbsolute(short) ? path : short).split(sep).join('/');
}
