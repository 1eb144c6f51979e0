import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLoadTest } from '../../src/loaders/load-test/report.js';
import { UnreadableReport } from '../../src/loaders/load-test/unreadable.js';

const NOON = Date.parse('2026-11-20T12:00:00Z');

describe('a k6 summary', () => {
  const metrics = {
    http_reqs: { type: 'counter', values: { count: 6000, rate: 99.5 } },
    http_req_failed: { type: 'rate', values: { rate: 0.002, passes: 12, fails: 5988 } },
    http_req_duration: { type: 'trend', values: { avg: 80, 'p(95)': 200, 'p(99)': 310.5 } },
  };
  const expected = {
    tool: 'k6',
    requests: 6000,
    rate: { perSecond: 99.5, kind: 'mean' },
    errorRate: 0.002,
    p99: 310.5,
  };

  test('as handleSummary hands it out', () => {
    expect(
      readLoadTest(JSON.stringify({ root_group: {}, state: { testRunDurationMs: 60000 }, metrics }), 'k6.json'),
    ).toEqual(expected);
  });

  test('as --summary-export writes it, without the values level', () => {
    const flat = {
      http_reqs: { count: 6000, rate: 99.5 },
      http_req_failed: { passes: 12, fails: 5988, value: 0.002 },
      http_req_duration: { avg: 80, 'p(95)': 200, 'p(99)': 310.5 },
    };
    expect(readLoadTest(JSON.stringify({ metrics: flat, root_group: {} }), 'k6.json')).toEqual(expected);
  });

  test('as a list under results, with the time it was written', () => {
    const list = Object.entries(metrics).map(([name, metric]) => ({ name, ...metric }));
    const report = { version: '1.0.0', metadata: { generatedAt: '2026-11-20T10:00:00Z' }, results: { metrics: list } };
    expect(readLoadTest(JSON.stringify(report), 'k6.json')).toEqual({ ...expected, date: '2026-11-20' });
  });

  test('without p(99), which is not among the defaults, does not pretend to have one', () => {
    const result = readLoadTest(
      JSON.stringify({ metrics: { ...metrics, http_req_duration: { values: { 'p(95)': 200 } } } }),
      'k6.json',
    );
    expect(result).not.toHaveProperty('p99');
  });
});

describe('a JMeter result', () => {
  const samples = Array.from({ length: 200 }, (_, index) => ({
    // A hundred samples in the first second, the others one a second.
    at: NOON + (index < 100 ? index * 10 : (index - 99) * 1000),
    elapsed: index + 1,
    ok: index % 50 !== 0,
  }));
  const expected = {
    tool: 'JMeter',
    date: '2026-11-20',
    requests: 200,
    rate: { perSecond: 100, kind: 'peak' },
    errorRate: 0.02,
    p99: 198,
  };

  test('in CSV, with quoted fields of several lines', () => {
    const rows = samples.map(({ at, elapsed, ok }) => `${at},${elapsed},"a ""label"",\nwith lines",200,${ok}`);
    expect(readLoadTest(`timeStamp,elapsed,label,responseCode,success\r\n${rows.join('\r\n')}\r\n`, 'r.jtl')).toEqual(
      expected,
    );
  });

  test('in XML, where what stands inside a sample is part of it', () => {
    const elements = samples.map(
      ({ at, elapsed, ok }) =>
        `<sample t="${elapsed}" lt="0" ts="${at}" s="${ok}" lb="a &gt; b"><httpSample t="1" ts="${at}" s="false" lb="part"/><responseData>&lt;sample></responseData></sample>`,
    );
    expect(
      readLoadTest(
        `<?xml version="1.0"?>\n<testResults version="1.2">\n<!-- <sample> -->\n${elements.join('\n')}\n</testResults>`,
        'r.jtl',
      ),
    ).toEqual(expected);
  });

  test.each([
    ['breaks off', '<testResults version="1.2"><sample t="1" ts="1700000000000" s="true">'],
    ['has no samples', '<testResults version="1.2"></testResults>'],
    ['lacks a column', 'timeStamp,elapsed,label\n1,2,3\n'],
    ['has a line that is no sample', 'timeStamp,elapsed,success\n1700000000000,5,true\noops\n'],
  ])('that %s is refused', (_, text) => {
    expect(readLoadTest(text, 'r.jtl')).toBeInstanceOf(UnreadableReport);
  });

  test('counts every sample once, whatever the order', () => {
    const sample = fc.record({
      at: fc.integer({ min: NOON, max: NOON + 20_000 }),
      elapsed: fc.nat(5000),
      ok: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 60 }), (list) => {
        const csv = `elapsed,timeStamp,success\n${list.map(({ at, elapsed, ok }) => `${elapsed},${at},${ok}`).join('\n')}`;
        const result = readLoadTest(csv, 'r.csv');
        if (result instanceof UnreadableReport) throw new Error(result.reason);
        expect(result.requests).toBe(list.length);
        expect(result.errorRate).toBe(list.filter(({ ok }) => !ok).length / list.length);
        expect(list.filter(({ elapsed }) => elapsed <= result.p99!).length).toBeGreaterThanOrEqual(list.length * 0.99);
        expect(result.rate!.perSecond).toBeLessThanOrEqual(list.length);
      }),
    );
  });
});

describe('Gatling statistics', () => {
  const stats = {
    name: 'All Requests',
    numberOfRequests: { total: '6329', ok: '4182', ko: '2147' },
    percentiles3: { total: '1114', ok: '694', ko: '2068' },
    percentiles4: { total: '60001', ok: '1744', ko: '-' },
    meanNumberOfRequestsPerSecond: { total: '27.638', ok: '18.262', ko: '9.376' },
  };
  const expected = {
    tool: 'Gatling',
    requests: 6329,
    rate: { perSecond: 27.638, kind: 'mean' },
    errorRate: 2147 / 6329,
    p99: 60001,
  };

  test('whose numbers are texts; the day stands in the name of the folder', () => {
    const report = JSON.stringify({ type: 'GROUP', name: 'All Requests', stats, contents: {} });
    expect(readLoadTest(report, 'out/checkout-20261120145003203/js/stats.json')).toEqual({
      ...expected,
      date: '2026-11-20',
    });
    expect(readLoadTest(report, 'stats.json')).toEqual(expected);
  });

  test('of the whole run alone', () => {
    expect(readLoadTest(JSON.stringify(stats), 'js/global_stats.json')).toEqual(expected);
  });
});

test('an Artillery report: the busiest interval is the peak, errors and 4xx and 5xx are failures', () => {
  const report = {
    aggregate: {
      counters: {
        'http.requests': 1000,
        'http.codes.200': 970,
        'http.codes.404': 10,
        'http.codes.503': 15,
        'errors.ETIMEDOUT': 5,
        'vusers.failed': 5,
      },
      rates: { 'http.request_rate': 50 },
      firstCounterAt: NOON,
      lastCounterAt: NOON + 20_000,
      summaries: { 'http.response_time': { p95: 80, p99: 123.4 } },
    },
    intermediate: [{ rates: { 'http.request_rate': 40 } }, { rates: { 'http.request_rate': 75 } }, { rates: {} }],
  };
  expect(readLoadTest(JSON.stringify(report), 'a.json')).toEqual({
    tool: 'Artillery',
    date: '2026-11-20',
    requests: 1000,
    rate: { perSecond: 75, kind: 'peak' },
    errorRate: 0.03,
    p99: 123.4,
  });
});

test('an Artillery report of version 1 keeps codes, errors and its time in the aggregate', () => {
  const report = {
    aggregate: {
      timestamp: '2026-11-20T12:00:00.000Z',
      requestsCompleted: 200,
      latency: { p99: 44 },
      rps: { mean: 10.5 },
      codes: { 200: 180, 404: 3, 500: 7 },
      errors: { ETIMEDOUT: 10 },
    },
    intermediate: [{ rps: { mean: 25 } }],
  };
  expect(readLoadTest(JSON.stringify(report), 'a.json')).toEqual({
    tool: 'Artillery',
    date: '2026-11-20',
    requests: 200,
    rate: { perSecond: 25, kind: 'peak' },
    errorRate: 0.1,
    p99: 44,
  });
});

const reasonOf = (text: string) => (readLoadTest(text, 'x') as UnreadableReport).reason;

test.each([
  ['k6', { metrics: { http_reqs: { count: 0, rate: 0 }, http_req_failed: { value: 0 } } }],
  ['Artillery', { aggregate: { counters: { 'http.requests': 0 } } }],
  ['Gatling', { stats: { numberOfRequests: { total: 0, ok: 0, ko: 0 } } }],
])('a %s report of a run without requests shows nothing', (tool, report) => {
  expect(reasonOf(JSON.stringify(report))).toBe(`it is a ${tool} report of a run without requests`);
});

test('single samples of k6 are told from a summary that breaks off', () => {
  const samples = ['{"type":"Metric","metric":"http_reqs"}', '{"type":"Point","metric":"http_reqs"}'].join('\n');
  expect(reasonOf(samples)).toContain('attach the summary');
});

test('a record of JMeter that cannot be read is named', () => {
  const text = 'timeStamp,elapsed,success\n1763700000000,12,true\n2026/11/20 10:00:00,12,true\n';
  expect(reasonOf(text)).toContain('its record 3 has no time in milliseconds');
});

test.each(['', 'hello', '{}', '[1]', '{"metrics":{}}', '{"aggregate":{}}', '{"metrics"', '<html></html>', '\u0000'])(
  '%j is no report, and no crash',
  (text) => {
    expect(readLoadTest(text, 'x')).toBeInstanceOf(UnreadableReport);
  },
);

test('no JSON whatever makes the readers crash', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('metrics', 'aggregate', 'stats', 'results'), (value, key) => {
      readLoadTest(JSON.stringify({ [key]: value }), 'x.json');
    }),
  );
});
