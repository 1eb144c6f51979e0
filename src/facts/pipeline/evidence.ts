import type { Evidence } from '../../model/finding.js';
import { locate, type Span } from '../../model/located.js';

/** Something seen, with the place where it stands. */
export function seen(text: string, span: Span): Evidence {
  return { text, location: locate(span) };
}
