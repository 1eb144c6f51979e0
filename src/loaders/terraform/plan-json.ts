import { locate } from '../../model/located.js';
import type { Loaded, LoadNote } from '../../model/pipeline.js';
import { get, type Node, scalarText, spanOf } from '../syntax/tree.js';
import type { Datum } from './evaluate/datum.js';
import { JsonBlock } from './json-block.js';
import { readPipeline } from './pipeline.js';
import type { ResourceBlock, Resources } from './resource-block.js';

/** Whether a text is the JSON of a plan or a state with a pipeline in it. Cheap: nothing is parsed. */
export function looksLikeTerraformJson(text: string): boolean {
  return (
    /"aws_codepipeline[".]/.test(text) &&
    /"(planned_values|resource_changes|root_module|terraform_version)"\s*:/.test(text)
  );
}

/** Loads the pipelines of `terraform show -json` (a plan or a state), or of a state file. */
export function loadTerraformJson(root: Node): Loaded {
  const planned = plannedResources(root);
  const resources = new PlannedResources(planned);
  const pipelines = planned
    .filter((resource) => resource.type === 'aws_codepipeline')
    .map((resource) => {
      const pipeline = readPipeline(resource.block, {
        id: resource.address,
        module: '',
        format: 'terraform-json',
        resources,
      });
      return { id: resource.address, scenarios: [pipeline] };
    });
  return { pipelines, notes: destroyed(root) };
}

/** The resources of `terraform show -json` or of a state file. */
export function resourcesOfPlan(root: Node): Resources {
  return new PlannedResources(plannedResources(root));
}

interface Planned {
  readonly address: string;
  readonly type: string;
  readonly block: ResourceBlock;
}

class PlannedResources implements Resources {
  constructor(private readonly planned: readonly Planned[]) {}

  all(type: string): readonly ResourceBlock[] {
    return this.planned.filter((resource) => resource.type === type).map((resource) => resource.block);
  }

  elsewhere(): readonly ResourceBlock[] {
    return [];
  }

  origin(datum: Datum, type: string): ResourceBlock | undefined {
    const address = datum.origin?.address;
    if (!address?.startsWith(`${type}.`)) return undefined;
    const found = this.planned.filter((resource) => resource.address.replace(/\[[^\]]*\]/g, '').endsWith(address));
    return found.length === 1 ? found[0]!.block : undefined;
  }

  moduleCall(): undefined {
    return undefined;
  }
}

/** Managed resources of a document, whichever of the shapes it has. */
function plannedResources(root: Node): Planned[] {
  const changes = listOf(get(root, 'resource_changes'));
  const top = get(get(root, 'planned_values') ?? get(root, 'values'), 'root_module');
  if (top) return moduleResources(top, changesByAddress(changes), get(get(root, 'configuration'), 'root_module'));
  if (changes.length > 0) return changes.flatMap((change) => changedResource(change));
  return listOf(get(root, 'resources')).flatMap(stateResource);
}

function moduleResources(module: Node, changes: ReadonlyMap<string, Node>, configuration: Node | undefined): Planned[] {
  const own = listOf(get(module, 'resources')).flatMap((resource): Planned[] => {
    const address = scalarText(get(resource, 'address'));
    const type = scalarText(get(resource, 'type'));
    const values = get(resource, 'values');
    if (address === undefined || type === undefined || !values || scalarText(get(resource, 'mode')) === 'data')
      return [];
    const unknown = get(get(changes.get(address), 'change'), 'after_unknown');
    const expressions = expressionsOf(configuration, type, scalarText(get(resource, 'name')));
    return [{ address, type, block: new JsonBlock({ values, unknown, expressions }, get(resource, 'address')!) }];
  });
  const children = listOf(get(module, 'child_modules')).flatMap((child) =>
    moduleResources(child, changes, childConfiguration(configuration, scalarText(get(child, 'address')))),
  );
  return [...own, ...children];
}

function changesByAddress(changes: readonly Node[]): Map<string, Node> {
  return new Map(
    changes.flatMap((change) => {
      const address = scalarText(get(change, 'address'));
      return address === undefined ? [] : [[address, change] as const];
    }),
  );
}

function expressionsOf(configuration: Node | undefined, type: string, name: string | undefined): Node | undefined {
  const resources = listOf(get(configuration, 'resources'));
  const found = resources.find(
    (resource) => scalarText(get(resource, 'type')) === type && scalarText(get(resource, 'name')) === name,
  );
  return get(found, 'expressions');
}

/** The configuration of the module that `module.a.module.b["x"]` ends with. */
function childConfiguration(configuration: Node | undefined, address: string | undefined): Node | undefined {
  const name = address
    ?.replace(/\[[^\]]*\]/g, '')
    .split('.')
    .at(-1);
  return name === undefined ? undefined : get(get(get(configuration, 'module_calls'), name), 'module');
}

/** A plan that was cut down to its changes. */
function changedResource(change: Node): Planned[] {
  const address = scalarText(get(change, 'address'));
  const type = scalarText(get(change, 'type'));
  const values = get(get(change, 'change'), 'after');
  if (
    address === undefined ||
    type === undefined ||
    values?.kind !== 'map' ||
    scalarText(get(change, 'mode')) === 'data'
  )
    return [];
  const unknown = get(get(change, 'change'), 'after_unknown');
  return [
    { address, type, block: new JsonBlock({ values, unknown, expressions: undefined }, get(change, 'address')!) },
  ];
}

/** A resource of a state file (`terraform.tfstate`), with its instances. */
function stateResource(resource: Node): Planned[] {
  const type = scalarText(get(resource, 'type'));
  const name = scalarText(get(resource, 'name'));
  if (type === undefined || name === undefined || scalarText(get(resource, 'mode')) === 'data') return [];
  const module = scalarText(get(resource, 'module'));
  return listOf(get(resource, 'instances')).flatMap((instance): Planned[] => {
    const values = get(instance, 'attributes');
    if (!values) return [];
    const index = get(instance, 'index_key');
    const key = index?.kind === 'scalar' ? (index.plain ? `[${index.text}]` : `[${JSON.stringify(index.text)}]`) : '';
    const address = `${module === undefined ? '' : `${module}.`}${type}.${name}${key}`;
    return [
      {
        address,
        type,
        block: new JsonBlock({ values, unknown: undefined, expressions: undefined }, get(resource, 'name')!),
      },
    ];
  });
}

/** Pipelines that a plan takes away are not judged, but said. */
function destroyed(root: Node): LoadNote[] {
  return listOf(get(root, 'resource_changes')).flatMap((change): LoadNote[] => {
    const actions = listOf(get(get(change, 'change'), 'actions')).map(scalarText);
    const address = get(change, 'address');
    if (scalarText(get(change, 'type')) !== 'aws_codepipeline' || actions.join() !== 'delete' || !address) return [];
    return [{ text: `${scalarText(address)} is destroyed by this plan`, location: locate(spanOf(address)) }];
  });
}

function listOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : [];
}
