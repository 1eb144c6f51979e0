// Bundles the program into dist/: one small chunk to start with, the rest loaded by the command that needs it.
import { rmSync } from 'node:fs';
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
