import type { AppliedWaiver, Finding } from '../model/finding.js';
import type { Location } from '../model/located.js';
import type { Subject } from '../model/report.js';
import type { FindingGroup } from './order.js';
import { countFindings, countsInWords } from './summary.js';

/** `file:line:column`, as editors and terminals open it. */
export function place(location: Location): string {
  return `${location.file}:${location.line}:${location.column}`;
}

/** What became of a group, in a few words: `fails, blocks`, `undetermined, does not block (warning)`. */
export function standingInWords(group: Pick<FindingGroup, 'standing' | 'severity' | 'blocks'>): string {
  const weight = group.blocks ? 'blocks' : `does not block (${group.severity})`;
  switch (group.standing) {
    case 'failed':
      return `fails, ${weight}`;
    case 'undetermined':
      return `undetermined, ${weight}`;
    case 'waived':
      return 'waived';
    case 'passed':
      return 'passes';
    case 'not-applicable':
      return 'not applicable';
  }
}

/** Who answers for a waiver, how long it holds, and why. */
export function waiverInWords(waiver: AppliedWaiver): string {
  const ticket = waiver.ticket === undefined ? '' : ` (${waiver.ticket})`;
  return `waived until ${waiver.expires} by ${waiver.owner}, approved by ${waiver.approver}${ticket}: ${waiver.reason}`;
}

/** `when IsProd = true`: under which scenario a finding holds. */
export function scenarioInWords(finding: Pick<Finding, 'scenario'>): string | undefined {
  return finding.scenario === undefined
    ? undefined
    : `when ${finding.scenario.split('; or ').map(inShort).join('; or ')}`;
}

/** More conditions than these are not read one by one. */
const READABLE = 6;

/** Many conditions as the few that stand out, and how all the others are. */
function inShort(scenario: string): string {
  const conditions = scenario.split(', ');
  if (conditions.length <= READABLE) return scenario;
  const [on, off] = ['true', 'false'].map((truth) => conditions.filter((it) => it.endsWith(` = ${truth}`)));
  if (on!.length + off!.length < conditions.length) return scenario;
  const [few, many, truth] = on!.length <= off!.length ? [on!, off!, 'false'] : [off!, on!, 'true'];
  const shown = [...few, ...many.slice(0, Math.max(0, 2 - few.length))];
  return `${shown.join(', ')}, the other ${conditions.length - shown.length} ${truth}`;
}

/** What passed and what does not apply, as one phrase; undefined when nothing did either. */
export function quietCounts(subject: Subject): string | undefined {
  const { passed, notApplicable } = countFindings(subject.findings);
  const counts = { ...countFindings([]), passed, notApplicable };
  return passed + notApplicable === 0 ? undefined : countsInWords(counts).join(', ');
}

/** Why nothing applies to a subject, when nothing does: said once, plainly. */
export function reasonsNothingApplies(subject: Subject): string[] {
  if (subject.findings.length === 0) return ['no rule is about it'];
  if (subject.findings.some((finding) => finding.outcome !== 'not-applicable')) return [];
  return [...new Set(subject.findings.map((finding) => finding.message))];
}
