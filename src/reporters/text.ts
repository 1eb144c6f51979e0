import type { Finding } from '../model/finding.js';
import { flatMap } from '../model/flat.js';
import { printable } from '../model/printable.js';
import type { Note, Problem, Report, Subject } from '../model/report.js';
import { createExcerptReader } from './excerpt.js';
import type { ReportOptions } from './options.js';
import { groupFindings, mergeAlike, orderSubjects, troubleOf } from './order.js';
import { place, quietCounts, reasonsNothingApplies } from './phrases.js';
import { concludes, explainConclusion, problemsTitle, summarize } from './summary.js';
import { excerptLines, type Page, renderGroup } from './text-finding.js';
import { wrap } from './wrap.js';

/** Subjects that are simply in order are listed up to here; more are only counted, unless verbose. */
const QUIET_SUBJECTS = 20;

/** Subjects in trouble are shown whole up to here; of more, each gets a line, unless verbose: nobody reads a thousand. */
const WHOLE_SUBJECTS = 50;

/** For people, in a terminal: what needs attention first, one summary line last. */
export function renderText(report: Report, options: ReportOptions): string {
  const page: Page = { ...options, read: createExcerptReader(options.excerpt) };
  const subjects = orderSubjects(report.subjects);
  const loud = options.verbose ? subjects : subjects.filter(isLoud);
  const quiet = options.verbose ? [] : subjects.filter((subject) => !isLoud(subject));
  const whole = options.verbose ? loud.length : WHOLE_SUBJECTS;
  const blocks = [
    ...loud.slice(0, whole).map((subject) => renderSubject(subject, page)),
    renderShort(loud.slice(whole), page),
    renderQuiet(quiet, page),
    renderProblems(report.problems, page),
    renderNotes(report.notes ?? [], page),
    renderSuggestions(report.suggestions, page),
    renderSummary(report, page),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Takes away what the page does not show: what was seen, and, of subjects that get a line at most, all but which rules say what. */
export function cutToPage(report: Report, { verbose }: Pick<ReportOptions, 'verbose'>): Report {
  if (verbose) return report;
  const whole = new Set(orderSubjects(report.subjects).filter(isLoud).slice(0, WHOLE_SUBJECTS));
  const briefs = new Map<string, Finding[]>();
  const subjects = report.subjects.map((subject) => {
    const isWhole = whole.has(subject) || reasonsNothingApplies(subject).length > 0;
    return { ...subject, findings: subject.findings.map(isWhole ? withoutEvidence : (it) => brief(it, briefs)) };
  });
  return { ...report, subjects };
}

function withoutEvidence(finding: Finding): Finding {
  return finding.evidence.length > 0 ? { ...finding, evidence: [] } : finding;
}

/** What a line says of a finding is the same for many: one object stands for them all. */
function brief(finding: Finding, briefs: Map<string, Finding[]>): Finding {
  const { rule, severity, outcome, waiver } = finding;
  if (waiver) return withoutEvidence(finding);
  let same = briefs.get(rule);
  if (!same) {
    same = [];
    briefs.set(rule, same);
  }
  let known = same.find((it) => it.outcome === outcome && it.severity === severity);
  if (!known) {
    known = { rule, severity, outcome, subject: '', message: '', evidence: [], location: finding.location };
    same.push(known);
  }
  return known;
}

function isLoud(subject: Subject): boolean {
  return troubleOf(subject) < 3 || subject.notes.length > 0 || reasonsNothingApplies(subject).length > 0;
}

function renderSubject(subject: Subject, page: Page): string[] {
  const { colors, width, verbose } = page;
  const lines = [
    ...wrap(`${subject.title} (${subject.kind})`, width).map(colors.bold),
    ...wrap(place(subject.location), width, '  ').map(colors.dim),
  ];
  const grouped = groupFindings(subject.findings);
  const groups = mergeAlike(grouped, { seeing: verbose });
  for (const group of groups)
    if (verbose || (group.standing !== 'passed' && group.standing !== 'not-applicable'))
      lines.push('', ...renderGroup(group, page));
  const counts = quietCounts(subject);
  const reasons = reasonsNothingApplies(subject);
  if (counts !== undefined && !verbose) lines.push('', ...wrap(counts, width, reasons.length === 0 ? '  ✓ ' : '  - '));
  for (const reason of reasons) lines.push(...wrap(reason, width, '  - '));
  if (subject.notes.length > 0) lines.push('', ...renderNotes(subject.notes, page, '  '));
  return lines;
}

function renderNotes(notes: readonly Note[], { width }: Page, indent = ''): string[] {
  return flatMap(notes, (note) =>
    wrap(`${note.text}${note.location ? ` (${place(note.location)})` : ''}`, width, `${indent}note: `),
  );
}

/** A line for each subject: the rules that have something to say of it, and how often. */
function renderShort(subjects: readonly Subject[], page: Page): string[] {
  if (subjects.length === 0) return [];
  const { colors, width } = page;
  const title = `${subjects.length} more, in short (--verbose shows them whole):`;
  const lines = flatMap(subjects, (subject) => {
    const groups = groupFindings(subject.findings).filter(
      ({ standing }) => standing !== 'passed' && standing !== 'not-applicable',
    );
    const rules = groups.map(({ rule, findings }) => (findings.length === 1 ? rule : `${rule} ${findings.length}×`));
    const said = rules.length > 0 ? rules.join(', ') : (quietCounts(subject) ?? 'nothing applies');
    const blocked = troubleOf(subject) === 0;
    const line = wrap(`${subject.title}: ${said} (${place(subject.location)})`, width, blocked ? '✗ ' : '! ');
    return line.map(blocked ? colors.red : colors.yellow);
  });
  return [...wrap(title, width).map(colors.bold), '', ...lines];
}

function renderQuiet(subjects: readonly Subject[], page: Page): string[] {
  const { colors, width } = page;
  const lines = flatMap(subjects.slice(0, QUIET_SUBJECTS), (subject) =>
    wrap(`${subject.title}: ${quietCounts(subject)} (${place(subject.location)})`, width, '✓ '),
  ).map(colors.green);
  const more = subjects.length - QUIET_SUBJECTS;
  if (more > 0) lines.push(...wrap(`${more} more pass in full (--verbose lists them)`, width, '✓ ').map(colors.green));
  return lines;
}

function renderProblems(problems: readonly Problem[], page: Page): string[] {
  if (problems.length === 0) return [];
  const { colors, width } = page;
  const title = problemsTitle(problems);
  const lines = wrap(`${title.what}. ${title.meaning}:`, width).map((line) => colors.bold(colors.red(line)));
  for (const problem of problems) {
    lines.push('', ...wrap(problem.message, width, '  ! ').map(colors.red));
    if (problem.location) {
      lines.push(...wrap(place(problem.location), width, '    ').map(colors.cyan));
      lines.push(...excerptLines(problem.location, page));
    }
    if (problem.hint !== undefined) lines.push(...wrap(problem.hint, width, '    fix: '));
  }
  return lines;
}

function renderSuggestions(suggestions: readonly string[], page: Page): string[] {
  if (suggestions.length === 0) return [];
  return [
    ...wrap('What no file shows can be said in tollgate.yaml. Fill in what you know:', page.width).map(
      page.colors.bold,
    ),
    '',
    // YAML is never wrapped: people copy it.
    ...flatMap(suggestions, (line) => line.split('\n')).map((line) => `  ${printable(line)}`.trimEnd()),
  ];
}

function renderSummary(report: Report, page: Page): string[] {
  const { colors, width, exit } = page;
  const conclusion = concludes(report);
  const color = { block: colors.red, incomplete: colors.yellow, pass: colors.green }[conclusion];
  const word = conclusion === 'incomplete' ? 'not decided' : conclusion;
  const lines = wrap(`${word}: ${summarize(report)}`, width).map((line) => colors.bold(color(line)));
  lines.push(...wrap(explainConclusion(report), width));
  if (exit) lines.push(...wrap(`exit ${exit.code}: ${exit.meaning}`, width).map(colors.dim));
  return lines;
}
