import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCommands } from '../../../src/facts/commands/read-commands.js';
import { parseDocuments } from '../../../src/loaders/syntax/parse.js';
import type { Node } from '../../../src/loaders/syntax/tree.js';
import { SourceText } from '../../../src/model/located.js';
import { CORPUS } from '../../corpus-folder.js';

const there = existsSync(CORPUS);

const SCRIPT_KEYS = new Set(['run', 'script', 'before_script', 'after_script', 'bash', 'inlineScript']);

/** Lists of command lines that stand under the keys by which workflows hold scripts. */
function scripts(node: Node): string[][] {
  if (node.kind === 'list') return node.items.flatMap(scripts);
  if (node.kind !== 'map') return [];
  return node.entries.flatMap(({ key, value }) => {
    if (!SCRIPT_KEYS.has(key.text)) return scripts(value);
    const items = value.kind === 'list' ? value.items : [value];
    return [items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : []))];
  });
}

function readings(folder: string) {
  return readdirSync(join(CORPUS, folder))
    .sort()
    .flatMap((file) =>
      parseDocuments(new SourceText(file, readFileSync(join(CORPUS, folder, file), 'utf8')))
        .flatMap(scripts)
        .flatMap((lines) => readCommands(lines).map((reading) => ({ file, ...reading }))),
    );
}

describe.skipIf(!there)(`scripts of real workflows (in ${CORPUS}; TOLLGATE_CORPUS names another place)`, () => {
  const all = there ? ['gha', 'gitlab', 'azure'].flatMap(readings) : [];

  it('are understood for the greater part', () => {
    expect(all.length).toBeGreaterThan(2000);
    expect(all.filter((reading) => reading.effect === 'unknown').length / all.length).toBeLessThan(0.06);
  });

  it('deploy only with tools and scripts that deploy', () => {
    const tools = new Set(all.filter((reading) => reading.effect === 'deploy').map((reading) => reading.tool));
    const expected =
      /deploy|apply|update-service|s3 sync|slot swap|config-zip|workspace import|update_ecs|restart_ecs|DEPLOY_SCRIPT|main\.py|^curl$|vercel/;
    expect([...tools].filter((tool) => !expected.test(tool))).toEqual([]);
  });

  it('run no load test, as their readers found', () => {
    expect(
      all.filter((reading) => reading.effect === 'load-test').map((reading) => [reading.file, reading.text]),
    ).toEqual([]);
  });
});
