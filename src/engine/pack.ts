import { TollgateError } from '../errors.js';
import type { SubjectKind } from '../model/facts.js';
import { locate } from '../model/located.js';
import type { Rule, RuleSettings } from '../model/rule.js';
import type { RuleSet } from './evaluate.js';
import { ExpressionError, Vocabulary } from './expressions.js';
import { templateExpressions } from './template.js';

/** Puts rules and the kinds of subjects they are about together, ready to be applied. */
export function assemble(
  rules: readonly Rule[],
  kinds: readonly SubjectKind[],
  settings: Readonly<Record<string, RuleSettings>> = {},
): RuleSet {
  const byKind = new Map(kinds.map((kind) => [kind.kind, kind]));
  const vocabularies = new LazyVocabularies(byKind);
  const sorted = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
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
    for (const text of [rule.require, rule.when ?? '', rule.message, rule.remedy]) checkParams(rule, text);
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
      throw wrong(rule, key, `${error.message} (at "${text.slice(error.offset, error.offset + 30)}")`);
    throw error;
  }
}

function checkParams(rule: Rule, text: string): void {
  for (const match of text.matchAll(/\bparams\.(\w+)/g))
    if (!rule.params[match[1]!]) throw wrong(rule, 'require', `uses params.${match[1]}, which is not declared`);
}

function wrong(rule: Rule, key: string, message: string): TollgateError {
  const span = rule.spans[key];
  return new TollgateError('PACK', `rule ${rule.id}, ${key}: ${message}`, {
    ...(span ? { location: locate(span) } : {}),
    hint: 'Run `tollgate rules test` on the pack.',
  });
}

/**
 * Checks the settings of a configuration against the rules: unknown rules and parameters are typing errors that would
 * silently change nothing.
 *
 * @throws TollgateError CONFIG.
 */
export function checkSettings(
  ruleSet: RuleSet,
  config: { readonly file: string | undefined; readonly rules: Readonly<Record<string, RuleSettings>> },
): void {
  for (const [id, settings] of Object.entries(config.rules)) {
    const rule = ruleSet.rules.find((it) => it.id === id);
    const file = config.file ?? 'the configuration';
    if (!rule)
      throw new TollgateError('CONFIG', `${file}: there is no rule ${id}`, {
        hint: `Known are ${ruleSet.rules.map((it) => it.id).join(', ')}.`,
      });
    for (const [name, value] of Object.entries(settings.params ?? {})) {
      const param = rule.params[name];
      if (!param)
        throw new TollgateError('CONFIG', `${file}: the rule ${id} has no parameter ${name}`, {
          hint: `It has ${Object.keys(rule.params).join(', ') || 'none'}.`,
        });
      if (!fits(value, param.type))
        throw new TollgateError(
          'CONFIG',
          `${file}: parameter ${name} of ${id} must be ${param.type}, not ${JSON.stringify(value)}`,
        );
    }
  }
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
