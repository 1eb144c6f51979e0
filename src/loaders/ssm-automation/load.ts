import type { Change, Check, Rollback, Script, Step, Text } from '../../model/change.js';
import type { SourceText } from '../../model/located.js';
import { changeAddress } from '../change-address.js';
import { parseEmbedded } from '../syntax/embedded.js';
import { parseDocument } from '../syntax/parse.js';
import { get, type MapNode, type Node, scalarText, spanOf } from '../syntax/tree.js';
import { isPassive, scriptsOf } from './api-calls.js';
import { type FlowStep, flowOf, reachable, successPath, targetOf } from './flow.js';

/** Whether a node is an Automation document: `schemaVersion` 0.3 and `mainSteps` with `aws:` actions. */
export function isAutomation(node: Node): boolean {
  const steps = get(node, 'mainSteps');
  if (scalarText(get(node, 'schemaVersion')) !== '0.3' || steps?.kind !== 'list') return false;
  return steps.items.some((step) => scalarText(get(step, 'action'))?.startsWith('aws:'));
}

/** Automation documents in a parsed file: the file itself, or `AWS::SSM::Document` resources of a template. */
export function automationsIn(root: Node, file: string): { name: string; node: Node }[] {
  if (isAutomation(root)) return [{ name: file.replace(/^.*\//, '').replace(/\.[^.]+$/, ''), node: root }];
  const resources = get(root, 'Resources');
  if (resources?.kind !== 'map') return [];
  return resources.entries.flatMap(({ key, value }) => {
    if (scalarText(get(value, 'Type')) !== 'AWS::SSM::Document') return [];
    const content = contentOf(get(get(value, 'Properties'), 'Content'));
    return content && isAutomation(content) ? [{ name: key.text, node: content }] : [];
  });
}

/** `Content` is a mapping, or the document as one text; `Fn::Sub` around it leaves holes in its values only. */
function contentOf(node: Node | undefined): Node | undefined {
  const substituted = get(node, 'Fn::Sub');
  if (substituted) return contentOf(substituted);
  const text = node?.kind === 'list' ? node.items[0] : node;
  if (text?.kind !== 'scalar') return node;
  return text.text.includes('mainSteps') ? parseEmbedded(text) : undefined;
}

/** Reads every Automation document of a file. */
export function loadAutomations(source: SourceText): Change[] {
  const root = parseDocument(source);
  return root ? automationsFrom(root, source.file) : [];
}

/** The Automation documents of a file that is parsed already. */
export function automationsFrom(root: Node, file: string): Change[] {
  return automationsIn(root, file).map(({ name, node }) => readAutomation(name, node));
}

function readAutomation(name: string, node: Node): Change {
  const mainSteps = get(node, 'mainSteps') as Extract<Node, { kind: 'list' }>;
  const flow = flowOf(mainSteps.items);
  const address = changeAddress(name);
  const forward = successPath(flow);
  const described = get(node, 'description');
  const description = described && scalarText(described);
  const steps = flow.filter((step) => forward.has(step.name));
  return {
    address,
    format: 'ssm-automation',
    span: spanOf(node),
    title: { text: firstLine(description) ?? name, span: described ? spanOf(described) : spanOf(node) },
    why: undefined,
    type: undefined,
    blastRadius: undefined,
    author: undefined,
    executor: undefined,
    reviewers: [],
    observers: [],
    window: undefined,
    freezes: [],
    preChecks: [],
    steps: steps.map((step, index) => readStep(step, index, address, flow, forward)),
    postChecks: [],
    rollbackPlan: undefined,
    stopCondition: undefined,
    alarms: [],
    dashboards: [],
    communication: [],
    trials: [],
    approvals: [],
    totalMinutes: undefined,
    texts: [],
  };
}

function readStep(
  step: FlowStep,
  index: number,
  change: string,
  flow: readonly FlowStep[],
  forward: ReadonlySet<string>,
): Step {
  const { node } = step;
  const span = spanOf(node);
  const named = get(node, 'name');
  const description = scalarText(get(node, 'description'));
  const undo = rollbackOf(step, flow);
  return {
    address: `${change}/${changeAddress(step.name)}`,
    name: step.name,
    number: index + 1,
    span: named ? spanOf(named) : span,
    title: { text: step.name, span: named ? spanOf(named) : span },
    action: description === undefined ? undefined : { text: description, span },
    commands: scriptsOf(node, step.action),
    target: undefined,
    expected: undefined,
    check: checkAfter(step, flow),
    minutes: undefined,
    rollback: undo?.rollback,
    irreversible: undefined,
    changesNothing: isPassive(step.action) ? span : undefined,
    guard: undefined,
    phase: undefined,
    automation: {
      action: { text: step.action, span: spanOf(get(node, 'action') ?? node) },
      onFailure: textOf(step.onFailure),
      onCancel: textOf(step.onCancel),
      critical: step.critical,
      end: step.end,
      next: step.next,
      fallsInto: undo ? fallenInto(step, undo.chain, flow, forward) : [],
    },
  };
}

/** What runs when the step fails: the step that `onFailure` names and what follows it. */
function rollbackOf(
  step: FlowStep,
  flow: readonly FlowStep[],
): { rollback: Rollback; chain: readonly FlowStep[] } | undefined {
  const target = targetOf(step.onFailure);
  if (target === undefined || step.onFailure === undefined) return undefined;
  const names = reachable(flow, [target]);
  const chain = flow.filter((link) => names.has(link.name));
  const commands = chain.flatMap((link): Script[] => scriptsOf(link.node, link.action));
  const verifies = chain.find(
    (link) => /assert|waitFor/i.test(link.action) || /^(describe|get|list)/i.test(apiOf(link)),
  );
  const span = spanOf(step.onFailure);
  const rollback: Rollback = {
    text: chain.length > 0 ? { text: `go to step ${chain.map((link) => link.name).join(', ')}`, span } : undefined,
    commands,
    check: verifies && {
      text: { text: verifies.name, span: spanOf(verifies.node) },
      commands: [],
      span: spanOf(verifies.node),
    },
    minutes: undefined,
    needs: [],
    span,
    from: chain.length > 0 ? `onFailure: step:${target}` : `onFailure: step:${target}, which is no step`,
  };
  return { rollback, chain };
}

/**
 * Steps of a way back that a run without failure comes to only because they stand next. One that `nextStep` or a branch
 * names is meant to run in both cases: to start again what was stopped, to delete what was made for the run.
 */
function fallenInto(
  step: FlowStep,
  chain: readonly FlowStep[],
  flow: readonly FlowStep[],
  forward: ReadonlySet<string>,
): string[] {
  if (chain.every(onlyLooks)) return [];
  const back = new Set(chain.map((link) => link.name));
  const fallen = new Set(
    flow.flatMap((before) => (forward.has(before.name) && !back.has(before.name) ? (before.falls ?? []) : [])),
  );
  const later = chain.filter((link) => flow.indexOf(link) > flow.indexOf(step));
  return later.map((link) => link.name).filter((name) => fallen.has(name));
}

/** A step that asserts or waits for a property right after is how the automation sees that a step worked. */
function checkAfter(step: FlowStep, flow: readonly FlowStep[]): Check | undefined {
  const next = flow.find((link) => step.next.includes(link.name) && /assert|waitFor/i.test(link.action));
  const span = next && spanOf(next.node);
  return next && span && { text: { text: next.name, span }, commands: [], span };
}

function onlyLooks(link: FlowStep): boolean {
  return isPassive(link.action) || /^(describe|get|list)/i.test(apiOf(link));
}

function apiOf(step: FlowStep): string {
  return scalarText(get(get(step.node, 'inputs') as MapNode | undefined, 'Api')) ?? '';
}

function textOf(node: Node | undefined): Text | undefined {
  const text = scalarText(node);
  return node && text !== undefined ? { text, span: spanOf(node) } : undefined;
}

function firstLine(text: string | undefined): string | undefined {
  return text
    ?.split('\n')
    .map((line) => line.replace(/^#+\s*/, '').trim())
    .find((line) => line !== '');
}
