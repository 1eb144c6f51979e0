/** A name that can stand in an address: no slash, no line end; runs of blanks become one hyphen. */
export function changeAddress(name: string): string {
  return (
    name
      .trim()
      .replace(/[\s/]+/g, '-')
      .replace(/[`*]/g, '')
      .slice(0, 80)
      .replace(/-+$/, '') || 'Change'
  );
}

/** Step names: the declared ones, else `step-3` by number. A name that stands twice gets its number, so that addresses stay apart. */
export function uniqueNames(declared: readonly (string | undefined)[]): string[] {
  const taken = new Set<string>();
  return declared.map((name, index) => {
    const wanted = name === undefined || name.trim() === '' ? `step-${index + 1}` : changeAddress(name);
    const free = taken.has(wanted) ? `${wanted}-${index + 1}` : wanted;
    taken.add(free);
    return free;
  });
}
