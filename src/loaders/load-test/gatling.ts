import type { LoadTestResult } from '../../model/review.js';
import { dayOf, member, numberAt, share } from './members.js';
import { UnreadableReport } from './unreadable.js';

/**
 * Reads Gatling's `js/stats.json` or `js/global_stats.json`. `percentiles4` is the 99th unless
 * `charting.indicators.percentile4` says otherwise. Gatling reports the mean rate only, and the time of the run only in the name of
 * the folder: `checkout-20261121093000123/js/stats.json`.
 */
export function readGatling(
  report: Readonly<Record<string, unknown>>,
  path: string,
): LoadTestResult | UnreadableReport {
  const stats = member(report, 'stats') ?? report;
  const requests = numberAt(stats, 'numberOfRequests', 'total');
  if (requests === undefined) return new UnreadableReport('it looks like Gatling statistics without numberOfRequests');
  const perSecond = numberAt(stats, 'meanNumberOfRequestsPerSecond', 'total');
  const errorRate = share(numberAt(stats, 'numberOfRequests', 'ko'), requests);
  const p99 = numberAt(stats, 'percentiles4', 'total');
  const date = folderDay(path);
  return {
    tool: 'Gatling',
    ...(date === undefined ? {} : { date }),
    requests,
    ...(perSecond === undefined ? {} : { rate: { perSecond, kind: 'mean' as const } }),
    ...(errorRate === undefined ? {} : { errorRate }),
    ...(p99 === undefined ? {} : { p99 }),
  };
}

function folderDay(path: string): string | undefined {
  const stamp = /-(\d{4})(\d{2})(\d{2})\d{6,9}(?:[\\/]|$)/.exec(path);
  if (stamp) return dayOf(Date.parse(`${stamp[1]}-${stamp[2]}-${stamp[3]}T00:00:00Z`) || undefined);
  const epoch = /-(\d{13})(?:[\\/]|$)/.exec(path);
  return epoch ? dayOf(Number(epoch[1])) : undefined;
}
