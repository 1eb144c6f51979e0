import type { Location } from '../model/located.js';
import { printable } from './terminal.js';

/** An error as people read it: place, message, and the next thing to do. */
export function describeError(error: {
  message: string;
  location?: Location | undefined;
  hint?: string | undefined;
}): string {
  const place = error.location ? `${error.location.file}:${error.location.line}:${error.location.column}: ` : '';
  const hint = error.hint ? `\n  ${error.hint}` : '';
  return printable(`${place}${error.message}${hint}`);
}
