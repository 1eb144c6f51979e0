import type { Assessment } from '../../model/assessment.js';
import { DRIVERS } from '../../model/checklist.js';

/** The status of a review for programs, written member by member. */
export function statusJson(assessment: Assessment, file: string): unknown {
  const { review, checklist, items, flywheel, due, added, gone, asOf } = assessment;
  const inState = (state: string) => items.filter((one) => one.state === state).map((one) => one.item.id);
  return {
    review: file,
    service: review.service.name,
    checklist: { id: checklist.id, hash: checklist.hash, reviewed: review.checklist.hash ?? null },
    asOf,
    answered: inState('answered'),
    unanswered: inState('unanswered'),
    changed: inState('changed'),
    notApplicable: inState('not-applicable'),
    outOfScope: inState('out-of-scope'),
    new: added,
    gone,
    unconfirmed: items.filter((one) => one.state === 'answered' && one.unconfirmed).map((one) => one.item.id),
    contradicted: items.filter((one) => one.contradicted).map((one) => one.item.id),
    stale: items.filter((one) => one.evidenceState === 'stale').map((one) => one.item.id),
    risks: items
      .filter((one) => one.state === 'answered' && one.risk !== undefined && one.risk !== 'none')
      .map((one) => ({
        item: one.item.id,
        section: one.section.id,
        driver: one.item.driver,
        risk: one.risk,
        mitigation: one.mitigationState,
        owner: one.mitigation?.owner ?? null,
        due: one.mitigation?.due ?? null,
      })),
    flywheel: DRIVERS.map((driver) => ({ driver, ...flywheel[driver] })),
    due: due.map(({ day, what, item, owner, past }) => ({ day, what, item, owner: owner ?? null, past })),
  };
}
