import { describe, expect, it } from 'vitest';
import { display, type Value } from '../../src/model/located.js';
import type { Action, Pipeline, Stage, StageCondition } from '../../src/model/pipeline.js';
import { judgeText, loadText } from '../judging.js';
import { corpusDocuments, HAS_CORPUS, WITHOUT } from './corpus.js';

const DOCUMENTS = HAS_CORPUS ? corpusDocuments() : [];

/** Words that tell nothing, one for each expression whose value is not known. */
const OPAQUE = new Map<string, string>();

/** A value as text. What is not known gets a word of its own: in both documents the same, so that they still have to agree. */
function written(value: Value<string | number> | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.known) return String(value.value);
  const word = OPAQUE.get(display(value)) ?? `x${OPAQUE.size}`;
  OPAQUE.set(display(value), word);
  return word;
}

function object(configuration: ReadonlyMap<string, Value>): Record<string, string> {
  return Object.fromEntries([...configuration].map(([key, value]) => [key, written(value)!]));
}

/** The pipeline as `aws codepipeline get-pipeline` prints it. */
function asDeclaration(pipeline: Pipeline): unknown {
  const condition = ({ result, rules }: StageCondition) => ({
    result: written(result),
    rules: rules.map((rule) => ({
      name: written(rule.name),
      ruleTypeId: { category: 'Rule', owner: 'AWS', provider: written(rule.provider), version: '1' },
      configuration: object(rule.configuration),
      commands: rule.commands.map(written),
    })),
  });
  const conditions = (list: readonly StageCondition[]) =>
    list.length > 0 ? { conditions: list.map(condition) } : undefined;
  const action = (it: Action) => ({
    name: written(it.name),
    actionTypeId: {
      category: written(it.category),
      owner: written(it.owner) ?? 'AWS',
      provider: written(it.provider),
      version: '1',
    },
    runOrder: Number(written(it.runOrder)),
    configuration: object(it.configuration),
    commands: it.commands.map(written),
    inputArtifacts: it.inputs.map((name) => ({ name: written(name) })),
    outputArtifacts: it.outputs.map((name) => ({ name: written(name) })),
    region: written(it.region),
    roleArn: written(it.roleArn),
  });
  const stage = (it: Stage) => ({
    name: written(it.name),
    actions: it.actions.map(action),
    beforeEntry: conditions(it.beforeEntry),
    onSuccess: conditions(it.onSuccess),
    onFailure: it.onFailure && {
      result: written(it.onFailure.result),
      conditions: it.onFailure.conditions.map(condition),
    },
  });
  return {
    pipeline: {
      name: written(pipeline.name) ?? 'pipeline',
      pipelineType: written(pipeline.pipelineType),
      executionMode: written(pipeline.executionMode),
      stages: pipeline.stages.map(stage),
    },
  };
}

/** The same pipeline as `terraform show -json` prints a plan. */
function asPlan(pipeline: Pipeline): unknown {
  const condition = ({ result, rules }: StageCondition) => ({
    result: written(result),
    rule: rules.map((rule) => ({
      name: written(rule.name),
      rule_type_id: [{ category: 'Rule', owner: 'AWS', provider: written(rule.provider), version: '1' }],
      configuration: object(rule.configuration),
      commands: rule.commands.map(written),
    })),
  });
  const conditions = (list: readonly StageCondition[]) => (list.length > 0 ? [{ condition: list.map(condition) }] : []);
  const action = (it: Action) => ({
    name: written(it.name),
    category: written(it.category),
    owner: written(it.owner) ?? 'AWS',
    provider: written(it.provider),
    version: '1',
    run_order: Number(written(it.runOrder)),
    configuration: object(it.configuration),
    commands: it.commands.map(written),
    input_artifacts: it.inputs.map(written),
    output_artifacts: it.outputs.map(written),
    region: written(it.region),
    role_arn: written(it.roleArn),
  });
  const stage = (it: Stage) => ({
    name: written(it.name),
    action: it.actions.map(action),
    before_entry: conditions(it.beforeEntry),
    on_success: conditions(it.onSuccess),
    on_failure: it.onFailure
      ? [{ result: written(it.onFailure.result), condition: it.onFailure.conditions.map(condition) }]
      : [],
  });
  const values = {
    name: written(pipeline.name) ?? 'pipeline',
    pipeline_type: written(pipeline.pipelineType),
    execution_mode: written(pipeline.executionMode),
    stage: pipeline.stages.map(stage),
  };
  const resource = {
    address: 'aws_codepipeline.this',
    mode: 'managed',
    type: 'aws_codepipeline',
    name: 'this',
    values,
  };
  return {
    format_version: '1.2',
    terraform_version: '1.9.5',
    planned_values: { root_module: { resources: [resource] } },
  };
}

/** A pipeline that a document states whole: one scenario, nothing unexpanded, numbers that are numbers. */
function isWhole({ stages, unexpanded }: Pipeline): boolean {
  return (
    unexpanded.length === 0 &&
    stages.every(
      (stage) =>
        stage.unexpanded.length === 0 &&
        stage.actions.length > 0 &&
        // Variables of the action itself have no place in Terraform.
        stage.actions.every(
          (it) =>
            it.runOrder.known &&
            !it.optional &&
            (it.environment.size === 0 || it.configuration.has('EnvironmentVariables')),
        ),
    )
  );
}

/** Whether everything that decides about a pipeline stands in its own declaration. */
function standsAlone(pipeline: Pipeline): boolean {
  const values = pipeline.stages.flatMap((stage) => [
    stage.name,
    ...stage.actions.flatMap((it) => [it.name, ...it.configuration.values(), ...it.inputs, ...it.outputs]),
  ]);
  const inSight = pipeline.stages.some((stage) => stage.actions.some((it) => Object.keys(it.resources).length > 0));
  return !inSight && pipeline.startedBy.length === 0 && pipeline.declared.size === 0 && values.every((it) => it.known);
}

function outcomes(findings: readonly { rule: string; outcome: string; subject: string }[]): string[] {
  return findings.map((it) => `${it.rule} ${it.outcome} ${it.subject.split('/').slice(1).join('/')}`).sort();
}

const tried = { spelled: 0, alone: 0 };

describe.skipIf(!HAS_CORPUS)(`a real pipeline${WITHOUT}`, () => {
  it.each(DOCUMENTS)('of $file is judged alike as a declaration and as a Terraform plan', async ({ file, text }) => {
    const loaded = await loadText(file, text);
    if ('nothing' in loaded) return;
    for (const { scenarios } of loaded.pipelines) {
      const [pipeline] = scenarios;
      if (!pipeline || scenarios.length > 1 || !isWhole(pipeline)) continue;
      tried.spelled++;
      const declared = await judgeText('pipeline.json', JSON.stringify(asDeclaration(pipeline), null, 1));
      const planned = await judgeText('plan.json', JSON.stringify(asPlan(pipeline), null, 1));
      expect(planned.findings.length).toBeGreaterThan(0);
      expect(outcomes(planned.findings)).toEqual(outcomes(declared.findings));
      if (!standsAlone(pipeline) || loaded.pipelines.length > 1) continue;
      tried.alone++;
      const original = await judgeText(file, text);
      expect(outcomes(planned.findings)).toEqual(outcomes(original.findings));
    }
  });

  it('was there often enough', () => {
    expect(tried.spelled).toBeGreaterThan(80);
    expect(tried.alone).toBeGreaterThan(10);
  });
});
