import type { Activity } from './types.js';

/** What a provider of the Deploy category deploys with, and the kind by which two deployments are compared. */
export interface DeployProvider {
  readonly kind: string;
  /** The configuration keys that name what is changed; the first ones say most about the environment. */
  readonly targets: readonly string[];
  /** The configuration keys that name what is deployed: two deployments with the same are one unit. */
  readonly unit: readonly string[];
  /** The longest that the action itself may take, in minutes (domain facts 1.7); undefined: days. */
  readonly maxMinutes?: number;
}

/**
 * Deploy-category providers of CodePipeline (action structure reference). Lambda is here as a deploy action; the Invoke
 * action of the same name is another thing.
 */
export const DEPLOY_PROVIDERS: Readonly<Record<string, DeployProvider>> = {
  CloudFormation: { kind: 'stack', targets: ['StackName', 'TemplateConfiguration', 'RoleArn'], unit: ['TemplatePath'] },
  CloudFormationStackSet: { kind: 'stack-set', targets: ['StackSetName', 'DeploymentTargets'], unit: ['TemplatePath'] },
  CloudFormationStackInstances: {
    kind: 'stack-set',
    targets: ['StackSetName', 'DeploymentTargets'],
    unit: ['StackSetName'],
  },
  CodeDeploy: { kind: 'code-deploy', targets: ['DeploymentGroupName', 'ApplicationName'], unit: [] },
  CodeDeployToECS: { kind: 'code-deploy-ecs', targets: ['DeploymentGroupName', 'ApplicationName'], unit: [] },
  ECS: { kind: 'ecs', targets: ['ClusterName', 'ServiceName', 'FileName'], unit: [], maxMinutes: 60 },
  EKS: {
    kind: 'eks',
    targets: ['ClusterName', 'Namespace', 'HelmValuesFiles', 'HelmReleaseName'],
    unit: ['HelmChartLocation', 'ManifestFiles'],
    maxMinutes: 60,
  },
  Lambda: { kind: 'lambda', targets: ['FunctionAlias', 'FunctionName'], unit: [] },
  EC2: { kind: 'ec2', targets: ['InstanceTagValue', 'TargetGroupNameList'], unit: [], maxMinutes: 60 },
  ElasticBeanstalk: {
    kind: 'elastic-beanstalk',
    targets: ['EnvironmentName', 'ApplicationName'],
    unit: [],
    maxMinutes: 60,
  },
  S3: { kind: 's3', targets: ['BucketName', 'ObjectKey'], unit: [], maxMinutes: 90 },
  AppConfig: { kind: 'appconfig', targets: ['Environment', 'Application'], unit: [], maxMinutes: 60 },
  OpsWorks: { kind: 'opsworks', targets: ['Stack', 'Layer', 'App'], unit: [], maxMinutes: 60 },
  AlexaSkillsKit: { kind: 'alexa', targets: ['SkillId'], unit: [], maxMinutes: 60 },
};

/** Providers outside the Deploy category that are tests whatever they are called. */
export const TEST_PROVIDERS: Readonly<Record<string, Activity>> = {
  BlazeMeter: 'load-test',
  StormRunnerLoad: 'load-test',
  'StormRunner-Load': 'load-test',
  Nouvola: 'load-test',
  DeviceFarm: 'integration-test',
  Runscope: 'integration-test',
  GhostInspector: 'integration-test',
  InspectorScan: 'security-scan',
};

/** Configuration keys, other than a provider's targets, that may name an environment. */
export const NAMING_KEYS: ReadonlySet<string> = new Set([
  'ProjectName',
  'FunctionName',
  'StateMachineArn',
  'PipelineName',
]);

/** CodeBuild stops a build after this many minutes when its project says nothing. */
export const CODEBUILD_DEFAULT_TIMEOUT = 60;

/** The longest time-out that a CodeBuild project may ask for, in minutes. */
export const CODEBUILD_MAX_TIMEOUT = 480;

/** A Lambda invoke action may go on answering "in progress" for this long, in minutes. */
export const LAMBDA_INVOKE_MAX = 24 * 60;
