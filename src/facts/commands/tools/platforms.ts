import type { CommandEffect } from '../effects.js';
import type { Invocation } from '../invocation.js';
import { effectOfName } from '../name-words.js';
import type { ToolFacts } from './tool-facts.js';

/** Platforms that run applications. */
export const PLATFORMS: readonly ToolFacts[] = [
  {
    names: 'firebase',
    does: {
      deploy: 'deploy, hosting:channel:deploy, hosting:clone, remoteconfig:publish',
      'tear-down': 'hosting:disable, hosting:channel:delete',
      rollback: 'hosting:rollback, remoteconfig:rollback',
      publish: 'appdistribution:distribute',
      nothing: 'use, login, target, target:apply',
    },
    targetFlags: '-P --project --only --config',
  },
  {
    names: 'vercel now',
    does: {
      deploy: 'deploy, promote, alias, alias set, redeploy',
      'tear-down': 'remove, rm',
      rollback: 'rollback',
      build: 'build',
      nothing: 'pull, env, env pull, inspect, login, link, ls, whoami, logs, dev, switch',
    },
    otherwise: 'deploy',
    targetFlags: '--target --environment --scope -S',
  },
  {
    names: 'netlify ntl',
    does: { deploy: 'deploy', build: 'build', nothing: 'link, status, login, env, sites:list, dev, watch, unlink' },
    targetFlags: '-s --site --alias --context',
  },
  {
    names: 'heroku',
    does: {
      deploy: 'container:release, pipelines:promote, builds:create, releases:retry, ps:restart, dyno:restart',
      rollback: 'rollback, releases:rollback',
      publish: 'container:push',
      'tear-down': 'apps:destroy',
      nothing:
        'login, container:login, config, config:set, auth:token, apps:info, logs, maintenance:on, maintenance:off, git:remote, ps:scale',
    },
    targetFlags: '-a --app -r --remote -t --to',
  },
  {
    names: 'fly flyctl',
    does: {
      deploy: 'deploy, launch, machine update, m update, machine run',
      'tear-down': 'apps destroy, destroy',
      nothing: 'status, logs, secrets, auth, scale, version, checks, apps create, apps list',
    },
    targetFlags: '-a --app -c --config',
  },
  {
    names: 'wrangler wrangler2',
    does: {
      deploy: 'deploy, publish, pages deploy, pages publish, versions deploy, triggers deploy',
      publish: 'versions upload',
      rollback: 'rollback',
      'tear-down': 'delete',
      migrate: 'd1 migrations apply',
      nothing: 'login, whoami, secret, secret put, tail, kv, r2, dev, types, d1 execute, d1 list',
    },
    targetFlags: '-e --env --project-name --name --branch',
  },
  {
    names: 'railway',
    does: { deploy: 'up, redeploy', 'tear-down': 'down' },
    otherwise: 'nothing',
    targetFlags: '-s --service -e --environment',
  },
  { names: 'render', does: { deploy: 'deploys create', nothing: 'services, login, workspace' } },
  { names: 'surge gh-pages angular-cli-ghpages ngh', otherwise: 'deploy', targetFlags: '--domain -d' },
  { names: 'mkdocs', does: { deploy: 'gh-deploy', build: 'build' }, otherwise: 'nothing' },
  { names: 'mike', does: { deploy: 'deploy' }, otherwise: 'nothing' },
  {
    names: 'amplify',
    does: {
      deploy: 'push, publish, deploy, pipeline-deploy',
      'tear-down': 'delete',
      nothing: 'init, pull, configure, env, env checkout, status',
    },
    targetFlags: '--envName --branch --app-id',
  },
  {
    names: 'ampx',
    does: { deploy: 'pipeline-deploy, sandbox', nothing: 'generate, notices' },
    targetFlags: '--branch --app-id',
  },
  {
    names: 'eb',
    does: {
      deploy: 'deploy, create, clone, swap, upgrade, restore',
      'tear-down': 'terminate',
      rollback: 'abort',
      nothing: 'init, status, health, events, list, use, logs, config, scale, ssh, setenv, printenv',
    },
    targetFlags: '-l --label -r --cname',
    decide: ({ args }) => (args.includes('deploy') ? 'deploy' : undefined),
  },
  {
    names: 'cf',
    does: {
      deploy:
        'push, v3-push, restage, restart, map-route, bg-deploy, blue-green-deploy, deploy, zero-downtime-push, continue-deployment',
      rollback: 'rollback, cancel-deployment',
      'tear-down': 'delete, undeploy',
      nothing:
        'login, auth, api, target, apps, app, logs, env, set-env, create-service, bind-service, scale, install-plugin, services, unmap-route, stop',
    },
    targetFlags: '-f --manifest --vars-file -s -o --strategy',
    decide: ({ args }) => (args[0] === 'run-task' ? (effectOfName(args.slice(2).join(' ')) ?? 'unknown') : undefined),
  },
  {
    names: 'dokku dokku-cli',
    does: { deploy: 'ps:rebuild, ps:restart, git:from-image, git:sync, deploy' },
    otherwise: 'unknown',
  },
  { names: 'caprover', does: { deploy: 'deploy' } },
  {
    names: 'kamal mrsk',
    does: {
      deploy: 'deploy, redeploy, setup, app boot',
      rollback: 'rollback',
      'tear-down': 'remove',
      publish: 'build push, build deliver',
    },
    otherwise: 'nothing',
    targetFlags: '-d --destination',
  },
  { names: 'dep deployer', does: { deploy: 'deploy', rollback: 'rollback' }, targetFlags: '--stage' },
  { names: 'cap', does: {}, otherwise: 'unknown', decide: capistrano },
  { names: 'mina', does: { deploy: 'deploy', rollback: 'rollback' } },
  { names: 'fastlane', does: {}, decide: fastlane },
  { names: 'shipit', does: { deploy: 'deploy' } },
  {
    names: 'eas expo',
    does: {
      deploy: 'update, submit, deploy, publish, update:republish',
      rollback: 'update:rollback',
      build: 'build, prebuild, export',
    },
    otherwise: 'nothing',
    targetFlags: '--branch --channel --environment -e --profile',
  },
  {
    names: 'appcenter',
    does: {
      deploy: 'codepush release, codepush release-react, codepush promote',
      publish: 'distribute release, distribute stores publish',
    },
    otherwise: 'nothing',
  },
  {
    names: 'octo octopus',
    does: {
      deploy: 'deploy-release, release deploy, promote-release',
      publish: 'push, pack, create-release, release create, package upload, build-information',
    },
    targetFlags: '--deployTo --environment --deployto --project',
  },
  {
    names: 'databricks',
    does: {
      deploy:
        'bundle deploy, jobs reset, jobs create, workspace import_dir, workspace import-dir, workspace import, repos update, pipelines update, pipelines create',
      'tear-down': 'bundle destroy',
      build: 'bundle validate',
      'start-pipeline': 'jobs run-now, bundle run, runs submit',
      publish: 'fs cp, libraries install',
    },
    otherwise: 'nothing',
    targetFlags: '-t --target -p --profile',
  },
  { names: 'astro', does: { deploy: 'deploy' }, otherwise: 'nothing' },
  {
    names: 'sfdx sf',
    does: {
      deploy:
        'force:source:deploy, force:source:push, force:mdapi:deploy, project deploy start, project deploy quick, project deploy resume, deploy metadata, package install, force:package:install',
      plan: 'project deploy validate, project deploy preview',
      'unit-test': 'apex run test, force:apex:test:run',
      publish: 'package version create',
    },
    otherwise: 'nothing',
    flags: { '--checkonly': 'plan', '-c': 'plan' },
    targetFlags: '-o --target-org -u --targetusername',
  },
  {
    names: 'supabase',
    does: { deploy: 'functions deploy', migrate: 'db push, migration up' },
    otherwise: 'nothing',
    targetFlags: '--project-ref',
  },
  { names: 'convex', does: { deploy: 'deploy' }, otherwise: 'nothing' },
  { names: 'nx-cloud', otherwise: 'nothing' },
];

/** `cap production deploy:migrate`: a stage, then tasks. */
function capistrano({ args }: Invocation): CommandEffect | undefined {
  const tasks = args.filter((arg) => !arg.startsWith('-'));
  for (const task of tasks.slice(tasks.length > 1 ? 1 : 0)) {
    if (/^deploy:rollback/.test(task)) return 'rollback';
    if (/^deploy(:check|:pending|:pending:diff)/.test(task)) return 'nothing';
    if (/^(deploy|puma|unicorn|sidekiq|passenger)(:|$)/.test(task)) return 'deploy';
    const effect = effectOfName(task);
    if (effect) return effect;
  }
  return undefined;
}

/** Lanes that hand an application to people, or to the store that does. */
function fastlane({ args }: Invocation): CommandEffect | undefined {
  const lanes = args.filter((arg) => !arg.startsWith('-') && !/^(ios|android|mac)$/.test(arg) && !arg.includes(':'));
  const lane = lanes[0] === 'run' ? lanes[1] : lanes[0];
  if (lane === undefined) return undefined;
  if (
    /(deploy|release|beta|alpha|internal|production|prod|store|submit|publish|distribute|pilot|deliver|supply|testflight|upload_to|firebase)/i.test(
      lane,
    )
  )
    return 'deploy';
  if (/^(test|tests|scan|unit)/i.test(lane)) return 'unit-test';
  return effectOfName(lane) ?? (/(build|gym|lint|match|certs|sync)/i.test(lane) ? 'build' : undefined);
}
