import type { CommandEffect } from '../effects.js';
import { flagValue, hasFlag, type Invocation } from '../invocation.js';
import type { ToolFacts } from './tool-facts.js';

/** Tools that make infrastructure from code. */
export const INFRASTRUCTURE: readonly ToolFacts[] = [
  {
    names: 'cdk cdklocal aws-cdk',
    does: {
      deploy: 'deploy, import, watch',
      'tear-down': 'destroy, gc',
      rollback: 'rollback',
      plan: 'diff, drift',
      build: 'synth, synthesize, ls, list',
      nothing: 'bootstrap, context, metadata, doctor, version, notices, acknowledge, init, docs',
    },
    flags: { '--no-execute': 'plan' },
    targetFlags: '-c --context --profile --parameters',
    decide: ({ args }) => (flagValue(args, '--method', '-m') === 'prepare-change-set' ? 'plan' : undefined),
  },
  { names: 'cdk-assets', does: { publish: 'publish' }, otherwise: 'nothing' },
  {
    names: 'cdktf',
    does: { deploy: 'deploy, apply', 'tear-down': 'destroy', plan: 'diff, plan', build: 'synth, get' },
    otherwise: 'nothing',
  },
  {
    names: 'sam samlocal',
    does: {
      deploy: 'deploy, sync',
      'tear-down': 'delete',
      publish: 'package, publish',
      build: 'build, validate',
      nothing: 'init, logs, list, traces, local start-api, local start-lambda, pipeline bootstrap, pipeline init',
      'integration-test': 'local invoke, remote invoke',
    },
    flags: { '--no-execute-changeset': 'plan' },
    targetFlags: '--stack-name --config-env --parameter-overrides --config-file --profile',
  },
  {
    names: 'serverless sls osls',
    does: {
      deploy: 'deploy, deploy function',
      nothing: 'deploy list, info, logs, print, plugin, config, login, metrics, offline start, offline',
      'tear-down': 'remove',
      rollback: 'rollback',
      publish: 'package, publish',
    },
    flags: { '--noDeploy': 'build', '--no-deploy': 'build' },
    targetFlags: '-s --stage --aws-profile --param -c --config',
  },
  {
    names: 'terraform tofu opentofu',
    does: {
      deploy: 'apply',
      'tear-down': 'destroy',
      plan: 'plan, refresh',
      build: 'validate, fmt, get',
      nothing:
        'init, import, output, show, version, providers, graph, state list, state show, state pull, state mv, state rm, login, ' +
        'workspace list, workspace show, workspace select, workspace new, force-unlock, taint, untaint, console',
      'unit-test': 'test',
    },
    flags: { '-destroy': 'tear-down', '--destroy': 'tear-down', '-refresh-only': 'plan' },
    targetFlags: '-chdir -var -var-file --var-file --var -backend-config -state -workspace -target',
  },
  {
    names: 'terragrunt',
    does: {
      deploy: 'apply, apply-all, run-all apply, run apply, stack run apply',
      'tear-down': 'destroy, destroy-all, run-all destroy, run destroy, stack run destroy',
      plan: 'plan, plan-all, run-all plan, run plan, stack run plan',
      build: 'validate, hclfmt, hcl, run-all validate, validate-inputs, run validate',
      nothing:
        'init, output, show, run-all init, run init, run-all output, run output, graph, render-json, workspace, state',
    },
    flags: { '-destroy': 'tear-down', '--destroy': 'tear-down' },
    targetFlags: '-var -var-file --terragrunt-working-dir --working-dir --queue-include-dir --terragrunt-include-dir',
  },
  {
    names: 'atlantis spacectl',
    does: { deploy: 'apply, stack deploy', plan: 'plan, stack preview', 'tear-down': 'destroy' },
  },
  {
    names: 'pulumi',
    does: {
      deploy: 'up, update, deployment run update',
      'tear-down': 'destroy, down',
      plan: 'preview, refresh',
      nothing:
        'stack select, stack init, stack ls, stack output, login, logout, config, config set, version, about, plugin, install',
    },
    targetFlags: '-s --stack -C --cwd',
  },
  {
    names: 'ansible-playbook ansible-pull',
    otherwise: 'deploy',
    flags: {
      '--check': 'plan',
      '-C': 'plan',
      '--syntax-check': 'build',
      '--list-hosts': 'nothing',
      '--list-tasks': 'nothing',
      '--list-tags': 'nothing',
    },
    targetFlags: '-i --inventory -l --limit -e --extra-vars',
    decide: playbook,
  },
  { names: 'ansible', otherwise: 'unknown', flags: { '--check': 'plan' }, targetFlags: '-i --inventory -l --limit' },
  { names: 'ansible-galaxy ansible-vault ansible-inventory ansible-config', otherwise: 'nothing' },
  { names: 'ansible-lint', otherwise: 'build' },
  { names: 'packer', does: { publish: 'build', build: 'validate, fmt', nothing: 'init, inspect' } },
  {
    names: 'copilot',
    does: {
      deploy: 'deploy, svc deploy, job deploy, env deploy, app upgrade, svc init, env init',
      'tear-down': 'app delete, svc delete, env delete, job delete',
      publish: 'svc package, job package, env package',
      nothing: 'svc status, svc logs, svc show, env ls, app ls',
    },
    targetFlags: '-n --name -e --env -a --app',
  },
  {
    names: 'ecs-cli',
    does: {
      deploy: 'compose service up, compose up, up',
      'tear-down': 'compose service down, compose service rm, down',
      nothing: 'configure, ps, logs, pull',
      publish: 'push',
    },
    targetFlags: '-c --cluster -p --project-name --cluster-config',
  },
  {
    names: 'ecspresso lambroll',
    does: {
      deploy: 'deploy, refresh',
      rollback: 'rollback',
      'tear-down': 'delete',
      plan: 'diff',
      wait: 'wait',
      nothing: 'status, verify, render, init, versions, revisions, appspec, logs, list',
      publish: 'register',
    },
    targetFlags: '--config --envfile --ext-str',
  },
  {
    names: 'ecs-deploy ecs',
    does: { deploy: 'deploy, update, cron', nothing: 'scale, diff, run', rollback: 'rollback' },
    otherwise: 'deploy',
    targetFlags: '-c -n',
  },
  { names: 'chalice', does: { deploy: 'deploy', 'tear-down': 'delete', publish: 'package' }, targetFlags: '--stage' },
  {
    names: 'zappa',
    does: {
      deploy: 'deploy, update',
      rollback: 'rollback',
      'tear-down': 'undeploy',
      nothing: 'status, tail, certify, schedule',
      publish: 'package',
      migrate: 'manage',
    },
  },
  {
    names: 'sst',
    does: {
      deploy: 'deploy',
      'tear-down': 'remove',
      plan: 'diff',
      build: 'build',
      nothing: 'version, install, secret set, unlock',
    },
    targetFlags: '--stage',
  },
  { names: 'arc architect', does: { deploy: 'deploy', 'tear-down': 'destroy' } },
  { names: 'up', does: { deploy: 'deploy', 'tear-down': 'stack delete' } },
  {
    names: 'eksctl',
    does: {
      deploy: 'create cluster, create nodegroup, upgrade cluster, upgrade nodegroup, create addon, update addon',
      'tear-down': 'delete cluster, delete nodegroup',
    },
    otherwise: 'nothing',
    targetFlags: '-f --config-file --name',
  },
  {
    names: 'kops',
    does: { deploy: 'update cluster, rolling-update cluster, replace', 'tear-down': 'delete cluster' },
    otherwise: 'nothing',
  },
  {
    names: 'taskcat',
    does: { 'integration-test': 'test run', nothing: 'lint, generate-config' },
    otherwise: 'integration-test',
  },
  {
    names: 'sceptre',
    does: {
      deploy: 'launch, create, update, execute',
      'tear-down': 'delete, prune',
      plan: 'diff, generate',
      build: 'validate',
      nothing: 'status, list, describe',
    },
  },
  {
    names: 'stacker runway rain org-formation formica',
    does: {
      deploy: 'build, deploy, perform-tasks, update',
      'tear-down': 'destroy, rm',
      plan: 'diff, plan, print-tasks',
      build: 'fmt, pkg, validate-tasks',
    },
  },
  { names: 'bicep', does: { build: 'build, lint, restore, build-params', publish: 'publish' } },
  {
    names: 'atmos',
    does: {
      deploy: 'terraform apply, terraform deploy',
      plan: 'terraform plan',
      'tear-down': 'terraform destroy',
      build: 'validate stacks',
    },
    targetFlags: '-s --stack',
  },
  { names: 'puppet', does: { deploy: 'apply, agent' }, flags: { '--noop': 'plan' } },
  { names: 'chef-client chef-solo', otherwise: 'deploy', flags: { '-W': 'plan', '--why-run': 'plan' } },
  {
    names: 'salt salt-call',
    does: {},
    decide: ({ args }) =>
      args.some((arg) => /^state\.(apply|highstate|sls)$/.test(arg))
        ? hasFlag(args, 'test')
          ? 'plan'
          : 'deploy'
        : undefined,
  },
  { names: 'knife', does: { deploy: 'ssh, bootstrap', publish: 'cookbook upload' } },
];

/** A playbook that says by its name that it tests, waits or tears down is no deployment. */
function playbook({ args }: Invocation): CommandEffect | undefined {
  const file = args.find((arg) => /\.ya?ml$/.test(arg) && !/(vars|inventory|hosts)/i.test(arg));
  if (file === undefined || !args.includes(file)) return undefined;
  if (/(destroy|tear[-_]?down|uninstall|decommission)/i.test(file)) return 'tear-down';
  if (/roll[-_]?back/i.test(file)) return 'rollback';
  if (/(smoke|integration|e2e)/i.test(file)) return 'integration-test';
  return undefined;
}
