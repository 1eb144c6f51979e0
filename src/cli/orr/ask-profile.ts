import { NoAnswer } from '../../facts/review/value.js';
import type { ProfileField } from '../../model/checklist.js';
import { printable } from '../terminal.js';
import type { Asking } from './asking.js';
import { profileOf } from './changes.js';

/** Asks for one fact about the service; undefined when it is left open. */
export async function askProfile(asking: Asking, field: ProfileField): Promise<string | number | boolean | undefined> {
  if (field.type === 'bool') {
    const yesNo = [
      { id: 'true', label: 'Yes', key: 'y' },
      { id: 'false', label: 'No', key: 'n' },
      { id: '', label: 'Not known yet' },
    ];
    const picked = await asking.pick(yesNo);
    return picked === undefined || picked === '' ? undefined : picked === 'true';
  }
  if (field.type === 'choice')
    return asking.pick(field.options.map((option) => ({ id: option, label: printable(option) })));
  const check = (text: string) => {
    const value = text === '' ? undefined : profileOf(field, text);
    return value instanceof NoAnswer ? value.reason : undefined;
  };
  const text = await asking.text('Answer:', 'Enter alone leaves it open', check);
  const value = text === '' ? undefined : profileOf(field, text);
  return value instanceof NoAnswer ? undefined : value;
}
