import { emptyPhrase } from '../change/phrases.js';

/** Nobody in particular. */
const NOBODY = /^\W*(nobody|no ?one|none|unassigned|unowned|somebody|someone|anybody|anyone|whoever|us|me)\W*$/i;

/** Whether words say something: "TBD", "n/a", "none" and "see above" take up the place of words that do. */
export function saysSomething(text: string | undefined): boolean {
  const kind = text === undefined ? 'nothing' : emptyPhrase(text)?.kind;
  return kind !== 'nothing' && kind !== 'later' && kind !== 'elsewhere';
}

/** Whether words are written at all, and not a reminder to write them. "None" may be what is to be said. */
export function isWritten(text: string | undefined): boolean {
  return text !== undefined && /[\p{L}\p{N}]/u.test(text) && emptyPhrase(text)?.kind !== 'later';
}

/** Whether a text names somebody. */
export function namesSomebody(text: string | undefined): boolean {
  return saysSomething(text) && !NOBODY.test(text!);
}

/** A reason shorter than this says nothing: "n/a", "no", "later". */
const SHORTEST_REASON = 10;

/** Whether words can be a reason. */
export function isReason(text: string): boolean {
  return text.trim().length >= SHORTEST_REASON && saysSomething(text);
}
