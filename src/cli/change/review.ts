import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { TollgateError } from '../../errors.js';
import { changesSince, type Difference, seenStep } from '../../facts/change/since.js';
import { loadChangeReview, printChangeReview } from '../../loaders/change-review/load.js';
import type { Change } from '../../model/change.js';
import type { ChangeReview, Decision, ReviewedStep, SeenStep } from '../../model/change-review.js';
import { SourceText } from '../../model/located.js';
import { maySamePerson } from '../../model/person-name.js';
import { redact } from '../../model/redact.js';
import { renderStep } from '../../reporters/change/side-by-side.js';
import type { ChangeView, StepView } from '../../reporters/change/step-view.js';
import { wrap } from '../../reporters/wrap.js';
import { writeFileAtomically } from '../../sources/write-file.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { colorsFor, printable, type Terminal } from '../terminal.js';
import { judge, openOne } from './judge.js';
import { canAsk, Prompting } from './prompting.js';
import { viewOf } from './view.js';

/** Options of `tollgate change review`. */
export interface ReviewOptions {
  readonly reviewer?: string;
  readonly output?: string;
  /** Names or numbers of steps to accept. */
  readonly accept?: readonly string[];
  /** `step=text`. */
  readonly comment?: readonly string[];
  readonly asOf?: string;
}

/** A review in progress. */
interface Session {
  readonly view: ChangeView;
  readonly path: string;
  /** The review's file as shown. */
  readonly name: string;
  readonly date: string;
  reviewer: string;
  readonly decided: Map<string, ReviewedStep>;
}

/** Walks a bar raiser through a change: by flags, and on a terminal step by step. Every decision is on disk at once. */
export async function reviewChange(name: string, options: ReviewOptions, terminal: Terminal): Promise<ExitCode> {
  const { file, change } = await openOne(name, terminal);
  if (file.path === undefined)
    throw new TollgateError('USAGE', 'a review needs a file, not standard input', {
      hint: 'Save the manifest and name it.',
    });
  const { report } = await judge([file], terminal);
  const view = viewOf(change, report.subjects[0]);
  const shown = options.output ?? `${name}.review.yaml`;
  const path = resolve(terminal.cwd, shown);
  const before = existsSync(path) ? loadChangeReview(new SourceText(shown, readFileSync(path, 'utf8'))) : undefined;
  if (before && before.change !== change.address)
    throw new TollgateError('REVIEW', `${shown} is the review of ${before.change}, not of ${change.address}`, {
      hint: 'Name another file with --output.',
    });
  if (before && before.revision !== view.revision) tellDifferences(changesSince(before, change), before, terminal);
  const date = options.asOf ?? terminal.now().toISOString().slice(0, 10);
  const session: Session = {
    view,
    path,
    name: shown,
    date,
    reviewer: options.reviewer ?? before?.reviewer ?? '',
    decided: stillValid(before, change),
  };
  const byFlags = decideByFlags(session, options);
  if (byFlags > 0 || canAsk(terminal)) await sayWho(session, change, terminal);
  if (byFlags > 0) await save(session);
  else if (canAsk(terminal)) await walk(session, terminal);
  else showAll(session, terminal);
  return summarise(session, terminal);
}

/** Decisions on steps that are still what was read. The others have to be read again. */
function stillValid(before: ChangeReview | undefined, change: Change): Map<string, ReviewedStep> {
  const now = new Map(change.steps.map((step) => [step.name, JSON.stringify(redacted(seenStep(step)))]));
  const valid = before?.steps.filter((step) => now.get(step.name) === JSON.stringify(step.seen)) ?? [];
  return new Map(valid.map((step) => [step.name, step]));
}

/** No secret of a command is copied into the review. */
function redacted(seen: SeenStep): SeenStep {
  return {
    title: redact(seen.title),
    does: seen.does.map(redact),
    expects: redact(seen.expects),
    check: seen.check.map(redact),
    rollback: seen.rollback.map(redact),
    rollbackCheck: seen.rollbackCheck.map(redact),
    irreversible: redact(seen.irreversible),
  };
}

function tellDifferences(differences: readonly Difference[], before: ChangeReview, terminal: Terminal): void {
  const width = terminal.stderr.columns ?? 80;
  const lines = [`Changed since the review of ${before.date} (revision ${before.revision}):`];
  for (const { step, kind, what } of differences)
    for (const text of what) lines.push(...wrap(redact(`${step} ${kind}: ${text}`), width, '  '));
  if (differences.length === 0)
    lines.push('  nothing that is done or undone; a check or an expected result was reworded');
  terminal.stderr.write(`${printable(lines.join('\n'))}\n\n`);
}

function decideByFlags(session: Session, options: ReviewOptions): number {
  for (const wanted of options.accept ?? []) {
    const steps = wanted === 'all' ? session.view.steps : [stepCalled(session, wanted)];
    for (const step of steps) decide(session, step, 'accepted', '');
  }
  for (const wanted of options.comment ?? []) {
    const at = wanted.indexOf('=');
    if (at < 1 || wanted.slice(at + 1).trim() === '')
      throw new TollgateError('USAGE', `"${wanted}" is no comment`, {
        hint: 'Write --comment step-3="what has to change".',
      });
    decide(session, stepCalled(session, wanted.slice(0, at)), 'commented', wanted.slice(at + 1).trim());
  }
  return (options.accept?.length ?? 0) + (options.comment?.length ?? 0);
}

function stepCalled(session: Session, wanted: string): StepView {
  const found = session.view.steps.find(({ step }) => step.name === wanted || String(step.number) === wanted);
  if (found) return found;
  const names = session.view.steps.map(({ step }) => step.name).join(', ');
  throw new TollgateError('USAGE', `there is no step "${wanted}"`, { hint: `Steps: ${names}.` });
}

function decide(session: Session, { step }: StepView, decision: Decision, comment: string): void {
  session.decided.set(step.name, {
    name: step.name,
    decision,
    comment: redact(comment),
    seen: redacted(seenStep(step)),
  });
}

/** Nobody reviews what they wrote or carry out. */
async function sayWho(session: Session, change: Change, terminal: Terminal): Promise<void> {
  if (session.reviewer === '' && canAsk(terminal))
    session.reviewer = (await new Prompting(terminal, () => 'Nothing was written.').line('Who reviews?', true)).trim();
  if (session.reviewer === '')
    throw new TollgateError('USAGE', 'a review needs a reviewer', { hint: 'Give the name with --reviewer.' });
  const own = [change.author, change.executor].find((person) => maySamePerson(person?.text ?? '', session.reviewer));
  if (own)
    throw new TollgateError('REVIEW', `${session.reviewer} wrote this change or carries it out`, {
      hint: 'Let somebody else review it.',
    });
}

async function save(session: Session): Promise<void> {
  const { view, reviewer, date, decided } = session;
  const steps = view.steps.flatMap(({ step }) => decided.get(step.name) ?? []);
  const review: ChangeReview = {
    manifest: basename(session.name.replace(/\.review\.yaml$/, '')),
    change: view.change.address,
    revision: view.revision,
    reviewer,
    date,
    steps,
  };
  writeFileAtomically(session.path, printChangeReview(review));
}

const CHOICES = [
  { value: 'accept', name: 'accept: it may be done as it stands' },
  { value: 'comment', name: 'comment: something has to change first' },
  { value: 'skip', name: 'skip for now' },
  { value: 'back', name: 'back to the step before' },
  { value: 'stop', name: 'stop; everything decided so far is kept' },
] as const;

/** Shows the open steps one after the other and asks for a decision on each. */
async function walk(session: Session, terminal: Terminal): Promise<void> {
  const { steps } = session.view;
  const asking = new Prompting(
    terminal,
    () => `Decisions so far are in ${session.name}: the same command goes on where you stopped.`,
  );
  const colors = colorsFor(terminal.stderr, terminal.env);
  let at = nextOpen(session, -1);
  while (at < steps.length) {
    const step = steps[at]!;
    terminal.stderr.write(`\n${renderStep(step, steps.length, terminal.stderr.columns ?? 80, colors)}\n`);
    const reply = await asking.choose(
      'Decision?',
      at > 0 ? CHOICES : CHOICES.filter((choice) => choice.value !== 'back'),
    );
    switch (reply) {
      case 'accept':
        decide(session, step, 'accepted', '');
        break;
      case 'comment':
        decide(session, step, 'commented', (await asking.line('What has to change?', true)).trim());
        break;
      case 'back':
        at -= 1;
        continue;
      case 'stop':
        return;
      case 'skip':
        at = nextOpen(session, at);
        continue;
    }
    await save(session);
    at = nextOpen(session, at);
  }
}

function nextOpen(session: Session, after: number): number {
  const { steps } = session.view;
  for (let at = after + 1; at < steps.length; at++) if (!session.decided.has(steps[at]!.step.name)) return at;
  return steps.length;
}

/** Without a terminal nothing is asked: the steps are shown, and how to decide on them. */
function showAll(session: Session, terminal: Terminal): void {
  const { steps } = session.view;
  const colors = colorsFor(terminal.stdout, terminal.env);
  for (const step of steps)
    terminal.stdout.write(`${renderStep(step, steps.length, terminal.stdout.columns ?? 100, colors)}\n`);
}

function summarise(session: Session, terminal: Terminal): ExitCode {
  const { steps } = session.view;
  const of = (decision: Decision) => steps.filter(({ step }) => session.decided.get(step.name)?.decision === decision);
  const accepted = of('accepted');
  const commented = of('commented');
  const open = steps.filter(({ step }) => !session.decided.has(step.name));
  const lines = [
    `${accepted.length} of ${steps.length} steps accepted, ${commented.length} commented, ${open.length} open (revision ${session.view.revision}).`,
  ];
  for (const { step } of commented) lines.push(`  ${step.name}: ${session.decided.get(step.name)!.comment}`);
  if (open.length > 0)
    lines.push(
      `  open: ${open.map(({ step }) => step.name).join(', ')} (--accept NAME or --comment NAME=TEXT decides without asking)`,
    );
  terminal.stderr.write(`${printable(lines.join('\n'))}\n`);
  return accepted.length === steps.length && steps.length > 0 ? EXIT.pass : EXIT.block;
}
