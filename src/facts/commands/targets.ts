import { positionals } from './invocation.js';

/** Flags, of whatever tool, whose value may name what is changed. */
const COMMON_FLAGS: readonly string[] = (
  '--stage --env --environment --stack --stack-name --workspace --cluster --cluster-name --namespace --var-file --context ' +
  '--kube-context --profile --service --service-name --app-name --application-name --deployment-group-name ' +
  '--environment-name --function-name --slot --target-env --config-env --tier --instance --host --inventory --limit --values ' +
  '-Env -Environment -EnvironmentName -Stage -StackName -Slot'
).split(' ');

/** Names of variables and parameters that say which environment is meant. */
const NAMING =
  /(?:^|[a-z\d_.-])(?:env|environment|stage|tier|stack|cluster|workspace|namespace|profile|slot)(?:[_-]?(?:name|type|suffix|prefix))?$/i;

/** Variables that choose how code is built or run, not where it goes. */
const BUILD_MODE = /^(?:NODE|RAILS|RACK|BABEL|MIX|BUNDLE|JEKYLL|HUGO|FLASK|GATSBY)_?ENV(?:IRONMENT)?$/;

/** Whether the name of a variable or parameter says that its value names an environment. */
export function namesEnvironment(name: string): boolean {
  return NAMING.test(name) && !BUILD_MODE.test(name);
}

/** The value of a `NAME=value` whose name says that it names an environment. */
export function assignedNames(assignment: string): string[] {
  const match = /^([A-Za-z_]\w*)\+?=(.+)$/s.exec(assignment);
  return match && namesEnvironment(match[1]!) ? [match[2]!] : [];
}

/** Words of a command line that may name what it changes, in the order written. */
export function targetsOf(
  args: readonly string[],
  toolFlags: readonly string[],
  subCommand: readonly string[],
  which?: 'last' | 'none',
): string[] {
  const targets = flagTargets(args, toolFlags);
  if (which !== 'none') {
    const words = ownWords(args, subCommand);
    targets.push(
      ...(which === 'last' ? words.slice(-1).filter((word) => /[:/$]/.test(word)) : words).flatMap(wordTargets),
    );
  }
  return [...new Set(targets)].slice(0, MAX_TARGETS);
}

/** Words that are neither flags, nor values of flags, nor the sub command. */
function ownWords(args: readonly string[], subCommand: readonly string[]): string[] {
  let left = [...subCommand];
  return positionals(args).flatMap(({ text, afterFlag }) => {
    if (text !== left[0]) return afterFlag ? [] : [text];
    left = left.slice(1);
    return [];
  });
}

/** More names than this say nothing any more. */
const MAX_TARGETS = 16;

/** Values of the naming flags; `-chdir=envs/prod` and `-var env=prod` included. */
export function flagTargets(args: readonly string[], toolFlags: readonly string[]): string[] {
  const targets: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (!arg.startsWith('-')) continue;
    const equals = arg.indexOf('=');
    const flag = equals > 0 ? arg.slice(0, equals) : arg;
    if (!toolFlags.includes(flag) && !COMMON_FLAGS.includes(flag)) continue;
    if (equals > 0) targets.push(...valueTargets(arg.slice(equals + 1)));
    // Lists such as `--parameter-overrides A=b Env=prod` and `--parameters …` go on up to the next flag.
    else
      while (args[at + 1] !== undefined && !args[at + 1]!.startsWith('-')) {
        const value = args[++at]!;
        targets.push(...valueTargets(value));
        if (!value.includes('=')) break;
      }
  }
  return targets;
}

/** A value, or of `Name=value` pairs those values whose name says that they name an environment. */
function valueTargets(value: string): string[] {
  const parameter = /^ParameterKey=([^,]+),ParameterValue=(.*)$/.exec(value);
  if (parameter) return namesEnvironment(parameter[1]!) ? [parameter[2]!] : [];
  const words = value.match(/(?:\$\{\{.*?\}\}|[^\s,])+/g) ?? [];
  const pairs = words.map((pair) => /^([\w.:-]+)=(.*)$/.exec(pair));
  if (!pairs.some((pair) => pair)) return value === '' ? [] : [value];
  return pairs.flatMap((pair) => (pair && namesEnvironment(pair[1]!) ? [unquoted(pair[2]!)] : []));
}

function wordTargets(word: string): string[] {
  if (/^[\w.:-]+=/.test(word)) return valueTargets(word);
  return /^(?:\d+|[|&;.{}()<>*/\\-]+|latest|true|false|file:\/\/.*|https?:\/\/.*|.{160,})$/.test(word) ? [] : [word];
}

function unquoted(text: string): string {
  return text.replace(/^["']|["']$/g, '');
}
