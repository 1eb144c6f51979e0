import type { EffectRule } from './effect-rule.js';

/** Programs and sub-commands that only look, or touch nothing but the terminal and working copy of the person who types. */
export const READS: readonly EffectRule[] = [
  {
    program:
      /^(echo|printf|cat|bat|ls|ll|tree|grep|egrep|fgrep|rg|ag|head|tail|less|more|wc|sort|uniq|cut|tr|column|jq|diff|cmp|comm|find|ps|top|htop|df|du|free|uptime|whoami|id|printenv|which|type|whereis|test|\[|true|false|:|sleep|wait|cd|pwd|pushd|popd|export|set|unset|read|alias|history|ping|dig|nslookup|host|nc|ncat|traceroute|mtr|netstat|ss|lsof|lsblk|stat|file|md5sum|sha256sum|base64|xxd|strings|seq|basename|dirname|realpath|readlink|env|tput|clear|exit|return|break|continue|local|declare|readonly|shift|trap|man|amtool|promtool|kubectx|kubens|direnv|aws-vault|time|vmstat|iostat|sar|last|w|uname|getent|tcpdump|nmap|whois|stern|k9s|kubeval|kubeconform|cfn-lint|shellcheck|pg_dump|pg_dumpall|mysqldump|mongodump|pg_isready|kafkacat|kcat|watch|xargs|tee|open|xdg-open|mktemp|umask|ulimit|until|while)$/,
    effect: 'reads',
  },
  { program: /^(source|\.)$/, args: /env|profile|rc\b|activate/, effect: 'reads' },
  { program: /^sed$/, args: /^(?!.*(^| )(-\w*i|--in-place))/, effect: 'reads' },
  { program: /^yq$/, args: /^(?!.*(^| )(-\w*i|--inplace))/, effect: 'reads' },
  {
    program: /^(kubectl|oc)$/,
    args: /^(-\S+ (?!get|describe)\S+ |--\S+=\S+ )*(get|describe|logs|top|diff|explain|api-resources|api-versions|cluster-info|version|port-forward|proxy|wait|kustomize|events|auth can-i|rollout (status|history)|config (view|get-contexts|current-context|use-context|set-context))( |$)/,
    effect: 'reads',
  },
  {
    program: /^helm$/,
    args: /^(-\S+ )*(list|ls|status|history|get|template|lint|diff|show|search|repo|dependency|dep|env|version|test|pull|verify)( |$)/,
    effect: 'reads',
  },
  {
    program: /^argocd$/,
    args: /^(login|app (get|diff|list|history|wait|manifests|logs|resources)|version|context|account)/,
    effect: 'reads',
  },
  {
    program: /^(terraform|tofu|terragrunt)$/,
    args: /^(-\S+ )*(plan|show|output|validate|fmt|init|get|graph|providers|version|console|refresh-only|state (list|show|pull)|workspace (list|select|show))( |$)/,
    effect: 'reads',
  },
  {
    program: /^(pulumi|cdk)$/,
    args: /^(preview|diff|synth|ls|list|stack (ls|output|select)|config get|doctor)( |$)/,
    effect: 'reads',
  },
  {
    program: /^aws$/,
    args: /^(--\S+( (?!\w+ (?:describe|get|list))[^-\s]\S*)? )*[\w-]+ (describe|get|list|lookup|head|search|batch-get|filter|select|scan|query|validate|estimate|simulate|test|view|wait|tail|check|preview|detect)(-[\w-]+)?( |$)/,
    effect: 'reads',
  },
  {
    program: /^aws$/,
    args: /(^| )(s3 (ls|presign)|sts \S+|configure \S+|sso \S+|logs (tail|start-query|get-query-results)|eks update-kubeconfig|ecr get-login(-password)?|ssm start-session|s3 cp s3:\S+ (?!s3:)\S+)( |$)/,
    effect: 'reads',
  },
  {
    program: /^(gcloud|az|oci|doctl|ibmcloud|hcloud|linode-cli)$/,
    args: /(^| )(describe|list|get|show|get-credentials|get-iam-policy|read|version|login|configurations|config)( |$)/,
    effect: 'reads',
  },
  {
    program: /^git$/,
    args: /^(-\S+ \S+ )*(status|log|diff|show|fetch|clone|blame|branch|rev-parse|describe|checkout|switch|pull|stash|tag|add|remote|ls-remote|ls-files|config|restore|worktree|grep|bisect|format-patch|submodule)( |$)/,
    effect: 'reads',
  },
  {
    program: /^(docker|podman|nerdctl|docker-compose)$/,
    args: /^(-\S+ )*(ps|logs|inspect|images|pull|build|stats|top|version|info|port|diff|history|login|events|compose (ps|logs|config|pull|build|images))( |$)/,
    effect: 'reads',
  },
  {
    program: /^systemctl$/,
    args: /^(-\S+ )*(status|is-active|is-enabled|is-failed|list-\S+|show|cat|get-default)( |$)/,
    effect: 'reads',
  },
  { program: /^service$/, args: / status$/, effect: 'reads' },
  { program: /^(crontab)$/, args: /(^| )-l( |$)/, effect: 'reads' },
  {
    program: /^redis-cli$/,
    args: /\b(info|get|mget|hget|lrange|smembers|zrange|type|ping|keys|scan|ttl|exists|llen|hgetall|monitor|slowlog|dbsize|client list|config get|cluster (info|nodes|slots))\b|^(-\S+ )*--(latency|stat|bigkeys|memkeys|hotkeys)/i,
    effect: 'reads',
  },
  {
    program: /^etcdctl$/,
    args: /(^| )(get|endpoint|member list|version|alarm list|snapshot (save|status))( |$)/,
    effect: 'reads',
  },
  { program: /^(vault)$/, args: /^(read|status|kv get|kv list|list|login|token lookup)( |$)/, effect: 'reads' },
  { program: /^kafka-(topics|consumer-groups|configs)(\.sh)?$/, args: /--(list|describe)/, effect: 'reads' },
  {
    program: /^(flyway|alembic|liquibase)$/,
    args: /(^| )(info|validate|history|current|status|heads)( |$)/,
    effect: 'reads',
  },
  {
    program: /^(npm|yarn|pnpm|pip|pip3|bundle|gem|go|cargo|mvn|gradle|dotnet|poetry)$/,
    args: /^(ci|test|build|run (test|lint|build)|list|ls|view|outdated|show|freeze|fetch|mod|vet|compile|package|verify)( |$)/,
    effect: 'reads',
  },
  { program: /^(velero)$/, args: /(^| )(get|describe|logs|backup (get|describe|logs|create))( |$)/, effect: 'reads' },
  {
    program: /^(http|https|xh)$/,
    args: /^(-\S+ )*(GET |HEAD |OPTIONS )?(https?:|:|localhost|[\w.-]+\/)(?!.* [\w[\].-]+:?=)/,
    effect: 'reads',
  },
  // What network devices answer.
  { program: /^(show|display)$/, effect: 'reads' },
  // Logging in, when nothing is sent along.
  { program: /^ssh$/, effect: 'reads' },
  { program: /^date$/, args: /^(?!.*(^| )(-s|--set))/, effect: 'reads' },
  { program: /^(hostname|ifconfig)$/, args: /^(-\w+|\w+\d+)?$/, effect: 'reads' },
  { program: /^(awk|gawk)$/, args: /^(?!.*-i inplace)(?!.*\bsystem\()/, effect: 'reads' },
  { program: /^journalctl$/, args: /^(?!.*--(vacuum|rotate|flush|setup-keys|update-catalog))/, effect: 'reads' },
  { program: /^dmesg$/, args: /^(?!.*(^| )(-\w*[cC]\w*|--clear|--read-clear)( |$))/, effect: 'reads' },
  { program: /^openssl$/, args: /^(?!.*-out \/)/, effect: 'reads' },
  {
    program: /^wget$/,
    args: /^(?!.*(--post|--method|(-O|--output-document)[ =]?\/(?!dev|tmp)|(-P|--directory-prefix)[ =]?\/(?!tmp)))/,
    effect: 'reads',
  },
  { program: /^mount$/, args: /^(-l|-t \w+)?$/, effect: 'reads' },
  {
    program: /^ip$/,
    args: /^(-\S+ )*(a|addr|address|r|route|l|link|n|neigh|neighbor|rule|maddr|netns)( (show|list|ls|get)\b.*)?$|^-s link$/,
    effect: 'reads',
  },
  { program: /^route$/, args: /^(-\w+ ?)*$/, effect: 'reads' },
  {
    program: /^(iptables|ip6tables|iptables-save|ip6tables-save)$/,
    args: /^$|(^| )(-\w*[LS]\w*|--list(-rules)?)( |$)/,
    effect: 'reads',
  },
  { program: /^nft$/, args: /(^| )list( |$)/, effect: 'reads' },
  { program: /^ufw$/, args: /^(status|version|show)/, effect: 'reads' },
  { program: /^firewall-cmd$/, args: /--(state|list-\S+|get-\S+|query-\S+|info-\S+)/, effect: 'reads' },
  { program: /^sysctl$/, args: /^(-a|-n|--all|[\w.]+)( [\w.]+)*$/, effect: 'reads' },
  { program: /^(hostnamectl|timedatectl|localectl|loginctl)$/, args: /^(status|show\S*|list-\S+)?$/, effect: 'reads' },
  {
    program: /^consul$/,
    args: /^(members|info|monitor|version|validate|catalog|kv (get|export)|operator raft list-peers)/,
    effect: 'reads',
  },
  {
    program: /^nomad$/,
    args: /^(status|version|(job|node|alloc|eval|deployment|server|agent-info)( (status|logs|history|inspect|plan|members|list))?)( |$)/,
    effect: 'reads',
  },
  {
    program: /^(rabbitmqctl|rabbitmq-diagnostics)$/,
    args: /(^| )(list_\w+|status|cluster_status|report|environment|ping|node_health_check|check_\w+|await_\w+|version)( |$)/,
    effect: 'reads',
  },
  { program: /^supervisorctl$/, args: /^(-\S+ \S+ )*(status|tail|avail|pid|version)/, effect: 'reads' },
  { program: /^patronictl$/, args: /(^| )(list|topology|history|show-config|version|dsn)( |$)/, effect: 'reads' },
  {
    program: /^pm2$/,
    args: /^(list|ls|l|status|logs?|describe|show|info|jlist|monit|prettylist|env)( |$)/,
    effect: 'reads',
  },
  {
    program: /^(gh|glab)$/,
    args: /^(pr|mr|run|ci|issue|release|repo|workflow|pipeline|secret|variable) (view|list|status|diff|checks|watch|download|get|trace)( |$)|^(auth|search|browse|status)( |$)/,
    effect: 'reads',
  },
  {
    program: /^nodetool$/,
    args: /(^| )(status|info|ring|\w*stats|describe\w*|gossipinfo|version|get\w+|proxyhistograms|\w*histograms|list\w+)( |$)/,
    effect: 'reads',
  },
  { program: /^swapon$/, args: /^(-s|--show\S*|--summary)?$/, effect: 'reads' },
  { program: /^certbot$/, args: /^(certificates|plugins)|--dry-run/, effect: 'reads' },
  { program: /^unzip$/, args: /^-\w*[ltZ]/, effect: 'reads' },
  { program: /^tar$/, args: /^(-?[vzjJ]*t\w*|--list)( |$)/, effect: 'reads' },
  { program: /^(chage|crontab)$/, args: /(^| )-l( |$)/, effect: 'reads' },
  { program: /^passwd$/, args: /(^| )-S( |$)/, effect: 'reads' },
  { program: /^(dpkg|dpkg-query)$/, args: /^(-\w*[lLsSp]|--list\S*|--status|--search|-W)/, effect: 'reads' },
  { program: /^rpm$/, args: /^-\w*q|^--query/, effect: 'reads' },
  {
    program: /^(apt|apt-get|apt-cache|yum|dnf|apk|brew|snap|zypper)$/,
    args: /^(-\S+ )*(list|show|search|info|policy|check-update|repolist|history|depends|madison|outdated)( |$)/,
    effect: 'reads',
  },
  {
    program: /^(mongo|mongosh)$/,
    args: /^(?!.*\b(insert|update|replace|delete|remove|drop|create|rename|bulkWrite|stepDown|freeze|reconfig|add|initiate|shutdown|set[A-Z]|kill|fsync|compact|runCommand|adminCommand|grant|revoke|convert))(?=.*\b(rs\.(status|conf|print\w+)|find\w*|count\w*|\w*[sS]tats|serverStatus|getIndexes|currentOp|explain|hello|isMaster|ping|version)\()/,
    effect: 'reads',
  },
  { program: /./, args: /^(--version|-V|version|--help|-h|-v)$/, effect: 'reads' },
  { program: /^(slack|mail|mailx|sendmail|notify-send|wall|write)$/, effect: 'reads' },
  {
    program:
      /^(Get|Test|Measure|Select|Where|ForEach|Sort|Group|Format|Show|Write|Out|Compare|Find|Search|Resolve|Wait|Connect|Disconnect|Convert\w*|Join|Split|Read|Enter|Exit|Tee|Trace|Debug|Confirm|Assert)-(?!Secret$)\w+$|^Import-Module$/i,
    effect: 'reads',
  },
];
