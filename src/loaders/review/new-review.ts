import { stringify } from 'yaml';
import type { Checklist } from '../../model/checklist.js';
import { REVIEW_VERSION } from './review.js';

/** What a new review begins with. */
export interface NewReview {
  readonly service: string;
  readonly owners: readonly string[];
  readonly description?: string;
  readonly profile: Readonly<Record<string, string | number | boolean>>;
  /** How the review names its checklist. */
  readonly checklist: string;
}

/**
 * The text of a review that asks everything and answers nothing: every question stands as a comment over its empty answer,
 * so that it can also be filled in with an editor.
 */
export function newReview(checklist: Checklist, from: NewReview): string {
  const lines = [
    `# ${checklist.title}: operational readiness review of ${oneLine(from.service)}.`,
    '# Fill it in with `tollgate orr answer`, or here; judge it with `tollgate orr check`.',
    `review: ${REVIEW_VERSION}`,
    'service:',
    ...indent(
      yaml({
        name: from.service,
        ...(from.description === undefined ? {} : { description: from.description }),
        owners: from.owners,
      }),
    ),
    '  profile:',
    ...checklist.profile.flatMap((field) => [
      `    # ${oneLine(field.question)}${field.options.length > 0 ? ` (${field.options.join(', ')})` : ''}`,
      field.id in from.profile ? `    ${yaml({ [field.id]: from.profile[field.id] })[0]}` : `    ${field.id}:`,
    ]),
    'checklist:',
    ...indent(yaml({ name: from.checklist, hash: checklist.hash })),
    'answers:',
    ...checklist.sections.flatMap((section) => [
      `  # ${oneLine(section.title)}`,
      ...section.items.flatMap((item) => [
        `  # ${oneLine(item.question)}`,
        `  ${item.id}:`,
        `    ${yaml({ asked: item.hash })[0]}`,
        '    answer:',
      ]),
    ]),
    'narrative:',
    '  successes:',
    '  risks:',
    '  mitigations:',
    '  followUp:',
  ];
  return `${lines.join('\n')}\n`;
}

function yaml(value: unknown): string[] {
  return stringify(value, { lineWidth: 0 }).trimEnd().split('\n');
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

/** A text as a comment can hold it: no line ends of any kind, and no control characters, which YAML forbids even there. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
