import type { CommandEffect } from '../effects.js';
import { flagValue, hasFlag, type Invocation, positionals } from '../invocation.js';
import { effectOfName } from '../name-words.js';
import type { ToolFacts } from './tool-facts.js';

/** Kubernetes, Helm, GitOps and what stands around containers. */
export const KUBERNETES: readonly ToolFacts[] = [
  {
    names: 'kubectl oc k microk8s.kubectl',
    does: {
      deploy:
        'apply, create, replace, patch, set image, set env, set resources, rollout restart, rollout resume, edit, expose, ' +
        'argo rollouts set image, argo rollouts promote, argo rollouts restart, argo rollouts retry rollout, rollout latest, ' +
        'new-app, tag, adm upgrade, autoscale',
      'tear-down': 'delete',
      rollback: 'rollout undo, argo rollouts undo, argo rollouts abort, rollback',
      plan: 'diff',
      wait: 'wait, rollout status, argo rollouts status',
      unknown: 'run, create job, debug',
      publish: 'start-build',
      nothing:
        'get, describe, logs, config, config use-context, config set-context, config view, version, cluster-info, port-forward, cp, ' +
        'top, explain, auth, api-resources, scale, label, annotate, taint, cordon, uncordon, drain, rollout history, ' +
        'rollout pause, create namespace, create ns, create secret, create configmap, create token, login, project, ' +
        'argo rollouts get, argo rollouts version, argo rollouts list, whoami, status, attach, proxy, completion, create project',
      build: 'kustomize, process, argo rollouts lint',
    },
    targetFlags: '-n --namespace --context --cluster -f --filename -k --kustomize',
    decide: kubectl,
  },
  {
    names: 'helm helm3',
    does: {
      deploy: 'upgrade, install, secrets upgrade, secrets install',
      'tear-down': 'uninstall, delete, del, un',
      rollback: 'rollback',
      plan: 'diff upgrade, diff, diff revision, secrets diff upgrade',
      publish: 'push, package, cm-push, chart push, s3 push, gcs push',
      build: 'template, lint, dependency, dep, dependency update, dependency build, unittest',
      'integration-test': 'test',
      nothing:
        'repo, repo add, repo update, list, ls, status, get, history, version, plugin, plugin install, registry, pull, fetch, show, search, ' +
        'env, create, init, secrets dec, secrets view, secrets decrypt, registry login',
    },
    targetFlags: '-n --namespace --kube-context -f --values --set --set-string',
  },
  {
    names: 'helmfile',
    does: {
      deploy: 'apply, sync, charts',
      'tear-down': 'destroy, delete',
      plan: 'diff',
      build: 'template, lint, build',
      nothing: 'deps, repos, list, status, fetch, init',
      'integration-test': 'test',
    },
    targetFlags: '-e --environment -n --namespace -f --file -l --selector --state-values-set',
  },
  { names: 'kustomize', does: { build: 'build, edit, edit set image, create, cfg' }, otherwise: 'build' },
  {
    names: 'argocd',
    does: {
      deploy: 'app sync, app set, app create, app actions run, appset create, app patch',
      rollback: 'app rollback',
      'tear-down': 'app delete',
      wait: 'app wait',
      plan: 'app diff, app manifests',
      nothing: 'login, app get, app list, context, version, repo, cluster, app history, app terminate-op, logout',
    },
    targetFlags: '--dest-namespace --path --values',
  },
  {
    names: 'flux fluxctl',
    does: {
      deploy: 'reconcile, resume, sync, release, create, bootstrap',
      'tear-down': 'uninstall, delete',
      plan: 'diff',
      nothing: 'get, check, suspend, logs, version, tree, stats, events',
      publish: 'push, push artifact, tag artifact',
    },
    targetFlags: '-n --namespace --context',
  },
  {
    names: 'kapp',
    does: { deploy: 'deploy', 'tear-down': 'delete' },
    flags: { '--diff-run': 'plan' },
    targetFlags: '-a --app -n -f',
  },
  { names: 'kpt', does: { deploy: 'live apply', 'tear-down': 'live destroy' }, otherwise: 'nothing' },
  {
    names: 'werf',
    does: {
      deploy: 'converge, bundle apply',
      'tear-down': 'dismiss',
      build: 'build, render',
      publish: 'bundle publish',
    },
    targetFlags: '--env --namespace --release',
  },
  {
    names: 'skaffold',
    does: {
      deploy: 'run, deploy, apply',
      'tear-down': 'delete',
      build: 'build, render, diagnose',
      'integration-test': 'verify',
      'unit-test': 'test',
    },
    targetFlags: '-p --profile -n --namespace --kube-context',
  },
  {
    names: 'garden devspace',
    does: { deploy: 'deploy', 'tear-down': 'purge, delete', 'unit-test': 'test', build: 'build' },
    targetFlags: '--env -n --namespace -p',
  },
  {
    names: 'nomad',
    does: {
      deploy: 'job run, run, job dispatch, job promote, deployment promote',
      'tear-down': 'job stop, stop',
      rollback: 'job revert, deployment fail',
      plan: 'job plan, plan',
      build: 'job validate, validate',
    },
    targetFlags: '-namespace -var -var-file',
  },
  { names: 'kubeval kubeconform conftest kube-linter kubectl-validate pluto datree polaris', otherwise: 'build' },
  {
    names: 'istioctl linkerd',
    does: { deploy: 'install, upgrade', build: 'analyze, check', 'tear-down': 'uninstall' },
    otherwise: 'nothing',
  },
  { names: 'kargo', does: { deploy: 'promote, approve' }, otherwise: 'nothing' },
  {
    names: 'docker podman nerdctl',
    does: {
      publish: 'push, image push, buildx imagetools create, manifest push',
      build: 'build, buildx build, image build, compose build, buildx bake, commit, compose pull, pull, tag, image tag',
      deploy: 'stack deploy, service update, service create',
      rollback: 'service rollback',
      'tear-down': 'stack rm, service rm',
      unknown: 'compose up, compose start, compose restart, compose create, compose down, run',
      'security-scan': 'scan, scout cves, scout quickview',
      nothing:
        'login, logout, ps, logs, images, inspect, info, version, network, network create, network ls, volume, volume create, rm, rmi, stop, kill, system, system prune, ' +
        'image, image prune, image ls, image inspect, save, load, cp, create, context, context use, manifest, manifest inspect, manifest create, buildx create, buildx use, buildx, buildx inspect, ' +
        'compose ps, compose logs, compose stop, compose config, compose version, builder, export, import, container, start, wait, port, history, top, stats, diff, node, swarm, search, buildx ls',
    },
    targetFlags: '-H --host --context',
    decide: docker,
  },
  { names: 'docker-compose podman-compose', decide: compose, does: {} },
  { names: 'kaniko executor', otherwise: 'publish', flags: { '--no-push': 'build' } },
  { names: 'buildah img', does: { publish: 'push', build: 'bud, build, commit' }, otherwise: 'nothing' },
  {
    names: 'skopeo crane regctl',
    does: { publish: 'copy, sync, push, tag, append, mutate, image copy' },
    otherwise: 'nothing',
  },
  { names: 'ko', does: { publish: 'build, publish, resolve', deploy: 'apply, create, run' } },
  {
    names: 'oras cosign notation',
    does: { publish: 'push, sign, attach, attest, copy, cp', 'security-scan': 'verify' },
    otherwise: 'nothing',
  },
  {
    names: 'pack',
    does: { build: 'build', publish: 'buildpack package' },
    flags: { '--publish': 'publish' },
    otherwise: 'nothing',
  },
  { names: 'jib', otherwise: 'publish' },
];

function kubectl({ args, input }: Invocation): CommandEffect | undefined {
  const verb = positionals(args).find((word) => !word.afterFlag)?.text;
  if (verb === 'apply') return applied(args, input);
  if (verb === 'delete') return deleted(args);
  if (verb === 'create' && args.includes('job')) return effectOfName(args.slice(args.indexOf('job') + 1).join(' '));
  return undefined;
}

/** Applying only a namespace, a secret or a set of metadata deploys nothing by itself. */
function applied(args: readonly string[], input: string): CommandEffect | undefined {
  if (positionals(args).some((word) => /^(view-last-applied|set-last-applied|edit-last-applied)$/.test(word.text)))
    return 'nothing';
  const fromInput = flagValue(args, '-f', '--filename') === '-';
  return fromInput && /^(kubectl|oc) create (namespace|ns|secret|configmap|cm)\b/.test(input) ? 'nothing' : undefined;
}

/** Deleting a job or a pod makes room; deleting anything else takes an environment's parts away. */
function deleted(args: readonly string[]): CommandEffect | undefined {
  const what = positionals(args)
    .filter((word) => !word.afterFlag)
    .map((word) => word.text.toLowerCase())[1];
  return what !== undefined && /^(jobs?|pods?|po|secrets?|configmaps?|cm|events?)(\/|$|,)/.test(what)
    ? 'nothing'
    : undefined;
}

function docker(invocation: Invocation): CommandEffect | undefined {
  const { args } = invocation;
  const words = positionals(args)
    .filter((word) => !word.afterFlag)
    .map((word) => word.text);
  if (words[0] === 'compose')
    return compose({ ...invocation, remote: isRemote(invocation), args: args.slice(args.indexOf('compose') + 1) });
  if (words[0] === 'build' || (words[0] === 'buildx' && words[1] === 'build'))
    return hasFlag(args, '--push') ||
      (args.some((arg) => /type=registry|push=true/.test(arg)) && args.includes('--output'))
      ? 'publish'
      : 'build';
  if (words[0] === 'buildx' && words[1] === 'bake') return hasFlag(args, '--push') ? 'publish' : 'build';
  if (words[0] === 'run' || (words[0] === 'container' && words[1] === 'run'))
    return isRemote(invocation) ? 'deploy' : undefined;
  if (words[0] === 'start' || words[0] === 'restart') return isRemote(invocation) ? 'deploy' : 'nothing';
  return undefined;
}

/** Compose on another machine, or with a file that names an environment, deploys; on this one, nobody can tell. */
function compose(invocation: Invocation): CommandEffect | undefined {
  const { args } = invocation;
  const remote = isRemote(invocation);
  const verb = args.find((arg) => COMPOSE_VERBS.has(arg));
  switch (verb) {
    case 'up':
    case 'restart':
    case 'start':
    case 'create':
      if (hasFlag(args, '--abort-on-container-exit', '--exit-code-from')) return 'integration-test';
      return remote || args.some((arg) => COMPOSE_ENVIRONMENT.test(arg)) ? 'deploy' : 'unknown';
    case 'down':
    case 'rm':
    case 'stop':
    case 'kill':
      return remote && verb === 'down' && hasFlag(args, '-v', '--volumes') ? 'tear-down' : 'nothing';
    case 'push':
      return 'publish';
    case 'build':
    case 'pull':
      return 'build';
    case 'run':
    case 'exec':
      return 'unknown';
    default:
      return 'nothing';
  }
}

const COMPOSE_VERBS: ReadonlySet<string> = new Set(
  'up down build push pull run exec ps logs config stop start restart rm kill create version ls images top port'.split(
    ' ',
  ),
);

const COMPOSE_ENVIRONMENT = /compose[-._](prod|production|prd|live|staging|stage|stg|uat|qa|deploy)\b/i;

function isRemote({ args, remote }: Invocation): boolean {
  return remote || args.some((arg) => /^(-H|--host|--context)(=|$)/.test(arg));
}
