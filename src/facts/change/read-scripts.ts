import type { Script } from '../../model/change.js';
import { type Location, locate } from '../../model/located.js';
import { commandKey } from './compare.js';
import type { Effect, EffectOf } from './effect-rule.js';
import { effectOf, sqlOf } from './effects.js';
import { powershellCommands } from './powershell.js';
import { parseShell, type SimpleCommand } from './shell.js';
import { destructiveSql, readsOnly, statementKeys, statements } from './sql.js';

/** One thing that a script does, whatever language it is written in. */
export interface Operation {
  /** As written, on one line. */
  readonly text: string;
  readonly effect: EffectOf;
  /** The shell command, when it is one. */
  readonly command: SimpleCommand | undefined;
  /** The API call (`ec2 StopInstances`), when it is one. */
  readonly call: string | undefined;
  /** SQL that it carries. */
  readonly sql: string | undefined;
  /** What stands for an operation that is no shell command, when operations are compared; see {@link keyOf}. */
  readonly key: string;
  readonly location: Location;
}

/** What scripts do, and where a shell would stumble. */
export interface Reading {
  /** What stands for the scripts as a whole, line by line: the same for two only when they do the same. */
  readonly identity: readonly string[];
  readonly operations: readonly Operation[];
  readonly errors: readonly { readonly message: string; readonly location: Location }[];
}

/** Verbs of API calls that only look. */
const READ_CALL =
  /^(Describe|Get|List|Head|Lookup|BatchGet|Search|Query|Scan|Select|Check|Validate|Estimate|Simulate|Preview|Detect|Filter|Wait)/;

const DESTROY_CALL = /^(Delete|Terminate|Purge|Deprovision|Release|ScheduleKeyDeletion)/;

/** Reads scripts with a real parser for shell, a splitter for SQL, and the verbs of API calls. */
export function readScripts(scripts: readonly Script[]): Reading {
  if (scripts.length === 1) return readScript(scripts[0]!);
  const readings = scripts.map(readScript);
  return {
    identity: readings.flatMap((reading) => reading.identity),
    operations: readings.flatMap((reading) => reading.operations),
    errors: readings.flatMap((reading) => reading.errors),
  };
}

/** The same text for two operations that do the same. */
export function keyOf(operation: Operation): string {
  return operation.command ? commandKey(operation.command) : operation.key;
}

function readScript(script: Script): Reading {
  switch (script.language) {
    case 'shell':
      return readShell(script);
    case 'sql':
      return { identity: lines(script.text), operations: readSql(script), errors: [] };
    case 'aws-api':
      return { identity: lines(script.text), operations: [readCall(script)], errors: [] };
    case 'python':
      return { identity: lines(script.text), operations: [readPython(script)], errors: [] };
    case 'powershell':
      return { identity: lines(script.text), operations: readPowershell(script), errors: [] };
    default:
      return {
        identity: lines(script.text),
        operations: script.text.trim() === '' ? [] : [opaque(script)],
        errors: [],
      };
  }
}

/** The lines of a text but for how they are indented. */
function lines(text: string): string[] {
  return text.split('\n').flatMap((line) => line.trim() || []);
}

/** Scripts that were read before: rules, revision and review look at the same ones. */
const shells = new WeakMap<Script, Reading>();

function readShell(script: Script): Reading {
  let read = shells.get(script);
  if (!read) {
    read = parsed(script);
    shells.set(script, read);
  }
  return read;
}

function parsed(script: Script): Reading {
  const shell = parseShell(script.text);
  const operations = shell.commands.map(
    (command): Operation => ({
      text: oneLine(command.text),
      effect: effectOf(command),
      command,
      call: undefined,
      sql: sqlOf(command),
      key: '',
      location: locationAt(script, command.offset),
    }),
  );
  return {
    identity: shell.identity,
    operations,
    errors: shell.errors.map((error) => ({ message: error.message, location: locationAt(script, error.offset) })),
  };
}

function readSql(script: Script): Operation[] {
  const losses = destructiveSql(script.text);
  const keys = statementKeys(script.text);
  return statements(script.text).map((statement, index): Operation => {
    const loss = losses.find((candidate) => candidate.statement === statement);
    const effect: Effect = loss ? 'destroys' : readsOnly(statement) ? 'reads' : 'changes';
    return {
      text: statement,
      effect: { effect, why: loss?.why ?? '', guard: loss?.guard },
      command: undefined,
      call: undefined,
      sql: statement,
      key: keys[index] ?? statement,
      location: locate(script.span),
    };
  });
}

function readCall(script: Script): Operation {
  const [call = ''] = script.text.split('\n');
  const api = call.split(' ')[1] ?? '';
  const destroys = DESTROY_CALL.test(api);
  return {
    text: call,
    effect: {
      effect: READ_CALL.test(api) ? 'reads' : destroys ? 'destroys' : 'changes',
      why: destroys ? 'takes a resource away' : '',
      guard: undefined,
    },
    command: undefined,
    call,
    sql: undefined,
    key: script.text,
    location: locate(script.span),
  };
}

function readPowershell(script: Script): Operation[] {
  return powershellCommands(script.text).map(({ words, text }): Operation => {
    const command: SimpleCommand = {
      words,
      text,
      offset: 0,
      input: '',
      writes: [],
      reads: [],
      isFed: false,
      assignments: [],
      tests: [],
      remote: false,
      idle: false,
    };
    const at = Math.max(0, script.text.indexOf(text));
    return {
      text: oneLine(text),
      effect: effectOf(command),
      command,
      call: undefined,
      sql: sqlOf(command),
      key: '',
      location: locationAt(script, at),
    };
  });
}

/** A script in Python: calls of the AWS SDK show by their verbs what it does; without any, nothing is known. */
function readPython(script: Script): Operation {
  const verbs = [...script.text.matchAll(/\.([a-z]+)_[a-z_]+\(/g)].map((match) => match[1]!);
  const changes = verbs.some((verb) =>
    /^(create|delete|update|put|modify|start|stop|terminate|reboot|run|send|attach|detach|associate|disassociate|authorize|revoke|set|enable|disable|register|deregister|add|remove|failover|suspend|resume|restore|replace|tag|untag|invoke|publish|upload|copy|switchover|cancel|change|execute|apply|reset)$/.test(
      verb,
    ),
  );
  const reads = verbs.some((verb) => /^(describe|get|list|head|query|scan|lookup)$/.test(verb));
  const effect: Effect = changes
    ? 'changes'
    : reads && !/\b(requests|urllib|subprocess|os\.system|paramiko)\b/.test(script.text)
      ? 'reads'
      : 'unknown';
  return { ...opaque(script), effect: { effect, why: '', guard: undefined } };
}

function opaque(script: Script): Operation {
  return {
    text: `a script in ${script.language}`,
    effect: { effect: 'unknown', why: '', guard: undefined },
    command: undefined,
    call: undefined,
    sql: undefined,
    key: script.text.replace(/\s+/g, ' ').trim(),
    location: locate(script.span),
  };
}

/** Where an offset of a script stands in its file. */
export function locationAt(script: Script, offset: number): Location {
  let line = 0;
  let begin = 0;
  for (let end = script.text.indexOf('\n'); end >= 0 && end < offset; end = script.text.indexOf('\n', begin)) {
    line++;
    begin = end + 1;
  }
  const start = (script.lineStarts[line] ?? script.span.start) + (offset - begin);
  return locate({ source: script.span.source, start, end: start });
}

function oneLine(text: string): string {
  const line = text.replace(/\\\n/g, ' ').replace(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 117)}…` : line;
}
