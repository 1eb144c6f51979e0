import type { Hole, Span } from '../../model/located.js';
import { sourceOf } from './evaluate/access.js';
import {
  type Datum,
  distinctHoles,
  type ObjectDatum,
  scalarOf,
  type UnknownDatum,
  unknownHole,
} from './evaluate/datum.js';
import { Evaluator, type Files, type Names, type Resolved } from './evaluate/evaluator.js';
import type { Limits } from './evaluate/limits.js';
import { EMPTY_SCOPE, type Scope } from './evaluate/scope.js';
import type { Block, Step } from './hcl/syntax.js';
import { type Instances, instanceScope, instancesOf } from './instances.js';
import { attributeNamed, type TerraformModule } from './module.js';
import { AMBIENT_DATA, GENERATED_RESOURCES, ID_IS_NAME, isTelling, NAMING_ATTRIBUTE } from './provider-facts.js';
import { neutral, reference, throughCall, unresolvable, withoutAttribute } from './references.js';
import type { Variables } from './variables.js';

const CHECK_PLAN = 'check the plan instead (terraform show -json)';

/** The modules that a module calls. */
export interface Calls {
  /** What a call makes; undefined when it is out of sight. */
  child(address: string, block: Block, index: Datum | undefined): { readonly names: ModuleNames } | undefined;
}

/** Where a module stands among others. */
export interface Surroundings {
  /** `module.build["eu"]`; empty for the root. */
  readonly path: string;
  /** Its folder as `path.module` gives it: from the root's. */
  readonly folder: string;
  readonly files: Files;
  readonly limits: Limits;
  readonly calls: Calls;
}

/** What the names of one module stand for. */
export class ModuleNames implements Names {
  readonly evaluator: Evaluator;
  private readonly locals = new Map<string, Datum>();
  private readonly inProgress = new Set<string>();

  constructor(
    readonly module: TerraformModule,
    private readonly variables: Variables,
    private readonly around: Surroundings,
  ) {
    this.evaluator = new Evaluator(this, around.files, around.limits);
  }

  resolve(root: string, steps: readonly Step[], scope: Scope, span: Span): Resolved {
    const [first, second] = steps.map((step) => (step.kind === 'attribute' ? step.name : undefined));
    switch (root) {
      case 'var':
        return first === undefined ? unresolvable(root, span) : this.variable(first, steps.slice(1), span);
      case 'local':
        return first === undefined
          ? unresolvable(root, span)
          : { datum: this.local(first, span), rest: steps.slice(1), from: `local.${first}` };
      case 'path':
        return {
          datum: { kind: 'text', value: first === 'module' ? this.around.folder : '.', span },
          rest: steps.slice(1),
        };
      case 'terraform':
        return { datum: this.variables.workspace(span), rest: steps.slice(1) };
      case 'self':
        return { datum: neutral(sourceOf(span), span), rest: [] };
      case 'data':
        if (first === undefined || second === undefined) return unresolvable(root, span);
        return this.block(`data.${first}.${second}`, first, second, steps.slice(2), scope, span);
      case 'module':
        return first === undefined
          ? unresolvable(root, span)
          : this.block(`module.${first}`, 'module', first, steps.slice(1), scope, span);
      default:
        return first === undefined
          ? unresolvable(root, span)
          : this.block(`${root}.${first}`, root, first, steps.slice(1), scope, span);
    }
  }

  /** The instances of a resource, data source or module call. */
  instances(block: Block): Instances {
    return instancesOf(block, this.evaluator);
  }

  /** The names that hold in the instance of a block with the given index; without one, in any of them. */
  instanceScope(block: Block, index: Datum | undefined): Scope {
    return instanceScope(block, index, this.evaluator);
  }

  /** The value of an attribute of a block in sight, undefined when it does not say. */
  attribute(address: string, block: Block, index: Datum | undefined, name: string): Datum | undefined {
    const expression = attributeNamed(block.body, name);
    const key = `${address}.${name}`;
    if (!expression || this.inProgress.has(key)) return undefined;
    this.inProgress.add(key);
    try {
      const datum = this.evaluator.value(expression, this.instanceScope(block, index));
      return datum.kind === 'null' ? undefined : { ...datum, origin: { module: this.around.path, address, index } };
    } finally {
      this.inProgress.delete(key);
    }
  }

  /** What the module puts out under a name; undefined when it has no such output. */
  output(name: string): Datum | undefined {
    const block = this.module.outputs.get(name);
    const expression = block && attributeNamed(block.body, 'value');
    const key = `output.${name}`;
    if (!expression || this.inProgress.has(key)) return undefined;
    this.inProgress.add(key);
    try {
      return this.evaluator.value(expression, EMPTY_SCOPE);
    } finally {
      this.inProgress.delete(key);
    }
  }

  private variable(name: string, rest: readonly Step[], span: Span): Resolved {
    const datum = this.variables.value(name, span);
    return { datum, rest, ...(datum.from === undefined ? {} : { from: datum.from }) };
  }

  private local(name: string, span: Span): Datum {
    const cached = this.locals.get(name);
    if (cached) return cached;
    const expression = this.module.locals.get(name);
    if (!expression) {
      const settledBy = `check the file that defines local.${name} together with this one`;
      return unknownHole({ kind: 'open', expression: `local.${name}`, label: name, settledBy }, span);
    }
    // A local that rests on itself is refused by Terraform; here it is unknown.
    const settledBy = `end the circle in which local.${name} rests on itself`;
    this.locals.set(
      name,
      unknownHole({ kind: 'open', expression: `local.${name}`, label: name, settledBy }, expression.span),
    );
    const datum = this.evaluator.value(expression, EMPTY_SCOPE);
    this.locals.set(name, datum);
    return datum;
  }

  private block(
    address: string,
    type: string,
    name: string,
    steps: readonly Step[],
    scope: Scope,
    span: Span,
  ): Resolved {
    if (address.startsWith('data.') && AMBIENT_DATA.has(type))
      return { datum: neutral(sourceOf(span), span), rest: [] };
    if (GENERATED_RESOURCES.test(type)) return { datum: neutral(sourceOf(span), span), rest: [] };
    const block = this.module.blocks.get(address);
    const [first, ...others] = steps;
    if (first?.kind === 'splat' && block) return this.splat(address, block, others, span);
    const index = first?.kind === 'index' ? this.evaluator.evaluate(first.index, scope) : undefined;
    const rest = first?.kind === 'index' ? others : steps;
    if (!block) return { datum: this.outOfSight(address, name, index, span), rest: withoutAttribute(address, rest) };
    const [next] = rest;
    if (next?.kind !== 'attribute') return { datum: this.whole(address, block, name, index, span), rest };
    const value = this.attributeOrName(address, block, index, next.name, span);
    if (value) return { datum: value, rest: rest.slice(1), from: `${address}.${next.name}` };
    return { datum: this.inSight(address, block, name, index, span), rest: withoutAttribute(address, rest) };
  }

  private attributeOrName(
    address: string,
    block: Block,
    index: Datum | undefined,
    name: string,
    span: Span,
  ): Datum | undefined {
    if (isCall(address)) return this.outputOf(address, block, index, name, span);
    const written = this.attribute(address, block, index, name);
    if (written || name !== 'id') return written;
    const same = ID_IS_NAME[block.labels[0] ?? ''];
    return same === undefined ? undefined : this.attribute(address, block, index, same);
  }

  /** An output of a module in sight. One that is not known is read by the name of the call too. */
  private outputOf(
    address: string,
    block: Block,
    index: Datum | undefined,
    name: string,
    span: Span,
  ): Datum | undefined {
    const datum = this.around.calls.child(address, block, index)?.names.output(name);
    if (datum?.kind !== 'unknown') return datum;
    return throughCall(datum, this.inSight(address, block, block.labels.at(-1) ?? '', index, span));
  }

  /** `resource[*].name` and `resource.*.name`, instance by instance. */
  private splat(address: string, block: Block, steps: readonly Step[], span: Span): Resolved {
    const { instances, unknown } = this.instances(block);
    const [next, ...rest] = steps;
    const items = instances.map(({ index }): Datum => {
      const name = block.labels.at(-1) ?? '';
      const attribute =
        next?.kind === 'attribute' ? this.attributeOrName(address, block, index, next.name, span) : undefined;
      const item =
        attribute ??
        (next ? this.inSight(address, block, name, index, span) : this.whole(address, block, name, index, span));
      return unknown ? { ...item, optional: true } : item;
    });
    return {
      datum: { kind: 'list', items, span },
      rest: rest.length > 0 ? [{ kind: 'splat', full: true }, ...rest] : [],
      from: address,
    };
  }

  /** A whole instance, or all of them when there are several. */
  private whole(address: string, block: Block, name: string, index: Datum | undefined, span: Span): Datum {
    const repeated = attributeNamed(block.body, 'for_each') ?? attributeNamed(block.body, 'count');
    if (!repeated || index) return this.instanceObject(address, block, name, index, span);
    const { instances, unknown } = this.instances(block);
    if (unknown) return this.inSight(address, block, name, index, span);
    const objects = instances.map((instance) => this.instanceObject(address, block, name, instance.index, span));
    if (attributeNamed(block.body, 'count')) return { kind: 'list', items: objects, span };
    const keys = instances.map((instance) => (instance.index ? (scalarOf(instance.index) ?? '') : ''));
    return { kind: 'object', entries: new Map(keys.map((key, at) => [key, objects[at]!])), span };
  }

  private instanceObject(
    address: string,
    block: Block,
    name: string,
    index: Datum | undefined,
    span: Span,
  ): ObjectDatum {
    const entries = new Map<string, Datum>();
    const child = isCall(address) ? this.around.calls.child(address, block, index) : undefined;
    const members = isCall(address)
      ? [...(child?.names.module.outputs.keys() ?? [])]
      : block.body.attributes.map((attribute) => attribute.name);
    for (const member of members) {
      const datum = isCall(address)
        ? this.outputOf(address, block, index, member, span)
        : this.attribute(address, block, index, member);
      if (datum) entries.set(member, datum);
    }
    return {
      kind: 'object',
      entries,
      rest: this.inSight(address, block, name, index, span),
      span,
      origin: { module: this.around.path, address, index },
    };
  }

  /** A reference to something defined in a file that is not at hand: read by its label. */
  private outOfSight(address: string, name: string, index: Datum | undefined, span: Span): UnknownDatum {
    const settledBy = `check the file that defines ${address} together with this one`;
    return reference(address, [name], index, [], settledBy, span, this.around.path);
  }

  /** A reference to something in sight whose value only the provider or another module knows: its names are known. */
  private inSight(address: string, block: Block, name: string, index: Datum | undefined, span: Span): UnknownDatum {
    const words = [name];
    const holes: Hole[] = [];
    for (const { name: attribute } of block.body.attributes) {
      if (!isTelling(address, attribute)) continue;
      const value = this.attribute(address, block, index, attribute);
      if (!value) continue;
      holes.push(...distinctHoles([value]).filter((hole) => hole.kind === 'open'));
      const text = NAMING_ATTRIBUTE.test(attribute) ? scalarOf(value) : undefined;
      if (text !== undefined) words.push(text);
    }
    return reference(address, words, index, holes, CHECK_PLAN, span, this.around.path);
  }
}

function isCall(address: string): boolean {
  return address.startsWith('module.');
}
