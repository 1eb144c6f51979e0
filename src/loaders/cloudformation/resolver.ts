import { flatMap } from '../../model/flat.js';
import { display, type Hole, known, type Part, type Span, type Unresolved, type Value } from '../../model/located.js';
import type { Unexpanded } from '../../model/pipeline.js';
import { concatenate, hole, partsOf, readPlaceholders } from '../placeholders.js';
import { type Entry, get, isNull, type Node, type ScalarNode, scalarText, spanOf } from '../syntax/tree.js';
import type { Item, ItemList, ValueReader } from '../value-reader.js';
import { isNode } from '../value-reader.js';
import { Conditions } from './conditions.js';
import { type Bindings, expandForEach } from './for-each.js';
import { argumentList, asIntrinsic, describeCall, type Intrinsic } from './intrinsic.js';
import { jsonText } from './json-text.js';
import { loopHole, References } from './references.js';
import type { ScenarioOracle } from './scenario.js';
import type { Template } from './template.js';

/** Run-time and deploy-time placeholders inside plain strings. */
const PLACEHOLDERS = /#\{[^}]*\}|\{\{resolve:[^}]*\}\}/g;

/** Functions whose result is text but names nothing. */
const NEUTRAL_FUNCTIONS = new Set(['GetAZs', 'Cidr', 'Length']);

/**
 * Resolves the intrinsics of one template under one scenario. What cannot be resolved stays unresolved with its
 * expression; it is never turned into a string, never dropped.
 */
export class Resolver implements ValueReader {
  private readonly conditions: Conditions;
  private readonly references: References;

  constructor(
    readonly template: Template,
    private readonly given: ReadonlyMap<string, string>,
    readonly oracle: ScenarioOracle,
    private readonly bindings: Bindings = new Map(),
  ) {
    this.conditions = new Conditions(template, given, oracle, (node) => this.text(node));
    this.references = new References(template, given, bindings, (node, own) => this.bound(own).text(node));
  }

  /** The same template and scenario with loop variables bound. */
  bound(bindings: Bindings): Resolver {
    return bindings.size === 0 ? this : new Resolver(this.template, this.given, this.oracle, bindings);
  }

  text(node: Node | undefined): Value | undefined {
    if (node === undefined || isNull(node)) return undefined;
    if (node.kind === 'scalar' && node.tag === undefined) return this.literal(node);
    const call = asIntrinsic(node);
    if (call) return this.call(call, node);
    if (node.kind === 'scalar') return this.literal(node);
    return jsonText(node, this);
  }

  items(node: Node | undefined): ItemList {
    const items: Item[] = [];
    const unexpanded: Unexpanded[] = [];
    this.collect(node, false, items, unexpanded);
    return { items, unexpanded };
  }

  members(node: Node | undefined): readonly Entry[] {
    const structure = this.structure(node);
    if (!isNode(structure) || structure.kind !== 'map') return [];
    return flatMap(structure.entries, (entry) =>
      entry.key.text.startsWith('Fn::ForEach::')
        ? expandForEach(this, entry).map(({ key, value }) => ({ key, value }))
        : [entry],
    );
  }

  structure(node: Node | undefined): Node | Unresolved | undefined {
    if (node === undefined || isNull(node)) return undefined;
    const call = asIntrinsic(node);
    if (!call) return node;
    if (call.name === 'If') {
      const branch = this.branch(call);
      return branch === 'open' ? this.open(node, describeCall(node)) : this.structure(branch);
    }
    if (call.name === 'Ref' && scalarText(call.argument) === 'AWS::NoValue') return undefined;
    const found = call.name === 'FindInMap' ? this.findInMap(call) : undefined;
    return found ?? this.open(node, describeCall(node));
  }

  /** Truth of a named condition in this scenario; undefined when it stays open. */
  condition(name: string): boolean | undefined {
    return this.conditions.of(name);
  }

  /** The branch of `Fn::If` that this scenario takes, or `open`. */
  private branch(call: Intrinsic): Node | undefined | 'open' {
    const [condition, whenTrue, whenFalse] = argumentList(call.argument);
    const truth = this.condition(scalarText(condition) ?? '');
    if (truth === undefined) return 'open';
    return truth ? whenTrue : whenFalse;
  }

  private collect(node: Node | undefined, optional: boolean, items: Item[], unexpanded: Unexpanded[]): void {
    if (node === undefined || isNull(node)) return;
    const call = asIntrinsic(node);
    if (!call) {
      if (node.kind === 'list') for (const item of node.items) this.collectItem(item, optional, items, unexpanded);
      else items.push({ node, optional });
      return;
    }
    if (call.name === 'If') {
      const branch = this.branch(call);
      if (branch !== 'open') {
        this.collect(branch, optional, items, unexpanded);
        return;
      }
      const [, whenTrue, whenFalse] = argumentList(call.argument);
      this.collect(whenTrue, true, items, unexpanded);
      this.collect(whenFalse, true, items, unexpanded);
      return;
    }
    if (call.name === 'Ref' && scalarText(call.argument) === 'AWS::NoValue') return;
    unexpanded.push({
      expression: describeCall(node),
      span: spanOf(node),
      settledBy: `check the template after ${call.name} is expanded`,
    });
  }

  /** An item of a list: an `If` may stand for one item or for several. */
  private collectItem(node: Node, optional: boolean, items: Item[], unexpanded: Unexpanded[]): void {
    const call = asIntrinsic(node);
    if (call && (call.name === 'If' || call.name === 'Transform')) this.collect(node, optional, items, unexpanded);
    else if (call?.name === 'Ref' && scalarText(call.argument) === 'AWS::NoValue') return;
    else if (!call && node.kind === 'list') this.collect(node, optional, items, unexpanded);
    else if (!isNull(node)) items.push({ node, optional });
  }

  private literal(node: ScalarNode): Value {
    const text = this.bindings.size === 0 ? node.text : this.substituteBindings(node.text);
    if (!text.includes('{')) return known(text, spanOf(node));
    const loops = [...this.bindings]
      .filter(([name, value]) => value === undefined && /^\w+$/.test(name))
      .map(([name]) => name);
    if (loops.length > 0) return this.literalInLoop(text, loops, spanOf(node));
    return readPlaceholders(text, spanOf(node), PLACEHOLDERS, runtimeHole);
  }

  /** Loops put the values of their variables into every text; those that are not known leave it open. */
  private literalInLoop(text: string, variables: readonly string[], span: Span): Value {
    const pattern = new RegExp(`${PLACEHOLDERS.source}|[$&]\\{(?:${variables.join('|')})\\}`, 'g');
    return readPlaceholders(text, span, pattern, (match) =>
      /^[$&]/.test(match) ? loopHole(match.slice(2, -1)) : runtimeHole(match),
    );
  }

  private substituteBindings(text: string): string {
    return text.replace(/[$&]\{(\w+)\}/g, (match, name: string) => this.bindings.get(name) ?? match);
  }

  private call(call: Intrinsic, node: Node): Value | undefined {
    const span = spanOf(node);
    switch (call.name) {
      case 'Ref':
        return this.references.ref(scalarText(call.argument) ?? '', span);
      case 'GetAtt':
        return this.getAtt(call, span);
      case 'Sub':
        return this.sub(call, span);
      case 'Join':
        return this.join(call, span);
      case 'Select':
        return this.select(call, span);
      case 'Split':
      case 'Base64':
      case 'ToJsonString':
        return this.text(argumentList(call.argument).at(-1));
      case 'FindInMap': {
        const found = this.findInMap(call);
        return found === undefined ? this.open(node, describeCall(node)) : this.text(found);
      }
      case 'If': {
        const branch = this.branch(call);
        return branch === 'open' ? this.choice(call, node) : this.text(branch);
      }
      case 'ImportValue':
        return this.importValue(call, span);
      default:
        return hole(span, {
          kind: NEUTRAL_FUNCTIONS.has(call.name) ? 'neutral' : 'open',
          expression: describeCall(node),
          label: '',
          settledBy: `check the template after ${call.name} is expanded`,
        });
    }
  }

  private getAtt(call: Intrinsic, span: Span): Value {
    const words = argumentList(call.argument).map((item) => {
      const value = this.text(item);
      return value === undefined ? '' : display(value);
    });
    const [id = '', ...attribute] = words.join('.').split('.');
    return this.references.to(id, `!GetAtt ${id}.${attribute.join('.')}`, span);
  }

  private importValue(call: Intrinsic, span: Span): Value {
    const name = this.text(call.argument);
    if (name === undefined) return this.open(call.argument, '!ImportValue');
    const parts = partsOf(name).map((part): Part => {
      // An export is a concrete thing: only a parameter that says it names an environment leaves open which one.
      if (typeof part !== 'string')
        return part.kind === 'open' && !namesEnvironment(part.label) ? { ...part, kind: 'reference' } : part;
      return {
        kind: 'reference',
        expression: part,
        label: part,
        settledBy: `check the template that exports ${display(name)}`,
      };
    });
    return { known: false, expression: `!ImportValue ${display(name)}`, parts, span };
  }

  private sub(call: Intrinsic, span: Span): Value {
    const [first, second] = call.argument.kind === 'list' ? call.argument.items : [call.argument];
    const format = scalarText(first) ?? '';
    const local = new Map(second?.kind === 'map' ? second.entries.map((entry) => [entry.key.text, entry.value]) : []);
    const pieces: Value[] = [];
    let last = 0;
    for (let start = format.indexOf('${'); start >= 0; start = format.indexOf('${', last)) {
      const end = format.indexOf('}', start);
      if (end < 0) break;
      if (start > last) pieces.push(this.plain(format.slice(last, start), span));
      last = end + 1;
      const name = format.slice(start + 2, end);
      pieces.push(name[0] === '!' ? known(`\${${name.slice(1)}}`, span) : this.subVariable(name.trim(), local, span));
    }
    if (last < format.length) pieces.push(this.plain(format.slice(last), span));
    return concatenate(pieces, span, format);
  }

  private subVariable(name: string, local: ReadonlyMap<string, Node>, span: Span): Value {
    const node = local.get(name);
    if (node) return this.text(node) ?? known('', span);
    const dot = name.indexOf('.');
    if (dot > 0) return this.references.to(name.slice(0, dot), `\${${name}}`, span);
    return this.references.ref(name, span) ?? known('', span);
  }

  private plain(text: string, span: Span): Value {
    return text.includes('{') ? readPlaceholders(text, span, PLACEHOLDERS, runtimeHole) : known(text, span);
  }

  private join(call: Intrinsic, span: Span): Value {
    const [separator, list] = argumentList(call.argument);
    const between = this.text(separator) ?? known('', span);
    const inner = list && asIntrinsic(list);
    if (inner?.name === 'Split') return this.joinSplit(inner, between, span) ?? this.open(call.argument, '!Join');
    if (inner?.name === 'Ref' && between.known) return this.joinParameter(inner, between.value, span);
    const structure = this.structure(list);
    if (!isNode(structure) || structure.kind !== 'list') {
      return (list && this.text(list)) ?? this.open(call.argument, '!Join');
    }
    const values = flatMap(this.items(structure).items, ({ node }) => this.text(node) ?? []);
    const pieces = flatMap(values, (value, index) => (index === 0 ? [value] : [between, value]));
    return concatenate(pieces, span, pieces.map(display).join(''));
  }

  /** `Join` over a `Split`: one separator in place of another. */
  private joinSplit(split: Intrinsic, between: Value, span: Span): Value | undefined {
    const [separator, text] = argumentList(split.argument);
    const by = this.text(separator);
    const value = this.text(text);
    if (!by?.known || !value?.known || !between.known) return value && !value.known ? { ...value, span } : undefined;
    return known(value.value.split(by.value).join(between.value), span, value.from);
  }

  /** `Join` over a parameter that is a list: its items stand between commas. */
  private joinParameter(reference: Intrinsic, between: string, span: Span): Value {
    const name = scalarText(reference.argument) ?? '';
    const value = this.references.ref(name, span) ?? known('', span);
    const isList = /List/.test(this.template.parameters.get(name)?.type ?? '');
    if (!value.known || !isList) return value;
    const items = value.value.split(',').map((item) => item.trim());
    return known(items.join(between), span, value.from);
  }

  private select(call: Intrinsic, span: Span): Value {
    const [index, list] = argumentList(call.argument);
    const number = Number(display(this.text(index) ?? known('', span)));
    const split = list && asIntrinsic(list);
    if (split?.name === 'Split') {
      const [separator, text] = argumentList(split.argument);
      const by = this.text(separator);
      const value = this.text(text);
      if (by?.known && value?.known) {
        const piece = value.value.split(by.value)[number];
        if (piece !== undefined) return known(piece, span, value.from);
      }
      return value && !value.known ? { ...value, span } : this.open(call.argument, '!Select');
    }
    const structure = this.structure(list);
    if (isNode(structure) && structure.kind === 'list' && !asIntrinsic(structure)) {
      const item = this.items(structure).items[number];
      const value = item && this.text(item.node);
      if (value) return value;
    }
    const whole = list && this.text(list);
    if (whole?.known) {
      const piece = whole.value.split(',')[number];
      if (piece !== undefined) return known(piece.trim(), span, whole.from);
    }
    return whole && !whole.known ? { ...whole, span } : this.open(call.argument, '!Select');
  }

  private findInMap(call: Intrinsic): Node | undefined {
    const keys = argumentList(call.argument).slice(0, 3);
    let node = this.template.mappings;
    for (const key of keys) {
      const text = this.text(key);
      if (!text?.known) return undefined;
      node = get(node, text.value);
    }
    return node;
  }

  /** An `If` that stays open where a text is wanted: it is one of its branches. */
  private choice(call: Intrinsic, node: Node): Value {
    const [, whenTrue, whenFalse] = argumentList(call.argument);
    const branches = [this.text(whenTrue), this.text(whenFalse)];
    const choices = flatMap(branches, (branch) => (branch?.known ? [branch.value] : []));
    return hole(spanOf(node), {
      kind: 'open',
      expression: describeCall(node),
      label: '',
      settledBy: 'give the parameters that its condition rests on (--parameters)',
      ...(choices.length === 2 ? { choices } : {}),
    });
  }

  private open(node: Node, expression: string): Unresolved {
    return hole(spanOf(node), {
      kind: 'open',
      expression,
      label: '',
      settledBy: 'check the template after it is expanded',
    });
  }
}

/** A placeholder that is filled at run time (`#{variables.Cell}`) or at deploy time (`{{resolve:ssm:/accounts/prod}}`). */
export function runtimeHole(match: string): Hole {
  if (match.startsWith('{{resolve:')) {
    const path = match.slice(10, -2).replace(/^(ssm|ssm-secure|secretsmanager):/, '');
    return { kind: 'reference', expression: match, label: path, settledBy: `look up ${path}` };
  }
  return {
    kind: 'open',
    expression: match,
    label: match.slice(2, -1),
    settledBy: 'declare the environment in tollgate.yaml',
  };
}

/** Whether a parameter's own name says that it names an environment: `Environment`, `EnvName`, `DeployStage`. */
function namesEnvironment(parameter: string): boolean {
  return /env|stage|tier/i.test(parameter);
}
