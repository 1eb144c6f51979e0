import type { Kept } from '../../model/checklist.js';
import type { Fields } from '../syntax/fields.js';
import { toPlain } from '../syntax/tree.js';
import { CHECKLIST_KEYS } from './keys.js';

/** An id: answers are found by it, so it has no character that needs quoting anywhere. */
export function readId(fields: Fields): string {
  const id = fields.text('id');
  if (id !== '' && !/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(id))
    fields.problem('id', `the id "${id}" may only have letters, digits, - and _`);
  return id;
}

/** What a lens says beside, verbatim. */
export function kept(fields: Fields): { lens?: Kept } {
  const node = fields.raw('lens');
  if (!node) return {};
  const keep = fields.nested('lens', 'what is kept of the lens', CHECKLIST_KEYS.kept);
  const keys = keep.raw('keys');
  const order = keep.texts('order');
  return {
    lens: {
      ...(keys ? { keys: toPlain(keys) as Record<string, unknown> } : {}),
      ...(order.length > 0 ? { order } : {}),
    },
  };
}
