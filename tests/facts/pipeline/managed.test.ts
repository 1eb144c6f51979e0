import { describe, expect, it } from 'vitest';
import { declarationsOf } from '../../../src/facts/pipeline/declared.js';
import { derivePipeline, summarize } from '../../../src/facts/pipeline/derive.js';
import { EMPTY_CONFIG } from '../../../src/model/config.js';
import { loadText } from '../../judging.js';

/** What is said of a pipeline that deploys gamma and then production by one service. */
async function said(file: string, text: string) {
  const found = await loadText(file, text);
  if ('nothing' in found) throw new Error(found.nothing);
  const facts = derivePipeline(found.pipelines[0]!.scenarios[0]!, declarationsOf(EMPTY_CONFIG));
  const { rollbackOnFailure, rollbackOnAlarm, watchedBakeMinutesBeforeProduction } = summarize(facts);
  return { onFailure: rollbackOnFailure, onAlarm: rollbackOnAlarm, bake: watchedBakeMinutesBeforeProduction };
}

const UNDETERMINED = { onFailure: 'undetermined', onAlarm: 'undetermined', bake: 'undetermined' };
const STAGES = ['Gamma', 'Prod'];

/** A template whose stages deploy by a provider, and its other resources. */
const template = (provider: string, configuration: (stage: string) => object, resources: object) =>
  JSON.stringify({
    Parameters: { Minutes: { Type: 'Number' } },
    Resources: {
      P: {
        Type: 'AWS::CodePipeline::Pipeline',
        Properties: {
          Stages: STAGES.map((stage) => ({
            Name: stage,
            Actions: [
              {
                Name: 'Deploy',
                ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: provider, Version: '1' },
                Configuration: configuration(stage),
              },
            ],
          })),
        },
      },
      ...resources,
    },
  });

const option = (Namespace: string, OptionName: string, Value: unknown) => ({ Namespace, OptionName, Value });
const policy = (value: string) => option('aws:elasticbeanstalk:command', 'DeploymentPolicy', value);
const evaluation = (value: unknown) => option('aws:elasticbeanstalk:trafficsplitting', 'EvaluationTime', value);

describe('Elastic Beanstalk', () => {
  const beanstalk = (properties: object, more: object = {}) =>
    said(
      'shop.json',
      template('ElasticBeanstalk', (stage) => ({ ApplicationName: 'shop', EnvironmentName: { Ref: stage } }), {
        ...Object.fromEntries(
          STAGES.map((stage) => [stage, { Type: 'AWS::ElasticBeanstalk::Environment', Properties: properties }]),
        ),
        ...more,
      }),
    );
  const having = (...OptionSettings: object[]) => beanstalk({ OptionSettings });

  it.each([
    ['AllAtOnce', 'none', 0],
    ['Rolling', 'none', 0],
    ['RollingWithAdditionalBatch', 'none', 0],
    ['Immutable', 'all', 0],
    ['TrafficSplitting', 'all', 5],
  ])('with the policy %s undoes %s of its failures', async (name, onFailure, bake) => {
    expect(await having(policy(name))).toEqual({ onFailure, onAlarm: 'none', bake });
  });

  it('bakes for as long as split traffic is evaluated', async () => {
    expect((await having(policy('TrafficSplitting'), evaluation(90))).bake).toBe(90);
    expect((await having(policy('TrafficSplitting'), evaluation({ Ref: 'Minutes' }))).bake).toBe('undetermined');
    expect((await having(policy('Immutable'), evaluation(90))).bake).toBe(0);
  });

  it('reads the settings of the template that an environment is made from, its own first', async () => {
    const made = (OptionSettings: object[]) =>
      beanstalk(
        { TemplateName: { Ref: 'Made' }, OptionSettings },
        {
          Made: {
            Type: 'AWS::ElasticBeanstalk::ConfigurationTemplate',
            Properties: { OptionSettings: [policy('Immutable')] },
          },
        },
      );
    expect((await made([])).onFailure).toBe('all');
    expect((await made([policy('Rolling')])).onFailure).toBe('none');
  });

  it.each([
    ['says no policy', [evaluation(90)]],
    ['has a policy that nobody knows', [policy('Carefully')]],
  ])('leaves open what an environment does that %s', async (_, settings) => {
    expect(await having(...settings)).toEqual(UNDETERMINED);
  });

  it('is read alike in Terraform', async () => {
    const environment = (name: string) => `resource "aws_elastic_beanstalk_environment" "${name}" {
  name = "shop-${name}"
  setting {
    namespace = "aws:elasticbeanstalk:command"
    name      = "DeploymentPolicy"
    value     = "TrafficSplitting"
  }
}
`;
    const stage = (name: string) => `  stage {
    name = "${name}"
    action {
      name          = "Deploy"
      category      = "Deploy"
      provider      = "ElasticBeanstalk"
      configuration = { EnvironmentName = aws_elastic_beanstalk_environment.${name}.name }
    }
  }
`;
    const text = `${STAGES.map(environment).join('')}resource "aws_codepipeline" "main" {\n${STAGES.map(stage).join('')}}\n`;
    expect(await said('main.tf', text)).toEqual({ onFailure: 'all', onAlarm: 'none', bake: 5 });
  });
});

describe('AppConfig', () => {
  const monitors = [{ AlarmArn: 'arn:aws:cloudwatch:eu-west-1:1:alarm:errors' }];
  const environments = (Monitors: object[]) =>
    Object.fromEntries(
      STAGES.map((stage) => [stage, { Type: 'AWS::AppConfig::Environment', Properties: { Name: stage, Monitors } }]),
    );
  const strategy = (minutes: unknown) => ({
    Slow: {
      Type: 'AWS::AppConfig::DeploymentStrategy',
      Properties: { DeploymentDurationInMinutes: 0, FinalBakeTimeInMinutes: minutes },
    },
  });
  const appConfig = (DeploymentStrategy: unknown, resources: object) =>
    said(
      'shop.json',
      template(
        'AppConfig',
        (stage) => ({ Application: 'shop', Environment: { Ref: stage }, DeploymentStrategy }),
        resources,
      ),
    );
  const SLOW = { Ref: 'Slow' };

  it('takes a deployment back on the alarms of its environment while it bakes', async () => {
    expect(await appConfig(SLOW, { ...environments(monitors), ...strategy(60) })).toEqual({
      onFailure: 'all',
      onAlarm: 'all',
      bake: 60,
    });
  });

  it('watches nothing in an environment without monitors', async () => {
    expect(await appConfig(SLOW, { ...environments([]), ...strategy(60) })).toEqual({
      onFailure: 'none',
      onAlarm: 'none',
      bake: 0,
    });
  });

  it('takes nothing back once it is over at once', async () => {
    expect(await appConfig(SLOW, { ...environments(monitors), ...strategy(0) })).toMatchObject({ onAlarm: 'none' });
  });

  it('knows the strategies that AppConfig brings along', async () => {
    const { bake } = await appConfig('AppConfig.Linear20PercentEvery6Minutes', environments(monitors));
    expect(bake).toBe(30);
  });

  it('leaves open what stands out of sight', async () => {
    expect(await appConfig('abc123', {})).toEqual(UNDETERMINED);
    expect(await appConfig('AppConfig.AllAtOnce', {})).toEqual(UNDETERMINED);
    expect(await appConfig('abc123', environments(monitors))).toEqual(UNDETERMINED);
    expect((await appConfig(SLOW, { ...environments(monitors), ...strategy({ Ref: 'Minutes' }) })).bake).toBe(
      'undetermined',
    );
  });

  it('is read alike in Terraform', async () => {
    const stage = (name: string) => `  stage {
    name = "${name}"
    action {
      name          = "Deploy"
      category      = "Deploy"
      provider      = "AppConfig"
      configuration = {
        Environment        = aws_appconfig_environment.${name}.environment_id
        DeploymentStrategy = aws_appconfig_deployment_strategy.slow.id
      }
    }
  }
`;
    const environment = (name: string) => `resource "aws_appconfig_environment" "${name}" {
  name = "${name}"
  monitor {
    alarm_arn = aws_cloudwatch_metric_alarm.errors.arn
  }
}
`;
    const text = `${STAGES.map(environment).join('')}resource "aws_appconfig_deployment_strategy" "slow" {
  deployment_duration_in_minutes = 10
  final_bake_time_in_minutes     = 20
}
resource "aws_codepipeline" "main" {
${STAGES.map(stage).join('')}}
`;
    expect(await said('main.tf', text)).toEqual({ onFailure: 'all', onAlarm: 'all', bake: 20 });
  });
});
