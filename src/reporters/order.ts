import { type Finding, SEVERITIES } from '../model/finding.js';
import { flat, flatMap } from '../model/flat.js';
import type { Subject } from '../model/report.js';
import { blocks, type Standing, standingOf } from './summary.js';

/** Findings that say the same of several places: one rule, one standing, one severity. */
export interface FindingGroup {
  readonly rule: string;
  readonly standing: Standing;
  readonly severity: Finding['severity'];
  readonly blocks: boolean;
  readonly findings: readonly Finding[];
  /** Other rules that say word for word the same of the same places: what leaves one open often leaves all. */
  readonly alike?: readonly string[];
}

const STANDINGS: readonly Standing[] = ['failed', 'undetermined', 'waived', 'passed', 'not-applicable'];

/** Findings grouped by rule and standing, what blocks first; within a group by place. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const byRule = new Map<string, Finding[][]>();
  for (const finding of findings) {
    const groups = byRule.get(finding.rule);
    const group = groups?.find(([first]) => isAlike(first!, finding));
    if (group) group.push(finding);
    else if (groups) groups.push([finding]);
    else byRule.set(finding.rule, [[finding]]);
  }
  return flat([...byRule.values()])
    .map((members) => {
      const first = members[0]!;
      return {
        rule: first.rule,
        standing: standingOf(first),
        severity: first.severity,
        blocks: blocks(first),
        findings: members.sort(byPlace),
      };
    })
    .sort(byWeight);
}

function isAlike(a: Finding, b: Finding): boolean {
  return a.severity === b.severity && standingOf(a) === standingOf(b);
}

/**
 * Groups with those undetermined findings put together that differ in nothing but the rule: what leaves one rule open often
 * leaves all of them, and is then said once. What the same rules say stays one group.
 *
 * @param seeing whether what was seen is shown too.
 */
export function mergeAlike(groups: readonly FindingGroup[], { seeing }: { readonly seeing: boolean }): FindingGroup[] {
  const open = groups.filter((group) => group.standing === 'undetermined');
  if (open.length < 2) return [...groups];
  const said = flatMap(open, (group) =>
    group.findings.map((finding) => ({ group, finding, key: saying(finding, group, seeing) })),
  );
  const rules = new Map<string, Set<string>>();
  for (const { group, key } of said) rules.set(key, (rules.get(key) ?? new Set()).add(group.rule));
  const merged = new Map<string, FindingGroup & { findings: Finding[] }>();
  for (const { group, finding, key } of said) {
    const [rule, ...alike] = rules.get(key)!;
    if (rule !== group.rule) continue;
    const together = [rule, ...alike].join(' ');
    const before = merged.get(together);
    if (before) before.findings.push(finding);
    else merged.set(together, { ...group, findings: [finding], ...(alike.length > 0 ? { alike } : {}) });
  }
  return [...groups.filter((group) => group.standing !== 'undetermined'), ...merged.values()].sort(byWeight);
}

/** All that a finding says, but for its rule, and what was seen only where that is shown. */
function saying({ rule: _, evidence, ...rest }: Finding, { blocks }: FindingGroup, seeing: boolean): string {
  return JSON.stringify([blocks, rest, seeing && evidence]);
}

function byWeight(a: FindingGroup, b: FindingGroup): number {
  return (
    Number(b.blocks) - Number(a.blocks) ||
    STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compare(a.rule, b.rule) ||
    (b.alike?.length ?? 0) - (a.alike?.length ?? 0)
  );
}

function byPlace(a: Finding, b: Finding): number {
  return (
    compare(a.location.file, b.location.file) ||
    a.location.line - b.location.line ||
    a.location.column - b.location.column ||
    compare(a.subject, b.subject)
  );
}

/** The text order that does not depend on anybody's language settings. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** How much trouble a subject is in: 0 blocks, 1 has something open that does not block, 2 has only waivers, 3 nothing. */
export function troubleOf(subject: Subject): 0 | 1 | 2 | 3 {
  let trouble: 0 | 1 | 2 | 3 = 3;
  for (const finding of subject.findings) {
    if (blocks(finding)) return 0;
    const standing = standingOf(finding);
    if (standing === 'failed' || standing === 'undetermined') trouble = 1;
    else if (standing === 'waived' && trouble === 3) trouble = 2;
  }
  return trouble;
}

/** Subjects with the most trouble first; those with equal trouble stay as they were. */
export function orderSubjects(subjects: readonly Subject[]): Subject[] {
  const troubles = new Map(subjects.map((subject) => [subject, troubleOf(subject)]));
  return [...subjects].sort((a, b) => troubles.get(a)! - troubles.get(b)!);
}

/** Whether all members of a list give the same value; then it is said once. */
export function shared<T>(findings: readonly Finding[], read: (finding: Finding) => T): T | undefined {
  const first = findings[0] && read(findings[0]);
  const key = JSON.stringify(first);
  return findings.every((finding) => JSON.stringify(read(finding)) === key) ? first : undefined;
}
