import { TypeError as CelTypeError, Environment, EvaluationError, ParseError } from '@marcbachmann/cel-js';
import {
  type FactField,
  type FactObject,
  type FactType,
  type FactValue,
  type SubjectKind,
  Unknown,
} from '../model/facts.js';
import { flatMap } from '../model/flat.js';

/** A compiled expression. Returns a JavaScript value; throws {@link MissingFact} when it needs a fact that is not known. */
export type Expression = (context: { it: object; params: Readonly<Record<string, unknown>> }) => unknown;

/** An expression that could not be decided because a fact is not known. */
export class MissingFact extends Error {}

/** An expression that is wrong: what is wrong, and where in its text. */
export class ExpressionError extends Error {
  constructor(
    message: string,
    /** Zero-based offset into the expression. */
    readonly offset: number,
  ) {
    super(message);
  }
}

/** The types that rules about one kind of subject can use, and the way from facts to them. */
export class Vocabulary {
  private readonly environment: Environment;
  private readonly constructors = new Map<string, new (facts: FactObject) => object>();
  private readonly compiled = new Map<string, Expression>();

  constructor(readonly kind: SubjectKind) {
    this.environment = new Environment({ homogeneousAggregateLiterals: false });
    for (const type of typesOf(kind.type)) this.register(type);
    this.environment.registerVariable('it', kind.type.name);
    this.environment.registerVariable('params', 'map');
  }

  /** Parses an expression, once. @throws ExpressionError when it does not parse. */
  compile(text: string): Expression {
    const before = this.compiled.get(text);
    if (before) return before;
    const parsed = rethrow(() => this.environment.parse(text));
    const expression: Expression = (context) => {
      try {
        return parsed(context);
      } catch (error) {
        if (error instanceof EvaluationError && isMissing(error)) throw new MissingFact(error.message);
        throw error;
      }
    };
    this.compiled.set(text, expression);
    return expression;
  }

  /** Names of all facts that rules about this kind of subject can see. */
  factNames(): string[] {
    return flatMap(typesOf(this.kind.type), (type) => Object.keys(type.fields));
  }

  /** The CEL type of an expression. @throws ExpressionError when it does not type-check. */
  typeOf(text: string): string {
    const result = rethrow(() => this.environment.check(text));
    if (!result.valid) throw toExpressionError(result.error);
    return String(result.type);
  }

  /** The object that stands for `it`: facts of declared types, unknown ones absent. */
  view(facts: FactObject): object {
    return new (this.constructors.get(this.kind.type.name)!)(facts);
  }

  private register(type: FactType): void {
    const view = { [type.name]: class extends View {} }[type.name]!;
    for (const [name, field] of Object.entries(type.fields)) {
      const convert = this.converter(field.type);
      Object.defineProperty(view.prototype, name, {
        get(this: View) {
          const value = this[FACTS][name];
          return value === undefined || value instanceof Unknown ? undefined : convert(value);
        },
      });
    }
    this.constructors.set(type.name, view);
    const fields = Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, field.type]));
    this.environment.registerType(type.name, { ctor: view, fields });
  }

  /** How a fact of a type becomes what CEL counts as that type. Types that it refers to are there already. */
  private converter(type: FactField['type']): (value: FactValue) => unknown {
    if (type === 'int') return (value) => BigInt(clampInt(value as number));
    if (type.startsWith('list<')) {
      const convert = this.converter(type.slice(5, -1) as FactField['type']);
      return (value) => (value as readonly FactValue[]).map(convert);
    }
    const View = this.constructors.get(type);
    return View ? (value) => new View(value as FactObject) : (value) => value;
  }
}

/** No fact has this name. */
const FACTS = Symbol('facts');

/** What stands for an object of facts in an expression: each fact is converted when it is read, for most never are. */
class View {
  readonly [FACTS]: FactObject;

  constructor(facts: FactObject) {
    this[FACTS] = facts;
  }
}

/** CEL has no infinite integer: an unbounded number becomes one larger than any minute or count that exists. */
function clampInt(value: number): number {
  return Number.isFinite(value) ? Math.floor(value) : Number.MAX_SAFE_INTEGER;
}

/** A type and every type it refers to, referred ones first. */
function typesOf(type: FactType): FactType[] {
  const types: FactType[] = [];
  const visit = (it: FactType) => {
    if (types.includes(it)) return;
    for (const nested of it.nested ?? []) visit(nested);
    types.push(it);
  };
  visit(type);
  return types;
}

function isMissing(error: EvaluationError): boolean {
  return (error as { code?: string }).code === 'no_such_key';
}

function rethrow<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw toExpressionError(error);
  }
}

function toExpressionError(error: unknown): unknown {
  if (!(error instanceof ParseError || error instanceof CelTypeError || error instanceof EvaluationError)) return error;
  const { range, summary, message } = error as Error & { range?: { start: number }; summary?: string };
  return new ExpressionError(summary ?? message.split('\n')[0]!, range?.start ?? 0);
}
