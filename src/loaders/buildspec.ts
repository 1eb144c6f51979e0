import { flatMap } from '../model/flat.js';
import { known, SourceText, type Span, type Value } from '../model/located.js';
import type { BuildProject } from '../model/pipeline.js';
import { writtenText } from './placeholders.js';
import { storedValue } from './stored-value.js';
import { parseDocument } from './syntax/parse.js';
import { get, type Node, scalarText, spanOf } from './syntax/tree.js';

/** Phases in the order in which CodeBuild runs them. */
const PHASES = ['install', 'pre_build', 'build', 'post_build'] as const;

/** What a buildspec runs, in order: each command is a value at the place where it is written. */
export function buildspecCommands(node: Node): Value[] {
  const phases = get(node, 'phases');
  const own = flatMap(PHASES, (phase) =>
    flatMap(['commands', 'finally'] as const, (block) => commandsOf(get(get(phases, phase), block))),
  );
  return [...own, ...batchCommands(get(node, 'batch'))];
}

/** The builds of a batch that bring a buildspec of their own as text. Those that name a file are out of sight. */
function batchCommands(batch: Node | undefined): Value[] {
  return flatMap(['build-list', 'build-graph'] as const, (kind) => {
    const builds = get(batch, kind);
    return builds?.kind === 'list' ? flatMap(builds.items, (build) => inlineCommands(get(build, 'buildspec'))) : [];
  });
}

function inlineCommands(node: Node | undefined): readonly Value[] {
  const text = scalarText(node);
  if (node === undefined || text === undefined || !isInlineBuildspec(text)) return [];
  return readInlineBuildspec(text, spanOf(node))?.commands ?? [];
}

function commandsOf(node: Node | undefined): Value[] {
  if (node === undefined) return [];
  const items = node.kind === 'list' ? node.items : [node];
  return flatMap(items, (item) => {
    const text = scalarText(item);
    return text === undefined ? [] : [known(text, spanOf(item))];
  });
}

/** Environment variables that a buildspec sets itself. */
export function buildspecVariables(node: Node): Map<string, Value> {
  const env = get(node, 'env');
  return new Map(
    flatMap(VARIABLE_SECTIONS, ([section, store]) => {
      const variables = get(env, section);
      if (variables?.kind !== 'map') return [];
      return flatMap(variables.entries, ({ key, value }): [string, Value][] => {
        const text = scalarText(value);
        return text === undefined ? [] : [[key.text, storedValue(known(text, spanOf(value)), store)]];
      });
    }),
  );
}

/** The sections of `env` that hold variables, and where their values are kept. */
const VARIABLE_SECTIONS = [
  ['parameter-store', 'PARAMETER_STORE'],
  ['secrets-manager', 'SECRETS_MANAGER'],
  ['variables', undefined],
] as const;

/** What an inline buildspec says. */
export interface InlineBuildspec {
  readonly commands: readonly Value[];
  readonly variables: ReadonlyMap<string, Value>;
}

/** A buildspec as a definition states it: inline, or the name of a file. */
export interface StatedBuildspec {
  /** What it runs; undefined when it stands elsewhere or cannot be read. */
  readonly commands: readonly Value[] | undefined;
  readonly variables: ReadonlyMap<string, Value>;
  /** The file that it names; undefined when it is inline. */
  readonly file: Value | undefined;
}

/** Reads a `BuildSpec` or a `BuildspecOverride`. */
export function statedBuildspec(value: Value): StatedBuildspec {
  const text = writtenText(value);
  if (!isInlineBuildspec(text)) return { commands: undefined, variables: new Map(), file: value };
  const inline = readInlineBuildspec(text, value.span);
  return { commands: inline?.commands, variables: inline?.variables ?? new Map(), file: undefined };
}

/** A project that is out of sight and runs what its action states: nothing else of it is known. */
export function unseenProject(spec: StatedBuildspec, at: Span): BuildProject {
  const timeout = {
    kind: 'open',
    expression: '(its time-out)',
    label: '',
    settledBy: 'check the project too',
  } as const;
  return {
    name: undefined,
    description: undefined,
    commands: spec.commands,
    buildspecFile: spec.file,
    environment: spec.variables,
    timeoutMinutes: { known: false, expression: timeout.expression, parts: [timeout], span: at },
    span: at,
  };
}

/** Whether a `BuildSpec` value is the specification itself rather than the name of a file. */
export function isInlineBuildspec(text: string): boolean {
  return /\n|^\s*\{|^\s*version\s*:/.test(text);
}

/**
 * Reads a buildspec that stands inside a template. Commands point at their own line where the text is written literally,
 * else at the whole value.
 *
 * @returns undefined when the text is no buildspec.
 */
export function readInlineBuildspec(text: string, at: Span): InlineBuildspec | undefined {
  let root: Node | undefined;
  try {
    root = parseDocument(new SourceText(at.source.file, text));
  } catch {
    return undefined;
  }
  if (root?.kind !== 'map') return undefined;
  return {
    commands: buildspecCommands(root).map((command) => relocate(command, at)),
    variables: new Map([...buildspecVariables(root)].map(([name, value]) => [name, relocate(value, at)])),
  };
}

/** Moves a value read from an embedded text to where that text stands in the file. */
function relocate(value: Value, at: Span): Value {
  const text = value.known ? value.value.split('\n', 1)[0]!.trim() : '';
  const start = text === '' ? -1 : at.source.text.indexOf(text, at.start);
  if (start < 0 || start >= at.end) return { ...value, span: at };
  return { ...value, span: { source: at.source, start, end: start + text.length } };
}
