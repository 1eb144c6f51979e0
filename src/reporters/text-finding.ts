import type { Finding } from '../model/finding.js';
import type { Location } from '../model/located.js';
import type { ExcerptReader } from './excerpt.js';
import type { Colors, ReportOptions } from './options.js';
import { type FindingGroup, shared } from './order.js';
import { place, scenarioInWords, standingInWords, waiverInWords } from './phrases.js';
import type { Standing } from './summary.js';
import { wrap } from './wrap.js';

/** What every part of a text report needs. */
export interface Page extends ReportOptions {
  readonly read: ExcerptReader;
}

/** Of a group, this many members are shown; the rest is counted, unless verbose. */
const SHOWN_MEMBERS = 3;

const MARKS: Readonly<Record<Standing, string>> = {
  failed: '✗',
  undetermined: '?',
  waived: '~',
  passed: '✓',
  'not-applicable': '-',
};

/** One rule's findings of one standing: what all of them share is said once. */
export function renderGroup(group: FindingGroup, page: Page): string[] {
  const { colors, width, verbose } = page;
  const { findings } = group;
  const shown = verbose ? findings : findings.slice(0, SHOWN_MEMBERS);
  const message = findings.length > 1 ? shared(findings, (finding) => finding.message) : undefined;
  const closing = shared(findings, advice);
  const lines = head(group, colors, width);
  if (message !== undefined) lines.push(...wrap(message, width, '    '));
  shown.forEach((finding, index) => {
    const first = findings.length === 1 ? '    ' : '    - ';
    const text = message === undefined ? finding.message : `in ${finding.subject}`;
    const indent = ' '.repeat(first.length - 4);
    const inner = { ...page, width: width - indent.length };
    const member = [
      ...(message === undefined ? whereabouts(finding, inner) : scenario(finding, inner)),
      ...sighting(finding, inner, verbose || index === 0),
      ...(closing === undefined ? renderAdvice(advice(finding), inner) : []),
    ];
    lines.push(...wrap(text, width, first), ...member.map((line) => indent + line));
  });
  const more = findings.length - shown.length;
  if (more > 0) lines.push(...wrap(`and ${more} more like this (--verbose shows all)`, width, '    ').map(colors.dim));
  if (closing !== undefined) lines.push(...renderAdvice(closing, page));
  return lines;
}

function head(group: FindingGroup, colors: Colors, width: number): string[] {
  const mark = group.standing === 'failed' && !group.blocks ? '!' : MARKS[group.standing];
  const count = group.findings.length === 1 ? '' : `, ${group.findings.length} times`;
  const color = colorOf(group, colors);
  const { rule, alike = [] } = group;
  const name = alike.length === 0 ? rule : `${alike.length + 1} rules`;
  const lines = wrap(`${name}: ${standingInWords(group)}${count}`, width, `  ${mark} `).map((line) => color(line));
  if (alike.length > 0) lines.push(...wrap([rule, ...alike].join(', '), width, '    ').map(colors.dim));
  return lines;
}

function colorOf(group: FindingGroup, colors: Colors): (text: string) => string {
  switch (group.standing) {
    case 'failed':
      return group.blocks ? colors.red : colors.yellow;
    case 'undetermined':
      return colors.yellow;
    case 'waived':
      return colors.cyan;
    case 'passed':
      return colors.green;
    case 'not-applicable':
      return colors.dim;
  }
}

/** Where a finding stands: its address, and the scenario it holds under. */
function whereabouts(finding: Finding, { width }: Page): string[] {
  const when = scenarioInWords(finding);
  return wrap(`${finding.subject}${when === undefined ? '' : `, ${when}`}`, width, '    in ');
}

function scenario(finding: Finding, { width }: Page): string[] {
  const when = scenarioInWords(finding);
  return when === undefined ? [] : wrap(when, width, '    ');
}

/** Where to look: the place, the line itself, and, when verbose, what was seen. */
function sighting(finding: Finding, page: Page, withExcerpt: boolean): string[] {
  const { colors, width, verbose } = page;
  const lines = wrap(place(finding.location), width, '    ').map(colors.cyan);
  if (withExcerpt) lines.push(...excerptLines(finding.location, page));
  if (verbose)
    for (const { text, location } of finding.evidence)
      lines.push(...wrap(`${text}${location ? ` (${place(location)})` : ''}`, width, '    seen: '));
  return lines;
}

/** The line that a place is in, with a caret under the place; nothing when the line is not at hand. */
export function excerptLines(location: Location, { colors, width, read }: Page): string[] {
  const gutter = `    ${String(location.line).padStart(5)} | `;
  const found = read(location, width - gutter.length);
  if (!found) return [];
  const blank = `${' '.repeat(gutter.length - 2)}| `;
  const length = Math.min(found.length, Math.max(1, width - gutter.length - found.caret));
  return [
    `${colors.dim(gutter)}${found.text}`,
    `${colors.dim(blank)}${' '.repeat(found.caret)}${colors.red('^'.repeat(length))}`,
  ];
}

/** What to do about a finding, or who has taken it on. */
interface Advice {
  readonly remedy: string | undefined;
  readonly settledBy: readonly string[];
  readonly waiver: Finding['waiver'];
}

function advice(finding: Finding): Advice {
  const open = finding.outcome === 'fail' || finding.outcome === 'undetermined';
  return {
    remedy: open && !finding.waiver ? finding.remedy : undefined,
    settledBy: open && !finding.waiver ? leastSteps(finding.settledBy ?? []) : [],
    waiver: open ? finding.waiver : undefined,
  };
}

/** Steps without those that only add an alternative to another: `check A` settles what `check A, or declare B` does. */
function leastSteps(steps: readonly string[]): readonly string[] {
  return steps.filter((step) => !steps.some((other) => other !== step && step.startsWith(`${other}, or `)));
}

function renderAdvice({ remedy, settledBy, waiver }: Advice, { colors, width }: Page): string[] {
  const lines: string[] = [];
  if (remedy !== undefined) lines.push(...wrap(remedy, width, '    fix: '));
  for (const step of settledBy) lines.push(...wrap(step, width, '    settle: '));
  if (waiver) lines.push(...wrap(waiverInWords(waiver), width, '    ').map(colors.cyan));
  return lines;
}
