import { join, relative, resolve } from 'node:path';
import { waive } from '../../engine/waive.js';
import { Problems } from '../../loaders/syntax/fields.js';
import { parseDocument } from '../../loaders/syntax/parse.js';
import { get } from '../../loaders/syntax/tree.js';
import { readWaiverSettings, type WaiverSettings } from '../../loaders/waiver-policy.js';
import { loadWaivers } from '../../loaders/waivers.js';
import type { Day } from '../../model/day.js';
import { SourceText } from '../../model/located.js';
import type { Report } from '../../model/report.js';
import { DEFAULT_WAIVER_POLICY } from '../../model/waiver.js';
import { demand } from './demand.js';
import { isFile, type Place, readBytes } from './place.js';

/** The file of waivers when none is named. */
export const WAIVER_FILE = 'tollgate.waivers.yaml';

/** A report after waivers, and the file they came from. */
export interface WaivedReport {
  readonly report: Report;
  /** Relative to the working directory; undefined when there is none. It had a say, so a statement names it. */
  readonly file: string | undefined;
}

/**
 * Applies the waivers of the file that is named, else of the one that the configuration names, else of
 * `tollgate.waivers.yaml` at the root; none at all when that is not there.
 *
 * @param config the configuration, relative to `cwd`; what waivers may do stands there.
 * @throws TollgateError WAIVER, CONFIG, with everything that is wrong; FILE_NOT_FOUND when a named file is not there.
 */
export function applyWaivers(
  report: Report,
  { place, cwd, named, config }: { place: Place; cwd: string; named: string | undefined; config: string | undefined },
  asOf: Day,
): WaivedReport {
  const settings = config === undefined ? { policy: DEFAULT_WAIVER_POLICY } : readSettings(config, cwd);
  const file = waiverFile(place, cwd, named, settings.file);
  if (file === undefined) return { report, file };
  const waivers = demand(loadWaivers(readText(file, cwd)));
  return { report: waive(report, waivers, settings.policy, asOf), file };
}

function waiverFile(place: Place, cwd: string, named: string | undefined, configured: string | undefined) {
  if (named !== undefined) return named;
  const path = join(place.root, configured ?? WAIVER_FILE);
  return configured !== undefined || isFile(path) ? relative(cwd, path) : undefined;
}

function readSettings(config: string, cwd: string): WaiverSettings {
  const root = parseDocument(readText(config, cwd));
  const node = get(root, 'waivers');
  if (!root || !node) return { policy: DEFAULT_WAIVER_POLICY };
  const problems = new Problems('CONFIG');
  return demand({ value: readWaiverSettings(problems, node, root), problems: problems.list });
}

function readText(file: string, cwd: string): SourceText {
  return new SourceText(file, Buffer.from(readBytes(resolve(cwd, file))).toString('utf8'));
}
