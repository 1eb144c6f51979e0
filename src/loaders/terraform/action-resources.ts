import type { Value } from '../../model/located.js';
import type { ActionResources } from '../../model/pipeline.js';
import type { Datum } from './evaluate/datum.js';
import { findResource } from './find-resource.js';
import type { ResourceBlock, Resources } from './resource-block.js';
import { readAppConfig } from './resources/app-config.js';
import { readBeanstalk } from './resources/beanstalk.js';
import { readBucket } from './resources/bucket.js';
import { moduleProject, readProject, unseenProjectOf } from './resources/build-project.js';
import { readDeploymentGroup } from './resources/deployment-group.js';
import { readService } from './resources/ecs-service.js';
import { readLambda } from './resources/lambda.js';
import { readMachine } from './resources/state-machine.js';

/** What says which resources an action works on. */
export interface ActionTarget {
  readonly category: Value;
  readonly provider: Value;
  readonly configuration: ReadonlyMap<string, Datum>;
}

/** Looks up what an action's configuration refers to, in the same module or plan. */
export function actionResources(target: ActionTarget, resources: Resources): ActionResources {
  const provider = target.provider.known ? target.provider.value : '';
  const find = (key: string, type: string, name: string) =>
    findResource(resources, target.configuration.get(key), type, name);
  switch (provider) {
    case 'CodeBuild': {
      const project = find('ProjectName', 'aws_codebuild_project', 'name');
      const override = target.configuration.get('BuildspecOverride');
      if (project) return { project: readProject(project, override) };
      const call = resources.moduleCall(target.configuration.get('ProjectName'));
      const found = call && moduleProject(call, override);
      if (found) return { project: found };
      return override ? { project: unseenProjectOf(override) } : {};
    }
    case 'CodeDeploy':
    case 'CodeDeployToECS':
      return present(
        'deploymentGroup',
        find('DeploymentGroupName', 'aws_codedeploy_deployment_group', 'deployment_group_name'),
        (group) => readDeploymentGroup(group, resources),
      );
    case 'ECS':
      return present('service', find('ServiceName', 'aws_ecs_service', 'name'), readService);
    case 'StepFunctions':
      return present('stateMachine', find('StateMachineArn', 'aws_sfn_state_machine', 'name'), readMachine);
    case 'Lambda':
      if (target.category.known && target.category.value === 'Deploy') return {};
      return present('lambda', find('FunctionName', 'aws_lambda_function', 'function_name'), readLambda);
    case 'S3':
      return present('bucket', find('BucketName', 'aws_s3_bucket', 'bucket'), (bucket) =>
        readBucket(bucket, resources),
      );
    case 'ElasticBeanstalk':
      return present('beanstalk', find('EnvironmentName', 'aws_elastic_beanstalk_environment', 'name'), (environment) =>
        readBeanstalk(environment, resources),
      );
    case 'AppConfig': {
      const appConfig = readAppConfig(target.configuration, resources);
      return appConfig ? { appConfig } : {};
    }
    default:
      return {};
  }
}

function present<K extends keyof ActionResources>(
  key: K,
  block: ResourceBlock | undefined,
  read: (block: ResourceBlock) => ActionResources[K],
): ActionResources {
  const resource = block && read(block);
  return resource ? { [key]: resource } : {};
}
