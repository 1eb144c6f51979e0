// Templates to measure with: CloudFormation, one pipeline each, 10 to 15 KB, made from a seed, so that they are the same each time.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Numbers from 0 to 1 by a linear congruential generator (the constants of Numerical Recipes). */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Writes so many templates into a folder. */
export function writeTemplates(folder, count) {
  const random = randomFrom(20_240_229);
  mkdirSync(folder, { recursive: true });
  for (let number = 0; number < count; number++) {
    const service = `service-${String(number).padStart(4, '0')}`;
    writeFileSync(join(folder, `${service}.yaml`), template(service, random));
  }
}

/** A template whose stages hang on so many conditions, none of them pinned. */
export function conditionalTemplate(conditions) {
  const names = Array.from({ length: conditions }, (_, index) => `Has${index}`);
  return [
    'Parameters:',
    ...names.map((name) => `  ${name}Value: { Type: String, AllowedValues: ['yes', 'no'] }`),
    'Conditions:',
    ...names.map((name) => `  ${name}: !Equals [!Ref ${name}Value, 'yes']`),
    ...head('conditional'),
    ...names.flatMap((name, index) => [
      '        - !If',
      `          - ${name}`,
      ...stage('conditional', index === conditions - 1 ? 'Prod' : `Beta${index}`, ['eu-central-1'], undefined).map(
        (line, at) => (at === 0 ? line.replace('        - ', '          - ') : `  ${line}`),
      ),
      '          - !Ref AWS::NoValue',
    ]),
    '',
  ].join('\n');
}

function template(service, random) {
  const before = ['Alpha', 'Beta', 'Gamma', 'Zeta'].slice(0, 2 + Math.floor(random() * 3));
  const waves = Array.from({ length: 2 + Math.floor(random() * 3) }, (_, index) => `ProdWave${index + 1}`);
  const lines = [
    'AWSTemplateFormatVersion: "2010-09-09"',
    ...head(service),
    ...before.flatMap((name) => stage(service, name, ['eu-central-1'], bakeOf(random))),
    ...waves.flatMap((name) => stage(service, name, ['eu-central-1', 'us-east-1', 'eu-west-1'], bakeOf(random))),
  ];
  // Alarms fill it up to the size of real templates.
  for (let alarm = 0; lines.join('\n').length < 14_000; alarm++) lines.push(...alarmResource(service, alarm, random));
  return `${lines.join('\n')}\n`;
}

function bakeOf(random) {
  return random() < 0.8 ? [30, 60, 120, 720][Math.floor(random() * 4)] : undefined;
}

function head(service) {
  return [
    'Resources:',
    '  Pipeline:',
    '    Type: AWS::CodePipeline::Pipeline',
    '    Properties:',
    `      Name: ${service}`,
    '      PipelineType: V2',
    `      RoleArn: !Sub arn:aws:iam::\${AWS::AccountId}:role/pipeline`,
    '      Stages:',
    '        - Name: Source',
    '          Actions:',
    ...action('Checkout', 'Source', 'CodeCommit', [`RepositoryName: ${service}`, 'BranchName: main'], 1),
    '        - Name: Build',
    '          Actions:',
    ...action('Compile', 'Build', 'CodeBuild', [`ProjectName: !Sub "\${AWS::StackName}-build"`], 1),
  ];
}

function stage(service, name, regions, bake) {
  return [
    `        - Name: ${name}`,
    ...(name.startsWith('Prod') ? ['          OnFailure: { Result: ROLLBACK }'] : []),
    ...(bake === undefined ? [] : watch(service, name, bake)),
    '          Actions:',
    ...regions.flatMap((region, index) =>
      action(
        `Deploy-${region}`,
        'Deploy',
        'CloudFormation',
        [
          'ActionMode: CREATE_UPDATE',
          `StackName: !Sub "${service}-${name}-\${AWS::Region}"`,
          'TemplatePath: Built::packaged.yaml',
          'Capabilities: CAPABILITY_NAMED_IAM',
        ],
        index + 1,
        [`Region: ${region}`, `RoleArn: !Sub arn:aws:iam::\${AWS::AccountId}:role/${service}-${name}`],
      ),
    ),
    ...action('IntegrationTest', 'Test', 'CodeBuild', [`ProjectName: ${service}-integration`], regions.length + 1),
    ...action('LoadTest', 'Test', 'CodeBuild', [`ProjectName: ${service}-k6`], regions.length + 2),
  ];
}

function watch(service, name, minutes) {
  return [
    '          OnSuccess:',
    '            Conditions:',
    '              - Result: ROLLBACK',
    '                Rules:',
    '                  - Name: Bake',
    '                    RuleTypeId: { Category: Rule, Owner: AWS, Provider: CloudWatchAlarm, Version: "1" }',
    `                    Configuration: { AlarmName: ${service}-${name}, WaitTime: "${minutes}" }`,
  ];
}

function action(name, category, provider, configuration, runOrder, more = []) {
  return [
    `            - Name: ${name}`,
    '              ActionTypeId:',
    `                Category: ${category}`,
    '                Owner: AWS',
    `                Provider: ${provider}`,
    '                Version: "1"',
    `              RunOrder: ${runOrder}`,
    ...more.map((line) => `              ${line}`),
    '              Configuration:',
    ...configuration.map((line) => `                ${line}`),
  ];
}

function alarmResource(service, number, random) {
  return [
    `  Alarm${number}:`,
    '    Type: AWS::CloudWatch::Alarm',
    '    Properties:',
    `      AlarmName: ${service}-${number}`,
    '      ComparisonOperator: GreaterThanThreshold',
    '      EvaluationPeriods: 3',
    `      MetricName: Errors${number}`,
    `      Namespace: ${service}`,
    '      Period: 60',
    '      Statistic: Sum',
    `      Threshold: ${1 + Math.floor(random() * 9)}`,
  ];
}
