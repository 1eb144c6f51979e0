import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goodManifest } from './good.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-change-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function tollgate(args: readonly string[], input?: string) {
  const run = spawnSync(process.execPath, [resolve('bin/tollgate.js'), 'change', ...args], {
    cwd: folder,
    encoding: 'utf8',
    input: input ?? '',
  });
  return { exit: run.status, out: run.stdout, err: run.stderr };
}

/** A manifest that passes: its revision is what the program prints. */
function writeGood(): void {
  writeFileSync(join(folder, 'cm.yaml'), goodManifest());
  const revision = /revision ([0-9a-f]{16})/.exec(tollgate(['check', 'cm.yaml']).err)![1]!;
  writeFileSync(join(folder, 'cm.yaml'), goodManifest(`'${revision}'`));
}

describe('tollgate change check', () => {
  it('passes a complete manifest', () => {
    writeGood();
    const { exit, out } = tollgate(['check', 'cm.yaml']);
    expect(out).not.toContain('✗');
    expect(exit).toBe(0);
  });

  it('blocks when a step was edited after its rehearsal', () => {
    writeGood();
    writeFileSync(
      join(folder, 'cm.yaml'),
      readFileSync(join(folder, 'cm.yaml'), 'utf8').replace('api:1.5.0', 'api:1.6.0'),
    );
    const { exit, out } = tollgate(['check', 'cm.yaml']);
    expect(exit).toBe(1);
    expect(out).toContain('change/tried-in-pre-production');
  });

  it('finds manifests in a folder by what they say of themselves', () => {
    writeGood();
    writeFileSync(join(folder, 'README.md'), '# Tool\n\n## Steps\n\n1. npm i\n\nUndo it.\n');
    const report = JSON.parse(tollgate(['check', '--format', 'json']).out);
    expect(report.subjects).toHaveLength(1);
  });

  it('tells every mistake of a manifest at its line and decides nothing', () => {
    writeFileSync(join(folder, 'cm.yaml'), 'manifest: change/v1\ntitle: T\ntyp: x\nsteps: [{ minuts: 3 }]\n');
    const { exit, out } = tollgate(['check', 'cm.yaml']);
    expect(exit).toBe(3);
    expect(out).toContain('cm.yaml:3:1');
    expect(out).toContain('cm.yaml:4:11');
  });

  it('reads standard input', () => expect(tollgate(['check', '-'], 'title: T\nsteps: []\n').exit).toBe(1));
  it('says so when there is nothing', () => expect(tollgate(['check', '.']).exit).toBe(3));
  it('refuses an unknown format', () => expect(tollgate(['check', '--format', 'xml']).exit).toBe(2));
});

describe('tollgate change new', () => {
  it('writes a manifest that can be read, and whose gaps are found', () => {
    expect(tollgate(['new', '--title', 'Move "it": now', '-o', 'cm.yaml']).exit).toBe(0);
    const { exit, out } = tollgate(['check', 'cm.yaml']);
    expect(exit).toBe(1);
    expect(out).toContain('change/no-placeholder');
  });
  it('replaces no file', () => {
    writeGood();
    expect(tollgate(['new', '--title', 'T', '-o', 'cm.yaml']).exit).toBe(3);
    expect(readFileSync(join(folder, 'cm.yaml'), 'utf8')).toContain('Move payments');
  });
  it('asks nobody without a terminal', () => {
    const { exit, err } = tollgate(['new']);
    expect(exit).toBe(2);
    expect(err).toContain('--title');
  });
});

describe('tollgate change review', () => {
  const review = () => readFileSync(join(folder, 'cm.yaml.review.yaml'), 'utf8');

  it('keeps decisions given by flags', () => {
    writeGood();
    const { exit } = tollgate([
      'review',
      'cm.yaml',
      '--reviewer',
      'Dana',
      '--accept',
      'save',
      '--comment',
      'roll-out=say how long it bakes',
      '--as-of',
      '2026-02-22',
    ]);
    expect(exit).toBe(1);
    expect(review()).toContain('"say how long it bakes"');
  });

  it('passes when every step is accepted', () => {
    writeGood();
    expect(tollgate(['review', 'cm.yaml', '--reviewer', 'Dana', '--accept', 'all']).exit).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['cm.yaml', 'cm.yaml.review.yaml']);
  });

  it('opens a step again when what it does has changed, and says what', () => {
    writeGood();
    tollgate(['review', 'cm.yaml', '--reviewer', 'Dana', '--accept', 'all']);
    writeFileSync(
      join(folder, 'cm.yaml'),
      readFileSync(join(folder, 'cm.yaml'), 'utf8').replace('api:1.5.0', 'api:1.6.0'),
    );
    const { exit, err } = tollgate(['review', 'cm.yaml']);
    expect(exit).toBe(1);
    expect(err).toContain('roll-out changed: does');
    expect(err).toContain('1 of 2 steps accepted, 0 commented, 1 open');
  });

  it('keeps a step accepted when only its layout has changed', () => {
    writeGood();
    tollgate(['review', 'cm.yaml', '--reviewer', 'Dana', '--accept', 'all']);
    const text = readFileSync(join(folder, 'cm.yaml'), 'utf8').replace(
      'set image deploy/api api=',
      '"set"   image deploy/api api=',
    );
    writeFileSync(join(folder, 'cm.yaml'), `# edited\n${text}`);
    expect(tollgate(['review', 'cm.yaml']).exit).toBe(0);
  });

  it('is not the author’s own', () => {
    writeGood();
    expect(tollgate(['review', 'cm.yaml', '--reviewer', '@ana', '--accept', 'all']).exit).toBe(3);
  });

  it('shows each step beside its rollback when nobody can be asked', () => {
    writeGood();
    const { out } = tollgate(['review', 'cm.yaml']);
    expect(out).toMatch(/\$ kubectl -n payments set image.*│ \$ kubectl -n payments rollout undo/);
  });

  it('refuses a step that is not there', () => {
    writeGood();
    expect(tollgate(['review', 'cm.yaml', '--reviewer', 'Dana', '--accept', '9']).exit).toBe(2);
  });

  it('refuses a review that it cannot read, and leaves it as it is', () => {
    writeGood();
    writeFileSync(join(folder, 'cm.yaml.review.yaml'), 'review: other\n');
    expect(tollgate(['review', 'cm.yaml', '--reviewer', 'Dana', '--accept', 'all']).exit).toBe(3);
    expect(review()).toBe('review: other\n');
  });
});

describe('tollgate change render', () => {
  it('prints a sheet to tick, with the way back in reverse order', () => {
    writeGood();
    const { out } = tollgate(['render', 'cm.yaml', '--as', 'run-sheet']);
    expect(out).toContain('- [ ] **1.** Save the configuration (1 min)');
    expect(out).toContain('- [ ] undo **2.** Roll out the new image');
  });
  it('prints each step with its rollback for the meeting', () => {
    writeGood();
    expect(tollgate(['render', 'cm.yaml']).out).toContain('kubectl -n payments rollout undo deploy/api');
  });
  it('shows no secret', () => {
    writeFileSync(
      join(folder, 'cm.yaml'),
      'title: T\nsteps: [{ title: Log in, run: "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" }]\n',
    );
    expect(tollgate(['render', 'cm.yaml']).out).not.toContain('wJalrXUtnFEMI');
  });
});
