import { describe, expect, test } from 'vitest';
import { TollgateError } from '../../../src/errors.js';
import { load, loadOne, pipelineWith, SOME_STAGE, textOf } from './load.js';

async function failure(text: string): Promise<string> {
  const error = await load(text).catch((thrown: unknown) => thrown);
  if (!(error instanceof TollgateError)) throw new Error(`no TollgateError but ${String(error)}`);
  expect(error.hint).toBeTruthy();
  return `${error.code} ${error.location?.file}:${error.location?.line}:${error.location?.column} ${error.message}`;
}

describe('the HCL reader', () => {
  test('reads all three kinds of comment, also between a name and its value', async () => {
    expect(await textOf('/* a */ "x" # b\n  // c')).toBe('x');
  });

  test('does not take a comment sign inside a text for a comment', async () => {
    expect(await textOf('"a#b//c/*d*/"')).toBe('a#b//c/*d*/');
  });

  test('ignores what is commented out over several lines', async () => {
    const pipeline = await loadOne(pipelineWith(`/*\n stage {\n name = "Gone"\n }\n*/\n ${SOME_STAGE}`));
    expect(pipeline.stages).toHaveLength(1);
  });

  test.each([
    ['"a\\tb\\"c\\\\d"', 'a\tb"c\\d'],
    ['"\\u00e9\\U0001F600"', 'é😀'],
    ['"$${x} %%{y}"', '${x} %{y}'],
    ['"100% $5"', '100% $5'],
  ])('reads the escapes of %s', async (written, meant) => {
    expect(await textOf(written)).toBe(meant);
  });

  test('reads a heredoc with its line ends', async () => {
    expect(await textOf('<<EOT\na\n  b\nEOT')).toBe('a\n  b\n');
  });

  test('takes the shared indentation away from a flush heredoc', async () => {
    expect(await textOf('<<-EOT\n      a\n        b ${1 + 1}\n\n      c\n    EOT')).toBe('a\n  b 2\n\nc\n');
  });

  test('keeps backslashes in a heredoc', async () => {
    expect(await textOf('<<EOT\na\\nb\nEOT')).toBe('a\\nb\n');
  });

  test('takes the white space away that ~ asks for', async () => {
    expect(await textOf('"a  ${~ "b" ~}   c"')).toBe('abc');
  });

  test('follows directives', async () => {
    expect(
      await textOf('"%{ for i, s in ["x", "y"] ~} ${i}${s} %{~ endfor }%{ if 1 > 2 }no%{ else }yes%{ endif }"'),
    ).toBe('0x1yyes');
  });

  test.each([
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['7 % 4 - -1', '4'],
    ['!false && 1 <= 2 || false', 'true'],
    ['1 == 1 ? "a" : 2 == 2 ? "b" : "c"', 'a'],
    ['true ? "a" : "b"', 'a'],
    ['[for s in ["a", "b"] : upper(s)][1]', 'B'],
    ['{ for k, v in { x = 1 } : v => k }["1"]', 'x'],
    ['join(",", [for k, v in { b = 1, a = 2, c = 3 } : k if v != 3])', 'a,b'],
    ['join(",", [{ n = ["a", "x"] }, { n = ["b", "y"] }][*].n[1])', 'x,y'],
    ['[{ n = "a" }, { n = "b" }].*.n[0]', 'a'],
    ['{ (upper("k")) : "v" }.K', 'v'],
    ['{ "a b" = 1, c : 2 }["a b"]', '1'],
    ['[1, 2,\n 3,\n][2]', '3'],
    ['max([1, 5, 2]...)', '5'],
  ])('evaluates %s', async (expression, value) => {
    expect(await textOf(expression)).toBe(value);
  });

  test('reads names with hyphens as one name', async () => {
    expect(await textOf('local.a-b', 'locals {\n a-b = "x"\n}')).toBe('x');
  });

  test('reads one-line blocks, blocks with bare labels and Windows line ends', async () => {
    const pipeline = await loadOne(
      'resource aws_codepipeline main {\r\n  name = "x"\r\n  stage {\r\n  action { name = "One" }\r\n  }\r\n}\r\n',
    );
    expect(pipeline.id).toBe('aws_codepipeline.main');
    expect(pipeline.stages).toHaveLength(1);
  });

  test.each([
    [
      'resource "a" "b" {\n  x = 1\n',
      'SYNTAX main.tf:1:1 not valid Terraform: the block resource "a" "b" that opens here is never closed',
    ],
    ['x = [1, 2\n', 'SYNTAX main.tf:1:5 not valid Terraform: the "[" that opens here is never closed'],
    [
      'x = "abc\n',
      'SYNTAX main.tf:1:5 not valid Terraform: the text that opens here with a quote is not closed on its line',
    ],
    [
      'x = <<EOT\nabc\n',
      'SYNTAX main.tf:1:5 not valid Terraform: the heredoc that opens here is never closed with EOT on a line of its own',
    ],
    [
      'a {\n  x = 1 y = 2\n}',
      'SYNTAX main.tf:2:9 not valid Terraform: expected the end of the line after "x", found "y"',
    ],
    ['a {\n  x =\n}', 'SYNTAX main.tf:2:6 not valid Terraform: expected a value, found the end of the line'],
    ['a {\n  x = 1\n  x = 2\n}', 'SYNTAX main.tf:3:3 not valid Terraform: the attribute "x" stands twice in one block'],
    ['/* abc', 'SYNTAX main.tf:1:1 not valid Terraform: the comment that opens here with /* is never closed'],
    ['x = "a\\qb"', 'SYNTAX main.tf:1:7 not valid Terraform: "\\q" is no escape: write "\\\\" for a backslash'],
    [
      'x = "%{ if true }a"',
      'SYNTAX main.tf:1:6 not valid Terraform: the directive that opens here is never closed with %{ endif }',
    ],
    ['}', 'SYNTAX main.tf:1:1 not valid Terraform: expected an attribute or a block, found "}"'],
  ])('says of %j what is wrong and where', async (text, message) => {
    expect(await failure(text)).toBe(message);
  });

  test('refuses nesting that would overflow the stack', async () => {
    expect(await failure(`x = ${'['.repeat(5000)}`)).toContain('nested more deeply');
    expect(await failure(`x = ${'!'.repeat(5000)}true`)).toContain('nested more deeply');
    expect(await failure(`x = 1${' + 1'.repeat(5000)}`)).toContain('a longer chain');
    expect(await failure(`${'a {\n'.repeat(5000)}`)).toContain('nested more deeply');
  });
});
