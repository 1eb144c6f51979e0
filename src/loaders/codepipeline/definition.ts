import { flatMap } from '../../model/flat.js';
import { display, known, type Span, type Value } from '../../model/located.js';
import type {
  Action,
  ActionResources,
  ConditionRule,
  Configuration,
  OnFailure,
  Pipeline,
  PipelineFormat,
  Scenario,
  Stage,
  StageCondition,
  Unexpanded,
} from '../../model/pipeline.js';
import { embeddedMembers, isValue, readEmbeddedJson } from '../placeholders.js';
import { storedValue } from '../stored-value.js';
import { entryEitherCase, getEitherCase, type Node, spanOf } from '../syntax/tree.js';
import { isNode, readNumber, type ValueReader } from '../value-reader.js';
import { malformed, readParts } from './parts.js';

/** What the surroundings of a definition know that the definition does not say. */
export interface DefinitionContext {
  readonly id: string;
  readonly format: PipelineFormat;
  readonly scenario: () => Scenario;
  /** Looks up the resources that an action's configuration refers to. */
  readonly lookUp: (action: ActionIdentity, configuration: ReadonlyMap<string, Node>) => ActionResources;
  readonly startedBy: Pipeline['startedBy'];
  readonly declared: Pipeline['declared'];
}

/** Which provider an action calls. */
export interface ActionIdentity {
  readonly category: Value;
  readonly provider: Value;
}

/**
 * Reads a pipeline declaration, in the API's spelling or CloudFormation's: keys differ in the case of their first letter
 * only, except inside `configuration`, which is never recased.
 */
export function readDefinition(node: Node, reader: ValueReader, context: DefinitionContext): Pipeline {
  const nameEntry = entryEitherCase(node, 'Name');
  const name = reader.text(nameEntry?.value);
  const declaration = new DefinitionReader(reader, context);
  const stages = readParts(node, 'Stages', 'the pipeline', reader);
  return {
    id: context.id,
    name,
    format: context.format,
    span: nameEntry ? spanOf(nameEntry.value) : spanOf(node),
    pipelineType: reader.text(getEitherCase(node, 'PipelineType')),
    executionMode: reader.text(getEitherCase(node, 'ExecutionMode')),
    stages: stages.items.map((item) => declaration.stage(item.node, item.optional)),
    unexpanded: stages.unexpanded,
    variables: declaration.variables(getEitherCase(node, 'Variables')),
    startedBy: context.startedBy,
    scenario: context.scenario(),
    declared: context.declared,
  };
}

class DefinitionReader {
  constructor(
    private readonly reader: ValueReader,
    private readonly context: DefinitionContext,
  ) {}

  variables(node: Node | undefined): Map<string, Value | undefined> {
    const variables = new Map<string, Value | undefined>();
    for (const { node: item } of this.reader.items(node).items) {
      const name = this.field(item, 'Name');
      if (name?.known) variables.set(name.value, this.field(item, 'DefaultValue'));
    }
    return variables;
  }

  stage(node: Node, optional: boolean): Stage {
    const name = this.nameOf(node, 'a stage');
    const address = `${this.context.id}/${display(name)}`;
    const actions = readParts(node, 'Actions', `the stage ${display(name)}`, this.reader);
    const read = actions.items.map((action) => this.action(action.node, address, optional || action.optional));
    return {
      name,
      address,
      span: name.span,
      actions: read,
      unexpanded: [...actions.unexpanded, ...flatMap(read, uncategorized)],
      beforeEntry: this.conditions(getEitherCase(node, 'BeforeEntry')),
      onSuccess: this.conditions(getEitherCase(node, 'OnSuccess')),
      onFailure: this.onFailure(getEitherCase(node, 'OnFailure')),
    };
  }

  private action(node: Node, stage: string, optional: boolean): Action {
    const name = this.nameOf(node, 'an action');
    const type = this.reader.structure(getEitherCase(node, 'ActionTypeId'));
    const typeNode = isNode(type) ? type : node;
    const category = this.field(typeNode, 'Category') ?? missing(node, 'category');
    const provider = this.field(typeNode, 'Provider') ?? missing(node, 'provider');
    const raw = this.configurationNodes(getEitherCase(node, 'Configuration'));
    const configuration = this.configuration(raw);
    const stray = STAGE_CONDITIONS.map((key) => entryEitherCase(node, key)).find((entry) => entry !== undefined);
    return {
      name,
      address: `${stage}/${display(name)}`,
      span: name.span,
      ...(stray ? { strayCondition: { key: stray.key.text, span: spanOf(stray.value) } } : {}),
      category,
      owner: this.field(typeNode, 'Owner'),
      provider,
      runOrder: readNumber(this.field(node, 'RunOrder')) ?? known(1, name.span),
      configuration,
      commands: this.texts(getEitherCase(node, 'Commands')),
      environment: new Map([
        ...environmentOf(configuration.get('EnvironmentVariables')),
        ...this.pairs(getEitherCase(node, 'EnvironmentVariables')),
      ]),
      parameters: parametersOf(configuration),
      region: this.field(node, 'Region'),
      roleArn: this.field(node, 'RoleArn'),
      inputs: this.artifacts(getEitherCase(node, 'InputArtifacts')),
      outputs: this.artifacts(getEitherCase(node, 'OutputArtifacts')),
      optional,
      resources: this.context.lookUp({ category, provider }, raw),
    };
  }

  /** @throws TollgateError STRUCTURE when the name is something that no name can be: who it is about could not be told. */
  private nameOf(node: Node, what: string): Value {
    const written = getEitherCase(node, 'Name');
    const structure = this.reader.structure(written);
    if (isNode(structure) && structure.kind !== 'scalar') throw malformed(structure, `the name of ${what} is no text`);
    return this.reader.text(written) ?? unnamed(node);
  }

  private conditions(node: Node | undefined): StageCondition[] {
    const structure = this.reader.structure(node);
    if (!isNode(structure)) return [];
    return flatMap(this.reader.items(getEitherCase(structure, 'Conditions')).items, (item): StageCondition[] => {
      const condition = this.reader.structure(item.node);
      if (!isNode(condition)) return [];
      return [
        {
          result: this.field(condition, 'Result'),
          rules: flatMap(this.reader.items(getEitherCase(condition, 'Rules')).items, (rule) => this.rule(rule.node)),
          span: spanOf(condition),
        },
      ];
    });
  }

  private rule(item: Node): ConditionRule[] {
    const node = this.reader.structure(item);
    if (!isNode(node)) return [];
    const name = this.field(node, 'Name');
    return [
      {
        name,
        provider: this.field(getEitherCase(node, 'RuleTypeId'), 'Provider') ?? missing(node, 'rule provider'),
        configuration: this.configuration(this.configurationNodes(getEitherCase(node, 'Configuration'))),
        commands: this.texts(getEitherCase(node, 'Commands')),
        span: name?.span ?? spanOf(node),
      },
    ];
  }

  private onFailure(node: Node | undefined): OnFailure | undefined {
    const structure = this.reader.structure(node);
    if (!isNode(structure)) return undefined;
    const result = this.field(structure, 'Result');
    return { result, conditions: this.conditions(structure), span: result?.span ?? spanOf(structure) };
  }

  private configurationNodes(node: Node | undefined): Map<string, Node> {
    return new Map(this.reader.members(node).map((entry) => [entry.key.text, entry.value]));
  }

  private configuration(nodes: ReadonlyMap<string, Node>): Configuration {
    const configuration = new Map<string, Value>();
    for (const [key, node] of nodes) {
      const value = this.reader.text(node);
      if (value) configuration.set(key, value);
    }
    return configuration;
  }

  private pairs(node: Node | undefined): [string, Value][] {
    return flatMap(this.reader.items(node).items, ({ node: item }): [string, Value][] => {
      const name = this.field(item, 'Name');
      const value = this.field(item, 'Value');
      return name?.known && value ? [[name.value, storedValue(value, this.field(item, 'Type'))]] : [];
    });
  }

  private artifacts(node: Node | undefined): Value[] {
    return flatMap(this.reader.items(node).items, ({ node: item }) => this.field(item, 'Name') ?? []);
  }

  private texts(node: Node | undefined): Value[] {
    return flatMap(this.reader.items(node).items, ({ node: item }) => this.reader.text(item) ?? []);
  }

  private field(node: Node | undefined, key: string): Value | undefined {
    return this.reader.text(getEitherCase(node, key));
  }
}

/** What a stage does before and after its actions. */
const STAGE_CONDITIONS = ['BeforeEntry', 'OnSuccess', 'OnFailure'];

/** `EnvironmentVariables` of CodeBuild: a JSON array of `{name, value, type}` inside a string. */
function environmentOf(value: Value | undefined): [string, Value][] {
  const json = value && readEmbeddedJson(value);
  if (!Array.isArray(json)) return [];
  return flatMap(json, (item): [string, Value][] => {
    const members = embeddedMembers(item, value!.span);
    const name = members.get('name') ?? members.get('Name');
    const text = members.get('value') ?? members.get('Value');
    const type = members.get('type') ?? members.get('Type');
    return name?.known && text ? [[name.value, storedValue(text, type)]] : [];
  });
}

/** Configuration keys whose value hands parameters on, as JSON in a string. */
export const PARAMETER_KEYS = ['ParameterOverrides', 'Parameters', 'UserParameters', 'Input', 'Variables'] as const;

function parametersOf(configuration: Configuration): Map<string, Value> {
  const parameters = new Map<string, Value>();
  for (const key of PARAMETER_KEYS) {
    const value = configuration.get(key);
    const json = value && readEmbeddedJson(value);
    if (json === undefined) continue;
    if (Array.isArray(json)) for (const [name, text] of namedPairs(json, value!.span)) parameters.set(name, text);
    else if (!isValue(json)) for (const [name, text] of embeddedMembers(json, value!.span)) parameters.set(name, text);
  }
  return parameters;
}

/** `[{"name": …, "value": …}]` and StackSets' `[{"ParameterKey": …, "ParameterValue": …}]`. */
function namedPairs(json: readonly unknown[], span: Span): [string, Value][] {
  return flatMap(json, (item): [string, Value][] => {
    const members = embeddedMembers(item as never, span);
    const name = members.get('ParameterKey') ?? members.get('name') ?? members.get('Name');
    const value = members.get('ParameterValue') ?? members.get('value') ?? members.get('Value');
    return name?.known && value ? [[name.value, value]] : [];
  });
}

/** An action whose category is not known may deploy. */
function uncategorized({ address, category, span }: Action): Unexpanded[] {
  if (category.known) return [];
  return [{ expression: `the category of ${address}`, span, settledBy: `write the category of ${address}` }];
}

function unnamed(node: Node): Value {
  return known('(unnamed)', spanOf(node));
}

function missing(node: Node, what: string): Value {
  const hole = { kind: 'open', expression: `(no ${what})`, label: '', settledBy: `write the ${what}` } as const;
  return { known: false, expression: `(no ${what})`, parts: [hole], span: spanOf(node) };
}
