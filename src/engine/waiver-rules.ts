import { addDays, type Day, daysBetween } from '../model/day.js';
import type { Finding, Severity } from '../model/finding.js';
import { maySamePerson } from '../model/person-name.js';
import type { Waiver, WaiverPolicy } from '../model/waiver.js';

/** A waiver, and all that decides whether it holds. */
export interface WaiverCase {
  readonly waiver: Waiver;
  /** Failed and undetermined findings that its rule and subject name. */
  readonly matches: readonly Finding[];
  readonly policy: WaiverPolicy;
  readonly asOf: Day;
  /** Addresses of the rule's findings that could be waived, for somebody who mistyped one. */
  readonly candidates: readonly string[];
  /** Whether the rule was applied at all. */
  readonly ruleKnown: boolean;
}

/** What is wrong with a waiver and what to do. */
export interface WaiverTrouble {
  readonly message: string;
  readonly remedy: string;
}

/** One thing that a waiver must or should be. */
export interface WaiverRule {
  /** `waiver/…`. */
  readonly id: string;
  /** The desired truth. */
  readonly title: string;
  /** When it matters; where a waiver covers nothing that fails, no more than `warning`. */
  readonly severity: Severity;
  /** Whether a waiver that breaks the rule covers nothing. */
  readonly voids: boolean;
  readonly rationale: string;
  readonly remedy: string;
  readonly trouble: (waiverCase: WaiverCase) => WaiverTrouble | undefined;
}

/** Every rule about waivers, in the order in which they are looked at. */
export const WAIVER_RULES: readonly WaiverRule[] = [
  {
    id: 'waiver/expired',
    title: 'No waiver has ended',
    severity: 'blocker',
    voids: true,
    rationale: 'A waiver is a promise with a date. Past the date the promise is broken, and the finding counts again.',
    remedy: 'Mend what the waiver covered and remove it, or have it approved again with a new date.',
    trouble({ waiver, asOf }) {
      if (waiver.expires >= asOf) return undefined;
      const days = daysBetween(waiver.expires, asOf);
      return {
        message: `the waiver ended on ${waiver.expires}, ${days} day${days === 1 ? '' : 's'} before ${asOf}`,
        remedy: `Mend ${waiver.rule} and remove the waiver, or have it approved again (${waiver.ticket}).`,
      };
    },
  },
  {
    id: 'waiver/started',
    title: 'Every waiver has begun',
    severity: 'warning',
    voids: true,
    rationale: 'A waiver for later covers nothing today.',
    remedy: 'Wait for its first day, or have it approved for an earlier one.',
    trouble({ waiver, asOf }) {
      if (waiver.from === undefined || waiver.from <= asOf) return undefined;
      return { message: `the waiver holds only from ${waiver.from} on`, remedy: `Come back on ${waiver.from}.` };
    },
  },
  {
    id: 'waiver/not-too-long',
    title: 'No waiver lasts longer than its severity allows',
    severity: 'blocker',
    voids: false,
    rationale: 'An exception without an end in sight is a change of the rule, made where nobody reviews rules.',
    remedy: 'Bring the date nearer; renew the waiver when it ends, if it must be.',
    trouble(waiverCase) {
      const tooLong = waiverCase.matches.find((finding) => isTooLong(waiverCase, finding.severity));
      if (!tooLong) return undefined;
      const { waiver, policy, asOf } = waiverCase;
      const most = policy.maxDays[tooLong.severity];
      const start = waiver.from ?? asOf;
      return {
        message: `the waiver reaches ${daysBetween(start, waiver.expires)} days ahead; a ${tooLong.severity} can be waived for ${most}`,
        remedy: `Let it expire on ${addDays(start, most)} or earlier.`,
      };
    },
  },
  {
    id: 'waiver/two-people',
    title: 'Somebody else than its owner approved each waiver',
    severity: 'blocker',
    voids: true,
    rationale: 'Nobody grants an exception to themselves.',
    remedy: 'Have somebody else approve it.',
    trouble({ waiver }) {
      if (!maySamePerson(waiver.owner, waiver.approver)) return undefined;
      return {
        message: `${waiver.owner} owns the waiver and approved it${waiver.approver === waiver.owner ? '' : ` (as ${waiver.approver})`}`,
        remedy: 'Have somebody else approve it, and write their name under approver.',
      };
    },
  },
  {
    id: 'waiver/rule-can-be-waived',
    title: 'Only rules that may be waived are waived',
    severity: 'blocker',
    voids: true,
    rationale: 'Some rules have no exceptions; the organisation says which.',
    remedy: 'Mend what the rule asks for.',
    trouble({ waiver, policy }) {
      if (!waiver.rule.startsWith('waiver/') && !policy.never.some((never) => namesRule(never, waiver.rule)))
        return undefined;
      return {
        message: `${waiver.rule} cannot be waived`,
        remedy: `Mend what ${waiver.rule} asks for; remove the waiver.`,
      };
    },
  },
  {
    id: 'waiver/narrow',
    title: 'Every waiver names what it is about',
    severity: 'blocker',
    voids: true,
    rationale: 'A waiver for everything also covers what nobody has seen yet.',
    remedy: 'Name the subject; write one waiver per subject when they are several.',
    trouble({ waiver, matches, policy }) {
      const segments = waiver.subject.split('/');
      const subjects = new Set(matches.map(({ subject }) => subject));
      const exact = subjects.size === 1 && subjects.has(waiver.subject);
      if (exact || !segments.includes('*')) return undefined;
      if (segments[0] === '*')
        return {
          message: `the subject ${waiver.subject} names nothing in particular: it begins with "*"`,
          remedy: 'Begin the subject with the name of what was judged.',
        };
      if (subjects.size <= policy.maxSubjects) return undefined;
      return {
        message: `the waiver covers ${subjects.size} subjects; at most ${policy.maxSubjects} can share one`,
        remedy: 'Write one waiver per subject.',
      };
    },
  },
  {
    id: 'waiver/used',
    title: 'Every waiver covers something',
    severity: 'warning',
    voids: false,
    rationale: 'A waiver for nothing waits for something to hide.',
    remedy: 'Remove it, or mend its rule or subject.',
    trouble({ waiver, matches, candidates, ruleKnown }) {
      if (matches.length > 0) return undefined;
      if (!ruleKnown)
        return {
          message: `no rule named ${waiver.rule} was applied`,
          remedy: 'Mend the name of the rule, or remove the waiver.',
        };
      const others = candidates.slice(0, 3).join(', ');
      return {
        message: `${waiver.rule} neither fails nor is undetermined for ${waiver.subject}`,
        remedy: others === '' ? 'Remove the waiver.' : `Remove the waiver, or did you mean ${others}?`,
      };
    },
  },
  {
    id: 'waiver/not-ending-soon',
    title: 'No waiver in use is about to end',
    severity: 'warning',
    voids: false,
    rationale: 'The day after a waiver ends, what it covers blocks. That should surprise nobody.',
    remedy: 'Mend what it covers in time, or have it approved again.',
    trouble({ waiver, matches, policy, asOf }) {
      const days = daysBetween(asOf, waiver.expires);
      if (matches.length === 0 || days < 0 || days > policy.warnDays) return undefined;
      const left = days === 0 ? 'today is its last day' : `${days} day${days === 1 ? '' : 's'} from ${asOf}`;
      return {
        message: `the waiver ends on ${waiver.expires}: ${left}`,
        remedy: `Mend ${waiver.rule} before, or have the waiver approved again (${waiver.ticket}).`,
      };
    },
  },
];

/** Whether a waiver reaches further than findings of a severity may be waived. */
export function isTooLong({ waiver, policy, asOf }: WaiverCase, severity: Severity): boolean {
  return daysBetween(waiver.from ?? asOf, waiver.expires) > policy.maxDays[severity];
}

function namesRule(pattern: string, rule: string): boolean {
  return pattern === rule || (pattern.endsWith('/*') && rule.startsWith(pattern.slice(0, -1)));
}

/**
 * Whether a waiver's subject names an address. `*` stands for exactly one segment; an address that is spelled the same
 * matches in any case, for names can hold any character.
 */
export function namesSubject(pattern: string, address: string): boolean {
  if (pattern === address) return true;
  const [wanted, found] = [pattern.split('/'), address.split('/')];
  return wanted.length === found.length && wanted.every((segment, at) => segment === '*' || segment === found[at]);
}
