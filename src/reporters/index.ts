import { TollgateError } from '../errors.js';
import type { Report } from '../model/report.js';
import { DEFAULT_OPTIONS, type Render, type ReportOptions } from './options.js';
import { redacting } from './redacted.js';

/** An output format. Choices, help and error texts derive from {@link REPORTERS}. */
export interface Reporter {
  /** The word for `--format`. */
  readonly name: string;
  /** For whom it is, as help shows it. */
  readonly description: string;
  /** What a file of it is named after the dot. */
  readonly extension: string;
  /** Whether it shows evidence, where that is not always so. */
  readonly showsEvidence?: (verbose: boolean) => boolean;
  /** Its code, loaded when it is asked for. No secret passes through it. */
  readonly load: () => Promise<Render>;
}

/** Every output format, in the order of `--help`. This is the only list. */
export const REPORTERS: readonly Reporter[] = [
  {
    name: 'text',
    description: 'for people, in a terminal',
    extension: 'txt',
    showsEvidence: (verbose) => verbose,
    load: async () => {
      const { cutToPage, renderText } = await import('./text.js');
      return redacting(renderText, cutToPage);
    },
  },
  {
    name: 'json',
    description: 'for programs; schemas/report-v1.schema.json describes it',
    extension: 'json',
    load: async () => redacting((await import('./json.js')).renderJson),
  },
  {
    name: 'sarif',
    description: 'SARIF 2.1.0, for code scanning',
    extension: 'sarif',
    load: async () => redacting((await import('./sarif.js')).renderSarif),
  },
  {
    name: 'markdown',
    description: 'for pull-request comments and change tickets',
    extension: 'md',
    load: async () => redacting((await import('./markdown.js')).renderMarkdown),
  },
  {
    name: 'html',
    description: 'one page to read, print and keep, for a bar raiser',
    extension: 'html',
    load: async () => redacting((await import('./html.js')).renderHtml),
  },
  {
    name: 'junit',
    description: 'JUnit XML, for CI systems',
    extension: 'xml',
    load: async () => redacting((await import('./junit.js')).renderJunit),
  },
  {
    name: 'github',
    description: 'annotations in a GitHub workflow',
    extension: 'txt',
    load: async () => redacting((await import('./github.js')).renderGithub),
  },
];

/**
 * The report in the format of that name.
 *
 * @param options what is left out takes its value from `DEFAULT_OPTIONS`.
 * @throws TollgateError `USAGE` when there is no such format.
 */
export async function render(name: string, report: Report, options: Partial<ReportOptions> = {}): Promise<string> {
  const reporter = REPORTERS.find((candidate) => candidate.name === name);
  if (!reporter)
    throw new TollgateError('USAGE', `There is no output format "${name}".`, {
      hint: `Formats: ${REPORTERS.map((candidate) => candidate.name).join(', ')}.`,
    });
  const format = await reporter.load();
  return format(report, { ...DEFAULT_OPTIONS, ...options });
}
