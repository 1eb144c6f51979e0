import { LOADED } from './test-words.js';
import { type Activity, DEPLOYED_TESTS } from './types.js';

/** Words that name an activity, the more telling ones first. */
const ACTIVITY_WORDS: readonly (readonly [Activity, ReadonlySet<string>])[] = [
  [
    'load-test',
    new Set([
      'k6',
      'jmeter',
      'gatling',
      'locust',
      'artillery',
      'vegeta',
      'taurus',
      'bzt',
      'perf',
      'performance',
      'stress',
      'soak',
      'loadtest',
      'loadtests',
      'loadtesting',
      'perftest',
    ]),
  ],
  ['fault-injection', new Set(['chaos', 'fis', 'fault', 'faults', 'gremlin', 'litmus'])],
  ['unit-test', new Set(['unit', 'unittest', 'unittests', 'junit'])],
  [
    'security-scan',
    new Set([
      'scan',
      'scanning',
      'sast',
      'dast',
      'sca',
      'snyk',
      'trivy',
      'checkov',
      'codeql',
      'lint',
      'linting',
      'semgrep',
      'sonar',
      'sonarqube',
      'tfsec',
      'cfnnag',
      'security',
      'vulnerability',
      'vulnerabilities',
      'compliance',
      'analysis',
      'analyse',
      'analyze',
      'quality',
    ]),
  ],
  ['synthetic-canary', new Set(['synthetic', 'synthetics', 'canaries'])],
  [
    'integration-test',
    new Set([
      'integration',
      'integ',
      'integrationtest',
      'integrationtests',
      'test',
      'tests',
      'testing',
      'tester',
      'e2e',
      'acceptance',
      'smoke',
      'functional',
      'regression',
      'cypress',
      'playwright',
      'selenium',
      'newman',
      'postman',
      'validation',
      'runscope',
    ]),
  ],
  ['bake', new Set(['bake', 'baking', 'bakes'])],
  ['notify', new Set(['notify', 'notification', 'notifications', 'slack'])],
  ['plan', new Set(['plan', 'diff'])],
  ['publish', new Set(['publish', 'push', 'tag', 'retag'])],
  ['build', new Set(['build', 'compile', 'package', 'synth', 'bundle', 'assets'])],
];

/** `static analysis`, `load test`, `end to end`: activities named by two words or more. */
const ACTIVITY_RUNS: readonly (readonly [Activity, string])[] = [
  ['load-test', 'load test'],
  ['load-test', 'load tests'],
  ['load-test', 'load testing'],
  ['load-test', 'test load'],
  ['load-test', 'k 6'],
  ['security-scan', 'static analysis'],
  ['security-scan', 'cfn nag'],
  ['security-scan', 'code quality'],
  ['integration-test', 'end to end'],
  ['integration-test', 'e 2 e'],
];

/** The activity that the words of a name tell; undefined when they tell none. */
export function activityOfWords(words: readonly string[]): Activity | undefined {
  const activity = namedActivity(words);
  return activity !== undefined && DEPLOYED_TESTS.has(activity) && isAboutTests(words) ? 'other' : activity;
}

/** Verbs that, before the word for a test, do something for or with tests and run none: `PublishLoadTestResults`. */
const AROUND_TESTS = new Set(
  'publish upload notify report prepare setup provision generate skip disable disabled no not without configure install collect approve package copy create build compile bundle push mock placeholder'.split(
    ' ',
  ),
);

/** Nouns that, after the word for a test, name what comes of one or goes into it. */
const OF_TESTS = new Set(
  'result results report reports data dataset config configuration notification notifications plan summary dashboard dashboards users template approval budget budgets lint placeholder stub setup image'.split(
    ' ',
  ),
);

function isAboutTests(words: readonly string[]): boolean {
  if (words.includes('and') || words.includes('run')) return false;
  return AROUND_TESTS.has(words[0]!) || (words[0] === 'set' && words[1] === 'up') || OF_TESTS.has(words.at(-1)!);
}

function namedActivity(words: readonly string[]): Activity | undefined {
  const text = ` ${words.join(' ')} `;
  for (const [activity, phrase] of ACTIVITY_RUNS) if (text.includes(` ${phrase} `)) return activity;
  if (words.at(-1) === 'load' && !LOADED.has(words.at(-2) ?? '')) return 'load-test';
  for (const [activity, set] of ACTIVITY_WORDS) if (words.some((word) => set.has(word))) return activity;
  return undefined;
}
