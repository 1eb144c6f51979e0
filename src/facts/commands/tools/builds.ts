import type { CommandEffect } from '../effects.js';
import { hasFlag, type Invocation } from '../invocation.js';
import type { ToolFacts } from './tool-facts.js';

/** Tools that build, check and publish code. Their tasks given by name are read by their names. */
export const BUILDS: readonly ToolFacts[] = [
  {
    names: 'npm pnpm bun yarn yarnpkg',
    does: {
      build: 'ci, install, i, add, rebuild, dedupe, update, up, upgrade, prune, link, fetch, import, store, setup',
      publish: 'publish, npm publish, dist-tag add',
      'security-scan': 'audit, npm audit',
      nothing:
        'set, config, get, cache, login, logout, version, list, ls, whoami, view, outdated, init, create, bin, root, remove, rm, uninstall, plugin, why, token, fund, doctor, x, exec, owner, ping, info, pkg, pack, policies, unlink, adduser, env, help, dist-tag, query, sbom',
    },
    otherwise: 'build',
  },
  {
    names: 'pip pip3 uv poetry pipenv pdm rye hatch conda mamba flit',
    does: {
      build:
        'install, sync, lock, build, add, pip install, pip sync, export, venv, tool install, self update, env create',
      publish: 'publish',
      nothing: 'config, list, freeze, show, cache, version, init, env, shell, python, self, check',
    },
    otherwise: 'build',
  },
  {
    names: 'gem bundle bundler',
    does: {
      build: 'install, build, check, update, lock, package, cache',
      publish: 'push',
      nothing: 'config, list, env, version, sources',
      'security-scan': 'audit',
    },
  },
  {
    names: 'mvn mvnw',
    does: {
      'unit-test': 'test, surefire:test, verify',
      'integration-test': 'integration-test, failsafe:integration-test, failsafe:verify',
      build:
        'compile, package, install, clean, validate, site, process-resources, dependency:resolve, dependency:go-offline, generate-sources, spotless:check, checkstyle:check, versions:set, test-compile, help:evaluate, spring-boot:build-image, jib:dockerBuild',
      publish:
        'deploy, release:perform, release:prepare, jib:build, deploy:deploy-file, site-deploy, nexus-staging:release',
      migrate: 'flyway:migrate, liquibase:update',
      rollback: 'liquibase:rollback',
      'load-test': 'gatling:test, jmeter:jmeter, gatling:execute',
      'security-scan': 'sonar:sonar, dependency-check:check, org.owasp:dependency-check-maven:check, spotbugs:check',
      deploy:
        'azure-webapp:deploy, azure-functions:deploy, appengine:deploy, cargo:deploy, cargo:redeploy, tomcat7:deploy, tomcat7:redeploy, wildfly:deploy, beanstalk:update-environment, heroku:deploy, cf:push',
    },
    kindInArguments: true,
  },
  {
    names: 'gradle gradlew',
    does: {
      'unit-test': 'test, check, jacocoTestReport, koverVerify',
      build:
        'build, assemble, clean, jar, bootJar, shadowJar, classes, compileJava, installDist, bootBuildImage, jibDockerBuild, lint, ktlintCheck, spotlessCheck, dependencies, wrapper, distZip, distTar, war, bundleRelease, assembleRelease',
      publish:
        'publish, jib, upload, bintrayUpload, artifactoryPublish, publishToSonatype, publishToMavenLocal, uploadArchives, dockerPush, dockerPushImage, release',
      migrate: 'flywayMigrate, liquibaseUpdate, update',
      'load-test': 'gatlingRun, jmRun',
      'security-scan': 'sonarqube, sonar, dependencyCheckAnalyze, spotbugsMain',
      'integration-test':
        'integrationTest, functionalTest, e2eTest, connectedAndroidTest, connectedCheck, acceptanceTest, cucumber, smokeTest',
      deploy: 'appengineDeploy, azureWebAppDeploy, cfPush, cargoRedeployRemote, publishReleaseBundle',
    },
    kindInArguments: true,
  },
  {
    names: 'rake',
    does: {
      migrate: 'db:migrate',
      rollback: 'db:rollback',
      build: 'assets:precompile, db:create, db:setup, db:prepare, db:seed, db:schema:load, db:test:prepare, db:reset',
      nothing: 'db:migrate:status, db:drop, db:abort_if_pending_migrations',
    },
  },
  { names: 'chartpress', otherwise: 'build', flags: { '--push': 'publish' } },
  { names: 'venv ensurepip compileall pipdeptree mdl validate-pyproject', otherwise: 'build' },
  { names: 'tox nox', otherwise: 'unit-test', kindInArguments: true },
  {
    names:
      'make gmake just ant grunt gulp nx turbo lerna bazel bazelisk buck buck2 pants please mage earthly rush moon wireit',
    otherwise: 'build',
  },
  {
    names:
      'tsc webpack rollup vite esbuild parcel babel swc ng next nuxt gatsby hugo jekyll eleventy vue-cli-service react-scripts ' +
      'ember rspack tsup ncc pkg nexe sass postcss tailwindcss antora sphinx-build typedoc javadoc doxygen protoc buf javac gcc g++ clang cmake ninja meson ' +
      'msbuild msbuild.exe xbuild nuget nuget.exe choco choco.exe configure autoreconf pyinstaller cython jsonnet cue openapi-generator-cli swagger ' +
      'eslint prettier tslint stylelint flake8 black pylint isort mypy ruff pyright rubocop standardrb golint golangci-lint gofmt staticcheck shellcheck yamllint ' +
      'markdownlint markdownlint-cli2 jshint standard biome oxlint ktlint detekt checkstyle spotless phpcs phpstan psalm php-cs-fixer commitlint hlint swiftlint ' +
      'pre-commit tflint terraform-docs actionlint spectral redocly codespell pycodestyle pydocstyle autopep8 yapf erb_lint haml-lint slim-lint djlint sqlfluff ' +
      'apt apt-get yum dnf apk brew microdnf zypper pacman snap tdnf install_packages virtualenv pyenv rbenv nvm n sdk asdf mise tfenv tfswitch tgenv ' +
      'git-lfs changelog cz standard-version tar zip unzip gzip gunzip 7z jar setup.py activate codegen depcheck knip syncpack size-limit bundlewatch danger reviewdog codecov coveralls corepack',
    otherwise: 'build',
    decide: bundler,
  },
  {
    names:
      'semantic-release release-it goreleaser changesets changeset np auto jreleaser release-please twine ghr conventional-github-releaser',
    otherwise: 'publish',
    flags: { '--version': 'nothing', '--snapshot': 'build', build: 'build' },
  },
  {
    names: 'jfrog jf',
    does: {
      publish:
        'rt u, rt upload, rt bp, rt build-publish, rt dp, rt docker-push, rt npm-publish, mvn, gradle, rt bpr, rt build-promote',
      nothing: 'rt c, config, c, rt dl, rt download',
      'security-scan': 'scan, audit, xr',
    },
    otherwise: 'nothing',
  },
  {
    names: 'gh',
    does: {
      publish: 'release create, release upload, release edit',
      'start-pipeline': 'workflow run',
      notify: 'pr comment, issue comment, issue create, issue close, pr create, pr edit, pr merge',
      nothing:
        'auth, api, run, run view, run list, pr view, pr list, release view, release list, release download, repo, secret, variable, cache, extension, label, workflow list',
    },
    otherwise: 'nothing',
    decide: github,
  },
  {
    names: 'glab',
    does: { publish: 'release create, release upload', 'start-pipeline': 'ci run, ci trigger, pipeline run' },
    otherwise: 'nothing',
  },
  { names: 'jenkins-cli jenkins', does: { 'start-pipeline': 'build' }, otherwise: 'nothing' },
  {
    names: 'circleci buildkite-agent drone',
    does: { 'start-pipeline': 'pipeline trigger, pipeline upload, trigger-job' },
    otherwise: 'nothing',
  },
  { names: 'git', decide: git, does: {} },
  {
    names: 'sentry-cli',
    does: { notify: 'releases deploys, deploys new', publish: 'releases new, sourcemaps upload, releases files' },
    otherwise: 'nothing',
  },
  { names: 'newrelic datadog dogshell dog honeymarker', otherwise: 'notify' },
  { names: 'mail sendmail mailx mutt swaks slackcat slack notify-send', otherwise: 'notify' },
  { names: 'wait-for-it wait-for-it.sh wait-for wait-on dockerize wait-port', otherwise: 'wait' },
];

/** Bundlers and frameworks run tests and deploy too. */
function bundler({ name, args }: Invocation): CommandEffect | undefined {
  const verb = args.find((arg) => !arg.startsWith('-'));
  if (name === 'ng' || name === 'vue-cli-service' || name === 'react-scripts' || name === 'ember') {
    if (verb === 'deploy') return 'deploy';
    if (verb === 'e2e') return 'integration-test';
    if (verb === 'test' || verb === 't' || verb === 'test:unit') return 'unit-test';
  }
  if ((name === 'nuget' || name === 'nuget.exe' || name === 'buf') && verb === 'push') return 'publish';
  if (name === 'setup.py')
    return verb === 'upload' || args.includes('upload') ? 'publish' : verb === 'test' ? 'unit-test' : 'build';
  return hasFlag(args, '--version') ? 'nothing' : undefined;
}

function github({ args }: Invocation): CommandEffect | undefined {
  return args[0] === 'api' && args.some((arg) => /\/dispatches$/.test(arg)) ? 'start-pipeline' : undefined;
}

/** Pushing to a platform's remote, or to the branch that serves pages, deploys; any other push publishes. */
function git({ args, remote }: Invocation): CommandEffect {
  const words = args.filter((arg) => !arg.startsWith('-') && !arg.includes('='));
  const at = words.indexOf('push');
  // On another machine, taking the code over is how it is deployed.
  if (remote && /^(pull|checkout|reset|merge)$/.test(words[0] ?? '')) return 'deploy';
  if (at < 0 || words.includes('stash')) return 'nothing';
  const where = words.slice(at + 1);
  const deploys = where.some((word) => /heroku|dokku|clever-cloud|scalingo|gigalixir|\bgh-pages\b/.test(word));
  if (hasFlag(args, '--dry-run', '-n')) return 'plan';
  return deploys ? 'deploy' : 'publish';
}
