import { printable } from '../model/printable.js';
import { redact } from '../model/redact.js';
import type { PipelineFactsView } from './facts-json.js';
import type { Colors } from './options.js';

/** The facts for people: what rules can see, and why it is believed. */
export function renderFactsText(views: readonly PipelineFactsView[], { colors }: { readonly colors: Colors }): string {
  return views.map((view) => renderPipeline(view, colors)).join('\n');
}

function renderPipeline(view: PipelineFactsView, colors: Colors): string {
  const lines = [
    `${colors.bold(shown(view.pipeline))}${view.name && view.name !== view.pipeline ? ` (${shown(view.name)})` : ''}  ${colors.dim(shown(view.file))}`,
    ...(view.scenario ? [`  scenario: ${shown(view.scenario)}`] : []),
    '',
    '  Actions',
    ...view.actions.map(
      (action) => `    ${pad(shown(action.at), 40)} ${pad(action.activity, 18)} ${colors.dim(shown(action.because))}`,
    ),
    '',
    '  Deployments',
    ...(view.deployments.length === 0 ? ['    none'] : []),
    ...view.deployments.flatMap((it) => [
      `    ${pad(shown(it.at), 40)} ${pad(it.tier, 18)} ${shown(it.environment)}`,
      ...it.because.map((text) => `      ${colors.dim(`${it.evidence}: ${shown(text)}`)}`),
    ]),
    '',
    '  Pipeline',
    ...facts(view).map(([name, value]) => `    ${pad(name, 40)} ${shown(String(value))}`),
    '',
    '  Rules',
    ...Object.entries(view.rules).map(([rule, outcome]) => `    ${pad(rule, 40)} ${outcome}`),
    ...(view.notes.length > 0 ? ['', '  Notes', ...view.notes.map((note) => `    ${shown(note)}`)] : []),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function facts(view: PipelineFactsView): [string, unknown][] {
  return [
    ['production', view.production],
    ['pre-production stages', view.preProductionStages ?? 'undetermined'],
    ['gamma', view.gamma.join(', ') || 'none'],
    ['waves', view.waves ?? 'undetermined'],
    ['load test gates production', view.loadTestGatesProduction],
    ['test gates production', view.testGatesProduction],
    ['approval gates production', view.approvalGatesProduction],
    ['watched bake before production, minutes', view.watchedBakeMinutesBeforeProduction],
    ['rollback on failure', view.rollbackOnFailure],
    ['rollback on alarm', view.rollbackOnAlarm],
  ];
}

function pad(text: string, width: number): string {
  return text.padEnd(width);
}

function shown(text: string): string {
  return printable(redact(text));
}
