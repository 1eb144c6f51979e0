import { get, type Node, scalarText } from '../syntax/tree.js';

/** A step of an automation and where the run may go from it. */
export interface FlowStep {
  readonly name: string;
  readonly node: Node;
  readonly action: string;
  /** Names of the steps that may follow success: the next one, `nextStep`, or the choices of a branch. */
  readonly next: readonly string[];
  /** The step that follows only because it stands next: nothing names it. */
  readonly falls: string | undefined;
  readonly onFailure: Node | undefined;
  readonly onCancel: Node | undefined;
  readonly critical: boolean;
  readonly end: boolean;
}

/** The steps of `mainSteps` with their flow. A name is unique in a document that the provider accepts. */
export function flowOf(steps: readonly Node[]): FlowStep[] {
  const names = steps.map((step, index) => scalarText(get(step, 'name')) ?? `step-${index + 1}`);
  return steps.map((node, index) => {
    const action = scalarText(get(node, 'action')) ?? '';
    const end = isTrue(get(node, 'isEnd'));
    const following = names[index + 1];
    return {
      name: names[index]!,
      node,
      action,
      next: end ? [] : nextOf(node, action, following),
      falls: end || namesNext(node, action) ? undefined : following,
      onFailure: get(node, 'onFailure'),
      onCancel: get(node, 'onCancel'),
      critical: !/^false$/i.test(scalarText(get(node, 'isCritical')) ?? ''),
      end,
    };
  });
}

function nextOf(node: Node, action: string, following: string | undefined): string[] {
  const named = scalarText(get(node, 'nextStep'));
  if (action !== 'aws:branch') return [named ?? following].flatMap((name) => name ?? []);
  const inputs = get(node, 'inputs');
  const choices = get(inputs, 'Choices');
  const chosen = choices?.kind === 'list' ? choices.items.map((choice) => scalarText(get(choice, 'NextStep'))) : [];
  const otherwise = scalarText(get(inputs, 'Default')) ?? named ?? following;
  return [...chosen, otherwise].flatMap((name) => name ?? []);
}

function namesNext(node: Node, action: string): boolean {
  const otherwise = action === 'aws:branch' ? get(get(node, 'inputs'), 'Default') : undefined;
  return scalarText(get(node, 'nextStep')) !== undefined || scalarText(otherwise) !== undefined;
}

function isTrue(node: Node | undefined): boolean {
  return /^true$/i.test(scalarText(node) ?? '');
}

/** The name in `step:<name>`; undefined for `Abort`, `Continue` and nothing. */
export function targetOf(node: Node | undefined): string | undefined {
  return /^step:(.+)$/s.exec(scalarText(node) ?? '')?.[1]?.trim();
}

/** Names of the steps that a run without failure may reach, from the first one. */
export function successPath(steps: readonly FlowStep[]): Set<string> {
  return reachable(steps, steps[0] ? [steps[0].name] : []);
}

/** Names of the steps reached from some, these included, following success only. */
export function reachable(steps: readonly FlowStep[], from: readonly string[]): Set<string> {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const seen = new Set<string>();
  const open = [...from];
  while (open.length > 0) {
    const name = open.pop()!;
    const step = byName.get(name);
    if (step === undefined || seen.has(name)) continue;
    seen.add(name);
    open.push(...step.next);
  }
  return seen;
}
