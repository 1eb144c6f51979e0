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

/** Without what was seen, which is most of a report. */
export function withoutEvidence(report: Report): Report {
  return {
    ...report,
    subjects: report.subjects.map((subject) => ({
      ...subject,
      findings: subject.findings.map((finding) =>
        finding.evidence.length > 0 ? { ...finding, evidence: [] } : finding,
      ),
    })),
  };
}

function redactReport(report: Report): Report {
  const known = new Map<string, string>();
  /** Findings of one place share its location: looked through once. */
  const places = new Map<unknown, unknown>();
  const clean = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null) return cleanMembers(value as Record<string, unknown>);
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
      const shown = name === 'location' ? cleanPlace(value[name]) : clean(value[name]);
      if (shown === value[name]) continue;
      copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
      copy[name] = shown;
    }
    return copy ?? value;
  };
  const cleanPlace = (location: unknown): unknown => {
    const seen = places.get(location);
    if (seen !== undefined) return seen;
    const shown = clean(location);
    places.set(location, shown);
    return shown;
  };
  return clean(report) as Report;
}
