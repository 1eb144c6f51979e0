import {
  type EvidenceByFact,
  type FactObject,
  type FactValue,
  type Judgeable,
  type SubjectFacts,
  Unknown,
} from '../../model/facts.js';
import type { Evidence } from '../../model/finding.js';
import { flatMap } from '../../model/flat.js';
import { display, locate } from '../../model/located.js';
import type { Pipeline } from '../../model/pipeline.js';
import type { Note } from '../../model/report.js';
import { absentSubjects } from './absent.js';
import { activitiesAfter, type Test } from './coverage.js';
import { PRODUCTION_DEPLOYMENT } from './declarations.js';
import type { PipelineFacts, TargetFacts } from './derive.js';
import type { JudgeOptions } from './judge-options.js';
import { isBefore } from './order.js';
import type { Aspect } from './parity.js';
import { shortList, unique } from './phrasing.js';
import { UPSTREAM } from './settle.js';
import type { Deployment, Environment, Truth } from './types.js';

/** Makes the facts of a pipeline ready for rules. */
export function judgeablePipeline(facts: PipelineFacts, options: JudgeOptions): Judgeable {
  const { pipeline } = facts;
  return {
    kind: 'pipeline',
    address: pipeline.id,
    title: titleOf(pipeline),
    location: locate(pipeline.span),
    subjects: subjectsOf(facts, options),
    absent: absentSubjects(facts, options),
    notes: [...throughNotes(options), ...notesOf(facts)],
    ...(pipeline.scenario.text && !pipeline.scenario.pinned ? { scenario: pipeline.scenario.text } : {}),
  };
}

/** A pipeline's name; one that is not known stands beside the id, not in its place. */
function titleOf({ id, name }: Pipeline): string {
  if (name === undefined) return id;
  return name.known ? name.value : `${id}, named ${display(name)}`;
}

function throughNotes({ comesThrough }: JudgeOptions): Note[] {
  return (comesThrough ?? []).map((how) => ({ text: `judged along the whole path: ${how}` }));
}

function subjectsOf(facts: PipelineFacts, options: JudgeOptions): SubjectFacts[] {
  const isOwn = (deployment: Deployment) => options.isOwn?.(deployment.step.action) ?? true;
  if (facts.production === 'none' || facts.production === 'undetermined') return [];
  const doubtful = facts.deployments.filter((it) => it.reading.tier === 'undetermined' && isOwn(it));
  const targets = facts.targets.filter((target) => isOwn(target.deployment));
  return [
    ...targets.map((target) => productionDeployment(facts, target, options)),
    ...doubtful.map((deployment) => doubtfulDeployment(deployment)),
    ...facts.environments.filter((it) => isOnTheWay(it, facts)).map((environment) => preProduction(facts, environment)),
    ...facts.waves.map((wave) => ({
      kind: 'production-wave',
      address: `${facts.pipeline.id}/wave-${wave.number}`,
      location: locate(wave.environments[0]!.deployments[0]!.step.action.span),
      facts: {
        number: wave.number,
        environments: wave.environments.map((it) => it.name),
        regions: regionsOf(wave.environments),
      },
      evidence: () => ({
        regions: flatMap(wave.environments, (it) => it.deployments).map((it) => ({
          text: `${it.step.action.address} deploys to ${it.region === '' ? "the pipeline's own Region" : it.region}`,
          location: locate(it.step.action.span),
        })),
      }),
    })),
  ];
}

function regionsOf(environments: readonly Environment[]): string[] {
  const regions = flatMap(
    flatMap(environments, (it) => it.deployments),
    (it) => (it.deploys.regions.length > 0 ? it.deploys.regions : [regionName(it)]),
  );
  return [...new Set(regions)].sort();
}

function regionName(deployment: Deployment): string {
  return deployment.region === '' ? '(own)' : deployment.region;
}

/** Pre-production environments that come before some production deployment. */
function isOnTheWay(environment: Environment, facts: PipelineFacts): boolean {
  if (environment.tier !== 'pre-production' || environment.deployments.every((it) => it.deploys.tooling)) return false;
  return facts.targets.some((target) =>
    environment.deployments.every((it) => isBefore(it.step, target.deployment.step)),
  );
}

function environmentFacts(environment: Environment, tests: readonly Test[]): FactObject {
  return { name: environment.name, tests: [...activitiesAfter(environment, tests)].sort() };
}

function preProduction(facts: PipelineFacts, environment: Environment): SubjectFacts {
  const tests = facts.tests.filter((test) => test.covers === environment);
  const gating = tests.filter((test) => facts.targets.every((target) => isBefore(test.step, target.deployment.step)));
  const first = environment.deployments[0]!;
  return {
    kind: 'pre-production-environment',
    address: `${facts.pipeline.id}/${environment.name}`,
    location: locate(first.step.action.span),
    facts: {
      name: environment.name,
      tests: unique(tests.map((test) => test.activity)),
      gates: unique(gating.filter((test) => !test.step.skippable).map((test) => test.activity)),
    },
    evidence: () => ({
      tests: tests.map(testEvidence),
      gates: [
        ...flatMap(environment.deployments, (it) => it.reading.evidence.slice(0, 1)),
        ...gating.map(testEvidence),
      ],
    }),
  };
}

function article(word: string): string {
  return /^[aeiou]/.test(word) ? 'an' : 'a';
}

function testEvidence(test: Test): Evidence {
  return {
    text: `${test.step.action.address} is ${article(test.activity)} ${test.activity}: ${test.step.because.text}`,
    ...(test.step.because.location ? { location: test.step.because.location } : {}),
  };
}

function productionDeployment(facts: PipelineFacts, target: TargetFacts, options: JudgeOptions): SubjectFacts {
  const { deployment, path, gamma, bake, parity } = target;
  const { action } = deployment.step;
  const location = locate(action.span);
  const links = path.links.map((link) => linkFacts(link, facts.tests));
  const exact = path.atMost === path.links.length;
  const around = [...pathsAround(facts, deployment), ...(options.otherPaths?.(deployment) ?? [])];
  return {
    kind: 'production-deployment',
    address: action.address,
    location,
    facts: {
      name: `${display(deployment.step.stage.name)}/${display(action.name)}`,
      environment: target.environment.name,
      mechanism: deployment.deploys.mechanism,
      wave: target.wave,
      preProductionStages: links,
      preProductionStagesAtMost: path.atMost,
      exactPreProductionStages: exact ? links.length : stagesUnknown(facts),
      gamma: gamma.map((it) => environmentFacts(it, facts.tests)),
      gammaHasSameMechanism: aspect(parity?.mechanism),
      gammaShiftsTraffic: aspect(parity?.trafficShifting),
      gammaRollsBackOnFailure: aspect(parity?.rollbackOnFailure),
      gammaRollsBackOnAlarm: aspect(parity?.rollbackOnAlarm),
      gammaBakes: aspect(parity?.bake),
      gammaIsTested: aspect(parity?.tests),
      gammaDifferences: parity
        ? flatMap(Object.values(parity), (it: Aspect) =>
            it.truth === false ? it.evidence.map((seen) => seen.text) : [],
          )
        : ['there is no gamma'],
      bakeAfter: target.bakeAfter,
      bakeAtLeast: bake.atLeast,
      bakeAtMost: bake.atMost,
      bakeMinutes: bake.atLeast === bake.atMost ? bake.atLeast : new Unknown(bake.unknown.join('; '), bake.settledBy),
      unwatchedMinutes: bake.unwatched,
      loadTestGatesProduction: truth(
        target.loadTest.gates,
        facts,
        'whether a load test gates production',
        target.loadTest.tests,
      ),
      testGatesProduction: truth(target.test.gates, facts, 'whether a test gates production', target.test.tests),
      approvalGatesProduction: truth(target.approval, facts, 'whether an approval gates production', []),
      rollsBackOnFailure: rolledBack(target.onFailure),
      rollsBackOnAlarm: rolledBack(target.onAlarm),
      pathsAround: around,
      closedToOtherPaths: facts.upstream === undefined ? true : new Unknown(facts.upstream, [UPSTREAM]),
    },
    evidence: () => productionEvidence(target),
  };
}

function productionEvidence(target: TargetFacts): EvidenceByFact {
  const { deployment, path, gamma, bake, parity } = target;
  return {
    preProductionStages: [
      ...flatMap(path.links, (link) => flatMap(link, environmentEvidence)),
      ...tierEvidence(deployment),
    ],
    gamma: flatMap(gamma, environmentEvidence),
    gammaHasSameMechanism: parity?.mechanism.evidence ?? [],
    gammaShiftsTraffic: parity?.trafficShifting.evidence ?? [],
    gammaRollsBackOnFailure: parity?.rollbackOnFailure.evidence ?? [],
    gammaRollsBackOnAlarm: parity?.rollbackOnAlarm.evidence ?? [],
    gammaBakes: parity?.bake.evidence ?? [],
    gammaIsTested: parity?.tests.evidence ?? [],
    bakeAtLeast: [...bake.evidence, ...boundOf(bake)],
    loadTestGatesProduction: target.loadTest.tests.map(testEvidence),
    rollsBackOnFailure: target.onFailure.evidence,
    rollsBackOnAlarm: target.onAlarm.evidence,
  };
}

/** Why a bake may be longer than what is seen, and how long at most. */
function boundOf({ atLeast, atMost, unknown }: TargetFacts['bake']): Evidence[] {
  if (atMost <= atLeast || !Number.isFinite(atMost)) return [];
  return unknown.map((why) => ({ text: `${why}: all together at most ${atMost} minutes` }));
}

function linkFacts(link: readonly Environment[], tests: readonly Test[]): FactObject {
  const all = link.map((it) => environmentFacts(it, tests));
  return { name: link.map((it) => it.name).join(' + '), tests: unique(flatMap(all, (it) => it.tests as string[])) };
}

function environmentEvidence(environment: Environment): Evidence[] {
  const first = environment.deployments[0]!;
  const [why] = first.reading.evidence;
  const text = `${first.step.action.address} deploys to ${environment.name}${why ? `: ${first.reading.kind === 'name' ? '' : `${first.reading.kind}, `}${why.text}` : ''}`;
  return [{ text, location: locate(first.step.action.span) }];
}

function tierEvidence(deployment: Deployment): Evidence[] {
  const named = (text: string) =>
    text.startsWith('assumed: ') ? text.replace(': ', ' production: ') : `production: ${text}`;
  return deployment.reading.evidence.map((it) => ({ ...it, text: named(it.text) }));
}

function stagesUnknown(facts: PipelineFacts): Unknown {
  if (facts.upstream !== undefined) return new Unknown(facts.upstream, [UPSTREAM]);
  const doubtful = facts.deployments.filter((it) => it.reading.tier === 'undetermined');
  const names = doubtful.map((it) => it.step.action.address);
  const inBranch = facts.deployments.filter((it) => it.deploys.mayNotRun).map((it) => it.step.action.address);
  if (names.length === 0 && inBranch.length > 0)
    return new Unknown(`the deploying commands of ${inBranch.join(', ')} stand in a branch that a run may not take`, [
      'take them out of the branch',
    ]);
  const weak = facts.deployments.filter((it) => it.deploys.doubtful).map((it) => it.step.action.address);
  if (names.length === 0 && weak.length > 0)
    return new Unknown(`whether ${weak.join(', ')} deploys anything is not known`, [
      `declare its activity in tollgate.yaml (activities)`,
    ]);
  if (names.length === 0)
    return new Unknown('some environments may be skipped, depending on conditions that are not known', [
      'give --parameters',
    ]);
  return new Unknown(
    `the environment of ${shortList(names)} is not known`,
    unique(flatMap(doubtful, (it) => it.reading.settledBy)),
  );
}

function aspect(it: Aspect | undefined): FactValue {
  if (it === undefined) return false;
  if (it.truth !== 'undetermined') return it.truth;
  return new Unknown(it.evidence.map((seen) => seen.text).join('; '), it.settledBy);
}

function rolledBack(it: { truth: Truth; evidence: readonly Evidence[]; settledBy: readonly string[] }): FactValue {
  return it.truth === 'undetermined'
    ? new Unknown(it.evidence.map((seen) => seen.text).join('; '), it.settledBy)
    : it.truth;
}

function truth(it: Truth, facts: PipelineFacts, what: string, tests: readonly Test[]): FactValue {
  if (it !== 'undetermined') return it;
  // What is open upstream is open for every rule, and in the same words.
  if (facts.upstream !== undefined) return new Unknown(facts.upstream, [UPSTREAM]);
  const names = tests.map((test) => `${test.step.action.address} after ${test.covers.name}`).join(', ');
  return new Unknown(
    `${what} is not known: ${names}`,
    unique(flatMap(tests, (test) => flatMap(test.covers.deployments, (deployment) => deployment.reading.settledBy))),
  );
}

/** Ways around the gates inside one pipeline: gates that a run which reaches production may have skipped. */
function pathsAround(facts: PipelineFacts, deployment: Deployment): string[] {
  const gates = facts.steps.filter(
    (step) => step !== deployment.step && isBefore(step, deployment.step) && step.activity !== 'source',
  );
  const skippable = new Set(
    gates.filter((step) => step.skippable && !step.action.optional).map((step) => display(step.stage.name)),
  );
  return [...skippable].map((stage) => `the stage ${stage} may be skipped by its conditions`);
}

/** A deployment of unknown tier beside a named production: what it is must be known before anything passes. */
function doubtfulDeployment(deployment: Deployment): SubjectFacts {
  const { action } = deployment.step;
  const [why] = deployment.reading.evidence;
  const unknown = new Unknown(
    `whether ${action.address} deploys to production is not known${why ? `: ${why.text}` : ''}`,
    deployment.reading.settledBy,
    locate(action.span),
  );
  return {
    kind: 'production-deployment',
    address: action.address,
    location: locate(action.span),
    facts: unknownFacts(unknown),
  };
}

/** Every fact that a rule might decide by is unknown. */
function unknownFacts(unknown: Unknown): FactObject {
  const names = Object.keys(PRODUCTION_DEPLOYMENT.type.fields);
  return Object.fromEntries(names.map((name) => [name, unknown]));
}

function notesOf(facts: PipelineFacts): Note[] {
  const { pipeline } = facts;
  const notes: Note[] = [];
  if (facts.production === 'assumed') {
    const names = facts.targets.map((it) => it.deployment.step.action.address);
    notes.push({
      text: `production is assumed: nothing names the environment of ${shortList(names)}, and no other environment follows. Declare it in tollgate.yaml if it is something else.`,
    });
  }
  if (pipeline.scenario.pinned && pipeline.scenario.text !== '')
    notes.push({ text: `judged with ${pipeline.scenario.text}; --parameters judges other values` });
  const conditions = pipeline.stages.find(
    (stage) => stage.onSuccess.length + stage.beforeEntry.length > 0 || stage.onFailure,
  );
  if (pipeline.pipelineType?.known && pipeline.pipelineType.value === 'V1' && conditions)
    notes.push({
      text: `pipelineType V1${pipeline.pipelineType.from ? ` (${pipeline.pipelineType.from})` : ''} does not know the conditions of stage ${display(conditions.name)}: they need V2, and count for nothing here`,
      location: locate(conditions.span),
    });
  const [stray, ...others] = flatMap(pipeline.stages, (stage) =>
    stage.actions.filter((action) => action.strayCondition),
  );
  if (stray?.strayCondition)
    notes.push({
      text: `${stray.strayCondition.key} stands in the action ${stray.address}${others.length > 0 ? ` and ${others.length} more` : ''}: only a stage has conditions, so it counts for nothing`,
      location: locate(stray.strayCondition.span),
    });
  const parallel = pipeline.executionMode?.known && pipeline.executionMode.value === 'PARALLEL';
  if (parallel)
    notes.push({
      text: 'executions run in PARALLEL: one may overtake the bake of another',
      location: locate(pipeline.executionMode!.span),
    });
  const doubtful = facts.deployments.filter(({ deploys }) => deploys.doubtful).map(({ step }) => step.action.address);
  if (doubtful.length > 0)
    notes.push({
      text: `only a word says that ${shortList(doubtful)} ${doubtful.length === 1 ? 'deploys: it counts' : 'deploy: they count'} as no pre-production stage. Say in tollgate.yaml what runs there (activities).`,
    });
  for (const { deploys, reading, step } of facts.deployments)
    if (deploys.mayFail && reading.tier === 'pre-production')
      notes.push({
        text: `${step.action.address} may fail or do nothing while the run goes on: it counts as no pre-production stage`,
        location: step.because.location ?? locate(step.action.span),
      });
  for (const deployment of facts.deployments) {
    const mode = deployment.step.action.configuration.get('ActionMode');
    if (deployment.reading.tier === 'production' && mode?.known && mode.value === 'REPLACE_ON_FAILURE')
      notes.push({
        text: `${deployment.step.action.address} uses REPLACE_ON_FAILURE in production: a failed stack is deleted and made anew`,
        location: locate(mode.span),
      });
  }
  return notes;
}
