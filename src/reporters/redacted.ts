import { redact } from '../model/redact.js';
import type { Report } from '../model/report.js';
import type { Render, ReportOptions } from './options.js';

/**
 * The same reporter, over a report in which no text holds a secret. Every text is gone through, whatever member it
 * stands in, so that a member that is added later cannot be forgotten. Source lines are the business of `excerpt.ts`,
 * which has to keep columns.
 */
export function redacting(render: Render, cut: Cut = (report) => report): Render {
  return (report, options) => render(redactReport(cut(report, options)), options);
}

/** Takes away what a reporter does not show, so that nobody need look for secrets in it. */
export type Cut = (report: Report, options: ReportOptions) => Report;

function redactReport(report: Report): Report {
  const known = new Map<string, string>();
  // Findings share places and evidence: what was gone through once need not be again.
  const seenObjects = new Map<object, unknown>();
  const clean = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null) {
      const before = seenObjects.get(value);
      if (before !== undefined) return before;
      const shown = cleanMembers(value as Record<string, unknown>);
      seenObjects.set(value, shown);
      return shown;
    }
    if (typeof value !== 'string') return value;
    const seen = known.get(value);
    if (seen !== undefined) return seen;
    const shown = redact(value);
    known.set(value, shown);
    return shown;
  };
  /** An object or a list is only copied when something in it changes: mostly nothing does. */
  const cleanMembers = (value: Record<string, unknown>): unknown => {
    let copy: Record<string, unknown> | undefined;
    for (const name in value) {
      const shown = clean(value[name]);
      if (shown === value[name]) continue;
      copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
      copy[name] = shown;
    }
    return copy ?? value;
  };
  return clean(report) as Report;
}
