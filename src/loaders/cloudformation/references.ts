import { type Hole, known, type Span, type Value } from '../../model/located.js';
import { hole, partsOf } from '../placeholders.js';
import { type Node, scalarText } from '../syntax/tree.js';
import type { Bindings } from './for-each.js';
import type { Parameter, Template } from './template.js';

/** Parameters the provider fills in: none of them names an environment of its own. */
const PSEUDO_PARAMETERS = new Set([
  'AWS::AccountId',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
]);

/** Properties that hold a resource's own name, for reading a `Ref` to it. */
const NAME_PROPERTY = /^(Name|.*Name)$/;

/** The variable of a loop whose collection is not known. */
export function loopHole(variable: string): Hole {
  return {
    kind: 'open',
    expression: `!Ref ${variable}`,
    label: variable,
    settledBy: 'give the parameters that the loop rests on (--parameters)',
  };
}

/** What names refer to: parameters, pseudo parameters and resources of a template, read by their labels when not known. */
export class References {
  constructor(
    private readonly template: Template,
    private readonly given: ReadonlyMap<string, string>,
    private readonly bindings: Bindings,
    private readonly text: (node: Node, bindings: Bindings) => Value | undefined,
  ) {}

  /** `Ref`, and `${Name}` in `Sub`: a parameter, a pseudo parameter, or a resource. */
  ref(name: string, span: Span): Value | undefined {
    if (name === 'AWS::NoValue') return undefined;
    const bound = this.bindings.get(name);
    if (bound !== undefined) return known(bound, span);
    if (this.bindings.has(name)) return hole(span, loopHole(name));
    const parameter = this.template.parameters.get(name);
    if (parameter) return parameter.noEcho ? this.secret(parameter, span) : this.parameter(parameter, span);
    if (PSEUDO_PARAMETERS.has(name))
      return hole(span, { kind: 'neutral', expression: `!Ref ${name}`, label: name, settledBy: '' });
    return this.to(name, `!Ref ${name}`, span);
  }

  /** A value that nobody may read names nothing, and no output may hold it. */
  private secret(parameter: Parameter, span: Span): Value {
    const value = this.parameter(parameter, span);
    if (!value.known || value.value === '') return value;
    const { name } = parameter;
    return hole(span, { kind: 'neutral', expression: `!Ref ${name}`, label: name, settledBy: '' });
  }

  private parameter(parameter: Parameter, span: Span): Value {
    const { name } = parameter;
    const given = this.given.get(name);
    if (given !== undefined) return known(given, span, `parameter ${name} as given`);
    const text = scalarText(parameter.default);
    const stored = parameter.type.startsWith('AWS::SSM::Parameter::Value');
    if (stored)
      return hole(span, {
        kind: 'reference',
        expression: `!Ref ${name}`,
        label: text ?? name,
        settledBy: `--parameters ${name}=…`,
      });
    if (text !== undefined) return known(text, span, `default of parameter ${name}`);
    return hole(span, {
      kind: 'open',
      expression: `!Ref ${name}`,
      label: name,
      settledBy: `--parameters ${name}=…`,
      ...(parameter.allowedValues ? { choices: parameter.allowedValues } : {}),
    });
  }

  /** A resource of the template or of somewhere else, read by its label and, when in sight, its own name. */
  to(name: string, expression: string, span: Span): Value {
    const own = this.ownName(name);
    const description: Hole = {
      kind: 'reference',
      expression,
      label: [name, ...(own ? partsOf(own).filter((part) => typeof part === 'string') : [])].join(' '),
      settledBy: `check the template that defines ${name}`,
    };
    const carried =
      own && !own.known ? own.parts.filter((part) => typeof part !== 'string' && part.kind === 'open') : [];
    return { known: false, expression, parts: [description, ...carried], span };
  }

  private readonly naming = new Set<string>();

  private ownName(id: string): Value | undefined {
    const resource = this.template.resourceById.get(id);
    if (resource?.properties?.kind !== 'map' || this.naming.has(id)) return undefined;
    this.naming.add(id);
    try {
      const entry = resource.properties.entries.find(({ key }) => NAME_PROPERTY.test(key.text));
      return entry && this.text(entry.value, resource.bindings);
    } finally {
      this.naming.delete(id);
    }
  }
}
