import { TollgateError } from '../../errors.js';
import { locate, type SourceText } from '../../model/located.js';
import type { Datum, Origin } from './evaluate/datum.js';
import { Limits } from './evaluate/limits.js';
import type { Scope } from './evaluate/scope.js';
import type { Block } from './hcl/syntax.js';
import { addressOf, HclResources } from './hcl-resources.js';
import { attributeNamed, readModule, type TerraformModule } from './module.js';
import { ModuleFiles } from './module-files.js';
import { ModuleNames } from './names.js';
import { folderOf, joined, pathBetween } from './paths.js';
import { literalText } from './variable-choices.js';
import { type GivenValues, Variables } from './variables.js';

/** Modules beyond any real configuration: calls that multiply calls. */
const MAX_MODULES = 500;

/** Folders that modules may be called from. */
export interface ModuleFolders {
  /** All files of a folder and below it, as {@link readModule} takes them; undefined when it is out of sight or holds no module. */
  open(folder: string): readonly SourceText[] | undefined;
}

/** What is looked for among the blocks of modules. */
export type Wanted = (address: string, block: Block) => boolean;

/** A module and all that it calls, as far as it is in sight. */
export class ModuleTree {
  readonly root: ModuleInstance;
  readonly limits = new Limits();
  private readonly opened = new Map<string, TerraformModule | undefined>();
  private readonly reach = new Map<string, readonly TerraformModule[]>();
  private readonly instances = new Map<string, ModuleInstance>();

  constructor(
    files: readonly SourceText[],
    readonly given: GivenValues,
    private readonly folders?: ModuleFolders,
  ) {
    const module = readModule(files);
    const folder = joined('', folderOf(module.members[0]?.file ?? ''));
    this.opened.set(folder, module);
    this.root = new ModuleInstance({ path: '', folder, module, callers: [folder] }, this);
    this.instances.set('', this.root);
  }

  /** The module instance at an address. */
  at(path: string): ModuleInstance | undefined {
    return this.instances.get(path);
  }

  /** The module in a folder. @throws TollgateError SYNTAX. */
  open(folder: string): TerraformModule | undefined {
    if (!this.opened.has(folder)) {
      const files = this.folders?.open(folder);
      this.opened.set(folder, files && readModule(files));
    }
    return this.opened.get(folder);
  }

  /** Takes a module in. @throws TollgateError STRUCTURE when there are too many. */
  add(instance: ModuleInstance, call: Block): void {
    this.instances.set(instance.path, instance);
    this.limits.extend();
    if (this.instances.size <= MAX_MODULES) return;
    throw new TollgateError('STRUCTURE', `calls of modules come to more than ${MAX_MODULES} modules`, {
      location: locate(call.span),
      hint: 'Check the folders of its parts one by one, or the plan instead (terraform show -json); nothing in it was judged.',
    });
  }

  /** Whether a folder, or one that is called from it, has such a block. */
  holds(folder: string, wanted: Wanted): boolean {
    return this.reached(folder).some((module) => [...module.blocks].some(([address, block]) => wanted(address, block)));
  }

  /** The modules that a folder leads to, its own first, each once. */
  private reached(folder: string): readonly TerraformModule[] {
    const before = this.reach.get(folder);
    if (before) return before;
    const folders = new Set([folder]);
    const modules: TerraformModule[] = [];
    for (const at of folders) {
      const module = this.open(at);
      if (!module) continue;
      modules.push(module);
      for (const [address, block] of module.blocks) {
        const called = calledFolder(address, block, at);
        if (called !== undefined) folders.add(called);
      }
    }
    this.reach.set(folder, modules);
    return modules;
  }
}

/** Where a module stands. */
interface Place {
  /** `module.build["eu"]`; empty for the root. */
  readonly path: string;
  readonly folder: string;
  readonly module: TerraformModule;
  /** The folders of the modules that lead here, its own last. */
  readonly callers: readonly string[];
  /** The call in the root that leads here; undefined for the root. */
  readonly call?: Block;
}

/** One module with the values that one call gives to it. */
export class ModuleInstance {
  readonly names: ModuleNames;
  readonly resources: HclResources;

  /** Its calls of modules. */
  private readonly calls: readonly (readonly [string, Block])[];

  constructor(
    readonly place: Place,
    private readonly tree: ModuleTree,
    variables = new Variables(place.module.variables, tree.given),
  ) {
    const { folder, module, path } = place;
    this.calls = [...module.blocks].filter(([address]) => address.startsWith('module.'));
    const top = tree.root?.place ?? place;
    const files = new ModuleFiles([...new Set([...module.files, ...top.module.files])], top.folder);
    this.names = new ModuleNames(module, variables, {
      path,
      folder: pathBetween(top.folder, folder),
      files,
      limits: tree.limits,
      calls: this,
    });
    this.resources = new HclResources(this.names, this);
  }

  get path(): string {
    return this.place.path;
  }

  /** An address in this module as Terraform spells it from the root. */
  qualified(address: string): string {
    return this.path === '' ? address : `${this.path}.${address}`;
  }

  /** Whether a call leads to such a block, as far as it is in sight. */
  leadsTo(address: string, block: Block, wanted: Wanted): boolean {
    const folder = calledFolder(address, block, this.place.folder);
    return folder !== undefined && this.tree.holds(folder, wanted);
  }

  /** Whether what a call makes is in sight. */
  sees(address: string, block: Block): boolean {
    return this.leadsTo(address, block, () => true);
  }

  /**
   * The module that a call makes; undefined when it is out of sight.
   *
   * @throws TollgateError STRUCTURE when modules call each other in a circle, or make too many.
   */
  child(address: string, block: Block, index: Datum | undefined, scope?: Scope): ModuleInstance | undefined {
    const folder = calledFolder(address, block, this.place.folder);
    const module = folder === undefined ? undefined : this.tree.open(folder);
    if (folder === undefined || !module) return undefined;
    const path = this.qualified(
      index?.kind === 'unknown' ? `${address}[${index.expression}]` : addressOf(address, index),
    );
    const before = this.tree.at(path);
    if (before) return before;
    if (this.place.callers.includes(folder)) throw circle(this.qualified(address), block);
    const inside = scope ?? this.names.instanceScope(block, index);
    const variables = new Variables(module.variables, insideCall(this.tree.given), {
      address: path,
      argument: (name) => {
        const expression = attributeNamed(block.body, name);
        return expression && this.names.evaluator.value(expression, inside);
      },
    });
    const instance = new ModuleInstance(
      { path, folder, module, callers: [...this.place.callers, folder], call: this.place.call ?? block },
      this.tree,
      variables,
    );
    this.tree.add(instance, block);
    return instance;
  }

  /** Every module below that leads to a resource of a type, itself first. */
  *below(type: string): Generator<ModuleInstance> {
    yield this;
    const isOfType = (address: string) => address.startsWith(`${type}.`);
    for (const [address, block] of this.calls) {
      if (!this.leadsTo(address, block, isOfType)) continue;
      for (const { index, scope } of this.names.instances(block).instances) {
        const child = this.child(address, block, index, scope);
        if (child) yield* child.below(type);
      }
    }
  }

  /** The other modules of the tree that lead to a resource of a type. */
  others(type: string): ModuleInstance[] {
    return [...this.tree.root.below(type)].filter((module) => module !== this);
  }

  /** The module that a value was read in. */
  holderOf(origin: Origin): ModuleInstance | undefined {
    return this.tree.at(origin.module);
  }
}

/** The folder that a module call names; undefined for other blocks and for sources that are no folder. */
export function calledFolder(address: string, block: Block, folder: string): string | undefined {
  const source = address.startsWith('module.') ? sourceOfCall(block) : undefined;
  return source !== undefined && /^\.\.?([/\\]|$)/.test(source) ? joined(folder, source) : undefined;
}

/** The `source` of a module call, which Terraform takes only as a plain text. */
export function sourceOfCall(block: Block): string | undefined {
  const source = attributeNamed(block.body, 'source');
  return source && literalText(source);
}

/** Values from outside are the root's; only the workspace is the same everywhere. */
function insideCall({ variables }: GivenValues): GivenValues {
  const workspace = variables.get('terraform.workspace');
  return { variables: new Map(workspace === undefined ? [] : [['terraform.workspace', workspace]]), tfvars: [] };
}

function circle(address: string, call: Block): TollgateError {
  return new TollgateError(
    'STRUCTURE',
    `${address} calls a module that leads to it: the modules go round in a circle`,
    {
      location: locate(call.span),
      hint: 'Call another folder (terraform init refuses this one too); nothing in it was judged.',
    },
  );
}
