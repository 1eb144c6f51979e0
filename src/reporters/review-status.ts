import type { AssessedItem, Assessment, DueDate } from '../model/assessment.js';
import { DRIVER_TITLES, DRIVERS, type Section } from '../model/checklist.js';
import { displayWidth } from './display-width.js';
import type { Colors } from './options.js';
import { wrap } from './wrap.js';

/** How the status is written. */
export interface StatusOptions {
  readonly width: number;
  readonly colors: Colors;
  /** The review's file, as people name it. */
  readonly file: string;
}

/** Progress, risks by section and driver, and what is due: for people. */
export function renderReviewStatus(assessment: Assessment, options: StatusOptions): string {
  const { colors, width } = options;
  const { review, checklist } = assessment;
  const heading = (title: string) => ['', colors.bold(title)];
  const text = (words: string, lead = '  ') => wrap(words, width, lead);
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['Risks', risks(assessment)],
    ['Contradicts the rules', contradicted(assessment)],
    ['Stale or missing evidence', weakEvidence(assessment)],
    ['Due', due(assessment)],
    ['Open', open(assessment)],
    ['Checklist changed', changes(assessment)],
  ];
  return [
    ...text(`${review.service.name}: ${checklist.title} (${options.file})`, ''),
    ...text(progressWords(assessment), ''),
    ...heading('Sections'),
    ...table(['', 'answered', 'high', 'medium', 'open'], sections(assessment), width),
    ...heading('Flywheel'),
    ...table(['', 'passed', 'failed', 'unknown'], drivers(assessment), width),
    ...lists.flatMap(([title, lines]) =>
      lines.length === 0 ? [] : [...heading(title), ...lines.flatMap((line) => text(line, '  - '))],
    ),
    '',
  ].join('\n');
}

/** How many questions are answered, in one sentence. */
export function progressWords(assessment: Assessment): string {
  const asked = assessment.items.filter((one) => one.state !== 'out-of-scope');
  const count = (test: (one: AssessedItem) => boolean) => asked.filter(test).length;
  const notApplicable = count((one) => one.state === 'not-applicable');
  const unconfirmed = count((one) => one.state === 'answered' && one.unconfirmed);
  const answered = count((one) => one.state === 'answered') + notApplicable;
  return [
    `${answered} of ${asked.length} answered`,
    unconfirmed > 0 && `${unconfirmed} only by the rules`,
    notApplicable > 0 && `${notApplicable} not applicable`,
    assessment.items.length > asked.length && `${assessment.items.length - asked.length} out of scope`,
  ]
    .filter(Boolean)
    .join(', ');
}

function sections(assessment: Assessment): string[][] {
  return assessment.checklist.sections.map((section: Section) => {
    const items = assessment.items.filter((one) => one.section === section && one.state !== 'out-of-scope');
    const done = items.filter((one) => one.state === 'answered' || one.state === 'not-applicable').length;
    const risk = (level: string) =>
      String(items.filter((one) => one.state === 'answered' && one.risk === level).length);
    return [section.title, `${done}/${items.length}`, risk('high'), risk('medium'), String(items.length - done)];
  });
}

function drivers({ flywheel }: Assessment): string[][] {
  return DRIVERS.map((driver) => {
    const { passed, failed, unknown } = flywheel[driver];
    return [DRIVER_TITLES[driver], String(passed), String(failed), String(unknown)];
  });
}

/** The narrowest column of names; with less room, names stand over their numbers. */
const NARROWEST_NAMES = 20;

/** Columns aligned, numbers to the right; the first gives way on a narrow terminal. */
function table(head: readonly string[], rows: readonly (readonly string[])[], width: number): string[] {
  const numbers = head.slice(1).map((title) => title.length + 2);
  const room = width - 2 - numbers.reduce((sum, one) => sum + one, 0);
  const longest = Math.max(...rows.map((row) => displayWidth(row[0]!)), 1);
  const stacked = longest > room && room < NARROWEST_NAMES;
  const first = stacked ? 0 : Math.min(room, longest);
  return [head, ...rows].flatMap((row) => {
    const cells = row
      .slice(1)
      .map((cell, index) => cell.padStart(numbers[index]!))
      .join('');
    if (stacked) return [...(row[0] === '' ? [] : wrap(row[0]!, width - 2).map((line) => `  ${line}`)), `  ${cells}`];
    const [title, ...rest] = wrap(row[0]!, first);
    const name = title ?? '';
    const line = `  ${name}${' '.repeat(Math.max(0, first - displayWidth(name)))}${cells}`;
    return [line.trimEnd(), ...rest.map((more) => `  ${more}`)];
  });
}

function risks(assessment: Assessment): string[] {
  const level = { high: 0, medium: 1, low: 2, none: 3 } as const;
  return assessment.items
    .filter((one) => one.state === 'answered' && one.risk !== undefined && one.risk !== 'none')
    .sort((a, b) => level[a.risk!] - level[b.risk!])
    .map((one) => `${one.risk}: ${one.item.title} [${one.item.id}]: ${one.words}. ${mitigationWords(one)}`);
}

/** What is done about a risk, in words. */
export function mitigationWords(one: AssessedItem): string {
  const { mitigation } = one;
  if (!mitigation) return 'Nothing mitigates it.';
  if (one.mitigationState === 'missing') return `Nothing mitigates it: the plan says "${mitigation.plan.trim()}".`;
  const when = mitigation.due === undefined ? 'no date' : `until ${mitigation.due}`;
  const late = one.mitigationState === 'overdue' ? ', overdue' : mitigation.done ? `, done on ${mitigation.done}` : '';
  const ticket = mitigation.ticket === undefined ? '' : `, ${mitigation.ticket}`;
  return `Mitigation: ${mitigation.plan.trim()} (${mitigation.owner ?? 'no owner'}, ${when}${ticket}${late}).`;
}

function contradicted(assessment: Assessment): string[] {
  return assessment.items
    .filter((one) => one.contradicted)
    .map((one) => {
      const finding = one.checks!.findings[0]!;
      const note = one.answer?.note ?? one.answer?.notApplicable ?? 'No note says why.';
      return `${one.item.id}: "${one.words ?? 'not applicable'}", but ${finding.rule} says ${finding.outcome}: ${finding.message}. ${note}`;
    });
}

function weakEvidence(assessment: Assessment): string[] {
  return assessment.items.flatMap((one) => {
    if (one.state !== 'answered' || one.evidenceState === 'not-needed' || one.evidenceState === 'fresh') return [];
    if (one.evidence.length === 0) return [`${one.item.id}: nothing is attached`];
    const weak = one.evidence.filter((piece) => piece.state !== 'fresh');
    const kinds = one.item.evidence?.kinds.join(', ') ?? '';
    if (weak.length === 0) return [`${one.item.id}: nothing of a kind that counts is attached (${kinds})`];
    return weak.map((piece) => `${one.item.id}: ${piece.entry.kind} ${piece.entry.target}: ${piece.reason}`);
  });
}

function due(assessment: Assessment): string[] {
  return assessment.due.slice(0, 10).map(({ day, what, item, owner, past }) => {
    return `${day}${past ? ' (past)' : ''}: ${dueWords(what, item)}${owner ? ` (${owner})` : ''}`;
  });
}

/** What comes due, in words. */
export function dueWords(what: DueDate['what'], item: string): string {
  switch (what) {
    case 'mitigation':
      return `mitigation of ${item}`;
    case 'evidence':
      return `evidence of ${item} goes stale`;
    case 'answer':
      return `the day named in ${item} comes too near`;
  }
}

function open(assessment: Assessment): string[] {
  return assessment.items
    .filter((one) => one.state === 'unanswered' || one.state === 'changed')
    .map((one) => `${one.item.id}: ${one.reason ?? one.item.title}`);
}

function changes(assessment: Assessment): string[] {
  return [
    ...assessment.added.map((id) => `new: ${id}`),
    ...assessment.items.filter((one) => one.state === 'changed').map((one) => `changed: ${one.item.id}`),
    ...assessment.gone.map((id) => `gone: ${id} (its answer is still in the file)`),
  ];
}
