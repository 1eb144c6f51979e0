import { type AnswerType, type Checklist, type Item, itemsOf } from '../../model/checklist.js';
import type { Lint } from './lint-message.js';
import { lintRules } from './lint-rules.js';
import { reachable } from './reachable.js';

/**
 * What is wrong with a checklist that can be read: questions that nobody is ever asked, rules that never decide, missing
 * defaults, duplicates, and what a reader would miss.
 *
 * @param rules ids of the rules that there are, to hold `answeredBy` against; absent when they are not known.
 */
export function lintChecklist(checklist: Checklist, rules?: ReadonlySet<string>): Lint[] {
  const items = itemsOf(checklist);
  const order = new Map(items.map((item, index) => [item.id, index]));
  return [
    ...items.flatMap((item) => [
      ...lintCondition(checklist, item, order),
      ...(item.answer.type === 'some-of' ? lintRules(item.answer.options, item.answer.rules) : []),
      ...lintRiskless(item),
      ...lintAnsweredBy(item, rules),
      ...lintEvidence(item),
    ]),
    ...duplicates(items),
    ...emptySections(checklist),
    ...unusedProfile(checklist, items),
  ];
}

function lintCondition(checklist: Checklist, item: Item, order: ReadonlyMap<string, number>): Lint[] {
  if (!item.when) return [];
  const { location, text } = item.when;
  const unknown = item.when.answers.filter((id) => !order.has(id));
  if (unknown.length > 0)
    return unknown.map((id) => ({
      level: 'error',
      message: `the condition of ${item.id} mentions "${id}", which is no question of this checklist`,
      location,
    }));
  const later = item.when.answers.filter((id) => order.get(id)! >= order.get(item.id)!);
  if (later.length > 0)
    return later.map((id) => ({
      level: 'error',
      message: `the condition of ${item.id} mentions "${id}", which is not asked before it`,
      location,
      hint: 'Move the question that it builds on before it.',
    }));
  switch (reachable(checklist, item)) {
    case 'never':
      return [
        {
          level: 'error',
          message: `${item.id} is never asked: no profile and no answers make "${text}" true`,
          location,
        },
      ];
    case 'always':
      return [{ level: 'advice', message: `the condition of ${item.id} is always true: leave it out`, location }];
    case 'sometimes':
    case 'undecided':
      return [];
  }
}

/** A question whose every answer is harmless, or harmful, decides nothing. */
function lintRiskless(item: Item): Lint[] {
  const { harmless, harmful } = possibleRisks(item.answer);
  if (!harmless)
    return [{ level: 'error', message: `no answer to ${item.id} is without risk`, location: item.location }];
  if (!harmful)
    return [{ level: 'advice', message: `no answer to ${item.id} carries a risk`, location: item.location }];
  return [];
}

/** Whether some answer is without risk, and whether some answer is one. Of texts and links nothing more than their being there is judged. */
function possibleRisks(answer: AnswerType): { readonly harmless: boolean; readonly harmful: boolean } {
  switch (answer.type) {
    case 'yes-no':
    case 'one-of':
      return {
        harmless: answer.options.some((option) => option.risk === 'none'),
        harmful: answer.options.some((option) => option.risk !== 'none'),
      };
    case 'number':
      return {
        harmless: (answer.atLeast ?? -Infinity) <= (answer.atMost ?? Infinity),
        harmful: answer.atLeast !== undefined || answer.atMost !== undefined,
      };
    case 'date':
      return {
        harmless: answer.maxAgeDays === undefined || (answer.minDaysAhead ?? 0) <= 0,
        harmful: answer.maxAgeDays !== undefined || answer.minDaysAhead !== undefined,
      };
    case 'some-of':
    case 'text':
    case 'links':
      return { harmless: true, harmful: true };
  }
}

/** Evidence that the question's own words keep from counting. */
function lintEvidence({ id, evidence, answeredBy, location }: Item): Lint[] {
  if (!evidence || evidence.kinds.length === 0) return [];
  const lint: Lint[] = [];
  if (evidence.loadTest && !evidence.kinds.includes('load-test'))
    lint.push({
      level: 'error',
      message: `${id} has bounds for a load test, and no load test counts for it`,
      location,
    });
  if (answeredBy.length > 0 && !evidence.kinds.includes('rule'))
    lint.push({
      level: 'advice',
      message: `${id} is answered by rules, and what they find is no evidence that counts for it`,
      location,
      hint: 'Add rule to the kinds of its evidence.',
    });
  return lint;
}

function emptySections(checklist: Checklist): Lint[] {
  return checklist.sections
    .filter((section) => section.items.length === 0)
    .map(({ id, location }) => ({ level: 'advice', message: `the section ${id} has no questions`, location }));
}

function lintAnsweredBy(item: Item, rules: ReadonlySet<string> | undefined): Lint[] {
  if (!rules) return [];
  const { location } = item;
  return item.answeredBy
    .filter((rule) => !rules.has(rule))
    .map((rule) => ({
      // Another pack may have it.
      level: 'advice',
      message: `${item.id} is answered by the rule "${rule}", which there is not`,
      location,
    }));
}

function duplicates(items: readonly Item[]): Lint[] {
  const seen = new Map<string, Item>();
  return items.flatMap((item): Lint[] => {
    const key = asked(item);
    const earlier = seen.get(key);
    if (!earlier) {
      seen.set(key, item);
      return [];
    }
    const message = `${item.id} asks the same as ${earlier.id} in line ${earlier.location.line}`;
    return [{ level: 'error', message, location: item.location }];
  });
}

/**
 * What a question asks. The title alone may repeat ("Alarms"), and so may the words over statements to choose from ("Select all
 * that hold"), where the title says what they are about.
 */
function asked({ title, question, answer }: Item): string {
  const words = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  return answer.type === 'some-of' && question !== title ? `${words(title)}|${words(question)}` : words(question);
}

function unusedProfile(checklist: Checklist, items: readonly Item[]): Lint[] {
  const used = new Set(items.flatMap((item) => [...(item.when?.profile ?? []), ...boundsProfile(item)]));
  return checklist.profile
    .filter((field) => !used.has(field.id))
    .map((field) => ({
      level: 'advice',
      message: `no condition uses the profile field ${field.id}`,
      location: field.location,
    }));
}

function boundsProfile(item: Item): readonly string[] {
  return Object.values(item.evidence?.loadTest ?? {}).flatMap((bound) =>
    typeof bound === 'number' ? [] : bound.profile,
  );
}
