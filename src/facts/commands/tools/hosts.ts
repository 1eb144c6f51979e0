import type { CommandEffect } from '../effects.js';
import { hasFlag, type Invocation } from '../invocation.js';
import type { ToolFacts } from './tool-facts.js';

/** Ways to copy to a host and to restart what runs there, and PowerShell. */
export const HOSTS: readonly ToolFacts[] = [
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
