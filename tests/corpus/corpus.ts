import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDocument } from '../../src/loaders/index.js';
import { parseDocuments } from '../../src/loaders/syntax/parse.js';
import { isNull, type Node } from '../../src/loaders/syntax/tree.js';
import { SourceText } from '../../src/model/located.js';
import { CORPUS } from '../corpus-folder.js';

/** Whether the folder is here. Without it the tests over it are skipped, and say so. */
export const HAS_CORPUS = existsSync(CORPUS);

/** What a skipped test says in its name. */
export const WITHOUT = HAS_CORPUS ? '' : ` (skipped: no folder ${CORPUS}; set TOLLGATE_CORPUS)`;

/** Every file of the corpus, by path below it. */
export const CORPUS_FILES: readonly string[] = HAS_CORPUS
  ? readdirSync(CORPUS, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(CORPUS.length + 1))
      .sort()
  : [];

/** The text of a file of the corpus. */
export function corpusText(file: string): string {
  return readFileSync(join(CORPUS, file), 'utf8');
}

/** A map that may be changed. */
export type Doc = Record<string, unknown>;

/** The files that hold one YAML or JSON document with a CodePipeline in it, as plain values, intrinsics in long form. */
export function corpusDocuments(): { file: string; text: string; document: Doc }[] {
  return CORPUS_FILES.filter((file) => /\.(ya?ml|json|template|cfn)$/.test(file)).flatMap((file) => {
    const text = corpusText(file);
    if (!/AWS::CodePipeline::Pipeline|[aA]ctionTypeId/.test(text)) return [];
    try {
      const documents = parseDocuments(new SourceText(file, text), () => undefined);
      const document = documents.length === 1 ? plain(documents[0]!) : undefined;
      // A definition that is refused has no outcomes to hold against each other: every-file.test.ts sees its reason.
      loadDocument(new SourceText(file, text), { parameters: new Map(), variableFiles: [] });
      return isDoc(document) ? [{ file, text, document }] : [];
    } catch {
      return [];
    }
  });
}

/** Whether a plain value is a map. */
export function isDoc(value: unknown): value is Doc {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function plain(node: Node): unknown {
  const bare = bareValue(node);
  if (node.tag === undefined || !/^![A-Z]/.test(node.tag)) return bare;
  const name = node.tag.slice(1);
  return { [name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]: bare };
}

/** Scalars stay texts, so that account ids keep their zeros. */
function bareValue(node: Node): unknown {
  switch (node.kind) {
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plain(value)]));
    case 'list':
      return node.items.map(plain);
    case 'scalar':
      return isNull(node) ? null : node.text;
  }
}

/** The pipelines in a document: what they are called there, and their list of stages when it is written as one. */
export function pipelinesIn(document: Doc): { id: string; stages: Doc[] }[] {
  const resources = document.Resources;
  if (isDoc(resources))
    return Object.entries(resources).flatMap(([id, resource]) =>
      isDoc(resource) && resource.Type === 'AWS::CodePipeline::Pipeline' ? withStages(id, resource.Properties) : [],
    );
  const declaration = isDoc(document.pipeline) ? document.pipeline : document;
  return withStages(String(declaration.name ?? ''), declaration);
}

function withStages(id: string, declaration: unknown): { id: string; stages: Doc[] }[] {
  const stages = isDoc(declaration) ? either(declaration, 'stages') : undefined;
  return Array.isArray(stages) && stages.every((stage) => isDoc(stage) && actionsOf(stage).length > 0)
    ? [{ id, stages }]
    : [];
}

/** The value of a key in either case. */
export function either(map: Doc, key: string): unknown {
  return map[key] ?? map[key[0]!.toUpperCase() + key.slice(1)];
}

/** Sets a key in the case in which it stands, or takes it away. */
export function setEither(map: Doc, key: string, value: unknown): void {
  const upper = key[0]!.toUpperCase() + key.slice(1);
  const name = upper in map ? upper : key;
  if (value === undefined) delete map[name];
  else map[name] = value;
}

/** The actions of a stage; empty when they are not written as a list of maps. */
export function actionsOf(stage: Doc): Doc[] {
  const actions = either(stage, 'actions');
  return Array.isArray(actions) && actions.every((action) => isDoc(action) && either(action, 'name') !== undefined)
    ? actions
    : [];
}
