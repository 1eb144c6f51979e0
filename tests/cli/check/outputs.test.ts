import { spawnSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BAD, Folder, GOOD, TOLLGATE } from '../folder.js';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

describe('an input is never overwritten', () => {
  it.each([
    ['by --output', ['good.json', '--output', 'good.json'], 'good.json'],
    ['by a format', ['good.json', '--format', 'json=./sub/../good.json'], 'good.json'],
    ['by a statement', ['good.json', '--statement', 'good.json'], 'good.json'],
    ['through a link', ['good.json', '--output', 'link.json'], 'good.json'],
    ['that was met on a walk', ['.', '--output', 'good.json'], 'good.json'],
    ['that is broken', ['broken.json', '--output', 'broken.json'], 'broken.json'],
    ['that is the configuration', ['good.json', '--output', 'tollgate.yaml'], 'tollgate.yaml'],
    ['that holds parameters', ['good.json', '--parameters', 'values.json', '-o', 'values.json'], 'values.json'],
  ])('%s', (_, args, kept) => {
    folder.write('good.json', GOOD);
    folder.write('broken.json', GOOD.slice(0, 300));
    folder.write('tollgate.yaml', 'version: 1\n');
    folder.write('values.json', '{}');
    folder.write('sub/x', '');
    symlinkSync('good.json', join(folder.path, 'link.json'));
    const before = folder.read(kept);
    const { exit, stdout, stderr } = folder.run(['check', ...args]);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toMatch(/is an input of this run, and would be overwritten/);
    expect(folder.read(kept)).toBe(before);
  });
});

it('two formats may not be written to one file', () => {
  folder.write('good.json', GOOD);
  const { exit, stderr } = folder.run(['check', '--format', 'json=a.out', '--format', 'sarif=./a.out']);
  expect(exit).toBe(2);
  expect(stderr).toMatch(/two formats are to be written to \.\/a\.out/);
  expect(folder.run(['check', '--format', 'json=']).stderr).toMatch(/without the name of its file/);
});

it('the file - is standard output', () => {
  folder.write('good.json', GOOD);
  for (const args of [
    ['--output', '-'],
    ['--format', 'text=-'],
  ])
    expect(folder.run(['check', ...args]).stdout).toMatch(/pass: 1 pipeline/);
  expect(existsSync(join(folder.path, '-'))).toBe(false);
});

it('a folder that is not there yet is made for a report', () => {
  folder.write('good.json', GOOD);
  expect(folder.run(['check', '--format', 'junit=reports/tollgate.xml']).exit).toBe(0);
  expect(folder.read('reports/tollgate.xml')).toMatch(/<testsuites/);
});

it.skipIf(!existsSync('/dev/full'))('a report that is lost on a full disk is no verdict: exit 3, and no stack', () => {
  folder.write('good.json', GOOD);
  const command = `"${process.execPath}" "${TOLLGATE}" check > /dev/full`;
  const { status, stderr } = spawnSync('sh', ['-c', command], { cwd: folder.path, encoding: 'utf8' });
  expect(status).toBe(3);
  expect(stderr).toMatch(/^error: standard output cannot be written: no space is left/);
  expect(stderr).not.toMatch(/ at /);
});

describe('what is written for people', () => {
  it('may hold examples of pipelines: it is passed over on a walk', () => {
    folder.write('bad.json', BAD);
    folder.write('docs/pipeline.md', `# Pipelines\n\n\`\`\`json\n${BAD}\n\`\`\`\n`);
    folder.write('docs/front.md', `---\ntitle: x\n---\n# "actionTypeId": {\n- a: [\n`);
    folder.write('docs/notes.txt', `An action has an "actionTypeId": {\n - and: [\n`);
    expect(folder.run(['check']).exit).toBe(1);
  });

  it('may be our own reports, so that a second run says the same', () => {
    folder.write('bad.json', BAD);
    const args = [
      'check',
      ...['text=r.txt', 'markdown=r.md', 'json=r.json', 'html=r.html'].flatMap((it) => ['--format', it]),
    ];
    expect([folder.run(args).exit, folder.run(args).exit]).toEqual([1, 1]);
  });

  it('is an error when it is a definition that is broken, whatever it is called', () => {
    folder.write('good.json', GOOD);
    folder.write('pipeline.txt', BAD.slice(0, -20));
    expect(folder.run(['check']).exit).toBe(3);
    folder.write('pipeline.txt', 'Resources:\n  P:\n    Type: AWS::CodePipeline::Pipeline\n   Properties: x\n');
    expect(folder.run(['check']).exit).toBe(3);
  });
});

describe('Terraform', () => {
  const MODULE = `resource "aws_codepipeline" "shop" {
  name = "shop"
  stage {
    name = "Prod"
    action {
      name     = "Deploy"
      category = "Deploy"
      owner    = "AWS"
      provider = "S3"
      version  = "1"
      configuration = { BucketName = "shop-site", Extract = "true" }
    }
  }
}
`;

  it('is known on standard input by what it is', () => {
    const { exit, stdout } = folder.run(['check', '-', '--format', 'json'], { input: MODULE });
    expect(exit).toBe(1);
    expect(JSON.parse(stdout).findings[0].location.file).toBe('-');
  });

  it('is read from .tofu files too', () => {
    folder.write('main.tofu', MODULE);
    expect(folder.run(['check']).exit).toBe(1);
  });

  it('in its JSON syntax is not passed over in a file of another name: how to call it is said', () => {
    folder.write('good.json', GOOD);
    folder.write('cdk.json', JSON.stringify({ resource: { aws_codepipeline: { shop: { name: 'shop' } } } }));
    const { exit, stdout } = folder.run(['check']);
    expect(exit).toBe(3);
    expect(stdout).toMatch(/JSON\s+syntax\s+of\s+Terraform[\s\S]*cdk\.json:1:\d+[\s\S]*Call it \*\.tf\.json/);
    expect(stdout).toMatch(/1 pipeline/);
  });

  it('in a file of another name is refused with what to do', () => {
    folder.write('main.tf.txt', MODULE);
    const { exit, stdout } = folder.run(['check', 'main.tf.txt']);
    expect(exit).toBe(3);
    expect(stdout).toMatch(/Terraform in a file that is not called \*\.tf/);
  });
});
