import type { AssessedItem, Assessment } from '../../model/assessment.js';
import { printable } from '../terminal.js';

/** Every item of a review with its state, for people or for programs. */
export function listReview(assessment: Assessment, file: string, format: 'text' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(listJson(assessment, file), null, 2)}\n`;
  const width = Math.max(...assessment.items.map((one) => one.item.id.length));
  const lines = assessment.items.map((one) =>
    [one.state.padEnd(14), one.item.id.padEnd(width), printable(one.words ?? one.item.title)].join('  ').trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function listJson(assessment: Assessment, file: string): unknown {
  const { checklist, review } = assessment;
  return {
    version: 1,
    review: file,
    service: review.service.name,
    checklist: { id: checklist.id, hash: checklist.hash },
    profile: checklist.profile.map((field) => ({
      id: field.id,
      question: field.question,
      type: field.type,
      ...(field.options.length > 0 ? { options: field.options } : {}),
      value: review.service.profile[field.id] ?? null,
    })),
    items: assessment.items.map(itemJson),
  };
}

function itemJson(one: AssessedItem): unknown {
  const { item, section, answer } = one;
  return {
    id: item.id,
    section: section.id,
    title: item.title,
    question: item.question,
    why: item.why ?? null,
    goodEvidence: item.goodEvidence ?? null,
    criticality: item.criticality,
    phase: item.phase,
    driver: item.driver,
    type: item.answer.type,
    ...('options' in item.answer
      ? { options: item.answer.options.map((option) => ({ id: option.id, title: option.title })) }
      : {}),
    answeredBy: item.answeredBy,
    when: item.when?.text ?? null,
    state: one.state,
    answer: one.value ?? null,
    note: answer?.note ?? null,
    notApplicable: answer?.notApplicable ?? null,
    risk: one.risk ?? null,
    evidence: one.evidence.map(({ entry, state, reason }) => ({
      kind: entry.kind,
      target: entry.target,
      state,
      reason,
    })),
    confirmed: one.state === 'answered' ? !one.unconfirmed : null,
  };
}
