/** Tables as the inspectors read them, against SQLAlchemy's reflection: both written out as CREATE TABLE and INDEX. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { connect } from '../../server/src/drivers/connect.ts';
import { dialectFor } from '../../server/src/sqlalchemy/dialects/index.ts';
import type { DialectName } from '../../server/src/sqlalchemy/engine/dialect.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { python, scratch } from './project.ts';

const postgresUrl = inject('postgresUrl');

const program = `
import json, sys
import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, CreateTable
engine = sa.create_engine(sys.argv[1])
with engine.connect() as connection:
    found = {}
    for name in sorted(sa.inspect(connection).get_table_names()):
        table = sa.Table(name, sa.MetaData(), autoload_with=connection)
        found[name] = [str(CreateTable(table).compile(dialect=engine.dialect)).strip()] + sorted(
            str(CreateIndex(index).compile(dialect=engine.dialect)) for index in table.indexes
        )
print(json.dumps(found))
`;

async function bothReflect(dialectName: DialectName, url: string, setup: readonly string[]): Promise<void> {
  const dialect = dialectFor(dialectName, 'online');
  const connection = await connect(makeUrl(url), { baseDirectory: scratch });
  try {
    for (const sql of setup) await connection.execute(sql);
    const metadata = await dialect.inspector.reflect(connection, null);
    const ours = Object.fromEntries(
      [...metadata.tables.values()].map((table) => [
        table.name,
        [
          normalized(dialect.ddlCompiler.createTable(table, { ifNotExists: false })),
          ...table.indexes
            .map((index) => dialect.ddlCompiler.createIndex(index, { ifNotExists: false }))
            .sort(),
        ],
      ]),
    );
    const result = spawnSync(python ?? '', ['-W', 'ignore', '-c', program, url], {
      encoding: 'utf8',
      cwd: scratch,
    });
    expect(result.stderr).toBe('');
    const theirs = JSON.parse(result.stdout) as Record<string, string[]>;
    for (const statements of Object.values(theirs)) statements[0] = normalized(statements[0] ?? '');
    expect(ours).toEqual(theirs);
    expect(Object.keys(ours)).not.toEqual([]);
  } finally {
    await connection.close();
  }
}

/** Constraints are a set upstream: both sides are sorted. */
function normalized(sql: string): string {
  const lines = sql
    .trim()
    .split('\n')
    .map((line) => line.replace(/, $/, ''));
  const isConstraint = (line: string): boolean => /^\t(?:CONSTRAINT|UNIQUE|CHECK|FOREIGN)/.test(line);
  return [...lines.filter((line) => !isConstraint(line)), ...lines.filter(isConstraint).sort()].join('\n');
}

describe.skipIf(python === null)('reflection', () => {
  test('SQLite', async () => {
    mkdirSync(scratch, { recursive: true });
    const file = join(scratch, 'reflect.db');
    rmSync(file, { force: true });
    await bothReflect('sqlite', `sqlite:///${file}`, [
      'CREATE TABLE parent (id INTEGER PRIMARY KEY, "Two Words" TEXT NOT NULL, UNIQUE ("Two Words"))',
      `CREATE TABLE types (
        a BIGINT, b BLOB, c BOOLEAN, d CHAR(3), e DATE, f DATETIME, g DECIMAL(10, 2), h DOUBLE, i FLOAT, j INT, k JSON,
        l NUMERIC(5), m REAL, n SMALLINT, o TEXT, p TIME, q TIMESTAMP, r VARCHAR(20), s NVARCHAR(7), t NCHAR(8),
        u "UNSIGNED BIG INT", v "CHARACTER VARYING(30)", w MONEY, x "DOUBLE PRECISION", y UUID
      )`,
      `CREATE TABLE keys (
        a INTEGER NOT NULL, b VARCHAR(10) DEFAULT 'it''s', c INTEGER DEFAULT 5, d DATETIME DEFAULT CURRENT_TIMESTAMP,
        e TEXT DEFAULT (lower('X')), "order" INTEGER, f VARCHAR COLLATE NOCASE,
        CONSTRAINT pk_keys PRIMARY KEY (a, b),
        CONSTRAINT "fk with space" FOREIGN KEY("order") REFERENCES parent (id) ON DELETE SET NULL,
        FOREIGN KEY(c) REFERENCES parent,
        CONSTRAINT uq_keys UNIQUE (b, c),
        CONSTRAINT ck_keys CHECK (c > 0 AND b <> '(')
      )`,
      'CREATE INDEX ix_keys_d ON keys (d, e)',
      'CREATE UNIQUE INDEX ux_keys_part ON keys (e) WHERE c > 3',
      'CREATE TABLE inline (a INTEGER REFERENCES parent (id), b TEXT UNIQUE, c INTEGER CHECK (c > 1))',
      'CREATE TABLE strict_one (a INTEGER PRIMARY KEY, b TEXT) STRICT, WITHOUT ROWID',
      'CREATE TABLE generated (a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2) STORED, c INTEGER AS (a + 1))',
    ]);
  });

  test.skipIf(postgresUrl === null)('PostgreSQL', async () => {
    const admin = await connect(makeUrl(`${postgresUrl ?? ''}postgres`), { baseDirectory: scratch });
    await admin.execute('DROP DATABASE IF EXISTS reflect');
    await admin.execute('CREATE DATABASE reflect');
    await admin.close();
    await bothReflect('postgresql', `${postgresUrl ?? ''}reflect`, [
      "CREATE TYPE mood AS ENUM ('sad', 'it''s ok')",
      'CREATE TABLE parent (id SERIAL PRIMARY KEY, "Two Words" TEXT NOT NULL UNIQUE)',
      `CREATE TABLE types (
        a BIGINT, b BYTEA, c BOOLEAN, d CHAR(3), e DATE, f TIMESTAMP, g TIMESTAMPTZ(3), h NUMERIC(10, 2), i NUMERIC, j REAL,
        k DOUBLE PRECISION, l INTERVAL, m INTERVAL DAY TO SECOND (2), n JSON, o JSONB, p UUID, q INET, r CIDR, s MACADDR, t MONEY,
        u VARCHAR(20), v VARCHAR, w TEXT[], x VARCHAR(5)[], y mood, z mood[], aa TIME, ab TIMETZ, ac BIT(4), ad BIT VARYING(9),
        ae TSVECTOR, af INT4RANGE, ag SMALLINT, ah TEXT COLLATE "C"
      )`,
      `CREATE TABLE keys (
        a INTEGER GENERATED ALWAYS AS IDENTITY, b VARCHAR(10) DEFAULT 'it''s', c INTEGER DEFAULT 5, d TIMESTAMP DEFAULT now(),
        e INTEGER GENERATED ALWAYS AS (c * 2) STORED, "order" INTEGER, f BIGINT GENERATED BY DEFAULT AS IDENTITY (START WITH 10 INCREMENT BY 5),
        CONSTRAINT pk_keys PRIMARY KEY (a, b),
        CONSTRAINT "fk with space" FOREIGN KEY ("order") REFERENCES parent (id) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT uq_keys UNIQUE (b, c),
        CONSTRAINT ck_keys CHECK (c > 0 AND b <> '(')
      )`,
      'CREATE INDEX ix_keys_d ON keys (d, c)',
      'CREATE UNIQUE INDEX ux_keys_part ON keys (c) WHERE c > 3',
      'CREATE INDEX ix_keys_lower ON keys (lower(b))',
      'CREATE INDEX ix_keys_include ON keys (c) INCLUDE (d)',
      'CREATE UNIQUE INDEX ux_nulls ON keys (d) NULLS NOT DISTINCT',
      'CREATE INDEX ix_types_gin ON types USING gin (o)',
    ]);
  });
});
