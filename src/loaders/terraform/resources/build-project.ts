import { known, type Value } from '../../../model/located.js';
import type { BuildProject } from '../../../model/pipeline.js';
import {
  buildspecCommands,
  buildspecVariables,
  isInlineBuildspec,
  type StatedBuildspec,
  unseenProject,
} from '../../buildspec.js';
import { DEFAULT_BUILDSPEC } from '../../buildspec-file.js';
import { storedValue } from '../../stored-value.js';
import { valuesOf } from '../configuration.js';
import type { Datum, TextDatum, UnknownDatum } from '../evaluate/datum.js';
import { EmbeddedDocument } from '../evaluate/embedded.js';
import { firstBlock, type ResourceBlock } from '../resource-block.js';
import { number, text, toValue } from '../values.js';

/** A project out of sight that an action has run a buildspec of its own. */
export function unseenProjectOf(override: Datum): BuildProject {
  return unseenProject(readBuildspec(override), override.span);
}

/**
 * Reads an `aws_codebuild_project`.
 *
 * @param override the buildspec that its action states in place of the project's own.
 */
export function readProject(block: ResourceBlock, override: Datum | undefined): BuildProject {
  const attribute = override ?? firstBlock(block, 'source')?.attribute('buildspec');
  const spec = readBuildspec(attribute);
  return {
    name: text(block, 'name'),
    description: text(block, 'description'),
    commands: spec.commands,
    buildspecFile: attribute === undefined ? known(DEFAULT_BUILDSPEC, block.span, "CodeBuild's default") : spec.file,
    environment: new Map([...spec.variables, ...environmentVariables(firstBlock(block, 'environment'))]),
    timeoutMinutes: number(block, 'build_timeout'),
    span: block.span,
  };
}

/**
 * A call of a module that stands for a CodeBuild project, read by what it is given: modules pass these arguments through
 * under the names that CodeBuild has for them.
 *
 * @returns undefined when the call does not look like a project.
 */
export function moduleProject(call: ResourceBlock, override: Datum | undefined): BuildProject | undefined {
  const buildspec =
    override ?? call.attribute('buildspec') ?? call.attribute('buildspec_file') ?? call.attribute('build_spec');
  const name = text(call, 'project_name');
  if (!buildspec && !name) return undefined;
  const spec = readBuildspec(buildspec);
  const variables = call.attribute('environment_variables');
  return {
    name: name ?? text(call, 'name'),
    description: text(call, 'project_description') ?? text(call, 'description'),
    commands: spec.commands,
    buildspecFile: spec.file,
    environment: new Map([...spec.variables, ...(variables?.kind === 'object' ? valuesOf(variables.entries) : [])]),
    timeoutMinutes: number(call, 'build_timeout'),
    span: call.span,
  };
}

function environmentVariables(environment: ResourceBlock | undefined): Map<string, Value> {
  const variables = new Map<string, Value>();
  for (const block of environment?.blocks('environment_variable') ?? []) {
    const name = text(block, 'name');
    const value = toValue(block.attribute('value'));
    if (name?.known && value) variables.set(name.value, storedValue(value, text(block, 'type')));
  }
  return variables;
}

const NO_VARIABLES: ReadonlyMap<string, Value> = new Map();

/** A buildspec is written inline, encoded, read from a file in sight, or the name of a file. */
function readBuildspec(datum: Datum | undefined): StatedBuildspec {
  const none = { commands: undefined, variables: NO_VARIABLES, file: undefined };
  if (datum?.kind !== 'text' && datum?.kind !== 'unknown') return none;
  if (datum.kind === 'unknown' && datum.file !== undefined)
    return { ...none, file: { known: true, value: datum.file, span: datum.span } };
  const inline = isInline(datum) ? EmbeddedDocument.read(datum) : undefined;
  if (inline?.root.kind !== 'map') return isInline(datum) ? none : { ...none, file: toValue(datum) };
  const restore = (value: Value) => inline.restore(value);
  return {
    commands: buildspecCommands(inline.root).map(restore),
    variables: new Map([...buildspecVariables(inline.root)].map(([name, value]) => [name, restore(value)])),
    file: undefined,
  };
}

function isInline(datum: TextDatum | UnknownDatum): boolean {
  if (datum.decoded) return true;
  const parts = datum.kind === 'text' ? [datum.value] : datum.parts;
  return isInlineBuildspec(parts.map((part) => (typeof part === 'string' ? part : '')).join(''));
}
