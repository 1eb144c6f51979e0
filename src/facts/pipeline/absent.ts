import type { AbsentSubject, Judgeable } from '../../model/facts.js';
import { flatMap } from '../../model/flat.js';
import { display, locate } from '../../model/located.js';
import type { PipelineFacts } from './derive.js';
import type { JudgeOptions } from './judge-options.js';
import { shortList, unique } from './phrasing.js';
import { NOTHING_SHOWS } from './stage-says.js';
import type { Deployment, ReadStep } from './types.js';

/** What is said in place of subjects that a pipeline does not have, or may not have. */
export function absentSubjects(facts: PipelineFacts, options: JudgeOptions): Judgeable['absent'] {
  const location = locate(facts.pipeline.span);
  if (facts.production === 'none') {
    const absent: AbsentSubject = {
      outcome: options.requireProduction ? 'fail' : 'not-applicable',
      message: noProduction(facts),
      location,
    };
    return { 'production-deployment': absent, 'pre-production-environment': absent, 'production-wave': absent };
  }
  if (facts.production === 'undetermined') {
    const doubtful = facts.deployments.filter((it) => it.reading.tier === 'undetermined');
    const absent: AbsentSubject = {
      outcome: 'undetermined',
      message: `cannot be decided without knowing whether there is production: ${unknownProduction(facts, doubtful)}`,
      location: doubtful[0] ? locate(doubtful[0].step.action.span) : location,
      settledBy: unique([
        ...(facts.openBecause ? [facts.openBecause.settledBy] : []),
        ...flatMap(doubtful, (it) => it.reading.settledBy),
      ]),
    };
    return { 'production-deployment': absent, 'pre-production-environment': absent, 'production-wave': absent };
  }
  const none: AbsentSubject = {
    outcome: 'not-applicable',
    message: 'no pre-production environment comes before production',
    location,
  };
  return { 'pre-production-environment': none };
}

function noProduction(facts: PipelineFacts): string {
  if (facts.deployments.length === 0) {
    const places = (steps: readonly ReadStep[]) =>
      shortList(steps.map((step) => `${display(step.stage.name)}/${display(step.action.name)}`));
    const unexplained = facts.steps.filter((step) => step.because.text.startsWith(NOTHING_SHOWS));
    // A build whose commands are out of sight may deploy as well: what is not seen is not denied.
    const unseen = facts.steps.filter((step) => step.activity === 'build' && step.commands === undefined);
    const doubts = [
      ...(unexplained.length > 0
        ? [`nothing shows what ${places(unexplained)} ${unexplained.length === 1 ? 'does' : 'do'}`]
        : []),
      ...(unseen.length > 0 ? [`what ${places(unseen)} ${unseen.length === 1 ? 'runs' : 'run'} is out of sight`] : []),
    ];
    return doubts.length === 0
      ? 'it deploys nothing, so there is no production to judge'
      : `it shows no deployment, so there is no production to judge (${doubts.join('; ')})`;
  }
  const names = [...new Set(facts.environments.map((it) => it.name))].join(', ');
  return `its deployments end before production (${names}), so there is no production to judge`;
}

function unknownProduction(facts: PipelineFacts, doubtful: readonly Deployment[]): string {
  const reasons = [
    ...(facts.openBecause ? [facts.openBecause.text] : []),
    ...byReason(doubtful).map(({ names, why }) => `the environment of ${shortList(names)} is not known (${why})`),
  ];
  return reasons.join('; ');
}

/** Deployments that the same leaves open, together; of several names that rest on one expression the first tells enough. */
function byReason(doubtful: readonly Deployment[]): { names: string[]; why: string }[] {
  const groups = new Map<string, { names: string[]; why: string }>();
  for (const { step, reading } of doubtful) {
    const reasons = new Map<string, string>();
    for (const { text } of [...reading.evidence].reverse()) reasons.set(text.split(' rests on ').at(-1)!, text);
    const key = [...reasons.keys()].sort().join('\n');
    const group = groups.get(key);
    if (group) group.names.push(step.action.address);
    else groups.set(key, { names: [step.action.address], why: [...reasons.values()].reverse().join('; ') });
  }
  return [...groups.values()];
}
