/** A member at a path of keys, when every step is an object. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  let at: unknown = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return at;
}

/** A finite number, also when the report writes it as a text; Gatling writes `-` for none. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = member(value, ...path);
  if (typeof found === 'number') return Number.isFinite(found) ? found : undefined;
  if (typeof found !== 'string' || found.trim() === '') return undefined;
  const number = Number(found);
  return Number.isFinite(number) ? number : undefined;
}

/** The day (UTC) of a moment in milliseconds since 1970; undefined when it is no plausible time of a test run. */
export function dayOf(milliseconds: number | undefined): string | undefined {
  if (milliseconds === undefined || milliseconds < 946_684_800_000 || milliseconds > 32_503_680_000_000)
    return undefined;
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** A share of a whole, 0 to 1; undefined when there is no whole. */
export function share(part: number | undefined, whole: number): number | undefined {
  return part === undefined || whole <= 0 ? undefined : Math.min(1, part / whole);
}
