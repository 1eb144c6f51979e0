import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadTerraformModule, looksLikeTerraform } from '../../../src/loaders/terraform/index.js';
import { display, SourceText } from '../../../src/model/located.js';
import type { Loaded } from '../../../src/model/pipeline.js';
import { CORPUS } from '../../corpus-folder.js';

const FOLDER = existsSync(join(CORPUS, 'tf')) ? join(CORPUS, 'tf') : undefined;

if (!FOLDER) test.skip('real modules: no corpus here (set TOLLGATE_CORPUS)', () => undefined);

function loadFile(file: string): Promise<Loaded> {
  return loadTerraformModule([new SourceText(file, readFileSync(join(FOLDER!, file), 'utf8'))], {
    variables: new Map(),
    tfvars: [],
  });
}

interface Label {
  readonly file: string;
  readonly pipeline: string | null;
  readonly deployments: readonly { readonly at: string }[];
}

describe.runIf(FOLDER)('real modules', () => {
  const files = FOLDER ? readdirSync(FOLDER).sort() : [];

  test.each(files)('%s loads, with every position on its token', async (file) => {
    const { pipelines } = await loadFile(file);
    expect(pipelines.length).toBeGreaterThan(0);
    expect(looksLikeTerraform(readFileSync(join(FOLDER!, file), 'utf8'))).toBe(true);
    for (const { scenarios } of pipelines)
      for (const stage of scenarios[0]!.stages)
        for (const value of [
          stage.name,
          ...stage.actions.flatMap((action) => [action.name, action.category, action.provider]),
        ]) {
          const slice = value.span.source.text.slice(value.span.start, value.span.end);
          if (value.known && value.from === undefined) expect(slice).toBe(value.value);
          else expect(slice).not.toBe('');
        }
  });

  test.each(files)('%s comes out the same twice', async (file) => {
    const names = ({ pipelines }: Loaded) =>
      pipelines.map(({ id, scenarios }) => [id, ...scenarios[0]!.stages.map((stage) => display(stage.name))]);
    expect(names(await loadFile(file))).toEqual(names(await loadFile(file)));
  });

  const labels = FOLDER ? (JSON.parse(readFileSync(join(FOLDER, '..', 'labels.json'), 'utf8')) as Label[]) : [];
  const labelled = labels.filter((label) => label.file.startsWith('tf/') && label.pipeline !== null);

  test.each(labelled.map((label) => [label.file, label.pipeline, label] as const))(
    '%s %s has the deployments that its reader found',
    async (file, id, label) => {
      const { pipelines } = await loadFile(file.slice('tf/'.length));
      const pipeline = pipelines.find((it) => it.id === id)!.scenarios[0]!;
      const found = pipeline.stages.flatMap((stage) =>
        stage.actions.map((action) => action.address.slice(pipeline.id.length + 1)),
      );
      const unrolled = label.deployments.map((deployment) => deployment.at).filter((at) => !at.includes('(dynamic'));
      expect(found).toEqual(expect.arrayContaining(unrolled));
      const unexpanded =
        pipeline.unexpanded.length + pipeline.stages.reduce((sum, stage) => sum + stage.unexpanded.length, 0);
      if (unrolled.length < label.deployments.length) expect(unexpanded).toBeGreaterThan(0);
    },
  );
});
