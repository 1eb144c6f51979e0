/** Words farther than this from a known one mean something else. */
const FARTHEST = 2;

/** The known word that somebody most likely meant; undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = FARTHEST + 1;
  for (const one of known) {
    if (Math.abs(one.length - word.length) >= least) continue;
    const edits = distance(one.toLowerCase(), word.toLowerCase());
    if (edits < least) [best, least] = [one, edits];
  }
  return best;
}

/** Edits (insert, delete, replace) between two short words. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++)
      row.push(Math.min(row[j - 1]! + 1, previous[j]! + 1, previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    previous = row;
  }
  return previous[b.length]!;
}
