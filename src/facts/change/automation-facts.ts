import type { SubjectFacts } from '../../model/facts.js';
import type { Evidence } from '../../model/finding.js';
import { locate } from '../../model/located.js';
import type { ReadStep } from './read-steps.js';

/** How an automation goes on from a step; undefined for a step that a person carries out. */
export function automationFacts({ step, changes, because }: ReadStep): SubjectFacts | undefined {
  const { automation } = step;
  if (!automation) return undefined;
  const { onFailure, onCancel } = automation;
  const location = locate(step.title.span);
  const seen = (key: string, text: typeof onFailure): Evidence[] =>
    text ? [{ text: `${key}: ${text.text}`, location: locate(text.span) }] : [];
  return {
    kind: 'automation-step',
    address: step.address,
    location,
    facts: {
      name: step.name,
      changes,
      ignoresFailure: /^continue$/i.test(onFailure?.text ?? '') || !automation.critical,
      handlesCancel: /^step:/.test(onCancel?.text ?? ''),
      fallsInto: automation.fallsInto,
    },
    evidence: () => ({
      changes: [{ text: because, location }],
      ignoresFailure: seen('onFailure', onFailure),
      handlesCancel: seen('onCancel', onCancel),
      fallsInto: seen('onFailure', onFailure),
    }),
  };
}
