import {
  closeSync,
  type Dirent,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { TollgateError } from '../errors.js';

/** A file to look at. */
export interface InputFile {
  /** As shown in reports: relative to the working directory, with `/`. */
  readonly name: string;
  readonly path: string;
  /** Named by the user, not met on a walk: it must hold something. */
  readonly explicit: boolean;
  /** Its size, below nought where nobody has asked yet. */
  readonly bytes: number;
}

/** Larger files are no pipeline definitions: CloudFormation's own limit for a template is 1 MB. */
export const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** Folders that are never looked into. */
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', '.hg', '.svn', '.terraform', '.venv', '__pycache__']);

/**
 * Files, folders and globs, as given, to files. Folders are walked without following links, `.gitignore` is respected.
 *
 * @param onClosed told of each folder that may not be looked into: the others are.
 * @throws TollgateError FILE_NOT_FOUND for a path that is not there or a glob that matches nothing.
 */
export async function findFiles(
  inputs: readonly string[],
  cwd: string,
  onClosed: (error: TollgateError) => void,
): Promise<InputFile[]> {
  const files = new Map<string, InputFile>();
  const add = (path: string, explicit: boolean, bytes: number) => {
    const before = files.get(path);
    if (!before || (explicit && !before.explicit))
      files.set(path, { name: displayName(path, cwd), path, explicit, bytes });
  };
  for (const input of inputs) {
    const path = resolve(cwd, input);
    const stat = statOf(path, input);
    if (stat?.isDirectory()) walk(path, ignoreRules(path), { add, onClosed, nameOf: (at) => displayName(at, cwd) });
    else if (stat) add(path, true, stat.size);
    else for (const match of await expandGlob(input, cwd)) add(match, true, statSync(match).size);
  }
  return [...files.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function expandGlob(input: string, cwd: string): Promise<string[]> {
  if (/[*?[\]{}!]/.test(input)) {
    const { glob } = await import('tinyglobby');
    const matches = await glob([input], {
      cwd,
      absolute: true,
      dot: true,
      ignore: ['**/node_modules/**', '**/.git/**'],
    });
    if (matches.length > 0) return matches;
    throw new TollgateError('FILE_NOT_FOUND', `${input}: matches no file`, {
      hint: 'Quote the pattern so that the shell leaves it alone, and try it with ls.',
    });
  }
  throw new TollgateError('FILE_NOT_FOUND', `${input}: no such file or folder`, { hint: `Looked in ${cwd}.` });
}

function displayName(path: string, cwd: string): string {
  const name = relative(cwd, path);
  const shown =
    name === '' ||
    (name.startsWith('..') && isAbsolute(path) && name.split(sep).filter((part) => part === '..').length > 3)
      ? path
      : name;
  return shown.split(sep).join('/');
}

/** An ignore file and the folder it stands in. */
interface IgnoreRules {
  readonly folder: string;
  readonly rules: Ignore;
}

/** The ignore files that are in force in a folder: its own and those above it, up to the repository's top. */
function ignoreRules(folder: string): IgnoreRules[] {
  const found: IgnoreRules[] = [];
  for (let at = folder; ; at = resolve(at, '..')) {
    const rules = readIgnore(at);
    if (rules) found.unshift(rules);
    if (existsSync(join(at, '.git')) || at === resolve(at, '..')) return found;
  }
}

function readIgnore(folder: string): IgnoreRules | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, '.gitignore'), 'utf8');
  } catch {
    return undefined;
  }
  return { folder, rules: ignore().add(text) };
}

/** What a walk does with what it meets. */
interface Walk {
  readonly add: (path: string, explicit: boolean, bytes: number) => void;
  readonly onClosed: (error: TollgateError) => void;
  readonly nameOf: (path: string) => string;
}

function walk(folder: string, inherited: readonly IgnoreRules[], how: Walk): void {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    how.onClosed(unreadable(how.nameOf(folder), error));
    return;
  }
  const own = entries.some((entry) => entry.name === '.gitignore') ? readIgnore(folder) : undefined;
  const rules = own && !inherited.some((it) => it.folder === folder) ? [...inherited, own] : inherited;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name) && !isIgnored(path, true, rules)) walk(path, rules, how);
    } else if (entry.isFile() && !isIgnored(path, false, rules)) how.add(path, false, -1);
  }
}

function isIgnored(path: string, folder: boolean, rules: readonly IgnoreRules[]): boolean {
  return rules.some((it) => {
    const name = relative(it.folder, path).split(sep).join('/') + (folder ? '/' : '');
    return it.rules.ignores(name);
  });
}

/** Names of files that may hold something that is judged, whatever they are called: the rest are passed over unread. */
const READABLE = /\.(ya?ml|json|template|cfn|tmpl|tf|tofu|tfvars|md|markdown|txt)$|^[^.]+$|\.tf\.json$/i;

/** Whether a file met on a walk is worth reading. */
export function isWorthReading(file: InputFile): boolean {
  return file.explicit || READABLE.test(file.name.split('/').at(-1)!);
}

/**
 * The text of a file.
 *
 * @throws TollgateError FILE_TOO_LARGE, FILE_UNREADABLE or FILE_NOT_TEXT.
 */
export function readText(file: InputFile): string {
  if (file.bytes > MAX_FILE_BYTES) throw tooLarge(file, file.bytes);
  let bytes: Uint8Array;
  try {
    bytes = readSmall(file.path) ?? readLarge(file);
  } catch (error) {
    if (error instanceof TollgateError) throw error;
    throw unreadable(file.name, error);
  }
  return decode(bytes, file.name);
}

/** Most definitions fit in here: one buffer for all of them spares allocating, and asking for the size. */
const SMALL = Buffer.allocUnsafe(128 * 1024);

/**
 * The text of a file that an option or the configuration names.
 *
 * @param shown its name in messages.
 * @throws TollgateError FILE_NOT_FOUND, FILE_UNREADABLE, FILE_TOO_LARGE or FILE_NOT_TEXT.
 */
export function readNamed(path: string, shown: string, hint: string): string {
  const stat = statOf(path, shown);
  if (!stat) throw new TollgateError('FILE_NOT_FOUND', `${shown}: no such file`, { hint });
  if (stat.isDirectory()) throw new TollgateError('FILE_UNREADABLE', `${shown}: a folder, not a file`, { hint });
  return readText({ name: shown, path, explicit: true, bytes: stat.size });
}

/** The bytes of a file that is smaller than {@link SMALL}, until the next one is read; undefined for a larger one. */
function readSmall(path: string): Uint8Array | undefined {
  const handle = openSync(path, 'r');
  try {
    let length = 0;
    for (;;) {
      const read = readSync(handle, SMALL, length, SMALL.length - length, null);
      if (read === 0) return SMALL.subarray(0, length);
      length += read;
      if (length === SMALL.length) return undefined;
    }
  } finally {
    closeSync(handle);
  }
}

function readLarge(file: InputFile): Uint8Array {
  const { size } = statSync(file.path);
  if (size > MAX_FILE_BYTES) throw tooLarge(file, size);
  return readFileSync(file.path);
}

function tooLarge(file: InputFile, size: number): TollgateError {
  return new TollgateError(
    'FILE_TOO_LARGE',
    `${Math.round(size / 1e6)} MB, more than the ${MAX_FILE_BYTES / 1024 / 1024} MB that a definition may have`,
    {
      location: { file: file.name, line: 1, column: 1 },
      hint: 'Split it, or exclude it with .gitignore.',
    },
  );
}

/** What the system says of a file that is there and cannot be read. The name stands in the place. */
function unreadable(name: string, error: unknown): TollgateError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = code === 'EACCES' || code === 'EPERM' ? 'permission denied' : (code ?? message);
  return new TollgateError('FILE_UNREADABLE', `cannot be read: ${reason}`, {
    location: { file: name, line: 1, column: 1 },
    hint: 'Give read permission, or name the files you mean.',
  });
}

/** What is there; undefined when nothing is. @throws TollgateError FILE_UNREADABLE when that may not be known. */
function statOf(path: string, shown: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw unreadable(shown, error);
  }
}

/** Bytes to text: UTF-8, or UTF-16 with its mark. @throws TollgateError FILE_NOT_TEXT when it holds NUL bytes. */
export function decode(bytes: Uint8Array, name: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (text.includes('\0'))
    throw new TollgateError('FILE_NOT_TEXT', 'not a text file', {
      location: { file: name, line: 1, column: 1 },
      hint: 'Name a definition in YAML or JSON.',
    });
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Whether a file too large to be read contains a marker of something that is judged: read in pieces. */
export function largeFileContains(file: InputFile, marker: RegExp): boolean {
  const handle = openSync(file.path, 'r');
  const buffer = Buffer.alloc(1024 * 1024);
  try {
    let tail = '';
    for (;;) {
      const read = readSync(handle, buffer, 0, buffer.length, null);
      if (read === 0) return false;
      const text = tail + buffer.toString('latin1', 0, read);
      if (marker.test(text)) return true;
      tail = text.slice(-200);
    }
  } finally {
    closeSync(handle);
  }
}

/**
 * Files of a name in the folder of another file or in one above it, up to the repository's top; in the folder alone when
 * there is no repository.
 */
export function findAbove(path: string, name: string, cwd: string): InputFile[] {
  const found: InputFile[] = [];
  const folder = resolve(path, '..');
  for (let at = folder; ; at = resolve(at, '..')) {
    const candidate = join(at, name);
    const stat = existsSync(candidate) ? statSync(candidate, { throwIfNoEntry: false }) : undefined;
    if (stat?.isFile())
      found.push({ name: displayName(candidate, cwd), path: candidate, explicit: false, bytes: stat.size });
    if (existsSync(join(at, '.git'))) return found;
    if (at === resolve(at, '..')) return found.filter((file) => resolve(file.path, '..').startsWith(folder));
  }
}

/** Everything on standard input. */
export async function readStandardInput(stdin: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stdin) pieces.push(piece);
  return decode(Buffer.concat(pieces), '-');
}
