import type { CommandEffect } from '../effects.js';
import type { Invocation } from '../invocation.js';
import type { ToolFacts } from './tool-facts.js';

/** Tools that change the shape of a database. */
export const DATABASES: readonly ToolFacts[] = [
  {
    names: 'flyway',
    does: {
      migrate: 'migrate, baseline, repair',
      rollback: 'undo',
      plan: 'info, check',
      build: 'validate',
      'tear-down': 'clean',
    },
    otherwise: 'nothing',
    targetFlags: '-url -configFiles -environment',
  },
  {
    names: 'liquibase',
    does: {
      migrate: 'update, update-count, updateCount, update-to-tag, updateToTag, changelog-sync, changelogSync',
      rollback: 'rollback, rollback-count, rollbackCount, rollback-to-date, rollback-one-changeset',
      plan: 'update-sql, updateSQL, status, diff, history, rollback-sql, update-testing-rollback',
      build: 'validate, checks run',
      'tear-down': 'drop-all, dropAll',
      nothing: 'tag, release-locks, releaseLocks, clear-checksums',
    },
    targetFlags: '--url --defaults-file --contexts --defaultsFile',
  },
  {
    names: 'alembic',
    does: {
      migrate: 'upgrade, stamp',
      rollback: 'downgrade',
      nothing: 'current, history, heads, check, show',
      build: 'revision, merge',
    },
    flags: { '--sql': 'plan' },
    targetFlags: '-n --name -x -c',
  },
  {
    names: 'prisma',
    does: {
      migrate: 'migrate deploy, db push',
      nothing: 'migrate status, migrate resolve, db pull, studio, version, migrate reset',
      build: 'generate, validate, format, migrate dev, migrate diff, db seed, db execute',
    },
  },
  {
    names: 'sequelize sequelize-cli',
    does: {
      migrate: 'db:migrate, db:migrate:schema:timestamps:add',
      rollback: 'db:migrate:undo, db:migrate:undo:all',
      nothing: 'db:migrate:status, db:create',
      build: 'migration:generate, db:seed:all, db:seed',
    },
    targetFlags: '--env --config',
  },
  {
    names: 'knex',
    does: {
      migrate: 'migrate:latest, migrate:up',
      rollback: 'migrate:rollback, migrate:down',
      nothing: 'migrate:status, migrate:list, migrate:currentVersion, migrate:unlock',
      build: 'migrate:make, seed:run, seed:make',
    },
    targetFlags: '--env --knexfile',
  },
  {
    names: 'typeorm typeorm-ts-node-commonjs typeorm-ts-node-esm',
    does: {
      migrate: 'migration:run, schema:sync',
      rollback: 'migration:revert',
      nothing: 'migration:show, query',
      build: 'migration:generate, migration:create',
      'tear-down': 'schema:drop',
    },
    targetFlags: '-d --dataSource',
  },
  { names: 'drizzle-kit', does: { migrate: 'migrate, push', build: 'generate, check, introspect, up' } },
  {
    names: 'node-pg-migrate db-migrate migrate-mongo umzug mikro-orm',
    does: {
      migrate: 'up, migration:up',
      rollback: 'down, migration:down',
      nothing: 'status, migration:list',
      build: 'create, check',
    },
    targetFlags: '-e --env --config',
  },
  {
    names: 'dbmate',
    does: {
      migrate: 'up, migrate',
      rollback: 'rollback, down',
      nothing: 'status, wait, create, dump, load',
      build: 'new',
      'tear-down': 'drop',
    },
    targetFlags: '-e --env --url -u',
  },
  {
    names: 'migrate golang-migrate',
    does: { migrate: 'up, goto', rollback: 'down', nothing: 'version, force', build: 'create', 'tear-down': 'drop' },
    targetFlags: '-database -path',
  },
  {
    names: 'goose',
    does: {
      migrate: 'up, up-by-one, up-to',
      rollback: 'down, down-to, redo, reset',
      nothing: 'status, version',
      build: 'create, fix, validate',
    },
    decide: goose,
  },
  {
    names: 'atlas',
    does: {
      migrate: 'migrate apply, schema apply',
      rollback: 'migrate down',
      plan: 'migrate status, schema diff, migrate diff',
      build: 'migrate lint, migrate validate, migrate hash, schema inspect',
    },
    targetFlags: '--env -u --url',
  },
  {
    names: 'sqitch',
    does: {
      migrate: 'deploy',
      rollback: 'revert',
      'integration-test': 'verify',
      nothing: 'status, log, plan, check',
      publish: 'bundle',
    },
    targetFlags: '-t --target',
  },
  {
    names: 'hasura',
    does: { migrate: 'migrate apply', deploy: 'metadata apply, deploy', nothing: 'migrate status, console, version' },
    targetFlags: '--endpoint --envfile',
  },
  { names: 'skeema', does: { migrate: 'push', plan: 'diff', build: 'lint, format' } },
  { names: 'gh-ost pt-online-schema-change spirit', otherwise: 'migrate' },
  {
    names: 'yoyo phinx evolve roundhouse rh dbup grate tern refinery sqlx diesel',
    does: {
      migrate: 'apply, migrate, migrate run, migration run, upgrade, database setup',
      rollback: 'rollback, migrate revert, migration revert, revert',
      nothing: 'list, status, migrate info, migration list, database create',
      build: 'create, prepare, migrate add, migration generate',
    },
    targetFlags: '-e --environment',
  },
  {
    names: 'sqlpackage',
    decide: ({ args }) =>
      args.some((arg) => /^\/a(ction)?:publish$/i.test(arg))
        ? 'migrate'
        : args.some((arg) => /^\/a(ction)?:(deployreport|script)$/i.test(arg))
          ? 'plan'
          : undefined,
  },
  {
    names: 'django-admin manage',
    does: {
      migrate: 'migrate',
      build: 'makemigrations, collectstatic, check, compilemessages',
      'unit-test': 'test',
      nothing: 'showmigrations, sqlmigrate, createsuperuser, loaddata, flush, shell',
    },
    flags: { '--plan': 'plan' },
    targetFlags: '--settings --database',
  },
  {
    names: 'rails',
    does: {
      migrate: 'db:migrate',
      rollback: 'db:rollback',
      build:
        'assets:precompile, db:create, db:setup, db:prepare, db:seed, db:schema:load, db:test:prepare, db:structure:load, zeitwerk:check',
      'unit-test': 'test, spec, test:all',
      'integration-test': 'test:system',
      nothing:
        'db:migrate:status, db:version, runner, db:abort_if_pending_migrations, routes, db:drop, console, server',
    },
  },
  {
    names: 'artisan',
    does: {
      migrate: 'migrate, migrate:fresh',
      rollback: 'migrate:rollback',
      nothing: 'migrate:status, config:cache, route:cache, key:generate, down, up, cache:clear, queue:restart',
      'unit-test': 'test, dusk',
      build: 'optimize, db:seed',
    },
  },
  {
    names: 'console',
    does: {
      migrate: 'doctrine:migrations:migrate, d:m:m',
      build: 'cache:clear, cache:warmup, assets:install, lint:yaml, lint:twig, doctrine:migrations:diff',
      nothing: 'doctrine:migrations:status, doctrine:database:create',
    },
    flags: { '--dry-run': 'plan' },
    targetFlags: '-e --env',
  },
  {
    names: 'flask',
    does: {
      migrate: 'db upgrade',
      rollback: 'db downgrade',
      build: 'db migrate, db revision',
      nothing: 'run, shell, db current',
    },
  },
  {
    names: 'mix',
    does: {
      migrate: 'ecto.migrate',
      rollback: 'ecto.rollback',
      'unit-test': 'test, coveralls',
      build: 'compile, deps.get, format, credo, dialyzer, release, assets.deploy, ecto.create',
      'security-scan': 'sobelow, deps.audit, hex.audit',
      publish: 'hex.publish',
    },
  },
  {
    names: 'psql mysql mariadb sqlcmd mongosh mongo sqlplus snowsql clickhouse-client cqlsh bq',
    otherwise: 'unknown',
    decide: sql,
  },
  { names: 'pg_dump pg_restore mysqldump pg_isready createdb dropdb mongodump redis-cli', otherwise: 'nothing' },
  {
    names: 'dbt',
    does: { 'unit-test': 'test', build: 'compile, deps, parse, docs generate', deploy: 'run, build, seed, snapshot' },
    targetFlags: '-t --target --profile',
  },
];

/** goose takes a driver and an address before its sub command. */
function goose({ args }: Invocation): CommandEffect | undefined {
  if (args.some((arg) => /^up(-by-one|-to)?$/.test(arg))) return 'migrate';
  return args.some((arg) => /^(down|down-to|reset)$/.test(arg)) ? 'rollback' : undefined;
}

/** A client fed with a migration changes the schema; with anything else it is anybody's guess. */
function sql({ args, input }: Invocation): CommandEffect | undefined {
  const text = `${args.join(' ')} ${input}`;
  if (/migrat|schema\.sql|\b(alter|create|drop)\s+table\b/i.test(text)) return 'migrate';
  return /\bselect\s+1\b|--version/i.test(text) ? 'nothing' : undefined;
}
