import type { CommandEffect } from '../effects.js';
import { flagValue, type Invocation, positionals } from '../invocation.js';
import type { ToolFacts } from './tool-facts.js';

/** Clouds other than AWS. */
export const CLOUDS: readonly ToolFacts[] = [
  {
    names: 'gcloud',
    transparent: 'beta alpha',
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
      unknown: 'storage cp, storage rsync, storage mv',
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
];

function gcloud(invocation: Invocation): CommandEffect | undefined {
  const { args } = invocation;
  const first = args.findIndex((arg) => !arg.startsWith('-'));
  if (args[first] === 'storage')
    return /^(cp|rsync|mv)$/.test(args[first + 1] ?? '') ? bucketCopy(invocation) : 'nothing';
  return undefined;
}

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
