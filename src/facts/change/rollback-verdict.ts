/** Why a stated rollback does not count, or cannot be told to. */
export interface Verdict {
  /** A clause after the step: `states no rollback`. */
  readonly says: string;
  /** It may be one all the same; what would settle it stands in {@link settledBy}. */
  readonly unknown?: boolean;
  readonly settledBy?: readonly string[];
}

/** The verdict on words that say no procedure, with the words. */
export function quoted(text: string, says: string): Verdict {
  return { says: `states a rollback that does not count: "${short(text)}" ${says}` };
}

/** A text on one line, cut where a message would get too long. */
export function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
