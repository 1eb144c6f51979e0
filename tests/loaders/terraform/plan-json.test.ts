import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../../src/loaders/syntax/parse.js';
import { loadTerraformJson, looksLikeTerraform, looksLikeTerraformJson } from '../../../src/loaders/terraform/index.js';
import { display, SourceText } from '../../../src/model/located.js';
import type { Loaded, Pipeline } from '../../../src/model/pipeline.js';
import { actionOf, loadOne, sliceOf } from './load.js';

function loadJson(document: unknown): Loaded {
  return loadTerraformJson(parseDocument(new SourceText('plan.json', JSON.stringify(document, null, 2)))!);
}

function pipelineOf(document: unknown): Pipeline {
  return loadJson(document).pipelines[0]!.scenarios[0]!;
}

const HCL = `
locals {
  environments = { "1-beta" = "beta", "2-prod" = "prod" }
}
resource "aws_codepipeline" "main" {
  name           = "shop"
  pipeline_type  = "V2"
  execution_mode = "QUEUED"
  variable {
    name          = "tag"
    default_value = "latest"
  }
  dynamic "stage" {
    for_each = local.environments
    content {
      name = title(stage.value)
      action {
        name             = "deploy"
        category         = "Deploy"
        owner            = "AWS"
        provider         = "ECS"
        version          = "1"
        run_order        = 1
        input_artifacts  = ["app"]
        output_artifacts = []
        region           = "eu-west-1"
        configuration = {
          ClusterName = "shop-\${stage.value}"
          ServiceName = aws_ecs_service.web.name
        }
      }
      action {
        name      = "smoke"
        category  = "Build"
        owner     = "AWS"
        provider  = "CodeBuild"
        version   = "1"
        run_order = 2
        configuration = {
          ProjectName          = aws_codebuild_project.smoke.name
          EnvironmentVariables = jsonencode([{ name = "STAGE", value = stage.value }])
        }
      }
      on_success {
        condition {
          result = "ROLLBACK"
          rule {
            name = "bake"
            rule_type_id {
              category = "Rule"
              owner    = "AWS"
              provider = "CloudWatchAlarm"
              version  = "1"
            }
            configuration = { AlarmName = "errors", WaitTime = "60" }
          }
        }
      }
      on_failure {
        result = "ROLLBACK"
      }
    }
  }
}
resource "aws_ecs_service" "web" {
  name = "web"
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
}
resource "aws_codebuild_project" "smoke" {
  name          = "smoke"
  build_timeout = 20
  environment {
    environment_variable {
      name  = "URL"
      value = "https://shop"
    }
  }
  source {
    buildspec = <<EOT
version: 0.2
phases:
  build:
    commands:
      - ./smoke.sh
EOT
  }
}
`;

function stageValues(name: string, cluster: string) {
  return {
    name,
    action: [
      {
        name: 'deploy',
        category: 'Deploy',
        owner: 'AWS',
        provider: 'ECS',
        version: '1',
        run_order: 1,
        input_artifacts: ['app'],
        output_artifacts: [],
        namespace: null,
        region: 'eu-west-1',
        role_arn: '',
        configuration: { ClusterName: cluster, ServiceName: 'web' },
      },
      {
        name: 'smoke',
        category: 'Build',
        owner: 'AWS',
        provider: 'CodeBuild',
        version: '1',
        run_order: 2,
        input_artifacts: null,
        region: '',
        configuration: {
          ProjectName: 'smoke',
          EnvironmentVariables: JSON.stringify([{ name: 'STAGE', value: cluster.replace('shop-', '') }]),
        },
      },
    ],
    before_entry: [],
    on_success: [
      {
        condition: [
          {
            result: 'ROLLBACK',
            rule: [
              {
                name: 'bake',
                commands: null,
                rule_type_id: [{ category: 'Rule', owner: 'AWS', provider: 'CloudWatchAlarm', version: '1' }],
                configuration: { AlarmName: 'errors', WaitTime: '60' },
              },
            ],
          },
        ],
      },
    ],
    on_failure: [{ condition: [], result: 'ROLLBACK', retry_configuration: [] }],
  };
}

const PIPELINE_VALUES = {
  name: 'shop',
  pipeline_type: 'V2',
  execution_mode: 'QUEUED',
  variable: [{ name: 'tag', default_value: 'latest', description: '' }],
  stage: [stageValues('Beta', 'shop-beta'), stageValues('Prod', 'shop-prod')],
};

function resource(type: string, name: string, values: unknown, index?: string) {
  const address = `${type}.${name}${index === undefined ? '' : `["${index}"]`}`;
  return { address, mode: 'managed', type, name, index, provider_name: 'registry.terraform.io/hashicorp/aws', values };
}

const RESOURCES = [
  resource('aws_codepipeline', 'main', PIPELINE_VALUES),
  resource('aws_ecs_service', 'web', { name: 'web', deployment_circuit_breaker: [{ enable: true, rollback: true }] }),
  resource('aws_codebuild_project', 'smoke', {
    name: 'smoke',
    build_timeout: 20,
    environment: [{ environment_variable: [{ name: 'URL', value: 'https://shop', type: 'PLAINTEXT' }] }],
    source: [
      { buildspec: 'version: 0.2\nphases:\n  build:\n    commands:\n      - ./smoke.sh\n', type: 'CODEPIPELINE' },
    ],
  }),
];

const PLAN = {
  format_version: '1.2',
  terraform_version: '1.9.0',
  planned_values: { root_module: { resources: RESOURCES } },
};

/** A model without what may differ between spellings: places, origins, and how something was written. */
function structure(value: unknown): unknown {
  if (value instanceof Map) return structure(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(structure);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(
    ([key, item]) => !['span', 'from', 'expression', 'format'].includes(key) && item !== undefined,
  );
  return Object.fromEntries(kept.map(([key, item]) => [key, structure(item)]));
}

describe('the JSON of a plan', () => {
  test('gives the very model that the HCL gives', async () => {
    const fromPlan = structure(pipelineOf(PLAN));
    expect(fromPlan).toEqual(structure(await loadOne(HCL)));
    expect(JSON.stringify(fromPlan)).toContain('./smoke.sh');
  });

  test('gives the same model as a state, a cut-down plan and a state file', () => {
    const state = { format_version: '1.0', values: { root_module: { resources: RESOURCES } } };
    const changes = {
      resource_changes: RESOURCES.map(({ values, ...rest }) => ({
        ...rest,
        change: { actions: ['create'], after: values, after_unknown: {} },
      })),
    };
    const file = {
      version: 4,
      resources: RESOURCES.map(({ values, type, name, mode }) => ({
        type,
        name,
        mode,
        instances: [{ attributes: values }],
      })),
    };
    for (const document of [state, changes, file])
      expect(structure(pipelineOf(document))).toEqual(structure(pipelineOf(PLAN)));
  });

  test('is told by its own positions', () => {
    const pipeline = pipelineOf(PLAN);
    const action = actionOf(pipeline, 1);
    expect(
      [pipeline.name!, pipeline.stages[1]!.name, action.runOrder, action.configuration.get('ClusterName')!].map(
        sliceOf,
      ),
    ).toEqual(['shop', 'Prod', '1', 'shop-prod']);
    expect(pipeline.format).toBe('terraform-json');
  });

  test('names pipelines in modules and instances by their address', () => {
    const child = {
      address: 'module.ci["a"]',
      resources: [
        {
          ...resource('aws_codepipeline', 'main', PIPELINE_VALUES, 'eu'),
          address: 'module.ci["a"].aws_codepipeline.main["eu"]',
        },
      ],
    };
    const { pipelines } = loadJson({ planned_values: { root_module: { resources: [], child_modules: [child] } } });
    expect(pipelines.map((pipeline) => pipeline.id)).toEqual(['module.ci["a"].aws_codepipeline.main["eu"]']);
  });

  test('says of a value known only after apply what it refers to, and finds that', () => {
    const action = { name: 'wait', category: 'Invoke', provider: 'StepFunctions', configuration: {} };
    const values = { name: 'shop', stage: [{ name: 'Bake', action: [action] }] };
    const machine = resource('aws_sfn_state_machine', 'bake', {
      name: 'bake',
      definition: '{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"End":true}}}',
    });
    const pipeline = pipelineOf({
      planned_values: { root_module: { resources: [resource('aws_codepipeline', 'main', values), machine] } },
      resource_changes: [
        {
          address: 'aws_codepipeline.main',
          change: { after_unknown: { stage: [{ action: [{ configuration: { StateMachineArn: true } }] }] } },
        },
      ],
      configuration: {
        root_module: {
          resources: [
            {
              type: 'aws_codepipeline',
              name: 'main',
              expressions: {
                stage: [
                  {
                    action: [
                      {
                        configuration: { references: ['aws_sfn_state_machine.bake.arn', 'aws_sfn_state_machine.bake'] },
                      },
                    ],
                  },
                ],
              },
            },
          ],
        },
      },
    });
    const { configuration, resources } = actionOf(pipeline);
    expect(configuration.get('StateMachineArn')).toMatchObject({
      known: false,
      parts: [{ kind: 'reference', label: 'bake' }],
    });
    expect(resources.stateMachine).toMatchObject({ waitMinutes: 60 });
  });

  test('leaves a value open that is known only after apply and refers to nothing named', () => {
    const values = { stage: [] };
    const pipeline = pipelineOf({
      planned_values: { root_module: { resources: [resource('aws_codepipeline', 'main', values)] } },
      resource_changes: [{ address: 'aws_codepipeline.main', change: { after_unknown: { name: true, stage: true } } }],
    });
    expect(pipeline.name).toMatchObject({ known: false, parts: [{ kind: 'open' }] });
    expect(pipeline.unexpanded).toHaveLength(1);
  });

  test('takes only objects for blocks', () => {
    const values = { name: 'shop', stage: [3, null, 'x', { name: 'Prod', action: [{ name: 'a' }] }] };
    expect(
      pipelineOf({ values: { root_module: { resources: [resource('aws_codepipeline', 'main', values)] } } }).stages,
    ).toHaveLength(1);
  });

  test('says which pipelines it destroys', () => {
    const { pipelines, notes } = loadJson({
      resource_changes: [
        { address: 'aws_codepipeline.old', type: 'aws_codepipeline', change: { actions: ['delete'], after: null } },
      ],
    });
    expect(pipelines).toEqual([]);
    expect(notes.map((note) => note.text)).toEqual(['aws_codepipeline.old is destroyed by this plan']);
  });

  test.each([
    {},
    [],
    { values: {} },
    { planned_values: { root_module: { resources: [{ type: 'aws_codepipeline' }, 3, null] } } },
  ])('survives %j', (document) => {
    expect(loadJson(document).pipelines).toEqual([]);
  });

  test('reads conditions of the plan', () => {
    expect(display(pipelineOf(PLAN).stages[0]!.onSuccess[0]!.rules[0]!.configuration.get('WaitTime')!)).toBe('60');
  });
});

describe('the sniffers', () => {
  test('know HCL with a pipeline', () => {
    expect(looksLikeTerraform(HCL)).toBe(true);
    expect(looksLikeTerraform('# resource "aws_codepipeline" "x" {')).toBe(false);
    expect(looksLikeTerraform('resource "aws_codepipeline_webhook" "x" {')).toBe(false);
  });

  test('know a plan with a pipeline', () => {
    expect(looksLikeTerraformJson(JSON.stringify(PLAN))).toBe(true);
    expect(looksLikeTerraformJson('{"pipeline": {"name": "aws_codepipeline"}}')).toBe(false);
  });
});
