import type { LoadTestResult } from '../../model/review.js';
import { dayOf } from './members.js';
import { UnreadableReport } from './unreadable.js';

/** Gathers samples one by one: results may have millions. */
class Samples {
  private readonly elapsed: number[] = [];
  private readonly perSecond = new Map<number, number>();
  private failed = 0;
  private last = 0;

  add(timeStamp: number, elapsed: number, success: boolean): void {
    this.elapsed.push(elapsed);
    if (!success) this.failed++;
    this.last = Math.max(this.last, timeStamp);
    const second = Math.floor(timeStamp / 1000);
    this.perSecond.set(second, (this.perSecond.get(second) ?? 0) + 1);
  }

  result(): LoadTestResult | UnreadableReport {
    const requests = this.elapsed.length;
    if (requests === 0) return new UnreadableReport('it is a JMeter result without samples');
    const sorted = Float64Array.from(this.elapsed).sort();
    let peak = 0;
    for (const count of this.perSecond.values()) peak = Math.max(peak, count);
    const date = dayOf(this.last);
    return {
      tool: 'JMeter',
      ...(date === undefined ? {} : { date }),
      requests,
      rate: { perSecond: peak, kind: 'peak' },
      errorRate: this.failed / requests,
      p99: sorted[Math.ceil(requests * 0.99) - 1]!,
    };
  }
}

/**
 * Reads a JMeter result in CSV: needs the columns timeStamp (milliseconds), elapsed (milliseconds) and success.
 * https://jmeter.apache.org/usermanual/listeners.html
 */
export function readJmeterCsv(text: string): LoadTestResult | UnreadableReport {
  const header = /^[^\r\n]*/.exec(text)![0];
  const separator = [',', ';', '\t', '|'].find((one) => header.includes(one)) ?? ',';
  const rows = records(text, separator);
  const columns = rows.next().value ?? [];
  const [timeStamp, elapsed, success] = ['timeStamp', 'elapsed', 'success'].map((name) => columns.indexOf(name));
  if (timeStamp! < 0 || elapsed! < 0 || success! < 0)
    return new UnreadableReport('it is a JMeter result without the columns timeStamp, elapsed and success');
  const samples = new Samples();
  let record = 1;
  for (const row of rows) {
    record++;
    if (row.length === 1 && row[0] === '') continue;
    const time = Number(row[timeStamp!]);
    const duration = Number(row[elapsed!]);
    if (!(time > 0) || !(duration >= 0) || row[success!] === undefined)
      return new UnreadableReport(
        `its record ${record} has no time in milliseconds (jmeter.save.saveservice.timestamp_format=ms), no duration, or no success`,
      );
    samples.add(time, duration, row[success!] === 'true');
  }
  return samples.result();
}

/** The records of a CSV text. Quoted fields may hold separators, line ends and doubled quotes. */
function* records(text: string, separator: string): Generator<string[], undefined> {
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    let field: string;
    if (text[at] === '"') {
      let end = at + 1;
      while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) end += text[end] === '"' ? 2 : 1;
      field = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      let end = at;
      while (end < text.length && text[end] !== separator && text[end] !== '\n') end++;
      field = text.slice(at, end).replace(/\r$/, '');
      at = end;
    }
    record.push(field);
    if (text[at] === separator) {
      at++;
      continue;
    }
    while (at < text.length && text[at] !== '\n') at++;
    at++;
    yield record;
    record = [];
  }
  if (record.length > 0) yield record;
  return undefined;
}

/**
 * Reads a JMeter result in XML: `sample` and `httpSample` elements with `ts`, `t` and `s`. Only the outermost count: what
 * stands inside another sample is part of it.
 */
export function readJmeterXml(text: string): LoadTestResult | UnreadableReport {
  if (!/<testResults\b/.test(text)) return new UnreadableReport('it is XML, but no JMeter result');
  const samples = new Samples();
  // Comments, CDATA and declarations first, so that nothing inside them reads as an element.
  const pattern =
    /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<[?!][^>]*>|<(\/?)(sample|httpSample)\b((?:"[^"]*"|'[^']*'|[^>"'])*?)(\/?)>/g;
  let depth = 0;
  for (const match of text.matchAll(pattern)) {
    if (match[2] === undefined) continue;
    if (match[1] === '/') {
      depth--;
      continue;
    }
    if (depth === 0 && !addSample(samples, match[3]!))
      return new UnreadableReport('one of its samples has no ts (time), t (duration) or s (success)');
    if (match[4] !== '/') depth++;
  }
  if (depth !== 0 || !/<\/testResults>/.test(text))
    return new UnreadableReport('it is a JMeter result that breaks off');
  return samples.result();
}

function addSample(samples: Samples, attributes: string): boolean {
  const [time, duration, success] = ['ts', 't', 's'].map(
    (name) => new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1],
  );
  if (time === undefined || duration === undefined || success === undefined) return false;
  if (!(Number(time) > 0) || !(Number(duration) >= 0)) return false;
  samples.add(Number(time), Number(duration), success === 'true');
  return true;
}
