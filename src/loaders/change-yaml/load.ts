import { TollgateError } from '../../errors.js';
import type {
  Approval,
  BlastRadius,
  Change,
  Check,
  Freeze,
  Irreversible,
  Minutes,
  Rollback,
  Step,
  Text,
  Trial,
  Window,
} from '../../model/change.js';
import type { SourceText } from '../../model/located.js';
import type { Problem } from '../../model/report.js';
import { changeAddress, uniqueNames } from '../change-address.js';
import { parseDocument } from '../syntax/parse.js';
import { get, isNull, type Node, scalarText, spanOf } from '../syntax/tree.js';
import { schemaProblems } from './schema.js';
import { scriptsIn } from './script.js';

/** What became of a manifest: the change, or everything that is wrong with its form. */
export type LoadedChange = { readonly change: Change } | { readonly problems: readonly Problem[] };

/** Whether a document says of itself that it is a change manifest. */
export function isChangeManifest(root: Node): boolean {
  return scalarText(get(root, 'manifest'))?.startsWith('change/') === true;
}

/**
 * Reads a change manifest written as YAML or JSON.
 *
 * @returns the change, or every departure from the schema at its line.
 * @throws TollgateError SYNTAX when it is no YAML; CHANGE when it is empty.
 */
export function loadChangeYaml(source: SourceText): LoadedChange {
  const root = parseDocument(source);
  if (root === undefined)
    throw new TollgateError('CHANGE', `${source.file} is empty`, { hint: 'Begin one with `tollgate change new`.' });
  return changeFrom(root);
}

/** The change in a document that is parsed already. */
export function changeFrom(root: Node): LoadedChange {
  const problems = schemaProblems(root);
  return problems.length > 0 ? { problems } : { change: readChange(root) };
}

function readChange(root: Node): Change {
  const title = text(root, 'title')!;
  const address = changeAddress(scalarText(get(root, 'id')) ?? title.text);
  const steps = items(root, 'steps');
  const names = uniqueNames(steps.map((step) => scalarText(get(step, 'id'))));
  return {
    address,
    format: 'change-yaml',
    span: spanOf(root),
    title,
    why: text(root, 'why'),
    type: text(root, 'type'),
    blastRadius: blastRadius(get(root, 'blastRadius')),
    author: text(root, 'author'),
    executor: text(root, 'executor'),
    reviewers: texts(root, 'reviewers'),
    observers: texts(root, 'observers'),
    window: window(get(root, 'window')),
    freezes: items(root, 'freezes').map(freeze),
    preChecks: items(root, 'preChecks').map(check),
    steps: steps.map((node, index) => step(node, index, address, names[index]!)),
    postChecks: items(root, 'postChecks').map(check),
    rollbackPlan: undefined,
    stopCondition: text(root, 'stopCondition'),
    alarms: texts(root, 'alarms'),
    dashboards: texts(root, 'dashboards'),
    communication: texts(root, 'communication'),
    trials: items(root, 'tried').map(trial),
    approvals: items(root, 'approvals').map(approval),
    totalMinutes: minutes(root, 'totalMinutes'),
    texts: allTexts(root),
  };
}

function step(node: Node, index: number, change: string, name: string): Step {
  const commands = scripts(node);
  const title = text(node, 'title') ?? firstLine(text(node, 'do') ?? commands[0]) ?? named(`step ${index + 1}`, node);
  return {
    address: `${change}/${name}`,
    name,
    number: index + 1,
    span: spanOf(node),
    title,
    action: text(node, 'do'),
    commands,
    target: text(node, 'target'),
    expected: text(node, 'expect'),
    check: optional(get(node, 'check'), check),
    minutes: minutes(node, 'minutes'),
    rollback: optional(get(node, 'rollback'), rollback),
    irreversible: optional(get(node, 'irreversible'), irreversible),
    changesNothing: optional(get(node, 'changes'), spanOf),
    guard: optional(get(node, 'guard'), check),
    phase: text(node, 'phase'),
    automation: undefined,
  };
}

function rollback(node: Node): Rollback {
  const plain = node.kind === 'scalar';
  return {
    text: plain ? scalar(node) : text(node, 'do'),
    commands: plain ? [] : scripts(node),
    check: optional(get(node, 'check'), check),
    minutes: minutes(node, 'minutes'),
    needs: texts(node, 'needs'),
    span: spanOf(node),
    from: undefined,
  };
}

function scripts(node: Node) {
  return [...scriptsIn(get(node, 'run'), 'shell'), ...scriptsIn(get(node, 'sql'), 'sql')];
}

function check(node: Node): Check {
  if (node.kind === 'scalar') return { text: scalar(node), commands: [], span: spanOf(node) };
  return { text: text(node, 'do') ?? text(node, 'expect'), commands: scripts(node), span: spanOf(node) };
}

function irreversible(node: Node): Irreversible {
  return { reason: text(node, 'reason'), approval: optional(get(node, 'approval'), approval), span: spanOf(node) };
}

function approval(node: Node): Approval {
  return {
    person: text(node, 'by'),
    role: text(node, 'role'),
    date: text(node, 'date'),
    revision: text(node, 'revision'),
    span: spanOf(node),
  };
}

function trial(node: Node): Trial {
  return {
    environment: text(node, 'environment'),
    date: text(node, 'date'),
    revision: text(node, 'revision'),
    result: text(node, 'result'),
    span: spanOf(node),
  };
}

function freeze(node: Node): Freeze {
  return {
    name: text(node, 'name')!.text,
    from: text(node, 'from')!,
    to: text(node, 'to')!,
    zone: text(node, 'zone'),
  };
}

function window(node: Node | undefined): Window | undefined {
  if (node?.kind !== 'map') return undefined;
  return { start: text(node, 'start'), end: text(node, 'end'), zone: text(node, 'zone'), span: spanOf(node) };
}

function blastRadius(node: Node | undefined): BlastRadius | undefined {
  if (node?.kind !== 'map') return undefined;
  return {
    services: texts(node, 'services'),
    accounts: texts(node, 'accounts'),
    regions: texts(node, 'regions'),
    cells: texts(node, 'cells'),
    customers: text(node, 'customers'),
    span: spanOf(node),
  };
}

function minutes(node: Node, key: string): Minutes | undefined {
  const value = get(node, key);
  const number = Number(scalarText(value));
  return value && Number.isFinite(number) ? { minutes: number, span: spanOf(value) } : undefined;
}

function text(node: Node, key: string): Text | undefined {
  const value = get(node, key);
  return value && scalar(value);
}

function scalar(node: Node): Text | undefined {
  const value = scalarText(node);
  return value === undefined || value.trim() === '' ? undefined : { text: value.trim(), span: spanOf(node) };
}

function texts(node: Node, key: string): Text[] {
  return items(node, key).flatMap((item) => scalar(item) ?? []);
}

function items(node: Node, key: string): readonly Node[] {
  const value = get(node, key);
  return value?.kind === 'list' ? value.items : [];
}

function optional<T>(node: Node | undefined, read: (node: Node) => T): T | undefined {
  return node === undefined || isNull(node) ? undefined : read(node);
}

function firstLine(from: Text | undefined): Text | undefined {
  const line = from?.text.split('\n').find((candidate) => candidate.trim() !== '');
  return from && line !== undefined ? { text: line.trim(), span: from.span } : undefined;
}

function named(name: string, node: Node): Text {
  return { text: name, span: spanOf(node) };
}

/** Every scalar of the manifest, for finding what was left of a template. */
function allTexts(node: Node): Text[] {
  switch (node.kind) {
    case 'scalar':
      return scalar(node) ? [scalar(node)!] : [];
    case 'list':
      return node.items.flatMap(allTexts);
    case 'map':
      return node.entries.flatMap((entry) => allTexts(entry.value));
  }
}
