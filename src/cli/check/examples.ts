import { TollgateError } from '../../errors.js';
import { declarationsOf } from '../../facts/pipeline/declared.js';
import { derivePipeline } from '../../facts/pipeline/derive.js';
import { judgeablePipeline } from '../../facts/pipeline/judge.js';
import { ACTIVITIES } from '../../facts/pipeline/types.js';
import { loadConfig } from '../../loaders/config.js';
import { loadDocument } from '../../loaders/index.js';
import { loadTerraformModule, looksLikeTerraform } from '../../loaders/terraform/index.js';
import { type Config, EMPTY_CONFIG } from '../../model/config.js';
import type { Judgeable } from '../../model/facts.js';
import { flatMap } from '../../model/flat.js';
import { SourceText } from '../../model/located.js';
import type { Loaded } from '../../model/pipeline.js';
import type { RuleExample } from '../../model/rule.js';

/** How the definition of an example is read, by the key it stands under. This is the only list. */
const KINDS: Readonly<Record<string, (example: RuleExample) => Promise<Judgeable[]>>> = {
  pipeline: pipelineExample,
  change: async (example) => (await import('../change/example.js')).changeExample(example),
  review: reviewExample,
};

/**
 * Makes an example ready to be judged.
 *
 * @throws TollgateError PACK when nothing reads its kind or its definition.
 */
export function loadExample(example: RuleExample): Promise<Judgeable[]> {
  const read = KINDS[example.kind];
  if (!read)
    throw new TollgateError('PACK', `an example cannot hold "${example.kind}"`, {
      hint: `Known are ${Object.keys(KINDS).join(', ')}.`,
    });
  return read(example);
}

async function pipelineExample(example: RuleExample): Promise<Judgeable[]> {
  const loaded = await loadPipelines(new SourceText(`example "${example.name}"`, example.text));
  const config = exampleConfig(example);
  return flatMap(loaded.pipelines, (pipeline) =>
    pipeline.scenarios.map((scenario) =>
      judgeablePipeline(derivePipeline(scenario, declarationsOf(config)), {
        requireProduction: config.requireProduction,
      }),
    ),
  );
}

async function reviewExample(example: RuleExample): Promise<Judgeable[]> {
  const { judgeableExample } = await import('../orr/example.js');
  return [judgeableExample(new SourceText(`example "${example.name}"`, example.text))];
}

async function loadPipelines(source: SourceText): Promise<Loaded> {
  if (looksLikeTerraform(source.text)) {
    const module = new SourceText(`${source.file}.tf`, source.text);
    return loadTerraformModule([module], { variables: new Map(), tfvars: [] });
  }
  const loaded = loadDocument(source, { parameters: new Map(), variableFiles: [] });
  if ('nothing' in loaded) throw new TollgateError('PACK', `the example holds no pipeline: ${loaded.nothing}`);
  return loaded;
}

function exampleConfig(example: RuleExample): Config {
  if (example.config === undefined) return EMPTY_CONFIG;
  const { value, problems } = loadConfig(new SourceText('tollgate.yaml', example.config), { activities: ACTIVITIES });
  if (!value) throw new TollgateError('PACK', `the example's config: ${problems[0]!.message}`);
  return value;
}
