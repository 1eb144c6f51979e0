import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TollgateError } from '../../../src/errors.js';
import { loadTerraformModule } from '../../../src/loaders/terraform/index.js';
import { SourceText } from '../../../src/model/located.js';
import { load, textOf } from './load.js';

const MODULE = `
variable "env" {
  default = "prod"
  validation {
    condition     = contains(["dev", "prod"], var.env)
    error_message = "no"
  }
}
locals {
  stages = [for s in ["beta", var.env] : { name = title(s), on = s != "x" } if length(s) > 1]
  text   = <<-EOT
    version: 0.2
    %{ for s in local.stages ~}
    # \${s.name}
    %{ endfor ~}
  EOT
}
resource "aws_codepipeline" "main" {
  for_each = { a = 1, "b" : 2 }
  name     = "shop-\${each.key}-\${true ? upper("x") : null}" // a comment
  dynamic "stage" {
    for_each = concat(local.stages, var.more[*].x)
    content {
      name = stage.value.name /* another */
      action {
        name          = format("%s-%03d", stage.key, 1 + 2 * -3)
        category      = "Build"
        provider      = "CodeBuild"
        configuration = merge({ ProjectName = aws_codebuild_project.p[0].name }, { "X" = jsonencode({ a = [1, 2] }) })
      }
    }
  }
}
resource "aws_codebuild_project" "p" {
  count = 1
  name  = "p"
  source {
    buildspec = local.text
  }
}
`;

/** Pieces that HCL is made of: random strings of them get further than random letters. */
const TOKENS = [
  'resource "aws_codepipeline" "a" {',
  'stage {',
  'dynamic "stage" {',
  'content {',
  '}',
  '{',
  '[',
  ']',
  '(',
  ')',
  '"',
  '${',
  '%{',
  '%{ if x }',
  '~}',
  '<<EOT\n',
  '<<-EOT\n',
  '\nEOT\n',
  '=',
  '==',
  '=>',
  'for',
  ' in ',
  ' if ',
  'x',
  'name',
  'for_each',
  'each.key',
  'var.a',
  '.',
  '*',
  '[*]',
  '...',
  ',',
  ':',
  '?',
  '!',
  '-',
  '1',
  '2.5e3',
  '\\',
  '\n',
  '#',
  '//',
  '/*',
  '*/',
  'é',
  '\u{1f600}',
  '\u0000',
  'true',
  'null',
  'join(',
  'locals {',
];

async function outcome(text: string): Promise<'loaded' | 'refused'> {
  try {
    await load(text);
    return 'loaded';
  } catch (error) {
    if (!(error instanceof TollgateError)) throw error;
    // What is no HCL, or a pipeline in which nothing runs.
    expect(error.code).toMatch(/^(SYNTAX|STRUCTURE)$/);
    expect(error.location?.line).toBeGreaterThan(0);
    expect(error.location!.line).toBeLessThanOrEqual(text.split('\n').length);
    return 'refused';
  }
}

describe('laws of the HCL reader', () => {
  test('the module that is cut up below is sound', async () => {
    expect(await outcome(MODULE)).toBe('loaded');
  });

  test('a module cut off anywhere loads or is refused with a place', async () => {
    for (let end = 0; end < MODULE.length; end++) await outcome(MODULE.slice(0, end));
  });

  test('a module with a character taken out or put in loads or is refused with a place', async () => {
    const edit = fc.record({ at: fc.nat(MODULE.length), remove: fc.nat(3), insert: fc.constantFrom('', ...TOKENS) });
    await fc.assert(
      fc.asyncProperty(edit, async ({ at, remove, insert }) => {
        await outcome(MODULE.slice(0, at) + insert + MODULE.slice(at + remove));
      }),
      { numRuns: 600 },
    );
  });

  test('random text and random tokens load or are refused with a place', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(fc.constantFrom(...TOKENS), { maxLength: 40 }).map((tokens) => tokens.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (random) => {
        await outcome(random);
        await outcome(`resource "aws_codepipeline" "a" {\n name = ${random}\n}`);
      }),
      { numRuns: 600 },
    );
  });

  test('any text written as a quoted literal comes back', async () => {
    const spelled = (text: string) => {
      const letters = text.replace(/[\\"]/g, (letter) => `\\${letter}`).replace(/\n/g, '\\n');
      return `"${letters.replace(/\$\{/g, '$$$${').replace(/%\{/g, '%%{')}"`;
    };
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('$', '%', '{', '}', '~', '"', '\\', 'a', '\n') })),
        async (text) => {
          // A run of $ or % before a brace is where escapes and text cannot be told apart; HCL has no spelling for it.
          fc.pre(!/[$%]{2,}\{|#\{/.test(text) && text !== '');
          expect(await textOf(spelled(text))).toBe(text);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('numbers are computed as JavaScript computes them', async () => {
    const small = fc.integer({ min: -50, max: 50 });
    await fc.assert(
      fc.asyncProperty(small, small, small, async (a, b, c) => {
        expect(await textOf(`tostring(${a} + ${b} * ${c} - (${a} - ${b}))`)).toBe(String(a + b * c - (a - b)));
      }),
      { numRuns: 60 },
    );
  });
});

describe('laws of the reader of Terraform’s JSON syntax', () => {
  const WORDS = [
    'name',
    'stage',
    'action',
    'dynamic',
    'content',
    'for_each',
    'iterator',
    'configuration',
    '//',
    'count',
  ];
  const TEXTS = ['${var.a}', '${', '%{ if x }', '$${a}', '${each.value}', 'deploy', '', '${[for s in x : s]}', 'x.y'];
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom<unknown>(...TEXTS, true, null, 1),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...WORDS), tie('value'), { maxKeys: 5 }),
    ),
  }));

  test('any values for a pipeline, locals and variables load or are refused with a place', async () => {
    await fc.assert(
      fc.asyncProperty(value, value, value, async (pipeline, locals, variable) => {
        const document = {
          locals: { x: locals },
          variable: { a: { default: variable } },
          resource: { aws_codepipeline: { main: pipeline } },
        };
        const text = JSON.stringify(document, null, 1);
        try {
          await loadTerraformModule([new SourceText('main.tf.json', text)], { variables: new Map(), tfvars: [] });
        } catch (error) {
          if (!(error instanceof TollgateError)) throw error;
          expect(error.code).toMatch(/^(SYNTAX|STRUCTURE)$/);
          expect(error.location?.line).toBeGreaterThan(0);
          expect(error.location!.line).toBeLessThanOrEqual(text.split('\n').length);
        }
      }),
      { numRuns: 400 },
    );
  });
});
