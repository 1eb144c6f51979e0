/**
 * `list.flatMap(of)`, for what runs over every file: V8's own asks its runtime for every element that it reads and
 * writes (tc39.es/ecma262/#sec-flattenintoarray), which took a tenth of the time over a thousand templates.
 */
export function flatMap<T, U>(list: readonly T[], of: (item: T, index: number) => U | readonly U[]): U[] {
  const flattened: U[] = [];
  for (let index = 0; index < list.length; index += 1) {
    const made = of(list[index]!, index);
    if (Array.isArray(made)) for (const item of made as readonly U[]) flattened.push(item);
    else flattened.push(made as U);
  }
  return flattened;
}

/** `lists.flat()`, for the reason of {@link flatMap}. */
export function flat<T>(lists: readonly (T | readonly T[])[]): T[] {
  return flatMap(lists, (list) => list);
}
