import type { Interpreted } from '../../model/assessment.js';
import type { Item, Risk, RiskExpression, SomeOf } from '../../model/checklist.js';
import type { AnswerValue } from '../../model/review.js';
import { isWritten } from './words.js';

/** An answer that is none of those the item offers: why, in a sentence. */
export class NoAnswer {
  constructor(readonly reason: string) {}
}

/** What an answer as written means for an item. Yes and no may be written as YAML 1.1 spells them. */
export function interpret(item: Item, value: AnswerValue): Interpreted | NoAnswer {
  const { answer } = item;
  switch (answer.type) {
    case 'yes-no':
      return single(value, (text) => YES_NO[text.toLowerCase()] ?? new NoAnswer(`"${text}" is neither yes nor no`));
    case 'one-of':
      return single(value, (text) => {
        const ids = answer.options.map((option) => option.id);
        return ids.includes(text) ? text : new NoAnswer(`"${text}" is none of ${ids.join(', ')}`);
      });
    case 'some-of':
      return several(
        value,
        answer.options.map((option) => option.id),
      );
    case 'text':
      return single(value, (text) => {
        if (text.trim().length < answer.atLeast)
          return new NoAnswer(`the text has fewer than ${answer.atLeast} characters`);
        return isWritten(text) ? text : new NoAnswer(`"${text}" says nothing yet`);
      });
    case 'number':
      return single(value, (text) => {
        const number = text.trim() === '' ? Number.NaN : Number(text.replace(/(?<=\d)_(?=\d)/g, ''));
        return Number.isFinite(number) ? number : new NoAnswer(`"${text}" is no number`);
      });
    case 'date':
      return single(value, (text) => (isDay(text) ? text : new NoAnswer(`"${text}" is no day written YYYY-MM-DD`)));
    case 'links': {
      const links = typeof value === 'string' ? value.split(/[\s,]+/).filter((link) => link !== '') : value;
      const wrong = links.find((link) => !/^(https?:\/\/[^\s/]|arn:)/.test(link));
      if (links.length === 0) return new NoAnswer('there is no link');
      return wrong === undefined ? links : new NoAnswer(`"${wrong}" is no link`);
    }
  }
}

const YES_NO: Readonly<Record<string, string>> = {
  yes: 'yes',
  y: 'yes',
  true: 'yes',
  no: 'no',
  n: 'no',
  false: 'no',
};

function single(value: AnswerValue, read: (text: string) => Interpreted | NoAnswer): Interpreted | NoAnswer {
  if (typeof value === 'string') return read(value.trim());
  return value.length === 1 ? read(value[0]!.trim()) : new NoAnswer('it is a list where one answer is expected');
}

/** None of them is an answer too: an empty list, or the word none where no option has that id. */
function several(value: AnswerValue, ids: readonly string[]): readonly string[] | NoAnswer {
  const chosen = typeof value === 'string' ? value.split(/[\s,]+/).filter((id) => id !== '') : value;
  if (chosen.length === 1 && chosen[0] === 'none' && !ids.includes('none')) return [];
  const wrong = chosen.find((id) => !ids.includes(id));
  return wrong === undefined ? chosen : new NoAnswer(`"${wrong}" is none of ${ids.join(', ')}`);
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * The risk that an answer carries.
 *
 * @param asOf the day that dates are held against, `YYYY-MM-DD`.
 * @returns undefined when no rule of the item says.
 */
export function riskOf(item: Item, value: Interpreted, asOf: string): Risk | undefined {
  const { answer } = item;
  switch (answer.type) {
    case 'yes-no':
    case 'one-of':
      return answer.options.find((option) => option.id === value)?.risk;
    case 'some-of':
      return riskOfStatements(answer, value as readonly string[]);
    case 'text':
      return 'none';
    case 'number': {
      const number = value as number;
      const within = number >= (answer.atLeast ?? -Infinity) && number <= (answer.atMost ?? Infinity);
      return within ? 'none' : item.criticality;
    }
    case 'date': {
      const age = daysBetween(value as string, asOf);
      const past = answer.maxAgeDays === undefined || (age >= 0 && age <= answer.maxAgeDays);
      const ahead = answer.minDaysAhead === undefined || -age >= answer.minDaysAhead;
      return past && ahead ? 'none' : item.criticality;
    }
    case 'links':
      return (value as readonly string[]).length >= answer.atLeast ? 'none' : item.criticality;
  }
}

/** The risk of the first rule that holds, as the Well-Architected Tool evaluates them. */
export function riskOfStatements(answer: SomeOf, chosen: readonly string[]): Risk | undefined {
  const set = new Set(chosen);
  return answer.rules.find((rule) => holds(rule.condition.expression, (id) => set.has(id)))?.risk;
}

/** Whether a risk condition holds when exactly these statements hold. */
export function holds(expression: RiskExpression, chosen: (id: string) => boolean): boolean {
  switch (expression.kind) {
    case 'default':
      return true;
    case 'statement':
      return chosen(expression.id);
    case 'not':
      return !holds(expression.operand, chosen);
    case 'and':
      return holds(expression.left, chosen) && holds(expression.right, chosen);
    case 'or':
      return holds(expression.left, chosen) || holds(expression.right, chosen);
  }
}

/** Whole days from one day to another, negative when the second is earlier. Both `YYYY-MM-DD`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** An answer in words, for people. */
export function inWords(item: Item, value: Interpreted): string {
  const { answer } = item;
  if (answer.type === 'yes-no' || answer.type === 'one-of')
    return answer.options.find((option) => option.id === value)?.title ?? String(value);
  if (answer.type === 'number') return answer.unit === undefined ? String(value) : `${value} ${answer.unit}`;
  if (typeof value === 'object') return value.length === 0 ? 'none of them' : value.join(', ');
  return String(value);
}
