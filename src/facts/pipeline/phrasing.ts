/** Names in a sentence: the first few, and how many more there are. */
export function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 3);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return [shown.slice(0, -1).join(', '), shown.at(-1)].filter(Boolean).join(' and ');
}

/** Each text once, sorted. */
export function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
