import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Folder } from './folder.js';

const PIPELINE = `Resources:
  Pipeline:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: shop
      Stages:
        - Name: Release
          Actions:
            - Name: Run
              ActionTypeId: { Category: Invoke, Owner: AWS, Provider: Lambda, Version: '1' }
              Configuration: { FunctionName: !Ref DeployAll }
`;

let folder: Folder;
beforeAll(() => {
  folder = new Folder();
  folder.write('good.yaml', PIPELINE);
});
afterAll(() => folder.remove());

describe('a file that cannot be read says where, what it means and what to do', () => {
  it.each([
    [
      'a tab',
      PIPELINE.replace('      Name: shop', '\t\tName: shop'),
      /indented with a tab broken.yaml:5:1 5 \| .* fix: Indent with spaces/,
    ],
    [
      'an open quote',
      PIPELINE.replace('Name: shop', 'Name: "shop'),
      /quote or bracket .* not closed before this line broken.yaml:6:7 6 \| .* fix: Close it/,
    ],
    [
      'a line out of step',
      PIPELINE.replace('      Name: shop', '     Name: shop'),
      /indented like nothing around it broken.yaml:\d+:\d+ \d+ \| .* fix: /,
    ],
    [
      'a declaration of something else',
      'pipeline: { name: x, stages: none }',
      /begins like a CodePipeline declaration, but no stage/,
    ],
    ['nothing', '', /the file is empty broken.yaml:1:1 fix: Name a pipeline definition/],
  ])('%s', (_, text, says) => {
    folder.write('broken.yaml', text);
    const { exit, stdout } = folder.run(['check', 'broken.yaml']);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(says);
    expect(exit).toBe(3);
  });
});

it('standard input without a pipeline is called so', () => {
  const { exit, stdout } = folder.run(['check', '-'], { input: '{"a": 1}' });
  expect(stdout).toContain('! standard input: no pipeline in it');
  expect(stdout.replace(/\s+/g, ' ')).toContain('| tollgate check -');
  expect(exit).toBe(3);
});

describe('a wrong configuration says where, and what was meant', () => {
  it.each([
    ['a rule with a typing error', 'rules: { pipeline/bake-tim: off }', /:2:10: .*Did you mean pipeline\/bake-time\?/],
    ['a rule that is like none', 'rules: { nonsense: off }', /:2:10: .*`tollgate rules list`/],
    ['a tier left open', 'environments:\n  - name: a\n    tier:\n    match: { stage: A }', /:4:5: .*has no "tier"/],
    ['a month too many', 'freezes: [{ name: a, from: 2026-13-01, to: 2026-12-31 }]', /:2:28: "2026-13-01" is no date/],
    [
      'a freeze backwards',
      'freezes: [{ name: a, from: 2026-12-31, to: 2026-12-01 }]',
      /ends on 2026-12-01, before it begins/,
    ],
    [
      'a zone of another planet',
      'freezes: [{ name: a, from: 2026-12-01, to: 2026-12-31, zone: Mars/Base }]',
      /no time zone/,
    ],
    [
      'a file of waivers that is not there',
      'waivers: { file: nope.yaml }',
      /nope.yaml: there is no such file of waivers\s+Mend/,
    ],
  ])('%s', (_, text, says) => {
    folder.write('conf/tollgate.yaml', `version: 1\n${text}\n`);
    const { exit, stderr } = folder.run(['check', 'good.yaml', '--config', 'conf/tollgate.yaml']);
    expect(stderr).toMatch(says);
    expect(exit).toBe(3);
  });
});

describe('a file of parameters', () => {
  it.each([
    ['that is a list of something else', '[1, 2]', /values.json:1:2: not a value of a parameter/],
    ['that is empty', '', /values.json: the file is empty/],
  ])('%s is refused', (_, text, says) => {
    folder.write('values.json', text);
    const { exit, stderr } = folder.run(['check', 'good.yaml', '--parameters', 'values.json']);
    expect(stderr).toMatch(says);
    expect(exit).toBe(3);
  });

  it('may be written as the AWS CLI takes it', () => {
    folder.write('values.json', '["Stage=prod"]');
    expect(folder.run(['check', 'good.yaml', '--parameters', 'values.json']).stderr).toBe('');
  });
});

describe('what is found and not created', () => {
  it('is said, and is no pass', () => {
    const condition = `Parameters: { On: { Type: String, Default: 'no' } }\nConditions: { Wanted: !Equals [!Ref On, 'yes'] }\n`;
    folder.write('off.yaml', condition + PIPELINE.replace('    Properties', '    Condition: Wanted\n    Properties'));
    const { exit, stderr } = folder.run(['check', 'off.yaml']);
    expect(stderr).toContain('Pipeline is not created: its condition Wanted is false with On = no (its default)');
    expect(exit).toBe(3);
  });
});

describe('what would settle a deployment out of sight', () => {
  it('is no buildspec when a function runs it, and its reference is not shown as a name', () => {
    const { stdout } = folder.run(['check', 'good.yaml']);
    const said = stdout.replace(/\s+/g, ' ');
    expect(said).toContain('let its stage roll back');
    expect(said).toContain('declare what it does in tollgate.yaml under activities');
    expect(said).not.toContain('buildspec');
    expect(folder.run(['facts', 'good.yaml']).stdout).toContain('function !Ref DeployAll');
  });
});
