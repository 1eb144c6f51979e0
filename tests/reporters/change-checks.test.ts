import { expect, it } from 'vitest';
import { loadChangeYaml } from '../../src/loaders/change-yaml/load.js';
import { SourceText } from '../../src/model/located.js';
import { checkMarkdown } from '../../src/reporters/change/step-view.js';

it('the command of a check can be copied from the run sheet as it stands', () => {
  const text =
    'title: T\npreChecks: [{ do: The node answers., run: ssh ops@web_01 "echo *" }]\nsteps: [{ title: S, run: a }]\n';
  const loaded = loadChangeYaml(new SourceText('c.yaml', text));
  if ('problems' in loaded) throw new Error(loaded.problems[0]!.message);
  expect(checkMarkdown(loaded.change.preChecks[0])).toBe('The node answers: `ssh ops@web_01 "echo *"`');
  expect(checkMarkdown(undefined, 'all_is well.')).toBe('all\\_is well.');
});
