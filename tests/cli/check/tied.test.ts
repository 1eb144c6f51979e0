import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Gathered, GatheredFile } from '../../../src/cli/check/gathered.js';
import { Judging, judge } from '../../../src/cli/check/judge.js';
import { evaluate } from '../../../src/engine/evaluate.js';
import { mergeScenarios } from '../../../src/engine/scenarios.js';
import { declarationsOf } from '../../../src/facts/pipeline/declared.js';
import { PipelineSet } from '../../../src/facts/pipeline/judge-set.js';
import { loadDocument } from '../../../src/loaders/index.js';
import { EMPTY_CONFIG } from '../../../src/model/config.js';
import { SourceText } from '../../../src/model/located.js';
import type { Subject } from '../../../src/model/report.js';
import { corpusDocuments, HAS_CORPUS, WITHOUT } from '../../corpus/corpus.js';
import { RULES } from '../../judging.js';

function fileOf(name: string, text: string): GatheredFile[] {
  const source = new SourceText(name, text);
  const loaded = loadDocument(source, { parameters: new Map(), variableFiles: [] });
  return 'nothing' in loaded ? [] : [{ source, path: undefined, ...loaded }];
}

/** What is said when every pipeline is judged in one set with all others. */
function together(files: readonly GatheredFile[]): Subject[] {
  const pipelines = files.flatMap((file) => file.pipelines);
  const set = new PipelineSet(pipelines, declarationsOf(EMPTY_CONFIG));
  return pipelines.map((loaded) =>
    mergeScenarios(
      set.judgeables(loaded, set.ways(loaded), { requireProduction: false }).map((it) => evaluate(it, RULES).subject),
    ),
  );
}

/** What is said when each file is judged as it comes. */
function oneByOne(files: readonly GatheredFile[]): readonly Subject[] {
  const judging = new Judging(RULES, EMPTY_CONFIG);
  for (const file of files) judging.take(file);
  const gathered: Gathered = {
    files,
    reviews: [],
    consulted: [],
    buildspecs: [],
    problems: [],
    texts: [],
    counts: { judged: files.length, passedOver: 0 },
  };
  return judge(gathered, RULES, EMPTY_CONFIG, judging).subjects;
}

const findingsOf = (subjects: readonly Subject[]) => subjects.map(({ address, findings }) => ({ address, findings }));

const action = (name: string, category: string, provider: string, configuration: Record<string, string>) => ({
  name,
  actionTypeId: { category, owner: 'AWS', provider, version: '1' },
  runOrder: 1,
  configuration,
});

const bucket = fc.constantFrom('one', 'two', 'three');
const named = fc.constantFrom('a', 'b', 'c', 'd', 'e');

/** A pipeline that may take from, put to, start, and deploy to the same places as others. */
const pipeline = fc.record(
  {
    takes: bucket,
    stacks: fc.array(fc.constantFrom('shop-beta', 'shop-gamma', 'shop-prod', 'cart-beta', 'cart-prod'), {
      maxLength: 4,
    }),
    starts: named,
    puts: bucket,
  },
  { requiredKeys: ['stacks'] },
);

const setOfPipelines = fc.uniqueArray(fc.tuple(named, pipeline), { selector: ([name]) => name, minLength: 2 });

function definition(
  name: string,
  { takes, stacks, starts, puts }: typeof pipeline extends fc.Arbitrary<infer T> ? T : never,
) {
  const source = takes
    ? action('Take', 'Source', 'S3', { S3Bucket: takes, S3ObjectKey: 'app.zip' })
    : action('Checkout', 'Source', 'CodeCommit', { RepositoryName: 'app', BranchName: 'main' });
  const stages = [
    { name: 'Source', actions: [source] },
    ...stacks.map((stack, index) => ({
      name: `Step${index}`,
      actions: [
        action('Deploy', 'Deploy', 'CloudFormation', {
          ActionMode: 'CREATE_UPDATE',
          StackName: stack,
          TemplatePath: 'App::app.yaml',
        }),
      ],
    })),
    ...(starts
      ? [{ name: 'Next', actions: [action('Start', 'Invoke', 'CodePipeline', { PipelineName: starts })] }]
      : []),
    ...(puts
      ? [{ name: 'Put', actions: [action('Put', 'Deploy', 'S3', { BucketName: puts, ObjectKey: 'app.zip' })] }]
      : []),
  ];
  return fileOf(`${name}.json`, JSON.stringify({ pipeline: { name, stages } }, null, 1));
}

describe('files that are judged one by one', () => {
  it('say the same as all of them judged together', () => {
    let tied = 0;
    fc.assert(
      fc.property(setOfPipelines, (set) => {
        const files = set.flatMap(([name, sketch]) => definition(name, sketch));
        const alone = files.flatMap((file) => together([file]));
        const expected = findingsOf(together(files));
        if (JSON.stringify(findingsOf(alone)) !== JSON.stringify(expected)) tied += 1;
        expect(findingsOf(oneByOne(files))).toEqual(expected);
      }),
    );
    expect(tied).toBeGreaterThan(10);
  });

  it.skipIf(!HAS_CORPUS)(`say the same of every real definition${WITHOUT}`, () => {
    const files = corpusDocuments().flatMap(({ file, text }) => fileOf(file, text));
    expect(files.length).toBeGreaterThan(50);
    expect(findingsOf(oneByOne(files))).toEqual(findingsOf(together(files)));
  });
});
