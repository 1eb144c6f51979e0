import type { Change, Text } from '../../model/change.js';
import type { AbsentSubject, Judgeable } from '../../model/facts.js';
import { locate } from '../../model/located.js';
import { namesIn } from '../../model/person-name.js';
import type { Duty, HeldDuty } from '../../model/trust.js';
import { automationFacts } from './automation-facts.js';
import { changeFacts } from './change-facts.js';
import type { ChangeContext } from './context.js';
import { filesMadeBy } from './later-needs.js';
import { readSteps } from './read-steps.js';
import { said, stepFacts } from './step-facts.js';

/** Everything that rules can see of a change: one subject for the whole, one for each step. */
export function changeJudgeable(change: Change, context: ChangeContext): Judgeable {
  const steps = readSteps(change);
  const made = filesMadeBy(steps);
  const subjects = [
    ...(change.format === 'ssm-automation' ? [] : [changeFacts(change, steps, context)]),
    ...steps.map((step) => stepFacts(step, steps, made, context)),
    ...steps.flatMap((step) => automationFacts(step) ?? []),
  ];
  return {
    kind: 'change',
    address: change.address,
    title: change.title.text,
    location: locate(change.title.span),
    subjects,
    absent: absentSubjects(change),
    notes: [],
    duties: [...held('author', change.author), ...held('executor', change.executor)],
  };
}

function held(duty: Duty, text: Text | undefined): HeldDuty[] {
  return namesIn(said(text?.text)).map((person) => ({ duty, person }));
}

function absentSubjects(change: Change): Record<string, AbsentSubject> {
  const location = locate(change.title.span);
  const absent: Record<string, AbsentSubject> = {};
  if (change.format === 'ssm-automation')
    absent.change = {
      outcome: 'not-applicable',
      message: 'an Automation document says what is run, not by whom, when or why: a change manifest says that',
      location,
    };
  else
    absent['automation-step'] = {
      outcome: 'not-applicable',
      message: 'people carry it out: there is no automation whose flow could be judged',
      location,
    };
  if (change.steps.length === 0)
    absent['change-step'] = {
      outcome: 'fail',
      message: 'no step was found in the manifest',
      location,
      settledBy: ['Write the steps as a numbered list under a heading "Steps", or as "steps:" in YAML.'],
    };
  return absent;
}
