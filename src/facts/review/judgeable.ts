import type { AssessedItem, Assessment } from '../../model/assessment.js';
import { type FactObject, type FactValue, type Judgeable, type SubjectFacts, Unknown } from '../../model/facts.js';
import type { Evidence, Finding } from '../../model/finding.js';
import { namesIn } from '../../model/person-name.js';
import type { Note } from '../../model/report.js';
import { NARRATIVE, type Narrative, type Review } from '../../model/review.js';
import type { HeldDuty } from '../../model/trust.js';
import { REVIEW_ITEM, REVIEW_SUBJECT } from './declarations.js';
import { daysBetween } from './value.js';
import { isReason, isWritten, namesSomebody, saysSomething } from './words.js';

/** A review as rules see it: the whole, and each question that may apply. */
export function judgeableReview(assessment: Assessment): Judgeable {
  const { review, checklist } = assessment;
  const address = `${review.service.name}/${checklist.id}`;
  const items = assessment.items.filter((one) => one.state !== 'out-of-scope');
  return {
    kind: 'review',
    address,
    title: `${review.service.name}: ${checklist.title}`,
    location: review.location,
    subjects: [
      {
        kind: REVIEW_SUBJECT.kind,
        address,
        location: review.location,
        facts: reviewFacts(assessment, items),
        evidence: { checklistIsCurrent: [{ text: `checklist ${checklist.hash}` }] },
      },
      ...items.map((one) => itemSubject(address, assessment, one)),
    ],
    absent: {},
    notes: [...contradictions(items), ...flywheelNote(assessment)],
    duties: authorsOf(review),
  };
}

/** Who answered wrote the review; when nobody is named there, those whose service it is. */
function authorsOf({ answers, service }: Review): HeldDuty[] {
  const answered = [...answers.values()].flatMap(({ by }) => by ?? []);
  const names = (answered.length > 0 ? answered : service.owners).flatMap(namesIn);
  return [...new Set(names)].map((person) => ({ duty: 'author', person }));
}

function reviewFacts(assessment: Assessment, items: readonly AssessedItem[]): FactObject {
  const { review, checklist, asOf } = assessment;
  const sameHash = review.checklist.hash === checklist.hash;
  // Answers to questions that are gone stay in the file; whoever has worked with the checklist of now has seen that they are.
  const changes = checklistChanges(sameHash ? { ...assessment, gone: [] } : assessment);
  const missing = Object.entries(NARRATIVE).filter(([part]) => !isWritten(review.narrative[part as keyof Narrative]));
  return {
    service: review.service.name,
    checklist: checklist.id,
    owned: review.service.owners.some(namesSomebody),
    questions: items.length,
    unanswered: items.filter((one) => one.state === 'unanswered' || one.state === 'changed').length,
    daysSinceLastAnswer: sinceLastAnswer(review, asOf),
    checklistIsCurrent:
      review.checklist.hash === undefined && changes.every((change) => change.startsWith('changed'))
        ? new Unknown('the review does not say which state of the checklist it answers', [
            'Run `tollgate orr answer`, which notes it.',
          ])
        : sameHash && changes.length === 0,
    checklistChanges: changes,
    narrated: missing.length === 0,
    missingNarrative: missing.map(([, title]) => title.toLowerCase()),
  };
}

/** Days that lie ahead do not count: they would keep a review young for ever. Tomorrow may be today elsewhere on earth. */
function sinceLastAnswer(review: Review, asOf: string): FactValue {
  const days = [...review.answers.values()].flatMap(({ at }) =>
    at === undefined ? [] : daysBetween(at.slice(0, 10), asOf),
  );
  const past = days.filter((age) => age >= -1);
  if (past.length > 0) return Math.min(...past);
  const why = days.length > 0 ? 'every answer has a day that lies ahead' : 'no answer of the review has a day';
  return new Unknown(why, ['Answer with `tollgate orr answer`, which notes the day.']);
}

/** Each question that is new, changed or gone since the review was last worked on. */
export function checklistChanges(assessment: Assessment): string[] {
  const changed = assessment.items.filter((one) => one.state === 'changed').map((one) => one.item.id);
  return [
    ...assessment.added.map((id) => `new: ${id}`),
    ...changed.map((id) => `changed: ${id}`),
    ...assessment.gone.map((id) => `gone: ${id}`),
  ];
}

function itemSubject(address: string, assessment: Assessment, one: AssessedItem): SubjectFacts {
  const { item, answer } = one;
  return {
    kind: REVIEW_ITEM.kind,
    address: `${address}/${item.id}`,
    location: answer?.location ?? assessment.review.location,
    facts: itemFacts(one),
    evidence: itemEvidence(one),
  };
}

function itemFacts(one: AssessedItem): FactObject {
  const { item, answer, section, mitigation, mitigationState, state } = one;
  const decisive = one.contradicted ? (one.checks?.findings ?? []) : [];
  return {
    id: item.id,
    title: item.title,
    section: section.title,
    criticality: item.criticality,
    phase: item.phase,
    driver: item.driver,
    state,
    answered: state === 'answered',
    openBecause: one.reason ?? '',
    answer: one.words ?? '',
    confirmed: state === 'answered' && !one.unconfirmed,
    risk: riskFact(one),
    mitigated: saysSomething(mitigation?.plan),
    mitigationHasOwner: namesSomebody(mitigation?.owner),
    mitigationHasDate: mitigation?.due !== undefined,
    mitigationIsOverdue: mitigationState === 'overdue',
    mitigationDue: mitigation?.due ?? '',
    evidenceRequired: item.evidence?.required === true,
    hasEvidence: one.evidenceState !== 'none' && one.evidenceState !== 'not-needed',
    evidenceIsFresh: one.evidenceState !== 'stale' && one.evidenceState !== 'none',
    evidenceShowsContrary: one.evidenceState === 'failing',
    evidenceHolds: evidenceFact(one),
    evidenceProblems: one.evidence
      .filter((piece) => piece.state !== 'fresh')
      .map((piece) => `${piece.entry.kind} ${piece.entry.target}: ${piece.reason}`),
    contradicted: one.contradicted,
    contradictedBy: decisive.map(findingWords),
    // Who says that a question does not apply has written why.
    noted: saysSomething(answer?.note ?? answer?.notApplicable),
    reasonGiven: isReason(answer?.notApplicable ?? ''),
  };
}

function riskFact(one: AssessedItem): FactValue {
  if (one.state !== 'answered') return 'none';
  if (one.risk !== undefined) return one.risk;
  return new Unknown(
    `no rule of the question says what the answer "${one.words ?? ''}" means`,
    ['Give the question a default rule in the checklist.'],
    one.item.location,
  );
}

function evidenceFact(one: AssessedItem): FactValue {
  if (one.evidenceState !== 'unknown') return one.evidenceState !== 'failing';
  const unclear = one.evidence.filter((piece) => piece.state === 'unknown');
  return new Unknown(
    unclear.map((piece) => `${piece.entry.target}: ${piece.reason}`).join('; '),
    ['Attach a report that says it, or state the missing fact in the profile of the service.'],
    unclear[0]?.entry.location,
  );
}

function itemEvidence(one: AssessedItem): Readonly<Record<string, readonly Evidence[]>> {
  const { answer, mitigation } = one;
  const said: Evidence[] = [];
  if (one.words !== undefined) {
    const by = answer?.by === undefined ? ', by the rules' : `, by ${answer.by}`;
    const at = answer?.at === undefined ? '' : ` on ${answer.at.slice(0, 10)}`;
    const location = answer?.valueLocation;
    said.push({ text: `answer: ${one.words}${by}${at}`, ...(location ? { location } : {}) });
  }
  const pieces = one.evidence.map((piece): Evidence => {
    const about = piece.reason === '' ? '' : `, ${piece.reason}`;
    return {
      text: `${piece.entry.kind} ${piece.entry.target} (${piece.state}${about})`,
      location: piece.entry.location,
    };
  });
  const plan: Evidence[] = mitigation
    ? [{ text: `mitigation: ${mitigation.plan.trim()} (${owned(mitigation)})`, location: mitigation.location }]
    : [];
  return {
    answered: said,
    risk: said,
    hasEvidence: pieces,
    evidenceIsFresh: pieces,
    evidenceHolds: pieces,
    mitigated: plan,
  };
}

function owned(mitigation: NonNullable<AssessedItem['mitigation']>): string {
  return `${mitigation.owner ?? 'no owner'}, ${mitigation.due === undefined ? 'no date' : `until ${mitigation.due}`}`;
}

/** Shown to the bar raiser whether or not a rule minds. */
function contradictions(items: readonly AssessedItem[]): Note[] {
  return items
    .filter((one) => one.contradicted)
    .map((one) => {
      const findings = one.checks!.findings.map(findingWords).join('; ');
      const note = (one.answer?.note ?? one.answer?.notApplicable)?.trim();
      const location = one.answer?.valueLocation ?? one.answer?.location;
      return {
        text: `${one.item.id}: ${one.words === undefined ? 'said to be not applicable' : `answered "${one.words}"`}, but ${findings}${note ? `. Note: ${note}` : ''}`,
        ...(location ? { location } : {}),
      };
    });
}

function findingWords(finding: Finding): string {
  return `${finding.rule} says ${finding.outcome}: ${finding.message}`;
}

function flywheelNote({ flywheel }: Assessment): Note[] {
  const drivers = Object.entries(flywheel).map(
    ([driver, { passed, failed, unknown }]) => `${driver} ${passed} passed, ${failed} failed, ${unknown} unknown`,
  );
  return [{ text: `flywheel: ${drivers.join('; ')}` }];
}
