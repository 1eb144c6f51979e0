import { redact } from '../model/redact.js';
import type { Report } from '../model/report.js';
import type { Render } from './options.js';

/**
 * The same reporter, over a report in which no text holds a secret. Every text is gone through, whatever member it
 * stands in, so that a member that is added later cannot be forgotten. Source lines are the business of `excerpt.ts`,
 * which has to keep columns.
 */
export function redacting(render: Render): Render {
  return (report, options) => render(redactReport(report), options);
}

function redactReport(report: Report): Report {
  const known = new Map<string, string>();
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const found = known.get(value) ?? redact(value);
      known.set(value, found);
      return found;
    }
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, clean(member)]));
    return value;
  };
  return clean(report) as Report;
}
