import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** What a layer may import and touch, and why so. */
interface Layer {
  readonly imports: readonly string[];
  /** Node.js modules and packages that it may use: anything else is refused. */
  readonly outside: readonly string[] | 'anything';
  readonly because: string;
}

/** The import table of the house. A layer always may import itself. */
const LAYERS: Readonly<Record<string, Layer>> = {
  bin: {
    imports: ['cli', 'dist'],
    outside: 'anything',
    because: 'a doorway: it starts the command line and nothing else',
  },
  cli: {
    imports: ['sources', 'loaders', 'facts', 'engine', 'reporters', 'sign-off', 'model', 'errors', 'package.json'],
    outside: 'anything',
    because: 'the impure corner that puts the parts together',
  },
  sources: {
    imports: ['model', 'errors'],
    outside: 'anything',
    because: 'fetches text; what it means is the business of loaders',
  },
  loaders: {
    imports: ['model', 'errors', 'schemas'],
    outside: [
      'js-yaml',
      'yaml',
      'ajv',
      'ical.js',
      'mdast',
      'mdast-util-from-markdown',
      'mdast-util-gfm',
      'micromark-extension-gfm',
      '@marcbachmann/cel-js',
      'node:crypto',
    ],
    because: 'turn text into the model; they judge nothing and fetch nothing',
  },
  facts: {
    imports: ['model'],
    outside: ['unbash', 'node:crypto'],
    because: 'the same model gives the same facts, whatever it was read from',
  },
  engine: {
    imports: ['model', 'errors'],
    outside: ['@marcbachmann/cel-js'],
    because: 'rules and inputs are arguments',
  },
  reporters: {
    imports: ['model', 'errors'],
    outside: ['node:crypto'],
    because: 'a report is enough to show it: nothing is judged again',
  },
  'sign-off': {
    imports: ['model', 'errors'],
    outside: ['node:crypto'],
    because: 'signs what was decided; it decides nothing',
  },
  model: { imports: [], outside: [], because: 'the nouns: everything rests on them, they rest on nothing' },
  errors: { imports: ['model'], outside: [], because: 'an error has a place in an input' },
};

/** The layers that may touch the process, the console and the clock. */
const IMPURE: ReadonlySet<string> = new Set(['bin', 'cli', 'sources']);

/** Registries: the only files called index. */
const REGISTRIES: ReadonlySet<string> = new Set([
  'src/cli/commands/index.ts',
  'src/loaders/index.ts',
  'src/loaders/terraform/index.ts',
  'src/reporters/index.ts',
]);

interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const FILES: readonly SourceFile[] = ['src', 'bin'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]s$/.test(name))
    .map((name) => `${folder}/${name.split('\\').join('/')}`)
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') })),
);

function layerOf(path: string): string {
  const [top, next] = path.split('/');
  return top === 'src' ? next!.replace(/\.ts$/, '') : top!;
}

/** Everything that a file imports, types and late imports too. */
function importsOf({ path, text }: SourceFile): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.') ? posix.join(dirname(path), fileName).replace(/\.js$/, '.ts') : fileName,
    );
}

function wrongImports(file: SourceFile): string[] {
  const own = layerOf(file.path);
  const layer = LAYERS[own];
  if (!layer) return [`${file.path} stands in no layer`];
  return importsOf(file).flatMap((target) => {
    const inside = /^(src|bin|dist|schemas|package\.json)(\/|$)/.test(target);
    const other = inside ? layerOf(target) : target;
    const allowed = inside
      ? other === own || layer.imports.includes(other)
      : layer.outside === 'anything' || layer.outside.includes(target);
    return allowed ? [] : [`${file.path} imports ${target}: ${own} may not (${layer.because})`];
  });
}

/** Names that stand for the world outside: none of them may be read in a pure layer. */
const WORLD: ReadonlySet<string> = new Set([
  'process',
  'console',
  'fetch',
  'globalThis',
  'setTimeout',
  'setInterval',
  'performance',
]);

function touches(file: SourceFile): string[] {
  if (IMPURE.has(layerOf(file.path))) return [];
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && WORLD.has(node.text) && isValue(node)) found.push(node.text);
    if (ts.isPropertyAccessExpression(node) && /^(Date\.now|Math\.random)$/.test(node.getText()))
      found.push(node.getText());
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
      found.push('new Date()');
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true));
  return found.map((what) => `${file.path} touches ${what}`);
}

/** Whether an identifier is a value of its own, not a member, a type or a name that is declared. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return !(
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isQualifiedName(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent)
  );
}

function wrongName({ path }: SourceFile): string[] {
  const name = basename(path).replace(/\.[jt]s$/, '');
  const words = path.split(/[/.-]/);
  const said = words.filter((word) => /^(utils?|helpers?|commons?|managers?)$/.test(word));
  return [
    ...said.map((word) => `${path}: "${word}" says nothing about what is in it`),
    ...(name === 'index' && !REGISTRIES.has(path) ? [`${path}: only registries are called index`] : []),
    ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) ? [] : [`${path}: file names are kebab-case`]),
  ];
}

describe('the layers', () => {
  it('are all of the folders that there are', () => {
    expect(new Set(FILES.map(({ path }) => layerOf(path)))).toEqual(new Set(Object.keys(LAYERS)));
  });

  it('import only what the table allows', () => {
    expect(FILES.flatMap(wrongImports)).toEqual([]);
  });

  it('touch the process, the console and the clock only in cli and sources', () => {
    expect(FILES.flatMap(touches)).toEqual([]);
  });

  it('have files named for what is in them', () => {
    expect(FILES.flatMap(wrongName)).toEqual([]);
  });

  it('say why for each row', () => {
    for (const { because } of Object.values(LAYERS)) expect(because.length).toBeGreaterThan(10);
  });
});

describe('a planted violation is found', () => {
  const planted = (path: string, text: string): SourceFile => ({ path, text });

  it.each([
    ['the engine importing a loader', 'src/engine/x.ts', "import { a } from '../loaders/index.js';"],
    ['the engine importing a loader late', 'src/engine/x.ts', "const a = await import('../loaders/index.js');"],
    ['a fact importing a type of the engine', 'src/facts/x.ts', "import type { A } from '../engine/evaluate.js';"],
    [
      'a fact naming a type of a loader in place',
      'src/facts/x.ts',
      "type A = import('../loaders/index.js').LoadOptions;",
    ],
    ['a fact importing the errors', 'src/facts/pipeline/x.ts', "import { TollgateError } from '../../errors.js';"],
    ['a reporter importing the engine', 'src/reporters/x.ts', "export { a } from '../engine/verdict.js';"],
    ['the model importing anything', 'src/model/x.ts', "import { TollgateError } from '../errors.js';"],
    ['a loader reading the file system', 'src/loaders/x.ts', "import { readFileSync } from 'node:fs';"],
    ['a fact using a package', 'src/facts/x.ts', "import { load } from 'js-yaml';"],
    ['a source importing the command line', 'src/sources/x.ts', "import { EXIT } from '../cli/exit-code.js';"],
    ['a folder that is no layer', 'src/stuff/x.ts', ''],
  ])('%s', (_, path, text) => {
    expect(wrongImports(planted(path, text))).toHaveLength(1);
  });

  it.each([
    ['process.env.HOME'],
    ['console.log(1)'],
    ['Date.now()'],
    ['new Date()'],
    ['Math.random()'],
    ['fetch(a)'],
    ['const { env } = process'],
    ['f(process)'],
  ])('%s in the engine', (text) => {
    expect(touches(planted('src/engine/x.ts', text))).toHaveLength(1);
    expect(touches(planted('src/cli/x.ts', text))).toHaveLength(0);
  });

  it.each([
    ['// process.env'],
    ['const text = "console.log"'],
    ['new Date(0)'],
    ['it.process'],
    ['interface A { process: string }'],
  ])('%s is none', (text) => {
    expect(touches(planted('src/engine/x.ts', text))).toEqual([]);
  });

  it.each([
    ['src/engine/utils.ts'],
    ['src/model/string-helpers.ts'],
    ['src/facts/common/x.ts'],
    ['src/engine/index.ts'],
    ['src/engine/ruleSet.ts'],
  ])('a file called %s', (path) => {
    expect(wrongName(planted(path, '')).length).toBeGreaterThan(0);
  });
});
