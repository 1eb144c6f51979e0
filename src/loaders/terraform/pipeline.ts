import { TollgateError } from '../../errors.js';
import { display, known, locate, type Value } from '../../model/located.js';
import { type Action, ONLY_SCENARIO, type Pipeline, type PipelineFormat, type Stage } from '../../model/pipeline.js';
import { actionResources } from './action-resources.js';
import { conditionsOf, onFailureOf } from './conditions.js';
import { configurationData, environmentOf, parametersOf, valuesOf } from './configuration.js';
import { missing } from './missing.js';
import type { ResourceBlock, Resources } from './resource-block.js';
import { pipelineStarts } from './starts.js';
import { number, text, texts } from './values.js';

/** What a pipeline is read with. */
export interface PipelineContext {
  /** `aws_codepipeline.main["eu"]`. */
  readonly id: string;
  /** The module in which references to it are made; empty for the root and in a plan, whose references name none. */
  readonly module: string;
  readonly format: PipelineFormat;
  readonly resources: Resources;
}

/** Reads an `aws_codepipeline`, written in HCL or standing in a plan. */
export function readPipeline(block: ResourceBlock, context: PipelineContext): Pipeline {
  const name = text(block, 'name');
  // A name may stand in a file of variables, or where a module is called: the pipeline stands where its block does.
  const span = name?.span.source.file === block.span.source.file ? name.span : block.span;
  return {
    id: context.id,
    name,
    format: context.format,
    span,
    pipelineType: text(block, 'pipeline_type') ?? known('V1', span, "Terraform's default"),
    executionMode: text(block, 'execution_mode'),
    stages: partsOf(block, 'stage', context.id).map((stage) => readStage(stage, context)),
    unexpanded: block.unexpanded('stage'),
    variables: readVariables(block),
    startedBy: pipelineStarts(block, context),
    scenario: ONLY_SCENARIO,
    declared: new Map(),
  };
}

/**
 * Blocks that have to be there, or may be: read as none, what they would run would be passed over.
 *
 * @throws TollgateError STRUCTURE when there are none and nothing leaves that open.
 */
function partsOf(block: ResourceBlock, type: 'stage' | 'action', owner: string): readonly ResourceBlock[] {
  const blocks = block.blocks(type);
  if (blocks.length > 0 || block.unexpanded(type).length > 0) return blocks;
  throw new TollgateError('STRUCTURE', `${owner} has no ${type}`, {
    location: locate(block.span),
    hint: `Write its ${type} blocks, or give the values that they are made of (--parameters); nothing in it was judged.`,
  });
}

function readVariables(block: ResourceBlock): Map<string, Value | undefined> {
  const variables = new Map<string, Value | undefined>();
  for (const variable of block.blocks('variable')) {
    const name = text(variable, 'name');
    if (name?.known) variables.set(name.value, text(variable, 'default_value'));
  }
  return variables;
}

function readStage(block: ResourceBlock, context: PipelineContext): Stage {
  const name = text(block, 'name') ?? known('(unnamed)', block.span);
  const address = `${context.id}/${display(name)}`;
  return {
    name,
    address,
    span: name.span,
    actions: partsOf(block, 'action', address).map((action) =>
      readAction(action, address, block.optional || action.optional, context.resources),
    ),
    unexpanded: block.unexpanded('action'),
    beforeEntry: conditionsOf(block, 'before_entry'),
    onSuccess: conditionsOf(block, 'on_success'),
    onFailure: onFailureOf(block),
  };
}

function readAction(block: ResourceBlock, stage: string, optional: boolean, resources: Resources): Action {
  const name = text(block, 'name') ?? known('(unnamed)', block.span);
  const category = text(block, 'category') ?? missing(block, 'category');
  const provider = text(block, 'provider') ?? missing(block, 'provider');
  const configuration = configurationData(block, provider);
  return {
    name,
    address: `${stage}/${display(name)}`,
    span: name.span,
    category,
    owner: text(block, 'owner'),
    provider,
    runOrder: number(block, 'run_order') ?? known(1, name.span),
    configuration: valuesOf(configuration),
    commands: texts(block.attribute('commands')),
    environment: environmentOf(configuration),
    parameters: parametersOf(configuration),
    region: text(block, 'region'),
    roleArn: text(block, 'role_arn'),
    inputs: texts(block.attribute('input_artifacts')),
    outputs: texts(block.attribute('output_artifacts')),
    optional,
    resources: actionResources({ category, provider, configuration }, resources),
  };
}
