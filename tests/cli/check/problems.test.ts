import { afterEach, beforeEach, expect, it } from 'vitest';
import { BAD, Folder } from '../folder.js';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

const THREE_ERRORS = `manifest: change/v1
title: Resize
steps:
  - nam: One
  - nam: Two
`;

it('a file with several errors is one input that could not be judged, in every format', () => {
  folder.write('resize.change.yaml', THREE_ERRORS);
  const text = folder.run(['check']).stdout;
  expect(text).toMatch(/^1 input could not be judged, for \d+ reasons\. Nothing was decided about it:/);
  expect(text).toMatch(/not decided: nothing judged, 1 input could not be judged$/m);
  expect(folder.run(['check', '--format', 'markdown']).stdout).toMatch(
    /### 1 input could not be judged, for \d+ reasons/,
  );
  expect(folder.run(['check', '--format', 'html']).stdout).toMatch(/>1 input could not be judged, for \d+ reasons</);
});

it('a rule that throws is no input that could not be judged', () => {
  folder.write('bad.json', BAD);
  folder.write('tollgate.yaml', 'packs: [ours]\n');
  folder.write(
    'ours/pipeline/throws.yaml',
    ['title: T', 'severity: info', 'subject: production-deployment', 'require: 1 / 0 == 1', 'message: m'].join('\n') +
      '\nrationale: r\nremedy: r\nexamples: []\n',
  );
  const { exit, stdout } = folder.run(['check']);
  expect(exit).toBe(4);
  expect(stdout).toMatch(/^1 rule crash\. Nothing was decided about it:$/m);
  expect(stdout).not.toMatch(/input could not/);
});

it('the line of an error is shown with a caret under its place', () => {
  folder.write('a.json', BAD.slice(0, BAD.lastIndexOf('}')));
  folder.write('resize.change.yaml', THREE_ERRORS);
  const text = folder.run(['check']).stdout;
  expect(text).toMatch(/ {4}4 \| - nam: One\n {10}\| +\^+/);
  expect(text).toMatch(/a\.json:\d+:\d+\n +\d+ \| /);
  expect(folder.run(['check', '--format', 'markdown']).stdout).toMatch(/- nam: One\n +\^+/);
  expect(folder.run(['check', '--format', 'html']).stdout).toMatch(/<mark>nam<\/mark>/);
});

it('the line of an error on standard input is shown too, and holds no secret', () => {
  const input = `{"pipeline": {"name": "x", "stages": [{"name": "S", "actions": [{"actionTypeId": {"a": 1}, "password": "open-sesame-1", oops: {{ x }} }]}]}}`;
  const { stdout } = folder.run(['check', '-'], { input });
  expect(stdout).toMatch(/-:1:\d+\n +1 \| /);
  expect(stdout).not.toMatch(/open-sesame/);
});
