import type { Checklist, Item } from '../../model/checklist.js';
import { itemsOf } from '../../model/checklist.js';
import { SourceText } from '../../model/located.js';
import type { AnswerValue, EvidenceEntry, Mitigation, Narrative } from '../../model/review.js';
import { addToList, setMember } from '../syntax/edit.js';
import { parseDocument } from '../syntax/parse.js';
import { get, isNull, type Node, scalarText, toPlain } from '../syntax/tree.js';
import { oneLine } from './new-review.js';
import { REVIEW_KEYS } from './review.js';

/** What is to be written about one item. A member that is absent stays as it is; null removes it. */
export interface AnswerChange {
  readonly item: Item;
  readonly value?: AnswerValue | null;
  readonly notApplicable?: string | null;
  readonly note?: string | null;
  /** Added to what is there; the same target of the same kind is replaced. */
  readonly evidence?: readonly NewEvidence[];
  readonly mitigation?: Partial<Omit<Mitigation, 'location'>> | null;
  /** Who answers; null for an answer that only checks gave. */
  readonly by?: string | null;
  /** When, ISO 8601. */
  readonly at?: string;
}

/** Evidence that is to be attached. */
export type NewEvidence = Omit<EvidenceEntry, 'location'>;

/** A change to a review. A profile field that is null is not known. */
export type ReviewChange =
  | { readonly kind: 'answer'; readonly change: AnswerChange }
  | { readonly kind: 'profile'; readonly field: string; readonly value: string | number | boolean | null }
  | { readonly kind: 'narrative'; readonly part: keyof Narrative; readonly text: string }
  | { readonly kind: 'checklist'; readonly checklist: Checklist };

/** Writes changes into the text of a review. Comments, order and everything else stay. */
export function editReview(text: string, changes: readonly ReviewChange[]): string {
  return changes.reduce(apply, text);
}

function apply(text: string, change: ReviewChange): string {
  switch (change.kind) {
    case 'answer':
      return applyAnswer(text, change.change);
    case 'profile':
      return setMember(text, { path: ['service', 'profile', change.field], value: change.value });
    case 'narrative':
      return setMember(text, {
        path: ['narrative', change.part],
        value: change.text === '' ? null : change.text,
        order: REVIEW_KEYS.narrative,
      });
    case 'checklist':
      return applyChecklist(text, change.checklist);
  }
}

function applyAnswer(before: string, change: AnswerChange): string {
  const { item, value, notApplicable, note, mitigation, by, at } = change;
  let text = before;
  const put = (key: string, member: unknown) => {
    // Null takes a member out; only the answer itself keeps its empty place.
    const kept = member === null && key !== 'answer' ? undefined : member;
    text = setMember(text, { path: ['answers', item.id, key], value: kept, order: REVIEW_KEYS.answer });
  };
  put('asked', item.hash);
  if (value !== undefined) {
    put('answer', value !== null && item.answer.type === 'number' ? Number(value) : value);
    put('notApplicable', null);
  }
  if (notApplicable !== undefined) {
    if (notApplicable !== null) put('answer', null);
    put('notApplicable', notApplicable);
  }
  if (note !== undefined) put('note', note);
  for (const evidence of change.evidence ?? []) text = attach(text, item.id, evidence);
  if (mitigation !== undefined) {
    const path = ['answers', item.id, 'mitigation'];
    if (mitigation === null || memberAt(text, path)?.kind !== 'map') put('mitigation', mitigation);
    else
      for (const [key, member] of Object.entries(mitigation))
        text = setMember(text, { path: [...path, key], value: member, order: REVIEW_KEYS.mitigation });
  }
  if (by !== undefined) put('by', by);
  if (at !== undefined) put('at', at);
  return text;
}

function attach(text: string, item: string, { kind, target, ...rest }: NewEvidence): string {
  const path = ['answers', item, 'evidence'];
  const entry = { [kind]: target, ...rest };
  const present = memberAt(text, path);
  const entries = present?.kind === 'list' ? present.items : [];
  const same = entries.findIndex((one) => scalarText(get(one, kind)) === target);
  const added = same < 0 ? addToList(text, path, entry) : undefined;
  if (added !== undefined) return added;
  const value =
    same < 0 ? [...entries.map(toPlain), entry] : entries.map((one, at) => (at === same ? entry : toPlain(one)));
  return setMember(text, { path, value, order: REVIEW_KEYS.answer });
}

function memberAt(text: string, path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>(get, parseDocument(new SourceText('edited', text)));
}

/** An answer that does not say which question it answers was as old as the checklist's hash, which is about to be new. */
function keepUnclear(before: string, answers: Node | undefined, items: readonly Item[]): string {
  const unclear = items.filter(({ id }) => {
    const answer = get(answers, id);
    const said = get(answer, 'answer');
    return said !== undefined && !isNull(said) && get(answer, 'asked') === undefined;
  });
  return unclear.reduce(
    (text, { id }) => setMember(text, { path: ['answers', id, 'asked'], value: 'unknown', order: REVIEW_KEYS.answer }),
    before,
  );
}

/** Takes over the checklist's present state: its hash, and an empty entry with the question for every new item. */
function applyChecklist(before: string, checklist: Checklist): string {
  const root = parseDocument(new SourceText('edited', before));
  const reference = get(root, 'checklist');
  let text = setMember(
    before,
    reference?.kind === 'scalar'
      ? { path: ['checklist'], value: { name: reference.text, hash: checklist.hash } }
      : { path: ['checklist', 'hash'], value: checklist.hash, order: REVIEW_KEYS.checklist },
  );
  const items = itemsOf(checklist);
  if (scalarText(get(reference, 'hash')) !== checklist.hash) text = keepUnclear(text, get(root, 'answers'), items);
  const order = items.map((item) => item.id);
  const answers = get(root, 'answers');
  for (const item of items)
    if (!get(answers, item.id) && !(answers?.kind === 'map' && answers.entries.some(({ key }) => key.text === item.id)))
      text = setMember(text, {
        path: ['answers', item.id],
        value: { asked: item.hash, answer: null },
        order,
        comment: oneLine(item.question),
      });
  return text;
}
