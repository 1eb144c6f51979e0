import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { TollgateError } from '../../errors.js';
import type { RepositoryIdentity } from '../../model/statement.js';
import { isInputName } from '../../sign-off/digest.js';
import { repositoryName } from '../../sign-off/repository.js';
import { GitRepository } from '../../sources/git.js';

/** More than any pipeline, manifest or envelope has. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Where a sign-off is made or verified: the names of its inputs start at `root`. */
export interface Place {
  /** The top of the git repository, else the folder of `tollgate.yaml`, else the working directory. */
  readonly root: string;
  readonly git: GitRepository | undefined;
  /** Why a repository that is there cannot be asked; absent when it can, or there is none. */
  readonly gitSilentBecause?: string;
}

/** Finds the place that a working directory lies in. */
export async function findPlace(cwd: string): Promise<Place> {
  const found = await GitRepository.around(cwd);
  const root = realpathSync(found?.root ?? folderOfConfig(cwd) ?? cwd);
  return found === undefined || found instanceof GitRepository
    ? { root, git: found }
    : { root, git: undefined, gitSilentBecause: found.silentBecause };
}

function folderOfConfig(cwd: string): string | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (isFile(join(folder, 'tollgate.yaml'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/**
 * The name of an input in statements: its path from the root.
 *
 * @throws TollgateError ENVELOPE when it lies outside, where nobody who verifies would find it.
 */
export function inputName(place: Place, path: string): string {
  const name = fromRoot(place, path);
  if (isInputName(name)) return name;
  throw new TollgateError('ENVELOPE', `${path} lies outside ${place.root}, so a statement cannot name it`, {
    hint: 'Run tollgate inside the repository that holds all inputs.',
  });
}

/**
 * The path from the root of something that is looked at: a file, a folder (the root is `.`), or a glob.
 *
 * @throws TollgateError ENVELOPE when it lies outside.
 */
export function pathName(place: Place, path: string): string {
  return fromRoot(place, path) === '' ? '.' : inputName(place, path);
}

function fromRoot(place: Place, path: string): string {
  const existing = existsSync(path) ? realpathSync(path) : path;
  return relative(place.root, existing).split(sep).join('/');
}

/** What tells this repository from others. */
export async function repositoryIdentity(place: Place, declared: readonly string[]): Promise<RepositoryIdentity> {
  const origin = await place.git?.origin();
  return {
    declared: declared[0] ?? null,
    origin: (origin && repositoryName(origin)) ?? null,
    root: (await place.git?.firstCommit()) ?? null,
  };
}

/** The bytes of a file by its name in the repository; undefined when it is not there. */
export function fileIn(place: Place): (name: string) => Uint8Array | undefined {
  return (name) => {
    const path = join(place.root, name);
    return isFile(path) ? readBytes(path) : undefined;
  };
}

/** Whether a path is a file. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/**
 * The bytes of a file.
 *
 * @throws TollgateError FILE_NOT_FOUND, FILE_TOO_LARGE, FILE_UNREADABLE.
 */
export function readBytes(path: string): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > MAX_BYTES) throw new TollgateError('FILE_TOO_LARGE', `${path} is too large: ${size} bytes`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof TollgateError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new TollgateError('FILE_NOT_FOUND', `there is no file ${path}`);
    throw new TollgateError('FILE_UNREADABLE', `${path} cannot be read: ${message}`);
  }
}
