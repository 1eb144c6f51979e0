import type { ToolFacts } from './tool-facts.js';

/** Programs and builtins that change nothing beyond the machine that runs the pipeline. */
export const PLAIN: readonly ToolFacts[] = [
  {
    names:
      'json.tool http.server xargs echo printf true false : cd pushd popd pwd ls dir cat head tail tac less more cp mv rm mkdir rmdir touch ln chmod chown chgrp stat file du df ' +
      'find locate grep egrep fgrep zgrep rg ag sed awk gawk mawk tr cut sort uniq wc tee nl rev paste join comm diff cmp patch column fold fmt expand ' +
      'date cal hostname uname whoami id groups who uptime arch nproc env printenv export set unset declare local readonly typeset alias unalias shopt ' +
      'source . return exit break continue shift trap wait jobs fg bg disown kill pkill killall ps top free lsof netstat ss ping dig nslookup host ' +
      'ip ifconfig route traceroute nc ncat socat telnet openssl gpg gpg2 ssh-keygen ssh-keyscan ssh-add ssh-agent base64 md5sum sha1sum sha256sum sha512sum shasum ' +
      'cksum xxd od hexdump strings jq yq xq tomlq xmllint xmlstarlet csvtool envsubst gomplate j2 read readarray mapfile getopts let expr bc seq ' +
      'test [ [[ ]] command type which whereis hash ulimit umask mktemp mkfifo basename dirname realpath readlink tput clear reset stty tty ' +
      'history logger sync mount umount modprobe sysctl useradd usermod groupadd adduser passwd chpasswd visudo update-ca-certificates dpkg rpm dpkg-reconfigure ' +
      'add-apt-repository apt-key apt-cache update-alternatives ldconfig locale-gen localedef fd bat truncate split csplit shuf install getent ' +
      'aws_completer amazon-linux-extras codebuild-breakpoint codebuild-notifications cygpath setx rem ' +
      'copy xcopy robocopy del md rd ren move where ver vol title cls goto endlocal setlocal ' +
      'assume-role aws-sso credstash vault consul sops age envchain oidc kinit klist docker-credential-ecr-login dockerd dockerd-entrypoint.sh ' +
      'sudo-prompt vim vi nano man info help yes factor fallocate dd mkfs fdisk blkid lsblk screen tmux at crontab systemd-run journalctl dmesg ' +
      'xml2json json2yaml yaml2json hub jo sponge ts chronyc ntpdate timedatectl gsettings dbus-launch xvfb http-server serve webpack-dev-server nodemon git-crypt',
    otherwise: 'nothing',
  },
];
