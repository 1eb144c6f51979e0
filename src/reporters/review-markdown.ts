import type { AssessedItem, Assessment } from '../model/assessment.js';
import { DRIVER_TITLES, DRIVERS } from '../model/checklist.js';
import { NARRATIVE, type Narrative } from '../model/review.js';
import { escapeMarkdown } from './markdown-escape.js';
import { dueWords, mitigationWords, progressWords } from './review-status.js';

/**
 * The document for the review meeting. What is to be decided stands on the first page, then what the team makes of it, then every
 * answer with its evidence.
 */
export function renderReviewMarkdown(assessment: Assessment): string {
  const { review, checklist, asOf } = assessment;
  const owners = review.service.owners.join(', ');
  return `${[
    `# ${md(review.service.name)}: ${md(checklist.title)}`,
    ...(review.service.description === undefined ? [] : ['', md(review.service.description)]),
    '',
    `Owners: ${owners === '' ? '*nobody*' : md(owners)}  `,
    `As of ${asOf}: ${progressWords(assessment)}  `,
    `Checklist ${md(checklist.id)}, ${checklist.hash}`,
    ...section('What the meeting decides about', toDecide(assessment)),
    ...narrative(assessment),
    ...risks(assessment),
    ...section('Answers that contradict the rules', contradictions(assessment)),
    ...section('Evidence that does not hold', evidence(assessment)),
    ...section('Said not to apply', notApplicable(assessment)),
    ...section('Not answered', open(assessment)),
    '',
    '## Flywheel',
    '',
    ...flywheel(assessment),
    ...section('About the service', profile(assessment)),
    ...answers(assessment),
    ...section('What comes due', due(assessment)),
    '',
    '## Decision',
    '',
    '| Role | Name | Decision | Date |',
    '|---|---|---|---|',
    '| Bar raiser | | | |',
    '| Director | | | |',
  ].join('\n')}\n`;
}

/** How much there is of what a bar raiser looks at first; what there is none of is left out. */
function toDecide(assessment: Assessment): string[] {
  const { items, gone, due } = assessment;
  const answered = items.filter((one) => one.state === 'answered');
  const high = answered.filter((one) => one.risk === 'high');
  const counts: readonly (readonly [number, string, string])[] = [
    [
      high.filter((one) => !isMitigated(one)).length,
      'high risk',
      'without a mitigation that somebody owes by a day that is not past',
    ],
    [high.filter(isMitigated).length, 'high risk', 'with a mitigation'],
    [answered.filter((one) => one.risk === 'medium').length, 'medium risk', ''],
    [items.filter((one) => one.contradicted).length, 'answer', 'against what the rules find'],
    [answered.filter(lacksEvidence).length, 'answer', 'without evidence that holds'],
    [
      items.filter((one) => one.state === 'answered' && one.unconfirmed).length,
      'answer',
      'only by the rules, not confirmed',
    ],
    [items.filter((one) => one.state === 'not-applicable').length, 'question', 'said not to apply'],
    [items.filter((one) => one.state === 'unanswered').length, 'question', 'not answered'],
    [items.filter((one) => one.state === 'changed').length, 'question', 'changed since it was answered'],
    [gone.length, 'answer', 'to questions that are no longer asked'],
    [due.filter((one) => one.past).length, 'date', 'past'],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, what, how]) => `**${count}** ${what}${count === 1 ? '' : 's'}${how === '' ? '' : ` ${how}`}`);
}

function isMitigated({ mitigationState }: AssessedItem): boolean {
  return mitigationState === 'planned';
}

function lacksEvidence({ evidenceState }: AssessedItem): boolean {
  return evidenceState !== 'not-needed' && evidenceState !== 'fresh';
}

function notApplicable(assessment: Assessment): string[] {
  return assessment.items
    .filter((one) => one.state === 'not-applicable')
    .map(({ item, answer }) => `**${md(item.title)}** (${item.criticality}): ${md(answer?.notApplicable ?? '')}`);
}

/** What the team said of the service, and which questions were not asked because of it: the meeting may know better. */
function profile({ checklist, review, items }: Assessment): string[] {
  const facts = checklist.profile.map(({ id, question }) => {
    const value = review.service.profile[id];
    return `${md(question)} **${value === undefined ? 'not known yet' : md(inWords(value))}**`;
  });
  const left = items.filter((one) => one.state === 'out-of-scope').map(({ item }) => md(item.title));
  return left.length === 0 ? facts : [...facts, `Not asked because of that: ${left.join(', ')}`];
}

function inWords(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

const md = (text: string) => escapeMarkdown(text.replace(/\s+/g, ' ').trim());

/** Four headings, whether or not something is written: the room is what the meeting needs. */
function narrative({ review }: Assessment): string[] {
  return Object.entries(NARRATIVE).flatMap(([part, title]) => {
    const text = review.narrative[part as keyof Narrative];
    const paragraphs = text?.split(/\n\s*\n/).map(md) ?? ['*Not written yet.*'];
    return ['', `## ${title}`, '', paragraphs.join('\n\n')];
  });
}

function flywheel(assessment: Assessment): string[] {
  return [
    '| Driver | Passed | Failed | Unknown | Not applicable |',
    '|---|---:|---:|---:|---:|',
    ...DRIVERS.map((driver) => {
      const { passed, failed, unknown, 'not-applicable': left } = assessment.flywheel[driver];
      return `| ${DRIVER_TITLES[driver]} | ${passed} | ${failed} | ${unknown} | ${left} |`;
    }),
  ];
}

function risks(assessment: Assessment): string[] {
  const found = (['high', 'medium', 'low'] as const).flatMap((risk) =>
    assessment.items
      .filter((one) => one.state === 'answered' && one.risk === risk)
      .sort((a, b) => Number(isMitigated(a)) - Number(isMitigated(b))),
  );
  if (found.length === 0) return [];
  return [
    '',
    '## Risks and mitigations',
    '',
    '| Risk | Question | Answer | Mitigation |',
    '|---|---|---|---|',
    ...found.map(
      (one) => `| ${one.risk} | ${cell(one.item.title)} | ${cell(one.words ?? '')} | ${cell(mitigationWords(one))} |`,
    ),
  ];
}

function cell(text: string): string {
  return md(text).replaceAll('|', '\\|').replaceAll('\\\\|', '\\|');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines.map((line) => `- ${line}`)];
}

function contradictions(assessment: Assessment): string[] {
  return assessment.items
    .filter((one) => one.contradicted)
    .map((one) => {
      const found = one.checks!.findings.map(
        (finding) => `${finding.rule} says ${finding.outcome}: ${finding.message}`,
      );
      const note = one.answer?.note ?? one.answer?.notApplicable;
      return `**${md(one.item.title)}**: "${md(one.words ?? 'not applicable')}", but ${md(found.join('; '))}. ${note === undefined ? '*No note says why.*' : `Note: ${md(note)}`}`;
    });
}

function evidence(assessment: Assessment): string[] {
  return assessment.items.flatMap((one) => {
    if (one.state !== 'answered' || !lacksEvidence(one)) return [];
    if (one.evidence.length === 0) return [`**${md(one.item.title)}**: nothing is attached`];
    const weak = one.evidence.filter((piece) => piece.state !== 'fresh');
    if (weak.length === 0) return [`**${md(one.item.title)}**: nothing of a kind that counts is attached`];
    return weak.map(
      (piece) => `**${md(one.item.title)}**: ${md(`${piece.entry.kind} ${piece.entry.target}: ${piece.reason}`)}`,
    );
  });
}

function open(assessment: Assessment): string[] {
  return assessment.items
    .filter((one) => one.state === 'unanswered' || one.state === 'changed')
    .map(
      (one) =>
        `**${md(one.item.title)}** (${one.item.criticality}): ${md(one.item.question)}${one.reason === undefined ? '' : ` (${md(one.reason)})`}`,
    );
}

function answers(assessment: Assessment): string[] {
  return assessment.checklist.sections.flatMap((part) => {
    const said = assessment.items.filter(
      (one) => one.section === part && (one.state === 'answered' || one.state === 'not-applicable'),
    );
    if (said.length === 0) return [];
    return ['', `## ${md(part.title)}`, ...said.flatMap(answer)];
  });
}

/** Links can be followed; other answers are words. */
function said({ item, value, words = '' }: AssessedItem): string {
  return item.answer.type === 'links' && typeof value === 'object' ? value.map(target).join(', ') : md(words);
}

/** A link that can be followed; anything else as it is written. */
function target(text: string): string {
  return /^https?:\/\/[\w.~:/?#@!$&'()*+,;=%[\]-]+$/.test(text) ? `<${text}>` : md(text);
}

function answer(one: AssessedItem): string[] {
  const { item, answer: given } = one;
  const by = one.unconfirmed ? 'the rules, not confirmed' : (given?.by ?? '');
  const at = given?.at === undefined ? '' : `, ${given.at.slice(0, 10)}`;
  const head =
    one.state === 'not-applicable'
      ? `**Not applicable**: ${md(given?.notApplicable ?? '')}`
      : `**${said(one)}**${one.risk === undefined || one.risk === 'none' ? '' : ` (${one.risk} risk)`}`;
  return [
    '',
    `### ${md(item.title)}`,
    '',
    `*${md(item.question)}*`,
    '',
    `${head}${by === '' ? '' : ` (${md(by)}${at})`}`,
    ...(given?.note === undefined ? [] : ['', md(given.note)]),
    ...(one.evidence.length === 0 ? [] : ['']),
    ...one.evidence.map((piece) => {
      const note = piece.entry.note === undefined ? '' : `: ${md(piece.entry.note)}`;
      const why = piece.reason === '' ? '' : `, ${md(piece.reason)}`;
      return `- ${piece.entry.kind}: ${target(piece.entry.target)}${note} (${piece.state}${why})`;
    }),
  ];
}

function due(assessment: Assessment): string[] {
  return assessment.due.map(({ day, what, item, owner, past }) => {
    const who = owner === undefined ? '' : ` (${md(owner)})`;
    return `${day}${past ? ' **past**' : ''}: ${md(dueWords(what, item))}${who}`;
  });
}
