import { createHash } from 'node:crypto';
import type { Criticality, Driver, Phase } from '../../model/checklist.js';
import { ownNumber } from './question.js';

/** The longest an id gets, in characters. */
const LONGEST_ID = 48;

/** The longest a title gets before it is cut at a word. */
const LONGEST_TITLE = 72;

const CRITICALITY_WORDS: readonly (readonly [Criticality, RegExp])[] = [
  ['high', /\b(critical|blocker|blocking|high|must|mandatory|required|p0|p1|sev-?1|tier-?1)\b/i],
  ['medium', /\b(medium|moderate|major|should|warning|recommended|p2|sev-?2)\b/i],
  ['low', /\b(low|minor|optional|nice to have|could|may|suggestion|info|p3|p4|sev-?3)\b/i],
];

/** How critical somebody says a question is; undefined when no word of it says. */
export function criticalityIn(text: string): Criticality | undefined {
  return CRITICALITY_WORDS.find(([, words]) => words.test(text))?.[0];
}

/** Headings that make what stands under them weigh less. */
export function criticalityOfHeadings(headings: readonly string[]): Criticality | undefined {
  const level =
    /^(optional|nice to have|recommended|should have|could have|low|medium|high|critical|must have|required)\b/i;
  const said = [...headings].reverse().find((heading) => level.test(heading));
  return said === undefined ? undefined : criticalityIn(said);
}

const DRIVER_WORDS: readonly (readonly [Driver, RegExp])[] = [
  ['review', /\b(post-?mortems?|retrospectives?|lessons learned|correction of errors?|game ?days?|audits?)\b/i],
  [
    'incident-response',
    /\b(incidents?|on-?call|runbooks?|playbooks?|escalat(e|es|ed|ion (path|polic|contact|matrix|process))\w*|pagers?|paging|pagerduty|war ?room)\b/i,
  ],
  [
    'observability',
    /\b(observab\w*|monitor\w*|metrics?|alerts?|alerting|alarms?|logs?|logging|trac(es?|ing)|dashboards?|telemetry|sl[ioa]s?|canar(y|ies))\b/i,
  ],
];

/** The part of the flywheel that a question turns: what its own words say first, then those of its heading. */
export function driverOf(text: string, headings: readonly string[]): Driver {
  for (const words of [text, ...headings.slice(-1)]) {
    const found = DRIVER_WORDS.find(([, pattern]) => pattern.test(words));
    if (found) return found[0];
  }
  return 'readiness';
}

const PHASE_WORDS: readonly (readonly [Phase, RegExp])[] = [
  ['annual', /\b(annual(ly)?|yearly|every year)\b/i],
  ['launch', /\b(launch|go-?live|pre-?production|production|release)\b/i],
  ['design', /\b(design|architecture|requirements|planning)\b/i],
  ['mid-cycle', /\b(development|implementation|mid-?cycle|coding|testing)\b/i],
];

/** When a question is first asked, by its headings: the nearest that says it. */
export function phaseOf(headings: readonly string[]): Phase {
  for (const heading of [...headings].reverse()) {
    const found = PHASE_WORDS.find(([, pattern]) => pattern.test(heading));
    if (found) return found[0];
  }
  return 'launch';
}

/** Whether a question wants words, not yes or no. */
export function wantsWords(question: string): boolean {
  if (/^(list|describe|explain|outline|specify)\b/i.test(question)) return true;
  return question.includes('?') && /^(what|how|who|whom|whose|where|when|which|why)\b/i.test(question);
}

/** A text as a title: whole when it is short, else its first words. */
export function titleOf(text: string): string {
  const short = text.replace(/[.:;,]+$/, '');
  if (short.length <= LONGEST_TITLE) return short;
  const sentence = /^(.{8,}?)(\. |: | \(|; )/.exec(short)?.[1];
  if (sentence !== undefined && sentence.length <= LONGEST_TITLE) return sentence;
  return `${short.slice(0, LONGEST_TITLE - 2).replace(/\s+\S*$/, '')} …`;
}

/** Ids that are readable, and the same as long as the text is: an own number first, else the words. */
export class Ids {
  private readonly taken = new Set<string>();

  /** An id nobody has yet. */
  next(text: string, before: string): string {
    const own = slug(text);
    const candidates = [own, `${slug(before)}-${own}`];
    for (let count = 2; ; count++) {
      const free = candidates.find((id) => !this.taken.has(id));
      if (free !== undefined) {
        this.taken.add(free);
        return free;
      }
      candidates.push(`${own}-${count}`);
    }
  }
}

/** Words that an id can do without. */
const FILLERS =
  /^(a|an|the|is|are|be|been|it|its|of|to|for|and|or|in|on|with|that|this|there|has|have|you|your|we|our|do|does)$/;

function slug(text: string): string {
  if (ownNumber(text) !== undefined) return text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const words = text
    .replace(/^\d+(\.\d+)*[.):]?\s+(?=\S)/, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const telling = words.filter((word) => !FILLERS.test(word));
  let id = '';
  for (const word of telling.length > 0 ? telling : words) {
    if (id.length + word.length + 1 > LONGEST_ID) break;
    id += id === '' ? word : `-${word}`;
  }
  const letters = text.match(/\p{L}|\p{N}/gu)?.length ?? 0;
  // Other scripts have no short spelling of their own here: the text still gives the id.
  if (id.length * 2 >= Math.min(letters, LONGEST_ID) && id !== '') return id;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return id === '' ? `q-${hash}` : `${id}-${hash}`;
}
