/** Hostile texts outside of the schema: the version table, revision ids and messages, and the parts of a URL. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { connect } from '../../../server/src/drivers/connect.ts';
import { makeUrl } from '../../../server/src/sqlalchemy/engine/url.ts';
import { runRetort } from '../../oracle/support/in-process.ts';
import { AlembicWorker } from '../../oracle/upgrades/alembic-worker.ts';
import { createDatabase, type Database, type Kind } from '../../oracle/upgrades/databases.ts';
import { initTestParser } from '../../support/python.ts';
import { python, scratch } from '../project.ts';
import { pythonText } from './hostile-names.ts';

const postgresUrl = inject('postgresUrl');
const folder = join(scratch, 'injection-places');
const kinds: readonly Kind[] = postgresUrl === null ? ['SQLite'] : ['SQLite', 'PostgreSQL'];
beforeAll(initTestParser);

interface Script {
  readonly id: string;
  readonly message: string;
}

/** A line of revisions, each of which makes a table. */
function writeProject(name: string, versionTable: string, scripts: readonly Script[]): string {
  const project = join(folder, name);
  rmSync(project, { recursive: true, force: true });
  mkdirSync(join(project, 'versions'), { recursive: true });
  const ini = join(project, 'alembic.ini');
  writeFileSync(ini, '[alembic]\nscript_location = %(here)s\n');
  writeFileSync(
    join(project, 'env.py'),
    `from alembic import context
from sqlalchemy import create_engine, pool

url = context.config.get_main_option("sqlalchemy.url")
version_table = ${pythonText(versionTable)}
if context.is_offline_mode():
    context.configure(url=url, version_table=version_table)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, version_table=version_table)
        with context.begin_transaction():
            context.run_migrations()
`,
  );
  for (const [index, { id, message }] of scripts.entries()) {
    const down = scripts[index - 1]?.id;
    writeFileSync(
      join(project, 'versions', `r${String(index)}.py`),
      `${pythonText(message)}
import sqlalchemy as sa
from alembic import op

revision = ${pythonText(id)}
down_revision = ${down === undefined ? 'None' : pythonText(down)}


def upgrade():
    op.create_table('t${String(index)}', sa.Column('id', sa.Integer()))


def downgrade():
    op.drop_table('t${String(index)}')
`,
    );
  }
  return ini;
}

async function database(kind: Kind, name: string): Promise<Database> {
  const made = await createDatabase(kind, `places_${name}`, { server: postgresUrl ?? '', folder });
  const connection = await made.connect();
  await connection.execute('CREATE TABLE bystander (id INTEGER)');
  await connection.close();
  return made;
}

async function retort(ini: string, url: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout } = await runRetort({ argv: ['-c', ini, '--url', url, ...args], cwd: dirname(ini) });
  expect(code, stdout).toBe(0);
  return stdout;
}

/** Both tools in turn on two databases that stay the same. */
async function expectTurns(kind: Kind, ini: string, alembic: AlembicWorker): Promise<string> {
  const theirs = await database(kind, 'theirs');
  const ours = await database(kind, 'ours');
  for (const [direction, target] of [
    ['upgrade', '+1'],
    ['upgrade', 'head'],
  ] as const) {
    expect(await alembic.run(direction, theirs.url, target)).toBeNull();
    await retort(ini, ours.url, direction, target);
    expect(await ours.dump()).toBe(await theirs.dump());
  }
  const atHead = await ours.dump();
  await retort(ini, theirs.url, 'downgrade', '-1');
  expect(await alembic.run('downgrade', ours.url, '-1')).toBeNull();
  expect(await ours.dump()).toBe(await theirs.dump());
  await retort(ini, theirs.url, 'downgrade', 'base');
  expect(await alembic.run('downgrade', ours.url, 'base')).toBeNull();
  expect(await ours.dump()).toBe(await theirs.dump());
  expect(await ours.dump()).toContain('bystander');
  return atHead;
}

const versionTables = [`v"x'; DROP TABLE bystander; --`, '100%s %(x)s', ':x ä\nb', 'SELECT'];
const plain: readonly Script[] = ['a1', 'b2', 'c3'].map((id) => ({ id, message: '' }));

describe.skipIf(python === null).each(kinds)('on %s', (kind) => {
  test.each(versionTables)('the version table %j', async (versionTable) => {
    mkdirSync(folder, { recursive: true });
    const ini = writeProject('version-table', versionTable, plain);
    const alembic = new AlembicWorker({ python: python ?? '', ini, environment: process.env });
    try {
      const dump = await expectTurns(kind, ini, alembic);
      expect(dump).not.toContain('alembic_version');
    } finally {
      alembic.close();
    }
  });

  test('revision ids and messages', async () => {
    const ini = writeProject('revisions', 'alembic_version', [
      { id: 'it"s', message: 'x\nDROP TABLE bystander;' },
      { id: 'a"b', message: '*/ DROP TABLE bystander; /*' },
      { id: 'x; DROP TABLE t0; /*', message: "'; DROP TABLE bystander; --" },
      { id: '100%s', message: '50% of %(x)s' },
      { id: '$1 {x}', message: '\r\n:y' },
      { id: 'ü\\', message: '表 \u202e' },
    ]);
    const alembic = new AlembicWorker({ python: python ?? '', ini, environment: process.env });
    try {
      const dump = await expectTurns(kind, ini, alembic);
      expect(dump).toContain('ü\\');
      for (const driver of ['sqlite', 'postgresql', 'mssql+pymssql']) {
        const { sql, error } = await alembic.sql(`${driver}://`, 'head');
        expect(error).toBeNull();
        expect(await retort(ini, `${driver}://`, 'upgrade', 'head', '--sql')).toBe(sql);
      }
    } finally {
      alembic.close();
    }
  });
});

// Alembic writes an apostrophe of a revision id as it is, and so stops at it, or runs what comes after.
test.each(kinds)('revision ids with apostrophes on %s', async (kind) => {
  for (const id of ["it's", "x'); DROP TABLE bystander; /*", "''"]) {
    const ini = writeProject('apostrophes', 'alembic_version', [{ id, message: '' }]);
    const ours = await database(kind, 'apostrophes');
    const argv = ['-c', ini, '--url', ours.url, 'upgrade', 'head'];
    const { code, stdout } = await runRetort({ argv, cwd: dirname(ini) });
    expect(code).toBe(255);
    expect(stdout).toContain(`The revision id ${id} cannot be written to the version table`);
    const dump = await ours.dump();
    expect(dump).toContain('bystander');
    expect(dump).not.toContain('t0');
  }
});

describe.skipIf(postgresUrl === null || python === null)('a URL of PostgreSQL', () => {
  test('user, password and database are what SQLAlchemy reads in it', async () => {
    const admin = makeUrl(`${postgresUrl ?? 'postgresql://'}postgres`);
    const user = `ro"le'; DROP ROLE retort; -- %41 @:/?#[]`;
    const password = `p'w"d; \\ %41 %% @:/?#[]&= ä表`;
    // SQLAlchemy writes a database as it is, so that it cannot have a question mark; Retort takes an @ there for a password's.
    const name = `d"b'; DROP DATABASE postgres; -- %41 :/#[]`;
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const connection = await connect(admin, { baseDirectory: folder });
    await connection.execute(`DROP DATABASE IF EXISTS ${quote(name)}`);
    await connection.execute(`DROP ROLE IF EXISTS ${quote(user)}`);
    await connection.execute(
      `CREATE ROLE ${quote(user)} LOGIN SUPERUSER PASSWORD '${password.replaceAll("'", "''")}'`,
    );
    await connection.execute(`CREATE DATABASE ${quote(name)}`);
    await connection.close();
    const { stdout: url } = spawnSync(
      python ?? '',
      [
        '-c',
        'import sys, sqlalchemy as sa\nuser, password, host, port, name = sys.argv[1:]\n' +
          "print(sa.URL.create('postgresql', user, password, host, int(port), name).render_as_string(hide_password=False), end='')",
        ...[user, password, admin.host ?? '', String(admin.port), name],
      ],
      { encoding: 'utf8', env: { ...process.env, PYTHONIOENCODING: 'utf-8' } },
    );
    mkdirSync(folder, { recursive: true });
    const ini = writeProject('url', 'alembic_version', plain);
    writeFileSync(
      ini,
      `[alembic]\nscript_location = %(here)s\nsqlalchemy.url = ${url.replaceAll('%', '%%')}\n`,
    );
    const { code, stdout } = await runRetort({ argv: ['-c', ini, 'upgrade', 'b2'], cwd: dirname(ini) });
    expect(code, stdout).toBe(0);
    const theirs = spawnSync(python ?? '', ['-m', 'alembic.config', '-c', ini, 'current'], {
      cwd: dirname(ini),
      encoding: 'utf8',
    });
    expect(theirs.stdout).toBe('b2\n');
    const { rows } = await connect(makeUrl(url), { baseDirectory: folder }).then(async (session) => {
      try {
        return await session.execute('SELECT current_user, current_database()');
      } finally {
        await session.close();
      }
    });
    expect(rows).toEqual([[user, name]]);
  });
});
