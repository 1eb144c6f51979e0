import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goodManifest } from './good.js';
import { HAS_PTY, onTerminal } from './terminal-session.js';

const ENTER = '\r';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-review-'));
  writeFileSync(join(folder, 'cm.yaml'), goodManifest());
});
afterEach(() => rmSync(folder, { recursive: true }));

function review(script: readonly (readonly [string, string])[], columns?: number) {
  return onTerminal(
    [process.execPath, resolve('bin/tollgate.js'), 'change', 'review', 'cm.yaml', '--as-of', '2026-02-22'],
    folder,
    script,
    columns,
  );
}

const file = () => readFileSync(join(folder, 'cm.yaml.review.yaml'), 'utf8');

describe.skipIf(!HAS_PTY)('a review on a terminal', () => {
  it('accepts one step, comments the other, and keeps both', () => {
    const { exit, output } = review([
      ['Who reviews?', `Dana${ENTER}`],
      ['Decision?', ENTER],
      ['Step 2 of 2', ''],
      ['Decision?', `${DOWN}${ENTER}`],
      ['What has to change?', `bake longer${ENTER}`],
    ]);
    expect(output).toContain('1 of 2 steps accepted, 1 commented, 0 open');
    expect(file()).toContain('"bake longer"');
    expect(exit).toBe(1);
  });

  it('keeps what was decided when it is interrupted, and leaves the terminal as it was', () => {
    const { exit, output, sane } = review([
      ['Who reviews?', `Dana${ENTER}`],
      ['Decision?', ENTER],
      ['Step 2 of 2', ''],
      ['Decision?', CTRL_C],
    ]);
    expect(exit).toBe(3);
    expect(sane).toBe(true);
    expect(output).toContain('goes on where you stopped');
    expect(file()).toContain('step: "save"');
    expect(readdirSync(folder).sort()).toEqual(['cm.yaml', 'cm.yaml.review.yaml']);
  });

  it('goes on where it stopped', () => {
    review([
      ['Who reviews?', `Dana${ENTER}`],
      ['Decision?', ENTER],
      ['Step 2 of 2', ''],
      ['Decision?', CTRL_C],
    ]);
    const { exit, output } = review([['Decision?', ENTER]]);
    expect(output).toContain('Step 2 of 2');
    expect(output).not.toContain('Step 1 of 2');
    expect(exit).toBe(0);
  });

  it('writes nothing when it is interrupted before the first decision', () => {
    expect(review([['Who reviews?', CTRL_C]]).sane).toBe(true);
    expect(readdirSync(folder)).toEqual(['cm.yaml']);
  });

  it('puts the rollback under the step when the terminal is narrow', () => {
    const { output } = review(
      [
        ['Who reviews?', `Dana${ENTER}`],
        ['Decision?', CTRL_C],
      ],
      60,
    );
    expect(output).toContain('undone by:');
    expect(output).not.toContain('│');
  });
});
