import type { List, ListItem, Paragraph, RootContent, Table } from 'mdast';
import type { Text } from '../../model/change.js';
import type { SourceText, Span } from '../../model/located.js';
import { scriptOf } from './commands.js';
import { offsetOf, readable, type Section, spanOfNode, textOf } from './document.js';
import { isNumberedHeading, withoutNumber } from './headings.js';
import { type Label, labelOf } from './labels.js';
import { columnLabels, leadOf, linesOf, type Row, type Segment, segmentsOf, tableRows } from './segments.js';

/** A step as it stands in the document: its title and the segments of what belongs to it. */
export interface FoundStep {
  readonly title: Text;
  readonly segments: readonly Segment[];
  readonly span: Span;
}

/** Labels that, as an item of a list of steps, speak of the step before. */
const ABOUT_THE_STEP_BEFORE = new Set<Label>([
  'rollback',
  'rollback-check',
  'expected',
  'check',
  'minutes',
  'irreversible',
  'guard',
]);

/** What a document is, as far as that changes where its steps stand. */
export interface DocumentKind {
  /** The whole document is about rolling back: its rollback sections are the steps. */
  readonly isRollback: boolean;
  /** A change document names its steps; a runbook may hold numbered lists under any heading. */
  readonly isChange: boolean;
}

/** The steps of a document, where a reader finds them, in the order of the text. */
export function findSteps(source: SourceText, root: Section, kind: DocumentKind): FoundStep[] {
  const announced = walk(source, root, kind.isRollback);
  const isKnown = (step: FoundStep) =>
    announced.some((known) => known.span.start <= step.title.span.start && step.title.span.start < known.span.end);
  const others = unannounced(source, root, kind, announced.length > 0).filter(
    (step) => !isKnown(step) && (announced.length === 0 || !kind.isChange || isTyped(step)),
  );
  return inOrder([...announced, ...others]);
}

/** Beside the steps that a change document names, only what holds commands is one more. */
function isTyped(step: FoundStep): boolean {
  return step.segments.some((segment) => segment.scripts.length > 0);
}

function walk(source: SourceText, section: Section, isRollback: boolean): FoundStep[] {
  return section.children.flatMap((child) => {
    if (/^\s*step\s+\d/i.test(child.title.text))
      return isUndoing(child) && !isRollback ? [] : [headingStep(source, child)];
    if (/^\s*(phase|stage|part)\s+\d/i.test(child.title.text) && child.role === undefined) {
      const inner = stepsUnder(source, child, isRollback);
      return inner.length > 0 ? inner : [headingStep(source, child)];
    }
    if (child.role === 'steps' || (isRollback && child.role === 'rollback' && child.depth > 1))
      return stepsUnder(source, child, isRollback);
    const enters = child.role === undefined || child.role === 'why' || child.depth === 1;
    return enters ? [...labelledSteps(source, child), ...walk(source, child, isRollback)] : [];
  });
}

/** Steps of a section that announces them: under its headings, else in its lists, tables and fences. */
function stepsUnder(source: SourceText, section: Section, isRollback: boolean): FoundStep[] {
  const own = stepsInContent(source, section.content, section);
  const below = section.children.flatMap((child) => {
    const numbered = isNumberedHeading(child.title.text);
    if (isUndoing(child) && !isRollback) return [];
    if (/^\s*(phase|part)\b/i.test(child.title.text)) {
      const inner = stepsUnder(source, child, isRollback);
      return inner.length > 0 ? inner : [headingStep(source, child)];
    }
    if (numbered) return [headingStep(source, child)];
    if (child.role === 'steps') return stepsUnder(source, child, isRollback);
    const other = child.role !== undefined && child.role !== 'why' && child.role !== 'rollback';
    return other ? [] : [headingStep(source, child)];
  });
  if (own.length > 0 || below.length > 0) return [...own, ...below];
  const prose = section.content.some((block) => block.type === 'paragraph');
  const aboutIt = /overview|strategy|introduction|policy/i.test(section.title.text);
  return prose && !aboutIt ? [headingStep(source, section)] : [];
}

/** Whether a heading among the steps says how to go back: `4A. Abort — manual rollback`. */
export function isUndoing(section: Section): boolean {
  return section.role === 'rollback' || /^\W*(\d+\w?\W+)?abort\b/i.test(section.title.text);
}

function headingStep(source: SourceText, section: Section): FoundStep {
  const title = withoutNumber(section.title.text);
  return {
    title: { text: title, span: section.title.span },
    segments: segmentsOf(source, section.content, section.children, section.span),
    span: section.span,
  };
}

/** Steps under a label inside a section of another name: `Actions:` and a list. */
function labelledSteps(source: SourceText, section: Section): FoundStep[] {
  const labels = labelsOf(source, section.content);
  if (!labels.includes('action')) return [];
  const blocks = section.content.filter((_, index) => labels[index] === 'action');
  return stepsInContent(source, blocks, section);
}

/** For each block, the label of the paragraph that announces it (`Symptoms:`), or undefined. */
function labelsOf(source: SourceText, blocks: readonly RootContent[]): (Label | undefined)[] {
  let current: Label | undefined;
  return blocks.map((block) => {
    if (block.type !== 'paragraph') return current;
    const last = linesOf(source, block).at(-1)!;
    current = last.label !== undefined && last.value === '' ? last.label : undefined;
    return current === undefined ? undefined : current;
  });
}

function stepsInContent(source: SourceText, all: readonly RootContent[], section: Section): FoundStep[] {
  const labels = labelsOf(source, all);
  const blocks = all.filter((_, index) => labels[index] === undefined || labels[index] === 'action');
  const table = blocks.find((block): block is Table => block.type === 'table' && isStepTable(block));
  if (table) {
    const rest = blocks.filter((block) => block !== table);
    return inOrder([...stepsInTable(source, table), ...leftOver(source, rest, section)]);
  }
  const lists = blocks.filter((block): block is List => block.type === 'list' && !asksQuestions(block));
  const chosen = new Set<RootContent>(
    lists.some((list) => list.ordered) ? lists.filter((list) => list.ordered) : lists,
  );
  if (chosen.size === 0) return stepsInFences(source, blocks, section);
  const first = blocks.findIndex((block) => chosen.has(block));
  const rest = blocks.filter((block, at) => !chosen.has(block) && (at < first || !BELONGS_TO_ITEM.has(block.type)));
  return inOrder([...stepsInLists(source, blocks, chosen), ...leftOver(source, rest, section)]);
}

/** What stands after an item of a list of steps and belongs to it. */
const BELONGS_TO_ITEM = new Set(['code', 'list']);

function inOrder(steps: readonly FoundStep[]): FoundStep[] {
  return steps.toSorted((a, b) => a.span.start - b.span.start);
}

/** Commands that stand beside the list or table of steps: whoever carries the change out runs them too. */
function leftOver(source: SourceText, blocks: readonly RootContent[], section: Section): FoundStep[] {
  const flat = blocks.flatMap((block): RootContent[] => (block.type === 'blockquote' ? block.children : [block]));
  const items = flat.flatMap((block) => (block.type === 'list' ? block.children : []));
  const inItems = items.flatMap((item): FoundStep[] => {
    const span = spanOfNode(source, item);
    const segments = segmentsOf(source, item.children as RootContent[], [], span);
    const typed = segments.some((segment) => segment.label !== 'rollback' && segment.scripts.length > 0);
    return typed ? [{ title: itemTitle(source, item), segments, span }] : [];
  });
  return [...inItems, ...stepsInFences(source, flat, section)];
}

/** A list of questions tells nobody what to do. */
function asksQuestions(list: List): boolean {
  return list.children.every((item) => {
    const lead = leadOf(item);
    return lead !== undefined && /\?(\s|$)/.test(readable(lead));
  });
}

/** Items are steps; a fence or a paragraph between two items, or after the last, belongs to the item before it. */
function stepsInLists(
  source: SourceText,
  blocks: readonly RootContent[],
  lists: ReadonlySet<RootContent>,
): FoundStep[] {
  const groups: { item: ListItem; blocks: RootContent[] }[] = [];
  for (const block of blocks) {
    if (block.type !== 'list' || !lists.has(block)) {
      if (block.type === 'code' || block.type === 'list') groups.at(-1)?.blocks.push(block);
      continue;
    }
    for (const item of block.children) {
      const before = groups.at(-1);
      if (before && speaksOfStepBefore(source, item))
        before.blocks.push({ type: 'list', children: [item], position: item.position });
      else groups.push({ item, blocks: [...(item.children as RootContent[])] });
    }
  }
  return groups.map(({ item, blocks: content }) => {
    const whole = spanOfNode(source, item);
    const end = content.at(-1)?.position?.end.offset ?? whole.end;
    const span = { ...whole, end: Math.max(whole.end, end) };
    return { title: itemTitle(source, item), segments: segmentsOf(source, content, [], span), span };
  });
}

function speaksOfStepBefore(source: SourceText, item: ListItem): boolean {
  const lead = leadOf(item);
  const label = lead && linesOf(source, lead)[0]?.label;
  return label !== undefined && ABOUT_THE_STEP_BEFORE.has(label);
}

/** What a list item is called: its bold beginning, else its first sentence. */
function itemTitle(source: SourceText, item: ListItem): Text {
  const lead = leadOf(item);
  if (!lead) return { text: '', span: spanOfNode(source, item) };
  const bold = lead.children[0];
  if (bold?.type === 'strong') {
    const text = readable(bold)
      .replace(/[.:]\s*$/, '')
      .trim();
    if (labelOf(text) === undefined) return { text, span: spanOfNode(source, bold) };
  }
  return { text: firstSentence(readable(lead)), span: spanOfNode(source, lead) };
}

function firstSentence(text: string): string {
  const line = text.split('\n').join(' ').replace(/\s+/g, ' ').trim();
  const end = /[.:;](\s|$)/.exec(line)?.index ?? line.length;
  return line.slice(0, Math.max(end, 1)).trim();
}

function isStepTable(table: Table): boolean {
  const labels = columnLabels(table);
  return labels.includes('action') || (labels.includes('number') && labels.length > 1);
}

function stepsInTable(source: SourceText, table: Table): FoundStep[] {
  const labels = columnLabels(table);
  const heads = table.children[0]!.children.map((cell) => readable(cell));
  return tableRows(source, table).map((row) => rowStep(row, labels, heads));
}

function rowStep(row: Row, labels: readonly (Label | undefined)[], heads: readonly string[]): FoundStep {
  const main: Segment = { label: undefined, words: '', texts: [], scripts: [], span: row.span };
  const segments: Segment[] = [main];
  row.cells.forEach((cell, index) => {
    const label = labels[index];
    if (label === 'number' && /^\W*\d*\W*$/.test(cell.text)) return;
    const isOwn = label === undefined || label === 'action' || label === 'number' || label === 'title';
    const into = isOwn ? main : { label, words: heads[index] ?? '', texts: [], scripts: [], span: cell.span };
    if (!isOwn) segments.push(into);
    if (cell.text !== '') into.texts.push(cell);
    into.scripts.push(...(row.scripts[index] ?? []));
  });
  const title = main.texts[0] ?? { text: '', span: row.span };
  return { title: { text: firstSentence(title.text), span: title.span }, segments, span: row.span };
}

/** With neither list nor table, each fence is a step that the paragraph before it explains, and so is each paragraph with a command. */
function stepsInFences(source: SourceText, blocks: readonly RootContent[], section: Section): FoundStep[] {
  const steps: FoundStep[] = [];
  let lead: Paragraph | undefined;
  for (const block of blocks) {
    if (block.type === 'paragraph') {
      const commands = linesOf(source, block).some((line) => line.scripts.length > 0);
      if (commands) steps.push(proseStep(source, [block], textOf(source, block)));
      lead = commands ? undefined : block;
    } else if (block.type === 'code' && scriptOf(source, block)) {
      const title = lead ? textOf(source, lead) : section.title;
      steps.push(proseStep(source, lead ? [lead, block] : [block], title));
      lead = undefined;
    }
  }
  return steps;
}

function proseStep(source: SourceText, blocks: readonly RootContent[], title: Text): FoundStep {
  const start = offsetOf(blocks[0]!);
  const span = { source, start, end: blocks.at(-1)!.position?.end.offset ?? start };
  return {
    title: { text: firstSentence(title.text), span: title.span },
    segments: segmentsOf(source, blocks, [], span),
    span,
  };
}

/** Numbered lists wherever they stand, and in a document that announces no steps at all, its commands. */
function unannounced(source: SourceText, section: Section, kind: DocumentKind, listsOnly: boolean): FoundStep[] {
  const isOther =
    section.role !== undefined && section.role !== 'why' && !(kind.isRollback && section.role === 'rollback');
  const labels = labelsOf(source, section.content);
  const blocks = section.content.flatMap((block, index): RootContent[] => {
    const undoing = labels[index] === 'rollback' && kind.isRollback;
    if (labels[index] !== undefined && labels[index] !== 'action' && !undoing) return [];
    if (block.type === 'list') return block.ordered || labels[index] !== undefined ? [block] : [];
    return block.type === 'code' || (block.type === 'paragraph' && !listsOnly && labels[index] === undefined)
      ? [block]
      : [];
  });
  const hasList = blocks.some((block) => block.type === 'list');
  const own = (isOther && section.depth > 1) || (listsOnly && !hasList) ? [] : stepsInContent(source, blocks, section);
  const below = section.children.filter(
    (child) => child.role === undefined || child.role === 'why' || child.depth === 1,
  );
  return [...own, ...below.flatMap((child) => unannounced(source, child, kind, listsOnly))];
}
