import type { JudgedEvidence } from '../../model/assessment.js';
import type { Bound, ConditionContext, EvidenceNeed, Item, LoadTestBounds } from '../../model/checklist.js';
import { type Finding, OUTCOMES } from '../../model/finding.js';
import type { Answer, EvidenceEntry, LoadTestResult, MonitorObservation, Observation } from '../../model/review.js';
import { daysBetween } from './value.js';

/** What evidence is held against. */
export interface EvidenceContext {
  /** Today, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** What was found at the paths of files, by target. */
  readonly observations: ReadonlyMap<string, Observation>;
  readonly conditions: ConditionContext;
  /** What the rules find now; absent when they were not run. */
  readonly findings?: readonly Finding[];
}

/** Judges the evidence of one answer, in the order written. */
export function judgeEvidence(item: Item, answer: Answer, context: EvidenceContext): JudgedEvidence[] {
  return answer.evidence.map((entry) => judge(item.evidence, entry, answer, context));
}

function judge(
  need: EvidenceNeed | undefined,
  entry: EvidenceEntry,
  answer: Answer,
  context: EvidenceContext,
): JudgedEvidence {
  const observation = context.observations.get(entry.target);
  const loadTest = observation?.loadTest;
  const date = dateOf(entry, answer, loadTest);
  const freshUntil = date === undefined || need?.maxAgeDays === undefined ? undefined : addDays(date, need.maxAgeDays);
  const state =
    fileState(entry, observation) ??
    age(date, freshUntil, need?.maxAgeDays, context.asOf) ??
    ruleState(entry, context.findings) ??
    content(need, entry, observation, context.conditions);
  return {
    entry,
    ...state,
    ...(date === undefined ? {} : { date }),
    ...(freshUntil === undefined ? {} : { freshUntil }),
    ...(loadTest ? { loadTest } : {}),
  };
}

type State = Pick<JudgedEvidence, 'state' | 'reason'>;

/** A load test happened when its report says; other evidence is as old as its entry, or else as the answer. */
function dateOf(entry: EvidenceEntry, answer: Answer, loadTest: LoadTestResult | undefined): string | undefined {
  if (entry.kind === 'load-test') return loadTest?.date ?? entry.date;
  if (entry.kind === 'game-day') return entry.date;
  return entry.date ?? answer.at?.slice(0, 10);
}

/** Whether evidence is an alarm or a dashboard, which no file shows. */
function isMonitor({ kind }: EvidenceEntry): boolean {
  return kind === 'alarm' || kind === 'dashboard';
}

/** An address proves nothing by itself: where evidence is demanded, the alarm must stand in a template. */
function monitorState(need: EvidenceNeed | undefined, monitor: MonitorObservation | undefined): State {
  const { declared, problem = 'it was not checked' } = monitor ?? {};
  if (declared) return { state: 'fresh', reason: `${declared.file}:${declared.line} makes it` };
  return { state: need?.required === true ? 'unknown' : 'fresh', reason: problem };
}

function fileState(entry: EvidenceEntry, observation: Observation | undefined): State | undefined {
  if (!observation || isMonitor(entry)) return undefined;
  if (observation.sha256 === undefined) return { state: 'missing', reason: `the file ${entry.target} is not there` };
  if (entry.sha256 === undefined || entry.sha256 === observation.sha256) return undefined;
  return { state: 'stale', reason: `the file ${entry.target} has changed since it was attached` };
}

function age(
  date: string | undefined,
  freshUntil: string | undefined,
  maxAgeDays: number | undefined,
  asOf: string,
): State | undefined {
  if (date !== undefined && date > addDays(asOf, 1)) return { state: 'stale', reason: `its date ${date} lies ahead` };
  if (maxAgeDays === undefined) return undefined;
  if (date === undefined)
    return {
      state: 'stale',
      reason: 'it is undated, and evidence for this ages: add its date (@YYYY-MM-DD behind it)',
    };
  if (freshUntil !== undefined && freshUntil < asOf)
    return { state: 'stale', reason: `it is ${daysBetween(date, asOf)} days old; the limit is ${maxAgeDays}` };
  return undefined;
}

/** A rule's outcome is evidence only as long as the rule still says so. */
function ruleState(entry: EvidenceEntry, findings: readonly Finding[] | undefined): State | undefined {
  if (entry.kind !== 'rule' || !findings) return undefined;
  const outcomes = findings.filter((finding) => finding.rule === entry.target).map((finding) => finding.outcome);
  const now = OUTCOMES.find((outcome) => outcomes.includes(outcome));
  if (now === undefined) return { state: 'stale', reason: `the rule ${entry.target} judges nothing here any more` };
  if (now === entry.outcome) return undefined;
  return {
    state: 'stale',
    reason: `the outcome of ${entry.target} was ${entry.outcome ?? 'not recorded'}, and is ${now} now`,
  };
}

function content(
  need: EvidenceNeed | undefined,
  entry: EvidenceEntry,
  observation: Observation | undefined,
  conditions: ConditionContext,
): State {
  if (entry.kind === 'load-test') {
    if (observation?.problem !== undefined) return { state: 'unknown', reason: observation.problem };
    if (!observation?.loadTest && need?.loadTest)
      return { state: 'unknown', reason: 'the report was not read, so its numbers are unknown' };
    if (observation?.loadTest) return loadTestState(need?.loadTest ?? {}, observation.loadTest, conditions);
  }
  if (isMonitor(entry)) return monitorState(need, observation?.monitor);
  if (entry.kind === 'game-day' && (entry.openFindings ?? 0) > 0)
    return { state: 'failing', reason: `${entry.openFindings} of its findings are still open` };
  if (entry.kind === 'rule' && entry.outcome !== undefined && entry.outcome !== 'pass')
    return { state: 'failing', reason: `the rule's outcome was ${entry.outcome}` };
  if (entry.kind === 'rule' && entry.outcome === undefined)
    return { state: 'unknown', reason: 'what the rule said is not recorded, and the rules were not run' };
  return { state: 'fresh', reason: '' };
}

/** The bounds of a load test, with what they are held against and how people read them. */
const BOUNDS = [
  { key: 'peakRateAtLeast', label: 'peak rate', unit: '/s', least: true },
  { key: 'errorRateAtMost', label: 'error rate', unit: '', least: false },
  { key: 'p99AtMost', label: 'p99', unit: ' ms', least: false },
] as const;

/** Holds a load test against its bounds. A mean rate proves a peak at least as high, never that a peak was too low. */
export function loadTestState(bounds: LoadTestBounds, result: LoadTestResult, conditions: ConditionContext): State {
  const failures: string[] = [];
  const unknowns: string[] = [];
  for (const { key, label, unit, least } of BOUNDS) {
    const bound = bounds[key];
    if (bound === undefined) continue;
    const limit = limitOf(bound, conditions);
    const seen = measured(result, key);
    // A peak that nobody expects is no bound that a test could miss.
    if (limit === undefined || (least && limit <= 0))
      unknowns.push(`the bound of the ${label} is not known: ${boundText(bound, limit)}`);
    else if (seen === undefined) unknowns.push(`the report does not say the ${label}`);
    else if (least ? seen >= limit : seen <= limit) continue;
    else if (key === 'peakRateAtLeast' && result.rate?.kind === 'mean')
      unknowns.push(`the mean rate ${show(seen)}/s is below ${show(limit)}/s, and the report does not say the peak`);
    else failures.push(`${label} ${show(seen)}${unit} is ${least ? 'below' : 'above'} ${show(limit)}${unit}`);
  }
  if (failures.length > 0) return { state: 'failing', reason: failures.join('; ') };
  if (unknowns.length > 0) return { state: 'unknown', reason: unknowns.join('; ') };
  return { state: 'fresh', reason: loadTestInWords(result) };
}

function measured(result: LoadTestResult, key: keyof LoadTestBounds): number | undefined {
  switch (key) {
    case 'peakRateAtLeast':
      return result.rate?.perSecond;
    case 'errorRateAtMost':
      return result.errorRate;
    case 'p99AtMost':
      return result.p99;
  }
}

function boundText(bound: Bound, limit: number | undefined): string {
  const text = typeof bound === 'number' ? String(bound) : bound.text;
  return limit === undefined ? text : `${text} is ${show(limit)}`;
}

function limitOf(bound: Bound, conditions: ConditionContext): number | undefined {
  return typeof bound === 'number' ? bound : bound.value(conditions);
}

/** What a load-test report says, in one line. */
export function loadTestInWords(result: LoadTestResult): string {
  const { tool, date, requests, rate, errorRate, p99 } = result;
  return [
    `${tool}, ${date ?? 'undated'}: ${requests} requests`,
    rate && `${rate.kind} ${show(rate.perSecond)}/s`,
    errorRate !== undefined && `errors ${show(errorRate * 100)} %`,
    p99 !== undefined && `p99 ${show(p99)} ms`,
  ]
    .filter(Boolean)
    .join(', ');
}

function show(number: number): string {
  return String(Number(number.toPrecision(4)));
}

/** A day some days later, `YYYY-MM-DD`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
