import type { Approval, Change, Check, Freeze, Text, Trial } from '../../model/change.js';
import { type FactObject, type FactValue, type SubjectFacts, Unknown } from '../../model/facts.js';
import type { Evidence } from '../../model/finding.js';
import { type Location, locate } from '../../model/located.js';
import { maySamePerson } from '../../model/person-name.js';
import { type Interval, overlap } from '../../model/zoned-time.js';
import type { ChangeContext } from './context.js';
import { placeholdersOf } from './placeholders.js';
import { readScripts } from './read-scripts.js';
import type { ReadStep } from './read-steps.js';
import { isRevision, revisionOf } from './revision.js';
import { isCheck } from './rollback.js';
import { said } from './step-facts.js';
import { freezeInterval, windowInterval, zoneOf } from './times.js';

/** The facts of a change as a whole. */
export function changeFacts(change: Change, steps: readonly ReadStep[], context: ChangeContext): SubjectFacts {
  const revision = revisionOf(change);
  const placeholders = placeholdersOf(change);
  const facts: FactObject = {
    title: change.title.text,
    revision,
    why: said(change.why?.text),
    type: change.type?.text ?? '',
    blastRadius: blastRadius(change),
    ...people(change),
    approvals: change.approvals.map((approval) => approvalFacts(approval, revision)),
    ...times(change, steps, context),
    stopCondition: said(change.stopCondition?.text),
    alarms: spoken(change.alarms),
    dashboards: spoken(change.dashboards),
    communication: spoken(change.communication),
    trials: change.trials.map((trial) => trialFacts(trial, revision)),
    placeholders: placeholders.map(({ text, location }) => `${text} (line ${location.line})`),
    preChecks: change.preChecks.filter(isCheck).length,
    postChecks: change.postChecks.filter(isCheck).length,
    changingChecks: changingChecks([...change.preChecks, ...change.postChecks]),
    steps: change.steps.length,
  };
  const evidence: Record<string, Evidence[]> = {
    placeholders: placeholders.map(({ text, location }) => ({ text: `${text} is still there`, location })),
    trials: change.trials.map((trial) => ({
      text: `tried in ${trial.environment?.text ?? 'an unnamed environment'}`,
      location: locate(trial.span),
    })),
    stopCondition: seen('stop condition', change.stopCondition),
    zone: change.window ? [{ text: 'the window', location: locate(change.window.span) }] : [],
    author: seen('author', change.author),
    executor: seen('executor', change.executor),
  };
  return { kind: 'change', address: change.address, location: locate(change.title.span), facts, evidence };
}

function seen(what: string, text: Text | undefined): Evidence[] {
  return text ? [{ text: `${what}: ${text.text}`, location: locate(text.span) }] : [];
}

function blastRadius({ blastRadius: radius }: Change): string[] {
  if (!radius) return [];
  return spoken([
    ...radius.services,
    ...radius.accounts,
    ...radius.regions,
    ...radius.cells,
    ...(radius.customers ? [radius.customers] : []),
  ]);
}

/** Texts that say something, without those that say that there is nothing. */
function spoken(texts: readonly Text[]): string[] {
  return texts.map((text) => said(text.text)).filter((text) => text !== '');
}

function people(change: Change): FactObject {
  const author = said(change.author?.text);
  const executor = said(change.executor?.text);
  const reviewers = spoken(change.reviewers);
  const observers = spoken(change.observers);
  const approved = change.approvals.flatMap((approval) => spoken(approval.person ? [approval.person] : []));
  const approvers = unique([...reviewers, ...approved]);
  const others = unique([...reviewers, ...observers]).filter((name) => !maySamePerson(name, executor));
  return {
    author: orUnknown(author, 'author', change),
    executor: orUnknown(executor, 'executor', change),
    reviewers,
    observers,
    approvers,
    others,
    hands: hands(author, executor, approvers),
  };
}

function orUnknown(name: string, what: string, change: Change): string | Unknown {
  if (name !== '') return name;
  return new Unknown(`the manifest names no ${what}`, [`Add "${what}:" to the manifest.`], locate(change.title.span));
}

/** Names that stand on more than one side. */
function hands(author: string, executor: string, approvers: readonly string[]): string[] {
  const sides: readonly (readonly [string, readonly string[]])[] = [
    ['author', [author]],
    ['executor', [executor]],
    ['approver', approvers],
  ];
  const found: { name: string; sides: string[] }[] = [];
  for (const [side, names] of sides)
    for (const name of names) {
      if (name === '') continue;
      const entry = found.find((other) => maySamePerson(other.name, name));
      if (!entry) found.push({ name, sides: [side] });
      else if (!entry.sides.includes(side)) entry.sides.push(side);
    }
  return found.filter((entry) => entry.sides.length > 1).map((entry) => `${entry.name} (${entry.sides.join(' and ')})`);
}

/** Each person once, under the first of their names. */
function unique(names: readonly string[]): string[] {
  return names.filter((name, at) => !names.slice(0, at).some((before) => maySamePerson(before, name)));
}

function times(change: Change, steps: readonly ReadStep[], context: ChangeContext): FactObject {
  const { window } = change;
  const interval = window ? windowInterval(window) : 'no window is stated';
  const isInterval = typeof interval !== 'string';
  const freezes = [...context.freezes, ...change.freezes];
  const where = locate((window ?? change.title).span);
  const noWindow = () => new Unknown(String(interval), ['State the window with start, end and zone.'], where);
  return {
    hasWindow: window?.start !== undefined && window.end !== undefined,
    zone: (window && zoneOf(window)) ?? '',
    windowProblem: isInterval ? '' : interval,
    windowMinutes: isInterval ? Math.floor((interval.end - interval.start) / 60_000) : noWindow(),
    neededMinutes: neededMinutes(change, steps),
    freezes: [...freezes, ...context.calendars].map(({ name }) => name),
    frozenBy:
      freezes.length + context.calendars.length === 0
        ? []
        : isInterval
          ? frozenBy(interval, freezes, context)
          : noWindow(),
  };
}

/** Freezes and closed times of calendars that a window touches; not known when one of them cannot be told. */
function frozenBy(interval: Interval, freezes: readonly Freeze[], { calendars }: ChangeContext): FactValue {
  const unreadable = freezes.find((freeze) => freezeInterval(freeze) === undefined);
  if (unreadable)
    return new Unknown(
      `the freeze "${unreadable.name}" has no dates that can be read`,
      ['Write its dates as YYYY-MM-DD.'],
      locate(unreadable.from.span),
    );
  const declared = freezes.filter((freeze) => overlap(freezeInterval(freeze)!, interval)).map(({ name }) => name);
  const closed: string[] = [];
  for (const calendar of calendars) {
    const found = calendar.closedDuring(interval);
    if (found instanceof Unknown) return found;
    closed.push(...found);
  }
  return [...declared, ...closed];
}

/** The worst case: every step is carried out, and then every one of them is undone. */
function neededMinutes(change: Change, steps: readonly ReadStep[]): number | Unknown {
  const untimed = steps.filter(({ step }) => step.minutes === undefined);
  const untimedBack = steps.filter((read) => needsRollback(read) && read.judgement.rollback?.minutes === undefined);
  const forward = steps.reduce((sum, { step }) => sum + (step.minutes?.minutes ?? 0), 0);
  const back = steps
    .filter(needsRollback)
    .reduce((sum, read) => sum + (read.judgement.rollback?.minutes?.minutes ?? 0), 0);
  const stated = forward + back;
  const declared = change.totalMinutes?.minutes;
  const missing = untimed[0] ?? untimedBack[0];
  if (!missing) return Math.ceil(Math.max(declared ?? 0, stated));
  // A total stands for steps without times. Beside some times it would hide what the others take.
  if (declared !== undefined && stated === 0) return Math.ceil(declared);
  const what = untimed[0] ? missing.step.name : `the rollback of ${missing.step.name}`;
  return new Unknown(
    `${what} does not say how long it takes`,
    ['Give every step and every rollback its minutes, or state totalMinutes.'],
    locate(missing.step.title.span),
  );
}

function needsRollback(read: ReadStep): boolean {
  return read.changes !== false && read.step.irreversible === undefined;
}

function trialFacts(trial: Trial, revision: string): FactObject {
  const environment = said(trial.environment?.text);
  return {
    environment,
    date: trial.date?.text ?? '',
    revision: trial.revision?.text ?? '',
    isThisRevision: trial.revision
      ? isRevision(trial.revision.text, revision)
      : new Unknown(
          `the trial in ${environment || 'an unnamed environment'} does not say which revision was tried`,
          [`Write "revision: ${revision}" when it was this one.`],
          locate(trial.span),
        ),
    isPreProduction: environment !== '' && !isProduction(environment),
    failed: /\b(fail(ed|ure)?|abort(ed)?|unsuccessful|rolled back)\b/i.test(trial.result?.text ?? ''),
  };
}

function isProduction(environment: string): boolean {
  return (
    /(^|[^a-z])(prod|prd|production|live)([^a-z]|$)/i.test(environment) &&
    !/\b(pre|non)[- ]?(prod|prd|production|live)/i.test(environment)
  );
}

function approvalFacts(approval: Approval, revision: string): FactObject {
  return {
    person: said(approval.person?.text),
    role: approval.role?.text ?? '',
    date: approval.date?.text ?? '',
    revision: approval.revision?.text ?? '',
    isThisRevision: approval.revision
      ? isRevision(approval.revision.text, revision)
      : new Unknown(
          `the approval of ${said(approval.person?.text) || 'somebody'} does not say which revision was approved`,
          [`Write "revision: ${revision}" when it was this one.`],
          locate(approval.span),
        ),
  };
}

function changingChecks(checks: readonly Check[]): string[] {
  return readScripts(checks.flatMap((check) => check.commands))
    .operations.filter((operation) => /changes|destroys/.test(operation.effect.effect))
    .map((operation) => `${operation.text} (${at(operation.location)})`);
}

function at(location: Location): string {
  return `line ${location.line}`;
}
