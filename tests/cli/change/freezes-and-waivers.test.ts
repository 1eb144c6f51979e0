import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Folder } from '../folder.js';
import { goodManifest } from './good.js';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
  folder.write('cm.yaml', goodManifest());
  const revision = /revision ([0-9a-f]{16})/.exec(folder.run(['change', 'check', 'cm.yaml']).stderr)![1]!;
  folder.write('cm.yaml', goodManifest(`'${revision}'`));
});
afterEach(() => folder.remove());

interface Found {
  readonly verdict: string;
  readonly findings: readonly {
    readonly rule: string;
    readonly outcome: string;
    readonly message: string;
    readonly waiver?: object;
  }[];
}

function check(...args: string[]) {
  const run = folder.run(['change', 'check', 'cm.yaml', '--format', 'json', ...args]);
  const report = run.stdout === '' ? undefined : (JSON.parse(run.stdout) as Found);
  return { ...run, verdict: report?.verdict, of: (rule: string) => report?.findings.find((it) => it.rule === rule) };
}

/** A calendar with one event, which the window of the manifest (2026-03-01, 21:00 to 22:30 UTC) may touch. */
function calendar(type: string, start: string, end: string): string {
  return `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//AWS//Change Calendar 1.0//EN\r\nX-CALENDAR-TYPE:${type}\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:${start}\r\nDTEND:${end}\r\nSUMMARY:Carnival\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
}

describe('a calendar among the freezes', () => {
  beforeEach(() => folder.write('ops/tollgate.yaml', 'freezes:\n  - calendar: carnival.ics\n'));
  const config = ['--config', 'ops/tollgate.yaml'];

  it('blocks a window that one of its events closes, and names the event and its line', () => {
    folder.write('ops/carnival.ics', calendar('DEFAULT_OPEN', '20260301T220000Z', '20260302T220000Z'));
    const { exit, of } = check(...config);
    expect(of('change/outside-freezes')).toMatchObject({
      outcome: 'fail',
      message: expect.stringContaining('Carnival (ops/carnival.ics:9)'),
    });
    expect(exit).toBe(1);
  });
  it('lets a window pass that none of its events closes', () => {
    folder.write('ops/carnival.ics', calendar('DEFAULT_OPEN', '20260302T220000Z', '20260303T220000Z'));
    expect(check(...config).of('change/outside-freezes')?.outcome).toBe('pass');
  });
  it('blocks a window that a calendar closed by default opens only in part', () => {
    folder.write('ops/carnival.ics', calendar('DEFAULT_CLOSED', '20260301T210000Z', '20260301T220000Z'));
    expect(check(...config).of('change/outside-freezes')?.outcome).toBe('fail');
  });
  it('counts in a plain check too', () => {
    folder.write('ops/carnival.ics', calendar('DEFAULT_OPEN', '20260301T220000Z', '20260302T220000Z'));
    expect(folder.run(['check', 'cm.yaml', ...config]).stdout).toContain('Carnival');
  });
  it('decides nothing when it cannot be read, and says where', () => {
    folder.write('ops/carnival.ics', calendar('DEFAULT_OPEN', 'Sunday', '20260302T220000Z'));
    const { exit, stderr, stdout } = check(...config);
    expect([exit, stdout]).toEqual([3, '']);
    expect(stderr).toContain('ops/carnival.ics:7:1');
    expect(stderr).toContain('Nothing was decided');
  });
  it('decides nothing when it is not there, and says who names it', () => {
    const { exit, stderr } = check(...config);
    expect(exit).toBe(3);
    expect(stderr).toContain('ops/tollgate.yaml:2:15');
  });
});

describe('waivers of a change', () => {
  const waivers = (expires: string) => `version: 1
waivers:
  - rule: change/two-people
    subject: CM-7
    reason: Nobody else is on call that night.
    owner: Eve Stone
    approver: Ana Ruiz
    ticket: OPS-1
    expires: ${expires}
`;
  beforeEach(() => {
    const alone = folder.read('cm.yaml').replace('observers: [Eve]\n', '').replace('reviewers: [Carla]\n', '');
    folder.write('cm.yaml', alone);
  });

  it('let it pass while they hold', () => {
    expect(check('--as-of', '2026-02-25').exit).toBe(1);
    folder.write('w.yaml', waivers('2026-03-01'));
    const { exit, of } = check('--waivers', 'w.yaml', '--as-of', '2026-02-25');
    expect(of('change/two-people')).toMatchObject({ outcome: 'fail', waiver: { ticket: 'OPS-1' } });
    expect(exit).toBe(0);
  });
  it('are found beside the configuration', () => {
    folder.write('tollgate.waivers.yaml', waivers('2026-03-01'));
    expect(check('--as-of', '2026-03-01').exit).toBe(0);
  });
  it('do not hold any more on the day after', () => {
    folder.write('tollgate.waivers.yaml', waivers('2026-03-01'));
    expect(check('--as-of', '2026-03-02').exit).toBe(1);
  });
  it('need a day that exists', () => expect(check('--as-of', '2026-02-30').exit).toBe(2));
});

describe('a statement about a change', () => {
  const config = ['--config', 'tollgate.yaml', '--as-of', '2026-02-25'];
  beforeEach(() => {
    folder.write('tollgate.yaml', 'freezes:\n  - calendar: carnival.ics\n');
    folder.write('carnival.ics', calendar('DEFAULT_OPEN', '20260302T220000Z', '20260303T220000Z'));
  });

  it('covers the manifest, the configuration and the calendar, and is the one of a plain check', () => {
    expect(check(...config, '--statement', 'change.json').exit).toBe(0);
    expect(folder.run(['check', 'cm.yaml', ...config, '--statement', 'plain.json']).exit).toBe(0);
    const { subject } = JSON.parse(folder.read('change.json')) as { subject: { name: string }[] };
    expect(subject.map(({ name }) => name)).toEqual(['carnival.ics', 'cm.yaml', 'tollgate.yaml']);
    expect(folder.read('change.json')).toBe(folder.read('plain.json'));
  });
  it('is refused about a file that a plain check does not take for a change', () => {
    folder.write('cm.yaml', folder.read('cm.yaml').replace('manifest: change/v1\n', ''));
    const { exit, stderr } = check(...config, '--statement', 'change.json');
    expect(exit).not.toBe(0);
    expect(stderr).toMatch(/tollgate check/);
    expect(() => folder.read('change.json')).toThrow();
  });
});
