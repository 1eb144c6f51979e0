import { type SubjectFacts, Unknown } from '../model/facts.js';
import type { Rule } from '../model/rule.js';
import { MissingFact, type Vocabulary } from './expressions.js';

/** What is asked of one subject by the expressions of one rule. */
export interface Question {
  readonly facts: SubjectFacts;
  /** What expressions see of a subject: made when the first one looks. */
  readonly viewOf: (facts: SubjectFacts, vocabulary: Vocabulary) => object;
  readonly params: Record<string, unknown>;
  readonly vocabulary: Vocabulary;
  readonly decisions: Decisions;
}

/** What the expressions of one rule said so far: by expression, and by the facts that it reads. */
export type Decisions = Map<string, Map<string, boolean | undefined>>;

/** The pipelines of a repository and the steps of a change are alike: what was decided of one holds for others with its facts. */
const DECIDED = new WeakMap<object, Map<Rule, Decisions>>();

/** @param ruleSet what the rules are applied with: with other parameters an expression decides otherwise. */
export function decisionsOf(rule: Rule, ruleSet: object): Decisions {
  let rules = DECIDED.get(ruleSet);
  if (!rules) {
    rules = new Map();
    DECIDED.set(ruleSet, rules);
  }
  let decisions = rules.get(rule);
  if (!decisions) {
    decisions = new Map();
    rules.set(rule, decisions);
  }
  return decisions;
}

/** More answers to one expression than these are not alike: the first ones are forgotten. */
const MAX_DECIDED = 1000;

/**
 * What an expression says of a subject: true, false, or undefined when a fact that it needs is not known. Worked out once
 * for all subjects whose facts the expression cannot tell apart.
 */
export function decideOnce(question: Question, expression: string): boolean | undefined {
  const { vocabulary, facts, decisions } = question;
  const key = valuesKey(expression, facts);
  if (key === undefined) return decide(vocabulary, expression, contextOf(question));
  let known = decisions.get(expression);
  if (!known) {
    known = new Map();
    decisions.set(expression, known);
  }
  const before = known.get(key);
  if (before !== undefined || known.has(key)) return before;
  const decided = decide(vocabulary, expression, contextOf(question));
  if (known.size >= MAX_DECIDED) known.clear();
  known.set(key, decided);
  return decided;
}

/** What an expression sees. */
export function contextOf({ viewOf, facts, vocabulary, params }: Question) {
  return { it: viewOf(facts, vocabulary), params };
}

/** Words that facts choose from are short; what is longer (a command, a description) is rarely said twice. */
const MAX_WORD = 12;

/** The facts that an expression reads as one text, which no other facts give; undefined when one is a list or long. */
function valuesKey(expression: string, { facts }: SubjectFacts): string | undefined {
  if (readsWhole(expression)) return undefined;
  let key = '';
  for (const name of factNames(expression)) {
    const value = facts[name];
    if (typeof value === 'boolean') key += value ? 't' : 'f';
    else if (typeof value === 'number') key += `${value},`;
    else if (value === undefined || value instanceof Unknown) key += '?';
    else if (typeof value === 'string' && value.length <= MAX_WORD) key += `${value.length}:${value}`;
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
