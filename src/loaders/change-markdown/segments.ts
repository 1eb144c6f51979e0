import type { InlineCode, List, ListItem, Nodes, Paragraph, RootContent, Table } from 'mdast';
import type { Script, Text } from '../../model/change.js';
import type { SourceText, Span } from '../../model/located.js';
import { inlineScript, scriptOf } from './commands.js';
import { offsetOf, readable, type Section, spanOfNode } from './document.js';
import { type Label, labelOf } from './labels.js';

/** A stretch of a step or a section: what its label announces, its words and its commands. */
export interface Segment {
  /** Undefined for what stands before the first label: the thing itself. */
  readonly label: Label | undefined;
  /** The label's own words. */
  readonly words: string;
  readonly texts: Text[];
  readonly scripts: Script[];
  readonly span: Span;
}

/** One line of a paragraph, with a label when it begins with one. */
export interface LabelledLine {
  readonly label: Label | undefined;
  readonly words: string;
  readonly value: string;
  readonly span: Span;
  readonly scripts: readonly Script[];
}

const LABEL_LINE = /^\s*(?:\[[ xX]\]\s*)?([^:：\n]{1,60}?)\s*(?:[:：]|\s[-–—]\s)\s*(.*)$/s;

/** The lines of a paragraph. Source lines and readable lines correspond one to one. */
export function linesOf(source: SourceText, paragraph: Paragraph): LabelledLine[] {
  const start = offsetOf(paragraph);
  const end = paragraph.position?.end.offset ?? start;
  const raw = source.text.slice(start, end).split('\n');
  const lines = readable(paragraph).split('\n');
  let at = start;
  return lines.map((line, index) => {
    const length = raw[index]?.length ?? 0;
    const span = { source, start: at, end: Math.min(at + length, end) };
    at += length + 1;
    const match = LABEL_LINE.exec(line);
    const label = match ? labelOf(match[1]!) : undefined;
    return {
      label,
      words: label === undefined ? '' : match![1]!.trim(),
      value: label === undefined ? line.trim() : match![2]!.trim(),
      span,
      scripts: inlineScripts(source, paragraph, span, lines.slice(0, index + 1).join('\n')),
    };
  });
}

function inlineScripts(source: SourceText, paragraph: Paragraph, span: Span, shown: string): Script[] {
  const spans = codeSpans(paragraph).filter((code) => offsetOf(code) >= span.start && offsetOf(code) < span.end);
  return spans.flatMap((code) => {
    const before = shown.slice(0, Math.max(0, shown.indexOf(`\`${code.value}\``)));
    return inlineScript(source, code, before) ?? [];
  });
}

function codeSpans(node: Nodes): InlineCode[] {
  if (node.type === 'inlineCode') return [node];
  return 'children' in node ? node.children.flatMap((child) => codeSpans(child as Nodes)) : [];
}

/** Cuts blocks, and the sections under them, into labelled segments. The first one carries what has no label. */
export function segmentsOf(
  source: SourceText,
  blocks: readonly RootContent[],
  under: readonly Section[],
  span: Span,
): Segment[] {
  const cutter = new Cutter(source, span);
  for (const block of blocks) cutter.block(block);
  for (const section of under) cutter.section(section);
  return cutter.segments;
}

class Cutter {
  readonly segments: Segment[];
  private current: Segment;
  /** Whether the current label had no words of its own, so that whole blocks after it belong to it. */
  private open = false;

  constructor(
    private readonly source: SourceText,
    span: Span,
  ) {
    this.current = { label: undefined, words: '', texts: [], scripts: [], span };
    this.segments = [this.current];
  }

  section(section: Section): void {
    this.begin(sectionLabel(section), section.title.text, section.span);
    this.open = true;
    if (this.current.label === undefined && section.title.text !== '') this.current.texts.push(section.title);
    for (const block of section.content) this.block(block);
    for (const child of section.children) this.section(child);
  }

  block(block: RootContent): void {
    switch (block.type) {
      case 'paragraph':
        this.paragraph(block);
        return;
      case 'code': {
        const script = scriptOf(this.source, block);
        if (script) this.current.scripts.push(script);
        else this.text(block);
        return;
      }
      case 'list':
        this.list(block);
        return;
      case 'blockquote':
        for (const child of block.children) this.block(child);
        return;
      case 'table':
        this.table(block);
        return;
      case 'thematicBreak':
      case 'html':
      case 'definition':
        return;
      default:
        this.text(block);
        return;
    }
  }

  private paragraph(paragraph: Paragraph): void {
    const lines = linesOf(this.source, paragraph);
    if (!this.open && lines[0]?.label === undefined && this.current.label !== undefined) this.main();
    for (const line of lines) {
      if (line.label !== undefined) {
        this.begin(line.label, line.words, line.span);
        this.open = line.value === '';
      }
      if (line.value !== '') this.current.texts.push({ text: line.value, span: line.span });
      this.current.scripts.push(...line.scripts);
    }
  }

  private list(list: List): void {
    for (const item of list.children) {
      const first = item.children[0];
      const labelled = first?.type === 'paragraph' ? linesOf(this.source, first)[0]?.label : undefined;
      const outer = this.current;
      const wasOpen = this.open;
      // An item with a label of its own stands beside the current label, unless that one is waiting for its content.
      if (labelled === undefined && !wasOpen && outer.label !== undefined) this.open = true;
      for (const child of item.children) this.block(child as RootContent);
      if (labelled !== undefined && wasOpen) this.resume(outer);
      else if (labelled !== undefined) this.main();
      this.open = wasOpen;
    }
  }

  private table(table: Table): void {
    for (const row of tableRows(this.source, table)) {
      const label = row.cells.length === 2 ? labelOf(row.cells[0]!.text) : undefined;
      if (label !== undefined) {
        this.begin(label, row.cells[0]!.text, row.span);
        this.current.texts.push(row.cells[1]!);
      } else this.current.texts.push({ text: row.cells.map((cell) => cell.text).join(' | '), span: row.span });
    }
  }

  private text(block: RootContent): void {
    const text = readable(block).trim();
    if (text !== '') this.current.texts.push({ text, span: spanOfNode(this.source, block) });
  }

  private begin(label: Label | undefined, words: string, span: Span): void {
    if (label === undefined) {
      this.main();
      return;
    }
    this.current = { label, words, texts: [], scripts: [], span };
    this.segments.push(this.current);
  }

  private main(): void {
    this.resume(this.segments[0]!);
  }

  private resume(segment: Segment): void {
    this.current = segment;
  }
}

function sectionLabel(section: Section): Label | undefined {
  if (section.role === 'rollback') return 'rollback';
  if (section.role === 'post-checks') return 'check';
  if (section.role === 'background') return 'background';
  return labelOf(section.title.text);
}

/** A row of a table as texts. */
export interface Row {
  readonly cells: readonly Text[];
  readonly scripts: readonly (readonly Script[])[];
  readonly span: Span;
}

/** The rows of a table under its header. */
export function tableRows(source: SourceText, table: Table): Row[] {
  return table.children.slice(1).map((row) => ({
    cells: row.children.map((cell) => ({ text: readable(cell).trim(), span: spanOfNode(source, cell) })),
    scripts: row.children.map((cell) => codeSpans(cell).flatMap((code) => inlineScript(source, code, 'run ') ?? [])),
    span: spanOfNode(source, row),
  }));
}

/** What each column of a table holds. */
export function columnLabels(table: Table): (Label | undefined)[] {
  return table.children[0]?.children.map((cell) => labelOf(readable(cell))) ?? [];
}

/** The first paragraph of a list item. */
export function leadOf(item: ListItem): Paragraph | undefined {
  const first = item.children[0];
  return first?.type === 'paragraph' ? first : undefined;
}
