import type { Checklist, ConditionContext, Item, ProfileField } from '../../model/checklist.js';
import { itemsOf } from '../../model/checklist.js';

/** Combinations of profile and answers tried for one question before giving up. */
const MAX_COMBINATIONS = 50_000;

/** Stands for "not answered" and "no value": what is not said has none. */
const NOTHING = Symbol('nothing');

type Choice = string | number | boolean | readonly string[] | typeof NOTHING;

/**
 * Whether any service and any earlier answers lead to a question.
 *
 * Tries every combination of what its condition, and the conditions of the questions it builds on, mention. Numbers and
 * texts are tried at and around the literals that the conditions compare with.
 */
export function reachable(checklist: Checklist, item: Item): 'always' | 'sometimes' | 'never' | 'undecided' {
  if (!item.when) return 'always';
  const items = new Map(itemsOf(checklist).map((one) => [one.id, one]));
  const mentioned = closure(item, items);
  const literals = [...mentioned.items, item].flatMap((one) => one.when?.literals ?? []);
  const fields = checklist.profile.filter((field) => mentioned.profile.has(field.id));
  const axes: Axis[] = [
    ...fields.map((field) => ({ kind: 'profile' as const, id: field.id, choices: profileChoices(field, literals) })),
    ...mentioned.items.map((one) => ({ kind: 'answer' as const, id: one.id, choices: answerChoices(one, literals) })),
  ];
  const combinations = axes.reduce((product, axis) => product * axis.choices.length, 1);
  if (combinations > MAX_COMBINATIONS) return 'undecided';
  let yes = false;
  let no = false;
  for (let number = 0; number < combinations && !(yes && no); number++) {
    const context = combination(axes, number);
    if (!consistent(mentioned.items, context)) continue;
    const holds = item.when.holds(context);
    if (holds === true) yes = true;
    else no = true;
  }
  if (!yes) return 'never';
  return no ? 'sometimes' : 'always';
}

interface Axis {
  readonly kind: 'profile' | 'answer';
  readonly id: string;
  readonly choices: readonly Choice[];
}

interface Mentioned {
  readonly profile: Set<string>;
  /** In the checklist's order of first mention. */
  readonly items: Item[];
}

/** Everything that a question's condition rests on, through the conditions of the questions that it mentions. */
function closure(item: Item, items: ReadonlyMap<string, Item>): Mentioned {
  const profile = new Set<string>();
  const found = new Map<string, Item>();
  const visit = (one: Item) => {
    for (const field of one.when?.profile ?? []) profile.add(field);
    for (const id of one.when?.answers ?? []) {
      const other = items.get(id);
      if (!other || other === item || found.has(id)) continue;
      found.set(id, other);
      visit(other);
    }
  };
  visit(item);
  return { profile, items: [...found.values()] };
}

function combination(axes: readonly Axis[], number: number): ConditionContext {
  const profile: Record<string, string | number | boolean> = {};
  const answers: Record<string, string | number | readonly string[]> = {};
  let rest = number;
  for (const { kind, id, choices } of axes) {
    const choice = choices[rest % choices.length]!;
    rest = Math.floor(rest / choices.length);
    if (choice === NOTHING) continue;
    if (kind === 'profile') profile[id] = choice as string | number | boolean;
    else answers[id] = choice as string | number | readonly string[];
  }
  return { profile, answers };
}

/** A question that does not apply can only be "not applicable"; one that applies may be anything. */
function consistent(items: readonly Item[], context: ConditionContext): boolean {
  return items.every((item) => {
    const applies = item.when?.holds(context) ?? true;
    return applies || context.answers[item.id] === 'not-applicable';
  });
}

function profileChoices(field: ProfileField, literals: readonly (string | number)[]): Choice[] {
  switch (field.type) {
    case 'bool':
      return [true, false];
    case 'choice':
      return [...field.options];
    case 'number':
      return around(literals);
    case 'text':
      return words(literals);
  }
}

function answerChoices(item: Item, literals: readonly (string | number)[]): Choice[] {
  const { answer } = item;
  switch (answer.type) {
    case 'yes-no':
    case 'one-of':
      return [...answer.options.map((option) => option.id), 'not-applicable', NOTHING];
    case 'some-of':
      return [
        [],
        ...answer.options.map((option) => [option.id]),
        answer.options.map((option) => option.id),
        'not-applicable',
        NOTHING,
      ];
    case 'number':
      return [...around(literals), 'not-applicable', NOTHING];
    case 'text':
    case 'date':
      return [...words(literals), 'not-applicable', NOTHING];
    case 'links':
      return [[], ['https://example.com/'], 'not-applicable', NOTHING];
  }
}

/** At, just below and just above each number that is compared with. */
function around(literals: readonly (string | number)[]): number[] {
  const numbers = literals.filter((literal) => typeof literal === 'number');
  return [...new Set([0, ...numbers.flatMap((number) => [number - 1, number, number + 1])])];
}

function words(literals: readonly (string | number)[]): string[] {
  return [...new Set([...literals.filter((literal) => typeof literal === 'string'), 'something else'])];
}
