import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { displayWidth } from '../../src/reporters/display-width.js';
import { BAD, declaration, Folder, GOOD, TOLLGATE } from './folder.js';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

describe('the exit code', () => {
  it('is 0 for a pass', () => {
    folder.write('good.json', GOOD);
    const { exit, stdout, stderr } = folder.run(['check', 'good.json']);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(stdout).toMatch(/pass: 1 pipeline/);
  });

  it('is 1 for a block', () => {
    folder.write('bad.json', BAD);
    const { exit, stdout } = folder.run(['check']);
    expect(exit).toBe(1);
    expect(stdout).toMatch(/block: 1 pipeline/);
    expect(stdout).toMatch(/2 of 3|1 of 3/);
  });

  it.each([
    [['check', '--fromat', 'json'], /--format/],
    [['chekc'], /check/],
    [['check', '--format', 'jsn'], /there is no output format "jsn"/],
    [['check', '--format', 'json', '--format', 'sarif'], /only one format can go to standard output/],
    [['check', '--as-of', 'yesterday'], /yesterday/],
  ])('is 2 for %o, and the message helps', (args, message) => {
    folder.write('good.json', GOOD);
    const { exit, stdout, stderr } = folder.run(args);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('is 3 when nothing is there to check, a file is missing, or a file is broken beside a good one', () => {
    expect(folder.run(['check']).exit).toBe(3);
    const missing = folder.run(['check', 'nowhere.json']);
    expect(missing.exit).toBe(3);
    expect(missing.stderr).toMatch(/nowhere\.json: no such file/);
    expect(missing.stderr).toMatch(/Nothing was decided/);
    folder.write('a.json', GOOD);
    folder.write('b.json', GOOD.slice(0, 400));
    const broken = folder.run(['check', '.', '--format', 'json']);
    expect(broken.exit).toBe(3);
    const report = JSON.parse(broken.stdout);
    expect(report.findings.length).toBeGreaterThan(0);
    expect(report.problems[0].location).toMatchObject({ file: 'b.json' });
  });

  it('is 4 when a rule throws, which is named, and the others still speak', () => {
    folder.write('bad.json', BAD);
    folder.write('tollgate.yaml', 'packs: [pack]\n');
    folder.write(
      'pack/own/throws.yaml',
      `title: It throws
severity: warning
subject: production-deployment
require: 1 / (it.name.size() - it.name.size()) == 1
message: no
rationale: no reason
remedy: none
examples: [{ name: a, expect: pass, pipeline: { name: a, stages: [] } }]
`,
    );
    const { exit, stdout } = folder.run(['check', 'bad.json', '--format', 'json']);
    expect(exit).toBe(4);
    const report = JSON.parse(stdout);
    expect(report.problems.map((it: { message: string }) => it.message).join()).toMatch(/own\/throws threw/);
    expect(report.findings.some((it: { rule: string }) => it.rule === 'pipeline/bake-time')).toBe(true);
  });
});

describe('a name that is nearly right', () => {
  it.each([
    [['explain', 'pipeline/bake-tme'], 'pipeline/bake-time'],
    [['explain', 'bake-time'], 'pipeline/bake-time'],
    [['rules', 'show', 'pipeline/laod-test'], 'pipeline/load-test'],
    [['rules', 'lst'], 'list'],
    [['fcats'], 'facts'],
    [['check', '--verbos'], '--verbose'],
  ])('%o leads to %s', (args, near) => {
    const { stdout, stderr } = folder.run(args);
    expect(stdout + stderr).toContain(near);
  });
});

describe('what is looked at', () => {
  const files = (run: { stdout: string }): string[] =>
    (JSON.parse(run.stdout).subjects as { location: { file: string } }[]).map((it) => it.location.file).sort();

  it('is standard input when it is called -', () => {
    const { exit, stdout } = folder.run(['check', '-', '--format', 'json'], { input: GOOD });
    expect(exit).toBe(0);
    expect(files({ stdout })).toEqual(['-']);
  });

  it('is a folder without what .gitignore, node_modules and .git hold', () => {
    for (const name of [
      'a.json',
      'deep/er/b.json',
      'ignored/c.json',
      'node_modules/x/d.json',
      '.git/e.json',
      'deep/f.skip.json',
    ])
      folder.write(name, BAD);
    folder.write('.gitignore', 'ignored/\n');
    folder.write('deep/.gitignore', '*.skip.json\n');
    folder.write('README.md', '# nothing');
    expect(files(folder.run(['check', '.', '--format', 'json']))).toEqual(['a.json', 'deep/er/b.json']);
    expect(files(folder.run(['check', '--format', 'json'], { in: 'deep' }))).toEqual(['er/b.json']);
  });

  it('is what a glob matches, each file once', () => {
    for (const name of ['a.json', 'b/c.json', 'b/d.yaml']) folder.write(name, BAD);
    expect(files(folder.run(['check', '**/*.json', 'a.json', './b', '--format', 'json']))).toEqual([
      'a.json',
      'b/c.json',
      'b/d.yaml',
    ]);
    expect(folder.run(['check', '*.yml']).stderr).toMatch(/\*\.yml: matches no file/);
  });

  it('is not followed round in circles by links', () => {
    folder.write('a/p.json', BAD);
    symlinkSync(folder.path, join(folder.path, 'a/loop'));
    symlinkSync('gone', join(folder.path, 'a/dangling.json'));
    expect(files(folder.run(['check', '.', '--format', 'json']))).toEqual(['a/p.json']);
  });

  it('may be given as parameters for a template, by file and by value', () => {
    folder.write(
      't.yaml',
      `Parameters: {Env: {Type: String}}
Resources:
  P:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages: [{Name: !Ref Env, Actions: [{Name: D, ActionTypeId: {Category: Deploy, Owner: AWS, Provider: ECS, Version: '1'}, Configuration: {ClusterName: c, ServiceName: s}}]}]
`,
    );
    folder.write('parameters.json', '[{"ParameterKey": "Env", "ParameterValue": "beta"}]');
    const production = (...args: string[]) =>
      JSON.parse(folder.run(['facts', 't.yaml', '--format', 'json', ...args]).stdout)[0].production;
    expect(production()).toBe('undetermined');
    expect(production('--parameters', 'Env=prod')).toBe('named');
    expect(production('--parameters', 'parameters.json')).toBe('none');
    expect(production('--parameters', 'parameters.json', '--parameters', 'Env=prod')).toBe('named');
    expect(folder.run(['check', 't.yaml', '--parameters', 'nowhere.json']).exit).toBe(3);
  });
});

describe('the output', () => {
  it('goes to several places in several formats at once', () => {
    folder.write('bad.json', BAD);
    mkdirSync(join(folder.path, 'out'));
    const { exit, stdout } = folder.run([
      'check',
      '--format',
      'text',
      '--format',
      'json=out/r.json',
      '--format',
      'sarif=out/r.sarif',
    ]);
    expect(exit).toBe(1);
    expect(stdout).toMatch(/three-pre-production-stages/);
    expect(JSON.parse(folder.read('out/r.json')).verdict).toBe('block');
    expect(JSON.parse(folder.read('out/r.sarif')).version).toBe('2.1.0');
  });

  it('replaces a file whole, and leaves nothing beside it', () => {
    folder.write('bad.json', BAD);
    folder.write('report.txt', 'x'.repeat(100_000));
    expect(folder.run(['check', 'bad.json', '--output', 'report.txt']).stdout).toBe('');
    expect(folder.read('report.txt')).toMatch(/^shop \(pipeline\)/);
    expect(folder.read('report.txt')).not.toContain('xxx');
    expect(readdirSync(folder.path).sort()).toEqual(['bad.json', 'report.txt']);
  });

  it.each([
    ['bad.json/r.txt', 'what should be its folder is a file'],
    ['folder', 'it is a folder'],
  ])('to %s is refused: %s', (output, reason) => {
    folder.write('bad.json', BAD);
    mkdirSync(join(folder.path, 'folder'));
    const { exit, stderr } = folder.run(['check', 'bad.json', '--output', output]);
    expect(exit).toBe(3);
    expect(stderr).toMatch(`${output} cannot be written: ${reason}`);
    expect(stderr).not.toMatch(/\.tmp/);
    expect(readdirSync(folder.path).sort()).toEqual(['bad.json', 'folder']);
  });

  it('has colour only when it is asked for', () => {
    folder.write('bad.json', BAD);
    const coloured = (text: string): boolean => text.includes('\u001b');
    expect(coloured(folder.run(['check']).stdout)).toBe(false);
    expect(coloured(folder.run(['check'], { env: { FORCE_COLOR: '1' } }).stdout)).toBe(true);
    expect(coloured(folder.run(['check'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).stdout)).toBe(false);
  });

  it('is the same, byte for byte, every time', () => {
    folder.write('bad.json', BAD);
    for (const format of ['text', 'json', 'sarif', 'html', 'markdown', 'junit'])
      expect(folder.run(['check', '--format', format]).stdout).toBe(folder.run(['check', '--format', format]).stdout);
  });

  it('may be cut off by its reader', async () => {
    for (let index = 0; index < 60; index++) folder.write(`p${index}.json`, BAD);
    const child = spawn(process.execPath, [TOLLGATE, 'check', '--verbose'], { cwd: folder.path });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  it('of a pipeline without production is not a block unless it is asked for', () => {
    folder.write('beta.json', JSON.stringify(declaration(['Alpha', 'Beta'])));
    expect(folder.run(['check']).exit).toBe(0);
    expect(folder.run(['check', '--require-production']).exit).toBe(1);
    folder.write('tollgate.yaml', 'requireProduction: true\n');
    expect(folder.run(['check']).exit).toBe(1);
  });
});

describe('a secret', () => {
  const SECRET = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';

  it('in a definition is in no output of any command', () => {
    const planted = JSON.stringify(declaration(['Beta', 'Prod'], SECRET), null, 1).replace(
      '"ProjectName": "load-test"',
      `"ProjectName": "load-test", "EnvironmentVariables": ${JSON.stringify(JSON.stringify([{ name: 'API_TOKEN', value: SECRET }]))}`,
    );
    expect(planted.split(SECRET).length).toBe(3);
    folder.write('p.json', planted);
    folder.write('one-line.json', JSON.stringify(JSON.parse(planted)));
    const runs = [
      ...['text', 'json', 'sarif', 'html', 'markdown', 'junit', 'github'].map((format) => [
        'check',
        '--verbose',
        '--format',
        format,
      ]),
      ['facts', 'p.json'],
      ['facts', 'p.json', '--format', 'json'],
      ['check', '--statement', 'statement.json'],
    ];
    for (const args of runs) {
      const { stdout, stderr } = folder.run(args);
      expect((stdout + stderr).length).toBeGreaterThan(0);
      expect({ args, shown: (stdout + stderr).includes(SECRET) }).toEqual({ args, shown: false });
    }
  });
});

describe('a wrong tollgate.yaml', () => {
  it('is refused with every error at its line', () => {
    folder.write('good.json', GOOD);
    folder.write(
      'tollgate.yaml',
      `version: 2
enviroments: []
environments:
  - { name: beta, tier: preproduction, match: { stage: X } }
  - { name: x, tier: production }
bakes:
  - { minutes: long, match: { stage: A, pipline: b } }
rules:
  pipeline/bake-time: fatal
`,
    );
    const { exit, stderr } = folder.run(['check']);
    expect(exit).toBe(3);
    for (const place of [':1:', ':2:', ':4:', ':5:', ':7:', ':9:']) expect(stderr).toContain(`tollgate.yaml${place}`);
    expect(stderr).toMatch(/environments/);
    expect(stderr).toMatch(/Nothing was decided/i);
  });

  it('with settings of rules that do not fit is refused with every error at its line', () => {
    folder.write('good.json', GOOD);
    folder.write(
      'tollgate.yaml',
      'rules:\n  pipeline/bake-tme: warning\n  pipeline/bake-time:\n    params:\n      afterGama: 3\n      afterGamma: long\n',
    );
    const { exit, stderr } = folder.run(['check']);
    expect(exit).toBe(3);
    for (const place of ['2:3', '5:7', '6:7']) expect(stderr).toContain(`tollgate.yaml:${place}`);
  });
});

describe('an input that is a trap', () => {
  const TEMPLATE = 'Resources:\n  P:\n    Type: AWS::CodePipeline::Pipeline\n    Properties:\n      Stages: []\n';

  /** Writes it beside a good file, checks the folder, and gives back what was said of it. */
  function beside(name: string, content: string | Uint8Array): { exit: number | null; text: string; judged: number } {
    folder.write(name, content);
    folder.write('good.json', GOOD);
    const start = performance.now();
    const { exit, stdout, stderr } = folder.run(['check', '.', '--format', 'json']);
    // That it ends: how fast it does is the business of the benchmark.
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(stderr).not.toMatch(/ {4}at |bug in tollgate/);
    const report = JSON.parse(stdout);
    return {
      exit,
      text: JSON.stringify(report.problems) + JSON.stringify(report.subjects),
      judged: report.subjects.length,
    };
  }

  it.each<[string, string, string | Uint8Array, RegExp]>([
    ['JSON that ends early', 'bad.json', BAD.slice(0, 700), /bad\.json/],
    ['YAML that ends early', 'bad.yaml', `${TEMPLATE}  Q: {Type: "AWS::`, /bad\.yaml/],
    ['a template of a template', 'bad.yaml', `{% if x %}\n${TEMPLATE}{% endif %}\n`, /bad\.yaml/],
    ['tabs for indentation', 'bad.yaml', `${TEMPLATE}\tQ: 1\n`, /bad\.yaml.*|tab/i],
    ['an alias bomb', 'bad.yaml', `${bomb()}\n${TEMPLATE}`, /bad\.yaml|alias/],
    ['nesting without end', 'bad.json', `{"actionTypeId": ${'['.repeat(200_000)}`, /bad\.json/],
    ['NUL bytes in what is named like one', 'good2.yaml', Buffer.from(`\u0000\u0001${TEMPLATE}`), /.*/],
  ])('%s is named with its line, and the other file is judged', (what, name, content, message) => {
    const { exit, text, judged } = beside(name, content);
    expect(judged).toBeGreaterThan(0);
    expect(text).toMatch(message);
    expect(exit).toBe(what.startsWith('NUL') || what.startsWith('an alias') ? exit : 3);
  });

  it.each<[string, string, string | Uint8Array]>([
    ['a byte order mark', 'p.json', `\uFEFF${BAD}`],
    ['CRLF', 'p.json', BAD.replaceAll('\n', '\r\n')],
    ['UTF-16', 'p.json', Buffer.from(`\uFEFF${BAD}`, 'utf16le')],
    ['one long line', 'p.json', JSON.stringify({ ...JSON.parse(BAD), padding: 'x'.repeat(3_000_000) })],
    ['duplicate keys', 'p.json', BAD.replace('"name": "shop"', '"name": "x", "name": "shop"')],
    ['a list of templates', 'p.json', `[${BAD}, {"a": 1}]`],
  ])('%s changes nothing', (_, name, content) => {
    folder.write(name, content);
    const { exit, stdout } = folder.run(['check', '--format', 'json']);
    expect(exit).toBe(1);
    expect(JSON.parse(stdout).subjects.map((it: { address: string }) => it.address)).toEqual(['shop']);
  });

  it('duplicate keys are named', () => {
    folder.write('p.json', BAD.replace('"name": "shop"', '"name": "x",\n"name": "shop"'));
    expect(folder.run(['check']).stdout).toMatch(/key name stands twice/);
  });

  it.each([
    ['empty', ''],
    ['blank', ' \n\n'],
    ['only a comment', '# nothing\n'],
  ])('a file that is %s and named is said to be empty', (_, content) => {
    folder.write('e.yaml', content);
    const { exit, stdout } = folder.run(['check', 'e.yaml']);
    expect(exit).toBe(3);
    expect(stdout).toMatch(/(empty|no pipeline)[\s\S]*e\.yaml:1:1/);
  });

  it('an empty folder holds no pipeline', () => {
    const { exit, stderr } = folder.run(['check', '.']);
    expect(exit).toBe(3);
    expect(stderr).toMatch(/nothing to judge found in \. \(0 files looked at\)/);
  });

  it('a file of 300 MB is refused when it is named, and passed over when it is met', () => {
    const path = folder.write('huge.json', '{');
    truncateSync(path, 300e6);
    const named = folder.run(['check', 'huge.json']);
    expect(named.exit).toBe(3);
    expect(named.stdout).toMatch(/300 MB.*\n.*huge\.json:1:1/);
    folder.write('good.json', GOOD);
    expect(folder.run(['check', '.']).exit).toBe(0);
  });

  it.skipIf(process.getuid?.() === 0)('a file that may not be read is named, and the others are judged', () => {
    chmodSync(folder.write('secret.json', BAD), 0);
    folder.write('good.json', GOOD);
    const { exit, stdout } = folder.run(['check', '.']);
    expect(exit).toBe(3);
    expect(stdout).toMatch(/cannot be read: permission denied\n.*secret\.json:1:1/);
    expect(stdout).toMatch(/shop/);
  });

  it.skipIf(process.getuid?.() === 0)(
    'a folder that may not be looked into is named, and the others are judged',
    () => {
      const locked = join(folder.path, 'locked');
      mkdirSync(locked);
      folder.write('good.json', GOOD);
      chmodSync(locked, 0);
      const { exit, stdout } = folder.run(['check', '.']);
      expect(folder.run(['check', 'locked/p.json']).exit).toBe(3);
      chmodSync(locked, 0o700);
      expect(exit).toBe(3);
      expect(stdout).toMatch(/cannot be read: permission denied\n.*locked:1:1/);
      expect(stdout).toMatch(/shop/);
    },
  );

  it('a file whose name speaks of secrets is named too', () => {
    folder.write('secret.json', '{}');
    folder.write('token.yaml', new Uint8Array([0, 1, 2]));
    const { stdout } = folder.run(['check', 'secret.json', 'token.yaml']);
    expect(stdout).toMatch(/! no pipeline in it[\s\S]*secret\.json:1:1/);
    expect(stdout).toMatch(/! not a text file\n.*token\.yaml:1:1/);
  });

  it('a folder called like a file is a folder', () => {
    mkdirSync(join(folder.path, 'p.json'));
    folder.write('p.json/a.json', GOOD);
    expect(folder.run(['check', 'p.json']).exit).toBe(0);
  });
});

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 12; level++)
    lines.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  return lines.join('\n');
}

describe('a template with many conditions', () => {
  const conditions = (count: number): string => {
    const numbers = Array.from({ length: count }, (_, index) => index);
    const stage = (name: string) =>
      `{Name: ${name}, Actions: [{Name: Deploy, ActionTypeId: {Category: Deploy, Owner: AWS, Provider: CloudFormation, Version: '1'}, Configuration: {ActionMode: CREATE_UPDATE, StackName: ${name.toLowerCase()}, TemplatePath: 'a::t'}}]}`;
    return `Parameters:
${numbers.map((it) => `  P${it}: {Type: String, AllowedValues: ['yes', 'no']}`).join('\n')}
Conditions:
${numbers.map((it) => `  C${it}: !Equals [!Ref P${it}, 'yes']`).join('\n')}
Resources:
  P:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages:
${numbers.map((it) => `        - !If [C${it}, ${stage(`Beta${it}`)}, !Ref 'AWS::NoValue']`).join('\n')}
        - ${stage('Prod')}
`;
  };

  it('answers in time and says that not every scenario was judged by itself', () => {
    folder.write('t.yaml', conditions(40));
    const start = performance.now();
    const { exit, stdout } = folder.run(['check']);
    // Without its bound it would not end at all; `npm run bench` holds it to two seconds.
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(exit).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/P has more than \d+ scenarios; the first \d+ were judged one by one/);
  });

  it('names the scenario of each finding when there are few', () => {
    folder.write('t.yaml', conditions(2));
    const { stdout } = folder.run(['check', '--format', 'json']);
    const found = (
      JSON.parse(stdout).findings as { rule: string; outcome: string; message: string; scenario?: string }[]
    )
      .filter((it) => it.rule === 'pipeline/three-pre-production-stages')
      .map((it) => [it.scenario, /after (\d)/.exec(it.message)?.[1]]);
    expect(found.sort()).toEqual([
      ['C0 = false, C1 = false', '0'],
      ['C0 = false, C1 = true', '1'],
      ['C0 = true, C1 = false', '1'],
      ['C0 = true, C1 = true', '2'],
    ]);
    const always = (JSON.parse(stdout).findings as { rule: string; scenario?: string }[]).filter(
      (it) => it.rule === 'pipeline/rollback-on-failure',
    );
    expect(always.map((it) => it.scenario)).toEqual([undefined]);
    expect(
      folder.run(['check', '--parameters', 'P0=yes', '--parameters', 'P1=no', '--format', 'json']).stdout,
    ).not.toMatch(/"scenario"/);
  });
});

describe('a terminal of 60 columns', () => {
  it.each([
    ['check'],
    ['check --verbose'],
    ['check nowhere'],
    ['facts'],
    ['explain pipeline/load-test'],
    ['rules list'],
    ['--help'],
    ['check --help'],
    ['facts --help'],
  ])('%s has no line that is wider, but for what is copied', async (line) => {
    folder.write('bad.json', BAD);
    let shown = '';
    const write = (text: string): void => {
      shown += text;
    };
    const narrow = { write, isTTY: true, columns: 60 };
    await main(line.split(' '), {
      stdin: process.stdin,
      stdout: narrow,
      stderr: narrow,
      env: { NO_COLOR: '1' },
      cwd: folder.path,
      now: () => new Date(0),
    });
    expect(shown.length).toBeGreaterThan(0);
    const wide = shown.split('\n').filter((text) => displayWidth(text) > 60 && !/^ {2}\$ |^ *https:/.test(text));
    expect(wide).toEqual([]);
  });
});
