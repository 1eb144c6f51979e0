import type { CommandEffect } from '../effects.js';
import { flagValue, hasFlag, type Invocation, positionals } from '../invocation.js';
import { effectOfName, nameWords } from '../name-words.js';
import type { ToolFacts } from './tool-facts.js';

/** The AWS command line. Sub commands are a service and an operation. */
export const AWS: readonly ToolFacts[] = [
  {
    names: 'aws awslocal',
    decide: awsDecides,
    targetWords: 'last',
    targetFlags:
      '--stack-name --change-set-name --cluster --service --function-name --environment-name --application-name ' +
      '--deployment-group-name --parameter-overrides --parameters --name --pipeline-name --project-name --alias --endpoint-name ' +
      '--distribution-id --state-machine-arn --role-arn --profile --stack-set-name --environment-id --branch-name',
    flags: { '--no-execute-changeset': 'plan', '--generate-cli-skeleton': 'nothing' },
    asynchronous: {
      'fis start-experiment': 'fis get-experiment',
      'stepfunctions start-execution': 'stepfunctions describe-execution',
      'codebuild start-build': 'codebuild batch-get-builds',
      'codebuild start-build-batch': 'codebuild batch-get-build-batches',
      'codepipeline start-pipeline-execution': 'codepipeline get-pipeline-execution',
      'ecs run-task': 'ecs (?:wait|describe-tasks)',
      'ssm send-command': 'ssm (?:wait|get-command-invocation)',
      'ssm start-automation-execution': 'ssm get-automation-execution',
      'devicefarm schedule-run': 'devicefarm get-run',
      'batch submit-job': 'batch describe-jobs',
    },
    does: {
      deploy:
        'cloudformation deploy, cloudformation create-stack, cloudformation update-stack, ' +
        'cloudformation execute-change-set, cloudformation create-stack-set, cloudformation update-stack-set, ' +
        'cloudformation create-stack-instances, cloudformation update-stack-instances, ' +
        'ecs update-service, ecs create-service, ecs deploy, ecs create-task-set, ecs update-service-primary-task-set, ' +
        'lambda update-function-code, lambda update-function-configuration, lambda create-function, lambda update-alias, ' +
        'lambda create-alias, lambda put-provisioned-concurrency-config, deploy create-deployment, ' +
        'deploy continue-deployment, elasticbeanstalk update-environment, elasticbeanstalk create-environment, ' +
        'elasticbeanstalk swap-environment-cnames, apprunner start-deployment, apprunner update-service, ' +
        'apprunner create-service, amplify start-job, amplify start-deployment, amplify create-deployment, ' +
        'apigateway create-deployment, apigateway update-stage, apigatewayv2 create-deployment, apigatewayv2 update-stage, ' +
        'appconfig start-deployment, autoscaling start-instance-refresh, autoscaling update-auto-scaling-group, ' +
        'sagemaker update-endpoint, sagemaker create-endpoint, sagemaker update-endpoint-weights-and-capacities, ' +
        'eks update-nodegroup-version, eks update-cluster-version, eks create-addon, eks update-addon, eks create-nodegroup, ' +
        'glue update-job, greengrassv2 create-deployment, proton update-service, proton update-service-instance, ' +
        'opsworks create-deployment, kinesisanalyticsv2 update-application, batch update-compute-environment, ' +
        'stepfunctions update-state-machine, stepfunctions create-state-machine, cloudfront update-distribution, ' +
        'cloudfront update-distribution-with-staging-config, route53 change-resource-record-sets, elbv2 modify-listener, ' +
        'elbv2 modify-rule, lightsail create-container-service-deployment, servicecatalog update-provisioned-product, ' +
        'servicecatalog provision-product, imagebuilder update-distribution-configuration, mwaa update-environment, ' +
        'appsync start-schema-creation, bedrock-agent prepare-agent',
      'tear-down':
        'cloudformation delete-stack, cloudformation delete-stack-set, cloudformation delete-stack-instances, ' +
        'ecs delete-service, ecs delete-cluster, lambda delete-function, elasticbeanstalk terminate-environment, ' +
        'apprunner delete-service, amplify delete-app, amplify delete-branch, eks delete-cluster, ec2 terminate-instances, ' +
        'sagemaker delete-endpoint, rds delete-db-instance, rds delete-db-cluster, s3 rb, ' +
        'autoscaling delete-auto-scaling-group',
      rollback:
        'cloudformation rollback-stack, cloudformation continue-update-rollback, cloudformation cancel-update-stack, ' +
        'deploy stop-deployment, amplify stop-job, appconfig stop-deployment, autoscaling rollback-instance-refresh, ' +
        'autoscaling cancel-instance-refresh, codepipeline rollback-stage, ecs stop-service-deployment',
      plan: 'cloudformation create-change-set, cloudformation describe-change-set, cloudformation detect-stack-drift',
      publish:
        'cloudformation package, lambda publish-version, lambda publish-layer-version, ecs register-task-definition, ' +
        'ecr put-image, ecr-public put-image, deploy push, deploy register-application-revision, ' +
        'elasticbeanstalk create-application-version, appconfig create-hosted-configuration-version, ' +
        'codeartifact publish-package-version, servicecatalog create-provisioning-artifact, ' +
        'sagemaker create-model-package, ssm create-document, ssm update-document, s3api put-object, s3api copy-object, ' +
        'serverlessrepo create-application-version, cloudformation register-type, glue create-script, batch register-job-definition',
      'start-pipeline':
        'codepipeline start-pipeline-execution, codebuild start-build, codebuild start-build-batch, ' +
        'sagemaker start-pipeline-execution, imagebuilder start-image-pipeline-execution',
      'fault-injection': 'fis start-experiment',
      'integration-test': 'devicefarm schedule-run, synthetics start-canary',
      'security-scan':
        'ecr start-image-scan, inspector2 create-findings-report, accessanalyzer validate-policy, ecr wait image-scan-complete',
      notify: 'sns publish, ses send-email, sesv2 send-email, events put-events, sqs send-message, chatbot send',
      build: 'cloudformation validate-template, sagemaker create-training-job',
      wait: 'ecr wait, ecs wait',
    },
  },
];

/** Operations that change nothing that serves: a copy, a session, a cached page. */
const LOCAL: ReadonlySet<string> = new Set([
  'rds create-db-snapshot',
  'rds create-db-cluster-snapshot',
  'ssm start-session',
  'ssm terminate-session',
  'ssm put-parameter',
  'eks update-kubeconfig',
  'cloudfront create-invalidation',
  'dynamodb create-backup',
  'ec2 create-snapshot',
]);

/** Operations that only read. */
const READS =
  /^(get|list|describe|head|batch-get|query|scan|filter|tail|ls|presign|wait|help|login|configure|lookup|search|test|estimate|detect|check|simulate|validate|poll|view)(-|$)/;

function awsDecides(invocation: Invocation): CommandEffect | undefined {
  const words = positionals(invocation.args)
    .filter((word) => !word.afterFlag)
    .map((word) => word.text);
  const [service, operation] = words;
  if (service === undefined) return undefined;
  if (service === 's3') return s3(invocation, operation, words.slice(2));
  if (service === 's3api') return s3api(operation, invocation);
  if (operation === undefined) return /^(configure|help)$/.test(service) ? 'nothing' : undefined;
  if (LOCAL.has(`${service} ${operation}`)) return 'nothing';
  if (operation === 'wait') return service === 'ecr' ? undefined : 'wait';
  return byOperation(service, operation, invocation);
}

function byOperation(service: string, operation: string, { args }: Invocation): CommandEffect | undefined {
  if (service === 'ecs' && operation === 'update-service') return scaleOnly(args, '--desired-count', ECS_CHANGES);
  if (service === 'autoscaling' && operation === 'update-auto-scaling-group')
    return scaleOnly(args, '--desired-capacity', [
      '--launch-template',
      '--launch-configuration-name',
      '--mixed-instances-policy',
    ]);
  if (NAMED.has(`${service} ${operation}`)) return namedRun(args, `${service} ${operation}`);
  if (
    /^(sts|configure|sso|secretsmanager|kms|iam|logs|cloudwatch|ec2|ecr|ecr-public|codeartifact|resourcegroupstaggingapi|organizations)$/.test(
      service,
    )
  )
    return /^(terminate-instances|put-image|start-image-scan|publish-package-version)$/.test(operation)
      ? undefined
      : 'nothing';
  if (service === 'codepipeline' && /^(put|stop|retry|enable|disable|acknowledge)-/.test(operation)) return 'nothing';
  if (/^(tag|untag|add-tags|put-metric|create-log)/.test(operation)) return 'nothing';
  return READS.test(operation) && operation !== 'detect-stack-drift' && operation !== 'describe-change-set'
    ? operation === 'validate-template' || operation === 'validate-policy'
      ? undefined
      : 'nothing'
    : undefined;
}

const ECS_CHANGES = [
  '--task-definition',
  '--force-new-deployment',
  '--deployment-configuration',
  '--platform-version',
  '--load-balancers',
];

/** A service or group whose size alone changes is no deployment. */
function scaleOnly(args: readonly string[], size: string, changes: readonly string[]): CommandEffect | undefined {
  return hasFlag(args, size) && !hasFlag(args, ...changes) ? 'nothing' : undefined;
}

/** Operations that run something whose name is all there is to see. */
const NAMED: ReadonlySet<string> = new Set([
  'lambda invoke',
  'stepfunctions start-execution',
  'stepfunctions start-sync-execution',
  'codebuild start-build',
  'codebuild start-build-batch',
  'ecs run-task',
  'ecs execute-command',
  'ssm send-command',
  'ssm start-automation-execution',
  'batch submit-job',
  'glue start-job-run',
  'events put-events',
]);

const NAME_FLAGS = [
  '--function-name',
  '--state-machine-arn',
  '--project-name',
  '--document-name',
  '--job-name',
  '--task-definition',
  '--name',
];

function namedRun(args: readonly string[], operation: string): CommandEffect {
  const command = flagValue(args, '--overrides', '--command', '--parameters', '--container-overrides');
  const inside = command === undefined ? undefined : ranInside(command);
  if (inside) return inside;
  if (operation.startsWith('codebuild')) return 'start-pipeline';
  if (operation === 'events put-events') return 'notify';
  for (const flag of NAME_FLAGS) {
    const value = flagValue(args, flag);
    const effect = value === undefined ? undefined : effectOfName(value.replace(/^arn:.*:/, ''));
    if (effect) return effect === 'build' ? 'unknown' : effect;
  }
  return 'unknown';
}

/** What a command handed over as JSON does, as far as its words tell. */
function ranInside(command: string): CommandEffect | undefined {
  const words = nameWords(command);
  if (/\b(migrate|migrations?|db upgrade|flyway|liquibase|alembic)\b/.test(words)) return 'migrate';
  if (/\b(k6|jmeter|gatling|locust|artillery|load tests?)\b/.test(words)) return 'load-test';
  if (/\b(e2e|integration tests?|smoke tests?|playwright|cypress)\b/.test(words)) return 'integration-test';
  return undefined;
}

/** Words of a bucket, key or folder that is handed on rather than served. */
const HAND_OFF =
  /\b(artifacts?|artefacts?|releases?|builds?|packages?|pkg|lambdas?|code|codebase|source|src|reports?|results?|backups?|cache|tmp|temp|logs?|templates?|cfn|cloudformation|sam|tfstate|state|coverage|deployment|deployments|deploy|bin|binaries|zip|jars?|layers?|functions?|scripts?|bootstrap|dist ?tag|sbom|evidence|repo|repository|yum|apt|wheels?|models?|data|dumps?|exports?)\b/;

/** Words of a bucket, key or folder that people read in a browser. */
const SERVED =
  /\b(sites?|web|www|website|webapp|static|frontend|front ?end|fe|ui|spa|public|html|cdn|config|configs|docs|documentation|portal|client|pages|hosting|hosted|storybook|assets|landing|blog|dashboard|app|react|angular|vue|content|origin)\b/;

function s3(
  invocation: Invocation,
  operation: string | undefined,
  paths: readonly string[],
): CommandEffect | undefined {
  const target = paths.at(-1) ?? '';
  switch (operation) {
    case 'sync':
      return isBucket(target, paths) ? (isHandOff(target) ? 'publish' : 'deploy') : 'nothing';
    case 'cp':
    case 'mv':
      return isBucket(target, paths) ? copied(paths[0] ?? '', target, invocation.args) : 'nothing';
    case 'rm':
      return hasFlag(invocation.args, '--recursive') ? 'tear-down' : 'nothing';
    case 'rb':
      return undefined;
    default:
      return 'nothing';
  }
}

function s3api(operation: string | undefined, { args }: Invocation): CommandEffect | undefined {
  if (operation === 'put-object' || operation === 'copy-object')
    return isServed(`${flagValue(args, '--bucket') ?? ''}/${flagValue(args, '--key') ?? ''}`) ? 'deploy' : 'publish';
  return 'nothing';
}

/** Whether a copy goes to a bucket: an address, or a variable that is not the local end of a download. */
function isBucket(target: string, paths: readonly string[]): boolean {
  return target.startsWith('s3://') || (target.startsWith('$') && !(paths[0] ?? '').startsWith('s3://'));
}

function copied(from: string, to: string, args: readonly string[]): CommandEffect {
  if (isHandOff(to)) return 'publish';
  if (isServed(to)) return 'deploy';
  const folder = hasFlag(args, '--recursive') && !from.startsWith('s3://');
  return folder && /\b(dist|build|public|out|site|www|html|static)\b/.test(nameWords(from)) ? 'deploy' : 'publish';
}

/** The bucket's own name decides; its keys only when that says nothing. */
function isHandOff(address: string): boolean {
  const { bucket, key } = bucketWords(address);
  if (HAND_OFF.test(bucket)) return true;
  return !SERVED.test(bucket) && HAND_OFF.test(key) && !SERVED.test(key);
}

function isServed(address: string): boolean {
  const { bucket, key } = bucketWords(address);
  return !HAND_OFF.test(bucket) && (SERVED.test(bucket) || SERVED.test(key));
}

function bucketWords(address: string): { bucket: string; key: string } {
  const [bucket = '', ...key] = address.replace(/^s3:\/\//, '').split('/');
  // A variable's own name is all there is to read of it.
  return { bucket: nameWords(bucket.replace(/[${}]/g, ' ')), key: nameWords(key.join('/').replace(/[${}]/g, ' ')) };
}
