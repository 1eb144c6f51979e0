import type { LoadTestResult } from '../../model/review.js';
import { dayOf, member, numberAt } from './members.js';
import { UnreadableReport } from './unreadable.js';

/**
 * Reads a k6 summary: `--summary-export` (members of a metric stand in it), `handleSummary` (they stand in `values`), and
 * the machine-readable summary of newer versions (metrics are a list under `results`).
 * k6 reports the mean rate only, and p(99) only when `--summary-trend-stats` asks for it.
 * https://grafana.com/docs/k6/latest/results-output/end-of-test/
 */
export function readK6(report: Readonly<Record<string, unknown>>): LoadTestResult | UnreadableReport {
  const requests = numberAt(values(report, 'http_reqs'), 'count');
  if (requests === undefined) return new UnreadableReport('it is a k6 summary without http_reqs');
  const perSecond = numberAt(values(report, 'http_reqs'), 'rate');
  const failed = values(report, 'http_req_failed');
  const errorRate = numberAt(failed, 'rate') ?? numberAt(failed, 'value');
  const duration = values(report, 'http_req_duration');
  const p99 = numberAt(duration, 'p(99)') ?? numberAt(duration, 'p99');
  const date = runDay(report);
  return {
    tool: 'k6',
    ...(date === undefined ? {} : { date }),
    requests,
    ...(perSecond === undefined ? {} : { rate: { perSecond, kind: 'mean' as const } }),
    ...(errorRate === undefined ? {} : { errorRate }),
    ...(p99 === undefined ? {} : { p99 }),
  };
}

function values(report: Readonly<Record<string, unknown>>, metric: string): unknown {
  const metrics = member(report, 'metrics') ?? member(report, 'results', 'metrics');
  const found = Array.isArray(metrics)
    ? metrics.find((one) => member(one, 'name') === metric)
    : member(metrics, metric);
  return member(found, 'values') ?? found;
}

/** Only newer summaries say when they were written; people add a time of their own in `handleSummary`. */
function runDay(report: Readonly<Record<string, unknown>>): string | undefined {
  const written = [
    member(report, 'metadata', 'generatedAt'),
    member(report, 'metadata', 'generated_at'),
    member(report, 'timestamp'),
    member(report, 'generatedAt'),
  ].find((time) => typeof time === 'string');
  return typeof written === 'string' ? dayOf(Date.parse(written) || undefined) : undefined;
}
