import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { TollgateError } from '../../errors.js';
import { ACTIVITIES } from '../../facts/pipeline/types.js';
import { loadConfig } from '../../loaders/config.js';
import type { LoadOptions } from '../../loaders/index.js';
import { readParameterFile } from '../../loaders/parameters.js';
import { type Config, EMPTY_CONFIG } from '../../model/config.js';
import { SourceText } from '../../model/located.js';
import { readNamed } from '../../sources/files.js';
import { describeError } from '../describe-error.js';

/** The configuration in force, and the folder that its paths start from. */
export interface Configuration {
  readonly config: Config;
  readonly folder: string;
  /** The file's path; undefined when there is none. */
  readonly path: string | undefined;
}

/**
 * Finds `tollgate.yaml` from the working directory upward, or reads the file that is named.
 *
 * @throws TollgateError CONFIG with every error at its line.
 */
export function findConfiguration(cwd: string, named: string | undefined): Configuration {
  const path = named === undefined ? searchUpward(cwd, ['tollgate.yaml', 'tollgate.yml']) : resolve(cwd, named);
  if (path === undefined) return { config: EMPTY_CONFIG, folder: cwd, path: undefined };
  const shown = relative(cwd, path) || path;
  const source = new SourceText(shown, readNamed(path, named ?? shown, 'Name a tollgate.yaml with --config.'));
  const { value, problems } = loadConfig(source, { activities: ACTIVITIES });
  refuse(problems);
  return { config: value!, folder: dirname(path), path };
}

/**
 * Stops on errors in the configuration, all of them in one.
 *
 * @throws TollgateError CONFIG unless there are none.
 */
export function refuse(problems: readonly Parameters<typeof describeError>[0][]): void {
  const [first, ...more] = problems;
  if (!first) return;
  const others = more.map((problem) => `\n${describeError(problem)}`).join('');
  throw new TollgateError('CONFIG', `${first.message}${first.hint ? ` (${first.hint})` : ''}${others}`, {
    ...(first.location ? { location: first.location } : {}),
    hint: 'Mend the configuration; nothing was checked.',
  });
}

function searchUpward(cwd: string, names: readonly string[]): string | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    for (const name of names) if (existsSync(join(folder, name))) return join(folder, name);
    if (folder === dirname(folder)) return undefined;
  }
}

/** The file of waivers when none is named. */
const WAIVER_FILE = 'tollgate.waivers.yaml';

/**
 * The path of the file of waivers: the one that is named, else the one that the configuration names, else
 * `tollgate.waivers.yaml` beside it (without configuration: in the working directory or above). Undefined when there is none.
 */
export function findWaiverFile(
  { config, folder, path }: Configuration,
  cwd: string,
  named: string | undefined,
): string | undefined {
  if (named !== undefined) return resolve(cwd, named);
  if (config.waiverFile !== undefined) return resolve(folder, config.waiverFile);
  if (path === undefined) return searchUpward(cwd, [WAIVER_FILE]);
  return existsSync(join(folder, WAIVER_FILE)) ? join(folder, WAIVER_FILE) : undefined;
}

/** Where the value of a parameter comes from: the command line, a file named there, or tollgate.yaml. */
export type Origin = { readonly kind: 'value' | 'file'; readonly text: string } | { readonly kind: 'configuration' };

/** Values for template parameters and variables, and where each comes from. */
export interface GivenParameters extends LoadOptions {
  readonly origins: ReadonlyMap<string, Origin>;
}

/**
 * Values of template parameters: those of the configuration, then `--parameters FILE` and `--parameters NAME=VALUE` in turn.
 *
 * @throws TollgateError PARAMETERS or FILE_NOT_FOUND.
 */
export function parametersOf(config: Config, given: readonly string[], cwd: string): GivenParameters {
  const parameters = new Map(config.parameters);
  const origins = new Map(
    [...config.parameters.keys()].map((name): [string, Origin] => [name, { kind: 'configuration' }]),
  );
  const variableFiles: SourceText[] = [];
  for (const text of given) {
    const equals = text.indexOf('=');
    if (equals > 0) {
      parameters.set(text.slice(0, equals), text.slice(equals + 1));
      origins.set(text.slice(0, equals), { kind: 'value', text });
      continue;
    }
    const source = new SourceText(
      text,
      readNamed(resolve(cwd, text), `--parameters ${text}`, 'Give a file, or NAME=VALUE.'),
    );
    if (text.endsWith('.tfvars')) variableFiles.push(source);
    else
      for (const [name, value] of readParameterFile(source)) {
        parameters.set(name, value);
        origins.set(name, { kind: 'file', text });
      }
  }
  return { parameters, variableFiles, origins };
}
