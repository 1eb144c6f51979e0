import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The program as installed. */
export const TOLLGATE = join(import.meta.dirname, '../../bin/tollgate.js');

/** What a run of the program left behind. */
export interface Run {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a run differs from a plain one. */
export interface Differently {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Where it is started, below the folder. */
  readonly in?: string;
}

/** An empty folder of its own on the disk, with the real program. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'tollgate-cli-'));

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  run(args: readonly string[], how: Differently = {}): Run {
    const done: SpawnSyncReturns<string> = spawnSync(process.execPath, [TOLLGATE, ...args], {
      cwd: join(this.path, how.in ?? '.'),
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: this.path, ...how.env },
      input: how.input ?? '',
      maxBuffer: 1e8,
    });
    return { exit: done.status, stdout: done.stdout, stderr: done.stderr };
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

const action = (name: string, category: string, provider: string, configuration: object, runOrder = 1) => ({
  name,
  actionTypeId: { category, owner: 'AWS', provider, version: '1' },
  runOrder,
  configuration,
});

/** A stage that deploys, tests under load, bakes for an hour under an alarm, and rolls back. */
export function environmentStage(name: string, bake = '60'): object {
  return {
    name,
    actions: [
      action('Deploy', 'Deploy', 'CloudFormation', {
        ActionMode: 'CREATE_UPDATE',
        StackName: `shop-${name.toLowerCase()}`,
        TemplatePath: 'Out::shop.yaml',
      }),
      action('LoadTest', 'Test', 'CodeBuild', { ProjectName: 'load-test' }, 2),
    ],
    onFailure: { result: 'ROLLBACK' },
    onSuccess: {
      conditions: [
        {
          result: 'ROLLBACK',
          rules: [
            {
              name: 'Watch',
              ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'CloudWatchAlarm', version: '1' },
              configuration: { AlarmName: 'errors', WaitTime: bake },
            },
          ],
        },
      ],
    },
  };
}

/** A declaration with a source and the stages of these names. */
export function declaration(stages: readonly string[], token = 'none'): object {
  return {
    pipeline: {
      name: 'shop',
      stages: [
        {
          name: 'Source',
          actions: [
            action('Checkout', 'Source', 'GitHub', { Owner: 'acme', Repo: 'shop', Branch: 'main', OAuthToken: token }),
          ],
        },
        ...stages.map((name) => environmentStage(name)),
      ],
    },
  };
}

/** A pipeline that may go to production. */
export const GOOD = JSON.stringify(declaration(['Alpha', 'Beta', 'Gamma', 'Prod']), null, 2);

/** A pipeline that may not. */
export const BAD = JSON.stringify(declaration(['Beta', 'Prod']), null, 2);
