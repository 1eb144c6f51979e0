import { NoAnswer } from '../../facts/review/value.js';
import type { Checklist, ProfileField } from '../../model/checklist.js';
import type { Review } from '../../model/review.js';
import { printable } from '../terminal.js';
import type { Asking } from './asking.js';
import { profileOf } from './changes.js';
import { paragraph, type Style } from './interview-text.js';

type Fact = string | number | boolean;

/** What came of asking for one fact: null when it is left open. */
type Told =
  | { readonly kind: 'fact'; readonly value: Fact | null }
  | { readonly kind: 'back' }
  | { readonly kind: 'stop' };

/** What questions about the service are asked with. */
export interface ProfileAsking {
  readonly asking: Asking;
  readonly style: Style;
  readonly checklist: Checklist;
  readonly known: () => Review['service']['profile'];
  readonly write: (field: string, value: Fact | null) => void;
}

/**
 * Asks what the conditions need to know about the service.
 *
 * @param every also what is known already, to be changed.
 * @returns false when somebody stopped.
 */
export async function askProfile(about: ProfileAsking, every: boolean): Promise<boolean> {
  const { asking, style } = about;
  const fields = about.checklist.profile.filter((field) => every || about.known()[field.id] === undefined);
  for (let at = 0; at < fields.length; ) {
    const field = fields[at]!;
    const before = about.known()[field.id];
    asking.say('\n');
    asking.say(paragraph(style, `About the service: ${field.question}`));
    const told = await askField(asking, field, before);
    if (told.kind === 'stop') return false;
    if (told.kind === 'back') {
      at = Math.max(0, at - 1);
      continue;
    }
    if (told.value !== (before ?? null)) about.write(field.id, told.value);
    asking.say(paragraph(style, `Noted: ${inWords(told.value)}.`, style.colors.dim));
    at++;
  }
  return true;
}

async function askField(asking: Asking, field: ProfileField, before: Fact | undefined): Promise<Told> {
  if (field.type === 'bool' || field.type === 'choice') {
    const options =
      field.type === 'choice'
        ? field.options.map((option) => ({ id: option, label: printable(option) }))
        : [
            { id: 'true', label: 'Yes', key: 'y' },
            { id: 'false', label: 'No', key: 'n' },
          ];
    const picked = await asking.pickOrStop([...options, { id: '', label: 'Not known yet' }], before?.toString());
    if (picked === 'back' || picked === 'stop') return { kind: picked };
    if (picked.id === '') return { kind: 'fact', value: null };
    return { kind: 'fact', value: field.type === 'bool' ? picked.id === 'true' : picked.id };
  }
  const check = (text: string) => {
    const value = text === '' ? undefined : profileOf(field, text);
    return value instanceof NoAnswer ? value.reason : undefined;
  };
  const text = await asking.text('Answer:', 'an empty line leaves it open', check, before?.toString());
  const value = text === '' ? null : profileOf(field, text);
  return { kind: 'fact', value: value instanceof NoAnswer ? null : value };
}

function inWords(value: Fact | null): string {
  if (value === null) return 'not known yet; questions that depend on it stay open';
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}
