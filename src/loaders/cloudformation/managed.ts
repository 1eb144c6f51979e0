import type { Value } from '../../model/located.js';
import type { ActionResources, BeanstalkEnvironment } from '../../model/pipeline.js';
import { predefinedStrategy } from '../appconfig-strategies.js';
import { getEitherCase, type Node } from '../syntax/tree.js';
import { readNumber } from '../value-reader.js';
import { findResource, PropertyReader } from './look-up.js';
import type { Resolver } from './resolver.js';
import type { Resource } from './template.js';

/** An environment's settings: its own, then those of the configuration template that it is made from. */
export function readBeanstalk(resolver: Resolver, resource: Resource): BeanstalkEnvironment {
  const read = new PropertyReader(resolver, resource);
  const template = findResource(resolver, getEitherCase(resource.properties, 'TemplateName'), [
    'AWS::ElasticBeanstalk::ConfigurationTemplate',
  ]);
  const own = settings(resolver, read);
  const inherited = template && settings(resolver, new PropertyReader(resolver, template));
  const setting = (namespace: string, name: string) =>
    own.get(`${namespace} ${name}`) ?? inherited?.get(`${namespace} ${name}`);
  return {
    name: read.text('EnvironmentName'),
    policy: setting('aws:elasticbeanstalk:command', 'DeploymentPolicy'),
    evaluationMinutes: readNumber(setting('aws:elasticbeanstalk:trafficsplitting', 'EvaluationTime')),
    span: read.span,
  };
}

function settings(resolver: Resolver, read: PropertyReader): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const item of read.items('OptionSettings')) {
    const [namespace, name, value] = ['Namespace', 'OptionName', 'Value'].map((key) =>
      resolver.text(getEitherCase(item, key)),
    );
    if (namespace?.known && name?.known && value) found.set(`${namespace.value} ${name.value}`, value);
  }
  return found;
}

/** The strategy and the environment that an AppConfig action names, as far as they are in sight. */
export function readAppConfig(resolver: Resolver, configuration: ReadonlyMap<string, Node>): ActionResources {
  const strategyNode = configuration.get('DeploymentStrategy');
  const strategy = findResource(resolver, strategyNode, ['AWS::AppConfig::DeploymentStrategy']);
  const environment = findResource(resolver, configuration.get('Environment'), ['AWS::AppConfig::Environment']);
  const predefined = predefinedStrategy(resolver.text(strategyNode));
  const reads = strategy && new PropertyReader(resolver, strategy);
  const watches = environment && new PropertyReader(resolver, environment);
  const at = watches ?? reads;
  const span = at?.span ?? resolver.text(strategyNode)?.span;
  if (span === undefined || !(at || predefined)) return {};
  return {
    appConfig: {
      strategy: reads
        ? {
            durationMinutes: reads.number('DeploymentDurationInMinutes'),
            bakeMinutes: reads.number('FinalBakeTimeInMinutes'),
          }
        : predefined,
      monitors: watches?.items('Monitors').flatMap((item) => resolver.text(getEitherCase(item, 'AlarmArn')) ?? []),
      span,
    },
  };
}
