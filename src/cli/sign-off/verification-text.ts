import type { Statement } from '../../model/statement.js';
import type { OutcomeChange } from '../../sign-off/outcome-changes.js';
import { REFUSALS, type Refusal } from '../../sign-off/refusal.js';
import type { Verification } from '../../sign-off/verify.js';
import { type Colors, printable } from '../terminal.js';

/** More changed outcomes than this are counted, not listed. */
const MOST_CHANGES = 20;

/** More names than this are counted, not listed. */
const MOST_WORDS = 8;

/** A verification for people: the answer first, then who signed, then each reason against it. */
export function verificationText(
  file: string,
  found: Verification,
  statement: Statement | undefined,
  colors: Colors,
): string {
  const answer = found.accepted ? colors.green('accepted') : colors.red('refused');
  const lines = [`${colors.bold(printable(file))}: ${answer}`];
  if (statement) lines.push('', ...summaryLines(statement));
  if (found.seats.length > 0) lines.push('', ...seatLines(found, colors));
  for (const refusal of found.refusals) lines.push('', ...refusalLines(refusal, colors));
  if (found.outcomeChanges.length > 0) lines.push('', ...changeLines(found.outcomeChanges));
  const count = found.refusals.length;
  if (count > 0) lines.push('', `Refused for ${count} reason${count === 1 ? '' : 's'}.`);
  return `${lines.join('\n')}\n`;
}

/** What a statement says, for somebody about to sign it or to rely on it. */
export function summaryLines({ subject, predicate }: Statement): string[] {
  const { tool, asOf, verdict, judged, waivers, outcomes, repository } = predicate;
  const open = outcomes.filter(({ outcome }) => outcome === 'fail' || outcome === 'undetermined');
  const where = repository.declared ?? repository.origin;
  const lines = [
    `  verdict    ${verdict}, as of ${asOf}, by tollgate ${tool.version}${where === null ? '' : ` for ${where}`}`,
    `  judged     ${some(judged.map(({ kind, address }) => `${kind} ${address}`))}`,
    `  files      ${some(subject.map(({ name }) => name))}`,
    `  outcomes   ${outcomes.length}: ${open.length} fail or are undetermined, ${open.filter(({ waived }) => waived).length} of them waived`,
    ...waivers.map(
      ({ rule, subject: address, reason, approver, expires }) =>
        `  waived     ${rule} for ${address} until ${expires}: ${reason} (approved by ${approver})`,
    ),
  ];
  return lines.map(printable);
}

/** The first few of many, and how many more. */
function some(words: readonly string[]): string {
  const more = words.length - MOST_WORDS;
  return more > 0 ? `${words.slice(0, MOST_WORDS).join(', ')} and ${more} more` : words.join(', ');
}

function seatLines({ seats }: Verification, colors: Colors): string[] {
  const width = Math.max(...seats.map(({ role }) => role.length));
  return seats.map(({ role, name }) =>
    name === undefined
      ? `  ${colors.red('✗')} ${printable(role.padEnd(width))}  nobody yet`
      : `  ${colors.green('✓')} ${printable(role.padEnd(width))}  ${printable(name)}`,
  );
}

function refusalLines({ reason, message, hint }: Refusal, colors: Colors): string[] {
  const lines = [`  ${colors.red('✗')} ${colors.bold(reason)}: ${printable(message)}`];
  return hint === undefined ? lines : [...lines, `      ${printable(hint)}`];
}

function changeLines(changes: readonly OutcomeChange[]): string[] {
  const telling = changes.filter(({ rule, signed, now }) => !rule.startsWith('waiver/') || /fail/.test(signed + now));
  const shown = telling.slice(0, MOST_CHANGES).map(({ rule, subject, signed, now }) => {
    const where = subject === '' ? '' : ` ${subject}`;
    return printable(`    ${rule}${where}: ${signed} → ${now}`);
  });
  const more = telling.length - shown.length;
  return ['  What judging again changes (signed → now):', ...shown, ...(more > 0 ? [`    and ${more} more`] : [])];
}

/** A verification for machines, version 1. */
export function verificationJson(file: string, found: Verification, statement: Statement | undefined): string {
  const document = {
    version: 1,
    envelope: file,
    accepted: found.accepted,
    refusals: found.refusals.map(({ reason, message, hint }) => ({
      reason,
      meaning: REFUSALS[reason],
      message,
      hint: hint ?? null,
    })),
    signers: found.seats.map(({ role, name }) => ({ role, name: name ?? null })),
    changes: {
      inputs: found.inputChanges.map(({ name, what }) => ({ name, what })),
      outcomes: found.outcomeChanges.map(({ rule, subject, signed, now }) => ({ rule, subject, signed, now })),
    },
    statement: statement
      ? {
          asOf: statement.predicate.asOf,
          verdict: statement.predicate.verdict,
          judged: statement.predicate.judged.map(({ kind, address }) => ({ kind, address })),
          files: statement.subject.map(({ name, digest }) => ({ name, sha256: digest.sha256 })),
        }
      : null,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
