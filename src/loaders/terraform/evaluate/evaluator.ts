import type { Part, Span } from '../../../model/located.js';
import { callFunction } from '../functions/call.js';
import type { Expression, ForExpression, Step, Template, TemplatePart, Traversal } from '../hcl/syntax.js';
import { attributeOf, elements, indexOf, sourceOf } from './access.js';
import {
  type Datum,
  EvaluationError,
  fromParts,
  type ListDatum,
  type ObjectDatum,
  scalarOf,
  settledBy,
  type TextPiece,
  textParts,
  type UnknownDatum,
  unknownFrom,
  unknownHole,
} from './datum.js';
import { either } from './either.js';
import { EvaluationLimit, Limits } from './limits.js';
import { binary, negate, truth } from './operators.js';
import { extend, type Scope } from './scope.js';

/** What names of a module stand for: `var`, `local`, `data`, `module`, resources. */
export interface Names {
  /** Resolves a root and as many of the steps as belong to it. */
  resolve(root: string, steps: readonly Step[], scope: Scope, span: Span): Resolved;
}

/** What a root stands for, the steps that are left, and how to say where it came from. */
export interface Resolved {
  readonly datum: Datum;
  readonly rest: readonly Step[];
  readonly from?: string;
}

/** Files that functions may read. */
export interface Files {
  /** The file at a path as a module writes it; undefined when it is out of sight. */
  find(path: string, from: string): { readonly text: string; readonly span: Span } | undefined;
}

/** Evaluates expressions of one module. Unknown stays unknown, with what is known of it; nothing here has effects. */
export class Evaluator {
  constructor(
    private readonly names: Names,
    readonly files: Files,
    /** Shared by the modules of one tree. */
    readonly limits = new Limits(),
  ) {}

  /** Evaluates an expression that may be wrong: what does not evaluate is unknown and says why. */
  value(expression: Expression, scope: Scope): Datum {
    try {
      return this.evaluate(expression, scope);
    } catch (error) {
      if (!(error instanceof EvaluationError) && !(error instanceof EvaluationLimit)) throw error;
      const text = sourceOf(expression.span);
      const settledBy = `mend ${text.length > 60 ? 'the expression' : text} (${error.message}), or check the plan instead (terraform show -json)`;
      return unknownHole({ kind: 'open', expression: text, label: text, settledBy }, expression.span);
    }
  }

  /**
   * @throws EvaluationError when the expression is wrong as it stands.
   * @throws EvaluationLimit when its value is too large.
   */
  evaluate(expression: Expression, scope: Scope): Datum {
    this.limits.enter();
    try {
      return this.limits.check(this.evaluateKind(expression, scope));
    } finally {
      this.limits.leave();
    }
  }

  private evaluateKind(expression: Expression, scope: Scope): Datum {
    const { span } = expression;
    switch (expression.kind) {
      case 'literal':
        return literal(expression.value, span);
      case 'template':
        return this.template(expression, scope);
      case 'tuple':
        return { kind: 'list', items: expression.items.map((item) => this.evaluate(item, scope)), span };
      case 'object':
        return this.object(expression, scope);
      case 'for':
        return this.loop(expression, scope);
      case 'conditional':
        return this.conditional(expression, scope);
      case 'unary':
        return negate(expression.operator, this.evaluate(expression.operand, scope), sourceOf(span), span);
      case 'binary': {
        const left = this.evaluate(expression.left, scope);
        return binary(expression.operator, left, () => this.evaluate(expression.right, scope), sourceOf(span), span);
      }
      case 'call':
        return callFunction(this, expression, scope);
      case 'traversal':
        return this.traversal(expression, scope);
    }
  }

  private object(expression: Expression & { kind: 'object' }, scope: Scope): Datum {
    const entries = new Map<string, Datum>();
    let rest: UnknownDatum | undefined;
    for (const item of expression.items) {
      const key = this.evaluate(item.key, scope);
      const text = scalarOf(key);
      if (text !== undefined) entries.set(text, this.evaluate(item.value, scope));
      else if (key.kind === 'unknown') rest = unknownFrom([key], sourceOf(item.key.span), item.key.span);
      else throw new EvaluationError('a key of an object that is no text');
    }
    return { kind: 'object', entries, span: expression.span, ...(rest ? { rest } : {}) };
  }

  private conditional(expression: Expression & { kind: 'conditional' }, scope: Scope): Datum {
    const condition = this.evaluate(expression.condition, scope);
    const outcome = truth(condition);
    if (outcome !== undefined) return this.evaluate(outcome ? expression.whenTrue : expression.whenFalse, scope);
    const branches = [this.value(expression.whenTrue, scope), this.value(expression.whenFalse, scope)] as const;
    return either(condition, branches[0], branches[1], sourceOf(expression.span), expression.span);
  }

  private template(template: Template, scope: Scope): Datum {
    const [only] = template.parts;
    if (template.parts.length === 1 && only?.kind === 'value') return this.evaluate(only.value, scope);
    const pieces: TextPiece[] = [];
    const origins: string[] = [];
    this.templateParts(template.parts, scope, pieces, origins);
    const parts = pieces.flatMap((piece) => piece.parts);
    const from = origins.length > 0 ? [...new Set(origins)].join(', ') : undefined;
    return { ...fromParts(parts, sourceOf(template.span), template.span, from), pieces };
  }

  private templateParts(parts: readonly TemplatePart[], scope: Scope, pieces: TextPiece[], origins: string[]): void {
    for (const part of parts) {
      if (part.kind === 'text') pieces.push({ parts: [part.text], span: part.span });
      else if (part.kind === 'value')
        pieces.push({ parts: this.interpolated(part.value, scope, origins), span: part.span });
      else if (part.kind === 'for') {
        for (const names of this.iterate(this.evaluate(part.collection, scope), part.key, part.item))
          this.templateParts(part.body, extend(scope, names.bindings), pieces, origins);
      } else this.directive(part, scope, pieces, origins);
    }
  }

  private directive(part: TemplatePart & { kind: 'if' }, scope: Scope, pieces: TextPiece[], origins: string[]): void {
    const condition = this.evaluate(part.condition, scope);
    const outcome = truth(condition);
    if (outcome === undefined) {
      const expression = sourceOf(part.span);
      const hole = { kind: 'open', expression, label: '', settledBy: settledBy(condition) } as const;
      pieces.push({ parts: [hole], span: part.span });
    } else this.templateParts(outcome ? part.whenTrue : part.whenFalse, scope, pieces, origins);
  }

  private interpolated(expression: Expression, scope: Scope, origins: string[]): readonly Part[] {
    const datum = this.evaluate(expression, scope);
    const parts = textParts(datum);
    if (!parts) throw new EvaluationError(`${sourceOf(expression.span)} is no text`);
    if (datum.from !== undefined) origins.push(datum.from);
    return parts;
  }

  private loop(expression: ForExpression, scope: Scope): Datum {
    const collection = this.evaluate(expression.collection, scope);
    if (collection.kind === 'unknown') return unknownFrom([collection], sourceOf(expression.span), expression.span);
    const turns = this.iterate(collection, expression.key, expression.item).flatMap((turn) => {
      const inner = extend(scope, turn.bindings);
      const condition = expression.condition && this.evaluate(expression.condition, inner);
      const present = condition ? truth(condition) : true;
      if (present === false) return [];
      return [{ inner, spread: turn.spread, optional: turn.optional || present === undefined }];
    });
    return expression.resultKey === undefined ? this.listLoop(expression, turns) : this.objectLoop(expression, turns);
  }

  private listLoop(expression: ForExpression, turns: readonly Turn[]): ListDatum {
    const items = turns.map((turn): Datum => {
      const item = this.evaluate(expression.result, turn.inner);
      if (turn.spread) return { ...unknownFrom([item], sourceOf(expression.span), expression.span), spread: true };
      return turn.optional ? { ...item, optional: true } : item;
    });
    return { kind: 'list', items, span: expression.span };
  }

  private objectLoop(expression: ForExpression, turns: readonly Turn[]): ObjectDatum {
    const entries = new Map<string, Datum>();
    let rest: UnknownDatum | undefined;
    for (const turn of turns) {
      const key = this.evaluate(expression.resultKey!, turn.inner);
      const item = this.evaluate(expression.result, turn.inner);
      const text = scalarOf(key);
      if (text === undefined || turn.spread)
        rest = unknownFrom([key, item], sourceOf(expression.span), expression.span);
      else if (!expression.grouped) entries.set(text, turn.optional ? { ...item, optional: true } : item);
      else entries.set(text, grouped(entries.get(text), item));
    }
    return { kind: 'object', entries, span: expression.span, ...(rest ? { rest } : {}) };
  }

  /** One set of bindings per element, in Terraform's order: maps by key, lists as they stand. */
  iterate(collection: Datum, key: string | undefined, item: string): Iteration[] {
    return elements(collection).map((element) => ({
      bindings: [...(key === undefined ? [] : [[key, element.key] as const]), [item, element.value] as const],
      spread: element.spread,
      optional: element.optional,
    }));
  }

  private traversal(expression: Traversal, scope: Scope): Datum {
    const { root, steps, span } = expression;
    if (typeof root !== 'string') return this.follow(this.evaluate(root, scope), steps, scope, span);
    const local = scope.names.get(root);
    if (local) return this.follow(local, steps, scope, span);
    const resolved = this.names.resolve(root, steps, scope, span);
    const result = this.follow(resolved.datum, resolved.rest, scope, span);
    if (result.kind === 'unknown') return { ...result, span, expression: sourceOf(span) };
    // A value is reported where it is used; elements of collections where they are written.
    const from = result.from ?? resolved.from;
    return { ...result, span, ...(from === undefined ? {} : { from }) };
  }

  /** Takes the steps of a traversal from a value. */
  follow(start: Datum, steps: readonly Step[], scope: Scope, span: Span): Datum {
    let datum = start;
    for (const [at, step] of steps.entries()) {
      if (step.kind === 'attribute') datum = attributeOf(datum, step.name, span);
      else if (step.kind === 'index') datum = indexOf(datum, this.evaluate(step.index, scope), span);
      else return this.splat(datum, step.full, steps.slice(at + 1), scope, span);
    }
    return datum;
  }

  private splat(datum: Datum, full: boolean, steps: readonly Step[], scope: Scope, span: Span): Datum {
    if (datum.kind === 'unknown') return this.follow(datum, steps, scope, span);
    const end = full ? steps.length : steps.findIndex((step) => step.kind !== 'attribute');
    const inner = end < 0 ? steps : steps.slice(0, end);
    const items = datum.kind === 'list' ? datum.items : datum.kind === 'null' ? [] : [datum];
    const list: ListDatum = {
      kind: 'list',
      items: items.map((item) => ({
        ...this.follow(item, inner, scope, span),
        ...(item.optional ? { optional: true } : {}),
      })),
      span,
    };
    return this.follow(list, steps.slice(inner.length), scope, span);
  }
}

interface Iteration {
  readonly bindings: readonly (readonly [string, Datum])[];
  readonly spread: boolean;
  readonly optional: boolean;
}

interface Turn {
  readonly inner: Scope;
  readonly spread: boolean;
  readonly optional: boolean;
}

function grouped(before: Datum | undefined, item: Datum): ListDatum {
  const items = before?.kind === 'list' ? before.items : [];
  return { kind: 'list', items: [...items, item], span: item.span };
}

function literal(value: number | boolean | null, span: Span): Datum {
  if (value === null) return { kind: 'null', span };
  return typeof value === 'number' ? { kind: 'number', value, span } : { kind: 'boolean', value, span };
}
