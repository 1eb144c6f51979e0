import { codeBlock, escapeMarkdown } from '../markdown-escape.js';
import { type ChangeView, checkMarkdown, type StepView } from './step-view.js';

/** A sheet to hold while the change is carried out: boxes to tick, times to fill in, the way back beside each step. */
export function renderRunSheet(view: ChangeView): string {
  const { change } = view;
  const boxes = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : [`## ${title}`, '', ...items.map((item) => `- [ ] ${item}`), ''];
  return `${[
    `# Run sheet: ${escapeMarkdown(change.title.text)}`,
    '',
    `Revision ${view.revision}. Executor ${escapeMarkdown(change.executor?.text ?? '……')}, watched by ${escapeMarkdown(change.observers.map((name) => name.text).join(', ') || '……')}.`,
    '',
    `**Stop and roll back when:** ${escapeMarkdown(change.stopCondition?.text ?? '……')}`,
    '',
    `Alarms: ${escapeMarkdown(change.alarms.map((alarm) => alarm.text).join(', ') || '……')}`,
    '',
    ...boxes(
      'Before',
      change.preChecks.map((check) => checkMarkdown(check)),
    ),
    '## Steps',
    '',
    ...view.steps.flatMap(stepBox),
    ...boxes(
      'After',
      change.postChecks.map((check) => checkMarkdown(check)),
    ),
    '## Way back, in this order',
    '',
    ...[...view.steps].reverse().flatMap(undoBox),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

function stepBox({ step }: StepView): string[] {
  const time = step.minutes ? ` (${step.minutes.minutes} min)` : '';
  const seen = checkMarkdown(step.check, step.expected?.text);
  return [
    `- [ ] **${step.number}.** ${escapeMarkdown(step.title.text)}${time} — begun ……… done ………`,
    ...step.commands.flatMap((script) => [
      '',
      ...codeBlock([script.text.trimEnd()], script.language === 'shell' ? 'sh' : script.language, '  '),
    ]),
    ...(seen === '' ? [] : ['', `  - [ ] seen: ${seen}`]),
    '',
  ];
}

function undoBox({ step, rollback }: StepView): string[] {
  if (step.irreversible)
    return [`- **${step.number}.** cannot be undone: ${escapeMarkdown(step.irreversible.reason?.text ?? '')}`, ''];
  if (!rollback) return [];
  const time = rollback.minutes ? ` (${rollback.minutes.minutes} min)` : '';
  const words = rollback.text ? ` — ${escapeMarkdown(rollback.text.text)}` : '';
  const undone = checkMarkdown(rollback.check);
  return [
    `- [ ] undo **${step.number}.** ${escapeMarkdown(step.title.text)}${time}${words}`,
    ...rollback.commands.flatMap((script) => [
      '',
      ...codeBlock([script.text.trimEnd()], script.language === 'shell' ? 'sh' : script.language, '  '),
    ]),
    ...(undone === '' ? [] : ['', `  - [ ] seen: ${undone}`]),
    '',
  ];
}
