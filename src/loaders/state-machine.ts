/** What a Step Functions definition (Amazon States Language) waits for. */
export interface StateMachineWaits {
  /** Minutes of the `Wait` states on the way from start to end that waits least; undefined when one is not static. */
  readonly waitMinutes: number | undefined;
  /** Whether an alarm is read on the way (`describeAlarms`). */
  readonly readsAlarms: boolean;
}

interface State {
  readonly Type?: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Seconds?: number;
  readonly Resource?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next?: string }[];
}

/**
 * Reads a definition.
 *
 * @param text the definition as JSON.
 * @returns undefined when it is no definition.
 */
export function readStateMachine(text: string): StateMachineWaits | undefined {
  let json: { StartAt?: string; States?: Record<string, State> };
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof json?.StartAt !== 'string' || typeof json.States !== 'object' || json.States === null) return undefined;
  const seconds = shortestWait(json.StartAt, json.States, new Set());
  return {
    waitMinutes: seconds === undefined ? undefined : seconds / 60,
    readsAlarms: /describeAlarms/i.test(text),
  };
}

/** Seconds on the path that waits least; loops are entered once: how often they turn is not known. */
function shortestWait(name: string, states: Record<string, State>, seen: ReadonlySet<string>): number | undefined {
  const state = states[name];
  if (!state || seen.has(name)) return Number.POSITIVE_INFINITY;
  const own = state.Type === 'Wait' ? state.Seconds : 0;
  if (own === undefined) return undefined;
  if (state.End === true || state.Type === 'Succeed') return own;
  if (state.Type === 'Fail') return Number.POSITIVE_INFINITY;
  const visited = new Set([...seen, name]);
  const next = [state.Next, state.Default, ...(state.Choices ?? []).map((choice) => choice.Next)];
  const waits = next.flatMap((step) => (step === undefined ? [] : [shortestWait(step, states, visited)]));
  if (waits.length === 0 || waits.some((wait) => wait === undefined)) return waits.length === 0 ? own : undefined;
  const least = Math.min(...(waits as number[]));
  return own + least;
}
