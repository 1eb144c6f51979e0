import type { Change, PlanItem, Rollback, RollbackPlan, Step } from '../../model/change.js';
import { Unknown } from '../../model/facts.js';
import { locate } from '../../model/located.js';
import { concreteThings } from './prose.js';
import { type Reading, readScripts } from './read-scripts.js';
import { undoes } from './undo.js';

/** A step that needs a rollback and states none of its own. */
export interface OpenStep {
  readonly step: Step;
  readonly forward: Reading;
}

/** What a rollback section says about a step: its rollback, or why that cannot be told. */
export type Planned = { readonly rollback: Rollback } | { readonly unknown: Unknown };

/**
 * Finds, in a rollback section that belongs to no step, what undoes each open step: a command that is the natural undo of
 * one of the step's, else an item that names the same thing. A section for a change with one open step is that step's.
 */
export function matchPlan(change: Change, open: readonly OpenStep[]): ReadonlyMap<Step, Planned> {
  const plan = change.rollbackPlan;
  const found = new Map<Step, Planned>();
  if (!plan || plan.items.length === 0) return found;
  const readings = plan.items.map((item) => readScripts(item.commands));
  for (const { step, forward } of open) {
    const items = open.length === 1 ? plan.items : itemsFor(step, forward, plan.items, readings);
    if (items.length > 0) found.set(step, { rollback: rollbackFrom(plan, items) });
    else
      found.set(step, {
        unknown: new Unknown(
          `"${plan.title.text}" does not say what of it undoes ${step.name}`,
          [`Name the step in "${plan.title.text}" (line ${locate(plan.span).line}): "Step ${step.number}: …".`],
          locate(plan.span),
        ),
      });
  }
  return found;
}

function itemsFor(step: Step, forward: Reading, items: readonly PlanItem[], readings: readonly Reading[]): PlanItem[] {
  const commands = forward.operations.flatMap((operation) => operation.command ?? []);
  const natural = items.filter((_, index) =>
    readings[index]!.operations.some((operation) =>
      commands.some((command) => operation.command && undoes(operation.command, command)),
    ),
  );
  if (natural.length > 0) return natural;
  const things = new Set(concreteThings(`${step.title.text}\n${step.action?.text ?? ''}`).map(nameOf));
  return items.filter((item) => concreteThings(item.text.text).some((thing) => things.has(nameOf(thing))));
}

/** A file goes by its last part: `terraform/prod.tfvars` and `prod.tfvars` are one. */
function nameOf(thing: string): string {
  return thing.toLowerCase().replace(/^.*\/(?=[^/\s]+$)/, '');
}

function rollbackFrom(plan: RollbackPlan, items: readonly PlanItem[]): Rollback {
  const text = items
    .map((item) => item.text.text)
    .filter((part) => part !== '')
    .join('\n');
  const span = items[0]!.span;
  return {
    text: text === '' ? undefined : { text, span },
    commands: items.flatMap((item) => item.commands),
    check: plan.check,
    minutes: items.length === plan.items.length ? plan.minutes : undefined,
    needs: [],
    span,
    from: `the section "${plan.title.text}"`,
  };
}
