import { locate, type SourceText } from '../../model/located.js';
import type { Loaded, LoadedPipeline, LoadNote } from '../../model/pipeline.js';
import { sourceOf } from './evaluate/access.js';
import { settledBy } from './evaluate/datum.js';
import type { Block } from './hcl/syntax.js';
import { addressOf, HclResources } from './hcl-resources.js';
import { attributeNamed, readModule } from './module.js';
import { ModuleNames } from './names.js';
import { readPipeline } from './pipeline.js';
import { type GivenValues, Variables } from './variables.js';

const PIPELINE = 'aws_codepipeline.';

/**
 * Loads every pipeline of a module: the `.tf` files of one folder, together with other files of it that `file()` and
 * `templatefile()` may read.
 *
 * @throws TollgateError SYNTAX, naming file, line and column.
 */
export function loadModule(files: readonly SourceText[], given: GivenValues): Loaded {
  const module = readModule(files);
  const names = new ModuleNames(module, new Variables(module.variables, given));
  const resources = new HclResources(names);
  const notes: LoadNote[] = [];
  const pipelines = [...module.blocks]
    .filter(([address]) => address.startsWith(PIPELINE))
    .flatMap(([address, block]) => loadInstances(address, block, names, resources, notes));
  return { pipelines, notes, parameters: [...module.variables.keys(), 'terraform.workspace'] };
}

function loadInstances(
  address: string,
  block: Block,
  names: ModuleNames,
  resources: HclResources,
  notes: LoadNote[],
): LoadedPipeline[] {
  const { instances, unknown } = names.instances(block);
  const repeated = attributeNamed(block.body, 'for_each') ?? attributeNamed(block.body, 'count');
  const location = locate(block.span);
  const written = repeated ? sourceOf(repeated.span) : '';
  if (instances.length === 0) notes.push({ text: `${address} is not created: ${written} gives none`, location });
  if (unknown)
    notes.push({
      text: `${address} is read as present: how often it is made rests on ${written}. ${sentence(settledBy(unknown))}`,
      location,
    });
  return instances.map((instance) => {
    const id = addressOf(address, instance.index);
    const pipeline = readPipeline(resources.instance(address, block, instance), { id, format: 'terraform', resources });
    return { id, scenarios: [pipeline] };
  });
}

function sentence(step: string): string {
  return step.startsWith('--') ? `Give ${step}.` : `${step[0]!.toUpperCase()}${step.slice(1)}.`;
}
