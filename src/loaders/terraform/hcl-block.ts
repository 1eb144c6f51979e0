import type { Span } from '../../model/located.js';
import type { Unexpanded } from '../../model/pipeline.js';
import { type Element, elements, sourceOf } from './evaluate/access.js';
import { type Datum, EvaluationError, settledBy } from './evaluate/datum.js';
import type { Evaluator } from './evaluate/evaluator.js';
import { extend, type Scope } from './evaluate/scope.js';
import { mentions } from './hcl/mentions.js';
import type { Block, Body, Expression } from './hcl/syntax.js';
import { unknownElement } from './instance-scopes.js';
import { attributeNamed, blockType } from './module.js';
import type { ResourceBlock } from './resource-block.js';

/** A block written in HCL, evaluated on demand under the names that hold in it. */
export class HclBlock implements ResourceBlock {
  private readonly expanded = new Map<string, Expanded>();

  constructor(
    private readonly body: Body,
    readonly span: Span,
    private readonly scope: Scope,
    private readonly evaluator: Evaluator,
    readonly optional: boolean,
  ) {}

  attribute(name: string): Datum | undefined {
    const expression = attributeNamed(this.body, name) ?? mapWrittenAsBlock(this.body, name);
    const datum = expression && this.evaluator.value(expression, this.scope);
    return datum?.kind === 'null' ? undefined : datum;
  }

  blocks(type: string): readonly ResourceBlock[] {
    return this.expand(type).blocks;
  }

  unexpanded(type: string): readonly Unexpanded[] {
    return this.expand(type).unexpanded;
  }

  private expand(type: string): Expanded {
    const cached = this.expanded.get(type);
    if (cached) return cached;
    const result: Expanded = { blocks: [], unexpanded: [] };
    for (const block of this.body.blocks) {
      if (blockType(block) !== type) continue;
      if (block.type === 'dynamic') this.unroll(block, type, result);
      else result.blocks.push(new HclBlock(block.body, block.span, this.scope, this.evaluator, false));
    }
    this.expanded.set(type, result);
    return result;
  }

  private unroll(block: Block, type: string, result: Expanded): void {
    const forEach = attributeNamed(block.body, 'for_each');
    const content = block.body.blocks.find((nested) => nested.type === 'content');
    if (!forEach || !content) return;
    const iterator = iteratorName(block, type);
    const collection = this.evaluator.value(forEach, this.scope);
    for (const element of elementsOf(collection)) {
      if (element.spread) this.unknownTimes(content, iterator, { block, forEach, collection }, result);
      else result.blocks.push(this.content(content, block, iterator, element.key, element.value, element.optional));
    }
  }

  /**
   * A block that is repeated an unknown number of times. When its name does not come from the collection it stands there
   * at most once (names are unique), so that it is known but for being there; else nothing about it is.
   */
  private unknownTimes(content: Block, iterator: string, place: Dynamic, result: Expanded): void {
    const name = attributeNamed(content.body, 'name');
    const { block, forEach, collection } = place;
    if (name && mentions(name, iterator)) {
      result.unexpanded.push({
        expression: sourceOf(forEach.span),
        span: forEach.span,
        settledBy: settledBy(collection),
      });
      return;
    }
    const key = unknownElement(iterator, collection, 'key');
    const value = unknownElement(iterator, collection, 'value');
    result.blocks.push(this.content(content, block, iterator, key, value, true));
  }

  private content(
    content: Block,
    block: Block,
    iterator: string,
    key: Datum,
    value: Datum,
    optional: boolean,
  ): HclBlock {
    const element: Datum = {
      kind: 'object',
      entries: new Map([
        ['key', key],
        ['value', value],
      ]),
      span: value.span,
    };
    return new HclBlock(content.body, block.span, extend(this.scope, [[iterator, element]]), this.evaluator, optional);
  }
}

/** A map that is written like a block, as Terraform before 0.12 had it: `configuration { ProjectName = "x" }`. */
function mapWrittenAsBlock(body: Body, name: string): Expression | undefined {
  const block = body.blocks.find(({ type, labels, body: inner }) => {
    return type === name && labels.length === 0 && inner.attributes.length > 0 && inner.blocks.length === 0;
  });
  const items = block?.body.attributes.map(({ name: key, nameSpan: span, value }) => {
    const text: Expression = { kind: 'template', parts: [{ kind: 'text', text: key, span }], span };
    return { key: text, value };
  });
  return block && items && { kind: 'object', items, span: block.span };
}

interface Expanded {
  readonly blocks: ResourceBlock[];
  readonly unexpanded: Unexpanded[];
}

interface Dynamic {
  readonly block: Block;
  readonly forEach: Expression;
  readonly collection: Datum;
}

function iteratorName(block: Block, type: string): string {
  const iterator = attributeNamed(block.body, 'iterator');
  return iterator?.kind === 'traversal' && typeof iterator.root === 'string' ? iterator.root : type;
}

/** The elements that a dynamic block runs over; anything that is no collection stands for any number of them. */
function elementsOf(collection: Datum): readonly Element[] {
  if (collection.kind === 'null') return [];
  try {
    return elements(collection);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return [{ key: collection, value: collection, optional: true, spread: true }];
  }
}
