// Builds dist/: the program as one file, the rules as one JSON file, and what V8 compiled of the program.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { codeCacheOf } from '../bin/load.js';
import packageJson from '../package.json' with { type: 'json' };

/** Compiling a schema takes longer than all the rest of a small run: the bundle holds the compiled function. */
const compiledSchemas = {
  name: 'compiled-schemas',
  setup(plugin) {
    plugin.onLoad({ filter: /change-yaml[\\/]validator\.ts$/ }, () => {
      const schema = JSON.parse(readFileSync('schemas/change-manifest.schema.json', 'utf8'));
      const ajv = new Ajv({ allErrors: true, verbose: true, strict: false, code: { source: true, esm: true } });
      const code = (standaloneCode.default ?? standaloneCode)(ajv, ajv.compile(schema));
      return { contents: code, loader: 'js', resolveDir: '.' };
    });
  },
};

const { dependencies = {}, peerDependencies = {}, optionalDependencies = {} } = packageJson;

const CACHED = ['check', 'change'];
const KEPT = new Set([
  'tollgate.cjs',
  'tollgate.cjs.LEGAL.txt',
  'builtin-rules.json',
  ...CACHED.map((command) => basename(codeCacheOf(command))),
]);
mkdirSync('dist', { recursive: true });

/** Only commander's programs of their own start processes: their module costs a tenth of a start when nobody calls it. */
const lateProcesses = {
  name: 'late-processes',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path, namespace: 'late' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'late' }, ({ path }) => ({
      contents: `exports.spawn = (...words) => module.require('${path}').spawn(...words);`,
    }));
  },
};

// Libraries that only some commands need stay outside and are loaded by those.
await build({
  entryPoints: ['src/cli/process.ts'],
  outfile: 'dist/tollgate.cjs',
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  charset: 'ascii',
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,
  define: { 'import.meta.url': '__programUrl' },
  banner: {
    js: "(function (exports, require, module, __filename, __dirname) {const __programUrl = require('node:url').pathToFileURL(__filename).href;",
  },
  footer: { js: '})' },
  // V8's code cache and import() do not go together: what stays outside is required.
  supported: { 'dynamic-import': false },
  legalComments: 'linked',
  external: [dependencies, peerDependencies, optionalDependencies].flatMap((list) => Object.keys(list)),
  logLevel: 'warning',
  plugins: [compiledSchemas, lateProcesses],
});

// The program is read as Latin-1 (bin/load.js), but esbuild leaves regular expressions as they are written, whatever the charset: there
// each UTF-16 unit is written as an escape, which means the same with and without the flag u.
const program = readFileSync('dist/tollgate.cjs', 'utf8');
writeWhole(
  'dist/tollgate.cjs',
  program.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
);

// Rules are compiled to one JSON file, so that a run need not parse a folder of YAML to start.
const compiler = `dist/compile-rules-${process.pid}.mjs`;
await build({
  stdin: {
    contents: "export { readRule } from './src/loaders/rules.ts'; export { SourceText } from './src/model/located.ts';",
    resolveDir: '.',
  },
  outfile: compiler,
  bundle: true,
  format: 'esm',
  platform: 'node',
  logLevel: 'warning',
});
const { readRule, SourceText } = await import(pathToFileURL(compiler).href);
const names = readdirSync('rules', { recursive: true }).filter((name) => name.endsWith('.yaml'));
const rules = names.sort().map((name) => {
  const id = name
    .replace(/\.yaml$/, '')
    .split('\\')
    .join('/');
  const rule = readRule(id, new SourceText(`rules/${name}`, readFileSync(`rules/${name}`, 'utf8')));
  return { ...rule, examples: [], spans: {} };
});
rmSync(compiler);
writeWhole('dist/builtin-rules.json', JSON.stringify(rules));

// Each code cache is taken in a process that does nothing else: in this one V8 would drop what it compiled meanwhile.
for (const command of CACHED) execFileSync(process.execPath, ['scripts/code-cache.mjs', command], { stdio: 'inherit' });

for (const name of readdirSync('dist')) if (!KEPT.has(name)) rmSync(`dist/${name}`, { recursive: true });

function writeWhole(file, content) {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
