import { DESTRUCTIVE } from './destructive-commands.js';
import type { EffectOf, EffectRule } from './effect-rule.js';
import { READS } from './reading-commands.js';
import type { SimpleCommand } from './shell.js';
import { destructiveSql, readsOnly } from './sql.js';

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

/** Programs that always change something when none of the lines above said otherwise. */
const CHANGES =
  /^(mkdir|touch|kubectl|oc|helm|argocd|kargo|flux|terraform|tofu|terragrunt|pulumi|cdk|sam|serverless|sls|copilot|eksctl|aws|gcloud|gsutil|az|oci|git|docker|podman|nerdctl|docker-compose|systemctl|service|supervisorctl|ansible|ansible-playbook|chef-client|puppet|salt|rsync|scp|sftp|cp|mv|ln|install|chmod|chown|chgrp|sed|yq|tar|unzip|crontab|apt|apt-get|yum|dnf|apk|brew|snap|pip|pip3|npm|yarn|redis-cli|etcdctl|vault|consul|nomad|kafka-[\w-]+(\.sh)?|rabbitmqctl|flyway|liquibase|alembic|mount|umount|swapon|swapoff|sysctl|iptables|nft|ufw|ip|route|useradd|usermod|passwd|chpasswd|chage|visudo|modprobe|resize2fs|xfs_growfs|lvextend|mdadm|kill|killall|pkill|nginx|haproxy|certbot|pg_restore|pg_ctl|pg_promote|createdb|createuser|mongorestore|mongoimport|eb|velero|kustomize|rm|rmdir|dd|vi|vim|nano|emacs|nodetool|gh|glab|heroku|fly|flyctl|netlify|vercel|cf|rundeck|rd|feature|ldcli|update-alternatives|dpkg|rpm|make-live|rabbitmqadmin|kubeadm|kops|patronictl|repmgr|pgbackrest|wal-g|barman|virsh|qm|pct|esxcli|govc|pm2|firewall-cmd|setenforce|chkconfig|update-rc\.d|loginctl|hostnamectl|hostname|date|timedatectl|ifconfig|nmcli|netplan|istioctl|linkerd|cilium|gem|knex|typeorm|dbmate|goose|sqitch|gh-ost|pt-online-schema-change|cap|http|https|xh|wget|awk|gawk|journalctl|dmesg|openssl|lxc|incus|manage\.py|[A-Z][A-Za-z]+-[A-Z]\w+)$/;

const SQL_CLIENTS =
  /^(psql|mysql|mariadb|sqlite3|sqlplus|sqlcmd|cockroach|clickhouse-client|bq|snowsql|cqlsh|tsql|mycli|pgcli)$/;

/** A statement typed as if it were a command, in any case, when more than its first word is SQL. */
const SQL_STATEMENT =
  /^(drop (table|database|schema|view|index|user|role|function|sequence|type|column)|delete from|insert into|update \S+ set|truncate( table)? \w|alter (table|database|user|role|system|index|sequence)|create (or replace )?(table|database|schema|view|(unique )?index|user|role|function|extension|sequence|trigger)|grant \w[\w ,]* (on|to) |revoke \w[\w ,]* (on|from) |select .+ from |select \w+\(|call \w+\()/i;

/** First words of {@link SQL_STATEMENT}: most commands need no closer look. */
const SQL_FIRST = /^(drop|delete|insert|update|truncate|alter|create|grant|revoke|select|call)$/i;

const SQL_WORDS =
  /^(SELECT|INSERT|UPDATE|DELETE|ALTER|CREATE|DROP|TRUNCATE|GRANT|REVOKE|BEGIN|COMMIT|ROLLBACK|EXPLAIN|SHOW|USE|SET|ANALYZE|VACUUM|MERGE|RENAME|REINDEX|LOCK|CALL|EXEC)$/;

/** What a command does, from the tables. A program that no table knows is `unknown`, never harmless. */
export function effectOf(command: SimpleCommand): EffectOf {
  const program = command.words[0] ?? '';
  const args = [...command.words.slice(1), command.input].join(' ').trim();
  if (empties(command)) return { effect: 'destroys', why: 'empties a file', guard: undefined };
  const sql = sqlOf(command);
  if (sql !== undefined) return sqlEffect(sql);
  if (DRY_RUN.test(args) || DRY_RUN_SHORT[program]?.test(args)) return { effect: 'reads', why: '', guard: undefined };
  // What a shell or another machine is fed with is not in sight here.
  if (program === 'ssh' && command.isFed) return { effect: 'unknown', why: '', guard: undefined };
  const rules = rulesFor(program);
  for (const rule of rules.destructive) if (applies(rule, args)) return destroys(rule, args);
  if (program === 'curl') return curlEffect(args);
  if (command.remote && WORKING_COPY.test(`${program} ${args}`))
    return { effect: 'changes', why: '', guard: undefined };
  for (const rule of rules.reads)
    if (applies(rule, args))
      return { effect: writesElsewhere(command) ? 'changes' : 'reads', why: '', guard: undefined };
  return { effect: CHANGES.test(program) ? 'changes' : 'unknown', why: '', guard: undefined };
}

/** What only touches the typist's own working copy here changes what is served when it runs on a server. */
const WORKING_COPY =
  /^(git (-\S+ \S+ )*(pull|checkout|switch|restore|stash|submodule|clone|worktree|add|config)|(npm|yarn|pnpm|pip3?|bundle|composer|go|mvn|gradle|dotnet|cargo) (ci|i|install|build|run build|compile|package)|(docker|podman) (pull|build)|(docker-compose|docker compose) (pull|build)|wget|curl .*(-o|-O|--output))( |$)/;

/** Nothing printed into a file of the system: `> /var/log/app.log`, `: > file`, `cat /dev/null > file`. */
function empties(command: SimpleCommand): boolean {
  return (
    /^(:|true|cat \/dev\/null)$/.test(command.words.join(' ')) &&
    />/.test(command.text.replace(/>>/g, '')) &&
    command.writes.some(
      (file) => !/^\/(dev|tmp|var\/tmp|proc)\//.test(file) && (command.remote || file.startsWith('/')),
    )
  );
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
  if (SQL_WORDS.test(program) || (SQL_FIRST.test(program) && SQL_STATEMENT.test(command.words.join(' '))))
    return command.words.join(' ');
  if (!SQL_CLIENTS.test(program)) return undefined;
  const { words } = command;
  const lite =
    program === 'sqlite3' || (program === 'bq' && words.includes('query'))
      ? words.slice(2).filter((word) => !word.startsWith('-'))
      : [];
  const sql = [...sqlArguments(program, words), ...lite, command.input].filter((part) => part !== '').join(';\n');
  return sql === '' ? undefined : sql;
}

/** Short options that may stand together with the one that carries the statement: `-Atc`, `-Ne`. */
const SQL_OPTION: Readonly<Record<string, RegExp>> = {
  psql: /^-[AtqxXaenbwWsSzEL1]*c/,
  mysql: /^-[BNHstvfrnAX]*e/,
  mariadb: /^-[BNHstvfrnAX]*e/,
  sqlcmd: /^-[Qq]/,
  tsql: /^-[Qq]/,
};

/** The statements in the options of a client: as the next word, after `=`, or joined to a short option. */
function sqlArguments(program: string, words: readonly string[]): string[] {
  const short = SQL_OPTION[program] ?? /^-[ceqQ]/;
  return words.flatMap((word, at) => {
    const long = /^--(?:command|execute|query)(?:=([\s\S]*))?$/.exec(word);
    if (long) return long[1] ?? words[at + 1] ?? '';
    const option = short.exec(word)?.[0];
    if (at === 0 || option === undefined) return [];
    return word.length > option.length ? word.slice(option.length) : (words[at + 1] ?? '');
  });
}

function sqlEffect(sql: string): EffectOf {
  const destruction = destructiveSql(sql)[0];
  if (destruction) return { effect: 'destroys', why: destruction.why, guard: destruction.guard };
  return { effect: readsOnly(sql) ? 'reads' : 'changes', why: '', guard: undefined };
}

/** A request that carries a body or names another method than GET changes what it is sent to. */
function curlEffect(args: string): EffectOf {
  // -G sends the data in the address.
  if (/(^| )(-\w*G\w*|--get)( |$)/.test(args)) return { effect: 'reads', why: '', guard: undefined };
  const method = /(?:^| )(?:-\w*X ?|--request[ =])(\w+)/.exec(args)?.[1]?.toUpperCase();
  const body = /(^| )(-d|--data(-\w+)?|-F|--form|-T|--upload-file|--json)( |=|$)/.test(args);
  const effect =
    method === 'DELETE'
      ? 'destroys'
      : method && !/^(GET|HEAD|OPTIONS)$/.test(method)
        ? 'changes'
        : (body && method === undefined) || /(^| )(-\w*o|--output)[ =]?\/(?!dev\/|tmp\/)/.test(args)
          ? 'changes'
          : 'reads';
  return { effect, why: effect === 'destroys' ? 'deletes what the address names' : '', guard: undefined };
}

/** A reading command whose output goes into a file of the system changes that file. */
function writesElsewhere(command: SimpleCommand): boolean {
  const targets =
    command.words[0] === 'tee' ? command.words.slice(1).filter((word) => !word.startsWith('-')) : command.writes;
  return targets.some(
    (file) =>
      /^\/(?!dev\/|tmp\/|var\/tmp\/|proc\/self)/.test(file) || (command.remote && !/^(\/(dev|tmp)\/|&?\d)/.test(file)),
  );
}
