import type { Script } from '../../model/change.js';
import { get, type MapNode, type Node, scalarText, spanOf, toPlain } from '../syntax/tree.js';

/**
 * The API call that an automation action makes, where it always makes the same one.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html
 */
const CALLS: Readonly<Record<string, string>> = {
  'aws:createStack': 'cloudformation CreateStack',
  'aws:deleteStack': 'cloudformation DeleteStack',
  'aws:createImage': 'ec2 CreateImage',
  'aws:copyImage': 'ec2 CopyImage',
  'aws:deleteImage': 'ec2 DeregisterImage',
  'aws:createTags': 'ec2 CreateTags',
  'aws:runInstances': 'ec2 RunInstances',
  'aws:invokeLambdaFunction': 'lambda Invoke',
  'aws:executeStateMachine': 'states StartExecution',
  'aws:executeAutomation': 'ssm StartAutomationExecution',
  'aws:updateVariable': 'ssm UpdateVariable',
};

/** `DesiredState` of aws:changeInstanceState as the call that reaches it. */
const STATES: Readonly<Record<string, string>> = {
  running: 'ec2 StartInstances',
  stopped: 'ec2 StopInstances',
  terminated: 'ec2 TerminateInstances',
};

/** Actions that only look, wait, ask or choose. */
const PASSIVE = new Set([
  'aws:approve',
  'aws:assertAwsResourceProperty',
  'aws:branch',
  'aws:loop',
  'aws:pause',
  'aws:sleep',
  'aws:waitForAwsResourceProperty',
]);

/** Whether an action changes nothing by its kind. */
export function isPassive(action: string): boolean {
  return PASSIVE.has(action);
}

/** What a step runs: an API call, a shell script on instances, or a script of its own. */
export function scriptsOf(step: Node, action: string): Script[] {
  const inputs = get(step, 'inputs');
  if (isPassive(action) || inputs?.kind !== 'map') return [];
  if (action === 'aws:executeScript')
    return [scriptNode(get(inputs, 'Script'), scriptLanguage(inputs))].flatMap((s) => s ?? []);
  if (action === 'aws:runCommand') return runCommand(inputs);
  const call = callOf(action, inputs);
  return call === undefined ? [] : [apiScript(call, inputs)];
}

function callOf(action: string, inputs: MapNode): string | undefined {
  if (action === 'aws:executeAwsApi') {
    const service = scalarText(get(inputs, 'Service'));
    const api = scalarText(get(inputs, 'Api'));
    return service && api ? `${service.toLowerCase()} ${api[0]!.toUpperCase()}${api.slice(1)}` : undefined;
  }
  if (action === 'aws:changeInstanceState') {
    const state = scalarText(get(inputs, 'DesiredState'))?.toLowerCase();
    // A read-only use: CheckStateOnly waits for the state and changes nothing.
    if (/^true$/i.test(scalarText(get(inputs, 'CheckStateOnly')) ?? '')) return undefined;
    return (state && STATES[state]) ?? 'ec2 ChangeInstanceState';
  }
  return CALLS[action] ?? action.replace(/^aws:/, 'automation ');
}

/** One line for the call, one per input. */
function apiScript(call: string, inputs: MapNode): Script {
  const entries = inputs.entries.filter(({ key }) => key.text !== 'Service' && key.text !== 'Api');
  const lines = entries.map(({ key, value }) => `${key.text}=${JSON.stringify(toPlain(value))}`);
  return {
    text: [call, ...lines].join('\n'),
    language: 'aws-api',
    span: spanOf(inputs),
    lineStarts: [inputs.start, ...entries.map(({ key }) => key.start)],
  };
}

function runCommand(inputs: MapNode): Script[] {
  const document = scalarText(get(inputs, 'DocumentName')) ?? '';
  const commands = get(get(inputs, 'Parameters'), 'commands');
  const language = /PowerShell/i.test(document) ? 'powershell' : 'shell';
  const lines = commands?.kind === 'list' ? commands.items : commands ? [commands] : [];
  const texts = lines.flatMap((line) => (line.kind === 'scalar' ? [line] : []));
  const first = texts[0];
  if (!first) return [apiScript('ssm SendCommand', inputs)];
  // Lines of one command list run in one shell; only the first line of an entry has a place of its own.
  const text = texts.map((line) => line.text).join('\n');
  const starts = texts.flatMap((line) => line.text.split('\n').map(() => line.start));
  return [{ text, language, span: spanOf(first), lineStarts: starts }];
}

function scriptLanguage(inputs: MapNode): string {
  return /powershell/i.test(scalarText(get(inputs, 'Runtime')) ?? '') ? 'powershell' : 'python';
}

function scriptNode(node: Node | undefined, language: string): Script | undefined {
  const text = scalarText(node);
  if (node === undefined || text === undefined) return undefined;
  return { text, language, span: spanOf(node), lineStarts: text.split('\n').map(() => node.start) };
}
