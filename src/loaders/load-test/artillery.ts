import type { LoadTestResult } from '../../model/review.js';
import { dayOf, member, numberAt, share } from './members.js';
import { UnreadableReport } from './unreadable.js';

/**
 * Reads an Artillery JSON report: `aggregate` for the whole run, `intermediate` for its intervals (ten seconds each), whose
 * busiest is the peak. Version 1 kept `codes`, `errors`, `latency` and `rps` in the aggregate itself. https://www.artillery.io/docs/reference/reported-metrics
 */
export function readArtillery(report: Readonly<Record<string, unknown>>): LoadTestResult | UnreadableReport {
  const aggregate = member(report, 'aggregate');
  const counters = member(aggregate, 'counters');
  const requests = numberAt(counters, 'http.requests') ?? numberAt(aggregate, 'requestsCompleted');
  if (requests === undefined) return new UnreadableReport('it is an Artillery report without http.requests');
  const rate = peakRate(report) ?? meanRate(aggregate);
  const errorRate = share(failures(counters) ?? earlierFailures(aggregate), requests);
  const p99 = numberAt(aggregate, 'summaries', 'http.response_time', 'p99') ?? numberAt(aggregate, 'latency', 'p99');
  const date = dayOf(
    numberAt(aggregate, 'lastCounterAt') ??
      numberAt(aggregate, 'lastMetricAt') ??
      numberAt(aggregate, 'firstCounterAt') ??
      earlierTime(aggregate),
  );
  return {
    tool: 'Artillery',
    ...(date === undefined ? {} : { date }),
    requests,
    ...(rate ? { rate } : {}),
    ...(errorRate === undefined ? {} : { errorRate }),
    ...(p99 === undefined ? {} : { p99 }),
  };
}

function peakRate(report: Readonly<Record<string, unknown>>): LoadTestResult['rate'] {
  const intervals = member(report, 'intermediate');
  if (!Array.isArray(intervals)) return undefined;
  let peak: number | undefined;
  for (const interval of intervals) {
    const rate = numberAt(interval, 'rates', 'http.request_rate') ?? numberAt(interval, 'rps', 'mean');
    if (rate !== undefined) peak = Math.max(peak ?? 0, rate);
  }
  return peak === undefined ? undefined : { perSecond: peak, kind: 'peak' };
}

function meanRate(aggregate: unknown): LoadTestResult['rate'] {
  const rate = numberAt(aggregate, 'rates', 'http.request_rate') ?? numberAt(aggregate, 'rps', 'mean');
  return rate === undefined ? undefined : { perSecond: rate, kind: 'mean' };
}

/** Requests that got no answer (`errors.*`) or an error as the answer (`http.codes.4xx`, `http.codes.5xx`). */
function failures(counters: unknown): number | undefined {
  if (typeof counters !== 'object' || counters === null) return undefined;
  let failed = 0;
  for (const [name, count] of Object.entries(counters))
    if (/^(errors\..+|http\.codes\.[45]\d\d)$/.test(name) && typeof count === 'number') failed += count;
  return failed;
}

/** The same in version 1, which counted under `codes` and `errors`. */
function earlierFailures(aggregate: unknown): number | undefined {
  const [codes, errors] = [member(aggregate, 'codes'), member(aggregate, 'errors')];
  if (typeof codes !== 'object' || codes === null || typeof errors !== 'object' || errors === null) return undefined;
  const counts = [
    ...Object.values(errors),
    ...Object.entries(codes).flatMap(([code, count]) => (/^[45]\d\d$/.test(code) ? [count] : [])),
  ];
  return counts.reduce((sum: number, count) => sum + (typeof count === 'number' ? count : 0), 0);
}

function earlierTime(aggregate: unknown): number | undefined {
  const written = member(aggregate, 'timestamp');
  return typeof written === 'string' ? Date.parse(written) || undefined : undefined;
}
