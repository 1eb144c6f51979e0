import type { SubjectKind } from '../../model/facts.js';

/** What rules about a whole review see. */
export const REVIEW_SUBJECT: SubjectKind = {
  kind: 'review',
  type: {
    name: 'Review',
    description: 'An operational readiness review: one service, one checklist, the answers.',
    fields: {
      service: { type: 'string', description: 'The service that is reviewed.' },
      checklist: { type: 'string', description: 'The id of the checklist.' },
      owned: { type: 'bool', description: 'The service names at least one owner; "TBD" and "nobody" are none.' },
      questions: { type: 'int', description: 'How many questions apply.' },
      unanswered: { type: 'int', description: 'How many of them have no answer to the question as it is asked now.' },
      daysSinceLastAnswer: { type: 'int', description: 'Days between the latest answer and the day of judgement.' },
      checklistIsCurrent: {
        type: 'bool',
        description: 'The review was last worked on with the checklist as it is now.',
      },
      checklistChanges: { type: 'list<string>', description: 'Each question that is new, changed or gone since.' },
      narrated: { type: 'bool', description: 'The narrative tells successes, risks, mitigations and follow-up.' },
      missingNarrative: { type: 'list<string>', description: 'The parts of the narrative that are not written.' },
    },
  },
};

/** What rules about one question of a review see. */
export const REVIEW_ITEM: SubjectKind = {
  kind: 'review-item',
  type: {
    name: 'ReviewItem',
    description: 'One question of a review that may apply to the service, with its answer.',
    fields: {
      id: { type: 'string', description: "The item's id." },
      title: { type: 'string', description: 'What the question is about, in a few words.' },
      section: { type: 'string', description: 'The section it stands in.' },
      criticality: { type: 'string', description: 'high, medium or low.' },
      phase: { type: 'string', description: 'design, mid-cycle, launch or annual.' },
      driver: { type: 'string', description: 'readiness, observability, incident-response or review.' },
      state: { type: 'string', description: 'answered, unanswered, changed or not-applicable.' },
      answered: { type: 'bool', description: 'There is an answer to the question as it is asked now.' },
      openBecause: {
        type: 'string',
        description: 'Why there is no answer although something is written; empty when nothing is.',
      },
      answer: { type: 'string', description: 'The answer in words; empty when there is none.' },
      confirmed: { type: 'bool', description: 'A person gave or confirmed the answer.' },
      risk: { type: 'string', description: 'none, low, medium or high; not known when no rule of the question says.' },
      mitigated: { type: 'bool', description: 'A mitigation is written, in words that say something: "TBD" does not.' },
      mitigationHasOwner: { type: 'bool', description: 'The mitigation names somebody who owns it.' },
      mitigationHasDate: { type: 'bool', description: 'The mitigation names a day.' },
      mitigationIsOverdue: { type: 'bool', description: 'The day of the mitigation is past and it is not done.' },
      mitigationDue: { type: 'string', description: 'The day of the mitigation, YYYY-MM-DD; empty without one.' },
      evidenceRequired: { type: 'bool', description: 'The question asks for evidence that counts.' },
      hasEvidence: { type: 'bool', description: 'Evidence of a kind that counts is attached.' },
      evidenceIsFresh: { type: 'bool', description: 'At least one piece that counts is young enough and unchanged.' },
      evidenceShowsContrary: {
        type: 'bool',
        description:
          'What is attached shows the contrary: a load test out of bounds, a rule that failed, open findings of a game day.',
      },
      evidenceHolds: {
        type: 'bool',
        description: 'What is attached shows what is asked; not known when it does not say enough.',
      },
      evidenceProblems: { type: 'list<string>', description: 'Each piece of evidence that is not fresh, and why.' },
      contradicted: {
        type: 'bool',
        description: 'The answer says the contrary of what the rules found, or leaves out what they found to fail.',
      },
      contradictedBy: { type: 'list<string>', description: 'The findings that say the contrary.' },
      noted: { type: 'bool', description: 'The answer has a note that says something.' },
      reasonGiven: { type: 'bool', description: 'Not applicable is given with a reason that says something.' },
    },
  },
};

/** Every kind of subject in a review. */
export const REVIEW_SUBJECTS: readonly SubjectKind[] = [REVIEW_SUBJECT, REVIEW_ITEM];
