import type { Criticality } from '../../model/checklist.js';

/** A question found in a document, before it becomes an item. */
export interface FoundQuestion {
  /** A number of its own: `PRC-27-001`. */
  readonly id?: string;
  readonly title?: string;
  readonly text: string;
  /** What the document says about it beside. */
  readonly about: readonly string[];
  /** What the document says about how to show it. */
  readonly evidence: readonly string[];
  readonly criticality?: Criticality;
  /** Whether the document ticks it. */
  readonly ticked: boolean;
  /** Where it begins. */
  readonly offset: number;
}

/** What a stretch of a document gave: questions, and the text that is none. */
export interface Found {
  readonly questions: readonly FoundQuestion[];
  readonly text: readonly string[];
}

/** Sorts what is said beside a question: how to show it, or why it matters. */
export function sortBeside(texts: readonly string[]): Pick<FoundQuestion, 'about' | 'evidence'> {
  const shows =
    /^[*_>\s-]*(good )?(evidence|proof|verification|verify|how to (check|verify|test)|acceptance criteria)\b/i;
  const said = texts.map((text) => text.trim()).filter((text) => text !== '');
  return { about: said.filter((text) => !shows.test(text)), evidence: said.filter((text) => shows.test(text)) };
}

/** An own number at the beginning, such as `PRC-27-001` or `OPS07-BP02`; undefined for words. */
export function ownNumber(text: string): string | undefined {
  return /^[A-Z][A-Z0-9]*([-._][A-Z0-9]+)*[-._][A-Z]*\d+$/.test(text) ? text : undefined;
}
