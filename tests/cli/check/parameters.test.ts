import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BAD, Folder } from '../folder.js';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

const TEMPLATE = `Parameters:
  Env: { Type: String, AllowedValues: [dev, prod], Default: dev }
  Regions: { Type: CommaDelimitedList, AllowedValues: [eu, us], Default: eu }
  Token: { Type: String, NoEcho: true, Default: open-sesame-1 }
Conditions:
  HasToken: !Not [!Equals [!Ref Token, '']]
Resources:
  P:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: !Sub 'shop-\${Env}-\${Token}'
      Stages:
        - Name: Source
          Actions:
            - { Name: S, ActionTypeId: { Category: Source, Owner: AWS, Provider: CodeCommit, Version: '1' } }
        - !If
          - HasToken
          - Name: !Ref Env
            Actions:
              - Name: D
                ActionTypeId: { Category: Deploy, Owner: AWS, Provider: CloudFormation, Version: '1' }
                Configuration: { ActionMode: CREATE_UPDATE, StackName: shop }
          - !Ref AWS::NoValue
`;

describe('a value of a parameter', () => {
  beforeEach(() => {
    folder.write('t.yaml', TEMPLATE);
  });

  it('that nothing declares is no way to a pass: wrong usage, with the name that was meant', () => {
    const { exit, stdout, stderr } = folder.run(['check', '--parameters', 'Evn=prod']);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toMatch(/nothing that was judged has a parameter Evn\n {2}Did you mean Env\?/);
    expect(folder.run(['facts', '--parameters', 'Evn=prod']).exit).toBe(2);
    expect(folder.run(['init', '--print', '--parameters', 'Evn=prod']).exit).toBe(2);
  });

  it('in a file may be for others, and is noted', () => {
    folder.write('values.json', '{"env": "prod", "Other": "x"}');
    const { exit, stdout } = folder.run(['check', '--parameters', 'values.json', '--format', 'json']);
    expect(exit).toBe(0);
    expect(JSON.parse(stdout).notes.map((note: { text: string }) => note.text)).toEqual([
      'values.json gives env, which is a parameter of nothing that was judged (did you mean Env?)',
      'values.json gives Other, which is a parameter of nothing that was judged',
    ]);
  });

  it('in tollgate.yaml is noted when it looks like a slip', () => {
    folder.write('tollgate.yaml', 'parameters: { Emv: prod, ElsewhereOnly: x }\n');
    const { stdout } = folder.run(['check']);
    expect(stdout).toMatch(/note: tollgate\.yaml gives Emv/);
    expect(stdout).not.toMatch(/ElsewhereOnly/);
  });

  it.each([
    ['Env=production', /Env is given as "production", which its AllowedValues do not hold\n.*t\.yaml:2:3/],
    ['Regions=eu,mars', /Regions is given as "mars"/],
  ])('that its template does not allow is refused: %s', (value, message) => {
    const { exit, stdout } = folder.run(['check', '--parameters', value]);
    expect(exit).toBe(3);
    expect(stdout).toMatch(message);
    expect(folder.run(['check', '--parameters', 'Regions=us, eu']).exit).toBe(0);
  });

  it('that nobody may echo decides conditions, and is shown nowhere', () => {
    for (const format of ['text', 'json', 'sarif', 'html', 'markdown', 'junit', 'github']) {
      const { stdout, exit } = folder.run(['check', '--parameters', 'Env=prod', '--format', format, '--verbose']);
      expect(exit).toBe(1);
      expect(stdout).not.toMatch(/sesame/);
    }
    expect(folder.run(['facts', '--format', 'json']).stdout).not.toMatch(/sesame/);
    expect(folder.run(['check', '--parameters', 'Token=', '-p', 'Env=prod']).exit).toBe(0);
    expect(folder.run(['check', '-p', 'Token=sesame-2', '-p', 'Env=prod', '-v']).stdout).not.toMatch(/sesame/);
  });

  it('that a Terraform variable refuses by its validation is refused', () => {
    folder.write(
      'tf/main.tf',
      `variable "env" {
  validation {
    condition     = contains(["dev", "prod"], var.env)
    error_message = "no"
  }
}
resource "aws_codepipeline" "p" {
  name = "shop-\${var.env}"
  stage {
    name = "Deploy"
    action {
      name     = "D"
      category = "Deploy"
      owner    = "AWS"
      provider = "ECS"
      version  = "1"
    }
  }
}
`,
    );
    const { exit, stdout } = folder.run(['check', 'tf', '--parameters', 'env=production']);
    expect(exit).toBe(3);
    expect(stdout).toMatch(/env is given as "production", which its validation refuses/);
  });
});

it('a value of a parameter where nothing has parameters is noted', () => {
  folder.write('bad.json', BAD);
  const { exit, stdout } = folder.run(['check', '--parameters', 'Env=prod']);
  expect(exit).toBe(1);
  expect(stdout).toMatch(/note: --parameters gives Env, which is a parameter of nothing that was judged/);
});

describe('a file of parameters', () => {
  it.each([
    ['folder', /a folder, not a file/],
    ['previous.json', /previous\.json:1:2: the value of Env is that of the stack.*\n.*UsePreviousValue/],
    ['twice.json', /twice\.json:1:\d+: the parameter Env stands twice/],
  ])('is refused with what to do: %s', (name, message) => {
    folder.write('t.yaml', TEMPLATE);
    mkdirSync(join(folder.path, 'folder'));
    folder.write('previous.json', '[{"ParameterKey": "Env", "UsePreviousValue": true}]');
    const pair = '{"ParameterKey": "Env", "ParameterValue": "prod"}';
    folder.write('twice.json', `[${pair}, ${pair}]`);
    const { exit, stderr } = folder.run(['check', 't.yaml', '--parameters', name]);
    expect(exit).toBe(3);
    expect(stderr).toMatch(message);
  });
});

describe('a declaration in tollgate.yaml that fits nothing', () => {
  const slip = 'environments:\n  - { name: live, tier: production, match: { stage: Prdo } }\n';
  const elsewhere = 'activities:\n  - { activity: load-test, match: { pipeline: other, action: Peak } }\n';

  it('is noted when everything is judged', () => {
    folder.write('bad.json', BAD);
    folder.write('tollgate.yaml', slip + elsewhere);
    const { stdout } = folder.run(['check']);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'note: what is declared for the environment live fits no action that was judged (did you mean the stage Prod?) (tollgate.yaml:2:5)',
    );
    expect(stdout).toMatch(/for the activity load-test fits no/);
  });

  it('is noted of a single file only when it is plainly a slip', () => {
    folder.write('bad.json', BAD);
    folder.write('tollgate.yaml', slip + elsewhere);
    const { stdout } = folder.run(['check', 'bad.json']);
    expect(stdout).toMatch(/for the environment live/);
    expect(stdout).not.toMatch(/for the activity/);
  });

  it('is told from one whose target only commands show', () => {
    const deploy = JSON.parse(BAD);
    deploy.pipeline.stages.push({
      name: 'Last',
      actions: [
        {
          name: 'Go',
          actionTypeId: { category: 'Compute', owner: 'AWS', provider: 'Commands', version: '1' },
          commands: ['helm upgrade shop ./chart -n orders-live'],
        },
      ],
    });
    folder.write('bad.json', JSON.stringify(deploy));
    folder.write(
      'tollgate.yaml',
      `environments:
  - { name: live, tier: production, match: { target: orders-live } }
  - { name: gone, tier: production, match: { target: orders-gone } }
`,
    );
    const { stdout } = folder.run(['check']);
    expect(stdout).not.toMatch(/for the environment live/);
    expect(stdout).toMatch(/for the environment gone/);
  });
});
