import { describe, expect, it } from 'vitest';
import { buildspecCommands, buildspecVariables } from '../../src/loaders/buildspec.js';
import { parseDocument } from '../../src/loaders/syntax/parse.js';
import { display, locate, SourceText } from '../../src/model/located.js';

function read(text: string) {
  return parseDocument(new SourceText('buildspec.yml', text))!;
}

function commands(text: string): string[] {
  return buildspecCommands(read(text)).map(display);
}

describe('the commands of a buildspec', () => {
  it('come phase by phase as CodeBuild runs them, whatever the order written, each with its finally block', () => {
    const text = `version: 0.2
phases:
  post_build: { commands: [e] }
  build: { finally: [d], commands: [c] }
  install: { runtime-versions: { nodejs: 20 }, commands: [a] }
  pre_build: { commands: [b] }
`;
    expect(commands(text)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('may be a single string, a block, or a number', () => {
    expect(commands('phases: {build: {commands: npm test}}')).toEqual(['npm test']);
    expect(
      commands('phases:\n  build:\n    commands:\n      - |\n        cd x\n        npm test\n      - 1\n'),
    ).toEqual(['cd x\nnpm test\n', '1']);
  });

  it('stand where they are written', () => {
    const [first, second] = buildspecCommands(
      read('phases:\n  build:\n    commands:\n      - npm ci\n      - "npm test"\n'),
    );
    expect(locate(first!.span)).toMatchObject({ file: 'buildspec.yml', line: 4, column: 9, endColumn: 15 });
    expect(locate(second!.span).line).toBe(5);
  });

  it('include those that builds of a batch bring along', () => {
    const text = `batch:
  build-list:
    - identifier: one
      buildspec: |
        version: 0.2
        phases: {build: {commands: [k6 run x.js]}}
    - identifier: two
      buildspec: buildspec-two.yml
`;
    const found = buildspecCommands(read(text));
    expect(found.map(display)).toEqual(['k6 run x.js']);
    expect(locate(found[0]!.span).line).toBe(6);
  });

  it('are none when there are no phases, or nothing in them', () => {
    expect(commands('version: 0.2')).toEqual([]);
    expect(commands('phases:\n  build:\n    commands:\n')).toEqual([]);
    expect(commands('phases: [a]')).toEqual([]);
  });
});

describe('the variables of a buildspec', () => {
  it('have their value at its place, and none where a store keeps it', () => {
    const variables = buildspecVariables(
      read('env:\n  variables:\n    STAGE: prod\n    EMPTY:\n  parameter-store: {X: /x}\n'),
    );
    expect([...variables].map(([name, value]) => [name, value.known, display(value)])).toEqual([
      ['X', false, 'the SSM parameter /x'],
      ['STAGE', true, 'prod'],
    ]);
    expect(locate(variables.get('STAGE')!.span)).toMatchObject({ line: 3, column: 12 });
  });
});
