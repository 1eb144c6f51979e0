import { type EvidenceByFact, type Judgeable, type SubjectFacts, Unknown } from '../model/facts.js';
import type { Evidence, Finding, Outcome, Severity } from '../model/finding.js';
import { flatMap } from '../model/flat.js';
import type { Problem, Subject } from '../model/report.js';
import type { ParamValue, Rule, RuleSettings } from '../model/rule.js';
import { contextOf, decideOnce, decisionsOf, factNames, type Question } from './decisions.js';
import type { Vocabulary } from './expressions.js';
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
    const decisions = decisionsOf(rule, ruleSet);
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

/** One rule, and one subject that it is about. */
interface Application extends Question {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly collect: typeof evidenceFor;
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
  const remedy = renderTemplate(rule.remedy, vocabulary, context);
  return finding(application, 'fail', message, evidence, { remedy });
}

/** Every finding there is is made here: members that it may lack are set afterwards, which costs less than spreading. */
function finding(
  { rule, severity, facts, scenario }: Application,
  outcome: Outcome,
  message: string,
  evidence: readonly Evidence[],
  { remedy, settledBy }: Pick<Finding, 'remedy' | 'settledBy'> = {},
): Finding {
  const made: { -readonly [Member in keyof Finding]: Finding[Member] } = {
    rule: rule.id,
    severity,
    outcome,
    subject: facts.address,
    message,
    evidence,
    location: facts.location,
  };
  if (remedy !== undefined) made.remedy = remedy;
  if (settledBy !== undefined) made.settledBy = settledBy;
  if (scenario) made.scenario = scenario;
  return made;
}

function undeterminedFinding(application: Application, expression: string): Finding {
  const { rule, facts, collect } = application;
  const unknowns = flatMap(factNames(expression), (name) => unknownsIn(facts.facts[name]));
  const reasons = [...new Set(unknowns.map((it) => it.reason))];
  const message = `cannot be decided: ${reasons.length > 0 ? reasons.join('; ') : 'a fact that it needs is not known'}`;
  const settledBy = [...new Set(flatMap(unknowns, (it) => it.settledBy))];
  return finding(application, 'undetermined', message, collect(rule, facts), { settledBy });
}

/** The unknowns of a fact, also inside objects and lists. */
function unknownsIn(value: unknown): Unknown[] {
  if (value instanceof Unknown) return [value];
  if (Array.isArray(value)) return flatMap(value, unknownsIn);
  if (value !== null && typeof value === 'object') return flatMap(Object.values(value), unknownsIn);
  return [];
}

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
    names = [...new Set(flatMap([rule.when ?? '', rule.require, rule.message], factNames))];
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
