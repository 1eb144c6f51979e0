import { locate, type SourceText } from '../../model/located.js';
import type { Loaded, LoadedPipeline, LoadNote } from '../../model/pipeline.js';
import { sourceOf } from './evaluate/access.js';
import { type Datum, settledBy } from './evaluate/datum.js';
import type { Block } from './hcl/syntax.js';
import { addressOf } from './hcl-resources.js';
import type { Instances } from './instances.js';
import { attributeNamed } from './module.js';
import { calledFolder, type ModuleFolders, type ModuleInstance, ModuleTree, sourceOfCall } from './module-tree.js';
import { readPipeline } from './pipeline.js';
import { soundsLikePipeline } from './sounds-like-pipeline.js';
import type { GivenValues } from './variables.js';

/**
 * Loads every pipeline of a module and of those that it calls: the `.tf` and `.tf.json` files of one folder, together with
 * other files of it that `file()` and `templatefile()` may read.
 *
 * @throws TollgateError SYNTAX, naming file, line and column; STRUCTURE when modules go round in a circle or are too many.
 */
export function loadModule(files: readonly SourceText[], given: GivenValues, folders?: ModuleFolders): Loaded {
  const notes: LoadNote[] = [];
  const { root } = new ModuleTree(files, given, folders);
  const parameters = [...root.place.module.variables.keys(), 'terraform.workspace'];
  return { pipelines: loadInstance(root, notes), notes, parameters };
}

function loadInstance(module: ModuleInstance, notes: LoadNote[]): LoadedPipeline[] {
  return [...module.place.module.blocks].flatMap(([address, block]) => {
    if (isPipeline(address)) return loadPipelines(address, block, module, notes);
    return address.startsWith('module.') ? loadCall(address, block, module, notes) : [];
  });
}

/** The pipelines of what a call makes, once for each time that it makes it. */
function loadCall(address: string, block: Block, module: ModuleInstance, notes: LoadNote[]): LoadedPipeline[] {
  if (mayBeHidden(address, block) && !module.sees(address, block)) notes.push(outOfSight(address, block, module));
  if (!module.leadsTo(address, block, (inner, it) => isPipeline(inner) || mayBeHidden(inner, it))) return [];
  const made = module.names.instances(block);
  noteInstances(module.qualified(address), block, made, notes);
  return made.instances.flatMap(({ index, scope }) => {
    const child = module.child(address, block, index, scope);
    return child ? loadInstance(child, notes) : [];
  });
}

function isPipeline(address: string): boolean {
  return address.startsWith('aws_codepipeline.');
}

/** A call of a module that seems to hold pipelines. */
function mayBeHidden(address: string, block: Block): boolean {
  return address.startsWith('module.') && soundsLikePipeline(block.labels[0] ?? '', sourceOfCall(block));
}

/** A module that cannot be looked into is told of when it seems to hold pipelines. */
function outOfSight(address: string, block: Block, module: ModuleInstance): LoadNote {
  const source = sourceOfCall(block);
  const isFolder = calledFolder(address, block, module.place.folder) !== undefined;
  const settle = isFolder ? `check ${source} together with it` : 'check the plan too (terraform show -json)';
  return {
    text: `${module.qualified(address)} is out of sight (source ${source ?? 'not given'}) and may hold pipelines that were not judged: ${settle}`,
    location: locate(block.span),
  };
}

function loadPipelines(address: string, block: Block, module: ModuleInstance, notes: LoadNote[]): LoadedPipeline[] {
  const { names, resources, path } = module;
  const { call } = module.place;
  const made = names.instances(block);
  noteInstances(module.qualified(address), block, made, notes);
  return made.instances.map((instance) => {
    const id = module.qualified(addressOf(address, instance.index));
    const resource = resources.instance(address, block, instance);
    // Two roots may call the same module by the same name: only the place of the call tells which is which.
    if (call) notes.push({ text: `${id} is made by the call of ${sourceOfCall(call)}`, location: locate(call.span) });
    const pipeline = readPipeline(resource, { id, module: path, format: 'terraform', resources });
    return { id, scenarios: [pipeline] };
  });
}

/** Says of a block with `count` or `for_each` that it makes nothing, or that nobody knows how much. */
function noteInstances(address: string, block: Block, { instances, unknown }: Instances, notes: LoadNote[]): void {
  const repeated = attributeNamed(block.body, 'for_each') ?? attributeNamed(block.body, 'count');
  const written = repeated ? sourceOf(repeated.span) : '';
  const location = locate(block.span);
  if (instances.length === 0) notes.push({ text: `${address} is not created: ${written} gives none`, location });
  if (unknown) notes.push({ text: `${address} is read as present: ${howOften(written, unknown)}`, location });
}

function howOften(written: string, unknown: Datum): string {
  return `how often it is made rests on ${written}. ${sentence(settledBy(unknown))}`;
}

function sentence(step: string): string {
  return step.startsWith('--') ? `Give ${step}.` : `${step[0]!.toUpperCase()}${step.slice(1)}.`;
}
