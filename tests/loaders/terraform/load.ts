import { loadTerraformModule } from '../../../src/loaders/terraform/index.js';
import { display, SourceText, type Value } from '../../../src/model/located.js';
import type { Action, Loaded, Pipeline, Stage } from '../../../src/model/pipeline.js';

/** Values and further files for {@link load}. */
export interface Surroundings {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly tfvars?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

/** Loads a module of one file, with further files beside it. */
export function load(text: string, surroundings: Surroundings = {}): Promise<Loaded> {
  const sources = (files: Readonly<Record<string, string>>) =>
    Object.entries(files).map(([file, content]) => new SourceText(file, content));
  return loadTerraformModule([new SourceText('main.tf', text), ...sources(surroundings.files ?? {})], {
    variables: new Map(Object.entries(surroundings.parameters ?? {})),
    tfvars: sources(surroundings.tfvars ?? {}),
  });
}

/** The only pipeline of a module. */
export async function loadOne(text: string, surroundings: Surroundings = {}): Promise<Pipeline> {
  const { pipelines } = await load(text, surroundings);
  if (pipelines.length !== 1) throw new Error(`${pipelines.length} pipelines where one is expected`);
  return pipelines[0]!.scenarios[0]!;
}

/** An action and a stage for definitions that are about something else. */
export const SOME_ACTION = '  action {\n    name = "a"\n  }\n';
export const SOME_STAGE = `  stage {\n  name = "s"\n${SOME_ACTION}}\n`;

/** The value of an expression: what the name of a pipeline comes out as when the expression stands there. */
export async function evaluate(
  expression: string,
  context = '',
  surroundings: Surroundings = {},
): Promise<Value | undefined> {
  return (
    await loadOne(
      `resource "aws_codepipeline" "main" {\n  name = ${expression}\n${SOME_STAGE}}\n${context}`,
      surroundings,
    )
  ).name;
}

/** An expression's value as text, `?` before what is not known. */
export async function textOf(expression: string, context = '', surroundings: Surroundings = {}): Promise<string> {
  const value = await evaluate(expression, context, surroundings);
  if (value === undefined) return '(absent)';
  return value.known
    ? value.value
    : `? ${value.parts.map((part) => (typeof part === 'string' ? part : `<${part.kind} ${part.label}>`)).join('')}`;
}

/** A pipeline with the given stages. */
export function pipelineWith(stages: string, more = ''): string {
  return `resource "aws_codepipeline" "main" {\n  name = "shop"\n${stages}\n}\n${more}`;
}

/** A stage with one action that deploys an ECS service. */
export function deployStage(name: string, cluster: string): string {
  return `stage {
    name = ${name}
    action {
      name     = "deploy"
      category = "Deploy"
      owner    = "AWS"
      provider = "ECS"
      version  = "1"
      configuration = { ClusterName = ${cluster}, ServiceName = "web" }
    }
  }`;
}

/** Names of stages, optional ones in parentheses. */
export function stageNames(pipeline: Pipeline): string[] {
  return pipeline.stages.map((stage) =>
    stage.actions.some((action) => action.optional) ? `(${display(stage.name)})` : display(stage.name),
  );
}

/** The first action of a stage. */
export function actionOf(pipeline: Pipeline, stage = 0, action = 0): Action {
  const found: Stage | undefined = pipeline.stages[stage];
  const result = found?.actions[action];
  if (!result) throw new Error('no such action');
  return result;
}

/** What stands at a value's place in the source. */
export function sliceOf(value: { readonly span: Value['span'] }): string {
  return value.span.source.text.slice(value.span.start, value.span.end);
}
