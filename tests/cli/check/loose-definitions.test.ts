import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BAD, Folder, GOOD } from '../folder.js';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

const plain = (text: string) => text.replace(/\s+/g, ' ');

describe('JSON that only YAML forgives', () => {
  it.each([
    [
      'a comma after the last member',
      GOOD.replace(/\}\s*$/, ',}'),
      /nothing comes after this comma; .*p\.json:\d+:\d+/,
    ],
    ['single quotes', GOOD.replaceAll('"', "'"), /not valid JSON/],
  ])('is judged as it is meant, and told of: %s', (_, text, message) => {
    folder.write('p.json', text);
    const { exit, stdout } = folder.run(['check', 'p.json']);
    expect(exit).toBe(0);
    expect(plain(stdout)).toMatch(message);
    expect(plain(stdout)).toContain('JSON parsers refuse it');
  });

  it('is an error beside others when it ends before its first action', () => {
    folder.write('good.json', GOOD);
    folder.write('cut-off.json', GOOD.slice(0, GOOD.indexOf('"actions"')));
    const { exit, stdout } = folder.run(['check']);
    expect(exit).toBe(3);
    expect(stdout).toMatch(/the text ends too early[\s\S]*cut-off\.json/);
  });

  it('is an error where YAML takes it no more than JSON: a comment after slashes', () => {
    folder.write('p.json', `// ours\n${GOOD}`);
    const { exit, stdout } = folder.run(['check', 'p.json']);
    expect(exit).toBe(3);
    expect(plain(stdout)).toMatch(/not valid JSON: .*:1:1 /);
    expect(stdout).toMatch(/\^/);
  });

  it('is told of on standard input too', () => {
    expect(plain(folder.run(['check', '-'], { input: GOOD.replace(/\}\s*$/, ',}') }).stdout)).toContain('JSON parsers');
    expect(plain(folder.run(['check', '-'], { input: GOOD }).stdout)).not.toContain('JSON parsers');
  });

  it('is fine where it is YAML', () => {
    folder.write('p.yaml', GOOD.replace(/\}\s*$/, ',}'));
    expect(folder.run(['check', 'p.yaml']).exit).toBe(0);
    folder.write('q.json', 'pipeline:\n  name: x\n');
    expect(plain(folder.run(['check', 'q.json']).stdout)).not.toMatch(/not valid JSON/);
  });
});

const template = (stage: string, more = '') => `${more}Resources:
  P:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages:
        - Name: Source
          Actions:
            - { Name: S, ActionTypeId: { Category: Source, Owner: AWS, Provider: CodeCommit, Version: '1' } }
        - ${stage}
          Actions:
            - Name: D
              ActionTypeId: { Category: Deploy, Owner: AWS, Provider: CloudFormation, Version: '1' }
              Configuration: { ActionMode: CREATE_UPDATE, StackName: shop }
`;

it.each(['[Prod, Beta]', '{ a: b }'])('a stage whose name is %s is no stage that can be judged', (name) => {
  folder.write('t.yaml', template(`Name: ${name}`));
  const { exit, stdout } = folder.run(['check']);
  expect(exit).toBe(3);
  expect(stdout).toMatch(/the name of a stage is no text\n +t\.yaml:9:17/);
});

it('a placeholder without quotes is called so', () => {
  folder.write('t.yaml', template('Name: {{ stage }}'));
  expect(plain(folder.run(['check']).stdout)).toMatch(
    /Put quotes around the text that begins with \{\{; if this is a template/,
  );
});

describe('a macro', () => {
  it.each([
    [
      'of somebody',
      template('Name: Prod', 'Transform: [AWS::Serverless-2016-10-31, Ours]\n'),
      /the macro Ours may change/,
    ],
    [
      'that puts more into the pipeline',
      template('Name: Prod\n          Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://x/y } }'),
      /the macro AWS::Include may change/,
    ],
  ])('%s is noted: what was judged may not be what is deployed', (_, text, message) => {
    folder.write('t.yaml', text);
    const { stdout } = folder.run(['check']);
    expect(plain(stdout)).toMatch(message);
    expect(plain(stdout).match(/the macro/g)).toHaveLength(1);
  });
});

it('pipelines of a loop over what is not known are judged once for all, with their names left open', () => {
  folder.write(
    't.yaml',
    `Transform: AWS::LanguageExtensions
Parameters:
  Teams: { Type: CommaDelimitedList }
Resources:
  Fn::ForEach::Pipes:
    - Team
    - !Ref Teams
    - Pipe\${Team}:
${template('Name: !Ref Team')
  .split('\n')
  .slice(2)
  .map((line) => `    ${line}`)
  .join('\n')}`,
  );
  const { exit, stdout } = folder.run(['check']);
  expect(exit).toBe(1);
  expect(plain(stdout)).toMatch(/loops over a collection that is not known: what it makes was judged once for all/);
  expect(stdout).toMatch(/undetermined, blocks/);
  expect(folder.run(['check', '-p', 'Teams=red,blue']).stdout).toMatch(/Pipered[\s\S]*Pipeblue|Pipeblue[\s\S]*Pipered/);
});

describe('a rule of our own that is wrong', () => {
  const rule = (require: string) =>
    `title: T\nseverity: info\nsubject: production-deployment\nrequire: ${require}\nmessage: m\nrationale: r\nremedy: r\nexamples: []\n`;

  it('is told by the fact that was meant', () => {
    folder.write('bad.json', BAD);
    folder.write('tollgate.yaml', 'packs: [ours]\n');
    folder.write('ours/pipeline/mine.yaml', rule('it.aprovalGatesProduction'));
    const { exit, stderr } = folder.run(['check']);
    expect(exit).toBe(3);
    expect(stderr).toMatch(/mine\.yaml:4:10: .*\n {2}Did you mean approvalGatesProduction\?/);
  });

  it('is not a bug of ours when a file is named where a folder should be', () => {
    folder.write('ours.yaml', rule('true'));
    const { exit, stderr } = folder.run(['rules', 'test', 'ours.yaml']);
    expect(exit).toBe(3);
    expect(stderr).toMatch(/a file, not a folder of rules\n {2}Name the folder/);
  });
});

describe('tollgate.yaml', () => {
  it.each([
    ['packs: [nope]', /^error: tollgate\.yaml:1:9: nope: no such folder of rules/],
    ['rules:\n  bake-time: off', /Did you mean pipeline\/bake-time\?/],
    ['parameters: { Env: { a: b } }', /tollgate\.yaml:1:20: the parameter Env must be a text/],
  ])('%s is an error at its line with a next step', (text, message) => {
    folder.write('bad.json', BAD);
    folder.write('tollgate.yaml', `${text}\n`);
    const { exit, stderr } = folder.run(['check']);
    expect(exit).toBe(3);
    expect(stderr).toMatch(message);
  });

  it('tells its errors from the top down, each once', () => {
    folder.write('bad.json', BAD);
    folder.write(
      'tollgate.yaml',
      'environments:\n  - nam: x\n    tier: prod\n    match: { stge: a }\n  - { name: y, tier: production, match: {} }\nrules: []\n',
    );
    const lines = [...folder.run(['check']).stderr.matchAll(/tollgate\.yaml:(\d+):/g)].map((match) => Number(match[1]));
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
    expect(folder.run(['check']).stderr.match(/names nothing/g)).toHaveLength(1);
  });
});
