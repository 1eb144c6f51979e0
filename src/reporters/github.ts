import type { Finding } from '../model/finding.js';
import type { Location } from '../model/located.js';
import { printable } from '../model/printable.js';
import type { Problem, Report } from '../model/report.js';
import { groupFindings } from './order.js';
import { scenarioInWords, standingInWords, waiverInWords } from './phrases.js';
import { concludes, summarize } from './summary.js';

type Level = 'error' | 'warning' | 'notice';

/**
 * GitHub workflow commands: each line becomes an annotation in the pull request. What blocks comes first, because GitHub
 * shows only the first ten of each level of a step.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function renderGithub(report: Report): string {
  const groups = groupFindings(report.subjects.flatMap((subject) => subject.findings));
  const annotations = groups
    .filter((group) => group.standing !== 'passed' && group.standing !== 'not-applicable')
    .flatMap((group) =>
      group.findings.map((finding) =>
        command(
          levelOf(finding, group.blocks),
          `${finding.rule}: ${standingInWords(group)}`,
          body(finding),
          finding.location,
        ),
      ),
    );
  const word = { block: 'block', incomplete: 'not decided', pass: 'pass' }[concludes(report)];
  return [
    ...report.problems.map(problem),
    ...(report.notes ?? []).map(({ text, location }) => command('warning', 'note', text, location)),
    ...annotations,
    `tollgate ${word}: ${printable(summarize(report))}`,
    '',
  ].join('\n');
}

function levelOf(finding: Finding, blocking: boolean): Level {
  if (blocking) return 'error';
  return finding.waiver || finding.severity === 'info' ? 'notice' : 'warning';
}

function body(finding: Finding): string {
  const scenario = scenarioInWords(finding);
  const lines = [`${finding.message}${scenario === undefined ? '' : ` (${scenario})`}`];
  if (finding.waiver) lines.push(waiverInWords(finding.waiver));
  else {
    if (finding.remedy !== undefined) lines.push(`fix: ${finding.remedy}`);
    for (const step of finding.settledBy ?? []) lines.push(`settle: ${step}`);
  }
  return lines.join('\n');
}

function problem({ code, message, hint, location }: Problem): string {
  return command(
    'error',
    `could not be judged: ${code}`,
    hint === undefined ? message : `${message}\n${hint}`,
    location,
  );
}

function command(level: Level, title: string, message: string, location: Location | undefined): string {
  const properties = [...(location ? positions(location) : []), `title=${escapeProperty(title)}`].join(',');
  return `::${level} ${properties}::${escapeData(message)}`;
}

/** Columns only count where the place begins and ends in one line. */
function positions({ file, line, column, endLine, endColumn }: Location): string[] {
  const oneLine = endLine === undefined || endLine === line;
  return [
    `file=${escapeProperty(file.replace(/\\/g, '/'))}`,
    `line=${line}`,
    ...(endLine === undefined ? [] : [`endLine=${endLine}`]),
    ...(oneLine ? [`col=${column}`] : []),
    ...(oneLine && endColumn !== undefined ? [`endColumn=${endColumn}`] : []),
  ];
}

/** Control characters other than line ends become visible; the runner's own escapes for the rest. */
function escapeData(text: string): string {
  return printable(text.replace(/\r\n?/g, '\n')).replace(/%/g, '%25').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
