import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';
import type { Terminal } from '../terminal.js';

/** Who answers: `--by`, TOLLGATE_USER, the e-mail address that git knows, or the name of the account. */
export function whoAnswers(terminal: Terminal, named: string | undefined): string {
  const { TOLLGATE_USER: user } = terminal.env;
  if (named !== undefined && named.trim() !== '') return named.trim();
  if (user !== undefined && user.trim() !== '') return user.trim();
  const git = spawnSync('git', ['config', '--get', 'user.email'], {
    cwd: terminal.cwd,
    encoding: 'utf8',
    timeout: 2000,
  });
  const email = git.status === 0 ? git.stdout.trim() : '';
  return email === '' ? userInfo().username : email;
}

/** Today (UTC), or the day that stands for it. */
export function today(terminal: Terminal, asOf: string | undefined): string {
  return asOf ?? terminal.now().toISOString().slice(0, 10);
}
