import type { Finding } from '../model/finding.js';
import type { Location } from '../model/located.js';
import type { Note, Problem, Report, Subject } from '../model/report.js';
import { createExcerptReader, type ExcerptReader } from './excerpt.js';
import { codeBlock, codeSpan, escapeMarkdown } from './markdown-escape.js';
import type { ReportOptions } from './options.js';
import { type FindingGroup, groupFindings, orderSubjects, shared } from './order.js';
import { place, quietCounts, reasonsNothingApplies, standingInWords, waiverInWords } from './phrases.js';
import { concludes, explainConclusion, problemsTitle, summarize } from './summary.js';

/** Of a group, this many members are shown; the rest is counted, unless verbose: comments have a length limit. */
const SHOWN_MEMBERS = 5;
/** Columns of a source line that fit a comment without scrolling. */
const EXCERPT_WIDTH = 90;

const CONCLUSIONS = { block: 'block', incomplete: 'not decided', pass: 'pass' } as const;

/** For pull-request comments and change tickets: Markdown without HTML, readable also where nobody renders it. */
export function renderMarkdown(report: Report, options: ReportOptions): string {
  const read = createExcerptReader(options.excerpt);
  const lines = [
    `## tollgate: ${CONCLUSIONS[concludes(report)]}`,
    '',
    `${escapeMarkdown(explainConclusion(report))} ${escapeMarkdown(capital(summarize(report)))}.`,
    ...problems(report.problems, read),
    ...orderSubjects(report.subjects).flatMap((subject) => subjectLines(subject, options, read)),
    ...(report.notes ?? []).flatMap((note) => ['', noteLine(note)]),
    ...suggestions(report.suggestions),
    '',
    `Decided by tollgate ${codeSpan(report.tool.version)}.`,
  ];
  return `${lines.join('\n')}\n`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function problems(list: readonly Problem[], read: ExcerptReader): string[] {
  if (list.length === 0) return [];
  const lines = ['', `### ${problemsTitle(list).what}`, ''];
  for (const problem of list) {
    const where = problem.location ? ` at ${codeSpan(place(problem.location))}` : '';
    lines.push(`- ${escapeMarkdown(problem.message)}${where}`);
    if (problem.location) lines.push(...excerptLines(problem.location, read, '  '));
    if (problem.hint !== undefined) lines.push(`  - Fix: ${escapeMarkdown(problem.hint)}`);
  }
  return lines;
}

function subjectLines(subject: Subject, options: ReportOptions, read: ExcerptReader): string[] {
  const lines = ['', `### ${escapeMarkdown(capital(subject.kind))} ${codeSpan(subject.title)}`, ''];
  lines.push(codeSpan(place(subject.location)));
  const groups = groupFindings(subject.findings).filter(
    (group) => options.verbose || (group.standing !== 'passed' && group.standing !== 'not-applicable'),
  );
  if (groups.length > 0) lines.push('');
  for (const group of groups) lines.push(...groupLines(group, options, read));
  const counts = quietCounts(subject);
  const rest = [
    ...(counts === undefined || options.verbose ? [] : [`${capital(counts)}.`]),
    ...reasonsNothingApplies(subject),
  ];
  for (const text of rest) lines.push('', escapeMarkdown(text));
  for (const note of subject.notes) lines.push('', noteLine(note));
  return lines;
}

function noteLine({ text, location }: Note): string {
  return escapeMarkdown(`Note: ${text}${location ? ` (${place(location)})` : ''}`);
}

function groupLines(group: FindingGroup, options: ReportOptions, read: ExcerptReader): string[] {
  const { findings } = group;
  const count = findings.length === 1 ? '' : `, ${findings.length} times`;
  const lines = [`- **${codeSpan(group.rule)} ${escapeMarkdown(standingInWords(group))}${count}**`];
  const shown = options.verbose ? findings : findings.slice(0, SHOWN_MEMBERS);
  const common = shared(findings, adviceLines);
  for (const finding of shown) {
    lines.push(...findingLines(finding, options, read, shown.length === 1));
    if (common === undefined) lines.push(...adviceLines(finding).map((line) => `    - ${line}`));
  }
  if (shown.length < findings.length) lines.push(`  - And ${findings.length - shown.length} more like this.`);
  return [...lines, ...(common ?? []).map((line) => `  - ${line}`)];
}

function findingLines(finding: Finding, options: ReportOptions, read: ExcerptReader, withExcerpt: boolean): string[] {
  const scenario = finding.scenario === undefined ? '' : `, when ${codeSpan(finding.scenario)}`;
  const where = `in ${codeSpan(finding.subject)} at ${codeSpan(place(finding.location))}${scenario}`;
  const lines = [`  - ${escapeMarkdown(finding.message)} (${where})`];
  if (withExcerpt) lines.push(...excerptLines(finding.location, read, '    '));
  if (options.verbose)
    for (const { text, location } of finding.evidence)
      lines.push(`    - Seen: ${escapeMarkdown(text)}${location ? ` at ${codeSpan(place(location))}` : ''}`);
  return lines;
}

function excerptLines(location: Location, read: ExcerptReader, indent: string): string[] {
  const excerpt = read(location, EXCERPT_WIDTH);
  if (!excerpt) return [];
  const caret = `${' '.repeat(excerpt.caret)}${'^'.repeat(excerpt.length)}`;
  return ['', ...codeBlock([excerpt.text, caret], 'text', indent), ''];
}

function adviceLines(finding: Finding): string[] {
  if (finding.outcome !== 'fail' && finding.outcome !== 'undetermined') return [];
  if (finding.waiver) return [escapeMarkdown(capital(waiverInWords(finding.waiver)))];
  return [
    ...(finding.remedy === undefined ? [] : [`Fix: ${escapeMarkdown(finding.remedy)}`]),
    ...(finding.settledBy ?? []).map((step) => `Settle: ${escapeMarkdown(step)}`),
  ];
}

function suggestions(lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [
    '',
    '### Suggestions',
    '',
    `What no file shows can be said in ${codeSpan('tollgate.yaml')}. Fill in what you know:`,
    '',
    ...codeBlock(lines, 'yaml'),
  ];
}
