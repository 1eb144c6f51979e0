import { flatMap } from '../../model/flat.js';
import { display, type Hole, type Value } from '../../model/located.js';
import { storedValue } from '../stored-value.js';
import { getEitherCase, type Node, spanOf } from '../syntax/tree.js';
import { isNode, readBoolean, readNumber } from '../value-reader.js';
import type { Resolver } from './resolver.js';
import type { Resource } from './template.js';

/** The resource types that are looked up, and the property that holds their own name. */
const NAME_PROPERTIES = {
  'AWS::CodeBuild::Project': 'Name',
  'AWS::CodeDeploy::DeploymentGroup': 'DeploymentGroupName',
  'AWS::CodeDeploy::DeploymentConfig': 'DeploymentConfigName',
  'AWS::ECS::Service': 'ServiceName',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::Serverless::StateMachine': 'Name',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Serverless::Function': 'FunctionName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::ElasticBeanstalk::Environment': 'EnvironmentName',
  // It is only ever referred to: it has no name of its own.
  'AWS::ElasticBeanstalk::ConfigurationTemplate': 'TemplateName',
  'AWS::AppConfig::Environment': 'Name',
  'AWS::AppConfig::DeploymentStrategy': 'Name',
} as const;

export type LookedUpType = keyof typeof NAME_PROPERTIES;

/** The resource that a node refers to: by `Ref`, `GetAtt` or an ARN built from them, or by its own name. */
export function findResource(
  resolver: Resolver,
  node: Node | undefined,
  types: readonly LookedUpType[],
): Resource | undefined {
  const value = resolver.text(node);
  if (value === undefined) return undefined;
  if (!value.known)
    for (const part of value.parts) {
      const resource = typeof part === 'string' ? undefined : referred(resolver, part);
      if (resource && types.includes(resource.type as LookedUpType)) return resource;
    }
  const text = display(value);
  return resolver.template.resources.find((resource) => {
    if (!types.includes(resource.type as LookedUpType)) return false;
    const name = resolver.bound(resource.bindings).text(getEitherCase(resource.properties, nameProperty(resource)));
    return name !== undefined && display(name) === text;
  });
}

function referred(resolver: Resolver, part: Hole): Resource | undefined {
  return part.kind === 'reference' ? resolver.template.resourceById.get(part.label.split(' ', 1)[0]!) : undefined;
}

function nameProperty(resource: Resource): string {
  return NAME_PROPERTIES[resource.type as LookedUpType];
}

/** Reads the properties of a resource, intrinsics resolved. */
export class PropertyReader {
  private readonly resolver: Resolver;

  constructor(
    resolver: Resolver,
    private readonly resource: Resource,
  ) {
    this.resolver = resolver.bound(resource.bindings);
  }

  /** The node at a path of property names. */
  node(...path: string[]): Node | undefined {
    let node: Node | undefined = this.resource.properties;
    for (const key of path) {
      const structure = this.resolver.structure(getEitherCase(node, key));
      node = isNode(structure) ? structure : undefined;
    }
    return node;
  }

  text(...path: string[]): Value | undefined {
    const last = path.at(-1)!;
    const parent = path.length === 1 ? this.resource.properties : this.node(...path.slice(0, -1));
    return this.resolver.text(getEitherCase(parent, last));
  }

  number(...path: string[]): Value<number> | undefined {
    return readNumber(this.text(...path));
  }

  enabled(...path: string[]): boolean {
    return readBoolean(this.text(...path)) === true;
  }

  texts(...path: string[]): Value[] {
    return flatMap(this.items(...path), (node) => this.resolver.text(node) ?? []);
  }

  items(...path: string[]): Node[] {
    return this.resolver.items(this.node(...path)).items.map((item) => item.node);
  }

  /** `[{Name, Value}]` lists, as CodeBuild and tags have them. */
  pairs(...path: string[]): Map<string, Value> {
    const pairs = new Map<string, Value>();
    for (const item of this.items(...path)) {
      const name = this.resolver.text(getEitherCase(item, 'Name'));
      const value = this.resolver.text(getEitherCase(item, 'Value'));
      const type = this.resolver.text(getEitherCase(item, 'Type'));
      if (name?.known && value) pairs.set(name.value, storedValue(value, type));
    }
    return pairs;
  }

  get span() {
    return spanOf(this.resource.key);
  }
}
