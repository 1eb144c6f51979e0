import { describe, expect, it } from 'vitest';
import { loadChangeMarkdown } from '../../../src/loaders/change-markdown/load.js';
import { SourceText } from '../../../src/model/located.js';

/** The commands of each step, as found. */
function steps(...lines: string[]): string[][] {
  const text = ['# Change request: move the shop', '', ...lines, ''].join('\n');
  return loadChangeMarkdown(new SourceText('c.md', text)).steps.map((step) =>
    step.commands.map((script) => script.text.trim()),
  );
}

describe('commands that stand beside the list of steps', () => {
  it('before it, in a fence, are a step', () =>
    expect(steps('## Steps', '', '```bash', 'kubectl delete ns shop', '```', '', '1. Verify the shop')).toEqual([
      ['kubectl delete ns shop'],
      [],
    ]));

  it('before it, as a point, are a step', () =>
    expect(steps('## Steps', '', '- Run `terraform destroy`', '', '1. Verify the shop')).toEqual([
      ['terraform destroy'],
      [],
    ]));

  it('in a quotation or a sentence are steps', () =>
    expect(
      steps(
        '## Steps',
        '',
        '1. Verify the shop',
        '',
        '> Run `kubectl delete ns shop`',
        '',
        'Finally, run `helm uninstall shop`.',
      ),
    ).toEqual([[], ['kubectl delete ns shop'], ['helm uninstall shop']]));

  it('after a table of steps are steps', () =>
    expect(
      steps(
        '## Steps',
        '',
        '| # | Action |',
        '|---|---|',
        '| 1 | `helm list` |',
        '',
        '```sh',
        'terraform destroy',
        '```',
        '',
        '- Run `helm uninstall shop`',
      ),
    ).toEqual([['helm list'], ['terraform destroy'], ['helm uninstall shop']]));

  it('under a heading of their own are steps', () =>
    expect(steps('## Steps', '', '1. Verify the shop', '', '## Cleanup', '', '1. `dropdb shop`')).toEqual([
      [],
      ['dropdb shop'],
    ]));

  it('under phases are the steps of the phases', () =>
    expect(
      steps(
        '## Phase 1: database',
        '',
        '- Migrate: `flyway migrate`',
        '- Rollback for phase 1: `flyway undo`',
        '',
        '## Phase 2: code',
        '',
        '- Deploy: `helm upgrade a b`',
      ),
    ).toEqual([['flyway migrate'], ['helm upgrade a b']]));
});
