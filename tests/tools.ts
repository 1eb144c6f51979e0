import { spawnSync } from 'node:child_process';

/** Whether a program that a test asks for a second opinion is on this machine. */
export function hasTool(name: string): boolean {
  return spawnSync(name, ['--help'], { stdio: 'ignore' }).error === undefined;
}
