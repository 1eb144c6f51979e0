import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../src/model/report.js';
import type { ReportOptions } from '../../src/reporters/options.js';

/** Where the golden folders are: each holds a report, what it was made from, and what every format makes of it. */
export const GOLDEN = 'tests/golden/reporters';

/** A report, its options and its sources, as its folder holds them. */
export interface GoldenCase {
  readonly name: string;
  readonly folder: string;
  readonly report: Report;
  readonly options: Partial<ReportOptions>;
}

/** Every golden folder there is. */
export function goldenCases(): GoldenCase[] {
  return readdirSync(GOLDEN)
    .sort()
    .map((name) => {
      const folder = join(GOLDEN, name);
      const options = join(folder, 'options.json');
      return {
        name,
        folder,
        report: readJson(join(folder, 'report.json')) as Report,
        options: {
          ...(existsSync(options) ? (readJson(options) as Partial<ReportOptions>) : {}),
          excerpt: sourcesOf(folder),
        },
      };
    });
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function sourcesOf(folder: string): ReportOptions['excerpt'] {
  return (file, line) => {
    const path = join(folder, 'sources', file);
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n')[line - 1] : undefined;
  };
}
