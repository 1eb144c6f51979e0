import type { RootContent } from 'mdast';
import type { Approval, BlastRadius, Check, Minutes, Text, Trial, Window } from '../../model/change.js';
import type { SourceText } from '../../model/located.js';
import { readable, type Section, spanOfNode } from './document.js';
import type { SectionRole } from './headings.js';
import { type Label, minutesIn } from './labels.js';
import { approvalFrom, joined, partOf, revisionIn } from './read-step.js';
import { columnLabels, leadOf, linesOf, type Segment, segmentsOf, tableRows } from './segments.js';

/** What a document says outside its steps, by label and by section. */
export interface Fields {
  /** Values of `Label: value`, wherever it stands outside steps and rollbacks. */
  readonly labelled: ReadonlyMap<Label, readonly Text[]>;
  /** Sections by what they are for. */
  readonly sections: ReadonlyMap<SectionRole, readonly Section[]>;
}

/** Gathers labels and sections. Steps and rollbacks are left alone: their labels are theirs. */
export function gatherFields(source: SourceText, root: Section): Fields {
  const labelled = new Map<Label, Text[]>();
  const sections = new Map<SectionRole, Section[]>();
  const visit = (section: Section, inSteps: boolean) => {
    const role = section.role;
    if (role) sections.set(role, [...(sections.get(role) ?? []), section]);
    const steps = inSteps || role === 'steps' || role === 'rollback' || role === 'background';
    const takes: readonly Label[] | undefined = steps ? ['stop-condition'] : undefined;
    for (const segment of segmentsOf(source, section.content, [], section.span))
      if (segment.label && (takes?.includes(segment.label) ?? true)) add(labelled, segment);
    for (const child of section.children) visit(child, steps);
  };
  visit(root, false);
  return { labelled, sections };
}

function add(labelled: Map<Label, Text[]>, segment: Segment): void {
  const value = joined(segment.texts, segment.span);
  if (value === undefined) return;
  labelled.set(segment.label!, [...(labelled.get(segment.label!) ?? []), value]);
}

/** The first value of a label. */
export function field(fields: Fields, ...labels: readonly Label[]): Text | undefined {
  for (const label of labels) {
    const value = fields.labelled.get(label)?.[0];
    if (value) return value;
  }
  return undefined;
}

/** All values of a label, lists of names split at commas. */
export function fieldList(fields: Fields, ...labels: readonly Label[]): Text[] {
  return labels.flatMap((label) => fields.labelled.get(label) ?? []).flatMap(splitList);
}

function splitList(text: Text): Text[] {
  return text.text
    .split(/\n|,(?![^()]*\))/)
    .map((part) => ({ text: part.replace(/^[-*]\s*/, '').trim(), span: text.span }))
    .filter((part) => part.text !== '');
}

/** All words of the sections of a role as one text; what is only an unfilled form gives nothing. */
export function sectionText(source: SourceText, fields: Fields, role: SectionRole): Text | undefined {
  const sections = fields.sections.get(role) ?? [];
  const texts = sections.flatMap((section) =>
    segmentsOf(source, section.content, section.children, section.span).flatMap((segment) => segment.texts),
  );
  return joined(texts, sections[0]?.span ?? { source, start: 0, end: 0 });
}

/** Items of the sections of a role: list items, table rows and paragraphs, one text each. */
export function sectionItems(source: SourceText, fields: Fields, role: SectionRole): Text[] {
  const blocks = (section: Section): RootContent[] => [...section.content, ...section.children.flatMap(blocks)];
  return (fields.sections.get(role) ?? []).flatMap(blocks).flatMap((block) => itemTexts(source, block));
}

function itemTexts(source: SourceText, block: RootContent): Text[] {
  switch (block.type) {
    case 'list':
      return block.children.flatMap((item) => {
        const text = readable(item).trim();
        return text === '' || /^[^:\n]{1,60}:$/.test(text) ? [] : [{ text, span: spanOfNode(source, item) }];
      });
    case 'paragraph':
      return linesOf(source, block)
        .filter((line) => line.value !== '' && !line.value.endsWith(':'))
        .map((line) => ({ text: line.words === '' ? line.value : `${line.words}: ${line.value}`, span: line.span }));
    case 'table':
      return tableRows(source, block).map((row) => ({
        text: row.cells.map((cell) => cell.text).join(' | '),
        span: row.span,
      }));
    default:
      return [];
  }
}

/** Checks of the sections of a role: one per item, heading or fence. */
export function sectionChecks(source: SourceText, fields: Fields, role: SectionRole): Check[] {
  const sections = fields.sections.get(role) ?? [];
  return sections.flatMap((section) => [
    ...checksIn(source, section),
    ...section.children.map((child): Check => {
      const segments = segmentsOf(source, child.content, child.children, child.span);
      return { text: child.title, commands: segments.flatMap((segment) => segment.scripts), span: child.span };
    }),
  ]);
}

function checksIn(source: SourceText, section: Section): Check[] {
  return section.content.flatMap((block): Check[] => {
    const nodes: readonly RootContent[] =
      block.type === 'list' ? (block.children as unknown as RootContent[]) : [block];
    return nodes.flatMap((node) => {
      const span = spanOfNode(source, node);
      const content = node.type === 'listItem' ? (node.children as RootContent[]) : [node];
      const segments = segmentsOf(source, content, [], span);
      const text = joined(
        segments.flatMap((segment) => segment.texts),
        span,
      );
      const commands = segments.flatMap((segment) => segment.scripts);
      return text === undefined && commands.length === 0 ? [] : [{ text, commands, span }];
    });
  });
}

/** When it is carried out: start, end and zone from labels, or from one line of text. */
export function windowOf(source: SourceText, fields: Fields): Window | undefined {
  const dated = field(fields, 'date');
  const line =
    field(fields, 'window') ??
    sectionItems(source, fields, 'window')[0] ??
    (dated && /\d:\d{2}\D+\d{2}:\d{2}/.test(dated.text) ? dated : undefined);
  const start = field(fields, 'start') ?? (line && partOf(line, TIME));
  const rest =
    line && start ? { ...line, text: line.text.slice(line.text.indexOf(start.text) + start.text.length) } : undefined;
  const end =
    field(fields, 'end') ??
    (rest &&
      partOf(rest, /\d{4}-\d{2}-\d{2}[T ]?\d{2}:\d{2}(?::\d{2})?(?:\s?(?:Z|[+-]\d{2}:?\d{2}))?|\b\d{2}:\d{2}\b/));
  const zone = field(fields, 'zone') ?? zoneIn(line) ?? zoneIn(end) ?? zoneIn(start);
  if (!start && !end && !zone) return undefined;
  const cut = (text: Text | undefined) => {
    const part = text && (partOf(text, TIME) ?? text);
    return part && { ...part, text: part.text.replace(/^(\d{4}-\d{2}-\d{2}),\s?/, '$1 ') };
  };
  return { start: cut(start), end: cut(end), zone, span: (line ?? start ?? end ?? zone)!.span };
}

const TIME = /\d{4}-\d{2}-\d{2}(?:(?:[T ]|, ?)\d{2}:\d{2}(?::\d{2})?)?(?:\s?(?:Z\b|[+-]\d{2}:?\d{2}))?/;

function zoneIn(text: Text | undefined): Text | undefined {
  return (
    text &&
    partOf(
      text,
      /\b(?:UTC|GMT)\b(?:[+-]\d{1,2}(?::?\d{2})?)?|\b(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/[A-Za-z_/]+\b|\b(?:CET|CEST|PST|PDT|EST|EDT|MST|MDT|BST|IST|JST|AEST)\b/,
    )
  );
}

/** What may be hit, from labels or from the words of the section. */
export function blastRadiusOf(source: SourceText, fields: Fields): BlastRadius | undefined {
  const words = sectionItems(source, fields, 'blast-radius').filter((item) => !/:\s*$/.test(item.text));
  const customers = field(fields, 'customers') ?? joined(words, { source, start: 0, end: 0 });
  const services = fieldList(fields, 'services', 'target');
  const accounts = fieldList(fields, 'accounts');
  const regions = fieldList(fields, 'regions');
  const cells = fieldList(fields, 'cells');
  const first = customers ?? services[0] ?? accounts[0] ?? regions[0] ?? cells[0];
  return first && { services, accounts, regions, cells, customers, span: first.span };
}

/** Approvals: rows of a table, lines `Role: person, date`, ticked boxes; without a section, `Approver: person`. */
export function approvalsOf(source: SourceText, fields: Fields): Approval[] {
  const blocks = (section: Section): RootContent[] => [...section.content, ...section.children.flatMap(blocks)];
  const sections = fields.sections.get('approvals') ?? [];
  if (sections.length > 0) return sections.flatMap(blocks).flatMap((block) => approvalsIn(source, block));
  return fieldList(fields, 'approval').flatMap((text) => (NO_NAME.test(text.text) ? [] : (approvalFrom(text) ?? [])));
}

/** What stands behind "Approval:" and names nobody. */
const NO_NAME =
  /^\W*(yes|no|required|needed|necessary|approved|pending|open|given|granted|obtained|ok|todo|tbd|n\/a|is|to be|by)\b/i;

function approvalsIn(source: SourceText, block: RootContent): Approval[] {
  if (block.type === 'table') {
    const labels = columnLabels(block);
    return tableRows(source, block).flatMap((row) => {
      const cell = (...wanted: readonly Label[]) =>
        row.cells.find((text, i) => text.text !== '' && wanted.includes(labels[i]!));
      const person = cell('person', 'approval', 'reviewer', 'author');
      return person
        ? [{ person, role: cell('role'), date: cell('date'), revision: cell('revision'), span: row.span }]
        : [];
    });
  }
  if (block.type !== 'list') return [];
  return block.children.flatMap((item) => {
    const lead = leadOf(item);
    if (!lead || item.checked === false) return [];
    const text = readable(lead).trim();
    const match = /^([^:]{2,60}):\s*(\S.*)$/s.exec(text);
    const span = spanOfNode(source, item);
    if (!match) return item.checked ? [approvalFrom({ text, span })!] : [];
    return [approvalFrom({ text: match[2]!, span }, { text: match[1]!.trim(), span })!];
  });
}

/** Trials before production: rows, lines or labels. A line with neither a date nor an environment's name is no evidence. */
export function trialsOf(source: SourceText, fields: Fields): Trial[] {
  const lines = [...(fields.labelled.get('trial') ?? []), ...sectionItems(source, fields, 'trials')];
  const inTables = (fields.sections.get('trials') ?? []).flatMap((section) =>
    section.content.flatMap((block) => trialRows(source, block)),
  );
  if (inTables.length > 0) return inTables;
  const whole = trialFromLabels(fields);
  const found = lines.flatMap((line) => trialFrom(line) ?? []);
  return whole ? [whole, ...found] : found;
}

function trialRows(source: SourceText, block: RootContent): Trial[] {
  if (block.type !== 'table') return [];
  const labels = columnLabels(block);
  if (!labels.includes('environment')) return [];
  return tableRows(source, block).map((row) => {
    const cell = (label: Label) => row.cells.find((text, i) => text.text !== '' && labels[i] === label);
    return {
      environment: cell('environment'),
      date: cell('date'),
      revision: cell('revision'),
      result: cell('result'),
      span: row.span,
    };
  });
}

function trialFromLabels(fields: Fields): Trial | undefined {
  const environment = field(fields, 'environment');
  const revision = field(fields, 'revision');
  if (!environment || !fields.sections.has('trials')) return undefined;
  return {
    environment,
    date: field(fields, 'date'),
    revision,
    result: field(fields, 'result'),
    span: environment.span,
  };
}

function trialFrom(line: Text): Trial | undefined {
  const environment = partOf(
    line,
    /\b(staging|stage|pre-?prod(?:uction)?|gamma|beta|alpha|test|qa|uat|integration|sandbox|dev(?:elopment)?)\b/i,
  );
  const date = partOf(line, /\b\d{4}-\d{2}-\d{2}\b/);
  if (!date || !environment) return undefined;
  return { environment, date, revision: revisionIn(line), result: line, span: line.span };
}

/** The total time that a document declares, in minutes. */
export function totalMinutesOf(fields: Fields): Minutes | undefined {
  const text = field(fields, 'minutes');
  const minutes = text && minutesIn(text.text);
  return text && minutes !== undefined ? { minutes: minutes as number, span: text.span } : undefined;
}
