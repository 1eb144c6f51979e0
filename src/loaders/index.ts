import type { TollgateError } from '../errors.js';
import { flatMap } from '../model/flat.js';
import { locate, type SourceText } from '../model/located.js';
import type { Loaded, LoadNote } from '../model/pipeline.js';
import { isTemplate, loadTemplate } from './cloudformation/load.js';
import { findDeclaration, loadApiPipeline } from './codepipeline/api.js';
import { parseDocuments } from './syntax/parse.js';
import { getEitherCase, type Node, type ScalarNode, spanOf } from './syntax/tree.js';
import {
  foldersCalledIn,
  loadTerraformJson,
  loadTerraformModule,
  looksLikeTerraform,
  looksLikeTerraformJson,
  type ModuleFolders,
  refuseConfigurationJson,
  seemsToCallPipelines,
} from './terraform/index.js';
import { folderOf } from './terraform/paths.js';

/** What a run gives to every loader. */
export interface LoadOptions {
  /** Values for template parameters and variables, by name. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Files of Terraform variables, later ones win. */
  readonly variableFiles: readonly SourceText[];
}

/** A format that stands in a YAML or JSON document. */
export interface DocumentFormat {
  readonly name: string;
  /** Text that every file of this format contains: without it a file is passed over unparsed. */
  readonly marker: RegExp;
  /** Loads a document of this format; undefined when it is something else. */
  readonly load: (root: Node, options: LoadOptions) => Loaded | undefined;
}

/** Every document format, in the order in which they are tried. This is the only list. */
export const DOCUMENT_FORMATS: readonly DocumentFormat[] = [
  {
    name: 'CloudFormation template with an AWS::CodePipeline::Pipeline',
    marker: /AWS::CodePipeline::Pipeline/,
    load: (root, options) => (isTemplate(root) ? loadTemplate(root, options.parameters) : undefined),
  },
  {
    name: 'CodePipeline declaration (get-pipeline output, {pipeline}, or bare)',
    // A file that was cut off before its first action begins like this, and must not go by unsaid.
    marker: /["']?[aA]ctionTypeId["']?\s*:|^\s*\{\s*"pipeline"\s*:\s*\{[\s\S]{0,2000}?"stages"\s*:/,
    load: (root) => {
      const declaration = findDeclaration(root);
      return declaration && loadApiPipeline(declaration);
    },
  },
  {
    name: 'Terraform plan or state as JSON with an aws_codepipeline',
    marker: /"aws_codepipeline"/,
    load: (root) => {
      refuseConfigurationJson(root);
      return looksLikeTerraformJson(root.source.text) ? loadTerraformJson(root) : undefined;
    },
  },
];

/** A format whose files are read together, one folder at a time. */
export interface ModuleFormat {
  readonly name: string;
  /** Whether a file belongs to such a module, by its name. */
  readonly isMember: (file: string) => boolean;
  /** Whether a text shows that the module holds something of ours, or calls what does. */
  readonly shows: (text: string) => boolean;
  /** Folders whose modules a text seems to call, relative to its own. */
  readonly calls: (text: string) => readonly string[];
  readonly marker: RegExp;
  readonly load: (files: readonly SourceText[], options: LoadOptions, folders: ModuleFolders) => Promise<Loaded>;
}

function isTerraformFile(file: string): boolean {
  return /\.(tf|tofu)(\.json)?$/.test(file);
}

/** Every module format. This is the only list. */
export const MODULE_FORMATS: readonly ModuleFormat[] = [
  {
    name: 'Terraform module with an aws_codepipeline',
    isMember: isTerraformFile,
    shows: (text) => looksLikeTerraform(text) || seemsToCallPipelines(text),
    calls: foldersCalledIn,
    marker: /aws_codepipeline/,
    load: (files, options, folders) => {
      const tfvars = [...automaticVariables(files), ...options.variableFiles];
      return loadTerraformModule(files, { variables: options.parameters, tfvars }, folders);
    },
  },
];

/**
 * Variable files that Terraform reads by itself, in the module's own folder: `terraform.tfvars`, then `*.auto.tfvars` in order of their
 * names; each may be JSON.
 */
function automaticVariables(files: readonly SourceText[]): SourceText[] {
  const folder = folderOf(files.find(({ file }) => isTerraformFile(file))?.file ?? '');
  const own = files.filter(({ file }) => folderOf(file) === folder);
  const named = (pattern: RegExp) =>
    own.filter(({ file }) => pattern.test(file)).sort((a, b) => (a.file < b.file ? -1 : 1));
  return [
    ...named(/(^|\/)terraform\.tfvars$/),
    ...named(/(^|\/)terraform\.tfvars\.json$/),
    ...named(/\.auto\.tfvars(\.json)?$/),
  ];
}

/** The module format that a file belongs to. */
export function moduleFormatOf(file: string): ModuleFormat | undefined {
  return MODULE_FORMATS.find((format) => format.isMember(file));
}

/** The module format that a text without a name is written in: on standard input nothing but the text tells. */
export function moduleFormatOfText(text: string): ModuleFormat | undefined {
  return /^\s*[[{]/.test(text) ? undefined : MODULE_FORMATS.find((format) => format.shows(text));
}

/** Any format's marker: for looking into files that are too large to be read whole. */
export const ANY_MARKER = new RegExp(
  [...DOCUMENT_FORMATS, ...MODULE_FORMATS].map((format) => format.marker.source).join('|'),
);

/** Whether a text may hold something that is judged: a cheap look, before anything is parsed. */
export function mayHoldSomething(text: string): boolean {
  return DOCUMENT_FORMATS.some((format) => format.marker.test(text));
}

/**
 * Loads everything that is judged from one file.
 *
 * @returns what was found, or undefined with a reason when it holds nothing of ours.
 * @throws TollgateError SYNTAX when it looks like ours and cannot be read.
 */
export function loadDocument(source: SourceText, options: LoadOptions): Loaded | { nothing: string } {
  const candidates = DOCUMENT_FORMATS.filter((format) => format.marker.test(source.text));
  if (candidates.length === 0 && !looksStructured(source)) return { nothing: 'not a format that tollgate reads' };
  const oddities: LoadNote[] = [];
  const documents = parseDocuments(
    source,
    (key) => oddities.push(duplicateNote(key)),
    (error) => oddities.push(looseNote(error)),
  );
  if (documents.length === 0) return { nothing: 'the file is empty' };
  const loaded = flatMap(documents, (root) => loadRoot(root, candidates, options));
  if (loaded.length > 0)
    return {
      pipelines: flatMap(loaded, (it) => it.pipelines),
      notes: [...oddities, ...flatMap(loaded, (it) => it.notes)],
      parameters: flatMap(loaded, (it) => it.parameters ?? []),
    };
  return { nothing: nothingIn(documents[0]!) };
}

/** Real templates hold such things, and are deployed: what is meant is plain, so it is judged, and said. */
function looseNote({ message, location }: TollgateError): LoadNote {
  return { text: `${message}; it was read as YAML, but JSON parsers refuse it`, location: location! };
}

function duplicateNote(key: ScalarNode): LoadNote {
  return {
    text: `the key ${key.text} stands twice in one mapping: the last one counts`,
    location: locate(spanOf(key)),
  };
}

/** A document, or each item of a list of documents. */
function loadRoot(root: Node, candidates: readonly DocumentFormat[], options: LoadOptions): Loaded[] {
  for (const format of candidates) {
    const loaded = format.load(root, options);
    if (loaded) return [loaded];
  }
  return root.kind === 'list'
    ? flatMap(root.items, (item) => (item.kind === 'map' ? loadRoot(item, candidates, options) : []))
    : [];
}

/**
 * Whether a file is written for people and only speaks of pipelines, with examples perhaps. What is not called prose, or does not
 * begin like it, has to be readable when it looks like a definition.
 */
export function isProse({ file, text }: SourceText): boolean {
  if (/^\s*[[{]/.test(text)) return false;
  if (/\.(md|markdown)$/i.test(file)) return true;
  return /(\.txt|(^|\/)[^./]+)$/i.test(file) && !/^(\s*(#.*)?\n)*\s*(---|%YAML|["']?[\w:-]+["']?\s*:(\s|$))/.test(text);
}

function looksStructured(source: SourceText): boolean {
  return /\.(ya?ml|json|template|cfn)$/i.test(source.file) || /^\s*[[{]/.test(source.text) || source.file === '-';
}

function nothingIn(root: Node): string {
  if (isTemplate(root)) return 'a CloudFormation template without an AWS::CodePipeline::Pipeline';
  if (getEitherCase(getEitherCase(root, 'Pipeline'), 'Stages'))
    return 'it begins like a CodePipeline declaration, but no stage in it holds an action with an actionTypeId';
  return `no pipeline in it (known: ${[...DOCUMENT_FORMATS, ...MODULE_FORMATS].map((format) => format.name).join('; ')})`;
}
