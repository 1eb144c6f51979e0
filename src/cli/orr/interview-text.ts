import { loadTestInWords } from '../../facts/review/evidence.js';
import { inWords } from '../../facts/review/value.js';
import type { AssessedItem, Assessment, JudgedEvidence } from '../../model/assessment.js';
import { EVIDENCE_KINDS, type EvidenceKind, type Item, type Risk } from '../../model/checklist.js';
import { mitigationWords } from '../../reporters/review-status.js';
import { wrap } from '../../reporters/wrap.js';
import type { Colors } from '../terminal.js';

/** How the interview draws: width and colours of the terminal. */
export interface Style {
  readonly columns: number;
  readonly colors: Colors;
}

type Paint = (text: string) => string;

/** One paragraph: made safe to print, broken at the terminal's width, then coloured. Ends with a line end. */
export function paragraph(style: Style, text: string, paint: Paint = String): string {
  return `${wrap(text, style.columns).map(paint).join('\n')}\n`;
}

/** The top of a question: where we are, what is asked, what is known. */
export function questionText(assessment: Assessment, assessed: AssessedItem, style: Style): string {
  const { colors } = style;
  const { item, section } = assessed;
  const { done, total } = progress(assessment);
  const number = assessment.items.findIndex((one) => one.item === item) + 1;
  const where = `${section.title} | question ${number} of ${assessment.items.length} | ${done} of ${total} answered`;
  return [
    '\n',
    paragraph(style, where, colors.dim),
    paragraph(style, `${item.title} (${item.criticality}, ${item.phase})`, colors.bold),
    item.question === item.title ? '' : paragraph(style, item.question),
    ...known(assessed, style),
  ].join('');
}

/** Counts what is answered among what applies. */
export function progress(assessment: Assessment): { readonly done: number; readonly total: number } {
  const asked = assessment.items.filter((one) => one.state !== 'out-of-scope');
  const open = asked.filter((one) => one.state === 'unanswered' || one.state === 'changed');
  return { done: asked.length - open.length, total: asked.length };
}

/** Findings that a question shows; a repository may have hundreds. */
const SHOWN_FINDINGS = 3;

function known(assessed: AssessedItem, style: Style): string[] {
  const { colors } = style;
  const { answer, checks, reason, words } = assessed;
  const option = checks?.option === undefined ? undefined : inWords(assessed.item, checks.option);
  const lines: string[] = [];
  const say = (text: string, paint?: Paint) => void lines.push(paragraph(style, text, paint));
  if (words !== undefined && assessed.unconfirmed)
    say(`The checks answer: ${words}. Choose it to confirm, or something else to contradict.`, colors.cyan);
  else if (words === undefined && option !== undefined && answer?.notApplicable === undefined)
    say(`The checks say: ${option}. Choose it to confirm, or something else to contradict.`, colors.cyan);
  else if (words !== undefined) say(`Answered so far: ${words}${answer?.by === undefined ? '' : ` (${answer.by})`}`);
  if (answer?.notApplicable !== undefined) say(`Said to be not applicable: ${answer.notApplicable}`);
  if (answer?.note !== undefined) say(`Note: ${answer.note}`);
  if (reason !== undefined) say(`${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`, colors.yellow);
  if (assessed.mitigation) say(mitigationWords(assessed));
  for (const { outcome, message, rule, location } of checks?.findings.slice(0, SHOWN_FINDINGS) ?? [])
    say(`${outcome}: ${message} (${rule}, ${location.file}:${location.line})`, colors.dim);
  const more = (checks?.findings.length ?? 0) - SHOWN_FINDINGS;
  if (more > 0) say(`and ${more} more; tollgate check shows all`, colors.dim);
  for (const one of assessed.evidence) say(evidenceLine(one), colors.dim);
  return lines;
}

/** One piece of evidence in a line. */
export function evidenceLine(one: JudgedEvidence): string {
  const { entry, state, reason, loadTest, date } = one;
  const about = loadTest ? ` (${loadTestInWords(loadTest)})` : date === undefined ? '' : ` of ${date}`;
  const why = state === 'fresh' || reason === '' ? '' : `: ${state}, ${reason}`;
  return `${entry.kind} ${entry.target}${about}${why}`;
}

/** How evidence of each kind is written, in a few words. */
const WRITTEN_AS: Readonly<Record<EvidenceKind, string>> = {
  file: 'a path in the repository',
  link: 'a link',
  alarm: "an alarm's ARN",
  dashboard: "a dashboard's ARN",
  'load-test': "a load-test report's path",
  'game-day': 'game-day:PATH@YYYY-MM-DD',
  incident: 'incident:NUMBER',
  rule: 'rule:ID',
};

/** What may be written as evidence of these kinds, or of any when none is named. */
export function evidenceHint(kinds: readonly EvidenceKind[]): string {
  // What rules find is attached to an answer that agrees with them.
  const ways = (kinds.length > 0 ? kinds : EVIDENCE_KINDS)
    .filter((kind) => kind !== 'rule')
    .map((kind) => WRITTEN_AS[kind]);
  return `${ways.join(', or ')}; Enter alone: none`;
}

/** Why an item is asked, what good evidence is, and where it comes from. */
export function whyText(item: Item, style: Style): string {
  const { colors } = style;
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['Why', item.why],
    ['Good evidence', item.goodEvidence],
    ['Applies when', item.when?.text],
    ['Answered by', item.answeredBy.length > 0 ? item.answeredBy.join(', ') : undefined],
    ['Incident', item.incident && [item.incident.title, item.incident.url].filter(Boolean).join(', ')],
    ['Source', item.source && [item.source.title, item.source.url].filter(Boolean).join(', ')],
    ...statements(item),
  ];
  const said = parts.filter(([, text]) => text !== undefined);
  if (said.length === 0) return paragraph(style, 'There is no guidance for this question.', colors.cyan);
  return said.map(([label, text]) => paragraph(style, `${label}: ${text}`, colors.cyan)).join('');
}

function statements(item: Item): [string, string | undefined][] {
  if (item.answer.type !== 'some-of') return [];
  return item.answer.options.map((option) => {
    const text = [option.guidance?.text, option.guidance?.url].filter(Boolean).join(' ');
    return [option.title, text === '' ? undefined : text];
  });
}

/** What was understood, after an answer. */
export function acceptedText(assessed: AssessedItem, style: Style): string {
  const { colors } = style;
  if (assessed.state === 'not-applicable') return paragraph(style, 'Noted: not applicable.', colors.dim);
  const risk = assessed.risk ?? 'none';
  const words = assessed.words ?? '';
  return risk === 'none'
    ? paragraph(style, `Noted: ${words}.`, colors.green)
    : paragraph(style, `Noted: ${words}. That is a ${risk} risk.`, riskPaint(risk, colors));
}

/** The colour of a risk. */
export function riskPaint(risk: Risk, colors: Colors): Paint {
  switch (risk) {
    case 'none':
      return colors.green;
    case 'low':
      return colors.dim;
    case 'medium':
      return colors.yellow;
    case 'high':
      return colors.red;
  }
}
