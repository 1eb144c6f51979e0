import type { CommandEffect } from '../effects.js';
import { hasFlag, type Invocation } from '../invocation.js';
import type { ToolFacts } from './tool-facts.js';

/** Tools that load, break, test and scan. */
export const TESTS: readonly ToolFacts[] = [
  // Load
  {
    names: 'k6',
    does: {
      'load-test': 'run, cloud, cloud run',
      nothing: 'version, archive, inspect, login, new, pause, status, stats, cloud login, cloud upload',
    },
    targetFlags: '-e --env',
  },
  { names: 'jmeter jmeter.sh', otherwise: 'load-test', flags: { '-v': 'nothing', '-g': 'nothing' } },
  {
    names: 'artillery',
    does: {
      'load-test': 'run, quick, run-fargate, run-lambda, run:fargate, run:lambda, run-test',
      nothing: 'report, dino, validate',
    },
    targetFlags: '-e --environment',
  },
  { names: 'vegeta', does: { 'load-test': 'attack', nothing: 'report, plot, encode, dump' } },
  { names: 'fortio', does: { 'load-test': 'load', nothing: 'report, version' }, otherwise: 'nothing' },
  { names: 'tsung', does: { 'load-test': 'start' }, otherwise: 'nothing' },
  {
    names:
      'locust gatling gatling.sh wrk wrk2 ab hey bzt taurus siege oha autocannon drill ddosify loadtest nbomber plow bombardier ' +
      'h2load ghz cassowary k6-operator blazemeter slow_cooker hyperfoil httperf',
    otherwise: 'load-test',
  },
  { names: 'sysbench pgbench memtier_benchmark redis-benchmark', otherwise: 'load-test' },
  // Faults
  { names: 'gremlin', does: { 'fault-injection': 'attack, attack-container' }, otherwise: 'unknown' },
  { names: 'chaos', does: { 'fault-injection': 'run', build: 'validate', nothing: 'discover, init, report' } },
  {
    names: 'litmusctl litmus',
    does: {
      'fault-injection': 'run, create chaos-experiment, run chaos-experiment, save chaos-experiment',
      nothing: 'version, config, get',
    },
    otherwise: 'fault-injection',
  },
  {
    names: 'toxiproxy-cli',
    does: { 'fault-injection': 'toxic, toxic add, t add, toggle', nothing: 'create, list, delete, inspect' },
  },
  {
    names: 'stress-ng stress pumba chaosd chaosctl chaosblade blade powerfulseal kube-monkey',
    otherwise: 'fault-injection',
  },
  // Tests against something that runs
  {
    names:
      'newman cypress playwright testcafe nightwatch protractor wdio codeceptjs robot pabot behave cucumber cucumber-js karate ' +
      'pact-verifier schemathesis dredd hurl venom detox maestro appium backstop percy lhci lighthouse pa11y pa11y-ci ' +
      'start-server-and-test inspec goss dgoss testinfra kitchen serverspec stepci bruno bru tracetest synthetics ' +
      'datadog-ci-synthetics checkly httpyac selenium-side-runner cy2 sorry-cypress currents',
    otherwise: 'integration-test',
    flags: { install: 'build', verify: 'build', '--version': 'nothing' },
    decide: browser,
    kindInArguments: true,
    targetFlags: '-e --env --environment --env-var --variable -v --config --project --base-url --url',
  },
  { names: 'datadog-ci', does: { 'integration-test': 'synthetics run-tests' }, otherwise: 'nothing' },
  { names: 'grpc-health-probe grpc_health_probe', otherwise: 'integration-test' },
  {
    names: 'pact-broker',
    does: {
      plan: 'can-i-deploy',
      publish: 'publish, create-version-tag',
      nothing: 'record-deployment, record-release',
    },
    otherwise: 'nothing',
  },
  // Tests of code, unless their arguments say otherwise
  {
    names:
      'pytest py.test unittest nose nosetests nose2 jest vitest mocha ava tap karma jasmine qunit rspec minitest phpunit pest codecept ' +
      'ctest gotestsum ginkgo bats shunit2 xctest busted prove invoke-pester pester vstest.console mstest nunit3-console xunit ' +
      'testng doctest trial stestr green tasty c8 nyc istanbul coverage stryker mutmut parallel_rspec paratest infection knapsack_pro',
    otherwise: 'unit-test',
    flags: { '--collect-only': 'nothing', '--version': 'nothing', '--listTests': 'nothing' },
    kindInArguments: true,
    targetFlags: '--env --environment --base-url --stage --host --project',
  },
  {
    names: 'go',
    does: {
      'unit-test': 'test',
      build: 'build, install, mod, get, generate, vet, fmt, work, clean',
      nothing: 'version, env, list',
    },
    kindInArguments: true,
  },
  {
    names: 'cargo',
    does: {
      'unit-test': 'test, nextest run, tarpaulin, llvm-cov',
      build: 'build, check, clippy, fmt, doc, bench, install, fetch, chef',
      publish: 'publish',
      'security-scan': 'audit, deny',
    },
    kindInArguments: true,
  },
  {
    names: 'dotnet',
    does: {
      'unit-test': 'test, vstest',
      build:
        'build, restore, publish, pack, clean, tool, tool install, tool restore, msbuild, format, new, add, sln, workload',
      publish: 'nuget push',
      deploy: 'lambda deploy-function, lambda deploy-serverless, eb deploy-environment',
      migrate: 'ef database update',
      nothing: 'nuget, nuget add source, dev-certs, --info, ef migrations',
    },
    kindInArguments: true,
  },
  {
    names: 'swift xcodebuild flutter dart sbt lein stack cabal bazel zig',
    does: {
      'unit-test': 'test, build test',
      build: 'build, compile, assemble, pub get, analyze, clean, archive, format',
      publish: 'publish, pub publish, deploy',
    },
    otherwise: 'build',
    kindInArguments: true,
  },
  // Scanners
  {
    names:
      'trivy snyk checkov cfn_nag cfn-nag cfn_nag_scan cfn-nag-scan tfsec semgrep sonar-scanner sonar cfn-lint git-secrets grype bandit ' +
      'gitleaks trufflehog detect-secrets syft anchore-cli anchorectl clair-scanner dockle hadolint terrascan kics kubesec kube-bench ' +
      'kube-score safety pip-audit npm-audit-resolver audit-ci retire dependency-check dependency-check.sh owasp-dependency-check nancy ' +
      'govulncheck gosec brakeman bundler-audit bundle-audit rubysec zap-baseline.py zap-full-scan.py zap-api-scan.py zap.sh zap-cli nuclei nikto sslyze ' +
      'testssl.sh prowler scoutsuite steampipe whispers cdk-nag cfn-guard regula fossa blackduck synopsys-detect ' +
      'detect.sh veracode fortify sourceanalyzer checkmarx cx ast-cli codeql osv-scanner wpscan scorecard ggshield ' +
      'mobsfscan lacework twistcli twist wizcli wiz orca-cli analyzer dotnet-sonarscanner docker-bench-security ' +
      'parliament cloudsplaining license-checker pip-licenses licensed licensee',
    otherwise: 'security-scan',
    does: { nothing: 'auth, config, login, version, --version, init' },
    flags: { '--version': 'nothing', '--download-db-only': 'nothing' },
  },
  { names: 'opa', does: { 'security-scan': 'eval', build: 'test, fmt, check, build' }, otherwise: 'nothing' },
  { names: 'infracost', otherwise: 'plan' },
  // Health checks
  { names: 'curl', decide: curl, targetWords: 'none' },
  { names: 'wget', decide: ({ args }) => (hasFlag(args, '--spider') ? 'integration-test' : 'nothing') },
  {
    names: 'http https httpie',
    decide: ({ args }) => (hasFlag(args, '--check-status') ? 'integration-test' : 'unknown'),
  },
];

/** Browser tools also install their browsers, show reports and open windows. */
function browser({ args }: Invocation): CommandEffect | undefined {
  const verb = args.find((arg) => !arg.startsWith('-'));
  if (verb === undefined) return undefined;
  if (/^(install|install-deps|verify|info|cache|version|open|show-report|merge-reports|codegen)$/.test(verb))
    return 'build';
  return undefined;
}

/** Flags, long or in a cluster such as `-sSf`, that make curl fail on an error status. */
const FAILS = /^(--fail|--fail-with-body|--fail-early)$|^-[a-zA-Z]*f[a-zA-Z]*$/;

/** Addresses that start a deployment when they are asked for, whatever the method. */
const DEPLOY_HOOK =
  /api\.render\.com\/deploy|api\.vercel\.com\/v\d+\/integrations\/deploy|api\.netlify\.com\/build_hooks|deploy[_-]?hook/i;

/** Flags that send something rather than look. */
const SENDS = /^(-X|--request|-d|--data.*|--json|-F|--form.*|-T|--upload-file)$|^-X\w+|^-d./;

function curl(invocation: Invocation): CommandEffect | undefined {
  const { args } = invocation;
  const text = args.join(' ');
  if (DEPLOY_HOOK.test(text)) return 'deploy';
  if (
    /hooks\.slack\.com|slack\.com\/api|webhook\.office\.com|discord(app)?\.com\/api\/webhooks|api\.telegram\.org|pagerduty|opsgenie|slack_?(webhook|url|hook)|teams_?webhook|webhook_?url/i.test(
      text,
    )
  )
    return 'notify';
  if (args.some((arg) => SENDS.test(arg))) return sent(args, text);
  const fails = args.some((arg) => FAILS.test(arg));
  return (fails || /http_code/.test(text)) && isLook(invocation) ? 'integration-test' : 'nothing';
}

/** What a request that sends something does, by its address. */
function sent(args: readonly string[], text: string): CommandEffect {
  if (/\/(trigger\/pipeline|dispatches|pipeline\b(?!s\/\d)|build(withparameters)?\b)|\/job\/|\/trigger\b/i.test(text))
    return 'start-pipeline';
  if (/\/deployments?\b|\/deploy\b|deploy[_-]?hook|\/releases\/\S+\/deploy/i.test(text))
    return /status(es)?\b|api\.github\.com/i.test(text) ? 'notify' : 'deploy';
  if (args.some((arg) => /^(-T|--upload-file)$/.test(arg))) return 'publish';
  return args.some((arg) => FAILS.test(arg)) && /health|smoke|ready/i.test(text) ? 'integration-test' : 'unknown';
}

/** Looks at something that runs, rather than fetching a file. */
function isLook({ args, outputTaken }: Invocation): boolean {
  const address = args.find((arg) => /:\/\/|\$|localhost|\.\w/.test(arg) && !arg.startsWith('-')) ?? '';
  if (/health|ready|alive|live|ping|status|smoke|version/i.test(address)) return true;
  if (outputTaken) return false;
  const saves = args.some(
    (arg, at) =>
      /^(-O|-JO|-OJ|--remote-name|-[a-zA-Z]*O)$/.test(arg) ||
      (/^(-[a-zA-Z]*o|--output)$/.test(arg) && args[at + 1] !== '/dev/null'),
  );
  return (
    !saves &&
    !/\.(sh|zip|tgz|gz|tar|bz2|xz|deb|rpm|jar|ya?ml|json|py|exe|pub|asc|gpg|key|txt|tf|whl)([?#]\S*)?$|github\.com|githubusercontent|get\.\w+|install|download|169\.254|api\//i.test(
      address,
    )
  );
}
