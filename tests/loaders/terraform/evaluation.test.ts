import { describe, expect, test } from 'vitest';
import { processorTime } from '../../processor-time.js';
import { evaluate, load, sliceOf, textOf } from './load.js';

const ENV = 'variable "env" {}';

describe('variables and locals', () => {
  test('a variable takes its default and says so', async () => {
    const value = await evaluate('var.env', 'variable "env" {\n default = "prod"\n}');
    expect(value).toMatchObject({ known: true, value: 'prod', from: 'default of variable env' });
    expect(sliceOf(value!)).toBe('var.env');
  });

  test('a variable file beats the default, the last file wins, the command line beats all', async () => {
    const context = 'variable "env" {\n default = "dev"\n}';
    const tfvars = { 'terraform.tfvars': 'env = "beta"', 'a.auto.tfvars': 'env = "gamma"' };
    expect(await textOf('var.env', context, { tfvars })).toBe('gamma');
    expect(await evaluate('var.env', context, { tfvars })).toMatchObject({ from: 'env in a.auto.tfvars' });
    expect(await textOf('var.env', context, { tfvars, parameters: { env: 'prod' } })).toBe('prod');
  });

  test('a member of a variable says where its value came from', async () => {
    const tfvars = { 'prod.tfvars': 's = { name = "prod" }' };
    expect(await evaluate('var.s.name', '', { tfvars })).toMatchObject({ value: 'prod', from: 's in prod.tfvars' });
  });

  test('a variable file may be JSON', async () => {
    expect(
      await textOf('var.s.name', 'variable "s" {}', { tfvars: { 'x.tfvars.json': '{"s": {"name": "prod"}}' } }),
    ).toBe('prod');
  });

  test('a broken variable file is an error with its place', async () => {
    await expect(load('', { tfvars: { 'x.tfvars': 'env = \n' } })).rejects.toMatchObject({
      code: 'SYNTAX',
      location: { file: 'x.tfvars', line: 1 },
    });
    await expect(load('', { tfvars: { 'x.tfvars.json': '{"a": ' } })).rejects.toMatchObject({ code: 'SYNTAX' });
  });

  test('a variable without value is open and says what would settle it', async () => {
    expect(await evaluate('"app-${var.env}"', ENV)).toMatchObject({
      known: false,
      expression: 'app-${var.env}',
      parts: ['app-', { kind: 'open', label: 'env', settledBy: '--parameters env=… (or a .tfvars file)' }],
    });
  });

  test('a variable that is declared elsewhere is open too', async () => {
    expect(await textOf('var.cluster.name')).toBe('? <open cluster.name>');
  });

  test.each([
    ['contains(["dev", "prod"], var.env)', ['dev', 'prod']],
    ['var.env == "dev" || "prod" == var.env', ['dev', 'prod']],
    ['can(regex("^(dev|prod)$", var.env))', ['dev', 'prod']],
    ['length(var.env) > 2 && contains(["dev"], var.env)', ['dev']],
    ['length(var.env) > 2', undefined],
    ['var.env == "dev" || length(var.env) > 9', undefined],
  ])('a validation %s closes the choices', async (condition, choices) => {
    const value = await evaluate(
      'var.env',
      `variable "env" {\n validation {\n condition = ${condition}\n error_message = "no"\n }\n}`,
    );
    expect(value?.known === false && typeof value.parts[0] === 'object' && value.parts[0].choices).toEqual(choices);
  });

  test('a comparison with a text that is no choice is decided', async () => {
    const context =
      'variable "env" {\n validation {\n condition = contains(["dev", "beta"], var.env)\n error_message = "no"\n }\n}';
    expect(await textOf('var.env == "prod" ? "yes" : "no"', context)).toBe('no');
  });

  test('structured values may be given on the command line', async () => {
    const context = 'variable "stages" {\n type = list(string)\n}\nvariable "on" {\n type = bool\n}';
    expect(await textOf('var.stages[1]', context, { parameters: { stages: '["a", "b"]' } })).toBe('b');
    expect(await textOf('var.on ? "yes" : "no"', context, { parameters: { on: 'true' } })).toBe('yes');
  });

  test('optional attributes of an object type take their defaults', async () => {
    const type =
      'variable "s" {\n type = object({ name = string, tier = optional(string, "prod"), x = optional(string) })\n}';
    expect(await textOf('"${var.s.tier}-${var.s.x == null}"', type, { parameters: { s: '{ name = "a" }' } })).toBe(
      'prod-true',
    );
  });

  test('locals see each other, whatever their order and file', async () => {
    const files = { 'b.tf': 'locals {\n b = "${local.c}-cluster"\n}' };
    expect(await textOf('local.a', 'locals {\n a = local.b\n c = "prod"\n}', { files })).toBe('prod-cluster');
  });

  test('a local that rests on itself is unknown, not an endless loop', async () => {
    expect(await textOf('local.a', 'locals {\n a = local.b\n b = local.a\n}')).toBe('? <open a>');
  });

  test('an override file changes the block it names', async () => {
    const files = { 'x_override.tf': 'variable "env" {\n default = "prod"\n}' };
    expect(await textOf('var.env', 'variable "env" {\n default = "dev"\n}', { files })).toBe('prod');
  });

  test('the workspace is open unless it is given', async () => {
    expect(await textOf('terraform.workspace')).toBe('? <open workspace>');
    expect(await textOf('terraform.workspace', '', { parameters: { 'terraform.workspace': 'prod' } })).toBe('prod');
  });
});

describe('functions', () => {
  test.each([
    ['format("%s-%03d%%", "a", 7)', 'a-007%'],
    ['join("-", ["a", "b"], ["c"])', 'a-b-c'],
    ['upper("ab")', 'AB'],
    ['title("hello big-world")', 'Hello Big-World'],
    ['trimspace("  a b ")', 'a b'],
    ['trimprefix("prod-a", "prod-")', 'a'],
    ['trimsuffix("a.git", ".git")', 'a'],
    ['trim("--a--", "-")', 'a'],
    ['substr("hello", 1, 3)', 'ell'],
    ['substr("hello", -3, -1)', 'llo'],
    ['replace("a/b/c", "/", "_")', 'a_b_c'],
    ['split(",", "a,b")[1]', 'b'],
    ['concat(["a"], ["b"])[1]', 'b'],
    ['merge({ a = 1, b = 2 }, { b = 3 }).b', '3'],
    ['lookup({ a = "x" }, "b", "y")', 'y'],
    ['try({}.a, "y")', 'y'],
    ['can({}.a) ? "y" : "n"', 'n'],
    ['coalesce("", null, "z")', 'z'],
    ['element(["a", "b"], 3)', 'b'],
    ['tostring(length({ a = 1 }))', '1'],
    ['length("né")', '2'],
    ['join(",", keys({ b = 1, a = 2 }))', 'a,b'],
    ['join(",", values({ b = 1, a = 2 }))', '2,1'],
    ['join(",", toset(["prod", "beta", "prod"]))', 'beta,prod'],
    ['contains(["a"], "a") ? "y" : "n"', 'y'],
    ['join(",", flatten([["a"], [["b"]]]))', 'a,b'],
    ['join(",", distinct(["a", "a"]))', 'a'],
    ['join(",", compact(["a", "", null]))', 'a'],
    ['join(",", reverse(["a", "b"]))', 'b,a'],
    ['join(",", sort(["b", "a"]))', 'a,b'],
    ['join(",", slice(["a", "b", "c"], 1, 3))', 'b,c'],
    ['join(",", range(3))', '0,1,2'],
    ['zipmap(["a"], ["x"]).a', 'x'],
    ['one(["a"])', 'a'],
    ['join(",", [for p in setproduct(["a"], ["x", "y"]) : join("", p)])', 'ax,ay'],
    ['jsonencode({ b = [1, true, null], a = "x" })', '{"a":"x","b":[1,true,null]}'],
    ['jsondecode("{\\"a\\": \\"x\\"}").a', 'x'],
    ['yamldecode("a: [x, y]").a[1]', 'y'],
    ['jsondecode(jsonencode({ a = "x" })).a', 'x'],
    ['base64decode(base64encode("x"))', 'x'],
    ['alltrue([true, false]) ? "y" : "n"', 'n'],
    ['basename("a/b.yml")', 'b.yml'],
    ['sum([1, 2])', '3'],
    ['ceil(1.2)', '2'],
    ['startswith("prod-a", "prod") ? "y" : "n"', 'y'],
    ['join(",", formatlist("%s-x", ["a", "b"]))', 'a-x,b-x'],
    ['nonsensitive(sensitive("s"))', 's'],
  ])('%s', async (expression, value) => {
    expect(await textOf(expression)).toBe(value);
  });

  test.each([
    ['upper("a-${var.env}")', '? A-<open env>'],
    ['format("%s-x", var.env)', '? <open env>-x'],
    ['join("-", ["prod", var.env])', '? prod-<open env>'],
    ['replace("a/${var.env}", "/", "-")', '? a-<open env>'],
    ['lookup({ dev = "d" }, var.env, "x")', '? <open env>'],
    ['length(var.env)', '? <open env>'],
    ['merge({ a = "x" }, var.env).a', '? <open env>'],
    ['merge(var.env, { a = "x" }).a', 'x'],
    ['jsondecode(jsonencode({ a = var.env })).a', '? <open env>'],
    ['join("-", concat(["prod"], var.env == "x" ? ["eu"] : []))', '? prod-<open >'],
    ['sha256("x")', '? <neutral >'],
    ['"x-${timestamp()}"', '? x-<neutral >'],
    ['regex("x", "x")', '? <open >'],
    ['no_such_function(var.env)', '? <open env>'],
    ['false && var.env', 'false'],
    ['true || var.env', 'true'],
    ['"a-${var.env}" == "b" ? "y" : "n"', 'n'],
  ])('%s keeps what is known beside what is not', async (expression, value) => {
    expect(await textOf(expression, ENV)).toBe(value);
  });

  test('a conditional that is not decided is a choice between its texts', async () => {
    expect(await evaluate('var.env == "p" ? "prod" : "beta"', ENV)).toMatchObject({
      known: false,
      parts: [
        { kind: 'open', label: '', choices: ['prod', 'beta'], settledBy: '--parameters env=… (or a .tfvars file)' },
      ],
    });
  });

  test('a conditional whose branches agree needs no condition', async () => {
    expect(await textOf('var.env == "p" ? "same" : "same"', ENV)).toBe('same');
  });

  test('an expression that is wrong is unknown and says why', async () => {
    const value = await evaluate('["a"][3]');
    expect(value?.known).toBe(false);
    expect(JSON.stringify(value?.known === false && value.parts)).toContain('there is no element 3');
  });
});

describe('references', () => {
  test('a resource elsewhere is read by its label', async () => {
    expect(await textOf('aws_ecs_cluster.prod.name')).toBe('? <reference prod>');
    expect(await textOf('aws_ecs_cluster.all["prod"].name')).toBe('? <reference all.prod>');
  });

  test('a resource in sight gives what it says, also through its id', async () => {
    expect(await textOf('aws_ecs_cluster.c.name', 'resource "aws_ecs_cluster" "c" {\n name = "prod"\n}')).toBe('prod');
    expect(await textOf('aws_s3_bucket.b.id', 'resource "aws_s3_bucket" "b" {\n bucket = "site"\n}')).toBe('site');
  });

  test('an attribute that only the provider knows is read by label and name', async () => {
    expect(await textOf('aws_ecs_cluster.c.arn', 'resource "aws_ecs_cluster" "c" {\n name = "prod"\n}')).toBe(
      '? <reference c.prod>',
    );
  });

  test('a name that rests on a variable stays open', async () => {
    expect(
      await textOf('aws_ecs_cluster.c.name', `resource "aws_ecs_cluster" "c" {\n name = "x-\${var.env}"\n}\n${ENV}`),
    ).toBe('? x-<open env>');
    expect(
      await textOf('aws_ecs_cluster.c.arn', `resource "aws_ecs_cluster" "c" {\n name = "x-\${var.env}"\n}\n${ENV}`),
    ).toBe('? <reference c><open env>');
  });

  test('an index that is open opens the reference', async () => {
    expect(await textOf('aws_ecs_cluster.all[var.env].name', ENV)).toBe('? <reference all><open env>');
  });

  test('modules and remote state are read by label and output', async () => {
    expect(await textOf('module.prod_cluster.cluster_name')).toBe('? <reference prod_cluster.cluster_name>');
    expect(await textOf('data.terraform_remote_state.live.outputs.cluster')).toBe('? <reference live.outputs.cluster>');
  });

  test('a data source that is looked up by a variable rests on it', async () => {
    const data = `data "aws_ssm_parameter" "cluster" {\n name = "/\${var.env}/cluster"\n}\n${ENV}`;
    expect(await textOf('data.aws_ssm_parameter.cluster.value', data)).toBe('? <reference cluster><open env>');
  });

  test.each([
    'data.aws_region.current.name',
    'data.aws_caller_identity.me.account_id',
    'random_id.x.hex',
    'random_pet.p.id',
  ])('%s names no environment', async (expression) => {
    expect(await textOf(expression)).toBe('? <neutral >');
  });

  test('instances of for_each and count are told apart', async () => {
    const each =
      'resource "aws_ecs_cluster" "c" {\n for_each = { a = "beta", b = "prod" }\n name = "${each.key}-${each.value}"\n}';
    expect(await textOf('aws_ecs_cluster.c["b"].name', each)).toBe('b-prod');
    expect(await textOf('join(",", values(aws_ecs_cluster.c)[*].name)', each)).toBe('a-beta,b-prod');
    const count = 'resource "aws_ecs_cluster" "c" {\n count = 2\n name = "c${count.index}"\n}';
    expect(await textOf('aws_ecs_cluster.c[1].name', count)).toBe('c1');
    expect(await textOf('join(",", aws_ecs_cluster.c.*.name)', count)).toBe('c0,c1');
  });

  test('a splat over a resource that may be missing reads it as present', async () => {
    expect(
      await textOf(
        'join("", aws_s3_bucket.b.*.bucket)',
        `resource "aws_s3_bucket" "b" {\n count = var.env ? 1 : 0\n bucket = "site"\n}\n${ENV}`,
      ),
    ).toBe('site');
  });

  test('how many a resource that may be missing makes is not known', async () => {
    const bucket = 'resource "aws_s3_bucket" "b" {\n count = var.env ? 1 : 0\n bucket = "site"\n}';
    expect((await evaluate('length(aws_s3_bucket.b.*.bucket)', bucket))?.known).toBe(false);
  });
});

describe('files', () => {
  test('a file in sight is read', async () => {
    const files = { 'order.yml': 'stages: [beta, prod]' };
    expect(await textOf('yamldecode(file("${path.module}/order.yml")).stages[1]', '', { files })).toBe('prod');
    expect(await textOf('templatefile("t.tpl", { who = "x" })', '', { files: { 't.tpl': 'hi ${who}' } })).toBe('hi x');
  });

  test('a file out of sight is unknown and says which', async () => {
    expect(await evaluate('yamldecode(file("../order.yml")).stages')).toMatchObject({
      known: false,
      parts: [{ kind: 'open', settledBy: 'check ../order.yml together with the module' }],
    });
  });
});

describe('limits', () => {
  const doubling = (start: string, step: (name: string) => string) =>
    `locals {\n a0 = ${start}\n${Array.from({ length: 60 }, (_, at) => ` a${at + 1} = ${step(`local.a${at}`)}`).join('\n')}\n}`;

  test.each([
    ['a text that doubles', 'local.a60', doubling('"x"', (name) => `"\${${name}}\${${name}}"`)],
    ['a list that doubles', 'jsonencode(local.a60)', doubling('["x"]', (name) => `[${name}, ${name}]`)],
    ['loops in loops', 'join("", [for a in range(1000) : join("", [for b in range(1000) : "x"])])', ''],
    ['a huge width', 'format("%999999999d", 1)', ''],
    ['a huge range', 'join("", range(999999999))', ''],
  ])('%s ends unknown, and soon', async (_, expression, context) => {
    const before = processorTime();
    expect((await evaluate(expression, context))?.known).toBe(false);
    expect(processorTime() - before).toBeLessThan(3000);
  });
});
