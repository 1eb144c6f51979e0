import { TollgateError } from '../../errors.js';
import { flatMap } from '../../model/flat.js';
import { locate } from '../../model/located.js';
import type { Loaded, LoadedPipeline, LoadNote, Pipeline, PipelineStart } from '../../model/pipeline.js';
import { readDefinition } from '../codepipeline/definition.js';
import { get, getEitherCase, type MapNode, type Node, type ScalarNode, scalarText, spanOf } from '../syntax/tree.js';
import { expandForEach, readOnce } from './for-each.js';
import { Resolver } from './resolver.js';
import { lookUpResources } from './resources.js';
import { exploreScenarios, MAX_SCENARIOS, ScenarioOracle } from './scenario.js';
import { type Resource, readResource, readTemplate, type Template } from './template.js';

const PIPELINE = 'AWS::CodePipeline::Pipeline';

/** Whether a document is a CloudFormation template that holds a pipeline, perhaps behind a loop. */
export function isTemplate(root: Node): root is MapNode {
  const resources = get(root, 'Resources');
  return resources?.kind === 'map';
}

/**
 * Loads every pipeline of a template, under every scenario that its conditions leave open.
 *
 * @throws TollgateError PARAMETERS when a value is given that the template does not allow.
 */
export function loadTemplate(root: MapNode, given: ReadonlyMap<string, string>): Loaded {
  const template = readTemplate(root);
  const notes: LoadNote[] = [];
  const resources = [...template.resources, ...loopedResources(template, given, notes)];
  const declared = resources.filter((resource) => resource.type === PIPELINE);
  if (declared.length > 0) refuseForbiddenValues(template, given);
  const pipelines = flatMap(declared, (resource) => loadResource(template, resource, given, notes));
  if (declared.length > 0) notes.push(...notesOnMacros(template.root));
  return { pipelines, notes, parameters: [...template.parameters.keys()] };
}

/** Transforms of AWS that change nothing of a pipeline, or that are read here. */
const KNOWN_TRANSFORM = /^AWS::(?!Include$)/;

/** What may still change a template before it is deployed: it is judged as it stands. */
function notesOnMacros(root: MapNode): LoadNote[] {
  const named = [...textsOf(get(root, 'Transform'))].filter((node) => !KNOWN_TRANSFORM.test(node.text));
  const macros = named.map((node) => ({ name: node.text, node: node as Node }));
  if (root.source.text.includes('Fn::Transform')) macros.push(...insertions(root));
  return macros.map(({ name, node }) => ({
    text: `the macro ${name} may change this template before it is deployed; it was judged as it stands`,
    location: locate(spanOf(node)),
  }));
}

function* textsOf(node: Node | undefined): Generator<ScalarNode> {
  if (node?.kind === 'scalar') yield node;
  if (node?.kind === 'list') for (const item of node.items) yield* textsOf(item);
  if (node?.kind === 'map') yield* textsOf(get(node, 'Name'));
}

/** `Fn::Transform` beside other keys puts more beside them; where it stands alone, the value is not known. */
function insertions(node: Node): { name: string; node: Node }[] {
  if (node.kind === 'list') return flatMap(node.items, insertions);
  if (node.kind !== 'map') return [];
  const own = node.entries.length > 1 ? get(node, 'Fn::Transform') : undefined;
  const name = scalarText(get(own, 'Name'));
  return [
    ...(own && name !== undefined ? [{ name, node: own }] : []),
    ...flatMap(node.entries, ({ value }) => insertions(value)),
  ];
}

/**
 * CloudFormation refuses a value that a parameter does not allow: a template that nobody can create is not judged.
 *
 * @throws TollgateError PARAMETERS.
 */
function refuseForbiddenValues({ parameters }: Template, given: ReadonlyMap<string, string>): void {
  for (const { name, type, allowedValues, key } of parameters.values()) {
    const value = given.get(name);
    if (value === undefined || !allowedValues) continue;
    const items = /List/.test(type) ? value.split(',').map((item) => item.trim()) : [value];
    const forbidden = items.find((item) => !allowedValues.includes(item));
    if (forbidden !== undefined)
      throw new TollgateError('PARAMETERS', `${name} is given as "${forbidden}", which its AllowedValues do not hold`, {
        location: locate(spanOf(key)),
        hint: `Give one of ${allowedValues.join(', ')}.`,
      });
  }
}

function loadResource(
  template: Template,
  resource: Resource,
  given: ReadonlyMap<string, string>,
  notes: LoadNote[],
): LoadedPipeline[] {
  const build = (oracle: ScenarioOracle) => buildPipeline(template, resource, given, oracle);
  const explored = exploreScenarios(build);
  const scenarios = flatMap(explored.results, (result) => (result.kind === 'pipeline' ? [result.pipeline] : []));
  const location = locate(spanOf(resource.key));
  if (!explored.complete) {
    const open = build(new ScenarioOracle([], true));
    if (open.kind === 'pipeline') scenarios.push(open.pipeline);
    notes.push({
      text: `${resource.id} has more than ${MAX_SCENARIOS} scenarios; the first ${MAX_SCENARIOS} were judged one by one, the rest together with its conditions left open. Give --parameters to pin them.`,
      location,
    });
  }
  if (scenarios.length > 0) return [{ id: resource.id, scenarios }];
  const removed = explored.results.find((result) => result.kind === 'removed');
  notes.push({
    text: `${resource.id} is not created: its condition ${resource.condition} is false${removed?.because ? ` with ${removed.because}` : ''}`,
    location,
  });
  return [];
}

type Built = { kind: 'pipeline'; pipeline: Pipeline } | { kind: 'removed'; because: string };

function buildPipeline(
  template: Template,
  resource: Resource,
  given: ReadonlyMap<string, string>,
  oracle: ScenarioOracle,
): Built {
  const resolver = new Resolver(template, given, oracle, resource.bindings);
  if (resource.condition !== undefined && resolver.condition(resource.condition) === false)
    return { kind: 'removed', because: oracle.scenario().text };
  const pipeline = readDefinition(resource.properties ?? resource.node, resolver, {
    id: resource.id,
    format: 'cloudformation',
    scenario: () => oracle.scenario(),
    lookUp: (action, configuration) => lookUpResources(resolver, action, configuration),
    startedBy: startsOf(template, resource, resolver),
    declared: declaredEnvironments(resource),
  });
  return { kind: 'pipeline', pipeline: resource.properties ? withOwnPosition(pipeline, resource) : pipeline };
}

/** A pipeline without a name is found at its logical id. */
function withOwnPosition(pipeline: Pipeline, resource: Resource): Pipeline {
  return pipeline.name ? pipeline : { ...pipeline, span: spanOf(resource.key) };
}

/** Resources that loops in `Resources` make, when their collection is known. */
function loopedResources(template: Template, given: ReadonlyMap<string, string>, notes: LoadNote[]): Resource[] {
  const resources = get(template.root, 'Resources');
  if (resources?.kind !== 'map') return [];
  const resolver = new Resolver(template, given, new ScenarioOracle([], true));
  return flatMap(
    resources.entries.filter((entry) => entry.key.text.startsWith('Fn::ForEach::')),
    (entry) => {
      const expanded = expandForEach(resolver, entry);
      if (expanded.length === 0)
        notes.push({
          text: `${entry.key.text} loops over a collection that is not known: what it makes was judged once for all. Give --parameters.`,
          location: locate(spanOf(entry.key)),
        });
      return flatMap(expanded.length > 0 ? expanded : readOnce(entry), ({ key, value, bindings }) =>
        value.kind === 'map' ? [readResource(key.text, key, value, bindings)] : [],
      );
    },
  );
}

/** Event rules of the template that start the pipeline because of another pipeline, an image or an object. */
function startsOf(template: Template, pipeline: Resource, resolver: Resolver): PipelineStart[] {
  return flatMap(template.resources, (resource): PipelineStart[] => {
    if (resource.type !== 'AWS::Events::Rule' || !targets(resource, pipeline, resolver)) return [];
    const pattern = getEitherCase(resource.properties, 'EventPattern');
    const source = resolver.items(get(pattern, 'source')).items[0];
    const kind = source && EVENT_SOURCES[scalarText(source.node) ?? ''];
    if (!kind) return [];
    const names = get(get(pattern, 'detail'), kind === 'pipeline' ? 'pipeline' : 'repository-name');
    const first = resolver.items(names).items[0];
    return [{ kind, name: first && resolver.text(first.node), span: spanOf(resource.key) }];
  });
}

/** Event sources by which one pipeline may feed another. */
const EVENT_SOURCES: Readonly<Record<string, PipelineStart['kind']>> = {
  'aws.codepipeline': 'pipeline',
  'aws.ecr': 'image',
};

function targets(rule: Resource, pipeline: Resource, resolver: Resolver): boolean {
  return resolver.items(getEitherCase(rule.properties, 'Targets')).items.some(({ node }) => {
    const arn = resolver.text(getEitherCase(node, 'Arn'));
    return (
      arn !== undefined &&
      !arn.known &&
      arn.parts.some((part) => typeof part !== 'string' && part.label.split(' ', 1)[0] === pipeline.id)
    );
  });
}

/** `Metadata: { tollgate: { environments: { Stage: production } } }` on the resource. */
function declaredEnvironments(resource: Resource): Pipeline['declared'] {
  const environments = get(get(get(resource.node, 'Metadata'), 'tollgate'), 'environments');
  if (environments?.kind !== 'map') return new Map();
  return new Map(
    flatMap(
      environments.entries,
      ({ key, value }): [string, { environment: string; span: ReturnType<typeof spanOf> }][] => {
        const environment = scalarText(value);
        return environment === undefined ? [] : [[key.text, { environment, span: spanOf(key) }]];
      },
    ),
  );
}
