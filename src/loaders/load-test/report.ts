import type { LoadTestResult } from '../../model/review.js';
import { readArtillery } from './artillery.js';
import { readGatling } from './gatling.js';
import { readJmeterCsv, readJmeterXml } from './jmeter.js';
import { readK6 } from './k6.js';
import { UnreadableReport } from './unreadable.js';

/** The formats of load-test reports that are JSON, each with the key that tells it from the others. */
const JSON_FORMATS: readonly {
  readonly recognises: (report: Readonly<Record<string, unknown>>) => boolean;
  readonly read: (report: Readonly<Record<string, unknown>>, path: string) => LoadTestResult | UnreadableReport;
}[] = [
  { recognises: (report) => 'aggregate' in report, read: readArtillery },
  { recognises: (report) => 'metrics' in report || 'results' in report, read: readK6 },
  { recognises: (report) => 'stats' in report || 'numberOfRequests' in report, read: readGatling },
];

/**
 * Reads the report of a load test, whichever of the known tools wrote it.
 *
 * @param path its path: Gatling says the time of a run only in the name of its folder.
 */
export function readLoadTest(text: string, path: string): LoadTestResult | UnreadableReport {
  const result = readAny(text, path);
  if (result instanceof UnreadableReport || result.requests > 0) return result;
  return new UnreadableReport(`it is a ${result.tool} report of a run without requests`);
}

function readAny(text: string, path: string): LoadTestResult | UnreadableReport {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('<')) return readJmeterXml(start);
  if (start.startsWith('{')) return readJson(start, path);
  if (/^"?(timeStamp|elapsed)"?[,;\t|]|[,;\t|]"?(timeStamp|elapsed)"?[,;\t|]/.test(firstLine(start)))
    return readJmeterCsv(start);
  return new UnreadableReport(KNOWN);
}

const KNOWN = 'it is no k6 summary, JMeter JTL (XML, or CSV with its head), Gatling statistics or Artillery report';

function readJson(text: string, path: string): LoadTestResult | UnreadableReport {
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    if (/^\{"(?:metric|type)":[^\n]*\n\{"/.test(text))
      return new UnreadableReport('it holds single samples of k6; attach the summary (k6 run --summary-export)');
    return new UnreadableReport('it is not valid JSON (is it truncated?)');
  }
  if (typeof report !== 'object' || report === null) return new UnreadableReport(KNOWN);
  const members = report as Readonly<Record<string, unknown>>;
  const format = JSON_FORMATS.find((one) => one.recognises(members));
  return format ? format.read(members, path) : new UnreadableReport(KNOWN);
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : text.slice(0, end);
}
