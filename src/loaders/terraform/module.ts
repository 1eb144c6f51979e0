import type { SourceText } from '../../model/located.js';
import { parseHcl } from './hcl/parse-body.js';
import type { Attribute, Block, Body, Expression } from './hcl/syntax.js';

/** The blocks of one module: the files of one folder, put together. Nothing is evaluated. */
export interface TerraformModule {
  /** Managed resources by `type.name`, data sources by `data.type.name`, module calls by `module.name`, in file order. */
  readonly blocks: ReadonlyMap<string, Block>;
  readonly variables: ReadonlyMap<string, Block>;
  readonly locals: ReadonlyMap<string, Expression>;
  /** Files of the folder that are not Terraform's: what `file()` may read. */
  readonly files: readonly SourceText[];
}

/**
 * Parses the `.tf` files of a folder into one module. Other files given are kept for functions that read files.
 *
 * @throws TollgateError SYNTAX, naming file, line and column.
 */
export function readModule(files: readonly SourceText[]): TerraformModule {
  const sorted = [...files].sort((a, b) => (a.file < b.file ? -1 : 1));
  const terraform = sorted.filter((source) => !isOther(source));
  const bodies = terraform.filter((source) => !isOverride(source)).map(parseHcl);
  const overrides = terraform.filter(isOverride).map(parseHcl);
  return {
    blocks: new Map(withOverrides(named(bodies), named(overrides))),
    variables: new Map(withOverrides(ofType(bodies, 'variable'), ofType(overrides, 'variable'))),
    locals: new Map([...bodies, ...overrides].flatMap((body) => locals(body))),
    files: sorted.filter(isOther),
  };
}

function isOther(source: SourceText): boolean {
  return /\.[^./\\]+$/.test(source.file) && !/\.(tf|tofu|hcl)$/.test(source.file) && !/^<|^-$/.test(source.file);
}

/** `override.tf` and `*_override.tf` change blocks of the other files. */
function isOverride(source: SourceText): boolean {
  return /(^|[/\\_])override\.(tf|tofu)$/.test(source.file);
}

function named(bodies: readonly Body[]): Map<string, Block> {
  const blocks = new Map<string, Block>();
  for (const block of bodies.flatMap((body) => body.blocks)) {
    const address = addressOf(block);
    // A second block of the same address is refused by Terraform itself; the first is what it complains about.
    if (address !== undefined && !blocks.has(address)) blocks.set(address, block);
  }
  return blocks;
}

/** `aws_codepipeline.main`, `data.aws_region.current`, `module.build`; undefined for other blocks. */
function addressOf(block: Block): string | undefined {
  const [first, second] = block.labels;
  if (block.type === 'module') return first && `module.${first}`;
  if (first === undefined || second === undefined) return undefined;
  if (block.type === 'resource') return `${first}.${second}`;
  return block.type === 'data' ? `data.${first}.${second}` : undefined;
}

function ofType(bodies: readonly Body[], type: string): Map<string, Block> {
  const blocks = bodies.flatMap((body) => body.blocks.filter((block) => block.type === type));
  return new Map(blocks.flatMap((block) => (block.labels[0] === undefined ? [] : [[block.labels[0], block] as const])));
}

function locals(body: Body): [string, Expression][] {
  const attributes = body.blocks.filter((block) => block.type === 'locals').flatMap((block) => block.body.attributes);
  return attributes.map((attribute) => [attribute.name, attribute.value]);
}

function withOverrides(blocks: Map<string, Block>, overrides: ReadonlyMap<string, Block>): Map<string, Block> {
  for (const [key, override] of overrides) {
    const block = blocks.get(key);
    blocks.set(key, block ? overridden(block, override) : override);
  }
  return blocks;
}

/** Attributes are replaced one by one, nested blocks all of a type at once. */
function overridden(block: Block, override: Block): Block {
  const attributes = new Map<string, Attribute>();
  for (const attribute of [...block.body.attributes, ...override.body.attributes])
    attributes.set(attribute.name, attribute);
  const replaced = new Set(override.body.blocks.map(blockType));
  const kept = block.body.blocks.filter((nested) => !replaced.has(blockType(nested)));
  return { ...block, body: { attributes: [...attributes.values()], blocks: [...kept, ...override.body.blocks] } };
}

/** The type of a nested block, also when it is written as a dynamic one. */
export function blockType(block: Block): string {
  return block.type === 'dynamic' ? (block.labels[0] ?? block.type) : block.type;
}

/** The expression of an attribute; undefined when it is not written. */
export function attributeNamed(body: Body, name: string): Expression | undefined {
  return body.attributes.find((attribute) => attribute.name === name)?.value;
}
