import type { Check } from '../../model/change.js';
import { codeBlock, escapeMarkdown } from '../markdown-escape.js';
import { type ChangeView, checkMarkdown, type StepView, troubles } from './step-view.js';

/** A change as Markdown for the meeting in which it is decided: facts in front, then each step beside its rollback. */
export function renderMeeting(view: ChangeView): string {
  const { change } = view;
  return `${[
    `# ${escapeMarkdown(change.title.text)}`,
    '',
    ...factTable(view),
    ...section('What is in the way', view.findings.length + view.steps.length > 0 ? openPoints(view) : []),
    ...section('Before the first step', change.preChecks.map(checkLine)),
    '## Steps',
    '',
    ...view.steps.flatMap(stepLines),
    ...section('After the last step', change.postChecks.map(checkLine)),
    ...section(
      'Tried before production',
      change.trials.map(
        (trial) =>
          `- ${[trial.environment, trial.date, trial.revision, trial.result].flatMap((part) => (part ? escapeMarkdown(part.text) : [])).join(', ')}`,
      ),
    ),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

function factTable({ change, revision }: ChangeView): string[] {
  const { window } = change;
  const rows: readonly (readonly [string, string])[] = [
    ['Revision', revision],
    ['Why', change.why?.text ?? ''],
    ['Type', change.type?.text ?? ''],
    ['Author', change.author?.text ?? ''],
    ['Executor', change.executor?.text ?? ''],
    ['Reviewers', change.reviewers.map((name) => name.text).join(', ')],
    [
      'Window',
      window ? [window.start?.text, '–', window.end?.text, window.zone?.text].filter((part) => part).join(' ') : '',
    ],
    ['Stop when', change.stopCondition?.text ?? ''],
    ['Alarms', change.alarms.map((alarm) => alarm.text).join(', ')],
    ['Told', change.communication.map((text) => text.text).join('; ')],
  ];
  return [
    '| | |',
    '|---|---|',
    ...rows.map(([name, value]) => `| ${name} | ${value === '' ? '—' : escapeMarkdown(value)} |`),
    '',
  ];
}

function openPoints(view: ChangeView): string[] {
  const all = [...view.findings, ...view.steps.flatMap((step) => step.findings)];
  return troubles(all).map(
    (finding) => `- **${finding.severity}** ${escapeMarkdown(finding.message)} (${escapeMarkdown(finding.rule)})`,
  );
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines, ''];
}

function checkLine(check: Check): string {
  return `- ${checkMarkdown(check)}`;
}

function stepLines({ step, rollback }: StepView): string[] {
  const lines = [`### ${step.number}. ${escapeMarkdown(step.title.text)}`, ''];
  if (step.target) lines.push(`Target: ${escapeMarkdown(step.target.text)}`, '');
  if (step.action && step.action.text !== step.title.text) lines.push(escapeMarkdown(step.action.text), '');
  for (const script of step.commands)
    lines.push(...codeBlock([script.text.trimEnd()], script.language === 'shell' ? 'sh' : script.language), '');
  const seen = checkMarkdown(step.check, step.expected?.text);
  if (seen !== '') lines.push(`Worked when: ${seen}`, '');
  lines.push(`**Undone by**${step.minutes ? ` (the step takes ${step.minutes.minutes} min)` : ''}`, '');
  if (step.irreversible)
    lines.push(`Cannot be undone: ${escapeMarkdown(step.irreversible.reason?.text ?? 'no reason given')}`, '');
  if (rollback?.text) lines.push(escapeMarkdown(rollback.text.text), '');
  for (const script of rollback?.commands ?? [])
    lines.push(...codeBlock([script.text.trimEnd()], script.language === 'shell' ? 'sh' : script.language), '');
  const undone = checkMarkdown(rollback?.check);
  if (undone !== '') lines.push(`Undone when: ${undone}`, '');
  if (!rollback && !step.irreversible) lines.push('— nothing is stated —', '');
  return lines;
}
