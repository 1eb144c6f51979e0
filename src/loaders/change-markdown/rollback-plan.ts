import type { ListItem, RootContent } from 'mdast';
import type { Minutes, PlanItem, RollbackPlan, Script, Text } from '../../model/change.js';
import type { SourceText, Span } from '../../model/located.js';
import { scriptOf } from './commands.js';
import { readable, type Section, spanOfNode } from './document.js';
import { isUndoing } from './find-steps.js';
import { stepNumberIn } from './headings.js';
import { checkOf, joined, minutesOf } from './read-step.js';
import { columnLabels, leadOf, linesOf, type Segment, segmentsOf, tableRows } from './segments.js';

/** The rollback sections of a document as one plan; undefined when it has none. */
export function findRollbackPlan(source: SourceText, root: Section): RollbackPlan | undefined {
  const sections = rollbackSections(root, false);
  const first = sections[0];
  if (!first) return undefined;
  const items = sections.flatMap((section) => itemsOf(source, section));
  const segments = sections.flatMap((section) => segmentsOf(source, section.content, section.children, section.span));
  return {
    items,
    check: checkOf(segments.filter((segment) => segment.label === 'check' || segment.label === 'rollback-check')),
    minutes: minutesIn(segments),
    title: first.title,
    span: first.span,
  };
}

function rollbackSections(section: Section, amongSteps: boolean): Section[] {
  return section.children.flatMap((child) => {
    if (child.depth > 1 && (amongSteps ? isUndoing(child) : child.role === 'rollback')) return [child];
    // A heading under one step belongs to that step alone.
    if (amongSteps && child.role !== 'steps') return [];
    return child.role === 'background' ? [] : rollbackSections(child, child.role === 'steps');
  });
}

function minutesIn(segments: readonly Segment[]): Minutes | undefined {
  return minutesOf(segments.find((segment) => segment.label === 'minutes'));
}

function itemsOf(source: SourceText, section: Section): PlanItem[] {
  const own = inContent(source, section.content, stepNumberIn(section.title.text));
  const below = section.children
    .filter((child) => child.role !== 'post-checks' && child.role !== 'background')
    .flatMap((child) => {
      const inner = itemsOf(source, child);
      return inner.length > 0 ? inner : [];
    });
  return [...own, ...below];
}

function inContent(source: SourceText, blocks: readonly RootContent[], step: number | undefined): PlanItem[] {
  const items: PlanItem[] = [];
  for (const block of blocks) {
    switch (block.type) {
      case 'list':
        items.push(...block.children.flatMap((item) => itemOf(source, item, step) ?? []));
        break;
      case 'code': {
        const script = scriptOf(source, block);
        if (script) addScript(items, script, step);
        break;
      }
      case 'paragraph': {
        const lines = linesOf(source, block).filter((line) => line.label === undefined || line.label === 'rollback');
        const text = joined(
          lines.filter((line) => line.value !== '').map((line) => ({ text: line.value, span: line.span })),
          spanOfNode(source, block),
        );
        if (text)
          items.push(
            itemFrom(
              text,
              lines.flatMap((line) => line.scripts),
              step,
            ),
          );
        break;
      }
      case 'table':
        items.push(...inTable(source, block, step));
        break;
      default:
        break;
    }
  }
  return items.filter((item) => item.commands.length > 0 || isFilledIn(item.text.text));
}

/** A question or a label with nothing after it is a form that nobody filled in. */
function isFilledIn(text: string): boolean {
  return text.trim() !== '' && !/[:?]\s*$/.test(text);
}

/** A fence belongs to the sentence that leads to it. */
function addScript(items: PlanItem[], script: Script, step: number | undefined): void {
  const before = items.at(-1);
  if (before && before.commands.length === 0) items[items.length - 1] = { ...before, commands: [script] };
  else items.push({ text: { text: '', span: script.span }, commands: [script], step, span: script.span });
}

function itemOf(source: SourceText, item: ListItem, step: number | undefined): PlanItem | undefined {
  const lead = leadOf(item);
  const label = lead && linesOf(source, lead)[0]?.label;
  // Labels with nothing after them are a form that nobody filled in; checks and times are read elsewhere.
  if (label !== undefined && label !== 'rollback' && label !== 'action') return undefined;
  const span = spanOfNode(source, item);
  const main = segmentsOf(source, item.children as RootContent[], [], span).filter(
    (segment) => segment.label === undefined || segment.label === 'rollback' || segment.label === 'action',
  );
  const text = joined(
    main.flatMap((segment) => segment.texts),
    span,
  );
  const commands = main.flatMap((segment) => segment.scripts);
  if (text === undefined && commands.length === 0) return undefined;
  return itemFrom(text ?? { text: '', span }, commands, step);
}

function itemFrom(text: Text, commands: readonly Script[], step: number | undefined): PlanItem {
  return { text, commands, step: stepNumberIn(text.text) ?? step, span: text.span };
}

/** A table with a column for the step and one for what undoes it. */
function inTable(
  source: SourceText,
  table: Extract<RootContent, { type: 'table' }>,
  step: number | undefined,
): PlanItem[] {
  const labels = columnLabels(table);
  const numbers = labels.indexOf('number');
  const heads = table.children[0]!.children.map((cell) => readable(cell));
  return tableRows(source, table).map((row) => {
    const number = /\d+/.exec(row.cells[numbers]?.text ?? '')?.[0];
    const chosen = row.cells.filter(
      (_, index) => index !== numbers && !['check', 'minutes', 'expected'].includes(labels[index] ?? ''),
    );
    const text: Span = row.span;
    return {
      text: { text: chosen.map((cell) => cell.text).join(heads.length > 2 ? ' — ' : ' '), span: text },
      commands: row.scripts.flat(),
      step: number === undefined ? step : Number(number),
      span: row.span,
    };
  });
}
