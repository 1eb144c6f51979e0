import { TollgateError } from '../../errors.js';
import { type Hole, locate, SourceText, type Span } from '../../model/located.js';
import { parseDocument } from '../syntax/parse.js';
import { type Datum, unknownHole } from './evaluate/datum.js';
import { EmbeddedDocument } from './evaluate/embedded.js';
import { Evaluator, type Names } from './evaluate/evaluator.js';
import { EMPTY_SCOPE } from './evaluate/scope.js';
import { parseHcl, parseSoleExpression } from './hcl/parse-body.js';
import type { Block, Expression } from './hcl/syntax.js';
import { attributeNamed } from './module.js';
import { choicesOf } from './variable-choices.js';
import { conform } from './variable-types.js';

/** Values given from outside the module. */
export interface GivenValues {
  /** From the command line, by variable name; they win. */
  readonly variables: ReadonlyMap<string, string>;
  /** Variable files in the order in which they apply; later ones win. */
  readonly tfvars: readonly SourceText[];
}

/** The values of a module's variables: given, else the default, else unknown with what would settle them. */
export class Variables {
  private readonly values = new Map<string, Datum>();
  private readonly assigned = new Map<string, Datum>();
  private readonly evaluator = new Evaluator(NO_NAMES, { find: () => undefined });

  /** @throws TollgateError SYNTAX when a variable file cannot be read. */
  constructor(
    private readonly blocks: ReadonlyMap<string, Block>,
    private readonly given: GivenValues,
  ) {
    for (const source of given.tfvars) this.readFile(source);
  }

  /** The value of a variable, wherever it is asked for. */
  value(name: string, span: Span): Datum {
    const cached = this.values.get(name);
    if (cached) return cached;
    const value = this.find(name, span);
    this.values.set(name, value);
    return value;
  }

  /** What stands for something that only a run can tell. */
  workspace(span: Span): Datum {
    const given = this.given.variables.get('terraform.workspace');
    if (given !== undefined) return { kind: 'text', value: given, span, from: '--parameters terraform.workspace' };
    const settledBy = '--parameters terraform.workspace=…';
    return unknownHole({ kind: 'open', expression: 'terraform.workspace', label: 'workspace', settledBy }, span);
  }

  private find(name: string, span: Span): Datum {
    const block = this.blocks.get(name);
    const type = block && attributeNamed(block.body, 'type');
    const fallback = block && attributeNamed(block.body, 'default');
    const assigned = this.fromCommandLine(name, type, span) ?? this.assigned.get(name);
    if (block && assigned) refuseForbiddenValue(block, name, assigned);
    if (assigned && !(assigned.kind === 'null' && fallback && this.refusesNull(block)))
      return conform(assigned, type, this.evaluator);
    if (!fallback) return this.unknown(name, block, span);
    return {
      ...conform(this.evaluator.value(fallback, EMPTY_SCOPE), type, this.evaluator),
      from: `default of variable ${name}`,
    };
  }

  private refusesNull(block: Block | undefined): boolean {
    const nullable = block && attributeNamed(block.body, 'nullable');
    return nullable?.kind === 'literal' && nullable.value === false;
  }

  private unknown(name: string, block: Block | undefined, span: Span): Datum {
    const choices = block && choicesOf(block, name);
    const hole: Hole = {
      kind: 'open',
      expression: `var.${name}`,
      label: name,
      settledBy: `--parameters ${name}=… (or a .tfvars file)`,
      ...(choices ? { choices } : {}),
    };
    return unknownHole(hole, span);
  }

  /** Text for text variables; for the others Terraform reads the value as an expression, and so do we. */
  private fromCommandLine(name: string, type: Expression | undefined, span: Span): Datum | undefined {
    const text = this.given.variables.get(name);
    if (text === undefined) return undefined;
    const from = `--parameters ${name}`;
    const structured =
      /^\s*[[{]/.test(text) ||
      (type && !isTextType(type) && /^\s*(true|false|null|-?\d+(\.\d+)?|".*")\s*$/s.test(text));
    if (!structured) return { kind: 'text', value: text, span, from };
    try {
      const value = this.evaluator.value(
        parseSoleExpression(new SourceText(`--parameters ${name}`, text)),
        EMPTY_SCOPE,
      );
      return { ...relocated(value, span), from };
    } catch (error) {
      if (!(error instanceof TollgateError) || !isTextType(type)) throw error;
      return { kind: 'text', value: text, span, from };
    }
  }

  private readFile(source: SourceText): void {
    for (const [name, value] of source.file.endsWith('.json') ? this.readJson(source) : this.readHcl(source))
      this.assigned.set(name, { ...value, from: `${name} in ${source.file.replace(/^.*[/\\]/, '')}` });
  }

  private readHcl(source: SourceText): [string, Datum][] {
    return parseHcl(source).attributes.map((attribute) => [
      attribute.name,
      this.evaluator.value(attribute.value, EMPTY_SCOPE),
    ]);
  }

  private readJson(source: SourceText): [string, Datum][] {
    // Parsed once on its own for its error message: an embedded document that is broken is merely unknown.
    parseDocument(source);
    const span = { source, start: 0, end: source.text.length };
    const text = { kind: 'text', value: source.text, span, pieces: [{ parts: [source.text], span }] } as const;
    const root = EmbeddedDocument.read(text)?.datum();
    return root?.kind === 'object' ? [...root.entries] : [];
  }
}

/**
 * Terraform refuses a value that the variable's validation does not let through.
 *
 * @throws TollgateError PARAMETERS.
 */
function refuseForbiddenValue(block: Block, name: string, value: Datum): void {
  const choices = value.kind === 'text' ? choicesOf(block, name) : undefined;
  if (!choices || value.kind !== 'text' || choices.includes(value.value)) return;
  throw new TollgateError('PARAMETERS', `${name} is given as "${value.value}", which its validation refuses`, {
    location: locate(block.span),
    hint: `Give one of ${choices.join(', ')}.`,
  });
}

/** A value given on the command line stands in no file: it is found where it is used. */
function relocated(datum: Datum, span: Span): Datum {
  if (datum.kind === 'list') return { ...datum, items: datum.items.map((item) => relocated(item, span)), span };
  if (datum.kind === 'object')
    return { ...datum, entries: new Map([...datum.entries].map(([key, item]) => [key, relocated(item, span)])), span };
  return { ...datum, span };
}

function isTextType(type: Expression | undefined): boolean {
  return type === undefined || (type.kind === 'traversal' && type.root === 'string');
}

/** Defaults and variable files hold values, no names. */
const NO_NAMES: Names = {
  resolve: (root, _steps, _scope, span) => ({
    datum: unknownHole(
      { kind: 'open', expression: root, label: root, settledBy: `write a value instead of ${root}` },
      span,
    ),
    rest: [],
  }),
};
