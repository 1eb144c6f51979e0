import type { ReadStep } from './read-steps.js';
import { type SchemaPhase, schemaPhase } from './sql.js';

/** How a step changes a schema: what its SQL shows, and what it declares when it shows nothing. */
export function phaseOf(read: ReadStep): SchemaPhase | undefined {
  const shown = schemaPhase(read.forward.operations.flatMap((operation) => operation.sql ?? []).join(';\n'));
  if (shown) return shown;
  switch (read.step.phase?.text.trim().toLowerCase()) {
    case 'expand':
    case 'contract':
      return read.step.phase.text.trim().toLowerCase() as SchemaPhase;
    default:
      return undefined;
  }
}

/** Steps of the same change that expand, for one that contracts: between the two the new code has to go out and stay. */
export function otherPhases(read: ReadStep, all: readonly ReadStep[]): string[] {
  if (phaseOf(read) !== 'contract') return [];
  return all
    .filter((other) => other !== read && (phaseOf(other) === 'expand' || phaseOf(other) === 'both'))
    .map((other) => other.step.name);
}
