import type { CommandEffect } from './effects.js';

/** Words that name an environment, for reading `release:prod` as a deployment and `load:staging` as a load test. */
const ENVIRONMENT =
  '(?:prod|prd|production|live|dev|develop|development|alpha|beta|gamma|int|integ|qa|test|tst|uat|sit|stage|staging|stg|' +
  'preprod|nonprod|sandbox|sbx|demo|preview|review|env|environment|canary|onebox)';

/** Things that run, whose update, creation or removal changes an environment. */
const RUNNING =
  '(?:stacks?|services?|lambdas?|functions?|ecs|eks|k8s|kubernetes|tasks?|apps?|application|site|website|cluster|' +
  'infra|infrastructure|environments?|envs?|resources|namespaces?|instances?|servers?|terraform|tf|tofu|cdk|helm|' +
  'manifests?|argo|deployments?|aliases|alias|asg|fleet|review|preview|sandbox|ephemeral)';

const DEPLOY = '(?:re ?)?(?:deploy|deploys|deployer|deployment|deployments|rollout|ship|go ?live|cutover)';

const TEST = '(?:tests?|testing|tester|specs?|suite|checks?)';

/** Names that only look. */
const LOOK = '(?:get|list|show|print|describe|version|status|info|help|which|echo|start|serve|dev|watch|logs?)';

/**
 * What the name of a script, a target or a lane says, first match wins. Names are split into lower-case words first, so
 * that Upload never reads as load and production never as product.
 */
const RULES: readonly (readonly [RegExp, CommandEffect])[] = table([
  ['(?:un ?deploy|tear ?down|destroy|decommission|uninstall|deprovision|nuke)', 'tear-down'],
  [`(?:delete|remove|clean ?up|purge|drop|stop|down) (?:\\w+ ){0,2}?${RUNNING}`, 'tear-down'],
  ['(?:roll ?back|revert)', 'rollback'],
  ['(?:notify|notification|notifications|slack|announce|announcement|mattermost)', 'notify'],
  ['(?:wait|await|sleep|bake)', 'wait'],
  ['(?:dry ?run|what ?if|plan)(?! tests?\\b)', 'plan'],
  ['diff', 'plan'],
  ['(?:chaos|faults?|gremlin|fis|litmus|failure injection|gameday|game day)', 'fault-injection'],
  [`^${DEPLOY} (?:status|info|logs?|list|config|key|keys|token|docs check)`, 'nothing'],
  [`^${DEPLOY} (?:checks?|verification|validation|verify)`, 'integration-test'],
  ['(?:generate|create|make|new|status|check|lint|show|list|pending|squash|write) (?:db )?migrations?', 'build'],
  ['(?:migrations?|schema) (?:generate|create|make|new|status|check|lint|show|list|pending|diff)', 'build'],
  ['(?:makemigrations|make migration)', 'build'],
  [`${DEPLOY} (?:and )?migrations?$`, 'migrate'],
  [`(?:migrate|migration|migrations)(?!.*\\b${DEPLOY}\\b)`, 'migrate'],
  ['^(?:re ?)?deploy', 'deploy'],
  [
    '^(?:build|compile|bundle|package|install|set ?up|clean|generate|prepare|push|lint) (?:load|perf|performance|stress|soak)',
    'build',
  ],
  [`(?:load|perf|performance|stress|soak|volume|capacity|spike) ?${TEST}(?! (?:data|results?|report))`, 'load-test'],
  [`tests? ?(?:load|perf|performance|stress|soak)(?: ${ENVIRONMENT})?$`, 'load-test'],
  [
    `(?:pre|before|prepare|generate|gen|get|list|is|configure|config|install|record|track|mark|report|comment) (?:\\w+ )?${DEPLOY}`,
    'unknown',
  ],
  [`(?:post|after) ${DEPLOY}(?:.*\\b(?:tests?|checks?|verify|validat\\w+|smoke|health))`, 'integration-test'],
  [`(?:post|after) ${DEPLOY}`, 'unknown'],
  [`(?:verify|validate|check|smoke|monitor|health ?check) (?:\\w+ )?${DEPLOY}`, 'integration-test'],
  [`tests? (?:deployment|deployments|deployed)`, 'integration-test'],
  [
    `(?:build|package|docker|promote|push|tag|publish|copy|create|retag) (?:\\w+ )?(?:images?|artifacts?|containers?|packages?)`,
    'publish',
  ],
  [DEPLOY, 'deploy'],
  ['(?:promote|promotion)', 'deploy'],
  [
    `(?:release|update|upgrade|provision|apply|restart|refresh|activate|converge|sync) (?:(?:to|the|in|on) )?(?:${RUNNING}|${ENVIRONMENT})`,
    'deploy',
  ],
  [`${ENVIRONMENT} release`, 'deploy'],
  [`^(?:terraform|tf|tofu|infra|infrastructure|k8s|kubernetes|cdk|pulumi) (?:\\w+ )?(?:apply|up)`, 'deploy'],
  ['^(?:apply|converge|provision)$', 'deploy'],
  ['^apply (?:all|changes|config|everything)', 'deploy'],
  [
    '(?:switch|shift|swap|move|route|flip|set|change|modify|redirect) (?:\\w+ )?(?:traffic|slots?|blue|green|cname|dns|weights?|listeners?|alias|aliases|end ?points?|target groups?)',
    'deploy',
  ],
  [
    `^(?:run )?load(?: (?:gen\\w*|run|runner|suite|scenarios?|k6|jmeter|gatling|locust|artillery|${ENVIRONMENT}))*$`,
    'load-test',
  ],
  [
    `^(?!.*\\b(?:reports?|results?|lint|budgets?|data|dashboards?|profil\\w*|monitor\\w*|insights?)\\b).*\\b(?:perf|performance|stress|soak)`,
    'load-test',
  ],
  ['(?:k6|jmeter|gatling|locust|artillery|vegeta|loadgen)', 'load-test'],
  [
    `(?:e2e|end to end|integration|integ|smoke|acceptance|functional|regression|sanity|contract|uat|synthetics?) ?${TEST}?`,
    'integration-test',
  ],
  [`(?:api|ui|gui|system|browser|journey|bdd|canary|live|remote) ${TEST}`, 'integration-test'],
  [
    '(?:cypress|playwright|selenium|newman|postman|testcafe|nightwatch|cucumber|behave|robot|karate|puppeteer|cy)',
    'integration-test',
  ],
  ['health ?checks?', 'integration-test'],
  [`(?:verify|validate) (?:${RUNNING}|${ENVIRONMENT})`, 'integration-test'],
  [
    '(?:sast|dast|trivy|snyk|checkov|sonar\\w*|owasp|zap|vulnerabilit\\w*|cfn ?nag|tfsec|semgrep|grype|bandit|gitleaks)',
    'security-scan',
  ],
  ['(?:security|scan|scanner|scans|audit)', 'security-scan'],
  ['(?:publish|upload|push|release|semantic release)', 'publish'],
  ['(?:unit|tests?|testing|coverage|jest|vitest|pytest|rspec|mocha|karma|tox|phpunit)', 'unit-test'],
  [
    '(?:build|compile|package|bundle|synth|synthesize|lint|linter|format|fmt|prettier|eslint|typecheck|type check|tsc|codegen|webpack|transpile|dist|assemble)',
    'build',
  ],
  ['^(?:run )?(?:specs?|checks?)$', 'unit-test'],
  ['(?:install|deps|dependencies|clean|generate)', 'build'],
  [`^${LOOK}(?: .*)?`, 'nothing'],
]);

/** Words that people write as one. */
const COMPOUNDS: readonly (readonly [RegExp, string])[] = [
  [/\b(pre|post|auto|un|re)deploy/g, '$1 deploy'],
  [/\b(load|stress|perf|soak|smoke|unit|integration|health)(tests?|checks?)\b/g, '$1 $2'],
  [/\bperformancetests?\b/g, 'performance test'],
  [/\b(build|test|package)anddeploy\b/g, '$1 and deploy'],
  [/\bdbmigrate\b/g, 'db migrate'],
  [/\bdryrun\b/g, 'dry run'],
];

const ENVIRONMENT_WORD = new RegExp(`\\b${ENVIRONMENT}\\b`);

/** Whether a word handed to a script names an environment: `./release.sh production`. */
export function isEnvironmentWord(word: string): boolean {
  return ENVIRONMENT_WORD.test(nameWords(word));
}

/**
 * Whether a name is that of something that deploys and tells nothing of doing so: `deployer.py`, not `deployer-run-deploy.sh`.
 */
export function namesAgent(name: string): boolean {
  const words = nameWords(name).split(' ');
  return words.includes('deployer') && !words.some((word) => word !== 'deployer' && effectOfName(word) === 'deploy');
}

/** Names that were asked for before: the same few stand on every other line. */
const known = new Map<string, CommandEffect | undefined>();

/** What the name of a script, make target, npm script or lane says it does; undefined when it says nothing. */
export function effectOfName(name: string): CommandEffect | undefined {
  if (known.has(name)) return known.get(name);
  const words = nameWords(name);
  const rule = RULES.find(([pattern]) => pattern.test(words));
  if (known.size > 5000) known.clear();
  known.set(name, rule?.[1]);
  return rule?.[1];
}

/** A name as lower-case words with one space between: `runLoadTests.sh` is `run load tests`. */
export function nameWords(name: string): string {
  let words = name
    .replace(/\.(sh|bash|zsh|py|js|mjs|cjs|ts|mts|rb|pl|php|ps1|bat|cmd|exe|jar|groovy|ya?ml|json|jmx|tf|go)$/i, '')
    .replace(/\$\{?\w+\}?/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  for (const [pattern, replacement] of COMPOUNDS) words = words.replace(pattern, replacement);
  return words;
}

function table(rows: readonly (readonly [string, CommandEffect])[]): [RegExp, CommandEffect][] {
  return rows.map(([pattern, effect]) => [new RegExp(`${pattern.startsWith('^') ? '' : '\\b'}${pattern}\\b`), effect]);
}
