/** Data sources about where Terraform runs: none of them names an environment. */
export const AMBIENT_DATA: ReadonlySet<string> = new Set([
  'aws_arn',
  'aws_availability_zone',
  'aws_availability_zones',
  'aws_billing_service_account',
  'aws_caller_identity',
  'aws_canonical_user_id',
  'aws_default_tags',
  'aws_elb_service_account',
  'aws_iam_session_context',
  'aws_ip_ranges',
  'aws_partition',
  'aws_region',
  'aws_regions',
  'aws_service',
]);

/** Resources that only make up values: random words, times, keys. */
export const GENERATED_RESOURCES = /^(random_|time_|null_resource$|tls_)/;

/** Resources whose `id` is the argument that names them. */
export const ID_IS_NAME: Readonly<Record<string, string>> = {
  aws_appconfig_deployment_strategy: 'name',
  aws_cloudformation_stack_set: 'name',
  aws_codecommit_repository: 'repository_name',
  aws_codepipeline: 'name',
  aws_ecr_repository: 'name',
  aws_elastic_beanstalk_application: 'name',
  aws_iam_role: 'name',
  aws_lambda_function: 'function_name',
  aws_s3_bucket: 'bucket',
  aws_ssm_parameter: 'name',
};

/** Arguments that name the thing they stand in. */
export const NAMING_ATTRIBUTE = /^(name|.*_name|bucket|family|identifier)$/;

/** Arguments of a module call that say which environment it is made for. */
const ENVIRONMENT_ATTRIBUTE = /(^|_)(env|environment|stage|tier|workspace)($|_name$)/;

/** Meta-arguments and arguments that name other things than the one they stand in. */
const OTHER_NAMES = /(^|_)(log_group|role|bucket|parameter|key|user|repo|repository|image|secret|table|topic)_name$/;

/**
 * Whether an argument tells what a thing is when its own value does not: the name it was given, for a module call also its
 * environment, and whatever a data source looks its thing up by.
 */
export function isTelling(address: string, attribute: string): boolean {
  if (/^(count|for_each|provider|providers|depends_on|source|version|tags)$/.test(attribute)) return false;
  if (address.startsWith('data.')) return true;
  if (OTHER_NAMES.test(attribute)) return false;
  if (NAMING_ATTRIBUTE.test(attribute)) return true;
  return address.startsWith('module.') && ENVIRONMENT_ATTRIBUTE.test(attribute);
}
