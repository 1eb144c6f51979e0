import type { Value } from '../../../model/located.js';
import type { BeanstalkEnvironment } from '../../../model/pipeline.js';
import { readNumber } from '../../value-reader.js';
import { findResource } from '../find-resource.js';
import type { ResourceBlock, Resources } from '../resource-block.js';
import { text, uncertain } from '../values.js';

/** Reads an `aws_elastic_beanstalk_environment`: its own settings, then those of its configuration template. */
export function readBeanstalk(block: ResourceBlock, resources: Resources): BeanstalkEnvironment {
  const template = findResource(
    resources,
    block.attribute('template_name'),
    'aws_elastic_beanstalk_configuration_template',
    'name',
  );
  const own = settings(block);
  const inherited = settings(template);
  const setting = (namespace: string, name: string) =>
    own.get(`${namespace} ${name}`) ?? inherited.get(`${namespace} ${name}`);
  return {
    name: text(block, 'name'),
    policy: setting('aws:elasticbeanstalk:command', 'DeploymentPolicy'),
    evaluationMinutes: readNumber(setting('aws:elasticbeanstalk:trafficsplitting', 'EvaluationTime')),
    span: block.span,
  };
}

function settings(block: ResourceBlock | undefined): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const setting of block?.blocks('setting') ?? []) {
    const namespace = text(setting, 'namespace');
    const name = text(setting, 'name');
    const value = text(setting, 'value');
    if (namespace?.known && name?.known && value)
      found.set(`${namespace.value} ${name.value}`, setting.optional ? uncertain(value) : value);
  }
  return found;
}
