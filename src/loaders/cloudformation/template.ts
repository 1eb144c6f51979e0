import { entryEitherCase, get, type MapNode, type Node, scalarText } from '../syntax/tree.js';
import type { Bindings } from './for-each.js';

/** A CloudFormation template: its sections, indexed, nothing resolved. */
export interface Template {
  readonly root: MapNode;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly conditions: ReadonlyMap<string, Node>;
  readonly mappings: Node | undefined;
  readonly resources: readonly Resource[];
  readonly resourceById: ReadonlyMap<string, Resource>;
}

/** A template parameter. */
export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly default: Node | undefined;
  readonly allowedValues: readonly string[] | undefined;
  readonly key: Node;
  /** Whether nobody may read its value. */
  readonly noEcho: boolean;
}

/** A resource as written. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly node: MapNode;
  readonly properties: Node | undefined;
  /** Name of the condition that it exists under. */
  readonly condition: string | undefined;
  /** Offset of the logical id, for positions. */
  readonly key: Node;
  /** Values of loop variables when `Fn::ForEach` made it. */
  readonly bindings: Bindings;
}

/** Reads the sections of a template. A section that is missing is empty. */
export function readTemplate(root: MapNode): Template {
  const resources = readResources(get(root, 'Resources'));
  return {
    root,
    parameters: readParameters(get(root, 'Parameters')),
    conditions: readMap(get(root, 'Conditions')),
    mappings: get(root, 'Mappings'),
    resources,
    resourceById: new Map(resources.map((resource) => [resource.id, resource])),
  };
}

function readMap(node: Node | undefined): Map<string, Node> {
  return new Map(node?.kind === 'map' ? node.entries.map((entry) => [entry.key.text, entry.value]) : []);
}

function readParameters(node: Node | undefined): Map<string, Parameter> {
  const parameters = new Map<string, Parameter>();
  if (node?.kind !== 'map') return parameters;
  for (const { key, value } of node.entries) {
    const allowed = get(value, 'AllowedValues');
    parameters.set(key.text, {
      name: key.text,
      type: scalarText(get(value, 'Type')) ?? 'String',
      default: get(value, 'Default'),
      allowedValues: allowed?.kind === 'list' ? allowed.items.map((item) => scalarText(item) ?? '') : undefined,
      key,
      noEcho: scalarText(get(value, 'NoEcho')) === 'true',
    });
  }
  return parameters;
}

function readResources(node: Node | undefined): Resource[] {
  if (node?.kind !== 'map') return [];
  const resources: Resource[] = [];
  for (const { key, value } of node.entries) {
    if (value.kind !== 'map') continue;
    resources.push(readResource(key.text, key, value, NO_BINDINGS));
  }
  return resources;
}

const NO_BINDINGS: Bindings = new Map();

/** Reads one resource. */
export function readResource(id: string, key: Node, node: MapNode, bindings: Bindings): Resource {
  return {
    id,
    type: scalarText(get(node, 'Type')) ?? '',
    node,
    properties: entryEitherCase(node, 'Properties')?.value,
    condition: scalarText(get(node, 'Condition')),
    key,
    bindings,
  };
}
