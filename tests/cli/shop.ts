import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const TOLLGATE = join(import.meta.dirname, '../../bin/tollgate.js');

/** What a run of the program left behind. */
export interface Run {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder on the disk with a repository in it, and the real program. */
export class Shop {
  readonly top = mkdtempSync(join(tmpdir(), 'tollgate-shop-'));
  readonly root = join(this.top, 'shop');
  /** More environment for the program. */
  env: Record<string, string> = {};

  constructor() {
    mkdirSync(this.root);
    this.git('init', '-q', '-b', 'main', '.');
    this.git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
  }

  /** Writes a file of the repository. */
  write(name: string, text: string | Uint8Array): void {
    mkdirSync(dirname(join(this.root, name)), { recursive: true });
    writeFileSync(join(this.root, name), text);
  }

  read(name: string): string {
    return readFileSync(join(this.root, name), 'utf8');
  }

  /** Commits everything as somebody. */
  commit(author: string): void {
    this.git('add', '-A');
    this.git('commit', '-q', '-m', 'change', `--author=${author}`);
  }

  git(...args: string[]): string {
    return this.gitIn(this.root, ...args);
  }

  gitIn(folder: string, ...args: string[]): string {
    const identity = ['-c', 'user.name=CI', '-c', 'user.email=ci@example.com', '-c', 'protocol.file.allow=always'];
    const done = spawnSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`git ${args.join(' ')}: ${done.stderr}`);
    return done.stdout;
  }

  tollgate(...args: string[]): Run {
    return this.tollgateIn(this.root, ...args);
  }

  tollgateIn(folder: string, ...args: string[]): Run {
    const env = { PATH: process.env.PATH, HOME: this.top, NO_COLOR: '1', ...this.env };
    const done: SpawnSyncReturns<string> = spawnSync(process.execPath, [TOLLGATE, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env,
      input: '',
    });
    return { exit: done.status, stdout: done.stdout, stderr: done.stderr };
  }

  /** A file beside the repository, readable by its owner alone. */
  secret(name: string, text: string): string {
    const path = join(this.top, name);
    writeFileSync(path, text);
    chmodSync(path, 0o600);
    return path;
  }

  remove(): void {
    rmSync(this.top, { recursive: true, force: true });
  }
}
