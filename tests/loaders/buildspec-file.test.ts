import { describe, expect, test } from 'vitest';
import {
  chooseBuildspec,
  readBuildspecFile,
  type UnreadBuildspec,
  unreadBuildspecs,
  withBuildspecs,
} from '../../src/loaders/buildspec-file.js';
import { loadDocument } from '../../src/loaders/index.js';
import { SourceText } from '../../src/model/located.js';
import type { LoadedPipeline } from '../../src/model/pipeline.js';

const TEMPLATE = `Resources:
  Shop:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages:
        - Name: Load
          Actions:
            - Name: Run
              ActionTypeId: { Category: Test, Owner: AWS, Provider: CodeBuild, Version: '1' }
              Configuration: { ProjectName: !Ref Runner }
  Runner:
    Type: AWS::CodeBuild::Project
    Properties:
      Source: { Type: CODEPIPELINE, BuildSpec: ./ci/load.yml }
      Environment: { EnvironmentVariables: [{ Name: USERS, Value: '400' }] }
`;

const BUILDSPEC = `version: 0.2
env:
  variables: { USERS: '1', MINUTES: '10' }
phases:
  install:
    commands:
      - npm ci
  build:
    commands:
      - k6 run peak.js
`;

function load(text: string): LoadedPipeline {
  const loaded = loadDocument(new SourceText('pipeline.yaml', text), { parameters: new Map(), variableFiles: [] });
  if ('nothing' in loaded) throw new Error(loaded.nothing);
  return loaded.pipelines[0]!;
}

function project(loaded: LoadedPipeline) {
  return loaded.scenarios[0]!.stages[0]!.actions[0]!.resources.project!;
}

describe('buildspec files', () => {
  test('are asked for as the project names them', () => {
    expect(unreadBuildspecs(load(TEMPLATE))).toMatchObject([{ name: 'ci/load.yml', stated: true }]);
  });

  test('are the default when the project names none, and nothing when the buildspec is inline', () => {
    const none = TEMPLATE.replace(', BuildSpec: ./ci/load.yml', '');
    expect(unreadBuildspecs(load(none))).toMatchObject([{ name: 'buildspec.yml', stated: false }]);
    const inline = TEMPLATE.replace('./ci/load.yml', '"version: 0.2\\nphases: {}\\n"');
    expect(unreadBuildspecs(load(inline))).toEqual([]);
    const broken = TEMPLATE.replace('./ci/load.yml', '"version: 0.2\\nphases: [\\n"');
    expect(unreadBuildspecs(load(broken))).toEqual([]);
  });

  test('give the project its commands, each at its place in the buildspec', () => {
    const source = new SourceText('ci/load.yml', BUILDSPEC);
    const filled = withBuildspecs(load(TEMPLATE), new Map([['ci/load.yml', readBuildspecFile(source)]]));
    const { commands } = project(filled);
    expect(commands!.map((it) => (it.known ? it.value : ''))).toEqual(['npm ci', 'k6 run peak.js']);
    for (const { span } of commands!) expect(span.source).toBe(source);
    expect(source.position(commands![1]!.span.start)).toEqual({ line: 10, column: 9 });
  });

  test('give their variables, and those of the project win', () => {
    const text = readBuildspecFile(new SourceText('ci/load.yml', BUILDSPEC));
    const { environment } = project(withBuildspecs(load(TEMPLATE), new Map([['ci/load.yml', text]])));
    expect([...environment].map(([name, value]) => [name, value.known && value.value])).toEqual([
      ['USERS', '400'],
      ['MINUTES', '10'],
    ]);
  });
});

describe('choosing a buildspec', () => {
  const named = (name: string, stated = true): UnreadBuildspec => ({
    name,
    stated,
    span: { source: new SourceText('', ''), start: 0, end: 0 },
  });

  test.each<[string, UnreadBuildspec, string, string[], ReturnType<typeof chooseBuildspec>]>([
    ['the one at the top', named('b.yml'), '/r/infra/p.yaml', ['/r/b.yml'], { file: '/r/b.yml' }],
    ['the nearest above', named('b.yml'), '/r/a/p.yaml', ['/r/b.yml', '/r/a/b.yml'], { file: '/r/a/b.yml' }],
    ['one above before one below', named('b.yml'), '/r/p.yaml', ['/r/b.yml', '/r/a/b.yml'], { file: '/r/b.yml' }],
    ['the only one below', named('b.yml', false), '/r/p.yaml', ['/r/a/b.yml'], { file: '/r/a/b.yml' }],
    [
      'none of two below',
      named('b.yml'),
      '/r/p.yaml',
      ['/r/c/b.yml', '/r/a/b.yml'],
      { ambiguous: ['/r/a/b.yml', '/r/c/b.yml'] },
    ],
    ['a stated one elsewhere', named('b.yml'), '/r/a/p.yaml', ['/r/c/b.yml'], { file: '/r/c/b.yml' }],
    ['no default elsewhere', named('b.yml', false), '/r/a/p.yaml', ['/r/c/b.yml'], { ambiguous: ['/r/c/b.yml'] }],
    ['no file whose name only ends alike', named('b.yml'), '/r/p.yaml', ['/r/ab.yml'], undefined],
    ['nothing when there is nothing', named('b.yml'), '/r/p.yaml', [], undefined],
  ])('takes %s', (_, unread, definition, candidates, expected) => {
    expect(chooseBuildspec(unread, definition, candidates)).toEqual(expected);
  });
});
