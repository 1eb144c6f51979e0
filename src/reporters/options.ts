import type { Report } from '../model/report.js';

/** The functions that colour text, or leave it alone. */
export interface Colors {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  green(text: string): string;
  cyan(text: string): string;
}

/** What a reporter may be told besides the report. */
export interface ReportOptions {
  /** Columns that text for people is wrapped to. */
  readonly width: number;
  /** Show passes and the evidence of everything, and never shorten a list. */
  readonly verbose: boolean;
  readonly colors: Colors;
  /** A line (from 1) of an input as it was read; undefined when there is no such file or line. */
  readonly excerpt: (file: string, line: number) => string | undefined;
  /** What the process will exit with, and what that means. */
  readonly exit?: { readonly code: number; readonly meaning: string };
}

/** One output format: everything it needs is an argument. */
export type Render = (report: Report, options: ReportOptions) => string;

const asIs = (text: string): string => text;

/** Leaves every text as it is. */
export const NO_COLORS: Colors = { bold: asIs, dim: asIs, red: asIs, yellow: asIs, green: asIs, cyan: asIs };

/** What holds where nobody says otherwise. */
export const DEFAULT_OPTIONS: ReportOptions = {
  width: 80,
  verbose: false,
  colors: NO_COLORS,
  excerpt: () => undefined,
};
