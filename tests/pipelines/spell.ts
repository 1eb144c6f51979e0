import { dump } from 'js-yaml';
import type { ActionSketch, AlarmSketch, Sketch, StageSketch } from './sketch.js';

/** The name and logical id of every sketched pipeline. */
export const ID = 'Shop';

type Plain = Readonly<Record<string, unknown>>;

/** A file in one format. */
export interface Spelled {
  readonly file: string;
  readonly text: string;
}

/** Every way to write a sketch down, by name. */
export const SPELLINGS: Readonly<Record<string, (sketch: Sketch) => Spelled>> = {
  'API JSON': (sketch) => ({ file: 'pipeline.json', text: JSON.stringify({ pipeline: api(sketch) }, null, 2) }),
  'API JSON as get-pipeline prints it': (sketch) => ({
    file: 'got.json',
    text: JSON.stringify({
      pipeline: { ...api(sketch), version: 7 },
      metadata: { pipelineArn: 'arn:aws:codepipeline:x' },
    }),
  }),
  'API YAML': (sketch) => ({ file: 'pipeline.yaml', text: dump(api(sketch)) }),
  'CloudFormation JSON': (sketch) => ({ file: 'template.json', text: JSON.stringify(template(sketch)) }),
  'CloudFormation YAML': (sketch) => ({ file: 'template.yaml', text: yaml(template(sketch), false) }),
  'CloudFormation JSON with parameters': (sketch) => ({
    file: 'parameters.json',
    text: JSON.stringify(withParameters(template(sketch)), null, 1),
  }),
  'CloudFormation YAML with parameters, short': (sketch) => ({
    file: 'parameters.yaml',
    text: yaml(withParameters(template(sketch)), true),
  }),
  'CloudFormation YAML with parameters, long': (sketch) => ({
    file: 'long.template',
    text: yaml(withParameters(template(sketch)), false),
  }),
  'Terraform HCL': (sketch) => ({ file: 'main.tf', text: terraform(sketch) }),
  'Terraform JSON': (sketch) => ({ file: 'main.tf.json', text: JSON.stringify(terraformJson(sketch), null, 2) }),
};

/** The declaration of the API. */
export function api({ stages }: Sketch): Plain {
  return {
    name: ID,
    roleArn: 'arn:aws:iam::111111111111:role/pipeline',
    artifactStore: { type: 'S3', location: 'artifacts' },
    pipelineType: 'V2',
    stages: stages.map(apiStage),
  };
}

function apiStage(stage: StageSketch): Plain {
  return {
    name: stage.name,
    ...(stage.beforeEntry
      ? { beforeEntry: { conditions: [apiCondition({ ...stage.beforeEntry, result: 'FAIL' })] } }
      : {}),
    actions: stage.actions.map(apiAction),
    ...(stage.onFailure ? { onFailure: { result: stage.onFailure } } : {}),
    ...(stage.onSuccess ? { onSuccess: { conditions: [apiCondition(stage.onSuccess)] } } : {}),
  };
}

function apiCondition({ result, alarm, minutes }: AlarmSketch): Plain {
  return {
    result,
    rules: [
      {
        name: 'Watch',
        ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'CloudWatchAlarm', version: '1' },
        configuration: { AlarmName: alarm, WaitTime: String(minutes) },
      },
    ],
  };
}

function apiAction(action: ActionSketch): Plain {
  const owner = action.provider === 'BlazeMeter' ? 'ThirdParty' : 'AWS';
  return {
    name: action.name,
    actionTypeId: { category: action.category, owner, provider: action.provider, version: '1' },
    ...(action.runOrder === undefined ? {} : { runOrder: action.runOrder }),
    configuration: action.configuration,
    ...(action.commands ? { commands: action.commands } : {}),
    ...(action.region ? { region: action.region } : {}),
    ...(action.roleArn ? { roleArn: action.roleArn } : {}),
    inputArtifacts: action.input ? [{ name: action.input }] : [],
    outputArtifacts: action.output ? [{ name: action.output }] : [],
  };
}

/** The template that creates it. */
export function template(sketch: Sketch): Plain {
  const properties = recase(api(sketch)) as Plain;
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: { [ID]: { Type: 'AWS::CodePipeline::Pipeline', Properties: properties } },
  };
}

/** Keys as CloudFormation writes them; those inside a configuration are alike in both. */
function recase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(recase);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key[0]!.toUpperCase() + key.slice(1),
      key === 'configuration' ? inner : recase(inner),
    ]),
  );
}

/** Puts the values of configurations and the wait times behind intrinsics that defaults resolve, each kind in turn. */
function withParameters(plain: Plain): Plain {
  const parameters: Record<string, Plain> = {};
  const mapping: Record<string, Plain> = {};
  let count = 0;
  const hide = (text: string): unknown => {
    const name = `P${count++}`;
    const [head, ...rest] = text.split('-');
    const tail = rest.join('-');
    const declare = (value: string): string => {
      parameters[name] = { Type: 'String', Default: value };
      return name;
    };
    switch (tail === '' ? count % 3 : 3 + (count % 5)) {
      case 0:
        return { Ref: declare(text) };
      case 1:
        return { 'Fn::Sub': `\${${declare(text)}}` };
      case 2:
        return { 'Fn::Select': ['1', ['other', { Ref: declare(text) }]] };
      case 3:
        return { 'Fn::Join': ['-', [head, { Ref: declare(tail) }]] };
      case 4:
        return { 'Fn::Sub': [`\${A}-\${${declare(tail)}}`, { A: head }] };
      case 5:
        return { 'Fn::Join': ['-', { 'Fn::Split': ['/', { Ref: declare(`${head}/${tail}`) }] }] };
      case 6:
        mapping[name] = { value: text };
        return { 'Fn::FindInMap': ['Names', { Ref: declare(name) }, 'value'] };
      default:
        return { 'Fn::If': ['Always', { 'Fn::Sub': `${head}-\${${declare(tail)}}` }, 'nothing'] };
    }
  };
  const walk = (value: unknown, inConfiguration: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, inConfiguration));
    if (value === null || typeof value !== 'object')
      return inConfiguration && typeof value === 'string' ? hide(value) : value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, walk(inner, inConfiguration || key === 'Configuration')]),
    );
  };
  const resources = walk(plain.Resources, false);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Parameters: { Switch: { Type: 'String', Default: 'on', AllowedValues: ['on', 'off'] }, ...parameters },
    ...(Object.keys(mapping).length > 0 ? { Mappings: { Names: mapping } } : {}),
    Conditions: {
      On: { 'Fn::Equals': [{ Ref: 'Switch' }, 'on'] },
      Always: {
        'Fn::Or': [{ Condition: 'On' }, { 'Fn::Not': [{ 'Fn::And': [{ Condition: 'On' }, { Condition: 'On' }] }] }],
      },
    },
    Resources: resources,
  };
}

/** YAML in blocks, with intrinsics in short form when asked. */
export function yaml(value: unknown, short: boolean, indent = ''): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value))
    return value.length === 0 ? ' []\n' : `\n${value.map((item) => `${indent}-${yaml(item, short, deeper)}`).join('')}`;
  if (value === null || typeof value !== 'object') return ` ${scalar(value)}\n`;
  const entries = Object.entries(value);
  if (entries.length === 0) return ' {}\n';
  const [key, argument] = entries[0]!;
  if (short && entries.length === 1 && /^(Fn::|Ref$|Condition$)/.test(key) && typeof argument !== 'undefined')
    return ` !${key.replace('Fn::', '')}${yaml(argument, short, indent)}`;
  return `\n${entries.map(([name, inner]) => `${indent}${scalar(name)}:${yaml(inner, short, deeper)}`).join('')}`;
}

function scalar(value: unknown): string {
  return typeof value === 'string' &&
    /^[A-Za-z][\w.-]*$/.test(value) &&
    !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value)
    ? value
    : JSON.stringify(value);
}

/** The same as a Terraform resource. */
export function terraform({ stages }: Sketch): string {
  return `resource "aws_codepipeline" "${ID}" {
  name          = "${ID}"
  role_arn      = "arn:aws:iam::111111111111:role/pipeline"
  pipeline_type = "V2"
  artifact_store {
    location = "artifacts"
    type     = "S3"
  }
${stages.map(hclStage).join('')}}
`;
}

function hclStage(stage: StageSketch): string {
  const parts = [
    ...stage.actions.map(hclAction),
    ...(stage.beforeEntry ? [`before_entry {\n${hclCondition({ ...stage.beforeEntry, result: 'FAIL' })}}\n`] : []),
    ...(stage.onFailure ? [`on_failure {\nresult = "${stage.onFailure}"\n}\n`] : []),
    ...(stage.onSuccess ? [`on_success {\n${hclCondition(stage.onSuccess)}}\n`] : []),
  ];
  return `  stage {\n    name = "${stage.name}"\n${parts.join('')}  }\n`;
}

function hclCondition({ result, alarm, minutes }: AlarmSketch): string {
  return `condition {
result = "${result}"
rule {
  name = "Watch"
  rule_type_id {
    category = "Rule"
    owner    = "AWS"
    provider = "CloudWatchAlarm"
    version  = "1"
  }
  configuration = { AlarmName = "${alarm}", WaitTime = "${minutes}" }
}
}
`;
}

function hclAction(action: ActionSketch): string {
  const owner = action.provider === 'BlazeMeter' ? 'ThirdParty' : 'AWS';
  const configuration = Object.entries(action.configuration).map(
    ([key, value]) => `      ${key} = ${JSON.stringify(value)}\n`,
  );
  const optional = [
    ...(action.runOrder === undefined ? [] : [`run_order = ${action.runOrder}`]),
    ...(action.commands ? [`commands = ${JSON.stringify(action.commands)}`] : []),
    ...(action.region ? [`region = "${action.region}"`] : []),
    ...(action.roleArn ? [`role_arn = "${action.roleArn}"`] : []),
    `input_artifacts = ${JSON.stringify(action.input ? [action.input] : [])}`,
    `output_artifacts = ${JSON.stringify(action.output ? [action.output] : [])}`,
  ];
  return `    action {
      name     = "${action.name}"
      category = "${action.category}"
      owner    = "${owner}"
      provider = "${action.provider}"
      version  = "1"
      configuration = {
${configuration.join('')}      }
${optional.map((line) => `      ${line}\n`).join('')}    }
`;
}

/** The same in Terraform's JSON syntax: single blocks now as an object, now as a list. */
function terraformJson({ stages }: Sketch): Plain {
  const condition = ({ result, alarm, minutes }: AlarmSketch): Plain => ({
    condition: {
      result,
      rule: [
        {
          name: 'Watch',
          rule_type_id: { category: 'Rule', owner: 'AWS', provider: 'CloudWatchAlarm', version: '1' },
          configuration: { AlarmName: alarm, WaitTime: String(minutes) },
        },
      ],
    },
  });
  const action = (it: ActionSketch): Plain => ({
    name: it.name,
    category: it.category,
    owner: it.provider === 'BlazeMeter' ? 'ThirdParty' : 'AWS',
    provider: it.provider,
    version: '1',
    configuration: escaped(it.configuration),
    ...(it.runOrder === undefined ? {} : { run_order: it.runOrder }),
    ...(it.commands ? { commands: escaped(it.commands) } : {}),
    ...(it.region ? { region: it.region } : {}),
    ...(it.roleArn ? { role_arn: it.roleArn } : {}),
    input_artifacts: it.input ? [it.input] : [],
    output_artifacts: it.output ? [it.output] : [],
  });
  const stage = (it: StageSketch): Plain => ({
    name: it.name,
    action: it.actions.length === 1 ? action(it.actions[0]!) : it.actions.map(action),
    ...(it.beforeEntry ? { before_entry: condition({ ...it.beforeEntry, result: 'FAIL' }) } : {}),
    ...(it.onFailure ? { on_failure: [{ result: it.onFailure }] } : {}),
    ...(it.onSuccess ? { on_success: condition(it.onSuccess) } : {}),
  });
  return { resource: { aws_codepipeline: { [ID]: { name: ID, pipeline_type: 'V2', stage: stages.map(stage) } } } };
}

/** Texts so that Terraform takes them as they are. */
function escaped(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replace(/([$%])\{/g, '$1$1{'));
}
