import { resolve } from 'node:path';
import { loadChecklist } from '../../loaders/checklist/checklist.js';
import { lensAnswer } from '../../loaders/lens/answers.js';
import { exportLens } from '../../loaders/lens/export.js';
import { isReview } from '../../loaders/review/review.js';
import { parseDocument } from '../../loaders/syntax/parse.js';
import { toPlain } from '../../loaders/syntax/tree.js';
import type { AssessedItem, Assessment } from '../../model/assessment.js';
import type { SourceText } from '../../model/located.js';
import { renderReviewMarkdown } from '../../reporters/review-markdown.js';
import { renderReviewStatus } from '../../reporters/review-status.js';
import { writeFileAtomically } from '../../sources/write-file.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { colorsFor, type Terminal } from '../terminal.js';
import { builtInChecklists, findReviews, readChecklist, readText, theReview } from './files.js';
import { listReview } from './list.js';
import { assessOpen, believed, openReview } from './open.js';
import { findingsHere } from './repository-checks.js';
import { statusJson } from './status-json.js';
import { today } from './who.js';

/** What the command line says. */
export interface StatusOptions {
  readonly format: 'text' | 'json';
  readonly asOf?: string;
  readonly checks: boolean;
}

/** `tollgate orr status`: progress, risks, what is due. */
export async function status(terminal: Terminal, named: string | undefined, options: StatusOptions): Promise<ExitCode> {
  const files = named === undefined ? findReviews(terminal.cwd) : [named];
  if (files.length === 0) theReview(terminal.cwd, undefined);
  const assessments: [string, Assessment][] = [];
  for (const file of files) {
    assessments.push([file, await assessed(terminal, file, options)]);
  }
  const style = { width: terminal.stdout.columns ?? 80, colors: colorsFor(terminal.stdout, terminal.env) };
  terminal.stdout.write(
    options.format === 'json'
      ? `${JSON.stringify({ version: 1, reviews: assessments.map(([file, one]) => statusJson(one, file)) }, null, 2)}\n`
      : assessments.map(([file, one]) => renderReviewStatus(one, { ...style, file })).join('\n'),
  );
  return EXIT.pass;
}

async function assessed(
  terminal: Terminal,
  file: string,
  { asOf, checks }: { readonly asOf?: string; readonly checks: boolean },
): Promise<Assessment> {
  const open = openReview(terminal.cwd, file);
  const findings = checks ? ((await findingsHere(terminal, open.root)) ?? []) : undefined;
  return assessOpen(open, today(terminal, asOf), findings);
}

/** The formats of `tollgate orr export`. */
export const EXPORT_FORMATS = ['markdown', 'json', 'lens', 'lens-answers'] as const;

/** What the command line says. */
export interface ExportOptions {
  readonly format: (typeof EXPORT_FORMATS)[number];
  readonly output?: string;
  readonly asOf?: string;
  readonly checks: boolean;
  /** Leaves out what only tollgate reads. */
  readonly plain?: boolean;
  readonly workloadId?: string;
  readonly lensAlias?: string;
}

/** `tollgate orr export`: a document for the meeting, or files for other tools. */
export async function exportReview(
  terminal: Terminal,
  named: string | undefined,
  options: ExportOptions,
): Promise<ExitCode> {
  const text = await exported(terminal, named, options);
  if (options.output === undefined) terminal.stdout.write(text);
  else {
    writeFileAtomically(resolve(terminal.cwd, options.output), text);
    terminal.stderr.write(`${options.output} is written.\n`);
  }
  return EXIT.pass;
}

async function exported(terminal: Terminal, named: string | undefined, options: ExportOptions): Promise<string> {
  if (options.format === 'lens') return lensText(checklistText(terminal, named), options.plain === true);
  const file = theReview(terminal.cwd, named);
  const assessment = await assessed(terminal, file, options);
  switch (options.format) {
    case 'markdown':
      return renderReviewMarkdown(assessment);
    case 'json':
      return listReview(assessment, file, 'json');
    case 'lens-answers':
      return `${JSON.stringify({ version: 1, lens: assessment.checklist.title, answers: lensAnswers(assessment, options) }, null, 2)}\n`;
  }
}

/** A checklist may be named itself, or through a review of it. */
function checklistText(terminal: Terminal, named: string | undefined): SourceText {
  if (named !== undefined && builtInChecklists().includes(named)) return readChecklist(named, terminal.cwd);
  const file = theReview(terminal.cwd, named);
  const source = readText(terminal.cwd, file);
  if (!isReview(parseDocument(source))) return source;
  return readChecklist(openReview(terminal.cwd, file).review.checklist.name, resolve(terminal.cwd, file, '..'));
}

function lensText(source: SourceText, plain: boolean): string {
  const checklist = believed(loadChecklist(source), 'CHECKLIST', source.file);
  const lens = exportLens(checklist);
  // A lens has no place for conditions, evidence and sources. Published lenses carry keys that begin with _.
  const own = checklist.lens || plain ? {} : { _tollgate: { checklist: toPlain(parseDocument(source)!) } };
  return `${JSON.stringify({ ...lens, ...own }, null, 2)}\n`;
}

function lensAnswers(assessment: Assessment, options: ExportOptions): unknown[] {
  const where = {
    ...(options.workloadId === undefined ? {} : { WorkloadId: options.workloadId }),
    ...(options.lensAlias === undefined ? {} : { LensAlias: options.lensAlias }),
  };
  return assessment.items
    .filter((one) => one.state !== 'unanswered' && one.state !== 'changed')
    .map((one) => ({
      ...where,
      ...lensAnswer({
        item: one.item,
        chosen: chosen(one),
        ...(one.state === 'out-of-scope' ? { notApplicable: 'OUT_OF_SCOPE' as const } : {}),
        ...(one.state === 'not-applicable' ? { notApplicable: 'OTHER' as const } : {}),
        notes: notes(one),
      }),
    }));
}

function chosen(one: AssessedItem): readonly string[] {
  const { type } = one.item.answer;
  if (one.value === undefined) return [];
  if (type === 'yes-no' || type === 'one-of') return [String(one.value)];
  if (type === 'some-of') return one.value as readonly string[];
  return [one.risk === 'none' ? 'met' : 'no'];
}

function notes(one: AssessedItem): string[] {
  const { answer, mitigation } = one;
  const against = one.contradicted ? (one.checks?.findings ?? []) : [];
  return [
    one.unconfirmed && one.state === 'answered' ? 'Answered by the rules; nobody has confirmed it.' : '',
    ...against.map((finding) => `Contradicted by ${finding.rule}: ${finding.message}`),
    one.item.answer.type === 'yes-no' || one.item.answer.type === 'some-of' ? '' : (one.words ?? ''),
    answer?.notApplicable ?? '',
    answer?.note?.trim() ?? '',
    mitigation
      ? `Mitigation: ${mitigation.plan.trim()} (${mitigation.owner ?? 'no owner'}, ${mitigation.due ?? 'no date'})`
      : '',
    ...one.evidence.map(
      ({ entry, state }) => `${entry.kind}: ${entry.target}${state === 'fresh' ? '' : ` (${state})`}`,
    ),
  ];
}
