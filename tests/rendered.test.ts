import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

describe('what is rendered from the source', () => {
  test.each(['scripts/render.mjs', 'scripts/render-picture.mjs'])('is current: %s', (script) => {
    const run = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect([run.stderr, run.status]).toEqual(['', 0]);
  });
});
