import type { Code, InlineCode } from 'mdast';
import type { Script } from '../../model/change.js';
import type { SourceText } from '../../model/located.js';
import { offsetOf, spanOfNode } from './document.js';

/** Fence languages that are pasted into a shell. */
const SHELLS = new Set([
  'bash',
  'sh',
  'shell',
  'zsh',
  'ksh',
  'console',
  'shell-session',
  'shellsession',
  'terminal',
  'cli',
]);

/** Fence languages that are pasted into something else. */
const OTHERS: Readonly<Record<string, string>> = {
  sql: 'sql',
  psql: 'sql',
  mysql: 'sql',
  plsql: 'sql',
  tsql: 'sql',
  powershell: 'powershell',
  ps1: 'powershell',
  pwsh: 'powershell',
  cmd: 'powershell',
  bat: 'powershell',
};

/** Programs that begin a command line in runbooks: with them an unmarked fence or a code span reads as a command. */
const PROGRAMS = new Set(
  `alembic ansible ansible-playbook apt apt-get argocd amtool aws aws-vault awk az bash brew bundle cat cd cdk chef-client chgrp chmod chown cp crontab curl
  dd createdb createuser cqlsh dropdb dropuser etcdctl display df dig direnv dnf docker docker-compose du eb echo eksctl env export find flux flyway gcloud git go gradle grep gsutil helm
  http iptables java journalctl jq k9s kafka-topics.sh kubectl kubectx knife kustomize ls make mkdir mkfs mongo mongosh pg_ctl pg_dumpall liquibase lvextend lvremove kill killall kubeadm patronictl pm2 pulumi mount mv mvn mysql mysqldump
  nginx nmap node npm nomad nslookup oc oci openssl pg_dump pg_restore ping pip podman psql pulumi python python3 rabbitmqctl rails rake reboot redis-cli
  resize2fs rm rsync sam scp screen sed show shred shutdown serverless service sh sleep source sqlite3 sqlplus ssh su sudo swapoff swapon sysctl systemctl tail tar tee
  terraform terragrunt tofu tmux touch truncate ufw useradd userdel umount unzip vault velero vi vim watch wget xargs yarn yum zpool`.split(
    /\s+/,
  ),
);

/** Words before a code span that say it is to be run. */
const RUN =
  /\b(run|running|runs|execute|executing|command|commands|using|via|type|paste|invoke|issue|trigger)\b[^.]*$/i;

/** Words before a code span that say it is not to be run. */
const NOT = /\b(do not|don't|never|avoid|instead of|rather than|without|not)\b[^.`]*$/i;

/** The script in a fence or indented block; undefined when it is data, output or another language. */
export function scriptOf(source: SourceText, code: Code): Script | undefined {
  const tag = code.lang?.toLowerCase() ?? '';
  const other = OTHERS[tag];
  const shell = SHELLS.has(tag) || (tag === '' && looksLikeShell(code.value));
  if (other === undefined && !shell) return undefined;
  const lines = code.value.split(/\r?\n/);
  const starts = lineStarts(source, code, lines);
  const script = { lines, starts };
  const typed = shell ? withoutPrompts(script) : script;
  return {
    text: typed.lines.join('\n'),
    language: other ?? 'shell',
    span: spanOfNode(source, code),
    lineStarts: typed.starts,
  };
}

/** The command in a code span, when it is one that the reader should run. */
export function inlineScript(source: SourceText, code: InlineCode, before: string): Script | undefined {
  const text = code.value.trim().replace(/^\$\s+/, '');
  if (NOT.test(before)) return undefined;
  const words = text.split(/\s+/);
  const first = words[0]!;
  const named = PROGRAMS.has(first) && words.length > 1;
  const path = /^(\.{1,2}\/|\/(usr|opt|bin|sbin|home|srv)\/)\S/.test(first);
  const told = RUN.test(before) && words.length > 1 && /^[a-z][\w.+-]*$/.test(first);
  if (!(named || (path && (words.length > 1 || RUN.test(before))) || told)) return undefined;
  const span = spanOfNode(source, code);
  const at = source.text.indexOf(text, span.start);
  return { text, language: 'shell', span, lineStarts: [at >= 0 && at < span.end ? at : span.start] };
}

function looksLikeShell(text: string): boolean {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '' && !/^\s*#/.test(candidate));
  if (line === undefined) return false;
  if (/^\s*[$%] \S/.test(line)) return true;
  const first = line.trim().split(/\s+/)[0]!;
  return (
    PROGRAMS.has(first) || /^(\.{1,2}\/|\/(usr|opt|bin|sbin)\/)\w/.test(first) || /^[A-Z_][A-Z0-9_]*=\S/.test(first)
  );
}

/** Offset in the source of each line of a code block. Fences and list items take indentation away from the left. */
function lineStarts(source: SourceText, code: Code, lines: readonly string[]): number[] {
  const { text } = source;
  let at = offsetOf(code);
  if (/^(`{3}|~{3})/.test(text.slice(at, at + 3))) at = text.indexOf('\n', at) + 1;
  const starts: number[] = [];
  for (const line of lines) {
    const end = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
    const written = text.slice(at, end).replace(/\r$/, '');
    starts.push(at + Math.max(0, written.length - line.length));
    at = end + 1;
  }
  return starts;
}

/** A session that was copied with its prompts shows commands and output: only what follows a prompt is typed. */
function withoutPrompts(script: { lines: string[]; starts: number[] }): { lines: string[]; starts: number[] } {
  const prompt = /^\s*(?:[\w.@~:/-]*[$%]|>)\s+(?=\S)/;
  if (!script.lines.some((line) => /^\s*(?:[\w.@~:/-]*[$%]) \S/.test(line))) return script;
  const lines: string[] = [];
  const starts: number[] = [];
  let continues = false;
  script.lines.forEach((line, index) => {
    const shown = prompt.exec(line)?.[0].length;
    if (shown === undefined && !continues) return;
    lines.push(line.slice(shown ?? 0));
    starts.push(script.starts[index]! + (shown ?? 0));
    continues = /\\\s*$/.test(line);
  });
  return { lines, starts };
}
