import { execFileSync } from 'node:child_process';

/** Tests that start the real program start what is built from this source. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
