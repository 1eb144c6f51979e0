import { type EvidenceByFact, type Judgeable, type SubjectFacts, Unknown } from '../model/facts.js';
import type { Evidence, Finding, Outcome, Severity } from '../model/finding.js';
import type { Problem, Subject } from '../model/report.js';
import type { ParamValue, Rule, RuleSettings } from '../model/rule.js';
import { MissingFact, type Vocabulary } from './expressions.js';
import { renderTemplate } from './template.js';

/** Rules with what the configuration changes about them, ready to be applied. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  readonly settings: Readonly<Record<string, RuleSettings>>;
  readonly vocabularies: ReadonlyMap<string, Vocabulary>;
}

/** What came of applying rules: the subject with its findings, and rules that crashed (our bug, or the pack's). */
export interface Evaluated {
  readonly subject: Subject;
  readonly crashes: readonly Problem[];
}

/** What findings are made for. */
export interface EvaluateOptions {
  /** Whether anybody reads what was seen. Collecting it takes longer than deciding. Yes unless said otherwise. */
  readonly withEvidence?: boolean;
}

/** Applies every rule that is about something in a judgeable thing. Same inputs, same findings, in order. */
export function evaluate(judgeable: Judgeable, ruleSet: RuleSet, options: EvaluateOptions = {}): Evaluated {
  const collect = options.withEvidence === false ? noEvidence : evidenceFor;
  const findings: Finding[] = [];
  const crashes: Problem[] = [];
  const views = new Map<SubjectFacts, object>();
  const viewOf = (facts: SubjectFacts, vocabulary: Vocabulary): object => {
    let view = views.get(facts);
    if (!view) {
      view = vocabulary.view(facts.facts);
      views.set(facts, view);
    }
    return view;
  };
  const byKind = groupByKind(judgeable.subjects);
  for (const rule of ruleSet.rules) {
    const severity = severityOf(rule, ruleSet);
    if (severity === 'off') continue;
    const subjects = byKind.get(rule.subject);
    if (!subjects) {
      const absent = absentFinding(rule, severity, judgeable);
      if (absent) findings.push(absent);
      continue;
    }
    const vocabulary = ruleSet.vocabularies.get(rule.subject)!;
    const params = paramsOf(rule, ruleSet);
    const decisions = subjects.length >= MANY ? new Map<string, Decisions>() : undefined;
    for (const facts of subjects) {
      try {
        findings.push(
          applyRule({
            rule,
            severity,
            facts,
            viewOf,
            params,
            vocabulary,
            collect,
            decisions,
            scenario: judgeable.scenario,
          }),
        );
      } catch (error) {
        crashes.push(crash(rule, facts, error));
      }
    }
  }
  const { kind, address, title, location, notes, duties } = judgeable;
  const subject = { kind, address, title, location, findings, notes, ...(duties ? { duties } : {}) };
  return { subject, crashes };
}

function groupByKind(subjects: readonly SubjectFacts[]): Map<string, SubjectFacts[]> {
  const groups = new Map<string, SubjectFacts[]>();
  for (const subject of subjects) {
    const group = groups.get(subject.kind);
    if (group) group.push(subject);
    else groups.set(subject.kind, [subject]);
  }
  return groups;
}

/** The severity in force. */
export function severityOf(rule: Rule, { settings }: Pick<RuleSet, 'settings'>): Severity | 'off' {
  return settings[rule.id]?.severity ?? rule.severity;
}

/** The parameters in force, as CEL values. */
function paramsOf(rule: Rule, { settings }: RuleSet): Record<string, unknown> {
  const given = settings[rule.id]?.params ?? {};
  const params: Record<string, unknown> = {};
  for (const [name, param] of Object.entries(rule.params))
    params[name] = celValue(given[name] ?? param.default, param.type);
  return params;
}

function celValue(value: ParamValue, type: string): unknown {
  return type === 'int' ? BigInt(value as number) : value;
}

interface Application {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly facts: SubjectFacts;
  /** What expressions see of a subject: made when the first one looks. */
  readonly viewOf: (facts: SubjectFacts, vocabulary: Vocabulary) => object;
  readonly params: Record<string, unknown>;
  readonly vocabulary: Vocabulary;
  readonly collect: typeof evidenceFor;
  /** What was decided of other subjects with the same facts; undefined when there are too few for that to pay. */
  readonly decisions: Map<string, Decisions> | undefined;
  readonly scenario: string | undefined;
}

function applyRule(application: Application): Finding {
  const { rule, facts, collect } = application;
  if (rule.when !== undefined) {
    const applies = decideOnce(application, rule.when);
    if (applies === undefined) return undeterminedFinding(application, rule.when);
    if (!applies) return finding(application, 'not-applicable', `does not apply to ${facts.address}`, []);
  }
  const holds = decideOnce(application, rule.require);
  if (holds === undefined) return undeterminedFinding(application, rule.require);
  const evidence = collect(rule, facts);
  if (holds) return finding(application, 'pass', rule.title, evidence);
  const { vocabulary } = application;
  const context = contextOf(application);
  const message = renderTemplate(rule.message, vocabulary, context);
  return {
    ...finding(application, 'fail', message, evidence),
    remedy: renderTemplate(rule.remedy, vocabulary, context),
  };
}

/** From how many subjects on decisions are kept: the steps of a long change are alike. */
const MANY = 8;

/** What was decided of one expression, by the facts that it reads. */
type Decisions = Map<string, boolean | undefined>;

/** {@link decide}, once for all subjects whose facts the expression cannot tell apart. */
function decideOnce(application: Application, expression: string): boolean | undefined {
  const { vocabulary, facts, decisions } = application;
  const key = decisions && valuesKey(expression, facts);
  if (!decisions || key === undefined) return decide(vocabulary, expression, contextOf(application));
  let known = decisions.get(expression);
  if (!known) {
    known = new Map();
    decisions.set(expression, known);
  }
  if (known.has(key)) return known.get(key);
  const decided = decide(vocabulary, expression, contextOf(application));
  known.set(key, decided);
  return decided;
}

function contextOf({ viewOf, facts, vocabulary, params }: Application) {
  return { it: viewOf(facts, vocabulary), params };
}

/** The facts that an expression reads, when each of them is simple enough to be compared as a letter or a number. */
function valuesKey(expression: string, { facts }: SubjectFacts): string | undefined {
  if (readsWhole(expression)) return undefined;
  let key = '';
  for (const name of factNames(expression)) {
    const value = facts[name];
    if (typeof value === 'boolean') key += value ? 't' : 'f';
    else if (typeof value === 'number') key += `${value},`;
    else if (value === undefined || value instanceof Unknown) key += '?';
    else if (value === '') key += '-';
    else if (Array.isArray(value) && value.length === 0) key += '0';
    else return undefined;
  }
  return key;
}

/** Whether an expression uses `it` otherwise than for one of its facts. */
function readsWhole(expression: string): boolean {
  let whole = READS_WHOLE.get(expression);
  if (whole === undefined) {
    whole = /\bit\b(?!\.[A-Za-z_])/.test(expression);
    READS_WHOLE.set(expression, whole);
  }
  return whole;
}

const READS_WHOLE = new Map<string, boolean>();

/** True, false, or undefined when a fact that it needs is not known. */
function decide(
  vocabulary: Vocabulary,
  expression: string,
  context: { it: object; params: Record<string, unknown> },
): boolean | undefined {
  try {
    return vocabulary.compile(expression)(context) === true;
  } catch (error) {
    if (error instanceof MissingFact) return undefined;
    throw error;
  }
}

function finding(application: Application, outcome: Outcome, message: string, evidence: readonly Evidence[]): Finding {
  const { rule, severity, facts, scenario } = application;
  const made: Finding = {
    rule: rule.id,
    severity,
    outcome,
    subject: facts.address,
    message,
    evidence,
    location: facts.location,
  };
  return scenario ? { ...made, scenario } : made;
}

function undeterminedFinding(application: Application, expression: string): Finding {
  const { rule, facts, collect } = application;
  const unknowns = factNames(expression).flatMap((name) => unknownsIn(facts.facts[name]));
  const reasons = [...new Set(unknowns.map((it) => it.reason))];
  const message = `cannot be decided: ${reasons.length > 0 ? reasons.join('; ') : 'a fact that it needs is not known'}`;
  return {
    ...finding(application, 'undetermined', message, collect(rule, facts)),
    settledBy: [...new Set(unknowns.flatMap((it) => it.settledBy))],
  };
}

/** The unknowns of a fact, also inside objects and lists. */
function unknownsIn(value: unknown): Unknown[] {
  if (value instanceof Unknown) return [value];
  if (Array.isArray(value)) return value.flatMap(unknownsIn);
  if (value !== null && typeof value === 'object') return Object.values(value).flatMap(unknownsIn);
  return [];
}

/** Names of the facts of `it` that an expression uses. */
export function factNames(expression: string): readonly string[] {
  let names = FACT_NAMES.get(expression);
  if (!names) {
    names = [...new Set([...expression.matchAll(/\bit\.([A-Za-z_]\w*)/g)].map((match) => match[1]!))];
    FACT_NAMES.set(expression, names);
  }
  return names;
}

/** Expressions are few and asked about often: once for each subject. */
const FACT_NAMES = new Map<string, readonly string[]>();

const NOTHING_SEEN: readonly Evidence[] = [];

function noEvidence(): readonly Evidence[] {
  return NOTHING_SEEN;
}

function evidenceFor(rule: Rule, facts: SubjectFacts): readonly Evidence[] {
  const evidence = evidenceOf(facts);
  if (!evidence) return NOTHING_SEEN;
  const found: Evidence[] = [];
  for (const name of evidenceNames(rule))
    for (const it of evidence[name] ?? []) if (!found.some((other) => isSame(other, it))) found.push(it);
  return found;
}

/** The evidence of a subject, which several rules ask for: collected when the first does. */
function evidenceOf(facts: SubjectFacts): EvidenceByFact | undefined {
  const { evidence } = facts;
  if (typeof evidence !== 'function') return evidence;
  let collected = COLLECTED.get(facts);
  if (!collected) {
    collected = evidence();
    COLLECTED.set(facts, collected);
  }
  return collected;
}

const COLLECTED = new WeakMap<SubjectFacts, EvidenceByFact>();

/** Names of the facts whose evidence a rule's findings show, in the order in which the rule speaks of them. */
function evidenceNames(rule: Rule): readonly string[] {
  let names = EVIDENCE_NAMES.get(rule);
  if (!names) {
    names = [...new Set([rule.when ?? '', rule.require, rule.message].flatMap(factNames))];
    EVIDENCE_NAMES.set(rule, names);
  }
  return names;
}

const EVIDENCE_NAMES = new WeakMap<Rule, readonly string[]>();

function isSame(a: Evidence, b: Evidence): boolean {
  return (
    a === b || (a.text === b.text && a.location?.line === b.location?.line && a.location?.column === b.location?.column)
  );
}

function absentFinding(rule: Rule, severity: Severity, judgeable: Judgeable): Finding | undefined {
  const absent = judgeable.absent[rule.subject];
  if (!absent) return undefined;
  return {
    rule: rule.id,
    severity,
    outcome: absent.outcome,
    subject: judgeable.address,
    message: absent.message,
    evidence: [],
    location: absent.location,
    ...(absent.settledBy ? { settledBy: absent.settledBy } : {}),
    ...(absent.outcome === 'fail' ? { remedy: rule.remedy.replace(/\{\{[\s\S]*?\}\}/g, '…') } : {}),
    ...(judgeable.scenario ? { scenario: judgeable.scenario } : {}),
  };
}

function crash(rule: Rule, facts: SubjectFacts, error: unknown): Problem {
  const message = error instanceof Error ? error.message.split('\n')[0]! : String(error);
  return {
    code: 'RULE_CRASH',
    message: `the rule ${rule.id} threw on ${facts.address}: ${message}`,
    location: facts.location,
    hint: 'This is a bug in the rule, not in your files: the other rules were still applied.',
  };
}
