import { known, type Unresolved, type Value } from '../../model/located.js';
import { type ActionResources, type Loaded, ONLY_SCENARIO } from '../../model/pipeline.js';
import { statedBuildspec, unseenProject } from '../buildspec.js';
import { readPlaceholders } from '../placeholders.js';
import { type Entry, getEitherCase, isNull, type Node, scalarText, spanOf } from '../syntax/tree.js';
import type { ItemList, ValueReader } from '../value-reader.js';
import { type ActionIdentity, readDefinition } from './definition.js';

/**
 * The node that declares a pipeline, in any of the three wrappers that people save: the whole `get-pipeline` output,
 * `{pipeline: …}`, or the bare declaration. Undefined when the document is something else.
 */
export function findDeclaration(root: Node): Node | undefined {
  const inner = getEitherCase(root, 'Pipeline') ?? root;
  const stages = getEitherCase(inner, 'Stages');
  return stages && holdsTypedAction(stages) ? inner : undefined;
}

/** Whether an action stands anywhere below: one in the wrong place makes a broken pipeline, not another format. */
function holdsTypedAction(node: Node): boolean {
  switch (node.kind) {
    case 'scalar':
      return false;
    case 'list':
      return node.items.some(holdsTypedAction);
    case 'map':
      return (
        getEitherCase(node, 'ActionTypeId') !== undefined || node.entries.some(({ value }) => holdsTypedAction(value))
      );
  }
}

/** Loads a pipeline as the CodePipeline API states it (JSON or YAML). */
export function loadApiPipeline(declaration: Node): Loaded {
  const id = scalarText(getEitherCase(declaration, 'Name')) ?? 'pipeline';
  const pipeline = readDefinition(declaration, PLAIN_READER, {
    id,
    format: 'codepipeline-api',
    scenario: () => ONLY_SCENARIO,
    lookUp: stated,
    startedBy: [],
    declared: new Map(),
  });
  return { pipelines: [{ id, scenarios: [pipeline] }], notes: [] };
}

/** Resources stand in no declaration; only what an action has a project run in place of its own buildspec does. */
function stated({ provider }: ActionIdentity, configuration: ReadonlyMap<string, Node>): ActionResources {
  const override = PLAIN_READER.text(configuration.get('BuildspecOverride'));
  if (override === undefined || !provider.known || provider.value !== 'CodeBuild') return {};
  return { project: unseenProject(statedBuildspec(override), override.span) };
}

/** Placeholders of the template engines that people run over such files, and CodePipeline's own variables. */
const PLACEHOLDERS =
  /#\{[^}]*\}|\$\{[^}]*\}|\{\{[^}]*\}\}|%[A-Za-z]\w*%|<[A-Za-z][\w -]*>|__[A-Z][A-Z0-9_]*__|@@\w+@@/g;

/** Takes a document as it stands; only placeholders are unresolved. */
const PLAIN_READER: ValueReader = {
  text: (node: Node | undefined): Value | undefined => {
    if (node === undefined || isNull(node)) return undefined;
    if (node.kind !== 'scalar') return known(JSON.stringify(plain(node)), spanOf(node));
    return readPlaceholders(node.text, spanOf(node), PLACEHOLDERS, (match) => ({
      kind: 'open',
      expression: match,
      label: match.replace(/^\W+|\W+$/g, '').replace(/^(variables|var|env)\./, ''),
      settledBy: 'check the file after its placeholders are filled in, or declare the environment in tollgate.yaml',
    }));
  },
  items: (node: Node | undefined): ItemList => ({
    items:
      node?.kind === 'list'
        ? node.items.filter((item) => !isNull(item)).map((item) => ({ node: item, optional: false }))
        : [],
    unexpanded: [],
  }),
  members: (node: Node | undefined): readonly Entry[] => (node?.kind === 'map' ? node.entries : []),
  structure: (node: Node | undefined): Node | Unresolved | undefined =>
    node === undefined || isNull(node) ? undefined : node,
};

function plain(node: Node): unknown {
  switch (node.kind) {
    case 'scalar':
      return isNull(node) ? null : node.text;
    case 'list':
      return node.items.map(plain);
    case 'map':
      return Object.fromEntries(node.entries.map((entry) => [entry.key.text, plain(entry.value)]));
  }
}
