import { type FactObject, type SubjectFacts, Unknown } from '../../model/facts.js';
import type { Evidence } from '../../model/finding.js';
import { locate } from '../../model/located.js';
import type { ChangeContext } from './context.js';
import { destructiveCommands } from './destructive.js';
import { type FilesMade, laterNeeds } from './later-needs.js';
import { emptyPhrase } from './phrases.js';
import { saysHowToSee } from './prose.js';
import { readScripts } from './read-scripts.js';
import type { ReadStep } from './read-steps.js';
import { isCheck, proposal } from './rollback.js';
import { otherPhases, phaseOf } from './schema-phase.js';

/** The facts of one step. */
export function stepFacts(
  read: ReadStep,
  all: readonly ReadStep[],
  made: FilesMade,
  context: ChangeContext,
): SubjectFacts {
  const { step, judgement } = read;
  const destructive = destructiveCommands(read, all);
  const facts: FactObject = {
    name: step.name,
    number: step.number,
    title: step.title.text,
    changes: read.changes,
    commands: read.forward.operations.map((operation) => operation.text),
    target: step.target?.text ?? '',
    isTargetKnown: targetKnown(read, context),
    environments: context.environments,
    expected: said(step.expected?.text),
    hasCheck: hasCheck(read),
    hasMinutes: step.minutes !== undefined,
    statesRollback: judgement.counts,
    rollbackProblem: judgement.says,
    rollbackChecked: judgement.checked,
    rollbackHasOwnCheck: judgement.ownCheck,
    rollbackMinutes: judgement.rollback?.minutes !== undefined,
    rollbackNeedsLater: laterNeeds(read, all, made),
    // Only asked for where one is missing.
    undo: judgement.counts === true ? '' : proposal(read.forward),
    irreversible: step.irreversible !== undefined,
    irreversibleReason: said(step.irreversible?.reason?.text),
    irreversibleApprover: said(step.irreversible?.approval?.person?.text),
    laterReversible: laterReversible(read, all),
    destructive: destructive.map(({ text, why, guard }) => ({
      text,
      why,
      guarded: guard !== undefined,
      guard: guard ?? '',
    })),
    shellErrors: shellErrors(read),
    schemaPhase: phaseOf(read) ?? 'none',
    declaredPhase: step.phase?.text ?? '',
    otherPhase: otherPhases(read, all),
    isAutomation: step.automation !== undefined,
  };
  return {
    kind: 'change-step',
    address: step.address,
    location: locate(step.title.span),
    facts,
    evidence: () => evidenceOf(read, destructive),
  };
}

/** Words that say something; an empty phrase is nothing. */
export function said(text: string | undefined): string {
  return text === undefined || emptyPhrase(text) !== undefined ? '' : text;
}

function hasCheck({ step, forward }: ReadStep): boolean {
  if (step.check && isCheck(step.check)) return true;
  if (said(step.expected?.text) !== '') return true;
  const last = forward.operations.findLastIndex((operation) => operation.effect.effect !== 'reads');
  const looksAfter =
    last >= 0 &&
    forward.operations
      .slice(last + 1)
      .some((operation) => !/^(echo|printf|sleep|true|:|cd|exit)\b/.test(operation.text));
  return looksAfter || saysHowToSee(step.action?.text ?? '');
}

function laterReversible(read: ReadStep, all: readonly ReadStep[]): string[] {
  if (!read.step.irreversible) return [];
  return all
    .filter((other) => other.step.number > read.step.number && other.changes !== false && !other.step.irreversible)
    .map((other) => other.step.name);
}

function shellErrors(read: ReadStep): string[] {
  const { step, forward, judgement } = read;
  const checks = [step.check, step.guard, judgement.rollback?.check].flatMap((check) => check?.commands ?? []);
  const errors = [...forward.errors, ...judgement.reading.errors, ...readScripts(checks).errors];
  return errors.map((error) => `line ${error.location.line}: ${error.message}`);
}

function targetKnown({ step }: ReadStep, context: ChangeContext): boolean | Unknown {
  if (step.target === undefined)
    return new Unknown('the step names no target', ['Add "target:" to the step.'], locate(step.span));
  const words = new Set(wordsOf(step.target.text));
  return context.environments.some((environment) => wordsOf(environment).every((word) => words.has(word)));
}

function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

function evidenceOf(read: ReadStep, destructive: ReturnType<typeof destructiveCommands>): Record<string, Evidence[]> {
  const { step, judgement } = read;
  const { rollback } = judgement;
  const stated = rollback && {
    text: `rollback${rollback.from ? ` from ${rollback.from}` : ''}: ${shown(judgement.reading.operations.map((o) => o.text).join('; ') || (rollback.text?.text ?? ''))}`,
    location: locate(rollback.span),
  };
  return {
    changes: [{ text: read.because, location: locate(step.title.span) }],
    statesRollback: stated ? [stated] : [],
    rollbackChecked: rollback?.check ? [{ text: 'check of the rollback', location: locate(rollback.check.span) }] : [],
    destructive: destructive.map(({ text, why, guard, location }) => ({
      text: `"${text}" ${why}${guard ? `; ${guard}` : ''}`,
      location,
    })),
    target: step.target ? [{ text: `target ${step.target.text}`, location: locate(step.target.span) }] : [],
  };
}

function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 97)}…` : line;
}
