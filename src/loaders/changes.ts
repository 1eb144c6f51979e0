import { TollgateError } from '../errors.js';
import type { Change, ChangeFormat } from '../model/change.js';
import type { SourceText } from '../model/located.js';
import type { Problem } from '../model/report.js';

/** What was found in one file: changes, and what is wrong with those that could not be read. */
export interface LoadedChanges {
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
}

/** A format in which a change can be written. Its code is imported when a file of it turns up. */
export interface ChangeFileFormat {
  readonly name: ChangeFormat;
  readonly description: string;
  /** Whether a file may be one: a cheap look at name and text, before anything is parsed. */
  readonly mayBe: (source: SourceText) => boolean;
  /** Reads a file that says of itself that it is one; undefined when it is something else. */
  readonly load: (source: SourceText) => Promise<LoadedChanges | undefined>;
}

/** Every format of changes, in the order in which they are tried. This is the only list. */
export const CHANGE_FORMATS: readonly ChangeFileFormat[] = [
  {
    name: 'change-yaml',
    description: 'change manifest in YAML or JSON ("manifest: change/v1")',
    // Looking for a word first spares nearly every file both patterns.
    mayBe: ({ text }) =>
      text.includes('change/') &&
      (/^\s*["']?manifest["']?\s*:\s*["']?change\//m.test(text) || /[{,]\s*"manifest"\s*:\s*"change\//.test(text)),
    load: async (source) => {
      const { parseDocument } = await import('./syntax/parse.js');
      const root = parseDocument(source);
      const { changeFrom, isChangeManifest } = await import('./change-yaml/load.js');
      return root && isChangeManifest(root) ? collected(changeFrom(root)) : undefined;
    },
  },
  {
    name: 'ssm-automation',
    description: 'SSM Automation document (schemaVersion 0.3)',
    mayBe: ({ text }) => text.includes('mainSteps') && text.includes('aws:'),
    load: async (source) => {
      const { loadAutomations } = await import('./ssm-automation/load.js');
      const changes = loadAutomations(source);
      return changes.length > 0 ? { changes, problems: [] } : undefined;
    },
  },
  {
    name: 'change-markdown',
    description: 'change document in Markdown (steps, rollback, and the sections of a change request)',
    mayBe: ({ file, text }) =>
      isMarkdown(file) &&
      /^\s{0,3}#|^={3,}$|^-{3,}$/m.test(text) &&
      /roll(ing)?[ -]?back|back[ -]?out|revert|undo/i.test(text),
    load: async (source) => {
      const { isChangeDocument, loadChangeMarkdown } = await import('./change-markdown/load.js');
      return isChangeDocument(source) ? { changes: [loadChangeMarkdown(source)], problems: [] } : undefined;
    },
  },
];

function isMarkdown(file: string): boolean {
  return /\.(md|markdown|mdx)$/i.test(file);
}

function collected(loaded: { readonly change: Change } | { readonly problems: readonly Problem[] }): LoadedChanges {
  return 'change' in loaded ? { changes: [loaded.change], problems: [] } : { changes: [], problems: loaded.problems };
}

/** Whether a file may hold a change: a cheap look, before anything is parsed. */
export function mayHoldChange(source: SourceText): boolean {
  return CHANGE_FORMATS.some((format) => format.mayBe(source));
}

/**
 * Finds the changes of a file by what it says of itself.
 *
 * @returns undefined when it holds none.
 * @throws TollgateError SYNTAX when it looks like one and cannot be read.
 */
export async function findChanges(source: SourceText): Promise<LoadedChanges | undefined> {
  for (const format of CHANGE_FORMATS) {
    if (!format.mayBe(source)) continue;
    const loaded = await format.load(source);
    if (loaded) return loaded;
  }
  return undefined;
}

/**
 * Reads a file that somebody says is a change: any Markdown, any YAML with steps. Nothing recognised is an error.
 *
 * @throws TollgateError SYNTAX or CHANGE.
 */
export async function loadChanges(source: SourceText): Promise<LoadedChanges> {
  const found = await findChanges(source);
  if (found) return found;
  if (isMarkdown(source.file) || /^\s{0,3}#{1,3} \S/m.test(source.text)) {
    const { loadChangeMarkdown } = await import('./change-markdown/load.js');
    return { changes: [loadChangeMarkdown(source)], problems: [] };
  }
  const { loadChangeYaml } = await import('./change-yaml/load.js');
  const { parseDocument } = await import('./syntax/parse.js');
  const { get } = await import('./syntax/tree.js');
  if (source.text.trim() === '' || get(parseDocument(source), 'steps')) return collected(loadChangeYaml(source));
  throw new TollgateError('UNKNOWN_FORMAT', `${source.file} holds no change that tollgate can read`, {
    hint: `Known: ${CHANGE_FORMATS.map((format) => format.description).join('; ')}. \`tollgate change new\` begins one.`,
  });
}
