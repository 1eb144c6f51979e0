import type { RootContent } from 'mdast';
import type { Change, PlanItem, RollbackPlan, Text } from '../../model/change.js';
import { SourceText } from '../../model/located.js';
import { changeAddress } from '../change-address.js';
import { parseDocument } from '../syntax/parse.js';
import { get, scalarText, spanOf } from '../syntax/tree.js';
import { type MarkdownDocument, parseMarkdown, type Section, spanOfNode } from './document.js';
import {
  approvalsOf,
  blastRadiusOf,
  field,
  fieldList,
  gatherFields,
  sectionChecks,
  sectionItems,
  sectionText,
  totalMinutesOf,
  trialsOf,
  windowOf,
} from './fields.js';
import { findSteps } from './find-steps.js';
import type { SectionRole } from './headings.js';
import { readSteps, wholeOf } from './read-step.js';
import { findRollbackPlan } from './rollback-plan.js';

/** Sections that a change document has beside its steps and its rollback, and that a tutorial or a README has not. */
const SIGNS: readonly SectionRole[] = [
  'why',
  'blast-radius',
  'window',
  'people',
  'pre-checks',
  'post-checks',
  'stop-condition',
  'communication',
  'approvals',
  'trials',
];

/** How many of {@link SIGNS} make a document with steps and a rollback a change document. */
const ENOUGH_SIGNS = 3;

/**
 * Whether Markdown is a change document. Its title says so, or it has steps, a rollback and the other sections that such
 * documents have. Runbooks and guides are not: `tollgate change check FILE` reads them all the same.
 */
export function isChangeDocument(source: SourceText): boolean {
  // Both words must stand somewhere: cheap, and true of every document that the full look accepts.
  if (!/roll(ing)?[ -]?back|back[ -]?out|revert|undo/i.test(source.text)) return false;
  return isChange(parseMarkdown(source));
}

function isChange(document: MarkdownDocument): boolean {
  const roles = new Set<SectionRole>();
  const visit = (section: Section) => {
    if (section.role) roles.add(section.role);
    section.children.forEach(visit);
  };
  visit(document.root);
  // What calls itself a change may have its rollbacks under its steps, without a heading for them.
  if (/\bchange (request|manifest|management|plan|record)\b|\bproduction change\b/i.test(titleOf(document).text))
    return roles.has('rollback') || roles.has('steps');
  if (!roles.has('rollback')) return false;
  return roles.has('steps') && SIGNS.filter((role) => roles.has(role)).length >= ENOUGH_SIGNS;
}

/**
 * Reads a Markdown document as a reader would: steps under the headings, lists and tables that announce them, rollbacks
 * where they stand, the rest by its labels.
 */
export function loadChangeMarkdown(source: SourceText): Change {
  const document = parseMarkdown(source);
  const title = titleOf(document);
  const isRollback = /\broll(ing)?[ -]?back\b|\bback[ -]?out\b/i.test(title.text.replace(/\([^)]*\)/g, ''));
  const address = changeAddress(frontMatter(document, 'id')?.text ?? title.text);
  const found = findSteps(source, document.root, { isRollback, isChange: isChange(document) });
  const plan = isRollback ? undefined : findRollbackPlan(source, document.root);
  const fields = gatherFields(source, document.root);
  return {
    address,
    format: 'change-markdown',
    span: wholeOf(source),
    title,
    why: field(fields, 'why') ?? sectionText(source, fields, 'why'),
    type: frontMatter(document, 'type') ?? field(fields, 'type'),
    blastRadius: blastRadiusOf(source, fields),
    author: frontMatter(document, 'author') ?? field(fields, 'author'),
    executor: frontMatter(document, 'executor') ?? field(fields, 'executor'),
    reviewers: fieldList(fields, 'reviewer'),
    observers: fieldList(fields, 'observer'),
    window: windowOf(source, fields),
    freezes: [],
    preChecks: sectionChecks(source, fields, 'pre-checks'),
    steps: readSteps(found, address, plan?.items ?? []),
    postChecks: sectionChecks(source, fields, 'post-checks'),
    rollbackPlan: plan && leftOver(plan, found.length),
    stopCondition: field(fields, 'stop-condition') ?? sectionText(source, fields, 'stop-condition'),
    alarms: fieldList(fields, 'alarm'),
    dashboards: fieldList(fields, 'dashboard'),
    communication: [...fieldList(fields, 'communication'), ...sectionItems(source, fields, 'communication')],
    trials: trialsOf(source, fields),
    approvals: approvalsOf(source, fields),
    totalMinutes: totalMinutesOf(fields),
    texts: blockTexts(document),
  };
}

/** The plan without the items that belong to a step that exists. */
function leftOver(plan: RollbackPlan, steps: number): RollbackPlan {
  const belongs = (item: PlanItem) => item.step !== undefined && item.step >= 1 && item.step <= steps;
  return { ...plan, items: plan.items.filter((item) => !belongs(item)) };
}

function titleOf(document: MarkdownDocument): Text {
  const front = frontMatter(document, 'title');
  const heading = document.root.children.find((section) => section.depth === 1) ?? document.root.children[0];
  return (
    front ??
    heading?.title ?? {
      text: document.source.file.replace(/^.*\//, '').replace(/\.\w+$/, ''),
      span: wholeOf(document.source),
    }
  );
}

function frontMatter(document: MarkdownDocument, key: string): Text | undefined {
  if (document.frontMatter === undefined) return undefined;
  const node = get(parseDocument(new SourceText(document.source.file, document.frontMatter)), key);
  const text = scalarText(node);
  return node && text !== undefined ? { text, span: { ...spanOf(node), source: document.source } } : undefined;
}

/** Every block of the document as written, for finding what was left of a template. */
function blockTexts(document: MarkdownDocument): Text[] {
  const { source } = document;
  const visit = (section: Section): Text[] => [
    ...(section.title.text === '' ? [] : [section.title]),
    ...section.content.filter(holdsText).map((block) => {
      const span = spanOfNode(source, block);
      return { text: source.text.slice(span.start, span.end), span };
    }),
    ...section.children.flatMap(visit),
  ];
  return visit(document.root);
}

function holdsText(block: RootContent): boolean {
  return block.type !== 'thematicBreak' && !(block.type === 'html' && block.value.startsWith('<!--'));
}
