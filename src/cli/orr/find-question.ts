import type { AssessedItem, Assessment } from '../../model/assessment.js';
import { printable } from '../terminal.js';
import type { Asking } from './asking.js';
import { isOpen } from './route.js';

/** No section can have this id. */
const PROFILE = '';

/** A section to go on with, from its first open question, or the facts about the service; undefined when somebody goes back. */
export async function pickPlace(
  asking: Asking,
  { checklist, items }: Assessment,
): Promise<AssessedItem | 'profile' | undefined> {
  const asked = items.filter((one) => one.state !== 'out-of-scope');
  const choices = checklist.sections.map((section) => {
    const own = asked.filter((one) => one.section === section);
    const detail = `${own.filter(isOpen).length} open of ${own.length}`;
    return { id: section.id, label: printable(section.title), detail };
  });
  const facts = { id: PROFILE, label: 'About the service', key: 'p' };
  const picked = await asking.pick(checklist.profile.length > 0 ? [...choices, facts] : choices);
  if (picked === PROFILE) return 'profile';
  const there = asked.filter((one) => one.section.id === picked);
  return there.find(isOpen) ?? there[0];
}

/** Questions that apply, or may, and hold all the words. */
export function questionsWith(assessment: Assessment, words: string): AssessedItem[] {
  const wanted = words.toLowerCase().split(/\s+/);
  return assessment.items.filter(({ item, state }) => {
    const text = `${item.id} ${item.title} ${item.question}`.toLowerCase();
    return state !== 'out-of-scope' && wanted.every((word) => text.includes(word));
  });
}

/** One of some questions; undefined when somebody goes back. */
export async function pickQuestion(asking: Asking, found: readonly AssessedItem[]): Promise<AssessedItem | undefined> {
  const picked = await asking.pick(
    found.map(({ item, words, state }) => ({
      id: item.id,
      label: printable(item.title),
      detail: printable(words ?? state),
    })),
  );
  return found.find(({ item }) => item.id === picked);
}
