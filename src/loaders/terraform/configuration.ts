import type { Value } from '../../model/located.js';
import { PARAMETER_KEYS } from '../codepipeline/definition.js';
import { storedValue } from '../stored-value.js';
import { attributeOf } from './evaluate/access.js';
import { type Datum, type UnknownDatum, unknownHole } from './evaluate/datum.js';
import { EmbeddedDocument } from './evaluate/embedded.js';
import type { ResourceBlock } from './resource-block.js';
import { toValue } from './values.js';

/**
 * Configuration keys by which each provider finds what it works on. When a configuration is not known, these are what is
 * missed: without them, "not known" would look like "not there".
 */
const TARGET_KEYS: Readonly<Record<string, readonly string[]>> = {
  AppConfig: ['Application', 'Environment', 'DeploymentStrategy'],
  CloudFormation: ['ActionMode', 'StackName', 'ParameterOverrides', 'TemplatePath'],
  CloudFormationStackInstances: ['StackSetName', 'DeploymentTargets', 'Regions'],
  CloudFormationStackSet: ['StackSetName', 'DeploymentTargets', 'Regions', 'TemplatePath'],
  CloudWatchAlarm: ['AlarmName', 'WaitTime'],
  CodeBuild: ['ProjectName', 'EnvironmentVariables', 'BuildspecOverride'],
  CodeDeploy: ['ApplicationName', 'DeploymentGroupName'],
  CodeDeployToECS: ['ApplicationName', 'DeploymentGroupName'],
  CodePipeline: ['PipelineName'],
  EC2: ['InstanceTagKey', 'InstanceTagValue'],
  ECS: ['ClusterName', 'ServiceName'],
  EKS: ['ClusterName', 'Namespace'],
  ElasticBeanstalk: ['ApplicationName', 'EnvironmentName'],
  Lambda: ['FunctionName', 'FunctionAlias', 'DeployStrategy'],
  S3: ['BucketName', 'ObjectKey', 'Extract'],
  StepFunctions: ['StateMachineArn', 'Input'],
};

/** The members of an action's or rule's `configuration`, before they become texts. */
export function configurationData(block: ResourceBlock, provider: Value): ReadonlyMap<string, Datum> {
  const datum = block.attribute('configuration');
  if (!datum || (datum.kind !== 'object' && datum.kind !== 'unknown')) return new Map();
  const entries = new Map(datum.kind === 'object' ? datum.entries : []);
  const rest = datum.kind === 'unknown' ? datum : datum.rest;
  if (rest && provider.known)
    for (const key of TARGET_KEYS[provider.value] ?? [])
      if (!entries.has(key)) entries.set(key, unknownMember(rest, key, datum));
  return entries;
}

function unknownMember(rest: UnknownDatum, key: string, datum: Datum): Datum {
  return { ...attributeOf(rest, key, datum.span), span: datum.span };
}

/** The `configuration` of an action or a rule, every value as text. */
export function configurationOf(block: ResourceBlock, provider: Value): Map<string, Value> {
  return valuesOf(configurationData(block, provider));
}

/** Texts of the members that say something. */
export function valuesOf(entries: Iterable<readonly [string, Datum]>): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const [key, datum] of entries) {
    const value = toValue(datum);
    if (value) values.set(key, value);
  }
  return values;
}

/** `EnvironmentVariables` of CodeBuild: a JSON array of `{name, value, type}` inside a text. */
export function environmentOf(configuration: ReadonlyMap<string, Datum>): Map<string, Value> {
  return namedPairs(decoded(configuration.get('EnvironmentVariables')));
}

/** Parameters handed on as JSON inside texts. */
export function parametersOf(configuration: ReadonlyMap<string, Datum>): Map<string, Value> {
  const parameters = new Map<string, Value>();
  for (const key of PARAMETER_KEYS) {
    const datum = decoded(configuration.get(key));
    const members = datum?.kind === 'object' ? memberTexts(datum.entries) : namedPairs(datum);
    for (const [name, value] of members) parameters.set(name, value);
  }
  return parameters;
}

/** Members as texts; a structure (`Fn::GetParam`) is a reference read by its words. */
function memberTexts(entries: ReadonlyMap<string, Datum>): Map<string, Value> {
  return valuesOf(
    [...entries].map(([key, datum]) => [
      key,
      datum.kind === 'object' || datum.kind === 'list' ? described(datum) : datum,
    ]),
  );
}

function described(datum: Datum): Datum {
  const label = words(datum).join(' ');
  return unknownHole(
    { kind: 'reference', expression: label, label, settledBy: `check the file that defines ${label}` },
    datum.span,
  );
}

function words(datum: Datum): string[] {
  if (datum.kind === 'list') return datum.items.flatMap(words);
  if (datum.kind === 'object') return [...datum.entries.values()].flatMap(words);
  const value = toValue(datum);
  return value ? [value.known ? value.value : value.expression] : [];
}

/** `[{name, value}]`, `[{ParameterKey, ParameterValue}]`. */
function namedPairs(datum: Datum | undefined): Map<string, Value> {
  const pairs = new Map<string, Value>();
  if (datum?.kind !== 'list') return pairs;
  for (const item of datum.items) {
    if (item.kind !== 'object') continue;
    const member = (...names: string[]) =>
      toValue(names.map((name) => item.entries.get(name)).find((found) => found !== undefined));
    const name = member('ParameterKey', 'name', 'Name');
    const value = member('ParameterValue', 'value', 'Value');
    if (name?.known && value) pairs.set(name.value, storedValue(value, member('type', 'Type')));
  }
  return pairs;
}

/** The structure inside a text: what was encoded, or what it reads as. */
export function decoded(datum: Datum | undefined): Datum | undefined {
  if (datum?.kind !== 'text' && datum?.kind !== 'unknown') return datum;
  return datum.decoded ?? EmbeddedDocument.read(datum)?.datum();
}
