import { describe, expect, it } from 'vitest';
import { declarationsOf } from '../../../src/facts/pipeline/declared.js';
import { derivePipeline, type PipelineFacts, summarize } from '../../../src/facts/pipeline/derive.js';
import { EMPTY_CONFIG } from '../../../src/model/config.js';
import { display } from '../../../src/model/located.js';
import type { Loaded, Pipeline } from '../../../src/model/pipeline.js';
import { configOf, loadText } from '../../judging.js';

type Doc = Record<string, unknown>;

/** An action with what matters of it. */
function action(name: string, provider: string, configuration: Doc = {}, more: Doc = {}): Doc {
  const category = /^(CodeBuild|DeviceFarm|BlazeMeter)$/.test(provider)
    ? 'Test'
    : provider === 'Manual'
      ? 'Approval'
      : /^(StepFunctions)$/.test(provider) || (provider === 'Lambda' && !configuration.FunctionAlias)
        ? 'Invoke'
        : provider === 'CodePipeline'
          ? 'Invoke'
          : provider === 'Commands'
            ? 'Compute'
            : 'Deploy';
  return { name, actionTypeId: { category, owner: 'AWS', provider, version: '1' }, configuration, ...more };
}

const stack = (name: string, more: Doc = {}, mode = 'CREATE_UPDATE'): Doc =>
  action(
    more.name ? String(more.name) : 'Deploy',
    'CloudFormation',
    { ActionMode: mode, StackName: name, TemplatePath: 'a::t.yaml' },
    more,
  );

const test = (name: string, more: Doc = {}): Doc => action(name, 'CodeBuild', { ProjectName: name }, more);

const stage = (name: string, actions: Doc[], more: Doc = {}): Doc => ({ name, actions, ...more });

const condition = (provider: string, configuration: Doc, result = 'ROLLBACK'): Doc => ({
  conditions: [
    {
      result,
      rules: [{ name: 'r', ruleTypeId: { category: 'Rule', owner: 'AWS', provider, version: '1' }, configuration }],
    },
  ],
});

const alarm = (minutes: unknown, result?: string): Doc =>
  condition('CloudWatchAlarm', { AlarmName: 'errors', WaitTime: minutes }, result);

async function loaded(
  text: string | Doc,
  file = 'pipeline.json',
  parameters: Record<string, string> = {},
): Promise<Loaded> {
  const found = await loadText(file, typeof text === 'string' ? text : JSON.stringify(text), { parameters });
  if ('nothing' in found) throw new Error(found.nothing);
  return found;
}

async function one(text: string | Doc, file?: string, parameters?: Record<string, string>): Promise<Pipeline> {
  const { pipelines } = await loaded(text, file, parameters);
  expect(pipelines.map((it) => it.scenarios.length)).toEqual([1]);
  return pipelines[0]!.scenarios[0]!;
}

async function factsOf(stages: Doc[], more: Doc = {}): Promise<PipelineFacts> {
  return derivePipeline(await one({ name: 'shop', stages, ...more }), declarationsOf(EMPTY_CONFIG));
}

/** A template around stages as YAML flow text. */
const template = (stages: string, more = ''): string =>
  `${more}\nResources:\n  P:\n    Type: AWS::CodePipeline::Pipeline\n    Properties:\n      Stages: ${stages}\n`;

const cfnStage = (name: string, stackName = 's', more = ''): string =>
  `{Name: ${name}, Actions: [{Name: Deploy, ActionTypeId: {Category: Deploy, Owner: AWS, Provider: CloudFormation, Version: 1}, Configuration: {ActionMode: CREATE_UPDATE, StackName: ${stackName}, TemplatePath: 'a::t'}${more}}]}`;

const stageNames = (pipeline: Pipeline): string[] => pipeline.stages.map((it) => display(it.name));

async function stackName(expression: string, more = '', parameters: Record<string, string> = {}): Promise<string> {
  const pipeline = await one(template(`[${cfnStage('S', expression)}]`, more), 't.yaml', parameters);
  const value = pipeline.stages[0]!.actions[0]!.configuration.get('StackName');
  if (value === undefined) return '(absent)';
  return value.known ? value.value : `? ${value.expression}`;
}

describe('a declaration', () => {
  const bare = { name: 'shop', stages: [stage('Prod', [stack('prod')])] };

  it.each([
    ['as get-pipeline prints it', { pipeline: { ...bare, version: 3 }, metadata: { pipelineArn: 'arn' } }],
    ['under pipeline', { pipeline: bare }],
    ['bare', bare],
    ['in a list', [bare]],
  ])('is read %s', async (_, document) => {
    const { pipelines } = await loaded(document as Doc);
    expect(pipelines.map((it) => it.id)).toEqual(['shop']);
  });

  it('may have keys in either case, and those inside a configuration stay as they are', async () => {
    const pipeline = await one({
      Name: 'shop',
      Stages: [
        {
          Name: 'Prod',
          Actions: [
            {
              name: 'D',
              ActionTypeId: { category: 'Deploy', Owner: 'AWS', provider: 'ECS', version: 1 },
              configuration: { ClusterName: 'c', serviceName: 'lower' },
              RunOrder: 2,
            },
          ],
          onFailure: { Result: 'ROLLBACK' },
        },
      ],
    });
    const [read] = pipeline.stages[0]!.actions;
    expect([...read!.configuration.keys()]).toEqual(['ClusterName', 'serviceName']);
    expect(read!.runOrder).toMatchObject({ known: true, value: 2 });
    expect(pipeline.stages[0]!.onFailure?.result).toMatchObject({ known: true, value: 'ROLLBACK' });
  });

  it.each([
    ['absent', undefined, 1],
    ['a number', 3, 3],
    ['a text', '3', 3],
  ])('has run orders that are %s', async (_, runOrder, expected) => {
    const pipeline = await one({
      name: 'a',
      stages: [stage('S', [stack('x', runOrder === undefined ? {} : { runOrder })])],
    });
    expect(pipeline.stages[0]!.actions[0]!.runOrder).toMatchObject({ known: true, value: expected });
  });

  it.each([
    ['one store', { artifactStore: { type: 'S3', location: 'b' } }],
    ['a map of stores', { artifactStores: { 'us-east-1': { type: 'S3', location: 'b' } } }],
    ['a list of stores', { artifactStores: [{ region: 'us-east-1', artifactStore: { type: 'S3', location: 'b' } }] }],
  ])('may have %s', async (_, stores) => {
    expect(stageNames(await one({ ...bare, ...stores }))).toEqual(['Prod']);
  });

  it('has a value given at run time as unknown, never as a name', async () => {
    const pipeline = await one({ name: 'a', stages: [stage('S', [stack('#{variables.Env}-shop')])] });
    expect(pipeline.stages[0]!.actions[0]!.configuration.get('StackName')).toMatchObject({
      known: false,
      expression: '#{variables.Env}-shop',
    });
  });
});

const PARAMETERS = `Parameters:
  Env: {Type: String, Default: prod}
  Open: {Type: String}
  Flag: {Type: String, Default: 'yes', AllowedValues: ['yes', 'no']}
  Names: {Type: CommaDelimitedList, Default: 'alpha, beta'}
Mappings:
  M: {prod: {stack: from-map}, beta: {stack: beta-map}}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  IsFlag: !Equals [!Ref Flag, 'yes']
  Both: !And [!Condition IsProd, !Condition IsFlag]
  Neither: !Not [!Or [!Condition IsProd, {Condition: IsFlag}]]
`;

describe('an intrinsic', () => {
  it.each([
    ['!Ref Env', 'prod'],
    ['{Ref: Env}', 'prod'],
    ['!Sub "${Env}-x"', 'prod-x'],
    ['{"Fn::Sub": ["${A}-${Env}", {A: !Ref Env}]}', 'prod-prod'],
    ['!Sub "${!Env}"', '${Env}'],
    ['!Join ["-", [a, !Ref Env]]', 'a-prod'],
    ['!Join ["-", !Split [",", "a,b"]]', 'a-b'],
    ['!Join ["-", !Ref Names]', 'alpha-beta'],
    ['!Join ["-", [a, !Join [".", [b, !Ref Env]], !Sub ["${X}", {X: y}]]]', 'a-b.prod-y'],
    ['!Select [1, [a, !Ref Env]]', 'prod'],
    ['!Select ["0", !Split ["/", "x/y"]]', 'x'],
    ['!Select [1, !Ref Names]', 'beta'],
    ['!FindInMap [M, !Ref Env, stack]', 'from-map'],
    ['!If [IsProd, yes-it-is, no]', 'yes-it-is'],
    ['!If [Both, both, no]', 'both'],
    ['!If [Neither, neither, some]', 'some'],
    ['!If [IsProd, !If [Neither, a, !Sub "${Env}-b"], c]', 'prod-b'],
    ['!If [IsProd, !Ref "AWS::NoValue", c]', '(absent)'],
    ['!Join ["", [!Select [0, !Split ["-", !Sub "${Env}-1"]], !FindInMap [M, beta, stack]]]', 'prodbeta-map'],
  ])('%s is %s', async (expression, expected) => {
    expect(await stackName(expression, PARAMETERS)).toBe(expected);
  });

  it.each([
    ['!Ref Open', '? !Ref Open'],
    ['!Sub "${Open}-x"', '? ${Open}-x'],
    ['!Ref Elsewhere', '? !Ref Elsewhere'],
    ['!GetAtt Stack.Outputs.Name', '? !GetAtt Stack.Outputs.Name'],
    ['!ImportValue prod-stack', '? !ImportValue prod-stack'],
    ['!FindInMap [M, !Ref Open, stack]', '? '],
    ['!Select [7, [a]]', '? '],
  ])('%s stays unresolved with its expression', async (expression, expected) => {
    expect(await stackName(expression, PARAMETERS)).toContain(expected);
  });

  it('takes the value that is given before the default', async () => {
    expect(await stackName('!FindInMap [M, !Ref Env, stack]', PARAMETERS, { Env: 'beta' })).toBe('beta-map');
    expect(await stackName('!Ref Open', PARAMETERS, { Open: 'x' })).toBe('x');
  });
});

describe('conditions on parts of a pipeline', () => {
  it('take stages and actions away that are not there', async () => {
    const stages = `[${cfnStage('A')}, !If [Neither, ${cfnStage('B')}, !Ref "AWS::NoValue"], !If [IsProd, ${cfnStage('C')}, ${cfnStage('D')}]]`;
    expect(stageNames(await one(template(stages, PARAMETERS), 't.yaml'))).toEqual(['A', 'C']);
  });

  it('give every list in an If', async () => {
    const stages = `!If [IsProd, [${cfnStage('A')}, ${cfnStage('B')}], [${cfnStage('C')}]]`;
    expect(stageNames(await one(template(stages, PARAMETERS), 't.yaml'))).toEqual(['A', 'B']);
  });

  it('that nothing pins give every pipeline that they allow, named', async () => {
    const more =
      'Parameters:\n  Env: {Type: String, AllowedValues: [beta, prod]}\nConditions:\n  IsProd: !Equals [!Ref Env, prod]\n';
    const { pipelines } = await loaded(
      template(`[${cfnStage('A')}, !If [IsProd, ${cfnStage('B')}, !Ref "AWS::NoValue"]]`, more),
      't.yaml',
    );
    const scenarios = pipelines[0]!.scenarios.map((it) => [it.scenario.text, stageNames(it).join()]);
    expect(scenarios.sort()).toEqual([
      ['IsProd = false', 'A'],
      ['IsProd = true', 'A,B'],
    ]);
  });

  it('remove a pipeline, and say so', async () => {
    const text = template(`[${cfnStage('A')}]`, PARAMETERS).replace(
      'Properties:',
      'Condition: Neither\n    Properties:',
    );
    const { pipelines, notes } = await loaded(text, 't.yaml');
    expect(pipelines).toEqual([]);
    expect(notes.map((it) => it.text).join()).toMatch(/P is not created: its condition Neither is false/);
  });
});

describe('Fn::ForEach', () => {
  const body = `{'Fn::ForEach::Envs': [E, COLLECTION, {'P\${E}': {Type: 'AWS::CodePipeline::Pipeline', Properties: {Stages: [${cfnStage('"${E}"', '!Sub "shop-${E}"')}]}}}]}`;

  it('over a known collection makes each resource', async () => {
    const { pipelines } = await loaded(`Resources: ${body.replace('COLLECTION', '[Alpha, Prod]')}`, 't.yaml');
    expect(pipelines.map((it) => [it.id, stageNames(it.scenarios[0]!)])).toEqual([
      ['PAlpha', ['Alpha']],
      ['PProd', ['Prod']],
    ]);
  });

  it('over an unknown one makes what it makes once, with its names open, and says so', async () => {
    const { notes, pipelines } = await loaded(
      `Parameters: {L: {Type: CommaDelimitedList}}\nResources: ${body.replace('COLLECTION', '!Ref L')}`,
      't.yaml',
    );
    expect(notes.map((it) => it.text).join()).toMatch(/not known: what it makes was judged once for all/);
    expect(pipelines.map((it) => it.id)).toEqual(['P${E}']);
    expect(pipelines[0]!.scenarios[0]!.stages.map((it) => it.name.known)).toEqual([false]);
  });
});

describe('what counts as bake', () => {
  const judged = async (gamma: Doc, between: Doc[] = []) =>
    summarize(await factsOf([stage('Gamma', [stack('gamma')], gamma), ...between, stage('Prod', [stack('prod')])]))
      .watchedBakeMinutesBeforeProduction;

  it.each([
    ['onSuccess with an alarm', { onSuccess: alarm('60') }, 60],
    ['a wait time that is a number', { onSuccess: alarm(60) }, 60],
    ['onSuccess that only fails', { onSuccess: alarm('60', 'FAIL') }, 60],
    ['no wait time', { onSuccess: condition('CloudWatchAlarm', { AlarmName: 'a' }) }, 0],
    ['an entry condition', { beforeEntry: alarm('60', 'FAIL') }, 0],
    [
      'a deployment window',
      { onSuccess: condition('DeploymentWindow', { Cron: '0 0 9 * * *', WaitTime: '60', AlarmName: 'a' }) },
      0,
    ],
    ['an onFailure condition', { onFailure: alarm('60') }, 0],
  ])('%s: %o is %i minutes', async (_, gamma, minutes) => {
    expect(await judged(gamma)).toBe(minutes);
  });

  it('the entry condition of production does not', async () => {
    const facts = await factsOf([
      stage('Gamma', [stack('gamma')]),
      stage('Prod', [stack('prod')], { beforeEntry: alarm('600', 'FAIL') }),
    ]);
    expect(summarize(facts).watchedBakeMinutesBeforeProduction).toBe(0);
  });

  it('an approval does not, however long it may wait', async () => {
    const approval = action('BakeForADay', 'Manual', {}, { timeoutInMinutes: 1440 });
    expect(await judged({}, [stage('Wait', [approval])])).toBe(0);
  });

  it.each([
    ['STANDARD', 60],
    ['EXPRESS', 0],
  ])('a %s state machine that waits an hour and reads alarms: %i minutes', async (type, minutes) => {
    const definition = JSON.stringify({
      StartAt: 'Wait',
      States: {
        Wait: { Type: 'Wait', Seconds: 3600, Next: 'Look' },
        Look: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:cloudwatch:describeAlarms', End: true },
      },
    });
    const bake = `{Name: Wait, Actions: [{Name: Bake, ActionTypeId: {Category: Invoke, Owner: AWS, Provider: StepFunctions, Version: '1'}, Configuration: {StateMachineArn: !Ref Machine}}]}`;
    const text = `${template(`[${cfnStage('Gamma', 'gamma')}, ${bake}, ${cfnStage('Prod', 'prod')}]`)}
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties: {StateMachineType: ${type}, DefinitionString: '${definition}'}
`;
    const facts = derivePipeline(await one(text, 't.yaml'), declarationsOf(EMPTY_CONFIG));
    expect(summarize(facts).watchedBakeMinutesBeforeProduction).toBe(minutes);
  });
});

describe('what counts as a deployment', () => {
  it.each([
    ['CREATE_UPDATE', 1],
    ['CHANGE_SET_EXECUTE', 1],
    ['REPLACE_ON_FAILURE', 1],
    ['CHANGE_SET_REPLACE', 0],
    ['DELETE_ONLY', 0],
  ])('CloudFormation %s: %i', async (mode, count) => {
    const { deployments } = await factsOf([stage('Prod', [stack('prod', {}, mode)])]);
    expect(deployments).toHaveLength(count);
  });

  it('a started pipeline is none, and is before nothing', async () => {
    const start = action('Start', 'CodePipeline', { PipelineName: 'beta-pipeline' });
    const { deployments, targets } = await factsOf([stage('Beta', [start]), stage('Prod', [stack('prod')])]);
    expect(deployments.map((it) => it.step.action.address)).toEqual(['shop/Prod/Deploy']);
    expect(targets[0]!.path.links).toHaveLength(0);
  });

  it('a change set that is made and then executed is one', async () => {
    const { deployments } = await factsOf([
      stage('Prod', [
        stack('prod', { name: 'Plan', runOrder: 1 }, 'CHANGE_SET_REPLACE'),
        stack('prod', { name: 'Go', runOrder: 2 }, 'CHANGE_SET_EXECUTE'),
      ]),
    ]);
    expect(deployments.map((it) => it.step.action.address)).toEqual(['shop/Prod/Go']);
  });
});

describe('what a test covers', () => {
  const gates = async (stages: Doc[]) =>
    summarize(await factsOf([...stages, stage('Prod', [stack('prod')])])).loadTestGatesProduction;

  it.each([
    [
      'after the deployment',
      [stage('Gamma', [stack('gamma', { runOrder: 1 }), test('load-test', { runOrder: 2 })])],
      true,
    ],
    ['in the next stage', [stage('Gamma', [stack('gamma')]), stage('Verify', [test('load-test')])], true],
    ['with the same run order', [stage('Gamma', [stack('gamma'), test('load-test')])], false],
    [
      'before the deployment',
      [stage('Gamma', [test('load-test', { runOrder: 1 }), stack('gamma', { runOrder: 2 })])],
      false,
    ],
    [
      'written first and run later',
      [stage('Gamma', [test('load-test', { runOrder: '10' }), stack('gamma', { runOrder: '9' })])],
      true,
    ],
    ['with nothing deployed', [stage('Tests', [test('load-test')])], false],
    ['of an upload', [stage('Gamma', [stack('gamma'), test('upload-reports', { runOrder: 2 })])], false],
  ])('a load test %s', async (_, stages, expected) => {
    expect(await gates(stages)).toBe(expected);
  });

  it('a test beside the next deployment does not come before it', async () => {
    const { tests } = await factsOf([
      stage('Beta', [stack('beta')]),
      stage('Gamma', [stack('gamma'), test('load-test')]),
      stage('Prod', [stack('prod')]),
    ]);
    expect(tests).toEqual([]);
  });
});

describe('names that lie', () => {
  const tierOf = async (stageName: string, stackName = 'shop'): Promise<string> => {
    const facts = await factsOf([stage(stageName, [stack(stackName)]), stage('Final', [stack('live-site-prod')])]);
    return facts.deployments[0]!.reading.tier;
  };

  it.each([
    ['PreProd'],
    ['pre-prod'],
    ['preprod'],
    ['NonProd'],
    ['non-prod'],
    ['nonprod'],
    ['Pre-Production'],
    ['preproduction'],
    ['Staging'],
    ['Stage'],
    ['DeployUAT'],
    ['QADeploy'],
    ['test-env'],
    ['int2'],
  ])('%s is pre-production', async (name) => {
    expect(await tierOf(name)).toBe('pre-production');
  });

  it.each([
    ['Prod'],
    ['PROD'],
    ['prd'],
    ['Production'],
    ['DeployLive'],
    ['OneBox'],
    ['Wave-1'],
    ['prod-eu-one-box'],
    ['ProdTest'],
  ])('%s is production', async (name) => {
    expect(await tierOf(name)).toBe('production');
  });

  it.each([
    ['DeployStage'],
    ['Deploy'],
    ['DevOps'],
    ['LoadBalancer'],
    ['Product'],
    ['product-service'],
    ['Delivery'],
    ['Integrate'],
    ['Developer'],
  ])('%s names no environment', async (name) => {
    const facts = await factsOf([stage(name, [stack('shop')])]);
    expect(facts.production).toBe('assumed');
  });
});

describe('what is not sure is not counted', () => {
  it('the shortest of bakes side by side counts', async () => {
    const lambda = (name: string, strategy: string) =>
      action(
        name,
        'Lambda',
        { FunctionName: `gamma-${name}`, FunctionAlias: 'current', DeployStrategy: strategy, Alarms: 'errors' },
        {
          actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'Lambda', version: '1' },
        },
      );
    const bake = async (...strategies: string[]) => {
      const gamma = stage(
        'Gamma',
        strategies.map((strategy, index) => lambda(`f${index}`, strategy)),
      );
      return summarize(await factsOf([gamma, stage('Prod', [stack('prod')])])).watchedBakeMinutesBeforeProduction;
    };
    expect(await bake('Canary10Percent60Minutes')).toBe(60);
    expect(await bake('Canary10Percent60Minutes', 'Canary10Percent5Minutes')).toBe(5);
    expect(await bake('Canary10Percent60Minutes', 'AllAtOnce')).toBe(0);
  });

  it('a test covers the last environment before it, not those before that', async () => {
    const { tests } = await factsOf([
      stage('Beta', [stack('beta')]),
      stage('Gamma', [stack('gamma')]),
      stage('Verify', [test('load-test')]),
      stage('Prod', [stack('prod')]),
    ]);
    expect(tests.map((it) => it.covers.name)).toEqual(['gamma']);
  });

  it('an environment that is named at run time is no link', async () => {
    const { targets } = await factsOf([stage('First', [stack('#{variables.Env}')]), stage('Prod', [stack('prod')])]);
    expect(targets.map((it) => [it.path.links.length, it.path.atMost])).toEqual([[0, 1]]);
  });

  it('a load test that is started and not awaited gates nothing', async () => {
    const start = action('LoadTest', 'CodePipeline', { PipelineName: 'load-test' });
    const declared = {
      ...EMPTY_CONFIG,
      activities: configOf('activities: [{ activity: load-test, match: { action: LoadTest } }]').activities,
    };
    const pipeline = await one({
      name: 'shop',
      stages: [stage('Gamma', [stack('gamma')]), stage('Verify', [start]), stage('Prod', [stack('prod')])],
    });
    expect(summarize(derivePipeline(pipeline, declarationsOf(declared))).loadTestGatesProduction).toBe(false);
  });
});
