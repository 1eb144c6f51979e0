/** Whether a condition of a shell script holds, where that stands in it: `true`, `[ 1 = 2 ]`. Undefined when it may be either. */
export function holds(condition: string): boolean | undefined {
  const text = condition.replace(/[; ]+$/, '');
  if (/^(true|:|! *false)$/.test(text)) return true;
  if (/^(false|! *(true|:))$/.test(text)) return false;
  const [, a, b] = /^(?:\[\[? |test )([\w.-]+) (?:=|==|-eq) ([\w.-]+)(?: \]\]?)?$/.exec(text) ?? [];
  return a === undefined ? undefined : a === b;
}
