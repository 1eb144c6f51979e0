import { describe, expect, it } from 'vitest';
import { isChangeDocument, loadChangeMarkdown } from '../../../src/loaders/change-markdown/load.js';
import { locate, SourceText } from '../../../src/model/located.js';

function read(text: string) {
  return loadChangeMarkdown(new SourceText('change.md', text));
}

describe('front matter', () => {
  it('that is broken is an error with its line', () => {
    expect(() => read('---\nid: ok\ntype: [standard\n---\n# Change\n\n## Steps\n\n1. Go\n')).toThrow(
      expect.objectContaining({ code: 'SYNTAX', location: expect.objectContaining({ file: 'change.md' }) }),
    );
  });

  it('is not what stands between two lines across the page', () => {
    const change = read('---\n- **Branches**: keep a hotfix branch\n---\n\n# Change\n\n## Steps\n\n1. Go\n');
    expect(change.title.text).toBe('Change');
    expect(change.texts.some(({ text }) => text.includes('hotfix branch'))).toBe(true);
  });

  it('gives the title where it stands', () => {
    const { title } = read('---\n# a comment\ntitle: Upgrade the cache\n---\n# Change\n\n## Steps\n\n1. Go\n');
    expect([title.text, locate(title.span).line]).toEqual(['Upgrade the cache', 3]);
  });
});

const ISSUE = `# Production Change - upgrade the cache

## Change Summary

The cache is two versions behind.

### Change Details

1. **Services Impacted** - ~"Service::Cache"
2. **Change Technician** - @ben
3. **Change Reviewer** - @carla
4. **Time tracking** - 60 minutes
5. **Downtime Component** - none

## Detailed steps for the change

### Pre-Change Steps - steps to be completed before execution of the change

- [ ] Confirm that no incident is open

### Change Steps - steps to take to execute the change

*Estimated Time to Complete (mins)* - 30

- [ ] Put the cache in maintenance: \`kubectl -n cache scale deploy/proxy --replicas=0\`
- [ ] Roll out the new image

  \`\`\`sh
  kubectl -n cache set image deploy/cache cache=cache:7.2
  \`\`\`

### Post-Change Steps - steps to take to verify the change

- [ ] \`redis-cli info server\` shows 7.2

## Rollback

### Rollback steps - steps to be taken in the event of a need to rollback this change

*Estimated Time to Complete (mins)* - 10

- [ ] \`kubectl -n cache rollout undo deploy/cache\`
- [ ] \`kubectl -n cache scale deploy/proxy --replicas=3\`

## Monitoring

- Metric: cache hit ratio
  - Location: https://dashboards.example/cache
  - What changes to this metric should prompt a rollback: below 80 % for 5 minutes
`;

describe('a production change issue', () => {
  const change = read(ISSUE);

  it('is recognised', () => expect(isChangeDocument(new SourceText('x.md', ISSUE))).toBe(true));
  it('has the steps of its list', () =>
    expect(change.steps.map((step) => step.title.text)).toEqual([
      'Put the cache in maintenance',
      'Roll out the new image',
    ]));
  it('keeps commands in the text and in fences', () =>
    expect(change.steps.map((step) => step.commands[0]!.text)).toEqual([
      'kubectl -n cache scale deploy/proxy --replicas=0',
      'kubectl -n cache set image deploy/cache cache=cache:7.2',
    ]));
  it('knows the line of a command in an indented fence', () => {
    const script = change.steps[1]!.commands[0]!;
    const start = script.lineStarts[0]!;
    expect(ISSUE.slice(start, start + script.text.length)).toBe(script.text);
  });
  it('has a rollback plan of two parts', () => expect(change.rollbackPlan!.items).toHaveLength(2));
  it('names who carries it out', () => expect(change.executor!.text).toBe('@ben'));
  it('names who reviews it', () => expect(change.reviewers.map((name) => name.text)).toEqual(['@carla']));
  it('states when to stop', () => expect(change.stopCondition!.text).toBe('below 80 % for 5 minutes'));
  it('has a check before and one after', () =>
    expect([change.preChecks.length, change.postChecks.length]).toEqual([1, 1]));
});

describe('steps', () => {
  it('come from a table', () => {
    const change = read(
      '# Change\n\n## Steps\n\n| # | Action | Expected | Rollback | Duration |\n|---|---|---|---|---|\n| 1 | Stop it `systemctl stop web` | no process | `systemctl start web` | 5 min |\n',
    );
    const [step] = change.steps;
    expect(step!.rollback!.commands[0]!.text).toBe('systemctl start web');
    expect(step!.expected!.text).toBe('no process');
    expect(step!.minutes!.minutes).toBe(5);
  });

  it('keep the rollback that stands under a label', () => {
    const [step] = read(
      '# C\n\n## Steps\n\n1. Stop it\n\n   **Rollback:**\n\n   ```\n   systemctl start web\n   ```\n2. Look\n',
    ).steps;
    expect(step!.rollback!.commands[0]!.text).toBe('systemctl start web');
  });

  it('take the rollback from a section that names them', () => {
    const change = read(
      '# C\n\n## Steps\n\n1. Stop it\n2. Drain it\n\n## Rollback\n\n### Step 2\n\n```\nkubectl uncordon n\n```\n\n### Step 1\n\n```\nsystemctl start web\n```\n',
    );
    expect(change.steps.map((step) => step.rollback!.commands[0]!.text)).toEqual([
      'systemctl start web',
      'kubectl uncordon n',
    ]);
    expect(change.rollbackPlan!.items).toEqual([]);
  });

  it('leave the output of a copied session away', () => {
    const [step] = read(
      '# C\n\n## Steps\n\n1. Look\n\n   ```console\n   $ kubectl get pods\n   NAME  READY\n   ```\n',
    ).steps;
    expect(step!.commands[0]!.text).toBe('kubectl get pods');
  });

  it('do not run what the text forbids', () => {
    const [step] = read('# C\n\n## Steps\n\n1. Look at it. Do not run `rm -rf /data`.\n').steps;
    expect(step!.commands).toEqual([]);
  });
});

describe('a document', () => {
  it('is no change when it is a guide', () =>
    expect(
      isChangeDocument(
        new SourceText('README.md', '# Tool\n\n## Installation steps\n\n1. npm install\n\nUndo with npm uninstall.\n'),
      ),
    ).toBe(false));
  it('keeps the zone of its window', () => {
    const { window } = read('# C\n\n## Window\n\n2026-03-01 22:00 - 23:30 Europe/Paris\n');
    expect([window!.start!.text, window!.end!.text, window!.zone!.text]).toEqual([
      '2026-03-01 22:00',
      '23:30',
      'Europe/Paris',
    ]);
  });
  it('reads approvals with their revision', () => {
    const [approval] = read(
      '# C\n\n## Approvals\n\n- Bar raiser: Dana, 2026-02-20, revision 3f9a0c1b2d4e5f60\n- Director:\n',
    ).approvals;
    expect([approval!.person!.text, approval!.role!.text, approval!.date!.text, approval!.revision!.text]).toEqual([
      'Dana',
      'Bar raiser',
      '2026-02-20',
      '3f9a0c1b2d4e5f60',
    ]);
  });
  it('reads where it was tried', () => {
    const [trial] = read(
      '# C\n\n## Tested in staging\n\n- staging, 2026-02-19, revision 3f9a0c1b2d4e5f60, passed\n',
    ).trials;
    expect([trial!.environment!.text, trial!.date!.text, trial!.revision!.text]).toEqual([
      'staging',
      '2026-02-19',
      '3f9a0c1b2d4e5f60',
    ]);
  });
  it('takes its title from front matter and keeps the lines of the rest', () => {
    const change = read('---\ntitle: Move it\nid: CM-7\n---\n\n# Heading\n\n## Steps\n\n1. Go\n');
    expect([change.title.text, change.address, locate(change.steps[0]!.span).line]).toEqual(['Move it', 'CM-7', 10]);
  });
});

describe('a document that calls itself a change request', () => {
  const request = '# Change request: pause the export\n\n## Steps\n\n1. Pause it\n\n   Rollback: start it again\n';

  it('is one when its rollbacks stand under its steps', () =>
    expect(isChangeDocument(new SourceText('x.md', request))).toBe(true));
  it('is none without steps', () =>
    expect(isChangeDocument(new SourceText('x.md', '# Change requests\n\nHow we undo things.\n'))).toBe(false));
});

describe('a document in other words', () => {
  it('names its approver in a line of its own', () => {
    expect(read('# Change request: x\n\nApprover: Eva Stein\n').approvals.map(({ person }) => person?.text)).toEqual([
      'Eva Stein',
    ]);
    expect(read('# Change request: x\n\nApproval: required\n').approvals).toEqual([]);
  });

  it('has its window under its date', () => {
    const { window } = read('# Change request: x\n\nDate: 2026-12-05, 01:00–03:00 UTC\n');
    expect([window?.start?.text, window?.end?.text, window?.zone?.text]).toEqual(['2026-12-05 01:00', '03:00', 'UTC']);
  });

  it('is read in Chinese', () => {
    const change = read(
      [
        '# 变更单：订单',
        '',
        '- 申请人：王伟',
        '- 执行人：李娜',
        '- 审批人：张敏',
        '',
        '## 变更步骤',
        '',
        '1. 更新镜像：`kubectl set image deployment/orders orders=orders:2 -n shop`',
        '',
        '## 回滚步骤',
        '',
        '1. `kubectl rollout undo deployment/orders -n shop`',
        '',
        '## 验证',
        '',
        '- 下单成功',
        '',
      ].join('\n'),
    );
    expect(change.author?.text).toBe('王伟');
    expect(change.executor?.text).toBe('李娜');
    expect(change.approvals[0]?.person?.text).toBe('张敏');
    expect(change.steps).toHaveLength(1);
    expect(change.rollbackPlan?.items).toHaveLength(1);
    expect(change.postChecks).toHaveLength(1);
  });

  it('is read in German', () => {
    const change = read(
      [
        '# Change: Platte',
        '',
        '## Voraussetzungen',
        '',
        '- Kein Alarm',
        '',
        '## Durchführung',
        '',
        '1. Dienst anhalten: `systemctl stop app`',
        '   - Rückfall: `systemctl start app`',
        '   - Dauer: 5 min',
        '',
      ].join('\n'),
    );
    expect(change.preChecks).toHaveLength(1);
    expect(change.steps[0]?.rollback?.commands[0]?.text).toBe('systemctl start app');
    expect(change.steps[0]?.minutes?.minutes).toBe(5);
  });
});
