import { resolve } from 'node:path';
import { TollgateError } from '../../errors.js';
import { realPath } from '../../sources/write-file.js';
import type { CheckOptions, JudgedPaths } from './check-options.js';

/**
 * Refuses to write over what was judged or what it was judged by: a slip of the hand would cost somebody a definition.
 *
 * @param files where reports and statements go, as given.
 * @throws TollgateError USAGE.
 */
export function refuseToOverwrite(
  files: readonly string[],
  { gathered, inputs, configuration }: JudgedPaths,
  { parameters = [], waivers }: Pick<CheckOptions, 'parameters' | 'waivers'>,
  cwd: string,
): void {
  const read = [
    ...gathered.consulted,
    ...gathered.texts.map((source) => source.file),
    ...inputs,
    ...parameters.filter((text) => !text.includes('=')),
    ...[configuration.path, waivers].filter((path) => path !== undefined),
  ];
  const taken = new Set(read.map((path) => realPath(resolve(cwd, path))));
  const lost = files.find((file) => taken.has(realPath(resolve(cwd, file))));
  if (lost === undefined) return;
  throw new TollgateError('USAGE', `${lost} is an input of this run, and would be overwritten`, {
    hint: 'Name another file to write.',
  });
}
