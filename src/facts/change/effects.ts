import type { SimpleCommand } from './shell.js';
import { destructiveSql, readsOnly } from './sql.js';

/** What running a command does to the world beyond the terminal that it runs in. */
export type Effect =
  /** It only looks, or touches nothing but the working copy of the person who types. */
  | 'reads'
  /** It changes something. */
  | 'changes'
  /** It changes something in a way that loses data or takes something away at once. */
  | 'destroys'
  /** A script or a program that is not in the tables. */
  | 'unknown';

/** The effect of one command and the reason, as a clause. */
export interface EffectOf {
  readonly effect: Effect;
  /** What is lost or cut, for `destroys`: "deletes files for good". */
  readonly why: string;
  /** What in the command itself makes the destruction bearable, or undefined. */
  readonly guard: string | undefined;
}

/** One line of the table: when it applies, and what it means. */
interface EffectRule {
  readonly program: RegExp;
  /** Matched against the arguments joined by single spaces. */
  readonly args?: RegExp;
  readonly effect: Effect;
  readonly why?: string;
  readonly guard?: RegExp;
  readonly guardedBy?: string;
}

/** Flags that make any of these tools only show what they would do. */
const DRY_RUN =
  /(^| )(--dry-run(=(?!none)\S*)?|--dryrun|--check|--what-?if|--noop|--simulate|--no-execute-changeset|--diff-only|--plan)( |$)/;

const DRY_RUN_SHORT: Readonly<Record<string, RegExp>> = {
  'ansible-playbook': /(^| )-\w*C\w*( |$)/,
  rsync: /(^| )-\w*n\w*( |$)/,
  make: /(^| )(-n|-q|--question)( |$)/,
  nginx: /(^| )-t( |$)/,
  'chef-client': /(^| )(-W|--why-run)( |$)/,
};

/**
 * Destructive commands. Each says what it destroys, because that is what the reader must weigh; a guard is something in
 * the command itself that keeps a copy or refuses when others have changed the thing.
 */
const DESTRUCTIVE: readonly EffectRule[] = [
  {
    program: /^rm$/,
    args: /(^| )(-\w*[rRf]\w*|--recursive|--force)( |$)/,
    effect: 'destroys',
    why: 'deletes files for good',
    guard: /(^| )(-\w*[iI]\w*|--interactive(=\w+)?)( |$)/,
    guardedBy: 'it asks before it deletes',
  },
  {
    program: /^(shred|wipefs|mkfs(\.\w+)?|fdisk|sgdisk|parted)$/,
    effect: 'destroys',
    why: 'overwrites a file or a disk',
  },
  { program: /^truncate$/, effect: 'destroys', why: 'empties a file' },
  { program: /^dd$/, args: /(^| )of=/, effect: 'destroys', why: 'overwrites a file or a disk' },
  { program: /^find$/, args: /(^| )-delete( |$)/, effect: 'destroys', why: 'deletes every file found' },
  {
    program: /^(userdel|groupdel|lvremove|vgremove|pvremove|zpool|zfs)$/,
    args: /(destroy|.)/,
    effect: 'destroys',
    why: 'removes it for good',
  },
  {
    program: /^(iptables|nft)$/,
    args: /(^| )(-F|--flush|flush)( |$)/,
    effect: 'destroys',
    why: 'drops every firewall rule',
  },
  {
    program: /^git$/,
    args: /^push\b.*( --force| -\w*f\b| --mirror| --delete| \+\S+:| :\S)/,
    effect: 'destroys',
    why: 'overwrites what others pushed',
    guard: / --force-with-lease/,
    guardedBy: '--force-with-lease refuses when somebody pushed since',
  },
  {
    program: /^git$/,
    args: /^(reset .*--hard|clean .*-\w*[fdx])/,
    effect: 'destroys',
    why: 'throws away uncommitted work',
  },
  {
    program: /^(terraform|tofu|terragrunt)$/,
    args: /(^| )(destroy|apply\b.* -destroy|run-all destroy)( |$)/,
    effect: 'destroys',
    why: 'destroys everything in the state',
    guard: /(^| )-target[= ]/,
    guardedBy: '-target limits it to one resource',
  },
  {
    program: /^(terraform|tofu|terragrunt)$/,
    args: /^(-\S+ )*(state (rm|push|replace-provider)|taint|force-unlock|workspace delete)/,
    effect: 'destroys',
    why: 'alters the state that everybody shares',
  },
  {
    program: /^(pulumi|cdk|sam|serverless|sls|copilot|eksctl)$/,
    args: /(^| )(destroy|delete|remove|down)( |$)/,
    effect: 'destroys',
    why: 'deletes the stack and what is in it',
  },
  { program: /^(kubectl|oc)$/, args: /(^| )delete( |$)/, effect: 'destroys', why: 'deletes objects of the cluster' },
  {
    program: /^(kubectl|oc)$/,
    args: /(^| )(drain\b.*--(force|delete-emptydir-data)|replace\b.*--force|apply\b.*--prune)( |$|=)/,
    effect: 'destroys',
    why: 'evicts or replaces what is running',
  },
  {
    program: /^helm$/,
    args: /(^| )(uninstall|delete|del)( |$)/,
    effect: 'destroys',
    why: 'removes the release and its objects',
    guard: / --keep-history/,
    guardedBy: '--keep-history keeps the release for `helm rollback`',
  },
  {
    program: /^argocd$/,
    args: /^app (delete|sync\b.*--prune)/,
    effect: 'destroys',
    why: 'deletes objects that git no longer names',
  },
  {
    program: /^(docker|podman|nerdctl)$/,
    args: /(system prune|volume (rm|prune)|rm .*-\w*f|rm .*--force|image prune|compose\b.* down .*(-v|--volumes)|down .*(-v|--volumes))/,
    effect: 'destroys',
    why: 'removes containers or volumes with their data',
  },
  {
    program: /^docker-compose$/,
    args: /down .*(-v|--volumes)/,
    effect: 'destroys',
    why: 'removes volumes with their data',
  },
  {
    program: /^aws$/,
    args: /(^| )s3 (rb|rm)\b.*(--recursive|--force)/,
    effect: 'destroys',
    why: 'deletes objects of a bucket',
  },
  {
    program: /^aws$/,
    args: /(^| )s3 sync\b.*--delete/,
    effect: 'destroys',
    why: 'deletes objects that the source does not have',
  },
  {
    program: /^aws$/,
    args: /(^| )rds delete-db-(instance|cluster)\b/,
    effect: 'destroys',
    why: 'deletes a database',
    guard: /--final-(db-)?snapshot-identifier/,
    guardedBy: 'a final snapshot is taken',
  },
  {
    program: /^aws$/,
    args: /(^| )(delete(?!-change-set|-tags|-message)|terminate|purge|deprovision|release)-[\w-]+/,
    effect: 'destroys',
    why: 'takes a resource away',
  },
  {
    program: /^aws$/,
    args: /(^| )kms (schedule-key-deletion|disable-key)/,
    effect: 'destroys',
    why: 'makes everything encrypted with the key unreadable',
  },
  {
    program: /^(gcloud|az|oci|doctl|linode-cli|hcloud|ibmcloud)$/,
    args: /(^| )(delete|purge|destroy|terminate|remove)( |$)/,
    effect: 'destroys',
    why: 'takes a resource away',
  },
  {
    program: /^gsutil$/,
    args: /(^| )(rm|rb)( |$)|rsync .*-\w*d/,
    effect: 'destroys',
    why: 'deletes objects of a bucket',
  },
  { program: /^redis-cli$/, args: /\b(flushall|flushdb|del|unlink)\b/i, effect: 'destroys', why: 'deletes keys' },
  {
    program: /^(mongo|mongosh)$/,
    args: /\b(dropDatabase|drop\(|deleteMany|remove\()/,
    effect: 'destroys',
    why: 'deletes documents',
  },
  { program: /^kafka-topics(\.sh)?$/, args: /--delete/, effect: 'destroys', why: 'deletes a topic and its messages' },
  {
    program: /^(etcdctl|consul|vault|zkCli\.sh|nomad)$/,
    args: /(^| )(del|delete|destroy|rmr|member remove|purge|job stop .*-purge|kv delete)( |$)/,
    effect: 'destroys',
    why: 'deletes what others rely on',
  },
  { program: /^(velero)$/, args: /delete/, effect: 'destroys', why: 'deletes a backup' },
  { program: /^(dropdb|dropuser|mysqladmin)$/, args: /(.|^)/, effect: 'destroys', why: 'drops a database or a user' },
  { program: /^(flyway)$/, args: /(^| )clean( |$)/, effect: 'destroys', why: 'drops every object of the schema' },
  {
    program: /^(rails|rake|php|artisan|manage\.py|prisma|npx|sequelize|alembic)$/,
    args: /(db:(drop|reset|schema:load)|migrate:(fresh|reset)|migrate reset|\bflush\b|downgrade base)/,
    effect: 'destroys',
    why: 'drops the tables',
  },
  { program: /^(reboot|shutdown|poweroff|halt|init)$/, effect: 'destroys', why: 'takes the machine down' },
  {
    program: /^(kill|killall|pkill)$/,
    args: /(^| )(-9|-KILL|-SIGKILL|-s (9|KILL))( |$)/,
    effect: 'destroys',
    why: 'stops a process without letting it finish',
  },
  { program: /^(chmod|chown)$/, args: /(^| )-\w*R/, effect: 'destroys', why: 'overwrites the rights of a whole tree' },
];

/** Programs and sub-commands that only look, or touch nothing but the terminal and working copy of the person who types. */
const READS: readonly EffectRule[] = [
  {
    program:
      /^(echo|printf|cat|bat|ls|ll|tree|grep|egrep|fgrep|rg|ag|awk|gawk|head|tail|less|more|wc|sort|uniq|cut|tr|column|jq|diff|cmp|comm|find|ps|top|htop|df|du|free|uptime|date|whoami|id|hostname|printenv|which|type|whereis|test|\[|true|false|:|sleep|wait|cd|pwd|pushd|popd|export|set|unset|read|alias|history|ping|dig|nslookup|host|nc|ncat|traceroute|mtr|netstat|ss|lsof|lsblk|stat|file|md5sum|sha256sum|openssl|base64|xxd|strings|seq|basename|dirname|realpath|readlink|env|tput|clear|exit|return|break|continue|local|declare|readonly|shift|trap|man|amtool|promtool|kubectx|kubens|direnv|aws-vault|time|vmstat|iostat|sar|dmesg|journalctl|last|w|uname|getent|tcpdump|nmap|whois|stern|k9s|kubeval|kubeconform|cfn-lint|shellcheck|pg_dump|pg_dumpall|mysqldump|mongodump|pg_isready|kafkacat|kcat|watch|xargs|tee|wget|open|xdg-open|mktemp|umask|ulimit|until|while)$/,
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
    args: /\b(info|get|ping|keys|scan|ttl|exists|llen|hgetall|monitor|slowlog|dbsize|client list|cluster (info|nodes))\b/i,
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
    args: /^(-\S+ )*(GET |HEAD |OPTIONS )?(https?:|:|localhost|[\w.-]+\/)/,
    effect: 'reads',
  },
];

/** Programs that always change something when none of the lines above said otherwise. */
const CHANGES =
  /^(mkdir|touch|kubectl|oc|helm|argocd|kargo|flux|terraform|tofu|terragrunt|pulumi|cdk|sam|serverless|sls|copilot|eksctl|aws|gcloud|gsutil|az|oci|git|docker|podman|nerdctl|docker-compose|systemctl|service|supervisorctl|ansible|ansible-playbook|chef-client|puppet|salt|rsync|scp|sftp|cp|mv|ln|install|chmod|chown|chgrp|sed|yq|tar|unzip|crontab|apt|apt-get|yum|dnf|apk|brew|snap|pip|pip3|npm|yarn|redis-cli|etcdctl|vault|consul|nomad|kafka-[\w-]+(\.sh)?|rabbitmqctl|flyway|liquibase|alembic|mount|umount|swapon|swapoff|sysctl|iptables|nft|ufw|ip|route|useradd|usermod|passwd|chpasswd|chage|visudo|modprobe|resize2fs|xfs_growfs|lvextend|mdadm|kill|killall|pkill|nginx|haproxy|certbot|pg_restore|pg_ctl|pg_promote|createdb|createuser|mongorestore|mongoimport|eb|velero|kustomize|rm|rmdir|dd|vi|vim|nano|emacs|nodetool|gh|glab|heroku|fly|flyctl|netlify|vercel|cf|rundeck|rd|feature|ldcli|update-alternatives|dpkg|rpm|make-live|rabbitmqadmin)$/;

const SQL_CLIENTS =
  /^(psql|mysql|mariadb|sqlite3|sqlplus|sqlcmd|cockroach|clickhouse-client|bq|snowsql|cqlsh|tsql|mycli|pgcli)$/;

const SQL_WORDS =
  /^(SELECT|INSERT|UPDATE|DELETE|ALTER|CREATE|DROP|TRUNCATE|GRANT|REVOKE|BEGIN|COMMIT|ROLLBACK|EXPLAIN|SHOW|USE|SET|ANALYZE|VACUUM|MERGE|RENAME|REINDEX|LOCK|CALL|EXEC)$/;

/** What a command does, from the tables. A program that no table knows is `unknown`, never harmless. */
export function effectOf(command: SimpleCommand): EffectOf {
  const program = command.words[0] ?? '';
  const args = command.words.slice(1).join(' ');
  const sql = sqlOf(command);
  if (sql !== undefined) return sqlEffect(sql);
  if (DRY_RUN.test(args) || DRY_RUN_SHORT[program]?.test(args)) return { effect: 'reads', why: '', guard: undefined };
  const rules = rulesFor(program);
  for (const rule of rules.destructive) if (applies(rule, args)) return destroys(rule, args);
  if (program === 'curl') return curlEffect(args);
  for (const rule of rules.reads)
    if (applies(rule, args))
      return { effect: writesElsewhere(command) ? 'changes' : 'reads', why: '', guard: undefined };
  return { effect: CHANGES.test(program) ? 'changes' : 'unknown', why: '', guard: undefined };
}

interface ProgramRules {
  readonly destructive: readonly EffectRule[];
  readonly reads: readonly EffectRule[];
}

const rulesByProgram = new Map<string, ProgramRules>();

/** The lines of the tables that are about a program, found once. */
function rulesFor(program: string): ProgramRules {
  const before = rulesByProgram.get(program);
  if (before) return before;
  const about = (rules: readonly EffectRule[]) => rules.filter((rule) => rule.program.test(program));
  const found = { destructive: about(DESTRUCTIVE), reads: about(READS) };
  rulesByProgram.set(program, found);
  return found;
}

function applies(rule: EffectRule, args: string): boolean {
  return rule.args?.test(args) ?? true;
}

function destroys(rule: EffectRule, args: string): EffectOf {
  return { effect: 'destroys', why: rule.why ?? '', guard: rule.guard?.test(args) ? rule.guardedBy : undefined };
}

/** SQL that a command carries: an argument of a client, what it reads, or a statement typed as if it were a command. */
export function sqlOf(command: SimpleCommand): string | undefined {
  const program = command.words[0] ?? '';
  if (SQL_WORDS.test(program)) return command.words.join(' ');
  if (!SQL_CLIENTS.test(program)) return undefined;
  const at = command.words.findIndex((word) => /^(-c|-e|-q|-Q|--command|--execute|--query)$/.test(word));
  const joined = command.words.find((word) => /^--(command|execute|query)=/.test(word))?.replace(/^--\w+=/, '');
  const argument = at > 0 ? command.words[at + 1] : joined;
  const lite = program === 'sqlite3' ? command.words.slice(2).find((word) => !word.startsWith('-')) : undefined;
  const sql = [argument, lite, command.input].filter((part) => part !== undefined && part !== '').join(';\n');
  return sql === '' ? undefined : sql;
}

function sqlEffect(sql: string): EffectOf {
  const destruction = destructiveSql(sql)[0];
  if (destruction) return { effect: 'destroys', why: destruction.why, guard: destruction.guard };
  return { effect: readsOnly(sql) ? 'reads' : 'changes', why: '', guard: undefined };
}

/** A request that carries a body or names another method than GET changes what it is sent to. */
function curlEffect(args: string): EffectOf {
  const method = /(?:^| )(?:-\w*X ?|--request[ =])(\w+)/.exec(args)?.[1]?.toUpperCase();
  const body = /(^| )(-d|--data(-\w+)?|-F|--form|-T|--upload-file|--json)( |=|$)/.test(args);
  const effect =
    method === 'DELETE'
      ? 'destroys'
      : method && !/^(GET|HEAD|OPTIONS)$/.test(method)
        ? 'changes'
        : body && method === undefined
          ? 'changes'
          : 'reads';
  return { effect, why: effect === 'destroys' ? 'deletes what the address names' : '', guard: undefined };
}

/** A reading command whose output goes into a file of the system changes that file. */
function writesElsewhere(command: SimpleCommand): boolean {
  const targets =
    command.words[0] === 'tee' ? command.words.slice(1).filter((word) => !word.startsWith('-')) : command.writes;
  return targets.some((file) => /^\/(?!dev\/|tmp\/|var\/tmp\/|proc\/self)/.test(file));
}
