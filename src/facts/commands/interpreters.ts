import type { CommandEffect } from './effects.js';
import { afterOptions, flagValue, type Invocation } from './invocation.js';
import type { Inner } from './unwrap.js';

/** Programs that run a script file, and their options that take a value. */
const INTERPRETERS: Readonly<Record<string, readonly string[]>> = {
  python: ['-W', '-X', '-c'],
  node: ['-r', '--require', '--import', '--loader', '-e', '-p', '--env-file'],
  ruby: ['-I', '-r', '-e'],
  perl: ['-I', '-e'],
  php: ['-d', '-r', '-c'],
  'ts-node': ['-P', '--project', '-r', '--prefer-ts-exts'],
  'ts-node-esm': ['-P', '--project'],
  tsx: ['--tsconfig'],
  esno: [],
  zx: [],
  deno: [],
  java: ['-cp', '-classpath'],
  groovy: ['-cp'],
  rscript: [],
  pwsh: ['-File', '-f', '-Command', '-c', '-ExecutionPolicy'],
  powershell: ['-File', '-f', '-Command', '-ExecutionPolicy'],
  bash: ['-o', '-O'],
  sh: ['-o'],
  zsh: ['-o'],
  dash: [],
  ash: [],
  ksh: [],
};

/** Options whose value is code. */
const INLINE = /^-(c|e|p|pe|r|ne)$|^-[a-z]*e$/;

/** The script or module that an interpreter runs, as a program of its own. */
export function interpreted(invocation: Invocation): Inner | undefined {
  const { program, name, args, remote } = invocation;
  if (name === 'source' || program === '.') return sourced(args, remote);
  const values = INTERPRETERS[name];
  if (!values || !Object.hasOwn(INTERPRETERS, name)) return undefined;
  const command = name === 'pwsh' || name === 'powershell' ? flagValue(args, '-Command', '-command') : undefined;
  if (command !== undefined) return { kind: 'script', text: command, remote, targets: [] };
  const module = args.indexOf('-m');
  if (name === 'python' && module >= 0) return { kind: 'words', words: args.slice(module + 1), remote, targets: [] };
  if (args.some((arg) => INLINE.test(arg))) return undefined;
  const file = flagValue(args, '-File', '-f', '-jar');
  if (file !== undefined) return run([file, ...args.slice(args.indexOf(file) + 1)], remote);
  const rest = afterOptions(args, values);
  return run(name === 'deno' && /^(run|task)$/.test(rest[0] ?? '') ? afterOptions(rest.slice(1)) : rest, remote);
}

/** A script that is sourced runs too, unless it only brings functions and settings. */
function sourced([file = '', ...args]: readonly string[], remote: boolean): Inner | undefined {
  if (!/\.(sh|bash)$/.test(file) || /func|lib|common|env|vars|config|util|activate|profile|rc\b|setup/i.test(file))
    return undefined;
  return run([file, ...args], remote);
}

function run(words: readonly string[], remote: boolean): Inner | undefined {
  if (words[0] === undefined || words[0] === '' || words[0] === '-') return undefined;
  // A bare file name is a script beside us, never the program of the same name.
  const script = words[0].includes('/') || !/\.\w+$/.test(words[0]) ? words[0] : `./${words[0]}`;
  return { kind: 'words', words: [script, ...words.slice(1)], remote, targets: [] };
}

/** Whether a program runs scripts. */
export function isInterpreter(name: string): boolean {
  return Object.hasOwn(INTERPRETERS, name);
}

/** What the words are that run nothing: an expression, a test, a snippet of code, what a pipe installs. */
export function effectWithoutScript({ program, name, args, input }: Invocation): CommandEffect | undefined {
  if (program.startsWith('((') || /^\$\{\{[^{}]*\}\}$/.test(program)) return 'nothing';
  if (/^[$`]\(?\s*(aws ecr get-login|ssh-agent|docker-machine env|minikube)/.test(program)) return 'nothing';
  if (!isInterpreter(name)) return undefined;
  if (args.some((arg) => INLINE.test(arg))) return REACHES_OUT.test(args.join(' ')) ? 'unknown' : 'nothing';
  if (args.length > 0 && args.every((arg) => /^(-V+|-v|--version)$/.test(arg))) return 'nothing';
  const installs =
    args.every((arg) => arg.startsWith('-')) &&
    /^(curl|wget)\b.*(install|get[-.]|setup|nodesource|rustup|sdkman|codecov|bootstrap)/.test(input);
  return installs ? 'build' : undefined;
}

/** Code that talks to something or starts something. */
const REACHES_OUT =
  /boto3|aws-sdk|requests\.|urllib|https?\b|fetch\(|subprocess|exec|spawn|system\(|socket|deploy|connect\(/i;
