import { type Checklist, type Item, itemsOf } from '../../model/checklist.js';
import type { Location } from '../../model/located.js';
import { lintRules } from './lint-rules.js';
import { reachable } from './reachable.js';

/** Something in a checklist that its author should look at. An error makes an answer impossible or meaningless. */
export interface Lint {
  readonly level: 'error' | 'advice';
  readonly message: string;
  readonly location: Location;
  readonly hint?: string;
}

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
    ]),
    ...duplicates(items),
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
  if (item.answer.type !== 'yes-no' && item.answer.type !== 'one-of') return [];
  const risks = item.answer.options.map((option) => option.risk);
  if (risks.every((risk) => risk !== 'none'))
    return [{ level: 'error', message: `no answer to ${item.id} is without risk`, location: item.location }];
  if (risks.every((risk) => risk === 'none'))
    return [{ level: 'advice', message: `no answer to ${item.id} carries a risk`, location: item.location }];
  return [];
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
    // The title alone may repeat ("Alarms"); the same question under the same title is asked twice.
    const words = (text: string) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim();
    const key = item.question === item.title ? words(item.title) : `${words(item.title)}|${words(item.question)}`;
    const earlier = seen.get(key);
    if (!earlier) {
      seen.set(key, item);
      return [];
    }
    const message = `${item.id} asks the same as ${earlier.id} in line ${earlier.location.line}`;
    return [{ level: 'error', message, location: item.location }];
  });
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
