import { TollgateError } from '../../errors.js';
import type { ChangeReview, Decision, ReviewedStep, SeenStep } from '../../model/change-review.js';
import { locate, type SourceText } from '../../model/located.js';
import { parseDocument } from '../syntax/parse.js';
import { get, type Node, scalarText, spanOf } from '../syntax/tree.js';

/** What a review file says of itself. */
const MARK = 'change-review/v1';

const HINT = 'Mend it, or move it away and review again with `tollgate change review`.';

/**
 * Reads the file of a review.
 *
 * @throws TollgateError REVIEW, naming the line, when it is not what tollgate writes.
 */
export function loadChangeReview(source: SourceText): ChangeReview {
  const root = parseDocument(source);
  if (!root || scalarText(get(root, 'review')) !== MARK)
    throw new TollgateError('REVIEW', `${source.file} is no review of a change`, {
      hint: `A review begins with "review: ${MARK}".`,
    });
  const steps = get(root, 'steps');
  return {
    manifest: text(root, 'manifest'),
    change: text(root, 'change'),
    revision: text(root, 'revision'),
    reviewer: text(root, 'reviewer'),
    date: text(root, 'date'),
    steps: steps?.kind === 'list' ? steps.items.map(step) : [],
  };
}

function step(node: Node): ReviewedStep {
  const seen = get(node, 'seen');
  if (!seen) throw wrong(node, 'a step without "seen"');
  return {
    name: text(node, 'step'),
    decision: decision(node),
    comment: scalarText(get(node, 'comment')) ?? '',
    seen: seenIn(seen),
  };
}

function decision(node: Node): Decision {
  const written = text(node, 'decision');
  if (written === 'accepted' || written === 'commented') return written;
  throw wrong(get(node, 'decision')!, `"${written}" is no decision: accepted or commented`);
}

function seenIn(node: Node): SeenStep {
  return {
    title: scalarText(get(node, 'title')) ?? '',
    does: list(node, 'does'),
    expects: scalarText(get(node, 'expects')) ?? '',
    check: list(node, 'check'),
    rollback: list(node, 'rollback'),
    rollbackCheck: list(node, 'rollbackCheck'),
    irreversible: scalarText(get(node, 'irreversible')) ?? '',
  };
}

function list(node: Node, key: string): string[] {
  const value = get(node, key);
  return value?.kind === 'list' ? value.items.map((item) => scalarText(item) ?? '') : [];
}

function text(node: Node, key: string): string {
  const value = scalarText(get(node, key));
  if (value === undefined) throw wrong(node, `"${key}" is missing`);
  return value;
}

function wrong(node: Node, what: string): TollgateError {
  return new TollgateError('REVIEW', `not a review that can be read: ${what}`, {
    location: locate(spanOf(node)),
    hint: HINT,
  });
}

/** The text of a review's file. Same review, same bytes. */
export function printChangeReview(review: ChangeReview): string {
  const lines = [
    '# Written by `tollgate change review`; commit it beside the manifest.',
    `review: ${MARK}`,
    `manifest: ${quoted(review.manifest)}`,
    `change: ${quoted(review.change)}`,
    `revision: ${quoted(review.revision)}`,
    `reviewer: ${quoted(review.reviewer)}`,
    `date: ${quoted(review.date)}`,
    review.steps.length === 0 ? 'steps: []' : 'steps:',
    ...review.steps.flatMap(printStep),
  ];
  return `${lines.join('\n')}\n`;
}

function printStep({ name, decision: decided, comment, seen }: ReviewedStep): string[] {
  const lists: readonly (keyof SeenStep)[] = ['does', 'check', 'rollback', 'rollbackCheck'];
  return [
    `  - step: ${quoted(name)}`,
    `    decision: ${decided}`,
    ...(comment === '' ? [] : [`    comment: ${quoted(comment)}`]),
    '    seen:',
    `      title: ${quoted(seen.title)}`,
    ...(seen.expects === '' ? [] : [`      expects: ${quoted(seen.expects)}`]),
    ...(seen.irreversible === '' ? [] : [`      irreversible: ${quoted(seen.irreversible)}`]),
    ...lists.flatMap((part) => printList(part, seen[part] as readonly string[])),
  ];
}

function printList(key: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`      ${key}:`, ...items.map((item) => `        - ${quoted(item)}`)];
}

/** JSON strings are YAML strings: nothing in them can be mistaken for anything else. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
