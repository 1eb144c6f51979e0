import { type Datum, type Origin, scalarOf } from './evaluate/datum.js';
import type { Block } from './hcl/syntax.js';
import { HclBlock } from './hcl-block.js';
import type { Instance } from './instances.js';
import type { ModuleInstance } from './module-tree.js';
import type { ModuleNames } from './names.js';
import type { ResourceBlock, Resources } from './resource-block.js';

/** The resources of a module written in HCL, instance by instance. */
export class HclResources implements Resources {
  private readonly byType = new Map<string, readonly ResourceBlock[]>();
  private readonly blocks = new Map<string, ResourceBlock>();

  constructor(
    private readonly names: ModuleNames,
    private readonly module: ModuleInstance,
  ) {}

  all(type: string): readonly ResourceBlock[] {
    const cached = this.byType.get(type);
    if (cached) return cached;
    const found = [...this.names.module.blocks]
      .filter(([address]) => address.startsWith(`${type}.`))
      .flatMap(([address, block]) =>
        this.names.instances(block).instances.map((instance) => this.instance(address, block, instance)),
      );
    this.byType.set(type, found);
    return found;
  }

  elsewhere(type: string): readonly ResourceBlock[] {
    return this.module.others(type).flatMap((module) => module.resources.all(type));
  }

  origin(datum: Datum, type: string): ResourceBlock | undefined {
    return datum.origin?.address.startsWith(`${type}.`) ? this.at(datum.origin) : undefined;
  }

  moduleCall(datum: Datum | undefined): ResourceBlock | undefined {
    return datum?.origin?.address.startsWith('module.') ? this.at(datum.origin) : undefined;
  }

  /** One instance of a block; the same one is the same object. */
  instance(address: string, block: Block, instance: Instance): ResourceBlock {
    const { index } = instance;
    const key = index?.kind === 'unknown' ? `${address}[${index.expression}]` : addressOf(address, index);
    const cached = this.blocks.get(key);
    if (cached) return cached;
    const created = new HclBlock(block.body, block.span, instance.scope, this.names.evaluator, false);
    this.blocks.set(key, created);
    return created;
  }

  private at(origin: Origin): ResourceBlock | undefined {
    const holder = this.module.holderOf(origin);
    const block = holder?.names.module.blocks.get(origin.address);
    const { address, index } = origin;
    return (
      block && holder?.resources.instance(address, block, { index, scope: holder.names.instanceScope(block, index) })
    );
  }
}

/** `aws_codepipeline.main["eu"]`, as Terraform writes it. */
export function addressOf(address: string, index: Datum | undefined): string {
  const key = index && scalarOf(index);
  if (key === undefined) return address;
  return index?.kind === 'number' ? `${address}[${key}]` : `${address}[${JSON.stringify(key)}]`;
}
