import type { List, Pipeline, ShellNode, Simple } from './shell-nodes.js';

/** Whether a pipeline only asks something, so that what follows `&&` may not run. */
export function isTest(pipeline: Pipeline): boolean {
  if (asksForSuccess(pipeline)) return false;
  if (pipeline.negated) return true;
  const last = pipeline.commands.at(-1);
  if (last?.kind !== 'simple') return false;
  const words = last.words.map((word) => word.text);
  const [name = '', first] = words;
  if (/^(\[|\[\[|test|which|type|hash|grep|egrep|true|false|let|diff|cmp)$/.test(name) || name.startsWith('(('))
    return true;
  if (name === 'command') return first === '-v' || first === '-V';
  if (name === 'git') return words.includes('diff') && words.some((word) => /^--(quiet|exit-code)$/.test(word));
  return /^\$\{?\w+\}?$/.test(name) && words.length === 1;
}

/** Whether a pipeline asks CodeBuild whether all went well so far: in a run that goes on, it did. */
export function asksForSuccess(pipeline: Pipeline): boolean {
  const [only] = pipeline.commands;
  if (pipeline.negated || pipeline.commands.length !== 1 || only?.kind !== 'simple') return false;
  const words = only.words.map((word) => word.text.replace(/["']/g, ''));
  return /^(?:\[|\[\[|test) \$\{?CODEBUILD_BUILD_SUCCEEDING\}? (?:==?|-eq) 1(?: \]{1,2})?$/.test(words.join(' '));
}

/** Filters keep what a command shows in sight; anything else takes it away. */
export function isFilter(node: ShellNode): boolean {
  return (
    node.kind === 'simple' && /^(grep|egrep|jq|tee|head|tail|cat|sort|wc|tr|sed|awk)$/.test(node.words[0]?.text ?? '')
  );
}

/** Whether the last command of a pipe fails unless it finds something: `grep ok`, `jq -e .ok`. */
export function endsInCheck({ commands }: Pipeline): boolean {
  const last = commands.at(-1);
  if (last?.kind !== 'simple') return false;
  const [name = '', ...args] = last.words.map((word) => word.text);
  if (/^e?grep$/.test(name)) return !args.some((arg) => /^-[a-z]*[vc]/i.test(arg) || arg === '--invert-match');
  return name === 'jq' && args.some((arg) => arg === '-e' || arg === '--exit-status');
}

/** Whether what a command says goes into a file. */
export function takesOutput(node: Simple): boolean {
  return node.redirects.some((redirect) => /^>/.test(redirect.operator) && !/^(&?\d|\/dev\/)/.test(redirect.target));
}

/** A loop that may end before its count is through waits for something, not for a time. */
export function leavesEarly(list: List): boolean {
  return list.some((item) =>
    item.pipelines.some((pipeline) =>
      pipeline.commands.some((node) => {
        if (node.kind === 'simple') return /^(break|exit|return)$/.test(node.words[0]?.text ?? '');
        if (node.kind === 'group' || node.kind === 'loop') return leavesEarly(node.body);
        if (node.kind === 'if')
          return [...node.branches.map((branch) => branch.body), node.otherwise ?? []].some(leavesEarly);
        return node.kind === 'case' && node.bodies.some(leavesEarly);
      }),
    ),
  );
}

/** A shell without a script of its own: it reads what is sent to it. */
export function readsInput(text: string): boolean {
  return /^(?:sudo\s+(?:-\S+\s+(?:\w+\s+)?)?)?(?:\/bin\/)?(?:ba|z|da|k|a)?sh(?:\s+-(?!c)\S+)*(?:\s+--)?$|^ssh\s/.test(
    text.trim(),
  );
}
