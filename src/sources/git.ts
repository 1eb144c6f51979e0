import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Day } from '../model/day.js';

const run = promisify(execFile);

/** A commit's author or co-author, and a file the commit changed. */
export interface CommitAuthor {
  readonly name?: string;
  readonly email?: string;
  readonly file: string;
}

/** How many paths one call of git gets: far below what any system takes on a command line. */
const BATCH = 400;

/**
 * Flags for a repository that may be hostile: nothing it configures is run, no replaced object is believed, and names
 * of files are names, not patterns.
 */
const SAFELY = ['--no-replace-objects', '--literal-pathspecs', '--no-optional-locks', '-c', 'core.fsmonitor=false'];

/** A repository that is there, and that `git` tells nothing about. */
export interface SilentRepository {
  readonly root: string;
  /** Why, as a clause. */
  readonly silentBecause: string;
}

/** The nearest folder upward that holds `.git`: a folder, or in worktrees a file. */
function folderOfGit(directory: string): string | undefined {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function reasonOf(error: unknown): string {
  const { code, stderr } = error as { code?: unknown; stderr?: string };
  if (code === 'ENOENT') return 'there is no program `git` here';
  return stderr?.trim().split('\n')[0] || 'git failed';
}

/** A git repository, asked through `git` itself. */
export class GitRepository {
  private constructor(
    /** The top of the working tree, without symbolic links. */
    readonly root: string,
  ) {}

  /**
   * The repository that a directory lies in; undefined when it lies in none. When one is there and `git` cannot be asked
   * about it (it is not installed, or refuses a folder that somebody else owns), that is said, with where it begins.
   */
  static async around(directory: string): Promise<GitRepository | SilentRepository | undefined> {
    try {
      const top = await git(directory, ['rev-parse', '--show-toplevel']);
      return top.trim() === '' ? undefined : new GitRepository(top.replace(/\r?\n$/, ''));
    } catch (error) {
      const root = folderOfGit(directory);
      return root === undefined ? undefined : { root, silentBecause: reasonOf(error) };
    }
  }

  /** The address of the remote `origin`, as configured; it may hold credentials. Null when there is none. */
  async origin(): Promise<string | null> {
    const url = await git(this.root, ['config', '--get', 'remote.origin.url']).catch(() => '');
    return url.trim() === '' ? null : url.trim();
  }

  /** The first commit of the history; null in a shallow clone, which does not know it, and before any commit. */
  async firstCommit(): Promise<string | null> {
    if (await this.isShallow()) return null;
    const roots = await git(this.root, ['rev-list', '--max-parents=0', 'HEAD']).catch(() => '');
    return roots.trim().split('\n').sort()[0] || null;
  }

  /**
   * Who changed files, from the commits that touch them, under the name of the commit and that of `.mailmap`.
   *
   * @param files paths from the root.
   * @param since the day (UTC) before which commits do not count.
   * @returns a sentence saying why it cannot be told: a shallow clone, a file that is not committed as it stands.
   */
  async authors(files: readonly string[], since?: Day): Promise<readonly CommitAuthor[] | string> {
    try {
      if (await this.isShallow()) return 'the clone is shallow, so git does not know who wrote the signed files';
      const loose = await this.uncommitted(files);
      if (loose !== undefined) return `${loose} is not committed as it stands, so git does not know who wrote it`;
      const authors = await batched(files, (batch) => this.log(batch, since));
      return authors.flat();
    } catch (error) {
      return `git cannot tell who wrote the signed files: ${reasonOf(error)}`;
    }
  }

  private async isShallow(): Promise<boolean> {
    return (await git(this.root, ['rev-parse', '--is-shallow-repository'])).trim() !== 'false';
  }

  /** The first of the files that the last commit does not hold as it stands. */
  private async uncommitted(files: readonly string[]): Promise<string | undefined> {
    const tracked = new Set((await batched(files, (batch) => this.list(['ls-files', '-z', '--', ...batch]))).flat());
    const untracked = files.find((file) => !tracked.has(file));
    if (untracked !== undefined) return untracked;
    const diff = ['diff', '--name-only', '--no-ext-diff', '--no-textconv', '-z', 'HEAD', '--'];
    return (await batched(files, (batch) => this.list([...diff, ...batch]))).flat()[0];
  }

  private async list(args: readonly string[]): Promise<string[]> {
    return (await git(this.root, args)).split('\0').filter((name) => name !== '');
  }

  private async log(files: readonly string[], since: Day | undefined): Promise<CommitAuthor[]> {
    const people = '%an <%ae>%x1f%aN <%aE>%x1f%(trailers:key=Co-authored-by,valueonly,separator=%x1f)';
    // -c shows what a merge itself changed; --full-history keeps commits that a later merge dropped.
    const format = [
      '--full-history',
      '-c',
      '--name-only',
      '--no-renames',
      '--no-show-signature',
      `--format=%x1e${people}%x1d`,
    ];
    const days = since === undefined ? [] : [`--since=${since}T00:00:00Z`];
    const args = ['-c', 'core.quotePath=false', 'log', ...format, ...days, 'HEAD', '--', ...files];
    const records = (await git(this.root, args)).split('\x1e').slice(1);
    const wanted = new Set(files);
    return unique(records.flatMap((record) => authorsOf(record, wanted)));
  }
}

function authorsOf(record: string, wanted: ReadonlySet<string>): CommitAuthor[] {
  const [people = '', names = ''] = record.split('\x1d');
  const files = names.split('\n').filter((name) => wanted.has(name));
  return people.split('\x1f').flatMap((words) => {
    const match = /^\s*(.*?)\s*(?:<([^<>]*)>)?\s*$/s.exec(words);
    const [, name = '', email = ''] = match ?? [];
    if (name === '' && email === '') return [];
    return files.map((file) => ({ ...(name === '' ? {} : { name }), ...(email === '' ? {} : { email }), file }));
  });
}

function unique(authors: readonly CommitAuthor[]): CommitAuthor[] {
  return [...new Map(authors.map((author) => [JSON.stringify(author), author])).values()];
}

async function batched<T>(files: readonly string[], each: (batch: readonly string[]) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let at = 0; at < files.length; at += BATCH) results.push(await each(files.slice(at, at + BATCH)));
  return results;
}

async function git(directory: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', [...SAFELY, ...args], {
    cwd: directory,
    maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
  });
  return stdout;
}
