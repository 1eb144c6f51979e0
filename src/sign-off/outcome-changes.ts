import type { SignedOutcome, SignOff } from '../model/statement.js';
import { canonicalize, type Json } from './canonical.js';

/** A rule that says something else of a subject than what was signed. */
export interface OutcomeChange {
  readonly rule: string;
  readonly subject: string;
  /** `pass`, `fail (waived)`, or `–` when the rule did not speak of it. */
  readonly signed: string;
  readonly now: string;
}

/** The differences between what was signed and what judging gives today: the verdict, what it is about, outcomes by rule. */
export function outcomeChanges(signed: SignOff, now: SignOff): OutcomeChange[] {
  const verdict = { rule: 'verdict', subject: '', signed: signed.verdict, now: now.verdict };
  return [
    ...(signed.verdict === now.verdict ? [] : [verdict]),
    ...listChanges(signed, now),
    ...findingChanges(signed, now),
  ];
}

function listChanges(signed: SignOff, now: SignOff): OutcomeChange[] {
  return LISTS.flatMap(([member, rule]) => {
    if (canonicalize(signed[member] as unknown as Json) === canonicalize(now[member] as unknown as Json)) return [];
    const [before, after] = [signed[member].length, now[member].length];
    const more = before === after ? ' others' : '';
    return [{ rule, subject: '', signed: `${before}`, now: `${after}${more}` }];
  });
}

function findingChanges(signed: SignOff, now: SignOff): OutcomeChange[] {
  const [then, today] = [byFinding(signed.outcomes), byFinding(now.outcomes)];
  return [...new Set([...then.keys(), ...today.keys()])].sort().flatMap((key) => {
    const [a, b] = [then.get(key), today.get(key)];
    if (spoken(a) === spoken(b)) return [];
    const { rule, subject } = (a ?? b)![0]!;
    return [{ rule, subject, signed: spoken(a), now: spoken(b) }];
  });
}

/** What else must come out the same: a statement without its authors would let them sign. */
const LISTS = [
  ['judged', 'things judged'],
  ['waivers', 'waivers used'],
  ['duties', 'authors and executors'],
] as const satisfies readonly (readonly [keyof SignOff, string])[];

function byFinding(outcomes: readonly SignedOutcome[]): Map<string, SignedOutcome[]> {
  const groups = new Map<string, SignedOutcome[]>();
  for (const outcome of outcomes) {
    const key = [outcome.rule, outcome.subject, outcome.scenario].join('\u0000');
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  return groups;
}

function spoken(outcomes: readonly SignedOutcome[] | undefined): string {
  if (!outcomes) return '–';
  const words = outcomes.map(({ outcome, severity, waived }) => `${outcome}${waived ? ' (waived)' : ''} [${severity}]`);
  return [...new Set(words)].sort().join(', ');
}
