import { flatMap } from '../../model/flat.js';
import { known, type Value } from '../../model/located.js';
import type {
  ActionResources,
  Bucket,
  BuildProject,
  DeploymentGroup,
  EcsService,
  LambdaFunction,
  StateMachine,
  TrafficRouting,
} from '../../model/pipeline.js';
import { type StatedBuildspec, statedBuildspec, unseenProject } from '../buildspec.js';
import { DEFAULT_BUILDSPEC } from '../buildspec-file.js';
import type { ActionIdentity } from '../codepipeline/definition.js';
import { writtenText } from '../placeholders.js';
import { readStateMachine } from '../state-machine.js';
import { getEitherCase, type Node, spanOf } from '../syntax/tree.js';
import { findResource, type LookedUpType, PropertyReader } from './look-up.js';
import { readAppConfig, readBeanstalk } from './managed.js';
import type { Resolver } from './resolver.js';
import type { Resource } from './template.js';

/** Looks up what an action's configuration refers to, in the same template. */
export function lookUpResources(
  resolver: Resolver,
  action: ActionIdentity,
  configuration: ReadonlyMap<string, Node>,
): ActionResources {
  const provider = action.provider.known ? action.provider.value : '';
  const category = action.category.known ? action.category.value : '';
  const find = (key: string, ...types: LookedUpType[]) => findResource(resolver, configuration.get(key), types);
  switch (provider) {
    case 'CodeBuild':
      return codeBuild(
        resolver,
        find('ProjectName', 'AWS::CodeBuild::Project'),
        resolver.text(configuration.get('BuildspecOverride')),
      );
    case 'CodeDeploy':
    case 'CodeDeployToECS':
      return present('deploymentGroup', find('DeploymentGroupName', 'AWS::CodeDeploy::DeploymentGroup'), (it) =>
        readDeploymentGroup(resolver, it),
      );
    case 'ECS':
      return present('service', find('ServiceName', 'AWS::ECS::Service'), (it) => readService(resolver, it));
    case 'StepFunctions':
      return present(
        'stateMachine',
        find('StateMachineArn', 'AWS::StepFunctions::StateMachine', 'AWS::Serverless::StateMachine'),
        (it) => readMachine(resolver, it),
      );
    case 'Lambda':
      if (category === 'Deploy') return {};
      return present('lambda', find('FunctionName', 'AWS::Lambda::Function', 'AWS::Serverless::Function'), (it) =>
        readFunction(resolver, it),
      );
    case 'S3':
      return present('bucket', find('BucketName', 'AWS::S3::Bucket'), (it) => readBucket(resolver, it));
    case 'ElasticBeanstalk':
      return present('beanstalk', find('EnvironmentName', 'AWS::ElasticBeanstalk::Environment'), (it) =>
        readBeanstalk(resolver, it),
      );
    case 'AppConfig':
      return readAppConfig(resolver, configuration);
    default:
      return {};
  }
}

function present<K extends keyof ActionResources>(
  key: K,
  resource: Resource | undefined,
  read: (resource: Resource) => ActionResources[K],
): ActionResources {
  return resource ? { [key]: read(resource) } : {};
}

/** A project, or what an action has it run in place of its own buildspec. */
function codeBuild(resolver: Resolver, project: Resource | undefined, override: Value | undefined): ActionResources {
  const stated = override && statedBuildspec(override);
  if (project) return { project: readProject(resolver, project, stated) };
  return stated ? { project: unseenProject(stated, override.span) } : {};
}

function readProject(resolver: Resolver, resource: Resource, override: StatedBuildspec | undefined): BuildProject {
  const read = new PropertyReader(resolver, resource);
  const own = read.text('Source', 'BuildSpec');
  const spec = override ?? statedBuildspec(own ?? known(DEFAULT_BUILDSPEC, read.span, "CodeBuild's default"));
  return {
    name: read.text('Name'),
    description: read.text('Description'),
    commands: spec.commands,
    buildspecFile: spec.file,
    environment: new Map([...spec.variables, ...read.pairs('Environment', 'EnvironmentVariables')]),
    timeoutMinutes: read.number('TimeoutInMinutes'),
    span: read.span,
  };
}

function readDeploymentGroup(resolver: Resolver, resource: Resource): DeploymentGroup {
  const read = new PropertyReader(resolver, resource);
  const rollback = read.node('AutoRollbackConfiguration');
  const alarms = read.node('AlarmConfiguration');
  const configuration = findResource(resolver, getEitherCase(resource.properties, 'DeploymentConfigName'), [
    'AWS::CodeDeploy::DeploymentConfig',
  ]);
  return {
    name: read.text('DeploymentGroupName'),
    configurationName: read.text('DeploymentConfigName'),
    trafficRouting: configuration && readTrafficRouting(new PropertyReader(resolver, configuration)),
    autoRollback: rollback && {
      enabled: read.enabled('AutoRollbackConfiguration', 'Enabled'),
      events: flatMap(read.texts('AutoRollbackConfiguration', 'Events'), (event) => (event.known ? [event.value] : [])),
    },
    alarms: alarms && {
      enabled: read.enabled('AlarmConfiguration', 'Enabled'),
      names: flatMap(
        read.items('AlarmConfiguration', 'Alarms'),
        (item) => resolver.text(getEitherCase(item, 'Name')) ?? [],
      ),
      span: spanOf(alarms),
    },
    terminationWaitMinutes: read.number(
      'BlueGreenDeploymentConfiguration',
      'TerminateBlueInstancesOnDeploymentSuccess',
      'TerminationWaitTimeInMinutes',
    ),
    environment: [...read.texts('AutoScalingGroups'), ...read.pairs('Ec2TagFilters').values()],
    span: read.span,
  };
}

function readTrafficRouting(read: PropertyReader): TrafficRouting | undefined {
  const type = read.text('TrafficRoutingConfig', 'Type');
  if (!type?.known) return undefined;
  if (type.value === 'AllAtOnce') return { kind: 'all-at-once' };
  const [key, kind, percentKey, minutesKey] =
    type.value === 'TimeBasedCanary'
      ? (['TimeBasedCanary', 'canary', 'CanaryPercentage', 'CanaryInterval'] as const)
      : (['TimeBasedLinear', 'linear', 'LinearPercentage', 'LinearInterval'] as const);
  const percent = read.number('TrafficRoutingConfig', key, percentKey);
  const minutes = read.number('TrafficRoutingConfig', key, minutesKey);
  return percent?.known && minutes?.known ? { kind, percent: percent.value, minutes: minutes.value } : undefined;
}

function readService(resolver: Resolver, resource: Resource): EcsService {
  const read = new PropertyReader(resolver, resource);
  const breaker = ['DeploymentConfiguration', 'DeploymentCircuitBreaker'] as const;
  const alarms = read.node('DeploymentConfiguration', 'Alarms');
  return {
    name: read.text('ServiceName'),
    strategy: read.text('DeploymentConfiguration', 'Strategy'),
    bakeMinutes: read.number('DeploymentConfiguration', 'BakeTimeInMinutes'),
    circuitBreakerRollback: read.enabled(...breaker, 'Enable') && read.enabled(...breaker, 'Rollback'),
    alarms: alarms && {
      enabled: read.enabled('DeploymentConfiguration', 'Alarms', 'Enable'),
      rollback: read.enabled('DeploymentConfiguration', 'Alarms', 'Rollback'),
      names: read.texts('DeploymentConfiguration', 'Alarms', 'AlarmNames'),
    },
    span: read.span,
  };
}

function readMachine(resolver: Resolver, resource: Resource): StateMachine {
  const read = new PropertyReader(resolver, resource);
  const definition =
    read.text('DefinitionString') ?? read.text('Definition') ?? (read.node('Definition') && read.text('Definition'));
  const waits = definition && readStateMachine(writtenText(definition));
  return {
    name: read.text('StateMachineName'),
    type: read.text('StateMachineType') ?? read.text('Type'),
    waitMinutes: waits?.waitMinutes,
    readsAlarms: waits?.readsAlarms ?? false,
    span: read.span,
  };
}

function readFunction(resolver: Resolver, resource: Resource): LambdaFunction {
  const read = new PropertyReader(resolver, resource);
  const code = read.text('Code', 'ZipFile') ?? read.text('InlineCode');
  return {
    name: read.text('FunctionName'),
    description: read.text('Description'),
    code: code && writtenText(code),
    span: read.span,
  };
}

function readBucket(resolver: Resolver, resource: Resource): Bucket {
  const read = new PropertyReader(resolver, resource);
  return {
    name: read.text('BucketName'),
    publishes: read.node('WebsiteConfiguration') !== undefined || isOrigin(resolver, resource),
    span: read.span,
  };
}

/** Whether a CloudFront distribution of the template names the bucket in one of its origins. */
function isOrigin(resolver: Resolver, bucket: Resource): boolean {
  return resolver.template.resources.some((resource) => {
    if (resource.type !== 'AWS::CloudFront::Distribution') return false;
    const read = new PropertyReader(resolver, resource);
    return read.items('DistributionConfig', 'Origins').some((origin) => {
      const domain = resolver.text(getEitherCase(origin, 'DomainName'));
      return (
        domain !== undefined &&
        !domain.known &&
        domain.parts.some((part) => typeof part !== 'string' && part.label.split(' ', 1)[0] === bucket.id)
      );
    });
  });
}
