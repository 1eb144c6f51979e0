/** A statement that loses data, and what is lost. */
export interface SqlDestruction {
  readonly statement: string;
  readonly why: string;
  readonly guard: string | undefined;
}

/** The statements of a script: comments and string contents removed, so that a word in a text is no keyword. */
export function statements(sql: string): string[] {
  return sql
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replace(/'(?:[^']|'')*'/g, "''")
    .split(';')
    .map((statement) => statement.replace(/\s+/g, ' ').trim())
    .filter((statement) => statement !== '');
}

/** For each of {@link statements}, what tells it from others: lower case but for texts, which stay. */
export function statementKeys(sql: string): string[] {
  const keys = [''];
  for (const [token] of sql.matchAll(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|;|[^;'/-]+|[\s\S]/g)) {
    if (token === ';') keys.push('');
    else if (!/^(--|\/\*)/.test(token))
      keys[keys.length - 1] += token.startsWith("'") ? token : token.toLowerCase().replace(/\s+/g, ' ');
  }
  return keys.map((key) => key.trim()).filter((key) => key !== '');
}

const LOSSES: readonly (readonly [RegExp, string])[] = [
  [
    /^drop (table|database|schema|view|materialized view|index|sequence|type|function|role|user|keyspace|column family)\b/i,
    'drops it with its data',
  ],
  [
    /^alter table\b.*\bdrop (column )?(?!constraint|default|not null|index|key|primary|foreign)/i,
    'drops a column with its data',
  ],
  [/^truncate\b/i, 'empties a table'],
  [/^delete from\b(?!.*\bwhere\b)/i, 'deletes every row'],
  [/^update\b(?!.*\bwhere\b).*\bset\b/i, 'overwrites every row'],
  [/^alter table\b.*\b(alter|modify) (column )?\S+ (set data )?(type|\w+\()/i, 'rewrites a column'],
];

/** Statements that lose data. Inside a transaction that is rolled back, or after a copy was made, they are guarded. */
export function destructiveSql(sql: string): SqlDestruction[] {
  const all = statements(sql);
  const tried =
    all.some((statement) => /^begin|^start transaction/i.test(statement)) && /^rollback$/i.test(all.at(-1) ?? '');
  return all.flatMap((statement, index) => {
    const loss = LOSSES.find(([pattern]) => pattern.test(statement));
    if (!loss) return [];
    const copied = all
      .slice(0, index)
      .some((before) => /^create table \S+ (as|like)\b|^select\b.*\binto\b|^copy\b.*\bto\b/i.test(before));
    const guard = tried ? 'the transaction is rolled back' : copied ? 'a copy is made first' : undefined;
    return [{ statement, why: loss[1], guard }];
  });
}

/** Functions that a SELECT may call and that change something all the same. */
const CHANGING_FUNCTIONS =
  /\b(pg_(promote|terminate_backend|cancel_backend|reload_conf|switch_wal|rotate_logfile|drop_\w+|create_\w+|replication_slot_advance|stat_reset\w*|(start|stop)_backup|backup_(start|stop)|wal_replay_(pause|resume)|logical_emit_message)|setval|nextval|set_config|dblink_exec|lo_(unlink|import|create)|\w*(create|drop|delete|update|insert|add|remove|alter|run|apply|schedule|unschedule|attach|detach|refresh|compress|truncate)_\w+)\s*\(/i;

/** Whether a script only looks. */
export function readsOnly(sql: string): boolean {
  return statements(sql).every((statement) => READING.test(statement) && !CHANGING_FUNCTIONS.test(statement));
}

const READING =
  /^(select\b(?!.*\b(into|for update)\b)|show|explain(?! analyze)|describe|desc|\\[dlc]|use|set (?!global)|begin|rollback|pragma \w+$|\.\w+)/i;

/** What a schema change does to those who still run the old version of the code. */
export type SchemaPhase = 'expand' | 'contract' | 'both';

const CONTRACTS: readonly RegExp[] = [
  /^drop (table|view|materialized view|type|function|sequence|schema)\b/i,
  /^alter table\b.*\bdrop (column )?(?!constraint|default|not null|index|key|primary|foreign)/i,
  /^alter table\b.*\brename\b/i,
  /^rename table\b/i,
  /^alter table\b.*\bset not null\b/i,
  /^alter table\b.*\badd (column )?\S+ [^,]*\bnot null\b(?!.*\bdefault\b)/i,
  /^alter table\b.*\b(alter|modify) (column )?\S+ (set data )?(type\b|\w+\()/i,
  /^exec(ute)? sp_rename\b/i,
];

const EXPANDS: readonly RegExp[] = [
  /^create (table|view|index|unique index|type|sequence|function)\b/i,
  /^alter table\b.*\badd\b/i,
];

/**
 * Whether statements change a schema, and how: `expand` adds what old code does not see, `contract` takes away or narrows
 * what old code still uses.
 */
export function schemaPhase(sql: string): SchemaPhase | undefined {
  const all = statements(sql);
  const contracts = all.some((statement) => CONTRACTS.some((pattern) => pattern.test(statement)));
  const expands = all.some(
    (statement) =>
      EXPANDS.some((pattern) => pattern.test(statement)) && !CONTRACTS.some((pattern) => pattern.test(statement)),
  );
  if (contracts) return expands ? 'both' : 'contract';
  return expands ? 'expand' : undefined;
}
