import { relative } from 'node:path';
import { waive } from '../../engine/waive.js';
import { TollgateError } from '../../errors.js';
import { loadWaivers } from '../../loaders/waivers.js';
import type { Day } from '../../model/day.js';
import { SourceText } from '../../model/located.js';
import type { Report } from '../../model/report.js';
import type { Configuration } from '../check/configuration.js';
import { demand } from './demand.js';
import { isFile, readBytes } from './place.js';

/**
 * Applies the waivers of a file to a report, under the policy of the configuration; gives the file's text too, for excerpts.
 *
 * @throws TollgateError WAIVER with everything that is wrong, FILE_NOT_FOUND.
 */
export function applyWaiverFile(
  report: Report,
  path: string,
  { config }: Configuration,
  cwd: string,
  asOf: Day,
): { report: Report; source: SourceText } {
  if (!isFile(path))
    throw new TollgateError('FILE_NOT_FOUND', `${relative(cwd, path)}: there is no such file of waivers`, {
      hint: `Mend --waivers, or waivers.file in ${config.file ?? 'tollgate.yaml'}.`,
    });
  const source = new SourceText(relative(cwd, path), Buffer.from(readBytes(path)).toString('utf8'));
  return { report: waive(report, demand(loadWaivers(source)), config.waiverPolicy, asOf), source };
}
