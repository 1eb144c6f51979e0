import type { Approval, Check, Minutes, PlanItem, Rollback, Script, Step, Text } from '../../model/change.js';
import type { SourceText, Span } from '../../model/located.js';
import { uniqueNames } from '../change-address.js';
import type { FoundStep } from './find-steps.js';
import { type Label, minutesIn } from './labels.js';
import type { Segment } from './segments.js';

/** Steps of the model from what was found, with the rollbacks that the plan gives to numbered steps. */
export function readSteps(found: readonly FoundStep[], change: string, plan: readonly PlanItem[]): Step[] {
  const names = uniqueNames(found.map(() => undefined));
  return found.map((step, index) => readStep(step, index, `${change}/${names[index]}`, names[index]!, plan));
}

function readStep(found: FoundStep, index: number, address: string, name: string, plan: readonly PlanItem[]): Step {
  const main = found.segments[0]!;
  const own = segmentsWith(found, 'action');
  const texts = [...main.texts, ...own.flatMap((segment) => segment.texts)];
  const irreversible = segmentsWith(found, 'irreversible')[0];
  const approval = segmentsWith(found, 'approval')[0];
  return {
    address,
    name,
    number: index + 1,
    span: found.span,
    title: found.title,
    action: joined(texts, found.span),
    commands: [...main.scripts, ...own.flatMap((segment) => segment.scripts)],
    target: textOfLabel(found, 'target') ?? textOfLabel(found, 'environment'),
    expected: textOfLabel(found, 'expected'),
    check: checkOf(segmentsWith(found, 'check')),
    minutes: minutesOf(segmentsWith(found, 'minutes')[0]),
    rollback: rollbackOf(found) ?? plannedRollback(index + 1, plan),
    irreversible: irreversible && {
      reason: joined(irreversible.texts, irreversible.span),
      approval: approval && approvalFrom(joined(approval.texts, approval.span)),
      span: irreversible.span,
    },
    changesNothing: undefined,
    guard: checkOf(segmentsWith(found, 'guard')),
    phase: textOfLabel(found, 'phase'),
    automation: undefined,
  };
}

function rollbackOf(found: FoundStep): Rollback | undefined {
  const segments = segmentsWith(found, 'rollback');
  if (segments.length === 0) return undefined;
  const texts = segments.flatMap((segment) => segment.texts);
  return {
    text: joined(texts, segments[0]!.span),
    commands: segments.flatMap((segment) => segment.scripts),
    check: checkOf(segmentsWith(found, 'rollback-check')),
    minutes: minutesFollowing(found),
    needs: [],
    span: segments[0]!.span,
    from: undefined,
  };
}

/** Time that stands after the rollback is the rollback's, when the step has its own. */
function minutesFollowing(found: FoundStep): Minutes | undefined {
  return minutesOf(segmentsWith(found, 'minutes')[1]);
}

/** The items of a rollback section that name the step by its number. */
function plannedRollback(number: number, plan: readonly PlanItem[]): Rollback | undefined {
  const items = plan.filter((item) => item.step === number);
  const first = items[0];
  if (!first) return undefined;
  return {
    text: joined(
      items.map((item) => item.text),
      first.span,
    ),
    commands: items.flatMap((item) => item.commands),
    check: undefined,
    minutes: undefined,
    needs: [],
    span: first.span,
    from: `the rollback section, which names step ${number}`,
  };
}

/** Checks as one: words and commands together. */
export function checkOf(segments: readonly Segment[]): Check | undefined {
  const first = segments[0];
  if (!first) return undefined;
  return {
    text: joined(
      segments.flatMap((segment) => segment.texts),
      first.span,
    ),
    commands: segments.flatMap((segment): readonly Script[] => segment.scripts),
    span: first.span,
  };
}

/** Minutes that a labelled stretch states. */
export function minutesOf(segment: Segment | undefined): Minutes | undefined {
  const text = segment && joined(segment.texts, segment.span);
  const minutes = text && minutesIn(text.text);
  return text && minutes !== undefined ? { minutes: minutes as number, span: text.span } : undefined;
}

/** An approval written in one line: who, when, and which revision. */
export function approvalFrom(text: Text | undefined, role?: Text): Approval | undefined {
  if (!text) return undefined;
  const date = partOf(text, /\b\d{4}-\d{2}-\d{2}\b/);
  const revision = revisionIn(text);
  const person = text.text
    .replace(/\b\d{4}-\d{2}-\d{2}\b|\brev(?:ision)?\b[\s:#]*[\da-f:]*|[()[\],]/gi, ' ')
    .replace(/\b(approved|by|on|yes|ok)\b/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return {
    person: person === '' ? undefined : { text: person, span: text.span },
    role,
    date,
    revision,
    span: text.span,
  };
}

/** The revision that a text names: `revision 3f9a0c1b2d4e5f60`. */
export function revisionIn(text: Text): Text | undefined {
  const found = /\brev(?:ision)?\b[\s:#`]*(?:sha256:)?([\w.-]{4,64})/i.exec(text.text);
  return found ? { text: found[1]!, span: text.span } : undefined;
}

/** The first part of a text that matches. */
export function partOf(text: Text, pattern: RegExp): Text | undefined {
  const found = pattern.exec(text.text)?.[0];
  return found === undefined ? undefined : { text: found, span: text.span };
}

function segmentsWith(found: FoundStep, label: Label): Segment[] {
  return found.segments.filter((segment) => segment.label === label);
}

function textOfLabel(found: FoundStep, label: Label): Text | undefined {
  const segment = segmentsWith(found, label)[0];
  return segment && joined(segment.texts, segment.span);
}

/** Texts as one, standing where the first stands. */
export function joined(texts: readonly Text[], fallback: Span): Text | undefined {
  const text = texts
    .map((part) => part.text)
    .join('\n')
    .trim();
  return text === '' ? undefined : { text, span: texts[0]?.span ?? fallback };
}

/** The stretch of a whole text. */
export function wholeOf(source: SourceText): Span {
  return { source, start: 0, end: source.text.length };
}
