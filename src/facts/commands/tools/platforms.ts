import type { CommandEffect } from '../effects.js';
import { flagValue, hasFlag, type Invocation, positionals } from '../invocation.js';
import { effectOfName } from '../name-words.js';
import type { ToolFacts } from './tool-facts.js';

/** Clouds other than AWS, application platforms, and ways to copy files to a host. */
export const PLATFORMS: readonly ToolFacts[] = [
  {
    names: 'gcloud',
    does: {
      deploy:
        'run deploy, run services update, run services replace, run services update-traffic, run jobs deploy, run jobs update, ' +
        'app deploy, app services set-traffic, app versions migrate, functions deploy, deploy releases create, ' +
        'deploy releases promote, deployment-manager deployments create, deployment-manager deployments update, ' +
        'infra-manager deployments apply, compute instance-groups managed rolling-action start-update, ' +
        'compute instances update-container, compute instance-groups managed rolling-action replace, ' +
        'container clusters create, container clusters upgrade, composer environments update, endpoints services deploy, ' +
        'api-gateway gateways update, workflows deploy, ai endpoints deploy-model, dataflow flex-template run',
      'tear-down':
        'run services delete, app versions delete, functions delete, deployment-manager deployments delete, container clusters delete',
      rollback: 'deploy targets rollback, deploy rollouts cancel',
      publish: 'builds submit, container images add-tag, artifacts docker tags add, artifacts generic upload',
      'start-pipeline': 'builds triggers run',
      nothing:
        'auth, auth configure-docker, auth activate-service-account, config, config set, components, container clusters get-credentials, ' +
        'projects, iam, secrets, services, info, version, run services describe, logging, compute ssh, artifacts',
    },
    decide: (invocation) => gcloud(invocation),
    targetFlags:
      '--project --env-vars-file --cluster --service --account --delivery-pipeline --to-target --configuration',
  },
  { names: 'gsutil', does: { nothing: 'ls, cat, mb, stat, iam, acl, setmeta, web' }, decide: bucketCopy },
  {
    names: 'az',
    does: {
      deploy:
        'webapp deploy, webapp deployment source config-zip, webapp deployment slot swap, webapp up, webapp config container set, ' +
        'webapp create, webapp traffic-routing set, webapp restart, ' +
        'functionapp deployment source config-zip, functionapp deployment slot swap, functionapp deploy, functionapp create, ' +
        'deployment group create, deployment sub create, deployment mg create, deployment tenant create, stack group create, ' +
        'stack sub create, group deployment create, containerapp update, containerapp up, containerapp create, ' +
        'containerapp ingress traffic set, containerapp revision copy, containerapp job update, container create, ' +
        'staticwebapp deploy, spring app deploy, spring app set-deployment, spring-cloud app deploy, aks create, aks upgrade, ' +
        'apim api import, acs kubernetes, vmss update, vmss rolling-upgrade start, ml online-deployment create, ' +
        'ml online-deployment update, ml online-endpoint update',
      'tear-down':
        'group delete, webapp delete, containerapp delete, functionapp delete, aks delete, deployment group delete, stack group delete, container delete',
      plan: 'deployment group what-if, deployment sub what-if, deployment mg what-if, deployment tenant what-if',
      publish: 'acr build, acr import, artifacts universal publish, bicep publish, ml model create',
      build: 'bicep build, deployment group validate, deployment sub validate, bicep lint, bicep install',
      'start-pipeline': 'pipelines run, pipelines build queue, acr task run',
      'load-test': 'load test-run create',
      nothing:
        'login, logout, account, account set, config, acr login, aks get-credentials, aks install-cli, keyvault, extension, group show, group create, ' +
        'webapp show, webapp list, webapp config, webapp log, webapp deployment list, webapp deployment slot list, ' +
        'functionapp config, functionapp show, functionapp keys, functionapp list, network, storage account, storage container, monitor, ad, role, ' +
        'deployment group show, deployment group list, deployment sub show, containerapp show, containerapp logs, containerapp revision list, ' +
        'resource, version, upgrade, pipelines variable, pipelines runs, boards, repos, artifacts, vm list, vm list-skus, bicep, appconfig, sql',
    },
    flags: { '--what-if': 'plan' },
    decide: azure,
    targetWords: 'none',
    targetFlags: '-g --resource-group -n --name --slot --target-slot --subscription -s --environment --parameters',
  },
  { names: 'azcopy', does: { nothing: 'login, list, make, jobs' }, decide: bucketCopy },
  {
    names: 'azd',
    does: { deploy: 'up, deploy, provision', 'tear-down': 'down', publish: 'package' },
    otherwise: 'nothing',
    targetFlags: '-e --environment',
  },
  {
    names: 'func',
    does: { deploy: 'azure functionapp publish', nothing: 'start, init, new, settings' },
    targetFlags: '--slot',
  },
  { names: 'swa', does: { deploy: 'deploy', build: 'build' }, targetFlags: '--env --app-name' },
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
  { names: 'rsync', otherwise: 'unknown', decide: rsync, targetWords: 'last' },
  { names: 'scp', otherwise: 'unknown', decide: scp, targetWords: 'last' },
  { names: 'sftp lftp ncftpput curlftp', otherwise: 'deploy' },
  { names: 'ftp-deploy git-ftp', otherwise: 'deploy' },
  {
    names: 'systemctl service supervisorctl pm2 initctl',
    does: {
      deploy: 'restart, reload, start, reread, update, startOrReload, deploy, startorrestart',
      nothing: 'status, stop, enable, is-active, list, save, daemon-reload',
    },
    decide: (invocation) => (invocation.remote ? undefined : 'nothing'),
  },
  {
    names:
      'new-azresourcegroupdeployment new-azsubscriptiondeployment new-azdeployment publish-azwebapp set-azwebapp switch-azwebappslot set-azvmss new-azureresourcegroupdeployment new-azurermresourcegroupdeployment switch-azurermwebappslot update-azfunctionapp',
    otherwise: 'deploy',
    flags: { '-WhatIf': 'plan', '-whatif': 'plan' },
    targetFlags: '-ResourceGroupName -Name -Slot -SourceSlotName -DestinationSlotName',
  },
  { names: 'test-azresourcegroupdeployment get-azresourcegroupdeploymentwhatifresult', otherwise: 'plan' },
  { names: 'remove-azresourcegroup', otherwise: 'tear-down' },
  {
    names:
      'import-module write-host write-output write-verbose write-error write-warning set-variable new-item copy-item remove-item expand-archive compress-archive get-content set-content get-childitem join-path test-path set-location install-module connect-azaccount set-azcontext select-azsubscription invoke-webrequest install-packageprovider out-file out-null convertfrom-json convertto-json foreach-object where-object select-object get-azresource get-command add-type throw write-debug push-location pop-location get-item resolve-path',
    otherwise: 'nothing',
  },
];

function gcloud(invocation: Invocation): CommandEffect | undefined {
  const { args } = invocation;
  const first = args.findIndex((arg) => !arg.startsWith('-'));
  if (args[first] === 'storage')
    return /^(cp|rsync|mv)$/.test(args[first + 1] ?? '') ? bucketCopy(invocation) : 'nothing';
  return undefined;
}

/** `gcloud beta run deploy` is `gcloud run deploy`. */
export const TRANSPARENT_WORDS: ReadonlySet<string> = new Set(['beta', 'alpha']);

function azure(invocation: Invocation): CommandEffect | undefined {
  const words = positionals(invocation.args)
    .filter((word) => !word.afterFlag)
    .map((word) => word.text);
  if (words[0] === 'storage' && words[1] === 'blob') {
    if (!/^(upload|upload-batch|sync|copy)$/.test(words[2] ?? '')) return 'nothing';
    const target = flagValue(invocation.args, '-d', '--destination', '-c', '--container-name', '--container') ?? '';
    return /\$?web|site|static|www/i.test(target) ? 'deploy' : 'publish';
  }
  if (/^(show|list|get-.*|exists|wait)$/.test(words.at(-1) ?? '')) return words.at(-1) === 'wait' ? 'wait' : 'nothing';
  return undefined;
}

function bucketCopy({ args }: Invocation): CommandEffect | undefined {
  const paths = positionals(args).map((word) => word.text);
  const verb = paths.findIndex((word) => /^(cp|rsync|mv|copy|sync)$/.test(word));
  if (verb < 0) return undefined;
  const target = paths.at(-1) ?? '';
  if (!/^(gs|https?):\/\/|^\$/.test(target)) return 'nothing';
  if (/artifact|release|build|backup|log|report|cache|state/i.test(target)) return 'publish';
  return /rsync|sync/.test(paths[verb]!) || /web|site|static|www|public|front/i.test(target) ? 'deploy' : 'publish';
}

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

const HOST = /^(?:[\w.$@{}()-]+@)?[\w.$@{}()[\]-]+:(?!\/\/)|^rsync:\/\/|::/;

function rsync({ args, remote }: Invocation): CommandEffect | undefined {
  if (hasFlag(args, '-n', '--dry-run')) return 'plan';
  return toHost(args, remote);
}

function scp({ args, remote }: Invocation): CommandEffect | undefined {
  return toHost(args, remote);
}

/** Copying to a host changes what runs there; copying from it, or between folders, does not. */
function toHost(args: readonly string[], remote: boolean): CommandEffect {
  const target = args.filter((arg) => !arg.startsWith('-')).at(-1) ?? '';
  const isHost = HOST.test(target) && !/^[A-Za-z]:[\\/]/.test(target);
  return isHost || (remote && target.startsWith('/')) ? 'deploy' : 'nothing';
}
