import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { stringify } from 'yaml';
import { TollgateError } from '../../errors.js';
import { loadChecklist } from '../../loaders/checklist/checklist.js';
import { exportLens, lensId } from '../../loaders/lens/export.js';
import { type Document, importLens } from '../../loaders/lens/import.js';
import { itemsOf as questionsOfChecklist } from '../../model/checklist.js';
import { SourceText } from '../../model/located.js';
import { writeFileAtomically } from '../../sources/write-file.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { colorsFor, type Terminal } from '../terminal.js';
import { readText } from './files.js';
import { paragraph } from './interview-text.js';
import { believed } from './open.js';

/** What the command line says. */
export interface ImportOptions {
  readonly output?: string;
  readonly force?: boolean;
}

/** `tollgate orr import`: a checklist from a Well-Architected custom lens, or from a checklist in Markdown. */
export async function importCommand(terminal: Terminal, file: string, options: ImportOptions): Promise<ExitCode> {
  const read = readText(terminal.cwd, file);
  const source = new SourceText(read.file, read.text.replace(/^\uFEFF/, ''));
  const { document, notes } = isMarkdown(file) ? await fromMarkdown(source) : { document: fromLens(source), notes: [] };
  const text = checklistYaml(document);
  const checklist = believed(loadChecklist(new SourceText(file, text)), 'CHECKLIST', file);
  const style = { columns: terminal.stderr.columns ?? 80, colors: colorsFor(terminal.stderr, terminal.env) };
  const tell = (lines: readonly string[]) =>
    terminal.stderr.write(lines.map((line) => paragraph(style, line)).join(''));
  if (options.output === undefined) {
    terminal.stdout.write(text);
    tell(notes);
    return EXIT.pass;
  }
  const path = resolve(terminal.cwd, options.output);
  if (existsSync(path) && options.force !== true)
    throw new TollgateError('USAGE', `${options.output} exists already`, { hint: 'Write over it with --force.' });
  writeFileAtomically(path, text);
  const count = questionsOfChecklist(checklist).length;
  const { length: sections } = checklist.sections;
  tell([
    `${options.output} is written: ${count} ${count === 1 ? 'question' : 'questions'} in ${sections} ${sections === 1 ? 'section' : 'sections'}.`,
    ...notes,
  ]);
  return EXIT.pass;
}

function isMarkdown(file: string): boolean {
  return /\.(md|markdown|mdx)$/i.test(file);
}

async function fromMarkdown(source: SourceText): Promise<{ document: Document; notes: readonly string[] }> {
  const { importMarkdown } = await import('../../loaders/checklist-markdown/load.js');
  const { notes, ...loaded } = importMarkdown(source);
  return { document: believed(loaded, 'CHECKLIST', source.file), notes };
}

function fromLens(source: SourceText): Document {
  return withOwn(believed(importLens(source), 'LENS', source.file));
}

/** A checklist's document as YAML. */
function checklistYaml(document: Document): string {
  return stringify(document, { lineWidth: 120 });
}

/** What only a checklist says about a question. */
const OWN = [
  'why',
  'goodEvidence',
  'criticality',
  'phase',
  'driver',
  'when',
  'answeredBy',
  'evidence',
  'incident',
  'source',
];

/**
 * A lens that was written from a checklist carries it along. Questions that nobody touched come back as they were; from those
 * that were edited as a lens, the lens's words count, and what a lens cannot say is kept.
 */
function withOwn(imported: Document): Document {
  const { keys, ...kept } = (imported.lens ?? {}) as { keys?: Document };
  const saved = (keys?._tollgate as { checklist?: Document } | undefined)?.checklist;
  if (saved === undefined) return imported;
  const { value: before } = loadChecklist(new SourceText('saved.yaml', stringify(saved)));
  if (!before) return imported;
  const written = new Map(questionsOf(exportLens(before)).map((question) => [question.id, JSON.stringify(question)]));
  const items = new Map(itemsOf(saved).map((item) => [lensId(String(item.id)), item]));
  const sections = new Map(sectionsOf(saved).map((section) => [lensId(String(section.id)), section]));
  const now = exportLens(
    believed(loadChecklist(new SourceText('imported.yaml', stringify(imported))), 'LENS', 'the lens'),
  );
  const asWritten = new Map(questionsOf(now).map((question) => [question.id, JSON.stringify(question)]));
  const { _tollgate, ...others } = keys as Document;
  const lens = { ...kept, ...(Object.keys(others).length > 0 ? { keys: others } : {}) };
  return {
    ...saved,
    title: imported.title,
    description: imported.description ?? saved.description,
    sections: sectionsOf(imported).map((section) => ({
      ...sections.get(String(section.id)),
      ...section,
      id: sections.get(String(section.id))?.id ?? section.id,
      items: (section.items as Document[]).map((item) => {
        const own = items.get(String(item.id));
        if (own && asWritten.get(item.id) === written.get(item.id)) return own;
        return {
          ...item,
          ...Object.fromEntries(OWN.filter((key) => own && key in own).map((key) => [key, own![key]])),
        };
      }),
    })),
    ...(Object.keys(others).length > 0 ? { lens } : {}),
  };
}

function sectionsOf(document: Document): Document[] {
  return document.sections as Document[];
}

function itemsOf(document: Document): Document[] {
  return sectionsOf(document).flatMap((section) => section.items as Document[]);
}

function questionsOf(lens: Document): Document[] {
  return (lens.pillars as Document[]).flatMap((pillar) => pillar.questions as Document[]);
}
