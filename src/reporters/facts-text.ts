import { printable } from '../model/printable.js';
import { redact } from '../model/redact.js';
import { displayWidth } from './display-width.js';
import type { PipelineFactsView } from './facts-json.js';
import type { Colors } from './options.js';
import { wrap } from './wrap.js';

/** How facts are shown. */
export interface FactsTextOptions {
  readonly colors: Colors;
  /** In columns; undefined in a pipe, where one line is one fact however long. */
  readonly width: number | undefined;
}

/** The facts for people: what rules can see, and why it is believed. */
export function renderFactsText(views: readonly PipelineFactsView[], options: FactsTextOptions): string {
  return views.map((view) => renderPipeline(view, { ...options, width: options.width ?? Infinity })).join('\n');
}

interface Page {
  readonly colors: Colors;
  readonly width: number;
}

/** A fact in up to three columns: what it is about, what it is, and more about it. */
type Row = readonly [name: string, value: string, more?: string];

function renderPipeline(view: PipelineFactsView, page: Page): string {
  const lines = [
    ...title(view, page),
    ...(view.scenario ? say(`scenario: ${view.scenario}`, page, '  ') : []),
    '',
    '  Actions',
    ...table(
      view.actions.map((action) => [action.at, action.activity, action.because]),
      page,
    ),
    '',
    '  Deployments',
    ...(view.deployments.length === 0 ? ['    none'] : []),
    ...deployments(view, page),
    '',
    '  Pipeline',
    ...table(facts(view), page),
    '',
    '  Rules',
    ...table(Object.entries(view.rules), page),
    ...(view.notes.length > 0 ? ['', '  Notes', ...view.notes.flatMap((note) => say(note, page, '    '))] : []),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** The pipeline and its file: a path that does not fit stands below. */
function title(view: PipelineFactsView, { colors, width }: Page): string[] {
  const name = `${shown(view.pipeline)}${view.name && view.name !== view.pipeline ? ` (${shown(view.name)})` : ''}`;
  const file = shown(view.file);
  return displayWidth(`${name}  ${file}`) <= width
    ? [`${colors.bold(name)}  ${colors.dim(file)}`]
    : [colors.bold(name), `  ${colors.dim(file)}`];
}

/** Each deployment with its evidence below. */
function deployments({ deployments: all }: PipelineFactsView, page: Page): string[] {
  const rows = layOut(
    all.map((it) => [it.at, it.tier, it.environment]),
    page,
  );
  return all.flatMap((it, index) => [
    ...rows[index]!,
    ...it.because.flatMap((text) => say(`${it.evidence}: ${text}`, page, '      ').map(page.colors.dim)),
  ]);
}

/** The widest that columns get: what is longer stands out instead of pushing the others away. */
const NAME = 40;
const VALUE = 18;
/** The fewest columns that what is more gets beside the others; with less, it stands below. */
const MORE = 28;

/** Rows in columns, the last wrapped beside the others, or below them where there is no room; in a pipe, one line each. */
function layOut(rows: readonly Row[], page: Page): string[][] {
  const { colors, width } = page;
  const named = rows.map(([name, value, more]): Row => [shown(name), shown(value), more]);
  const first = Math.min(NAME, widest(named.map(([name]) => name)));
  const second = Math.min(VALUE, widest(named.map(([, value]) => value)));
  const head = ([name, value]: Row) => `    ${pad(name, first)}  ${pad(value, second)}`;
  const narrow = named.some((row) => displayWidth(head(row).trimEnd()) > width);
  return named.map((row) => {
    const [name, value, more = ''] = row;
    const lead = `${head(row)}  `;
    const room = width - displayWidth(lead);
    if (narrow) return [`    ${name}`, `      ${value}`, ...below(more, page)];
    if (room < MORE && displayWidth(shown(more)) > room) return [head(row), ...below(more, page)];
    const lines = say(more, { ...page, width: room }, '').map(colors.dim);
    return lines.map((line, index) => `${index === 0 ? lead : ' '.repeat(displayWidth(lead))}${line}`);
  });
}

function below(more: string, page: Page): string[] {
  return more === '' ? [] : say(more, page, '      ').map(page.colors.dim);
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
}

function table(rows: readonly Row[], page: Page): string[] {
  return layOut(rows, page).flat();
}

function say(text: string, { width }: Page, lead: string): string[] {
  return width === Infinity ? [`${lead}${shown(text)}`] : wrap(redact(text), width, lead);
}

function facts(view: PipelineFactsView): Row[] {
  return [
    ['production', view.production],
    ['pre-production stages', String(view.preProductionStages ?? 'undetermined')],
    ['gamma', view.gamma.join(', ') || 'none'],
    ['waves', String(view.waves ?? 'undetermined')],
    ['load test gates production', String(view.loadTestGatesProduction)],
    ['test gates production', String(view.testGatesProduction)],
    ['approval gates production', String(view.approvalGatesProduction)],
    ['watched bake before production, minutes', String(view.watchedBakeMinutesBeforeProduction)],
    ['rollback on failure', view.rollbackOnFailure],
    ['rollback on alarm', view.rollbackOnAlarm],
  ];
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

function shown(text: string): string {
  return printable(redact(text));
}
