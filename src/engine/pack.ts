import { TollgateError } from '../errors.js';
import type { SubjectKind } from '../model/facts.js';
import { flatMap } from '../model/flat.js';
import { locate, type Span } from '../model/located.js';
import { nearest } from '../model/nearest.js';
import type { Rule, RuleExample, RuleSettings } from '../model/rule.js';
import type { RuleSet } from './evaluate.js';
import { ExpressionError, Vocabulary } from './expressions.js';
import { templateExpressions } from './template.js';

/**
 * Puts rules and the kinds of subjects they are about together, ready to be applied.
 *
 * @throws TollgateError PACK when two rules have one id: one would silently hide the other.
 */
export function assemble(
  rules: readonly Rule[],
  kinds: readonly SubjectKind[],
  settings: Readonly<Record<string, RuleSettings>> = {},
): RuleSet {
  const byKind = new Map(kinds.map((kind) => [kind.kind, kind]));
  const vocabularies = new LazyVocabularies(byKind);
  const sorted = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const twin = sorted.find((rule, index) => rule.id === sorted[index - 1]?.id);
  if (twin) throw wrong(twin, 'title', 'another rule has this id; name the file or its folder otherwise');
  return { rules: sorted, settings, vocabularies };
}

/** Builds the vocabulary of a kind when a rule of it is first applied: most runs need one or two. */
class LazyVocabularies extends Map<string, Vocabulary> {
  constructor(private readonly kinds: ReadonlyMap<string, SubjectKind>) {
    super();
  }

  override get(kind: string): Vocabulary | undefined {
    const before = super.get(kind);
    const declared = this.kinds?.get(kind);
    if (before || !declared) return before;
    const vocabulary = new Vocabulary(declared);
    this.set(kind, vocabulary);
    return vocabulary;
  }
}

/**
 * Type-checks every expression of a pack against the declared facts, and every parameter that is named.
 *
 * @throws TollgateError PACK for the first rule that is wrong, at the expression.
 */
export function checkPack(ruleSet: RuleSet, kinds: readonly SubjectKind[]): void {
  for (const rule of ruleSet.rules) {
    const vocabulary = ruleSet.vocabularies.get(rule.subject);
    if (!vocabulary)
      throw wrong(
        rule,
        'subject',
        `no facts are declared for ${rule.subject}; known are ${kinds.map((it) => it.kind).join(', ')}`,
      );
    if (rule.when !== undefined) expectBool(rule, 'when', rule.when, vocabulary);
    expectBool(rule, 'require', rule.require, vocabulary);
    for (const key of ['message', 'remedy'] as const)
      for (const { text } of templateExpressions(rule[key])) check(rule, key, text, vocabulary);
    for (const key of ['require', 'when', 'message', 'remedy'] as const) checkParams(rule, key, rule[key] ?? '');
    for (const example of rule.examples) checkExampleParams(rule, example);
  }
}

function expectBool(rule: Rule, key: 'when' | 'require', text: string, vocabulary: Vocabulary): void {
  const type = check(rule, key, text, vocabulary);
  if (type !== 'bool' && type !== 'dyn') throw wrong(rule, key, `gives ${type}, and must give bool`);
}

function check(rule: Rule, key: string, text: string, vocabulary: Vocabulary): string {
  try {
    return vocabulary.typeOf(text);
  } catch (error) {
    if (error instanceof ExpressionError)
      throw wrong(
        rule,
        key,
        `${error.message} (at "${text.slice(error.offset, error.offset + 30)}")`,
        hintFor(error, vocabulary),
      );
    throw error;
  }
}

function hintFor({ message }: ExpressionError, vocabulary: Vocabulary): string {
  const word = /No such key: (\w+)/.exec(message)?.[1];
  const near = word === undefined ? undefined : nearest(word, vocabulary.factNames());
  return near === undefined
    ? `docs/facts.md lists what rules about a ${vocabulary.kind.kind} can see, with its types.`
    : `Did you mean ${near}? docs/facts.md lists what rules can see.`;
}

function checkParams(rule: Rule, key: string, text: string): void {
  for (const match of text.matchAll(/\bparams\.(\w+)/g))
    if (!rule.params[match[1]!]) throw wrong(rule, key, `uses params.${match[1]}, which is not declared`);
}

/** A parameter of an example that the rule does not know would silently change nothing. */
function checkExampleParams(rule: Rule, example: RuleExample): void {
  for (const [name, value] of Object.entries(example.params)) {
    const param = rule.params[name];
    const trouble = param
      ? `parameter ${name} must be ${param.type}, not ${JSON.stringify(value)}`
      : `uses params.${name}, which is not declared`;
    if (!param || !fits(value, param.type)) throw wrongAt(rule, `example "${example.name}"`, trouble, example.span);
  }
}

function wrong(rule: Rule, key: string, message: string, hint?: string): TollgateError {
  return wrongAt(rule, key, message, rule.spans[key], hint);
}

function wrongAt(
  rule: Rule,
  key: string,
  message: string,
  span: Span | undefined,
  hint = 'Mend the rule; «Rules» in the README says what a rule file holds.',
): TollgateError {
  return new TollgateError('PACK', `rule ${rule.id}, ${key}: ${message}`, {
    ...(span ? { location: locate(span) } : {}),
    hint,
  });
}

/**
 * Checks the settings of a configuration against the rules: unknown rules and parameters are typing errors that would
 * silently change nothing.
 *
 * @returns every error, of code CONFIG, at its place.
 */
export function checkSettings(
  ruleSet: RuleSet,
  settings: Readonly<Record<string, RuleSettings>>,
): readonly TollgateError[] {
  return flatMap(Object.entries(settings), ([id, own]) => {
    const rule = ruleSet.rules.find((it) => it.id === id);
    return rule ? checkParamsOf(rule, own) : [noRule(ruleSet, id, 'there is no rule', own.span)];
  });
}

/** Checks which rules cannot be waived: a mistyped one would protect nothing. */
export function checkNever(ruleSet: RuleSet, never: readonly string[]): readonly TollgateError[] {
  const isKnown = (pattern: string) =>
    pattern.endsWith('/*')
      ? ruleSet.rules.some(({ id }) => id.startsWith(pattern.slice(0, -1)))
      : ruleSet.rules.some(({ id }) => id === pattern);
  return never
    .filter((pattern) => !pattern.startsWith('waiver/') && !isKnown(pattern))
    .map((pattern) => noRule(ruleSet, pattern, '"never" of "waivers" names no rule:', undefined));
}

function noRule({ rules }: RuleSet, id: string, lead: string, span: Span | undefined): TollgateError {
  const ids = rules.map((rule) => rule.id);
  const near = ids.find((it) => it.endsWith(`/${id}`)) ?? nearest(id, ids);
  const hint = near === undefined ? '`tollgate rules list` shows those that are known.' : `Did you mean ${near}?`;
  return unfit(`${lead} ${id}`, span, hint);
}

function checkParamsOf(rule: Rule, settings: RuleSettings): TollgateError[] {
  return flatMap(Object.entries(settings.params ?? {}), ([name, value]) => {
    const param = rule.params[name];
    const span = settings.paramSpans?.[name];
    if (!param) {
      const known = Object.keys(rule.params).join(', ') || 'none';
      return [unfit(`the rule ${rule.id} has no parameter ${name}`, span, `It has ${known}.`)];
    }
    if (fits(value, param.type)) return [];
    const message = `parameter ${name} of ${rule.id} must be ${param.type}, not ${JSON.stringify(value)}`;
    return [unfit(message, span, `Its default is ${JSON.stringify(param.default)}.`)];
  });
}

function unfit(message: string, span: Span | undefined, hint: string): TollgateError {
  return new TollgateError('CONFIG', message, { ...(span ? { location: locate(span) } : {}), hint });
}

function fits(value: unknown, type: string): boolean {
  switch (type) {
    case 'int':
      return typeof value === 'number' && Number.isInteger(value);
    case 'double':
      return typeof value === 'number';
    case 'bool':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string';
    default:
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
  }
}
