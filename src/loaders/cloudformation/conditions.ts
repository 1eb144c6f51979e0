import { display, known, type Value } from '../../model/located.js';
import { get, type Node, scalarText, spanOf } from '../syntax/tree.js';
import { argumentList, asIntrinsic, describeCall } from './intrinsic.js';
import type { ScenarioOracle } from './scenario.js';
import type { Template } from './template.js';

/** Decides the conditions of a template in one scenario: by values where they are known, else by the scenario's assumptions. */
export class Conditions {
  constructor(
    private readonly template: Template,
    private readonly given: ReadonlyMap<string, string>,
    private readonly oracle: ScenarioOracle,
    private readonly text: (node: Node | undefined) => Value | undefined,
  ) {}

  /** Truth of a named condition in this scenario; undefined when it stays open. */
  of(name: string): boolean | undefined {
    const node = this.template.conditions.get(name);
    const before = this.oracle.questions;
    const truth = node === undefined ? this.oracle.ask(`condition ${name}`) : this.truth(node);
    if (truth !== undefined && this.oracle.questions > before) this.oracle.noteAssumed(name, truth);
    return truth;
  }

  private truth(node: Node): boolean | undefined {
    const call = asIntrinsic(node);
    if (!call) {
      const reference = scalarText(get(node, 'Condition'));
      return reference === undefined ? undefined : this.of(reference);
    }
    const operands = argumentList(call.argument);
    switch (call.name) {
      case 'Condition':
        return this.of(scalarText(call.argument) ?? '');
      case 'Not': {
        const truth = operands[0] && this.truth(operands[0]);
        return truth === undefined ? undefined : !truth;
      }
      case 'And':
        return this.every(operands, true);
      case 'Or':
        return this.every(operands, false);
      case 'Equals':
        return this.equals(operands[0], operands[1]);
      default:
        return this.oracle.ask(describeCall(node));
    }
  }

  /** And (`neutral` true) and Or (`neutral` false), deciding as soon as one operand does. */
  private every(operands: readonly Node[], neutral: boolean): boolean | undefined {
    let open = false;
    for (const operand of operands) {
      const truth = this.truth(operand);
      if (truth === !neutral) return !neutral;
      if (truth === undefined) open = true;
    }
    return open ? undefined : neutral;
  }

  private equals(left: Node | undefined, right: Node | undefined): boolean | undefined {
    const a = this.operand(left);
    const b = this.operand(right);
    if (!a || !b) return this.oracle.ask('a comparison with nothing');
    for (const node of [left, right]) this.noteDefault(node);
    if (a.known && b.known) return a.value === b.value;
    const [unknown, constant] = a.known ? [b, a] : [a, b];
    const only = !unknown.known && unknown.parts.length === 1 ? unknown.parts[0]! : undefined;
    if (constant.known && only !== undefined && typeof only !== 'string' && only.kind === 'open')
      return this.oracle.equals(only.label || only.expression, only.choices, constant.value);
    return this.oracle.ask(`${display(a)} = ${display(b)}`);
  }

  /** A condition may ask for a value that nobody may read: whether a token was given at all. */
  private operand(node: Node | undefined): Value | undefined {
    const call = node && asIntrinsic(node);
    const name = call?.name === 'Ref' ? (scalarText(call.argument) ?? '') : '';
    const parameter = this.template.parameters.get(name);
    const secret = parameter?.noEcho ? (this.given.get(name) ?? scalarText(parameter.default)) : undefined;
    return node && secret !== undefined ? known(secret, spanOf(node)) : this.text(node);
  }

  private noteDefault(node: Node | undefined): void {
    const call = node && asIntrinsic(node);
    if (call?.name !== 'Ref') return;
    const name = scalarText(call.argument) ?? '';
    const parameter = this.template.parameters.get(name);
    const value = parameter && scalarText(parameter.default);
    if (value === undefined || this.given.has(name)) return;
    this.oracle.noteDefault(name, parameter?.noEcho && value !== '' ? '****' : value);
  }
}
