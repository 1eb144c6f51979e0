import { describe, expect, it } from 'vitest';
import { builtinRules } from '../../../src/cli/check/packs.js';
import { evaluate } from '../../../src/engine/evaluate.js';
import { assemble } from '../../../src/engine/pack.js';
import { mergeScenarios } from '../../../src/engine/scenarios.js';
import { PipelineSet } from '../../../src/facts/pipeline/judge-set.js';
import { NO_DECLARATIONS } from '../../../src/facts/pipeline/types.js';
import { SUBJECT_KINDS } from '../../../src/facts/registry.js';
import { loadDocument } from '../../../src/loaders/index.js';
import { display, SourceText } from '../../../src/model/located.js';
import type { LoadedPipeline } from '../../../src/model/pipeline.js';

type Json = Record<string, unknown>;

function action(name: string, category: string, provider: string, configuration: Json = {}, runOrder = 1): Json {
  return { name, actionTypeId: { category, owner: 'AWS', provider, version: '1' }, runOrder, configuration };
}

function deploy(environment: string): Json {
  return action('Deploy', 'Deploy', 'CloudFormation', {
    ActionMode: 'CREATE_UPDATE',
    StackName: `shop-${environment}`,
    TemplatePath: 'Out::shop.yaml',
  });
}

const repository = {
  name: 'Source',
  actions: [action('Checkout', 'Source', 'CodeCommit', { RepositoryName: 'shop', BranchName: 'main' })],
};
const object = {
  name: 'Source',
  actions: [
    action('Take', 'Source', 'S3', { S3Bucket: 'handover', S3ObjectKey: 'shop.zip', PollForSourceChanges: 'false' }),
  ],
};
const environments = (...names: string[]) => names.map((name) => ({ name, actions: [deploy(name)] }));
const starts = (name: string) => ({
  name: 'Release',
  actions: [action('Start', 'Invoke', 'CodePipeline', { PipelineName: name })],
});

const startsByCommand = (name: string) => ({
  name: 'Release',
  actions: [
    {
      ...action('Start', 'Compute', 'Commands'),
      commands: [`aws codepipeline start-pipeline-execution --name ${name}`],
    },
  ],
});

/** The outcome of a rule on each pipeline of a set. */
function outcomes(rule: string, pipelines: Record<string, unknown[]>): Record<string, string> {
  const set = Object.entries(pipelines).flatMap(([name, stages]) => {
    const loaded = loadDocument(
      new SourceText(`${name}.json`, JSON.stringify({ pipeline: { name, stages } }, null, 1)),
      {
        parameters: new Map(),
        variableFiles: [],
      },
    );
    return 'nothing' in loaded ? [] : loaded.pipelines;
  });
  return judged(rule, set);
}

function judged(rule: string, set: readonly LoadedPipeline[]): Record<string, string> {
  const ruleSet = assemble(
    builtinRules().filter((it) => it.id === rule),
    SUBJECT_KINDS,
  );
  const all = new PipelineSet(set, NO_DECLARATIONS);
  return Object.fromEntries(
    set.map((loaded) => {
      const judgeables = all.judgeables(loaded, all.ways(loaded), { requireProduction: false });
      const { findings } = mergeScenarios(judgeables.map((judgeable) => evaluate(judgeable, ruleSet).subject));
      return [display(loaded.scenarios[0]!.name!), findings[0]?.outcome ?? 'silent'];
    }),
  );
}

const STAGES = 'pipeline/three-pre-production-stages';
const AROUND = 'pipeline/no-path-around-the-gates';

describe('a set of pipelines', () => {
  it('judges a pipeline that another one starts along the whole path', () => {
    const set = {
      release: [repository, ...environments('alpha', 'beta', 'gamma'), starts('production')],
      production: [object, ...environments('prod')],
    };
    expect(outcomes(STAGES, set)).toEqual({ release: 'not-applicable', production: 'pass' });
  });

  it('judges a pipeline that another one starts along the whole path, by a command too', () => {
    const set = {
      release: [repository, ...environments('alpha', 'beta', 'gamma'), startsByCommand('production')],
      production: [object, ...environments('prod')],
    };
    expect(outcomes(STAGES, set)).toEqual({ release: 'not-applicable', production: 'pass' });
  });

  it('judges a pipeline that takes what another one puts along the whole path', () => {
    const put = {
      name: 'HandOver',
      actions: [action('Put', 'Deploy', 'S3', { BucketName: 'handover', ObjectKey: 'shop.zip' })],
    };
    const set = {
      release: [repository, ...environments('alpha', 'beta', 'gamma'), put],
      production: [object, ...environments('prod')],
    };
    expect(outcomes(STAGES, set).production).toBe('pass');
  });

  it('does not count what the starting pipeline does after it has started the other', () => {
    const set = {
      release: [repository, ...environments('alpha', 'beta'), starts('production'), ...environments('gamma')],
      production: [object, ...environments('prod')],
    };
    expect(outcomes(STAGES, set).production).toBe('fail');
  });

  it('cannot tell what a pipeline deploys that starts one which is not there', () => {
    expect(outcomes(STAGES, { release: [repository, ...environments('alpha'), starts('production')] })).toEqual({
      release: 'undetermined',
    });
  });

  it('takes the worst of several ways to one pipeline', () => {
    const set = {
      long: [repository, ...environments('alpha', 'beta', 'gamma'), starts('production')],
      short: [repository, ...environments('beta'), starts('production')],
      production: [object, ...environments('prod')],
    };
    expect(outcomes(STAGES, set).production).toBe('fail');
  });

  it('finds a second pipeline that deploys to the same stack after fewer stages', () => {
    const set = {
      release: [repository, ...environments('alpha', 'beta', 'gamma', 'prod')],
      hotfix: [repository, ...environments('prod')],
    };
    expect(outcomes(AROUND, set)).toEqual({ release: 'fail', hotfix: 'pass' });
    expect(outcomes(STAGES, set)).toEqual({ release: 'pass', hotfix: 'fail' });
  });

  it('tells two templates apart whose pipelines have one logical id', () => {
    const template = (name: string, ...stages: unknown[]) =>
      JSON.stringify({
        Resources: {
          Pipeline: {
            Type: 'AWS::CodePipeline::Pipeline',
            Properties: { Name: name, Stages: [repository, ...stages] },
          },
        },
      });
    const texts = [
      template('release', ...environments('alpha', 'beta', 'gamma', 'prod')),
      template('hotfix', ...environments('prod')),
    ];
    const set = texts.flatMap((text, index) => {
      const loaded = loadDocument(new SourceText(`${index}.json`, text), { parameters: new Map(), variableFiles: [] });
      return 'nothing' in loaded ? [] : loaded.pipelines;
    });
    expect(judged(AROUND, set)).toEqual({ release: 'fail', hotfix: 'pass' });
  });

  it('finds a source that starts a later pipeline without the earlier one', () => {
    const set = {
      release: [repository, ...environments('alpha', 'beta', 'gamma'), starts('production')],
      production: [repository, ...environments('prod')],
    };
    expect(outcomes(AROUND, set).production).toBe('fail');
  });

  it('ends when pipelines start each other in a circle', () => {
    const set = {
      one: [repository, ...environments('alpha'), starts('two')],
      two: [object, ...environments('prod'), starts('one')],
    };
    expect(Object.keys(outcomes(STAGES, set))).toEqual(['one', 'two']);
  });
});
