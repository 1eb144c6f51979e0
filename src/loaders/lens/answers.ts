import type { Item } from '../../model/checklist.js';
import { choiceId, lensId, optionsOf } from './export.js';

/** The longest notes that the service takes. */
const MAX_NOTES = 2084;

/** One answer as the service's API takes it: the body of UpdateAnswer, beside the question's id. */
export interface LensAnswer {
  readonly QuestionId: string;
  readonly SelectedChoices: readonly string[];
  readonly ChoiceUpdates: Readonly<Record<string, { readonly Status: ChoiceStatus }>>;
  readonly Notes: string;
  readonly IsApplicable: boolean;
  readonly Reason?: 'OUT_OF_SCOPE' | 'OTHER';
}

type ChoiceStatus = 'SELECTED' | 'UNSELECTED';

/** What was answered to an item, in our words. */
export interface GivenAnswer {
  readonly item: Item;
  /** Ids of the options that hold; for answers without options `met` or `no`. */
  readonly chosen: readonly string[];
  /** Present when the question does not apply. */
  readonly notApplicable?: 'OUT_OF_SCOPE' | 'OTHER';
  readonly notes: readonly string[];
}

/**
 * An answer in the shape of the service's UpdateAnswer.
 * https://docs.aws.amazon.com/wellarchitected/latest/APIReference/API_UpdateAnswer.html
 */
export function lensAnswer({ item, chosen, notApplicable, notes }: GivenAnswer): LensAnswer {
  const theirs = (option: string) => (item.answer.type === 'some-of' ? option : choiceId(item, option));
  const options = item.answer.type === 'some-of' ? item.answer.options : optionsOf(item);
  const selected = notApplicable === undefined ? chosen.map(theirs) : [];
  const updates = options.map((option) => {
    const id = theirs(option.id);
    return [id, { Status: selected.includes(id) ? ('SELECTED' as const) : ('UNSELECTED' as const) }] as const;
  });
  return {
    QuestionId: item.answer.type === 'some-of' ? item.id : lensId(item.id),
    SelectedChoices: selected,
    ChoiceUpdates: Object.fromEntries(updates),
    Notes: cut(notes.filter((note) => note !== '').join('\n')),
    IsApplicable: notApplicable === undefined,
    ...(notApplicable === undefined ? {} : { Reason: notApplicable }),
  };
}

/** The service refuses longer notes; the end says that there was more. */
function cut(notes: string): string {
  return notes.length <= MAX_NOTES ? notes : `${notes.slice(0, MAX_NOTES - 2)} …`;
}
