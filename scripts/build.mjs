// Bundles the program into dist/: one small chunk to start with, the rest loaded by the command that needs it.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import packageJson from '../package.json' with { type: 'json' };

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: { tollgate: 'src/cli/process.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  // CommonJS dependencies ask for node: modules through require, which ES modules do not have.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  legalComments: 'linked',
  external: Object.keys(packageJson.dependencies ?? {}),
  logLevel: 'warning',
});

// Rules are compiled to one JSON file, so that a run need not parse a folder of YAML to start.
const compiler = 'dist/compile-rules.mjs';
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
writeFileSync('dist/builtin-rules.json', JSON.stringify(rules));
rmSync(compiler);
